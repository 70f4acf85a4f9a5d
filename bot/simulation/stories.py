"""What became of each card that a person was shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.simulation.traffic import Button, Shown


@dataclass
class Story:
    """One card as one person met it: the whole-card button it came with, and how it was used.

    `first_verb` is the button of the first touch, None where something else was done first;
    `finished` whether that one tap left nothing owing.
    """

    came: datetime
    came_with: str
    touched: datetime | None = None
    first_verb: str | None = None
    finished: bool = False


@dataclass
class Stories:
    """Stories by chat and round."""

    told: dict[tuple[int, int], Story] = field(default_factory=dict)

    def begin(self, shown: Shown) -> bool:
        """Note the cards of a new message; return whether it speaks of one that came before."""
        before = [one for one in shown.rounds if (shown.chat_id, one) in self.told]
        for one in shown.rounds:
            button = shown.card(one)
            story = Story(shown.at, button.verb if button else "")
            self.told.setdefault((shown.chat_id, one), story)
        return bool(before)

    def touch(self, shown: Shown, at: datetime) -> None:
        """Note that every card of a message was turned to by hand."""
        for one in shown.rounds:
            button = shown.card(one)
            story = self._story(shown, one, at, button.verb if button else "")
            story.touched = story.touched or at

    def press(self, pressed: Button, after: Shown, at: datetime) -> None:
        """Note that the button for a whole card was pressed, and what that left."""
        (round_id,) = pressed.keys
        story = self._story(after, round_id, at, pressed.verb)
        if story.touched is None:
            story.touched, story.first_verb = at, pressed.verb
            story.finished = after.card(round_id) is None

    def _story(self, shown: Shown, round_id: int, at: datetime, verb: str) -> Story:
        """Return a card's story; one cut to its heading begins when there is room for it."""
        return self.told.setdefault((shown.chat_id, round_id), Story(at, verb))
