"""The queue of updates, with the offset rules of getUpdates.

An update stays until an offset above its id confirms it, however often it was fetched before: a bot
that dies with updates in hand gets them again.
"""

import itertools
import time

from bot.sandbox.bell import Bell
from bot.sandbox.errors import conflict
from bot.sandbox.payload import Json

LONGEST_POLL = 50
"""Seconds a getUpdates may wait, whatever it asks."""

LARGEST_BATCH = 100
"""Updates in one answer, and the default."""


class UpdateQueue:
    """Updates the bot has not confirmed yet, oldest first."""

    def __init__(self, first_id: int) -> None:
        self._ids = itertools.count(first_id)
        self._pending: list[Json] = []
        self._poll: object = None
        self.bell = Bell()

    def __len__(self) -> int:
        return len(self._pending)

    def add(self, kind: str, payload: Json) -> int:
        """Queue one update (`{"message": …}` and the like) and return its id."""
        update_id = next(self._ids)
        self._pending.append({"update_id": update_id, kind: payload})
        self.bell.ring()
        return update_id

    def confirm(self, offset: int) -> None:
        """Forget all below a positive offset; a negative one keeps only that many, the latest."""
        if offset < 0:
            self._pending = self._pending[offset:]
        else:
            self._pending = [update for update in self._pending if update["update_id"] >= offset]

    def clear(self) -> None:
        """Forget everything (drop_pending_updates)."""
        self._pending.clear()

    async def fetch(self, *, offset: int, limit: int, seconds: float) -> list[Json]:
        """Answer one getUpdates: what is pending from the offset on, waiting for the first.

        A later fetch takes the queue over: the one that waits ends with 409 Conflict.
        """
        poll = self._poll = object()
        self.bell.ring()
        self.confirm(offset)
        deadline = time.monotonic() + min(seconds, LONGEST_POLL)
        while not self._pending and not self.bell.closed:
            left = deadline - time.monotonic()
            if left <= 0:
                break
            await self.bell.wait(left)
            if self._poll is not poll:
                raise conflict()
        return self._pending[: limit if 1 <= limit <= LARGEST_BATCH else LARGEST_BATCH]
