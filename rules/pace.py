"""Where a quantity should be (序时进度), what each period must bring, and where it is headed.

The planned line runs by workdays elapsed, from the baseline on the eve of the year through the
nodes (时间表、路线图) to the goal. It is computed exactly; given out, a planned value is rounded
down in the 28th digit and a quota up, so that a quota that is met is never a digit short of the
plan. Rounding to whole things is the view's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from itertools import groupby, pairwise

from rules.facts import Bound
from rules.figures import HUNDRED, NOTHING, Point
from rules.periods import DAY, Period, Span
from rules.workdays import WorkCalendar

OUT_OF_REACH = Decimal("Infinity")
_DOWN = Context(rounding=ROUND_FLOOR)
_UP = Context(rounding=ROUND_CEILING)


@dataclass(frozen=True)
class Node:
    """What a quantity is to have reached by the end of `day`."""

    day: date
    value: Decimal


@dataclass(frozen=True)
class Course:
    """A quantity's way from `baseline`, held on the eve of `begins`, to `goal` at `ends`.

    `begins` is 1 January of the plan's year. Nodes outside the way's days, and one on its last day,
    are without effect.
    """

    begins: date
    ends: date
    goal: Decimal
    baseline: Decimal
    bound: Bound
    nodes: tuple[Node, ...] = ()

    @property
    def is_level(self) -> bool:
        """Whether there is no way to go, only a level to keep: a ceiling above, a floor below."""
        if self.bound is Bound.AT_MOST:
            return self.goal >= self.baseline
        return self.goal == self.baseline

    @property
    def is_rise(self) -> bool:
        """Whether the goal is reached by adding."""
        return not self.is_level and self.goal > self.baseline

    def keeps(self, value: Decimal) -> bool:
        """Return whether `value` is on the right side of the goal."""
        falls = self.bound is Bound.AT_MOST or self.goal < self.baseline
        return value <= self.goal if falls else value >= self.goal

    def way(self, value: Decimal) -> Decimal:
        """Return how far `value` is from the baseline towards the goal, in its measure; ≥ 0."""
        gone = value - self.baseline if self.goal > self.baseline else self.baseline - value
        return max(gone, NOTHING)


@dataclass(frozen=True)
class Quota:
    """What a period must bring for its outer period to hold; both in the target's measure.

    `needed` by the period from today on; `outer_needed` by the outer period as a whole, of which
    `outer_done` is done.
    """

    needed: Decimal
    outer_needed: Decimal
    outer_done: Decimal


def planned(course: Course, day: date, calendar: WorkCalendar) -> Decimal:
    """Return the planned total at the end of `day`; a level stays its goal."""
    return _decimal(_line(course, day, calendar), _DOWN)


def actual_share(course: Course, value: Decimal) -> Decimal:
    """Return how much of the way `value` is, in percent, over 100 beyond the goal.

    A level has no way: it is 100 while kept and 0 when broken.
    """
    if course.is_level:
        return HUNDRED if course.keeps(value) else NOTHING
    return HUNDRED * course.way(value) / course.way(course.goal)


def planned_share(course: Course, day: date, calendar: WorkCalendar) -> Decimal:
    """Return how much of the way is planned at the end of `day`, in percent; a level's is 100."""
    return actual_share(course, planned(course, day, calendar))


def gap(course: Course, value: Decimal, due: Decimal) -> Decimal:
    """Return actual % − planned % in points, `due` being planned: negative is behind (序时差)."""
    if course.is_level:
        return actual_share(course, value) - actual_share(course, due)
    return HUNDRED * (course.way(value) - course.way(due)) / course.way(course.goal)


def quota(
    course: Course,
    period: Period,
    outer: Period,
    before: Decimal,
    actual: Decimal,
    today: date,
    calendar: WorkCalendar,
) -> Quota | None:
    """Return what `period` must bring from `today` on for `outer`, which holds it, to hold.

    What is short of the plan at the end of `outer` is spread over its remaining workdays, today
    included. `before` is the total before `outer` began, `actual` the total now. None where nothing
    is added up (a level, a decline) and where `outer` has no workday left.
    """
    since = max(today, period.first)
    left = _workdays(since, outer.last, calendar)
    if not course.is_rise or not left:
        return None
    target = _line(course, outer.last, calendar)
    short = max(target - Fraction(actual), Fraction(0))
    return Quota(
        needed=_decimal(short * _workdays(since, period.last, calendar) / left, _UP),
        outer_needed=_decimal(target - Fraction(before), _UP),
        outer_done=actual - before,
    )


def needed_pace(
    course: Course, actual: Decimal, since: date, until: date, calendar: WorkCalendar
) -> Decimal:
    """Return what each workday from `since` to `until` must bring to be on plan at its end.

    Nothing where it already is, or for a level; infinite where no workday is left to bring it in.
    """
    if course.is_level:
        return NOTHING
    short = planned(course, until, calendar) - actual
    if not course.is_rise:
        short = -short
    if short <= 0:
        return NOTHING
    left = _workdays(since, until, calendar)
    return short / left if left else OUT_OF_REACH


def best_pace(points: Sequence[Point], calendar: WorkCalendar) -> Decimal | None:
    """Return the best rise per workday from one ISO week's last point to the next one's.

    `points` in order of days, as `totals` gives them. The first point opens the first week. None
    while no workday lies between two points.
    """
    weekly = [
        list(week)[-1] for _, week in groupby(points, lambda point: point.day.isocalendar()[:2])
    ]
    paces = [
        (after.total - before.total) / days
        for before, after in pairwise([*points[:1], *weekly])
        if (days := _workdays(before.day + DAY, after.day, calendar))
    ]
    return max(paces, default=None)


def projection(
    course: Course, points: Sequence[Point], today: date, calendar: WorkCalendar
) -> Decimal | None:
    """Return the total at the end of `course` at the mean pace from its beginning to `today`.

    None without a point, and before the first workday.
    """
    elapsed = _workdays(course.begins, min(today, course.ends), calendar)
    if not points or not elapsed:
        return None
    risen = points[-1].total - course.baseline
    return course.baseline + risen * _workdays(course.begins, course.ends, calendar) / elapsed


def _line(course: Course, day: date, calendar: WorkCalendar) -> Fraction:
    """Return the planned total exactly: a straight line by workdays from knot to knot."""
    if course.is_level or day >= course.ends:
        return Fraction(course.goal)
    inside = [node for node in course.nodes if course.begins <= node.day < course.ends]
    knots = [
        Node(course.begins - DAY, course.baseline),
        *sorted(inside, key=lambda node: node.day),
        Node(course.ends, course.goal),
    ]
    if day <= knots[0].day:
        return Fraction(course.baseline)
    left, right = next(pair for pair in pairwise(knots) if pair[0].day <= day < pair[1].day)
    whole = _workdays(left.day + DAY, right.day, calendar)
    done = _workdays(left.day + DAY, day, calendar)
    rise = Fraction(right.value) - Fraction(left.value)
    return Fraction(left.value) + rise * Fraction(done, whole or 1)


def _workdays(first: date, last: date, calendar: WorkCalendar) -> int:
    return calendar.count(Span(first, last))


def _decimal(value: Fraction, context: Context) -> Decimal:
    return context.divide(Decimal(value.numerator), Decimal(value.denominator))
