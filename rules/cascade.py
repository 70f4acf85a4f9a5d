"""以天保周、以周保月、以月保季、以季保年: whether a period holds, and why.

An outlook comes from the reports of the periods below, the period's own report and, for a quantity,
arithmetic; the gravest decides. A report answers for what was said below before it; the latest word
from below still counts after it. Silence that owes nothing yet says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from rules.facts import Labelled, Status
from rules.figures import Point
from rules.pace import Course, best_pace, needed_pace, planned
from rules.periods import DAY, LEVELS, Period
from rules.standing import Standing
from rules.workdays import WorkCalendar

SETTLED = frozenset({Standing.ANSWERED, Standing.LATE, Standing.COVERED})


class Outlook(Labelled):
    """Whether a period secures the one above it."""

    SECURED = "secured", "可保"
    AT_RISK = "at_risk", "有风险"
    SLIPPING = "slipping", "难保"
    UNKNOWN = "unknown", "待定"


class Cause(Labelled):
    """Why an outlook is what it is, the gravest first. `OUTLOOKS` says what each leads to."""

    OWN_LAGGING = "own_lagging", "本期自报滞后"
    LATEST_BEHIND = "latest_behind", "最近一期滞后"
    OUT_OF_TIME = "out_of_time", "已无工作日可追"
    TOO_FAST = "too_fast", "所需进度超过最好水平两倍"
    CHILD_MISSED = "child_missed", "有下级未报"
    CHILD_OVERDUE = "child_overdue", "有下级逾期"
    OWN_BLOCKED = "own_blocked", "本期需协调"
    OWN_AT_RISK = "own_at_risk", "本期自报有风险"
    CHILD_SLIPPING = "child_slipping", "有下级难保"
    CHILD_BLOCKED = "child_blocked", "有下级需协调"
    CHILD_AT_RISK = "child_at_risk", "有下级有风险"
    SHORT = "short", "数量不足但可追"
    MET = "met", "本期数量已达到"
    OWN_FINE = "own_fine", "本期自报正常"
    ALL_ANSWERED = "all_answered", "下级均已报或覆盖"
    OWN_COVERED = "own_covered", "由上级报告覆盖"
    OWN_SILENT = "own_silent", "本期未报"
    NOTHING_YET = "nothing_yet", "尚无反馈"


_SLIPPING = (Cause.OWN_LAGGING, Cause.LATEST_BEHIND, Cause.OUT_OF_TIME, Cause.TOO_FAST)
_SECURED = (Cause.MET, Cause.OWN_FINE, Cause.ALL_ANSWERED)
_UNKNOWN = (Cause.OWN_COVERED, Cause.OWN_SILENT, Cause.NOTHING_YET)
OUTLOOKS: Mapping[Cause, Outlook] = (
    dict.fromkeys(Cause, Outlook.AT_RISK)
    | dict.fromkeys(_SLIPPING, Outlook.SLIPPING)
    | dict.fromkeys(_SECURED, Outlook.SECURED)
    | dict.fromkeys(_UNKNOWN, Outlook.UNKNOWN)
)
"""What each cause leads to; what is not listed above puts the period at risk."""


@dataclass(frozen=True)
class Child:
    """A period one level down: its check-in, what was reported, and its own outlook."""

    key: str
    standing: Standing
    status: Status | None
    outlook: Outlook

    @property
    def has_word(self) -> bool:
        """Whether it may be the latest word: it is settled, or what lies below it is clear."""
        return (
            self.standing in SETTLED
            or self.status is not None
            or self.outlook in {Outlook.SECURED, Outlook.SLIPPING}
        )

    @property
    def is_behind(self) -> bool:
        """Whether it is said or judged to be behind."""
        return self.status is Status.LAGGING or self.outlook is Outlook.SLIPPING

    @property
    def is_at_risk(self) -> bool:
        """Whether it is said or judged to be at risk."""
        return self.status is Status.AT_RISK or self.outlook is Outlook.AT_RISK


@dataclass(frozen=True)
class Amount:
    """A rising quantity in one period, in the target's measure, as of its latest figure.

    `planned_now` at that day, `planned_end` at the period's; paces are per workday.
    """

    actual: Decimal
    planned_now: Decimal
    planned_end: Decimal
    needed_pace: Decimal
    best_pace: Decimal | None

    @property
    def is_short(self) -> bool:
        """Whether less is done than was planned by now."""
        return self.actual < self.planned_now

    @property
    def is_met(self) -> bool:
        """Whether the period has already brought all it must."""
        return not self.is_short and self.actual >= self.planned_end

    @property
    def is_out_of_time(self) -> bool:
        """Whether no workday is left to make up for what is short."""
        return self.is_short and self.needed_pace.is_infinite()

    @property
    def is_too_fast(self) -> bool:
        """Whether making up for what is short takes over twice the best pace so far."""
        return (
            self.is_short and self.best_pace is not None and self.needed_pace > 2 * self.best_pace
        )


@dataclass(frozen=True)
class Securing:
    """An outlook with its cause; `children` are the keys the cause is about, in order."""

    outlook: Outlook
    cause: Cause
    children: tuple[str, ...] = ()
    amount: Amount | None = None


_OWED = frozenset({Standing.OVERDUE, Standing.MISSED})
_OWN_WORD = {
    Status.DONE: Cause.OWN_FINE,
    Status.NORMAL: Cause.OWN_FINE,
    Status.AT_RISK: Cause.OWN_AT_RISK,
    Status.BLOCKED: Cause.OWN_BLOCKED,
    Status.LAGGING: Cause.OWN_LAGGING,
}


def secure(
    own_status: Status | None,
    own_standing: Standing | None,
    children: Sequence[Child],
    amount: Amount | None,
) -> Securing:
    """Judge one period by its own report and check-in, its children in order, and its quantity.

    The gravest cause decides. A day has no children: its own report decides. The children's words
    count until the period's own report; after it the latest child's alone, and what is missing.
    """
    found = _child_causes(children, own_status is not None)
    found |= dict.fromkeys(_amount_causes(amount), ())
    found |= dict.fromkeys(_own_causes(own_status, own_standing), ())
    cause = next((cause for cause in Cause if cause in found), Cause.NOTHING_YET)
    return Securing(OUTLOOKS[cause], cause, found.get(cause, ()), amount)


def amount_in(
    course: Course, points: Sequence[Point], period: Period, calendar: WorkCalendar
) -> Amount | None:
    """Return how a quantity stands in `period`; None where nothing is added up or nothing is known.

    It is measured on the day of the latest figure, so that nobody is short of days not yet
    reported; a figure from before the period is measured on its eve.
    """
    known = [point for point in points if point.day <= period.last]
    if not known or not course.is_rise:
        return None
    actual, as_of = known[-1].total, max(known[-1].day, period.first - DAY)
    return Amount(
        actual,
        planned(course, as_of, calendar),
        planned(course, period.last, calendar),
        needed_pace(course, actual, as_of + DAY, period.last, calendar),
        best_pace(known, calendar),
    )


def covers(
    higher: Period,
    lower: Period,
    higher_said_at: datetime,
    lower_opens_at: datetime,
    lower_answered: bool,
) -> bool:
    """Return whether a report for `higher` stands for the check-in of `lower`.

    It does for an unanswered one inside its days that had opened when it was given; what opens
    later is asked and owed as ever.
    """
    return (
        not lower_answered
        and LEVELS.index(lower.kind) < LEVELS.index(higher.kind)
        and higher.first <= lower.first
        and lower.last <= higher.last
        and lower_opens_at <= higher_said_at
    )


def _child_causes(children: Sequence[Child], is_reported: bool) -> dict[Cause, tuple[str, ...]]:
    """Name the children of each cause; once the period is reported, earlier words are settled."""
    latest = max((place for place, child in enumerate(children) if child.has_word), default=0)
    counted = children[latest:] if is_reported else children
    named = {
        Cause.LATEST_BEHIND: _keys(children[latest : latest + 1], lambda child: child.is_behind),
        Cause.CHILD_MISSED: _keys(children, lambda child: child.standing is Standing.MISSED),
        Cause.CHILD_OVERDUE: _keys(children, lambda child: child.standing is Standing.OVERDUE),
        Cause.CHILD_SLIPPING: _keys(counted, lambda child: child.is_behind),
        Cause.CHILD_BLOCKED: _keys(counted, lambda child: child.status is Status.BLOCKED),
        Cause.CHILD_AT_RISK: _keys(counted, lambda child: child.is_at_risk),
        Cause.ALL_ANSWERED: _keys(children, lambda child: child.has_word),
    }
    return {cause: keys for cause, keys in named.items() if keys}


def _amount_causes(amount: Amount | None) -> Iterator[Cause]:
    if amount is None:
        return
    if amount.is_out_of_time:
        yield Cause.OUT_OF_TIME
    if amount.is_too_fast:
        yield Cause.TOO_FAST
    if amount.is_short:
        yield Cause.SHORT
    if amount.is_met:
        yield Cause.MET


def _own_causes(status: Status | None, standing: Standing | None) -> Iterator[Cause]:
    if status is not None:
        yield _OWN_WORD[status]
    elif standing is Standing.COVERED:
        yield Cause.OWN_COVERED
    elif standing in _OWED:
        yield Cause.OWN_SILENT


def _keys(children: Iterable[Child], holds: Callable[[Child], bool]) -> tuple[str, ...]:
    return tuple(child.key for child in children if holds(child))
