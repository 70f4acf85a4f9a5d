"""When each check-in opens, reminds, falls due, is summed up and closes.

Defaults are the office's: a day opens 16:00 and is due 18:00; a week opens Thursday 10:00, is due
Friday 12:00 and summed up Friday 16:00. In a week whose Friday is off, the last workday takes its
place and the workday before it opens. A period without workdays has no window.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from rules.facts import PeriodKind
from rules.periods import DAY, Period, Span, parent, periods_between
from rules.workdays import OfficeHours, WorkCalendar

ASKED_KINDS = (PeriodKind.DAY, PeriodKind.WEEK)
FRIDAY = 4
REMINDER_SHARE = 0.75


@dataclass(frozen=True)
class Rhythm:
    """A plan's hours, in its zone."""

    hours: OfficeHours
    day_opens: time = time(16)
    day_due: time = time(18)
    week_opens: time = time(10)
    week_due: time = time(12)
    week_digest: time = time(16)

    def at(self, day: date, clock: time) -> datetime:
        """Return the instant of a wall-clock time on `day` in the plan's zone."""
        return datetime.combine(day, clock, tzinfo=self.hours.zone)


@dataclass(frozen=True)
class Window:
    """The instants of one round; `reminds` and `digest` are None where there is none."""

    opens: datetime
    reminds: datetime | None
    due: datetime
    digest: datetime | None
    closes: datetime


def window(period: Period, plan: Span, rhythm: Rhythm, calendar: WorkCalendar) -> Window | None:
    """Return the window of `period`, None where the period has no workday."""
    workdays = calendar.workdays(period.span)
    if not workdays:
        return None
    if period.kind is PeriodKind.DAY:
        opens = rhythm.at(period.first, rhythm.day_opens)
        due = rhythm.at(period.first, rhythm.day_due)
        digest = None
    else:
        last = next((day for day in workdays if day.weekday() == FRIDAY), workdays[-1])
        before = [day for day in workdays if day < last]
        opens = rhythm.at(before[-1] if before else last, rhythm.week_opens)
        due = rhythm.at(last, rhythm.week_due)
        digest = rhythm.at(last, rhythm.week_digest)
    reminds = rhythm.hours.speakable(opens + (due - opens) * REMINDER_SHARE, calendar)
    return Window(
        opens, reminds if reminds < due else None, due, digest, _closing(period, plan, rhythm)
    )


def rounds_between(
    since: datetime, until: datetime, plan: Span, rhythm: Rhythm, calendar: WorkCalendar
) -> tuple[tuple[Period, Window], ...]:
    """Return the rounds that open after `since` and by `until`, and those open at `since`.

    A round open at `since` is given again so that a notice loaded in mid-window is asked at once.
    """
    zone = rhythm.hours.zone
    days = Span(since.astimezone(zone).date(), until.astimezone(zone).date())
    owed = [
        (period, hours)
        for kind in ASKED_KINDS
        for period in periods_between(kind, days, plan)
        if (hours := window(period, plan, rhythm, calendar)) is not None
        and hours.opens <= until
        and hours.due > since
    ]
    return tuple(sorted(owed, key=lambda pair: pair[1].opens))


def next_instant(
    now: datetime, plan: Span, rhythm: Rhythm, calendar: WorkCalendar
) -> datetime | None:
    """Return the first instant after `now` at which the clock owes something; None after the end.

    A lookahead of three weeks spans the longest holiday.
    """
    zone = rhythm.hours.zone
    today = now.astimezone(zone).date()
    instants = [
        instant
        for kind in ASKED_KINDS
        for period in periods_between(kind, Span(today, today + timedelta(weeks=3)), plan)
        if (hours := window(period, plan, rhythm, calendar)) is not None
        for instant in (hours.opens, hours.reminds, hours.due, hours.digest)
        if instant is not None and instant > now
    ]
    return min(instants, default=None)


def _closing(period: Period, plan: Span, rhythm: Rhythm) -> datetime:
    """Close with the period it secures: from then on the higher report owes for it."""
    outer = parent(period, plan)
    return rhythm.at((outer.last if outer else plan.last) + DAY, time(0))
