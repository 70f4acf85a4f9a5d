"""A card as a message: one line a task, one tap for all, a button for each."""

from __future__ import annotations

from datetime import datetime

from telegram import InlineKeyboardMarkup

from handlers.views.keyboards import SIGNS, base36, button, rows
from handlers.views.render import phrase, render
from storage.ledger.cards import Card


def card_text(card: Card, now: datetime) -> str:
    """Return the card as it stands."""
    return render("card", card=card, now=now, zone=card.zone, signs=SIGNS)


def card_keyboard(card: Card) -> InlineKeyboardMarkup:
    """Return the card's buttons: the whole card while something is open, and each task."""
    key = base36(card.round_id)
    whole = []
    if card.unanswered:
        whole.append(button(phrase("all_normal"), f"all:{key}"))
        if any(item.before for item in card.unanswered):
            whole.append(button(phrase("same"), f"same:{key}"))
    each = [
        button(
            f"{SIGNS[item.said.status] if item.said else ''}{item.number}",
            f"pick:{base36(item.check_in_id)}:{key}",
        )
        for item in card.items[:95]
    ]
    return InlineKeyboardMarkup([*([whole] if whole else []), *rows(each)])
