"""Labels beside their points, where they cover least of what is already drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from handlers.views.board import inks
from handlers.views.board.canvas import Canvas, Place
from handlers.views.board.inks import Ink
from handlers.views.board.lettering import width

ABOVE_LEFT, ABOVE, ABOVE_RIGHT = (-1, -1), (0, -1), (1, -1)
LEFT, RIGHT = (-1, 0), (1, 0)
BELOW_LEFT, BELOW, BELOW_RIGHT = (-1, 1), (0, 1), (1, 1)
SIDES = (ABOVE, BELOW, ABOVE_LEFT, BELOW_RIGHT, LEFT, RIGHT, ABOVE_RIGHT, BELOW_LEFT)
AWAY = 0.2  # leaving the side asked for costs as much as covering this share of a label
Side = tuple[int, int]


@dataclass(frozen=True)
class Room:
    """A rectangle of the sheet."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Room) -> float:
        """Return the pixels that both cover."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(across, 0) * max(down, 0)

    @property
    def size(self) -> float:
        """The pixels it covers."""
        return (self.right - self.left) * (self.bottom - self.top)


class Labels:
    """The labels of a chart, each beside its point, inside `within`."""

    def __init__(self, canvas: Canvas, within: Room) -> None:
        self._canvas = canvas
        self._within = within
        self._taken: list[Room] = []
        self._written: list[Room] = []

    def avoid(self, places: Iterable[Place], reach: float = 5) -> None:
        """Keep labels off `places`."""
        self._taken += [Room(x - reach, y - reach, x + reach, y + reach) for x, y in places]

    def put(
        self,
        at: Place,
        text: str,
        size: int,
        ink: Ink = inks.TEXT,
        *,
        first: Side,
        bold: bool = False,
    ) -> None:
        """Write `text` beside `at`: on its `first` side, or where it covers less."""
        sides = (first, *(side for side in SIDES if side != first))
        rooms = [self._room(at, side, width(text, size), size) for side in sides]
        room = min(
            rooms, key=lambda room: self._covers(room) + (room != rooms[0]) * AWAY * room.size
        )
        self._written.append(room)
        baseline = room.bottom - size * 0.18
        self._canvas.write((room.left, baseline), text, size, ink, bold=bold, halo=True)

    def _room(self, at: Place, side: Side, wide: float, size: int) -> Room:
        x, y = at
        gap = 20 if 0 in side else 11
        left = x - wide / 2 + side[0] * (wide / 2 + gap)
        top = y - size / 2 + side[1] * (size / 2 + gap)
        return Room(left, top, left + wide, top + size)

    def _covers(self, room: Room) -> float:
        outside = room.size - room.overlap(self._within)
        others = sum(room.overlap(other) for other in self._written)
        return (outside + others) * 4 + sum(room.overlap(other) for other in self._taken)
