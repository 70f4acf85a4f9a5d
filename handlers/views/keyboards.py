"""Buttons: data is `verb:id`, ids in base 36; the label comes from the phrases."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.views.render import phrase
from rules.facts import PeriodKind, Status
from storage.ledger.cards import CardItem

ROW = 5
SIGNS = {
    Status.DONE: "🏁",
    Status.NORMAL: "✅",
    Status.AT_RISK: "🟡",
    Status.LAGGING: "🔴",
    Status.BLOCKED: "🤝",
}


def base36(number: int) -> str:
    """Return a non-negative number in base 36."""
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits or "0"


def button(label: str, data: str) -> InlineKeyboardButton:
    """Return one button."""
    return InlineKeyboardButton(label, callback_data=data)


def rows(buttons: list[InlineKeyboardButton], width: int = ROW) -> list[list[InlineKeyboardButton]]:
    """Lay buttons out in rows."""
    return [buttons[start : start + width] for start in range(0, len(buttons), width)]


def statuses(item: CardItem, round_id: int) -> InlineKeyboardMarkup:
    """Return the five statuses under the task they are for, and the way back."""
    key = base36(item.check_in_id)
    named = button(f"{item.number} {item.title}", f"back:{base36(round_id)}")
    said = [button(f"{SIGNS[one]} {one.label}", f"say:{key}:{one.value}") for one in Status]
    back = button(phrase("back"), f"back:{base36(round_id)}")
    return InlineKeyboardMarkup([[named], *rows([*said, back], 2)])


def open_button(kind: PeriodKind, round_id: int | None) -> InlineKeyboardButton:
    """Return the button that shows a card as a message of its own."""
    return button(phrase("open_card", kind=kind.label), f"open:{base36(round_id or 0)}")


def confirm_join(token: str) -> InlineKeyboardMarkup:
    """Return the confirming tap of an invitation."""
    return InlineKeyboardMarkup(
        [[button(phrase("join_yes"), f"join:{token}"), button(phrase("join_no"), "join:no")]]
    )


def leave() -> InlineKeyboardMarkup:
    """Return the button that unbinds."""
    return InlineKeyboardMarkup([[button(phrase("leave"), "leave:ask")]])


def leave_sure() -> InlineKeyboardMarkup:
    """Return the second tap of unbinding."""
    return InlineKeyboardMarkup([[button(phrase("leave_yes"), "leave:yes")]])
