"""A card as a message: one line a task, one tap for all, a button for each."""

from __future__ import annotations

from datetime import datetime

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.views.keyboards import SIGNS, base36, button, open_button, rows
from handlers.views.render import phrase, render
from handlers.views.wording import Wording
from storage.ledger.cards import Card, CardItem

BUTTONS = 95  # Telegram takes a hundred


def card_text(card: Card, now: datetime, *, below: bool = False) -> str:
    """Return the card as it stands; `below` another one it is short."""
    return render("card", card=card, now=now, zone=card.zone, signs=SIGNS, below=below)


def card_keyboard(card: Card) -> InlineKeyboardMarkup:
    """Return the card's buttons: the whole card while something is open, and each task."""
    return InlineKeyboardMarkup([*_whole(card), *_each(card)])


def card_wording(card: Card, now: datetime, *, first: bool = True) -> Wording:
    """Return the card as a message, or as a part of one that begins with another card.

    There its buttons name its kind, and its tasks have none: two cards may hold the same numbers.
    """
    opening = [open_button(card.kind, card.round_id)]
    keyboard = (
        card_keyboard(card)
        if first
        else InlineKeyboardMarkup([*_whole(card, card.kind.label), opening])
    )
    text = card_text(card, now, below=not first)
    return Wording(
        text,
        keyboard,
        prompted=tuple(item.check_in_id for item in card.items),
        brief=text.split("\n")[0],
    )


def _whole(card: Card, of: str = "") -> list[list[InlineKeyboardButton]]:
    """Return what answers everything at once; `of` tells which card's everything."""
    key = base36(card.round_id)
    owing = len(card.unanswered)
    if not owing:
        return []
    if card.drafted:
        kind = card.kind.label
        label = (
            phrase("drafts", kind=kind, n=owing)
            if len(card.drafted) == owing
            else phrase("drafts_and_normal", kind=kind, n=owing)
        )
        whole = [[button(label, f"firm:{key}")]]
    else:
        whole = [[button(phrase("all_normal", of=of), f"all:{key}")]]
        if any(item.before for item in card.unanswered):
            whole[0].append(button(phrase("same", of=of), f"same:{key}"))
    if card.offered:
        whole.append([button(phrase("take_shares", of=of, n=len(card.offered)), f"adopt:{key}")])
    return whole


def _each(card: Card) -> list[list[InlineKeyboardButton]]:
    return rows(
        [
            button(f"{_sign(item)}{item.number}", f"pick:{base36(item.check_in_id)}:{key}")
            for key in (base36(card.round_id),)
            for item in card.items[:BUTTONS]
        ]
    )


def _sign(item: CardItem) -> str:
    return SIGNS[item.said.status] if item.said else ""
