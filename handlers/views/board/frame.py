"""The frame of a chart: days run from left to right, with months, quarters and today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.views.board import inks
from handlers.views.board.canvas import Canvas
from handlers.views.board.lettering import width
from handlers.views.render import phrase

MONTH_SIZE, QUARTER_SIZE, TODAY_SIZE = 27, 25, 25
FOOT = 78  # the height of the two rows under the frame
HEAD = 40  # the height of today's label above it
DECEMBER = 12


@dataclass(frozen=True)
class Frame:
    """Where a chart stands on the sheet, and the days it spans."""

    left: float
    top: float
    right: float
    bottom: float
    first: date
    last: date

    def x(self, day: date) -> float:
        """Return where `day` ends; the eve of the first day is the left edge."""
        days = (self.last - self.first).days + 1
        passed = min(max((day - self.first).days + 1, 0), days)
        return self.left + (self.right - self.left) * passed / days


def draw_days(canvas: Canvas, frame: Frame) -> None:
    """Draw every other quarter as a band, and under the frame the months and quarters."""
    straddles = frame.first.year != frame.last.year
    for index, (start, left, right) in enumerate(_slots(frame, 3)):
        if index % 2 == 0:
            canvas.box((left, frame.top), (right, frame.bottom), inks.BAND)
        canvas.line([(right, frame.bottom), (right, frame.bottom + FOOT - 14)], inks.HAIR, 2)
        facts = {"quarter": (start.month + 2) // 3, "year": start.year}
        named = [phrase("board_quarter", **facts)]
        if straddles and (index == 0 or start.month == 1):
            named.insert(0, phrase("board_quarter_of_year", **facts))
        _name(canvas, (left, right), frame.bottom + 68, named, QUARTER_SIZE)
    for start, left, right in _slots(frame, 1):
        named = [phrase("board_month", month=start.month), str(start.month)]
        _name(canvas, (left, right), frame.bottom + 34, named, MONTH_SIZE)


def draw_today(canvas: Canvas, frame: Frame, today: date) -> None:
    """Draw a line at `today`, with its date above the frame; nothing outside the span."""
    if not frame.first <= today <= frame.last:
        return
    x = frame.x(today)
    canvas.line([(x, frame.top - 4), (x, frame.bottom)], inks.TEXT, 2)
    text = phrase("board_today", day=today)
    half = width(text, TODAY_SIZE) / 2 + 12
    middle = min(max(x, frame.left + half), frame.right - half)
    canvas.box((middle - half, frame.top - HEAD), (middle + half, frame.top - 4), inks.TEXT, 8)
    canvas.write((middle, frame.top - 13), text, TODAY_SIZE, inks.PAPER, anchor="ms")


def _name(
    canvas: Canvas, between: tuple[float, float], base: float, names: list[str], size: int
) -> None:
    left, right = between
    for name in names:
        if width(name, size) <= right - left - 6:
            canvas.write(((left + right) / 2, base), name, size, inks.QUIET, anchor="ms")
            return


def _slots(frame: Frame, months: int) -> Iterator[tuple[date, float, float]]:
    """Yield each span of `months` months with its edges, clipped to the frame."""
    start = date(frame.first.year, frame.first.month - (frame.first.month - 1) % months, 1)
    while start <= frame.last:
        month = start.month + months
        after = date(start.year + month // (DECEMBER + 1), (month - 1) % DECEMBER + 1, 1)
        eve = timedelta(days=1)
        yield start, frame.x(start - eve), frame.x(after - eve)
        start = after
