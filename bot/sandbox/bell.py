"""Waking whoever waits for something to happen, within one event loop."""

import asyncio
import contextlib


class Bell:
    """Rings for everybody who is waiting at that moment; once closed, nobody waits any more."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self.closed = False

    def ring(self) -> None:
        """Wake all who wait."""
        self._event.set()
        if not self.closed:
            self._event = asyncio.Event()

    def close(self) -> None:
        """Wake all who wait, now and ever after."""
        self.closed = True
        self._event.set()

    async def wait(self, seconds: float) -> None:
        """Return at the next ring, or after so many real seconds."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._event.wait()
