"""When people turn to the bot's messages: at what they hear, by their habits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from bot.simulation.agenda import Agenda
from bot.simulation.asked import Rounds
from bot.simulation.people import Person
from bot.simulation.stories import Stories
from bot.simulation.temper import HABITS
from bot.simulation.traffic import Nature, Shown
from rules.facts import PeriodKind
from rules.periods import Span

OTHER = PeriodKind.MONTH
"""What is no card (签收, 审定, 督办单) is answered as readily as a month's card."""
NOTICE = timedelta(days=3)
AFTERNOON = time(15)


@dataclass
class Conduct:
    """Turns what is heard into intents."""

    people: Mapping[int, Person]
    rounds: Rounds
    agenda: Agenda
    stories: Stories = field(default_factory=Stories)

    def hear(self, shown: Shown) -> None:
        """Take notice of a new message; only what interrupts leads to something."""
        person = self.people.get(shown.chat_id)
        if person is None or shown.nature is not Nature.INITIATED:
            return
        is_reminder = self.stories.begin(shown)
        habit = HABITS[person.temper]
        chances = habit.on_reminder if is_reminder else habit.on_card
        levels = [self.rounds[one].kind for one in shown.rounds] or [OTHER]
        is_moved = person.random.random() < max(chances[level] for level in levels)
        minutes = person.random.randint(*habit.minutes)
        if is_moved and shown.settling():
            self.agenda.plan(person, shown.at + timedelta(minutes=minutes), shown.id)

    def foresee(self, days: Span) -> None:
        """Let everybody who goes on leave say so some days before."""
        for person in self.people.values():
            for leave in person.leaves:
                if (eve := leave.first - NOTICE) in days:
                    at = datetime.combine(eve, AFTERNOON, self.agenda.hours.zone)
                    self.agenda.plan(person, at, None)
