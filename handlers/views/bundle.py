"""Several things to say to one person, in one message: the first in full, the others below it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TypeAlias

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.views.render import LIMIT, fit, width
from handlers.views.wording import Wording

GAP = "\n\n"
BUTTONS = 100  # Telegram takes no more under one message
Row: TypeAlias = tuple[InlineKeyboardButton, ...]


def bundle(parts: Sequence[Wording]) -> Wording:
    """Return one message of all parts; where it would be too long, the last become headings.

    Of a heading only the last row of buttons is kept: nobody confirms what is not shown.
    """
    if len(parts) == 1:
        return parts[0]
    texts = [part.text for part in parts]
    layouts = [list(part.keyboard.inline_keyboard) if part.keyboard else [] for part in parts]
    for index in range(len(parts) - 1, 0, -1):
        if width(GAP.join(texts)) > LIMIT:
            texts[index] = parts[index].brief or texts[index].split("\n")[0]
            layouts[index] = layouts[index][-1:]
    rows = _rows(layouts)
    return Wording(
        fit(GAP.join(texts).split("\n")),
        InlineKeyboardMarkup(rows) if rows else None,
        prompted=tuple(chain.from_iterable(part.prompted for part in parts)),
    )


def _rows(layouts: Sequence[list[Row]]) -> list[Row]:
    """Return the rows of all parts; where they are too many, the first gives up its last ones."""
    rows = list(chain.from_iterable(layouts))
    last = len(layouts[0]) if layouts else 0
    while last and sum(map(len, rows)) > BUTTONS:
        last -= 1
        del rows[last]
    return rows
