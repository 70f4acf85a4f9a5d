"""What a tap names, and what becomes of the button that was tapped."""

from __future__ import annotations

from collections.abc import Collection

from telegram import InlineKeyboardMarkup

from handlers.context import Desk
from handlers.views.keyboards import button
from rules.refusals import UnknownButton

LARGEST = 2**31 - 1  # what a key column holds


def numbers(data: str, count: int) -> list[int]:
    """Return the `count` ids of button data `verb:id:…`; raises UnknownButton."""
    found = [number(word) for word in data.split(":")[1:]]
    if len(found) != count:
        raise UnknownButton
    return found


def number(word: str) -> int:
    """Return an id as a button writes it; raises UnknownButton."""
    try:
        found = int(word, 36)
    except ValueError:
        raise UnknownButton from None
    if not 0 <= found <= LARGEST:
        raise UnknownButton
    return found


async def settle(desk: Desk, done: Collection[str], label: str) -> None:
    """Put one button with `label` in the place of those that did their work, and keep the others.

    The text stays: what one message says may come from several notices.
    """
    message = desk.message
    if not message.is_accessible or message.reply_markup is None:
        return
    await desk.office.turn(message.chat_id)
    await message.edit_reply_markup(_settled(message.reply_markup, done, label))


def _settled(
    markup: InlineKeyboardMarkup, done: Collection[str], label: str
) -> InlineKeyboardMarkup:
    layout = []
    for row in markup.inline_keyboard:
        kept = [one for one in row if one.callback_data not in done]
        if len(kept) < len(row):
            tapped = next(one for one in row if one.callback_data in done)
            kept.append(button(label, str(tapped.callback_data)))
        layout.append(kept)
    return InlineKeyboardMarkup(layout)
