"""One sitting of a person at the bot: buttons pressed and words typed until all is settled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bot.simulation.agenda import Intent
from bot.simulation.asked import Rounds
from bot.simulation.hands import Hands
from bot.simulation.stories import Stories
from bot.simulation.temper import HABITS
from bot.simulation.traffic import CARDS, Button, Shown
from bot.simulation.words import away, figures
from rules.periods import LEVELS

ALTERNATIVES = {"slip": "noslip", "noslip": "slip"}
BEHIND = (":lagging", ":blocked")
LONGEST = 12


@dataclass(frozen=True)
class Sitting:
    """A person at the bot on `day`."""

    intent: Intent
    day: date
    hands: Hands
    rounds: Rounds
    stories: Stories

    @property
    def _at(self) -> datetime:
        return self.intent.at

    async def hold(self) -> None:
        """Do what was meant to be done, if the person is there."""
        person = self.intent.person
        if self.intent.message_id is None:
            leave = next(one for one in person.leaves if one.last > self.day)
            await self.hands.write(person, away(leave), None, self.day)
        elif not person.is_away(self.day):
            messages = self.hands.transport.traffic.messages
            shown = messages[person.user_id, self.intent.message_id]
            if shown.rounds:
                shown = await self._by_hand(shown)
            await self._settle(shown)

    async def _settle(self, shown: Shown) -> None:
        """Press what settles something whole, each once, until nothing is left."""
        pressed: set[str] = set()
        while len(pressed) < LONGEST:
            left = [one for one in shown.settling() if one.data not in pressed]
            if not left:
                break
            chosen = self._chosen(left)
            pressed |= {chosen.data, _alternative(chosen)}
            shown = await self._tap(shown, chosen)
            if chosen.verb in CARDS:
                self.stories.press(chosen, shown, self._at)

    async def _by_hand(self, shown: Shown) -> Shown:
        """Type figures, or report one task as behind, as often as the habit has it."""
        person = self.intent.person
        habit, random = HABITS[person.temper], person.random
        level = max((self.rounds[one].kind for one in shown.rounds), key=LEVELS.index)
        types, troubled = random.random() < habit.types[level], random.random() < habit.troubled
        tasks = [one for one in shown.buttons if one.verb == "pick"]
        if types and person.loads:
            self.stories.touch(shown, self._at)
            text = figures(person.loads, self.day, random)
            await self.hands.write(person, text, shown, self.day)
        elif troubled and tasks:
            self.stories.touch(shown, self._at)
            statuses = await self._tap(shown, random.choice(tasks))
            behind = [one for one in statuses.buttons if one.data.endswith(BEHIND)]
            shown = await self._tap(statuses, random.choice(behind)) if behind else statuses
        return shown

    async def _tap(self, shown: Shown, button: Button) -> Shown:
        return await self.hands.tap(self.intent.person, shown, button, self.day)

    def _chosen(self, left: Iterable[Button]) -> Button:
        first, *others = left
        either = [first, *(one for one in others if one.data == _alternative(first))]
        return self.intent.person.random.choice(either) if len(either) > 1 else first


def _alternative(button: Button) -> str:
    verb, _, keys = button.data.partition(":")
    return f"{ALTERNATIVES.get(verb, verb)}:{keys}"
