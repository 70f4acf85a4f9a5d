"""The running total of a task from what was said: cumulative figures, period ones, percentages.

A figure counts from the day it was said, or from the last day of its period where it was said
later: a correction changes the day it corrects and all that was built on that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from rules.replies.answers import ValueKind

HUNDRED = Decimal(100)
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Figure:
    """One figure in the target's measure, or in percent of its goal.

    `first`–`last` is the period it was asked for; `said_on` the plan's date of `said_at`.
    """

    value: Decimal
    kind: ValueKind
    first: date
    last: date
    said_at: datetime
    said_on: date

    @property
    def as_of(self) -> date:
        """The day at whose end the figure holds."""
        return min(self.said_on, self.last)

    def is_of(self, other: Figure) -> bool:
        """Return whether this figure's period is that of `other` or lies inside it."""
        return other.first <= self.first and self.last <= other.last


@dataclass(frozen=True)
class Point:
    """The total at the end of `day`."""

    day: date
    total: Decimal


def totals(figures: Iterable[Figure], goal: Decimal | None, wanted: ValueKind) -> tuple[Point, ...]:
    """Return the running total, one point a day, the last said of the day, in order.

    `figures` holds one a check-in, its latest revision: what was taken back leaves no point. One of
    UNSTATED kind counts as `wanted`, the kind its card asked for. A percentage is left out where
    there is no `goal`. What was done in a period is added to the total before the period, whatever
    was said meanwhile of the period itself or of parts of it.
    """
    placed: list[tuple[Figure, Decimal]] = []
    for figure in sorted(figures, key=lambda one: (one.as_of, one.said_at)):
        kind = wanted if figure.kind is ValueKind.UNSTATED else figure.kind
        if kind is ValueKind.THIS_PERIOD:
            placed.append((figure, _before(figure, placed) + figure.value))
        elif kind is not ValueKind.PERCENT:
            placed.append((figure, figure.value))
        elif goal is not None:
            placed.append((figure, goal * figure.value / HUNDRED))
    by_day = {figure.as_of: total for figure, total in placed}
    return tuple(Point(day, total) for day, total in by_day.items())


def _before(figure: Figure, placed: Sequence[tuple[Figure, Decimal]]) -> Decimal:
    """Return the latest total that `figure` adds to; nothing where there is none."""
    begun = (figure.first, figure.said_at)
    return next(
        (
            total
            for earlier, total in reversed(placed)
            if (earlier.as_of, earlier.said_at) < begun and not earlier.is_of(figure)
        ),
        NOTHING,
    )
