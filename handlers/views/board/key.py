"""The key of a curve: what each line is, and the figure it has come to."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from handlers.views.board import inks
from handlers.views.board.amounts import Scale
from handlers.views.board.canvas import MARGIN, WIDTH, Canvas, Place
from handlers.views.board.facts import YearBoard
from handlers.views.board.inks import Ink
from handlers.views.board.lettering import cut, width
from handlers.views.board.signs import target
from handlers.views.render import phrase

SIZE = 27
ROW = 44
MARK, GAP = 40, 9  # the width of the sample before the words, and of the gap between them
APART = 24
ROOM = WIDTH - 2 * MARGIN

Sample = Callable[[Canvas, Place], None]


def draw_key(canvas: Canvas, board: YearBoard, shown: Scale, top: float) -> float:
    """Draw the key under `top`, in one row or else in two columns, and return where it ends."""
    entries = [
        (sample, cut(text, SIZE, ROOM - MARK - GAP), ink)
        for sample, text, ink in _entries(board, shown)
    ]
    wide = [MARK + GAP + width(text, SIZE) + APART for _, text, _ in entries]
    if sum(wide) - APART <= ROOM:
        places = [(MARGIN + sum(wide[:index]), 0) for index in range(len(entries))]
    else:
        places = [(MARGIN + ROOM / 2 * (index % 2), index // 2) for index in range(len(entries))]
    for (sample, text, ink), (x, row) in zip(entries, places, strict=True):
        base = top + ROW * (row + 1)
        sample(canvas, (x, base - 10))
        canvas.write((x + MARK + GAP, base), text, SIZE, ink, bold=True)
    return top + ROW * (places[-1][1] + 1) + 12


def _entries(board: YearBoard, shown: Scale) -> Iterator[tuple[Sample, str, Ink]]:
    if board.actual:
        last = shown.amount(board.actual[-1][1])
        yield _actual, phrase("board_actual", amount=last), inks.ACTUAL
    else:
        yield _actual, phrase("board_no_figure"), inks.ACTUAL
    if board.goal is not None:
        yield _goal, phrase("board_goal", amount=shown.amount(board.goal)), inks.TEXT
    if board.planned:
        today = dict(board.planned).get(board.today)
        due = None if today is None else shown.amount(today)
        yield _planned, phrase("board_planned", amount=due), inks.TEXT
    if board.actual and board.projection is not None:
        end = shown.amount(board.projection)
        yield _projected, phrase("board_projection", amount=end), inks.ACTUAL


def _actual(canvas: Canvas, at: Place) -> None:
    x, y = at
    canvas.line([(x + 3, y), (x + MARK - 3, y)], inks.ACTUAL, 7)
    canvas.disc((x + MARK / 2, y), 10, inks.ACTUAL)


def _planned(canvas: Canvas, at: Place) -> None:
    x, y = at
    canvas.line([(x + 3, y), (x + MARK - 3, y)], inks.PLANNED, 5)


def _projected(canvas: Canvas, at: Place) -> None:
    x, y = at
    canvas.dashes((x + 2, y), (x + MARK, y), inks.ACTUAL, 5, (10, 7))


def _goal(canvas: Canvas, at: Place) -> None:
    x, y = at
    target(canvas, (x + MARK / 2 + 4, y), 13)
