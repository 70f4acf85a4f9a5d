"""How simulated officials behave: when they look at a message, and what they then do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from rules.facts import PeriodKind


class Temper(StrEnum):
    """A kind of official."""

    PROMPT = "prompt"
    FORGETFUL = "forgetful"
    SILENT = "silent"
    ON_LEAVE = "on_leave"


@dataclass(frozen=True)
class Habit:
    """`minutes` (least, most) from message to answer; chances by level of card.

    `on_card` is the chance that a card is answered when it comes, `on_reminder` that the next
    message about it moves them. `types` is the chance that a figure is typed, `troubled` that one
    task is reported by hand as behind; then come the taps for the rest.
    """

    minutes: tuple[int, int]
    on_card: Mapping[PeriodKind, float]
    on_reminder: Mapping[PeriodKind, float]
    types: Mapping[PeriodKind, float]
    troubled: float = 0.0


def _levels(day: float, week: float, above: float) -> dict[PeriodKind, float]:
    return {
        PeriodKind.DAY: day,
        PeriodKind.WEEK: week,
        PeriodKind.MONTH: above,
        PeriodKind.QUARTER: above,
        PeriodKind.YEAR: above,
    }


NEVER = _levels(0, 0, 0)
DILIGENT = Habit(
    (2, 55), _levels(0.97, 1, 1), _levels(1, 1, 1), _levels(0.04, 0.25, 0.5), troubled=0.04
)
HABITS: Mapping[Temper, Habit] = {
    Temper.PROMPT: DILIGENT,
    Temper.ON_LEAVE: DILIGENT,
    Temper.FORGETFUL: Habit(
        (10, 240),
        _levels(0.5, 0.5, 0.5),
        _levels(0.25, 1, 1),
        _levels(0.02, 0.15, 0.3),
        troubled=0.02,
    ),
    Temper.SILENT: Habit((0, 0), NEVER, NEVER, NEVER),
}
PROFILES: Mapping[str, Mapping[Temper, int]] = {
    "mixed": {
        Temper.PROMPT: 45,
        Temper.FORGETFUL: 35,
        Temper.SILENT: 10,
        Temper.ON_LEAVE: 10,
    },
    **{temper.value: {temper: 100} for temper in Temper},
}
"""How many in a hundred officials are of each temper."""
