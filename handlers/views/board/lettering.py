"""Letters: the one font, the width of a line, and lines that fit."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from pathlib import Path
from unicodedata import category

from PIL import ImageFont

FONT = Path(__file__).parents[1] / "fonts" / "NotoSansSC-GBK.otf"
SCALE = 3  # the sheet is drawn at three times its size
WORD = re.compile(r"[A-Za-z0-9.,%]+|.")  # what no line break may cut
CLOSING = {"Pe", "Pf", "Po"}  # signs that never begin a line


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """Return the font for letters of `size` pixels on the reduced sheet.

    The basic layout draws the same pixels wherever it runs, with or without a shaping library.
    """
    return ImageFont.truetype(FONT, size * SCALE, layout_engine=ImageFont.Layout.BASIC)


def width(text: str, size: int) -> float:
    """Return how wide a line is, in pixels of the reduced sheet."""
    return font(size).getlength(text) / SCALE


def cut(text: str, size: int, room: float) -> str:
    """Return `text` on one line, ended by an ellipsis where it is wider than `room`."""
    line = " ".join(text.split())
    if width(line, size) <= room:
        return line
    lengths = range(1, len(line))
    fits = bisect_right(lengths, room, key=lambda length: width(line[:length] + "…", size))
    return line[:fits] + "…"


def wrap(text: str, size: int, room: float, most: int) -> list[str]:
    """Return `text` in at most `most` lines as wide as `room`, the last one cut to fit.

    A closing sign that begins no line may hang over the edge by its own width.
    """
    lines = [""]
    for word in WORD.findall(" ".join(text.split())):
        hangs = category(word[0]) in CLOSING
        if lines[-1] and len(lines) < most and not hangs and width(lines[-1] + word, size) > room:
            lines.append("")
        lines[-1] += word
    return [cut(line, size, room + size) for line in lines[:-1]] + [cut(lines[-1], size, room)]
