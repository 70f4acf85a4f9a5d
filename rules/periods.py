"""Periods and how they nest: day ⊂ week ⊂ month ⊂ quarter ⊂ year.

The nesting is the notice's 以天保周、以周保月、以月保季、以季保年.
A day belongs to its ISO week, a week to the month that holds its Thursday, months to quarters,
quarters to the year; all of it clipped to the plan's span. A week whose Thursday lies outside the
plan counts by the plan's nearest day, so the plan has no stray month of two days at either end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rules.facts import PeriodKind

LEVELS = tuple(PeriodKind)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __iter__(self) -> Iterator[date]:
        day = self.first
        while day <= self.last:
            yield day
            day += DAY

    def clamp(self, day: date) -> date:
        """Return the day of the span nearest to `day`."""
        return min(max(day, self.first), self.last)

    def clip(self, first: date, last: date) -> Span:
        """Return what of `first`–`last` lies in the span."""
        return Span(max(first, self.first), min(last, self.last))


@dataclass(frozen=True)
class Period:
    """One day, week, month, quarter or year of a plan, as its clipped days."""

    kind: PeriodKind
    key: str
    first: date
    last: date

    @property
    def span(self) -> Span:
        """The days of the period."""
        return Span(self.first, self.last)


def period_of(kind: PeriodKind, day: date, plan: Span) -> Period:
    """Return the period of `kind` that holds `day`, a day of the plan.

    Keys: `D2024-02-01`, `W2024-05` (ISO), `M2024-02`, `Q2024-1`, `Y2024`.
    """
    if kind is PeriodKind.DAY:
        return Period(kind, f"D{day.isoformat()}", day, day)
    week = _week_of(day, plan)
    if kind is PeriodKind.WEEK:
        return week
    year, month = _month_of(week, plan)
    if kind is PeriodKind.MONTH:
        return _months(kind, f"M{year}-{month:02}", (year, month), (year, month), plan)
    if kind is PeriodKind.QUARTER:
        quarter = (month - 1) // 3 + 1
        ends = (year, quarter * 3 - 2), (year, quarter * 3)
        return _months(kind, f"Q{year}-{quarter}", *ends, plan)
    return _months(kind, f"Y{year}", (year, 1), (year, 12), plan)


def parent(period: Period, plan: Span) -> Period | None:
    """Return the period that `period` secures; None for the year, which secures the plan."""
    if period.kind is PeriodKind.YEAR:
        return None
    return period_of(LEVELS[LEVELS.index(period.kind) + 1], period.first, plan)


def children(period: Period, plan: Span) -> tuple[Period, ...]:
    """Return the periods one level down that secure `period`, in order; none for a day."""
    if period.kind is PeriodKind.DAY:
        return ()
    return periods_between(LEVELS[LEVELS.index(period.kind) - 1], period.span, plan)


def periods_between(kind: PeriodKind, days: Span, plan: Span) -> tuple[Period, ...]:
    """Return the periods of `kind` that hold a day of `days`, in order."""
    found: list[Period] = []
    wanted = plan.clip(days.first, days.last)
    day = wanted.first
    while day <= wanted.last:
        found.append(period_of(kind, day, plan))
        day = found[-1].last + DAY
    return tuple(found)


def _week_of(day: date, plan: Span) -> Period:
    year, number, weekday = day.isocalendar()
    monday = day - (weekday - 1) * DAY
    span = plan.clip(monday, monday + 6 * DAY)
    return Period(PeriodKind.WEEK, f"W{year}-{number:02}", span.first, span.last)


def _month_of(week: Period, plan: Span) -> tuple[int, int]:
    monday = week.first - week.first.weekday() * DAY
    thursday = plan.clamp(monday + 3 * DAY)
    return thursday.year, thursday.month


def _months(
    kind: PeriodKind, key: str, first: tuple[int, int], last: tuple[int, int], plan: Span
) -> Period:
    """Return the span of all weeks counted to the months from `first` to `last`."""
    begins = date(*first, 1)
    ends = date(last[0] + last[1] // 12, last[1] % 12 + 1, 1) - DAY
    opening = _week_of(plan.clamp(begins), plan)
    if _month_of(opening, plan) < first:
        opening = _week_of(opening.last + DAY, plan)
    closing = _week_of(plan.clamp(ends), plan)
    if _month_of(closing, plan) > last:
        closing = _week_of(closing.first - DAY, plan)
    return Period(kind, key, opening.first, closing.last)
