"""A clock that stands still until it is moved: the year jumps from instant to instant."""

from __future__ import annotations

from datetime import UTC, datetime


class HeldClock:
    """Tells the instant it was last moved to, in UTC; it never moves back."""

    speed = 1.0

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """Return the present instant."""
        return self._now

    def move_to(self, instant: datetime) -> None:
        """Make `instant` the present, unless it has passed already."""
        self._now = max(self._now, instant.astimezone(UTC))
