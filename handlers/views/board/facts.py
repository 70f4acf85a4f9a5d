"""What the picture of a task's year shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rules.facts import Status

Points = tuple[tuple[date, Decimal], ...]


@dataclass(frozen=True)
class Milestone:
    """A describable stage by a day, and whether it is reached."""

    day: date
    name: str
    reached: bool


@dataclass(frozen=True)
class YearBoard:
    """A task between `first` and `last`, seen on `today`.

    `light` is a light's code: green, yellow, red or grey; `reason` says why in one sentence.
    A figure: `planned` is the planned line, its value printed where `today` is one of its days;
    `actual` the totals reported; `nodes` what was promised by a day; `projection` the total on
    `last` at the pace so far. All points run by day, in `measure`; a point outside the span is
    drawn at its edge. Without a goal and a total the task is qualitative, and its `milestones` and
    the statuses its unit reported (`marks`) are drawn.
    """

    number: str
    title: str
    units: tuple[str, ...]
    first: date
    last: date
    today: date
    light: str
    light_label: str
    reason: str
    measure: str = ""
    goal: Decimal | None = None
    planned: Points = ()
    actual: Points = ()
    nodes: Points = ()
    projection: Decimal | None = None
    milestones: tuple[Milestone, ...] = ()
    marks: tuple[tuple[date, Status], ...] = ()

    @property
    def is_qualitative(self) -> bool:
        """Whether there is no figure to draw."""
        return self.goal is None and not self.actual

    @property
    def stated(self) -> list[Decimal]:
        """The figures people gave: the totals and the goal; never empty for a figure."""
        return [value for _, value in self.actual] + ([] if self.goal is None else [self.goal])

    @property
    def inner_nodes(self) -> Points:
        """The nodes before the end, where the goal stands."""
        return tuple((day, value) for day, value in self.nodes if day < self.last)
