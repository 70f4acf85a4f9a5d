"""The one clock of the process: the system's, or a drill's with a start and a speed."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the instant; `speed` is how many of its seconds pass in a real one."""

    speed: float

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""


class SystemClock:
    """The time it is."""

    speed = 1.0

    def now(self) -> datetime:
        """Return the present instant."""
        return datetime.now(UTC)


class DrillClock:
    """A clock that stood at `start` at the real instant `anchor` and runs at `speed` since.

    It can be stepped forward by hand. A process restarted with the same anchor finds the drill
    where real time has carried it: a restart is an outage, not a journey in time.
    """

    def __init__(self, start: datetime, speed: float, anchor: datetime) -> None:
        self.start = start.astimezone(UTC)
        self.speed = speed
        self.anchor = anchor

    def now(self) -> datetime:
        """Return the drill's present instant."""
        real = datetime.fromtimestamp(time.time(), UTC)
        return self.start + (real - self.anchor) * self.speed

    def step_to(self, instant: datetime) -> None:
        """Make `instant` the present."""
        self.start += instant - self.now()


async def sleep(clock: Clock, length: timedelta) -> None:
    """Sleep for `length` of the clock's time."""
    await asyncio.sleep(length.total_seconds() / clock.speed)
