"""The sheet: drawn at `SCALE` times its size and reduced, so that every edge is smooth."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise
from math import hypot

from PIL import Image, ImageDraw

from handlers.views.board import inks
from handlers.views.board.inks import Ink
from handlers.views.board.lettering import SCALE, font

WIDTH, HEIGHT = 1080, 810
MARGIN = 44

Place = tuple[float, float]
Dash = tuple[float, float]


class Canvas:
    """A white sheet of `WIDTH` by `HEIGHT`; all places and sizes are in its pixels."""

    def __init__(self) -> None:
        self._image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), inks.PAPER)
        self._pen = ImageDraw.Draw(self._image)

    def line(self, places: Sequence[Place], ink: Ink, width: float) -> None:
        """Draw through `places` with round joints and ends."""
        self._pen.line(_large(places), ink, round(width * SCALE), joint="curve")
        for place in (places[0], places[-1]):
            self.disc(place, width / 2, ink)

    def dashes(self, start: Place, end: Place, ink: Ink, width: float, dash: Dash) -> None:
        """Draw a broken line: `dash` gives the lengths of a stroke and of a gap."""
        (x0, y0), (x1, y1) = start, end
        length = hypot(x1 - x0, y1 - y0)
        walked = 0.0
        while walked < length:
            here, there = walked / length, min(walked + dash[0], length) / length
            stroke = [(x0 + (x1 - x0) * part, y0 + (y1 - y0) * part) for part in (here, there)]
            self.line(stroke, ink, width)
            walked += sum(dash)

    def disc(self, centre: Place, radius: float, fill: Ink) -> None:
        """Draw a filled circle."""
        x, y = centre
        self._pen.ellipse(_large([(x - radius, y - radius), (x + radius, y + radius)]), fill=fill)

    def shape(self, corners: Sequence[Place], fill: Ink) -> None:
        """Draw a filled polygon."""
        self._pen.polygon(_large(corners), fill)

    def box(self, start: Place, end: Place, fill: Ink, radius: float = 0) -> None:
        """Draw a filled rectangle from its upper left to its lower right corner."""
        self._pen.rounded_rectangle(_large([start, end]), radius * SCALE, fill)

    def write(
        self,
        place: Place,
        text: str,
        size: int,
        ink: Ink = inks.TEXT,
        *,
        anchor: str = "ls",
        bold: bool = False,
        halo: bool = False,
    ) -> None:
        """Write one line at `place`; `halo` keeps it readable over other lines."""
        where, letters = _large([place])[0], font(size)
        weight = size / 40 * SCALE if bold else 0
        if halo:
            self._pen.text(
                where, text, inks.PAPER, letters, anchor, stroke_width=weight + 5 * SCALE
            )
        self._pen.text(where, text, ink, letters, anchor, stroke_width=weight, stroke_fill=ink)

    def png(self) -> bytes:
        """Return the sheet as a PNG, the same bytes for the same strokes."""
        file = BytesIO()
        self._image.reduce(SCALE).save(file, "PNG")
        return file.getvalue()


def along(places: Sequence[Place], step: float = 8) -> list[Place]:
    """Return places along a line, about `step` pixels apart."""
    walked: list[Place] = [*places[:1]]
    for (x0, y0), (x1, y1) in pairwise(places):
        strides = max(round(hypot(x1 - x0, y1 - y0) / step), 1)
        walked += [
            (x0 + (x1 - x0) * part / strides, y0 + (y1 - y0) * part / strides)
            for part in range(1, strides + 1)
        ]
    return walked


def _large(places: Sequence[Place]) -> list[Place]:
    return [(x * SCALE, y * SCALE) for x, y in places]
