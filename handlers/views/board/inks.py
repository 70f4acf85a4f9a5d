"""Colours as red, green and blue; on a light they differ in brightness as well as in hue."""

from __future__ import annotations

Ink = tuple[int, int, int]

PAPER: Ink = (255, 255, 255)
TEXT: Ink = (22, 28, 36)
QUIET: Ink = (88, 98, 112)
HAIR: Ink = (218, 223, 230)
BAND: Ink = (245, 247, 250)
PLANNED: Ink = (120, 130, 144)
ACTUAL: Ink = (0, 88, 168)
GREEN: Ink = (0, 128, 92)
YELLOW: Ink = (240, 176, 0)
RED: Ink = (200, 30, 38)
GREY: Ink = (124, 132, 144)


def tint(ink: Ink, share: float) -> Ink:
    """Return `ink` thinned with paper to `share` of its strength."""
    red, green, blue = (round(255 - (255 - part) * share) for part in ink)
    return red, green, blue
