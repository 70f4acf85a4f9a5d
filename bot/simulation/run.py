"""Some days from beginning to end: a fresh database, the days lived, what came of them."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.simulation.agenda import Agenda
from bot.simulation.asked import Rounds, all_asked
from bot.simulation.clock import HeldClock
from bot.simulation.conduct import Conduct
from bot.simulation.hands import Effort
from bot.simulation.one_tap import OneTap, one_tap
from bot.simulation.people import Person
from bot.simulation.process import running
from bot.simulation.record import Ended, ended, reports
from bot.simulation.stage import set_stage
from bot.simulation.temper import PROFILES
from bot.simulation.traffic import Nature, Said
from bot.simulation.year import Year
from rules.lights import Light
from rules.periods import Span
from seeds.loading import ZONE
from storage.calendar import work_calendar
from storage.database import Database
from storage.rounds import current_plan

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it


@dataclass(frozen=True)
class Lived:
    """The days as lived, counted from the outside, and what the record holds at their end.

    `quiet` is what the bot began to say in quiet hours or on days off, `undelivered` counts the
    check-ins that were late though nobody was shown their card, `quarters` has the lights at the
    end of each quarter lived through.
    """

    days: Span
    workdays: tuple[date, ...]
    people: tuple[Person, ...]
    zone: ZoneInfo
    said: tuple[Said, ...]
    efforts: dict[tuple[int, date], Effort]
    quiet: int
    one_tap: OneTap
    record: Ended
    undelivered: int
    quarters: dict[date, dict[Light, int]]


def simulate(
    days: Span,
    profile: str,
    seed: int,
    liaisons: int | None = None,
    on_day: Callable[[date], None] = lambda _: None,
) -> Lived:
    """Live `days` of the notice with officials of a profile; the same seed gives the same days.

    `liaisons` share the units among them; without a number each unit has one of its own.
    """
    at = datetime.combine(days.first, time(8), ZoneInfo(ZONE))
    with (
        tempfile.TemporaryDirectory(prefix="duban-simulation-", dir=_memory()) as folder,
        _many_objects(),
    ):
        db = Database(f"sqlite:///{Path(folder) / 'simulation.db'}")
        try:
            people = set_stage(db, days, PROFILES[profile], seed, liaisons, at)
            return asyncio.run(_live(db, days, people, at, on_day))
        finally:
            db.close()


@contextlib.contextmanager
def _many_objects() -> Iterator[None]:
    """Collect garbage rarely: a year makes many objects, most of which stay."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _memory() -> str | None:
    """Return where a disk in memory is, if there is one: nothing of a simulation is kept."""
    return str(MEMORY) if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else None


async def _live(
    db: Database,
    days: Span,
    people: tuple[Person, ...],
    at: datetime,
    on_day: Callable[[date], None],
) -> Lived:
    plan, calendar = await db.read(current_plan), await db.read(work_calendar)
    if plan is None:
        raise LookupError("the stage holds no plan")
    clock = HeldClock(at)
    agenda = Agenda(plan.rhythm.hours, calendar)
    conduct = Conduct({one.user_id: one for one in people}, Rounds(db), agenda)
    async with running(db, clock, conduct.hear) as hands:
        year = Year(days, db, plan, calendar, clock, conduct, hands)
        await year.live(on_day)
    said, hours = year.traffic.said, plan.rhythm.hours
    begun = (one for one in said if one.nature is Nature.INITIATED)
    return Lived(
        days=days,
        workdays=calendar.workdays(days),
        people=people,
        zone=plan.zone,
        said=tuple(said),
        efforts=dict(hands.efforts),
        quiet=sum(hours.speakable(one.at, calendar) != one.at for one in begun),
        one_tap=one_tap(conduct.stories.told, await db.read(all_asked), await db.read(reports)),
        record=await db.read(ended, clock.now()),
        undelivered=len(year.undelivered),
        quarters=year.quarters,
    )
