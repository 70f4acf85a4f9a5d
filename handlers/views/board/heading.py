"""The head of the picture: the task, its units, and its light with the reason."""

from __future__ import annotations

from handlers.views.board import inks
from handlers.views.board.canvas import MARGIN, WIDTH, Canvas
from handlers.views.board.facts import YearBoard
from handlers.views.board.lettering import cut, width, wrap
from handlers.views.board.signs import LIGHTS, light_sign
from handlers.views.render import phrase

TITLE, UNITS, REASON = 42, 28, 31
ROOM = WIDTH - 2 * MARGIN


def draw_heading(canvas: Canvas, board: YearBoard) -> float:
    """Draw the head and return where it ends."""
    base = 34.0
    for line in wrap(f"{board.number} {board.title}", TITLE, ROOM, 2):
        base += 50
        canvas.write((MARGIN, base), line, TITLE, bold=True)
    units = phrase("board_units", units=board.units)
    canvas.write((MARGIN, base + 46), cut(units, UNITS, ROOM), UNITS, inks.QUIET)
    return _draw_light(canvas, board, base + 66)


def _draw_light(canvas: Canvas, board: YearBoard, top: float) -> float:
    ink = LIGHTS[board.light]
    aside = MARGIN + 88 + width(board.light_label, REASON) + 22
    lines = wrap(board.reason, REASON, WIDTH - MARGIN - 18 - aside, 2)
    bottom = top + 24 + 42 * len(lines)
    canvas.box((MARGIN, top), (WIDTH - MARGIN, bottom), inks.tint(ink, 0.13), 10)
    canvas.box((MARGIN, top), (MARGIN + 10, bottom), ink, 4)
    light_sign(canvas, board.light, (MARGIN + 48, top + 33), 21)
    for row, line in enumerate(lines):
        canvas.write((aside, top + 44 + 42 * row), line, REASON, inks.TEXT)
    canvas.write((MARGIN + 86, top + 44), board.light_label, REASON, inks.TEXT, bold=True)
    return bottom
