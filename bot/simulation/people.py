"""The simulated people: who speaks for which unit, of what temper, with which figures to report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import TypeAlias

from bot.simulation.temper import Temper
from rules.facts import Duty
from rules.periods import Span

FIRST_USER = 700_000_001
WEEK = timedelta(weeks=1)
WEEKS_TO_A_LEAVE = 12
HEADS = 20
Amount: TypeAlias = tuple[str, Decimal, Decimal]
"""A task's number, goal and baseline."""


@dataclass(frozen=True)
class Load:
    """A task with a confirmed amount that a unit leads; `pace` is how it does against the plan."""

    number: str
    goal: Decimal
    baseline: Decimal
    pace: float


@dataclass(frozen=True)
class Person:
    """Somebody with a duty for some units, or the supervisor (`duty` None).

    `random` is the person's own, so that nobody's year depends on the order of another's.
    """

    user_id: int
    name: str
    units: tuple[str, ...]
    duty: Duty | None
    temper: Temper
    random: Random = field(compare=False)
    loads: tuple[Load, ...] = ()
    leaves: tuple[Span, ...] = ()

    @property
    def group(self) -> str:
        """Under what the person is counted: liaisons by their temper."""
        if self.duty is None:
            return "supervisor"
        return self.temper.value if self.duty is Duty.LIAISON else "head"

    def is_away(self, day: date) -> bool:
        """Return whether the person is on leave."""
        return any(day in leave for leave in self.leaves)


def cast(
    units: Mapping[str, Sequence[Amount]],
    leading: frozenset[str],
    mix: Mapping[Temper, int],
    days: Span,
    seed: int,
    liaisons: int | None = None,
) -> tuple[Person, ...]:
    """Return liaisons among whom all units are dealt out, heads of some, and one supervisor.

    `units` names each unit with the amounts it leads: number, goal, baseline. Without `liaisons`
    each unit has one of its own.
    """
    hands = _dealt(units, leading, liaisons or len(units))
    tempers = _tempers(mix, len(hands), _stream(seed, f"tempers:{len(hands)}"))
    people: list[Person] = []
    for held, temper in zip(hands, tempers, strict=True):
        random = _stream(seed, f"liaison:{held[0]}")
        loads = tuple(
            Load(number, goal, baseline, random.uniform(0.6, 1.25))
            for unit in held
            for number, goal, baseline in units[unit]
        )
        leaves = _leaves(days, random) if temper is Temper.ON_LEAVE else ()
        people.append(_person(len(people), held, Duty.LIAISON, temper, random, loads, leaves))
    for unit in [unit for unit in units if unit in leading][: min(HEADS, len(hands))]:
        random = _stream(seed, f"head:{unit}")
        temper = random.choice((Temper.PROMPT, Temper.FORGETFUL))
        people.append(_person(len(people), (unit,), Duty.HEAD, temper, random, (), ()))
    supervisor = _stream(seed, "supervisor")
    people.append(_person(len(people), (), None, Temper.PROMPT, supervisor, (), ()))
    return tuple(people)


def _dealt(
    units: Mapping[str, Sequence[Amount]], leading: frozenset[str], hands: int
) -> list[tuple[str, ...]]:
    """Deal the units out, those that lead first, so that everybody has cards of every level."""
    ordered = sorted(units, key=lambda unit: unit not in leading)
    return [tuple(ordered[hand::hands]) for hand in range(min(hands, len(ordered)))]


def _person(
    index: int,
    units: tuple[str, ...],
    duty: Duty | None,
    temper: Temper,
    random: Random,
    loads: tuple[Load, ...],
    leaves: tuple[Span, ...],
) -> Person:
    name = f"{units[0]}{duty.label}" if duty else "supervisor"
    return Person(FIRST_USER + index, name, units, duty, temper, random, loads, leaves)


def _stream(seed: int, name: str) -> Random:
    """Return the chances of one person; they are for play, not for secrets."""
    return Random(f"{seed}:{name}")  # noqa: S311


def _tempers(mix: Mapping[Temper, int], people: int, random: Random) -> list[Temper]:
    """Return tempers for people, in shares as near to the mix as whole people allow."""
    exact = {temper: share * people / sum(mix.values()) for temper, share in mix.items()}
    dealt = [temper for temper, share in exact.items() for _ in range(int(share))]
    by_rest = sorted(exact, key=lambda temper: int(exact[temper]) - exact[temper])
    dealt += by_rest[: people - len(dealt)]
    random.shuffle(dealt)
    return dealt


def _leaves(days: Span, random: Random) -> tuple[Span, ...]:
    """Return some weeks of leave, Monday to Sunday: about one in twelve."""
    mondays = [day for day in days if day.weekday() == 0]
    number = min(len(mondays), 1 + len(mondays) // WEEKS_TO_A_LEAVE)
    chosen = random.sample(mondays, number)
    return tuple(Span(day, day + WEEK - timedelta(days=1)) for day in sorted(chosen))
