"""The figures written in a curve: where it stands, where it shall be, where it leads."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from math import dist

from handlers.views.board import inks
from handlers.views.board.amounts import Scale
from handlers.views.board.canvas import Canvas, Place, along
from handlers.views.board.facts import YearBoard
from handlers.views.board.inks import Ink
from handlers.views.board.placing import (
    ABOVE_LEFT,
    BELOW_LEFT,
    BELOW_RIGHT,
    Labels,
    Room,
    Side,
)
from handlers.views.board.plot import Plot

SIZE, LAST_SIZE = 26, 34
APART = 34  # pixels between the goal and the projection for each to have a label


def draw_figures(canvas: Canvas, plot: Plot, board: YearBoard, shown: Scale) -> None:
    """Write the last total, the goal, the projection and the nodes beside their points."""
    frame = plot.frame
    labels = Labels(canvas, Room(frame.left, frame.top - 2, frame.right + 10, frame.bottom))
    ends = list(_ends(plot, board))
    _avoid_lines(labels, plot, board)
    labels.avoid((place for place, *_ in ends), 15)
    outer, inner = (ABOVE_LEFT, BELOW_RIGHT) if _is_above(board) else (BELOW_RIGHT, ABOVE_LEFT)
    for day, value in board.actual[-1:]:
        text = shown.number(value)
        labels.put(plot.at(day, value), text, LAST_SIZE, inks.ACTUAL, first=outer, bold=True)
    for place, value, ink, side in ends:
        labels.put(place, shown.number(value), SIZE, ink, first=side, bold=True)
    for day, value in board.inner_nodes:
        text = shown.number(value)
        labels.put(plot.at(day, value), text, SIZE, inks.QUIET, first=inner)


def _is_above(board: YearBoard) -> bool:
    """Return whether the last total lies on or above the planned line."""
    if not board.actual:
        return False
    day, value = board.actual[-1]
    for (start, low), (end, high) in pairwise(board.planned):
        if start <= day <= end:
            share = Decimal((day - start).days) / max((end - start).days, 1)
            return value >= low + (high - low) * share
    return False


def _avoid_lines(labels: Labels, plot: Plot, board: YearBoard) -> None:
    today = plot.frame.x(board.today)
    labels.avoid(along([(today, plot.frame.top), (today, plot.frame.bottom)]), 3)
    labels.avoid(along(plot.places(board.planned)))
    labels.avoid(along(plot.places(board.actual)))
    labels.avoid(along(plot.projection(board) or ()))
    labels.avoid(plot.places(board.actual), 11)
    labels.avoid(plot.places(board.inner_nodes), 14)
    if board.goal is not None and not board.planned:
        labels.avoid(along(plot.level(board.goal)))


def _ends(plot: Plot, board: YearBoard) -> Iterator[tuple[Place, Decimal, Ink, Side]]:
    """Yield the goal, and the projection where it leads elsewhere, each with its free side."""
    goal = None if board.goal is None else plot.at(board.last, board.goal)
    if goal is not None and board.goal is not None:
        begun = plot.places(board.planned[:1]) or [goal]
        yield goal, board.goal, inks.TEXT, _free_side(begun[0], goal)
    way = plot.projection(board)
    if way and board.projection is not None and (goal is None or dist(goal, way[1]) > APART):
        yield way[1], board.projection, inks.ACTUAL, _free_side(*way)


def _free_side(start: Place, end: Place) -> Side:
    """Return the side that a line from `start` to `end` leaves free: above where it rises."""
    return ABOVE_LEFT if end[1] <= start[1] else BELOW_LEFT
