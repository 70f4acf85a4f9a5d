"""Whether nothing had to be typed twice: cards that what was answered below fills by one tap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.simulation.asked import Asked
from bot.simulation.record import Told
from bot.simulation.stories import Story
from rules.facts import PeriodKind
from rules.periods import LEVELS

DRAFTED = "firm"


@dataclass(frozen=True)
class OneTap:
    """Of the cards of week and above, those whose person had answered below; `one_tap` of these.

    One tap is enough where the card's first button reports the draft and leaves nothing owing, for
    whoever presses it; for whoever did something else, where the card came with that button.
    """

    cards: int
    answered_below: int
    one_tap: int

    @property
    def share(self) -> float:
        """The share of one tap; 1 where nobody had answered below."""
        return self.one_tap / self.answered_below if self.answered_below else 1.0


def one_tap(
    stories: Mapping[tuple[int, int], Story], asked: Mapping[int, Asked], reports: Iterable[Told]
) -> OneTap:
    """Count the cards; `asked` has every round, `reports` every first report."""
    told: dict[int, list[tuple[Asked, datetime]]] = defaultdict(list)
    for report in reports:
        told[report.user_id].append((asked[report.round_id], report.at))
    cards = [
        (story, asked[round_id], told[user_id])
        for (user_id, round_id), story in stories.items()
        if asked[round_id].kind is not PeriodKind.DAY
    ]
    prepared = [story for story, row, said in cards if _has_below(row, said, _looked(story))]
    return OneTap(len(cards), len(prepared), sum(_is_enough(story) for story in prepared))


def _looked(story: Story) -> datetime:
    """Return when it counts whether something was answered below."""
    return story.touched if story.touched and story.first_verb else story.came


def _has_below(row: Asked, said: Iterable[tuple[Asked, datetime]], until: datetime) -> bool:
    return any(
        at < until
        and LEVELS.index(lower.kind) < LEVELS.index(row.kind)
        and row.first <= lower.first <= lower.last <= row.last
        for lower, at in said
    )


def _is_enough(story: Story) -> bool:
    if story.first_verb is not None:
        return story.first_verb == DRAFTED and story.finished
    return story.came_with == DRAFTED
