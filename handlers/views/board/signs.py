"""Signs told apart by shape as well as colour: those of lights and of reported statuses."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin

from handlers.views.board import inks
from handlers.views.board.canvas import Canvas, Place
from handlers.views.board.inks import Ink
from rules.facts import Status

LIGHTS: dict[str, Ink] = {
    "green": inks.GREEN,
    "yellow": inks.YELLOW,
    "red": inks.RED,
    "grey": inks.GREY,
}
STATUSES: dict[Status, Ink] = {
    Status.DONE: inks.GREEN,
    Status.NORMAL: inks.ACTUAL,
    Status.AT_RISK: inks.YELLOW,
    Status.LAGGING: inks.RED,
    Status.BLOCKED: inks.RED,
}


def light_sign(canvas: Canvas, light: str, centre: Place, radius: float) -> None:
    """Draw a light: a ticked disc, a warning triangle, a crossed octagon, or an empty ring."""
    _LIGHT_SIGNS[light](canvas, centre, radius)


def status_sign(canvas: Canvas, status: Status, centre: Place, radius: float) -> None:
    """Draw what a unit said of its task."""
    _STATUS_SIGNS[status](canvas, centre, radius)


def diamond(canvas: Canvas, centre: Place, radius: float, ink: Ink, *, filled: bool) -> None:
    """Draw a node: filled when it is reached."""
    canvas.shape(_corners(centre, radius, 4, 0), ink)
    if not filled:
        canvas.shape(_corners(centre, radius * 0.58, 4, 0), inks.PAPER)


def ring(canvas: Canvas, centre: Place, radius: float, ink: Ink) -> None:
    """Draw an open circle."""
    canvas.disc(centre, radius, ink)
    canvas.disc(centre, radius * 0.62, inks.PAPER)


def dot(canvas: Canvas, centre: Place, radius: float, ink: Ink) -> None:
    """Draw a disc with an edge of paper, to stand out on a line."""
    canvas.disc(centre, radius + 2.5, inks.PAPER)
    canvas.disc(centre, radius, ink)


def target(canvas: Canvas, centre: Place, radius: float) -> None:
    """Draw the goal: a disc within a ring."""
    ring(canvas, centre, radius, inks.TEXT)
    canvas.disc(centre, radius * 0.32, inks.TEXT)


def _ticked(canvas: Canvas, centre: Place, radius: float) -> None:
    canvas.disc(centre, radius, inks.GREEN)
    tick = _at(centre, radius, [(-0.45, 0.05), (-0.12, 0.38), (0.46, -0.32)])
    canvas.line(tick, inks.PAPER, radius * 0.2)


def _warning(canvas: Canvas, centre: Place, radius: float) -> None:
    canvas.shape(_at(centre, radius, [(0, -1), (1.08, 0.88), (-1.08, 0.88)]), inks.YELLOW)
    canvas.line(_at(centre, radius, [(0, -0.3), (0, 0.26)]), inks.TEXT, radius * 0.2)
    canvas.disc(_at(centre, radius, [(0, 0.6)])[0], radius * 0.12, inks.TEXT)


def _crossed(canvas: Canvas, centre: Place, radius: float) -> None:
    canvas.shape(_corners(centre, radius * 1.06, 8, pi / 8), inks.RED)
    for stroke in ([(-0.36, -0.36), (0.36, 0.36)], [(-0.36, 0.36), (0.36, -0.36)]):
        canvas.line(_at(centre, radius, stroke), inks.PAPER, radius * 0.2)


def _empty(canvas: Canvas, centre: Place, radius: float) -> None:
    ring(canvas, centre, radius, inks.GREY)


def _square(canvas: Canvas, centre: Place, radius: float) -> None:
    canvas.shape(_corners(centre, radius * 1.2, 4, pi / 4), inks.RED)


def _triangle(canvas: Canvas, centre: Place, radius: float) -> None:
    canvas.shape(_at(centre, radius, [(0, -1.1), (1.15, 0.9), (-1.15, 0.9)]), inks.YELLOW)


def _disc(canvas: Canvas, centre: Place, radius: float) -> None:
    canvas.disc(centre, radius, inks.ACTUAL)


def _waiting(canvas: Canvas, centre: Place, radius: float) -> None:
    ring(canvas, centre, radius * 1.1, inks.RED)


def _corners(centre: Place, radius: float, count: int, turn: float) -> list[Place]:
    angles = [turn + 2 * pi * corner / count for corner in range(count)]
    return _at(centre, radius, [(sin(angle), cos(angle)) for angle in angles])


def _at(centre: Place, radius: float, places: list[Place]) -> list[Place]:
    return [(centre[0] + x * radius, centre[1] + y * radius) for x, y in places]


_Sign = Callable[[Canvas, Place, float], None]
_LIGHT_SIGNS: dict[str, _Sign] = {
    "green": _ticked,
    "yellow": _warning,
    "red": _crossed,
    "grey": _empty,
}
_STATUS_SIGNS: dict[Status, _Sign] = {
    Status.DONE: _ticked,
    Status.NORMAL: _disc,
    Status.AT_RISK: _triangle,
    Status.LAGGING: _square,
    Status.BLOCKED: _waiting,
}
