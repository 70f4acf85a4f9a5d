"""What the bot costs people: messages, taps and characters, by person and workday."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from zoneinfo import ZoneInfo

from bot.simulation.hands import Effort
from bot.simulation.people import Person
from bot.simulation.traffic import Nature, Said

EVERYBODY = "everybody"
RARE = Fraction(999, 1000)


@dataclass(frozen=True)
class Burden:
    """What one person has on one workday, of so many people.

    `initiated` is what the bot began to say, on average; `rarely` its 99.9th percentile over all
    people and workdays, `most` its maximum. The rest are averages: `receipts` confirm or ask back
    something written, `answers` reply to a command or a button, `edits` redraw what stands there.
    """

    people: int
    initiated: float
    rarely: int
    most: int
    receipts: float
    answers: float
    edits: float
    taps: float
    characters: float


def burdens(
    people: Iterable[Person],
    workdays: int,
    said: Iterable[Said],
    efforts: Mapping[tuple[int, date], Effort],
    zone: ZoneInfo,
) -> dict[str, Burden]:
    """Return the burden of everybody, then of each kind of person."""
    groups: dict[str, set[int]] = {EVERYBODY: set()}
    for person in people:
        groups.setdefault(person.group, set()).add(person.user_id)
        groups[EVERYBODY].add(person.user_id)
    heard = Counter((one.nature, one.chat_id, one.at.astimezone(zone).date()) for one in said)
    return {
        name: _burden(members, max(workdays, 1), heard, efforts) for name, members in groups.items()
    }


def percentile(counts: Iterable[int], share: Fraction, population: int) -> int:
    """Return the smallest count that `share` of a population does not exceed.

    Those of the population who are not among `counts` count as 0.
    """
    ranked = sorted(counts, reverse=True)
    above = population - ceil(population * share)
    return ranked[above] if above < len(ranked) else 0


def _burden(
    members: set[int],
    workdays: int,
    heard: Mapping[tuple[Nature, int, date], int],
    efforts: Mapping[tuple[int, date], Effort],
) -> Burden:
    person_days = len(members) * workdays

    def mean(nature: Nature) -> float:
        of_kind = (n for (kind, chat, _), n in heard.items() if kind is nature and chat in members)
        return sum(of_kind) / person_days

    daily = [
        count
        for (nature, chat, _), count in heard.items()
        if nature is Nature.INITIATED and chat in members
    ]
    done = [effort for (user_id, _), effort in efforts.items() if user_id in members]
    return Burden(
        people=len(members),
        initiated=sum(daily) / person_days,
        rarely=percentile(daily, RARE, person_days),
        most=max(daily, default=0),
        receipts=mean(Nature.RECEIPT),
        answers=mean(Nature.ANSWER),
        edits=mean(Nature.EDIT),
        taps=sum(one.taps for one in done) / person_days,
        characters=sum(one.characters for one in done) / person_days,
    )
