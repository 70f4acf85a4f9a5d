"""The stages of a task (节点) as an office names them: by quarter, month or day of its plan.

They are the notice's 时间表、路线图. A quarter here is the calendar's; its stage is due on the
quarter's last day.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from rules.periods import Span

QUARTERS = (1, 2, 3, 4)


@dataclass(frozen=True)
class Stage:
    """What is to be reached by `day`: a figure in the target's measure, words, or both."""

    day: date
    value: Decimal | None = None
    words: str = ""


def quarter_ends(plan: Span) -> Mapping[int, date]:
    """Return the last day of each quarter of the plan's first year, clipped to the plan.

    A quarter that holds no day of the plan is left out.
    """
    year = plan.first.year
    quarters = {one: (date(year, one * 3 - 2, 1), month_end(year, one * 3)) for one in QUARTERS}
    return {
        one: min(last, plan.last)
        for one, (first, last) in quarters.items()
        if first <= plan.last and last >= plan.first
    }


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def even_stages(goal: Decimal, baseline: Decimal, plan: Span) -> tuple[Stage, ...]:
    """Return equal steps from `baseline` to `goal` at the quarters' ends: 25, 50, 75, 100 %.

    Figures are rounded to the places of the goal, so that 103 buildings have no quarters of one.
    """
    days = tuple(quarter_ends(plan).values())
    places = min(Decimal(1), Decimal(1).scaleb(int(goal.as_tuple().exponent)))
    way = (goal - baseline) / len(days)
    steps = (baseline + way * step for step in range(1, len(days)))
    values = (*(step.quantize(places, ROUND_HALF_UP) for step in steps), goal)
    return tuple(Stage(day, value) for day, value in zip(days, values, strict=True))
