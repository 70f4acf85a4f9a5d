"""A task without a figure over the year: its milestones, and what its unit said of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby, pairwise

from handlers.views.board import inks
from handlers.views.board.canvas import HEIGHT, MARGIN, WIDTH, Canvas
from handlers.views.board.facts import Milestone, YearBoard
from handlers.views.board.frame import FOOT, HEAD, Frame, draw_days, draw_today
from handlers.views.board.lettering import cut, width
from handlers.views.board.signs import STATUSES, diamond, status_sign
from handlers.views.render import phrase
from rules.facts import Status

SIZE, NAME_SIZE = 27, 26
NAME_ROWS, NAME_ROW = 2, 34
WIDEST = 300  # pixels of a milestone's name
NARROWEST = 80
SIGN = 12


def draw_timeline(canvas: Canvas, board: YearBoard, top: float) -> None:
    """Draw one row a status, best on top, and the milestones above them."""
    gutter = max(width(status.label, SIZE) for status in Status) + 50
    frame = Frame(
        MARGIN + gutter,
        top + HEAD + 20,
        WIDTH - MARGIN - 16,
        HEIGHT - 24 - FOOT,
        board.first,
        board.last,
    )
    lane = frame.top + 30 + NAME_ROW * NAME_ROWS if board.milestones else frame.top - 10
    rows = _rows(lane + 10, frame.bottom)
    draw_days(canvas, frame)
    for status, y in rows.items():
        canvas.line([(frame.left, y), (frame.right, y)], inks.HAIR, 2)
        status_sign(canvas, status, (MARGIN + 14, y), SIGN)
        canvas.write((MARGIN + 38, y + 10), status.label, SIZE)
    _draw_milestones(canvas, frame, board, lane)
    draw_today(canvas, frame, board.today)
    _draw_names(canvas, frame, board.milestones, lane - 24)
    _draw_marks(canvas, frame, board.marks, rows)
    if not board.marks:
        middle = ((frame.left + frame.right) / 2, rows[Status.AT_RISK] + 10)
        canvas.write(middle, phrase("board_no_report"), SIZE, inks.QUIET, anchor="ms", halo=True)


def _rows(top: float, bottom: float) -> dict[Status, float]:
    height = (bottom - top) / len(Status)
    return {status: top + height * (row + 0.5) for row, status in enumerate(Status)}


def _draw_marks(
    canvas: Canvas,
    frame: Frame,
    marks: Sequence[tuple[date, Status]],
    rows: dict[Status, float],
) -> None:
    """Draw a bar from the first report of a status to the next other one, as one broken line."""
    runs = [
        (status, [frame.x(day) for day, _ in said])
        for status, said in groupby(marks, key=lambda mark: mark[1])
    ]
    for (above, _), (below, (x, *_)) in pairwise(runs):
        canvas.line([(x, rows[above]), (x, rows[below])], inks.PLANNED, 2)
    ends = [xs[0] for _, xs in runs[1:]] + [xs[-1] for _, xs in runs[-1:]]
    for (status, (start, *_)), end in zip(runs, ends, strict=True):
        bar = [(start, rows[status]), (end, rows[status])]
        canvas.line(bar, inks.tint(STATUSES[status], 0.5), SIGN)
    for status, (start, *_) in runs:
        status_sign(canvas, status, (start, rows[status]), SIGN)


def _draw_milestones(canvas: Canvas, frame: Frame, board: YearBoard, lane: float) -> None:
    for one in board.milestones:
        x = frame.x(one.day)
        missed = one.day < board.today and not one.reached
        canvas.line([(x, lane), (x, frame.bottom)], inks.HAIR, 3)
        diamond(canvas, (x, lane), 15, inks.RED if missed else inks.TEXT, filled=one.reached)


def _draw_names(canvas: Canvas, frame: Frame, milestones: Sequence[Milestone], base: float) -> None:
    """Write each name over its milestone, in the lowest row with room for it, if any has."""
    ends = [0.0] * NAME_ROWS
    right = frame.right + 26
    for index, one in enumerate(milestones):
        x = frame.x(one.day)
        after = milestones[index + NAME_ROWS :]
        room = min(WIDEST, frame.x(after[0].day) - x - 14) if after else WIDEST
        name = cut(one.name, NAME_SIZE, max(room, NARROWEST))
        wide = width(name, NAME_SIZE)
        left = min(max(x - wide / 2, frame.left), right - wide)
        row = next((row for row, end in enumerate(ends) if end + 14 <= left), None)
        if row is not None:
            place = (left, base - NAME_ROW * row)
            canvas.write(place, name, NAME_SIZE, halo=True)
            ends[row] = left + wide
