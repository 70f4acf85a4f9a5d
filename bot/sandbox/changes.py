"""What changed since a given version, so that a watcher is told only the news."""

import time
from collections.abc import Hashable, Iterator

from bot.sandbox.bell import Bell


class Changes:
    """A counter that grows with every change, and for each subject the count of its last change."""

    def __init__(self) -> None:
        self.version = 0
        self.bell = Bell()
        self._stamps: dict[Hashable, int] = {}

    def touch(self, subject: Hashable) -> None:
        """Record that the subject changed, and wake those who watch."""
        self.version += 1
        self._stamps.pop(subject, None)
        self._stamps[subject] = self.version
        self.bell.ring()

    def since(self, version: int) -> Iterator[Hashable]:
        """Yield the subjects touched after that version, the latest first."""
        for subject, stamp in reversed(self._stamps.items()):
            if stamp <= version:
                return
            yield subject

    async def beyond(self, version: int, seconds: float) -> None:
        """Return once there is anything newer than that version, or after so many real seconds."""
        deadline = time.monotonic() + seconds
        while self.version <= version and not self.bell.closed:
            left = deadline - time.monotonic()
            if left <= 0:
                return
            await self.bell.wait(left)
