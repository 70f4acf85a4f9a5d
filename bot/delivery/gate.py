"""The gate every message passes: at most 25 a second, 18 a minute to one group, 1 a second a chat.

Broadcasts leave five places a second free, so an answer never waits behind a round going out.
Telegram's limits are unpublished beyond about 30 a second and 20 a minute to a group.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable
from datetime import datetime, timedelta

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
ALL, BROADCASTS, GROUP = 25, 20, 18


class Gate:
    """Pure bookkeeping of what was let through; `wait` tells, `admit` records."""

    def __init__(self) -> None:
        self._all: deque[datetime] = deque()
        self._chats: dict[int, deque[datetime]] = defaultdict(deque)

    def wait(self, chat_id: int, now: datetime, *, urgent: bool) -> timedelta:
        """Return how long a message to `chat_id` has to wait at `now`; zero: go."""
        _forget(self._all, now - SECOND)
        chat = self._chats[chat_id]
        _forget(chat, now - MINUTE)
        waits = [_until_room(self._all, ALL if urgent else BROADCASTS, SECOND, now)]
        if chat_id < 0:
            waits.append(_until_room(chat, GROUP, MINUTE, now))
        if not urgent and chat:
            waits.append(chat[-1] + SECOND - now)
        return max(*waits, timedelta(0))

    def admit(self, chat_id: int, now: datetime) -> None:
        """Record a message let through."""
        self._all.append(now)
        self._chats[chat_id].append(now)


async def pass_gate(
    gate: Gate,
    chat_id: int,
    *,
    urgent: bool,
    now: Callable[[], datetime],
    sleep: Callable[[timedelta], object],
) -> None:
    """Wait for room, then take it."""
    while wait := gate.wait(chat_id, now(), urgent=urgent):
        await sleep(wait)  # type: ignore[misc]
    gate.admit(chat_id, now())


def _forget(times: deque[datetime], before: datetime) -> None:
    while times and times[0] <= before:
        times.popleft()


def _until_room(times: deque[datetime], limit: int, span: timedelta, now: datetime) -> timedelta:
    return timedelta(0) if len(times) < limit else times[-limit] + span - now
