"""How finely a task is asked, and the buttons that change it."""

from __future__ import annotations

from telegram import InlineKeyboardMarkup

from handlers.views.keyboards import button
from handlers.views.render import render
from rules.facts import Cadence
from storage.cadences import CadenceSheet


def cadence_text(sheet: CadenceSheet) -> str:
    """Return what holds now, and what from the next period on where that differs."""
    return render("cadence", sheet=sheet)


def cadence_keyboard(sheet: CadenceSheet) -> InlineKeyboardMarkup:
    """Return a button for each cadence, the one that is set marked."""
    return InlineKeyboardMarkup(
        [
            [
                button(
                    ("● " if one is sheet.coming else "") + one.label,
                    f"cadence:{sheet.number}:{one.value}",
                )
                for one in Cadence
            ]
        ]
    )
