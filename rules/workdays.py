"""Which days are worked: Monday to Friday, holidays and 调休 make-up days, and working time.

Source: the State Council's yearly holiday notice, as a table the administrator can overlay. A year
without a published table falls back to Monday–Friday and is marked provisional.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cached_property
from itertools import accumulate

from rules.periods import DAY, Span

SATURDAY = 5


@dataclass(frozen=True)
class WorkCalendar:
    """Days that differ from Monday–Friday, and the years whose table is published.

    `exceptions` maps a date to True where a weekend day is worked and False where a weekday is off.
    """

    exceptions: Mapping[date, bool] = field(default_factory=dict)
    published: frozenset[int] = frozenset()

    def is_workday(self, day: date) -> bool:
        """Return whether offices work on `day`."""
        return self.exceptions.get(day, day.weekday() < SATURDAY)

    def is_provisional(self, day: date) -> bool:
        """Return whether `day` lies in a year whose holidays are not published."""
        return day.year not in self.published

    def next_workday(self, day: date) -> date:
        """Return `day` itself if worked, else the first workday after it."""
        while not self.is_workday(day):
            day += DAY
        return day

    def add_workdays(self, day: date, count: int) -> date:
        """Return the workday `count` workdays after `day`; `count` ≥ 1."""
        for _ in range(count):
            day = self.next_workday(day + DAY)
        return day

    def workdays(self, span: Span) -> tuple[date, ...]:
        """Return the workdays of `span` in order."""
        return tuple(day for day in span if self.is_workday(day))

    def count(self, span: Span) -> int:
        """Return how many workdays `span` has, without walking through it."""
        if span.last < span.first:
            return 0
        return self._until(span.last) - self._until(span.first - DAY)

    def _until(self, day: date) -> int:
        """Return how many workdays there have been by `day`, counted from a Monday long ago."""
        weeks, rest = divmod(day.toordinal(), 7)
        days, shifts = self._shifts
        return SATURDAY * weeks + min(rest, SATURDAY) + shifts[bisect_right(days, day)]

    @cached_property
    def _shifts(self) -> tuple[list[date], list[int]]:
        """Return the days of the table and how many workdays they add or take, up to each."""
        days = sorted(self.exceptions)
        changes = (self.exceptions[day] - (day.weekday() < SATURDAY) for day in days)
        return days, [0, *accumulate(changes)]


@dataclass(frozen=True)
class OfficeHours:
    """When the bot may begin to speak: `opens`–`closes` on workdays; all else is quiet.

    Default 08:30–18:30: quiet hours are 18:30–08:30 and every non-workday.
    """

    zone: tzinfo
    opens: time = time(8, 30)
    closes: time = time(18, 30)

    def speakable(self, moment: datetime, calendar: WorkCalendar) -> datetime:
        """Return the first instant at or after `moment` that is not quiet."""
        local = moment.astimezone(self.zone)
        day = local.date()
        if calendar.is_workday(day):
            if local.time() < self.opens:
                return self._at(day, self.opens)
            if local.time() < self.closes:
                return moment
        return self._at(calendar.next_workday(day + DAY), self.opens)

    def add(self, moment: datetime, hours: timedelta, calendar: WorkCalendar) -> datetime:
        """Return the instant at which `hours` of office time have passed since `moment`."""
        moment = self.speakable(moment, calendar)
        while (end := self._at(moment.astimezone(self.zone).date(), self.closes)) < moment + hours:
            hours -= end - moment
            moment = self.speakable(end, calendar)
        return moment + hours

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=self.zone)
