"""Moving the drill clock by hand: to the next event, the next day, the next week."""

from datetime import datetime, time, timedelta, tzinfo
from typing import Protocol, runtime_checkable

_MORNING = time(8, 30)
_WEEK = 7


class Clock(Protocol):
    """Tells the time of the drill."""

    def now(self) -> datetime:
        """Return the present instant, aware."""


@runtime_checkable
class SteppableClock(Clock, Protocol):
    """A clock that can be set forward."""

    def step_to(self, instant: datetime) -> None:
        """Make that instant the present; it is never earlier than now."""


class Steps(Protocol):
    """What the process that is rehearsed knows about its own future."""

    async def next_event(self) -> datetime | None:
        """Return when something is next due to happen, or None."""

    async def after_step(self) -> None:
        """Do at once what has become due by the step."""


async def target(step: str, now: datetime, zone: tzinfo, steps: Steps | None) -> datetime | None:
    """Return where a step leads: `event`, `day` (tomorrow 08:30) or `week` (next Monday 08:30).

    None if the step is unknown, or nothing lies ahead.
    """
    if step == "event":
        event = await steps.next_event() if steps else None
        return event if event and event > now else None
    today = now.astimezone(zone).date()
    days = {"day": 1, "week": _WEEK - today.weekday()}.get(step)
    if days is None:
        return None
    return datetime.combine(today + timedelta(days=days), _MORNING, tzinfo=zone)
