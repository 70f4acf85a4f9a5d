"""A figure over the year: the planned line, the totals reported, the nodes, where it leads."""

from __future__ import annotations

from decimal import Decimal

from handlers.views.board import inks
from handlers.views.board.amounts import MOST_PLACES, plain, scale
from handlers.views.board.axis import axis_of
from handlers.views.board.canvas import HEIGHT, MARGIN, WIDTH, Canvas, Dash
from handlers.views.board.facts import YearBoard
from handlers.views.board.figures import draw_figures
from handlers.views.board.frame import FOOT, HEAD, Frame, draw_days, draw_today
from handlers.views.board.key import draw_key
from handlers.views.board.lettering import width
from handlers.views.board.plot import Plot
from handlers.views.board.signs import diamond, dot, ring, target

TICK_SIZE = 25
PROJECTED: Dash = (14, 12)
LEVEL: Dash = (3, 10)
LOOSE, CLOSE = 30, 14  # pixels between reports: dots stand out from the line, lie in it, vanish


def draw_curve(canvas: Canvas, board: YearBoard, top: float) -> None:
    """Draw the key and the chart from `top` to the foot of the sheet."""
    axis = axis_of(board)
    shown = scale(board.stated, board.measure)
    ticks = {tick: plain(tick / shown.size, MOST_PLACES + 2) for tick in axis.ticks()}
    left = MARGIN + max(width(text, TICK_SIZE) for text in ticks.values()) + 14
    top = draw_key(canvas, board, shown, top) + HEAD + 8
    frame = Frame(left, top, WIDTH - MARGIN - 10, HEIGHT - 24 - FOOT, board.first, board.last)
    plot = Plot(frame, axis)
    draw_days(canvas, frame)
    _draw_ticks(canvas, plot, ticks)
    draw_today(canvas, frame, board.today)
    _draw_planned(canvas, plot, board)
    _draw_actual(canvas, plot, board)
    for day, value in board.inner_nodes:
        diamond(canvas, plot.at(day, value), 13, inks.PLANNED, filled=False)
    for day, value in board.actual[-1:]:
        dot(canvas, plot.at(day, value), 12, inks.ACTUAL)
    draw_figures(canvas, plot, board, shown)


def _draw_ticks(canvas: Canvas, plot: Plot, ticks: dict[Decimal, str]) -> None:
    left, right = plot.frame.left, plot.frame.right
    for tick, text in ticks.items():
        _, y = plot.at(plot.frame.first, tick)
        canvas.line([(left, y), (right, y)], inks.QUIET if tick == 0 else inks.HAIR, 2)
        canvas.write((left - 12, y + 9), text, TICK_SIZE, inks.QUIET, anchor="rs")


def _draw_planned(canvas: Canvas, plot: Plot, board: YearBoard) -> None:
    if board.planned:
        canvas.line(plot.places(board.planned), inks.PLANNED, 5)
    elif board.goal is not None:
        start, end = plot.level(board.goal)
        canvas.dashes(start, end, inks.TEXT, 3, LEVEL)
    if board.goal is not None:
        target(canvas, plot.at(board.last, board.goal), 14)


def _draw_actual(canvas: Canvas, plot: Plot, board: YearBoard) -> None:
    actual = plot.places(board.actual)
    if not actual:
        return
    if way := plot.projection(board):
        canvas.dashes(*way, inks.ACTUAL, 5, PROJECTED)
        if way[1][0] == plot.frame.right:
            ring(canvas, way[1], 11, inks.ACTUAL)
    apart = (actual[-1][0] - actual[0][0]) / len(actual)
    if len(actual) > 1:
        canvas.line(actual, inks.ACTUAL, 8 if apart > LOOSE else 6)
    for place in actual[:-1] if apart > CLOSE else ():
        if apart > LOOSE:
            dot(canvas, place, 9, inks.ACTUAL)
        else:
            canvas.disc(place, 6, inks.ACTUAL)
