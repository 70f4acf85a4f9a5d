"""Living the days: the clock jumps to the next instant at which anything happens, and it happens.

The tick, the outbox, the pump, the Application and every handler are the real ones; only the wire,
the clock and the people are simulated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time

from bot.simulation.clock import HeldClock
from bot.simulation.conduct import Conduct
from bot.simulation.hands import Hands
from bot.simulation.record import counted_late, lights, next_due
from bot.simulation.sitting import Sitting
from bot.simulation.traffic import Traffic
from rules.lights import Light
from rules.periods import Span
from rules.workdays import WorkCalendar
from scheduler.tick import next_event, tick
from storage.database import Database
from storage.rounds import PlanFacts

LATE = time(23, 59)
"""When a day is looked back on."""


@dataclass
class Year:
    """The simulated `days` of one plan."""

    days: Span
    db: Database
    plan: PlanFacts
    calendar: WorkCalendar
    clock: HeldClock
    conduct: Conduct
    hands: Hands
    undelivered: set[tuple[int, str]] = field(default_factory=set)
    quarters: dict[date, dict[Light, int]] = field(default_factory=dict)

    @property
    def traffic(self) -> Traffic:
        """What went over the wire."""
        return self.hands.transport.traffic

    async def live(self, on_day: Callable[[date], None]) -> None:
        """Live the days; `on_day` is told of each as it begins."""
        self.conduct.foresee(self.days)
        for day in self.days:
            on_day(day)
            await self._live_until(day)
            await self._look_back(day)

    async def _live_until(self, day: date) -> None:
        end = self.plan.rhythm.at(day, LATE)
        mornings = list(self._mornings(day))
        event = await self._next_event()
        while True:
            held = await self._held()
            instants = [event, self.conduct.agenda.next, *mornings[:1], held]
            instant = min((one for one in instants if one is not None), default=end)
            if instant >= end:
                break
            self.clock.move_to(instant)
            ticks = instant in {event, *mornings[:1]}
            if ticks:
                await self.db.write(tick, self.plan.id, self.clock.now())
                mornings = [one for one in mornings if one > instant]
                event = await self._next_event()
            if ticks or instant == held:
                await self.hands.look()
            for intent in self.conduct.agenda.due(self.clock.now()):
                sits_on = self.plan.day(intent.at)
                sitting = Sitting(
                    intent, sits_on, self.hands, self.conduct.rounds, self.conduct.stories
                )
                await sitting.hold()
        self.clock.move_to(end)

    def _mornings(self, day: date) -> Iterator[datetime]:
        """Yield when the chase ladder and what waits are looked at, on a workday."""
        if self.calendar.is_workday(day):
            settings = self.plan.settings
            for clock in sorted({settings.office_opens, settings.long_opens}):
                if (moment := self.plan.rhythm.at(day, clock)) > self.clock.now():
                    yield moment

    async def _next_event(self) -> datetime | None:
        return await self.db.read(next_event, self.plan.id, self.clock.now())

    async def _held(self) -> datetime | None:
        held = await self.db.read(next_due)
        return None if held is None else max(held, self.clock.now())

    async def _look_back(self, day: date) -> None:
        """Check on Sundays who counts as late, and keep the lights of each quarter's last day."""
        now = self.clock.now()
        if day.weekday() == 6 or day == self.days.last:  # noqa: PLR2004 - Sunday
            await self._audit(now)
        following = date.fromordinal(day.toordinal() + 1)
        if following.day == 1 and following.month % 3 == 1:
            self.quarters[day] = await self.db.read(lights, self.plan.id, now)

    async def _audit(self, now: datetime) -> None:
        is_over = self.plan.day(now) == self.days.last
        late = await self.db.read(counted_late, now, closed=is_over)
        shown = self.traffic.shown_rounds
        chats: dict[str, list[int]] = {}
        for person in self.conduct.people.values():
            for unit in person.units:
                chats.setdefault(unit, []).append(person.user_id)
        self.undelivered |= {
            (round_id, unit)
            for round_id, unit in late
            if not any((chat, round_id) in shown for chat in chats[unit])
        }
