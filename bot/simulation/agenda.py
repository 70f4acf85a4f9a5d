"""What simulated people mean to do, by the instant at which they will."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from bot.simulation.people import Person
from rules.workdays import OfficeHours, WorkCalendar

SLOT = timedelta(minutes=5)


@dataclass(frozen=True)
class Intent:
    """A person turns to a message of the bot (`message_id`), or to a matter of his own: None."""

    at: datetime
    person: Person
    message_id: int | None


@dataclass
class Agenda:
    """Intents in order. People act in office hours, at full five minutes."""

    hours: OfficeHours
    calendar: WorkCalendar
    _heap: list[tuple[datetime, int, Intent]] = field(default_factory=list)
    _count: count[int] = field(default_factory=count)

    def plan(self, person: Person, at: datetime, message_id: int | None) -> None:
        """Let a person act at the first working moment from `at` on."""
        slot = datetime.fromtimestamp(-(-at.timestamp() // SLOT.seconds) * SLOT.seconds, at.tzinfo)
        acts = self.hours.speakable(slot, self.calendar)
        heapq.heappush(self._heap, (acts, next(self._count), Intent(acts, person, message_id)))

    @property
    def next(self) -> datetime | None:
        """When somebody acts next."""
        return self._heap[0][0] if self._heap else None

    def due(self, now: datetime) -> list[Intent]:
        """Take out what is to be done by `now`, in order."""
        found: list[Intent] = []
        while self._heap and self._heap[0][0] <= now:
            found.append(heapq.heappop(self._heap)[2])
        return found
