"""Which levels are asked, and when each round opens, reminds, falls due, is summed up and closes.

The days are those of `due_days`, the times of day and the other numbers the plan's settings. A
period without workdays has no window.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo

from rules.due_days import opening_and_due
from rules.facts import Cadence, PeriodKind, Share
from rules.periods import DAY, LEVELS, Period, Span, parent, periods_between
from rules.settings import DayPolicy, PlanSettings
from rules.workdays import OfficeHours, WorkCalendar

ASKED_KINDS = LEVELS
SHORT = (PeriodKind.DAY, PeriodKind.WEEK)
LONGEST_HOLIDAY = timedelta(weeks=3)
CADENCES = tuple(Cadence)


@dataclass(frozen=True)
class Rhythm:
    """A plan's numbers, read in its zone."""

    zone: tzinfo
    settings: PlanSettings = field(default_factory=PlanSettings)

    @property
    def hours(self) -> OfficeHours:
        """When the bot may begin to speak."""
        return OfficeHours(self.zone, self.settings.office_opens, self.settings.office_closes)

    @property
    def kinds(self) -> tuple[PeriodKind, ...]:
        """The kinds of round the plan opens: all but the day's where daily reports are off."""
        is_off = self.settings.day_policy is DayPolicy.OFF
        return tuple(kind for kind in ASKED_KINDS if not (is_off and kind is PeriodKind.DAY))

    def at(self, day: date, clock: time) -> datetime:
        """Return the instant of a wall-clock time on `day` in the plan's zone."""
        return datetime.combine(day, clock, tzinfo=self.zone)


@dataclass(frozen=True)
class Window:
    """The instants of one round; reminders and digest are None where there is none.

    `reminds` lies at a share of the window; `reminds_again` is the morning some workdays before due
    that month, quarter and year have besides.
    """

    opens: datetime
    reminds: datetime | None
    reminds_again: datetime | None
    due: datetime
    digest: datetime | None
    closes: datetime


def asked(kind: PeriodKind, finest: Cadence) -> bool:
    """Return whether a task is asked at a level: at its finest and at every level above."""
    return finest is not Cadence.NEVER and LEVELS.index(kind) >= CADENCES.index(finest)


def finest_of(share: Share, settings: PlanSettings, chosen: Cadence | None) -> Cadence:
    """Return the finest cadence of a unit's share; `chosen` is what a supervisor set for the task.

    A responsible unit is never asked more finely than the plan asks its kind.
    """
    if share is Share.LEAD:
        return chosen or settings.lead_finest
    return max(settings.responsible_finest, chosen or Cadence.DAILY, key=CADENCES.index)


def window(period: Period, plan: Span, rhythm: Rhythm, calendar: WorkCalendar) -> Window | None:
    """Return the window of `period`, None where the period has no workday.

    Legal settings never make it due before it opens. The digest of a long period comes on the next
    workday, which may lie after the period's close.
    """
    workdays = calendar.workdays(period.span)
    if not workdays:
        return None
    opens_on, due_on = opening_and_due(period, workdays, rhythm.settings)
    opens_at, due_at = _clocks(period.kind, rhythm.settings)
    opens, due = rhythm.at(opens_on, opens_at), rhythm.at(due_on, due_at)
    reminds = _share_of(opens, due, rhythm, calendar)
    again = _morning_before(due_on, workdays, rhythm) if period.kind not in SHORT else None
    return Window(
        opens=opens,
        reminds=reminds if reminds < due else None,
        reminds_again=again if again and again > opens and again.date() != reminds.date() else None,
        due=due,
        digest=_digest(period.kind, due_on, rhythm, calendar),
        closes=_closing(period, plan, rhythm),
    )


def rounds_between(
    since: datetime, until: datetime, plan: Span, rhythm: Rhythm, calendar: WorkCalendar
) -> tuple[tuple[Period, Window], ...]:
    """Return the rounds that open after `since` and by `until`, and those open at `since`.

    A round open at `since` is given again so that a notice loaded in mid-window is asked at once.
    Of those that open together the longest comes first: the newest is the one to answer first.
    """
    days = Span(since.astimezone(rhythm.zone).date(), until.astimezone(rhythm.zone).date())
    owed = [
        (period, hours)
        for period, hours in _windows(days, plan, rhythm, calendar)
        if hours.opens <= until and hours.due > since
    ]
    return tuple(sorted(owed, key=lambda pair: (pair[1].opens, -LEVELS.index(pair[0].kind))))


def next_instant(
    now: datetime, plan: Span, rhythm: Rhythm, calendar: WorkCalendar
) -> datetime | None:
    """Return the first instant after `now` at which a round owes something; None after the last.

    The longest holiday is looked over both ways: for the round after it, and for the digest before.
    """
    today = now.astimezone(rhythm.zone).date()
    days = Span(today - LONGEST_HOLIDAY, today + LONGEST_HOLIDAY)
    instants = [
        instant
        for _, hours in _windows(days, plan, rhythm, calendar)
        for instant in (
            hours.opens,
            hours.reminds,
            hours.reminds_again,
            hours.due,
            hours.digest,
        )
        if instant is not None and instant > now
    ]
    return min(instants, default=None)


def _windows(
    days: Span, plan: Span, rhythm: Rhythm, calendar: WorkCalendar
) -> Iterator[tuple[Period, Window]]:
    for kind in rhythm.kinds:
        for period in periods_between(kind, days, plan):
            hours = window(period, plan, rhythm, calendar)
            if hours is not None:
                yield period, hours


def _clocks(kind: PeriodKind, settings: PlanSettings) -> tuple[time, time]:
    if kind is PeriodKind.DAY:
        return settings.day_opens, settings.day_due
    if kind is PeriodKind.WEEK:
        return settings.week_opens, settings.week_due
    return settings.long_opens, settings.long_due


def _digest(
    kind: PeriodKind, due_on: date, rhythm: Rhythm, calendar: WorkCalendar
) -> datetime | None:
    settings = rhythm.settings
    if kind is PeriodKind.DAY:
        return rhythm.at(due_on, settings.day_due) if settings.day_digest else None
    if kind is PeriodKind.WEEK:
        return rhythm.at(due_on, settings.week_digest)
    return rhythm.at(calendar.add_workdays(due_on, 1), settings.long_digest)


def _share_of(opens: datetime, due: datetime, rhythm: Rhythm, calendar: WorkCalendar) -> datetime:
    """Return when the set share of the window has passed and the bot may speak."""
    passed = (due - opens) * rhythm.settings.remind_percent / 100
    return rhythm.hours.speakable(opens + passed, calendar)


def _morning_before(due_on: date, workdays: Sequence[date], rhythm: Rhythm) -> datetime | None:
    """Return the morning some workdays before due; None where the period had not begun."""
    index = workdays.index(due_on) - rhythm.settings.remind_workdays
    return rhythm.at(workdays[index], rhythm.settings.office_opens) if index >= 0 else None


def _closing(period: Period, plan: Span, rhythm: Rhythm) -> datetime:
    """Close with the period it secures: from then on the higher report owes for it."""
    outer = parent(period, plan)
    return rhythm.at((outer.last if outer else plan.last) + DAY, time(0))
