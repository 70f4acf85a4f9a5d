"""The values of a curve from bottom to top, with round ones between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from handlers.views.board.facts import YearBoard

STEPS = tuple(map(Decimal, ("1", "2", "2.5", "5", "10")))
HEADROOM = Decimal("0.13")
REACH = Decimal("1.4")  # how far beyond the other values a projection may stretch the axis


@dataclass(frozen=True)
class Axis:
    """The values from `low`, a round one, to `high`."""

    low: Decimal
    high: Decimal
    step: Decimal

    def ticks(self) -> Iterator[Decimal]:
        """Yield the round values, lowest first."""
        value = self.low
        while value <= self.high:
            yield value
            value += self.step


def axis_of(board: YearBoard) -> Axis:
    """Return an axis that holds every value, with two to six round ones.

    It starts at zero unless all values lie close together, far from it. A projection far off may
    leave the chart: it must not press the year itself flat.
    """
    values = [*board.stated, *(value for _, value in (*board.planned, *board.nodes))]
    low, high = _with_zero(min(values), max(values))
    if board.actual and board.projection is not None:
        low = max(min(low, board.projection), high - (high - low) * REACH)
        high = min(max(high, board.projection), low + (high - low) * REACH)
    step = _round_step((high - low) / 4)
    if all(value == value.to_integral_value() for value in board.stated):
        step = max(step, Decimal(1))  # nobody builds a quarter of a park
    bottom = (low / step).to_integral_value(ROUND_FLOOR) * step
    return Axis(bottom, high + (high - bottom) * HEADROOM, step)


def _with_zero(low: Decimal, high: Decimal) -> tuple[Decimal, Decimal]:
    if low == high:
        return min(low, Decimal(0)), max(high, Decimal(0), low + 1 if low == 0 else low)
    near = (high - low) * 2 > max(abs(low), abs(high))
    return (min(low, Decimal(0)), max(high, Decimal(0))) if near else (low, high)


def _round_step(least: Decimal) -> Decimal:
    power = Decimal(10) ** least.adjusted()
    return next(power * step for step in STEPS if power * step >= least)
