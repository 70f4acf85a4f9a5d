"""The whole picture."""

from __future__ import annotations

from threading import Lock

from handlers.views.board.canvas import Canvas
from handlers.views.board.curve import draw_curve
from handlers.views.board.facts import YearBoard
from handlers.views.board.heading import draw_heading
from handlers.views.board.timeline import draw_timeline

DRAWING = Lock()  # the letters of a font are not drawn by two threads at once


def year_picture(board: YearBoard) -> bytes:
    """Return the task's year as a PNG of 1080 by 810: the same bytes for the same board.

    May be called from any thread.
    """
    with DRAWING:
        canvas = Canvas()
        top = draw_heading(canvas, board)
        draw = draw_timeline if board.is_qualitative else draw_curve
        draw(canvas, board, top)
        return canvas.png()
