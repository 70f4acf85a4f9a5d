"""What went wrong, in words: refusals to the person, faults to the one who retries them."""

from __future__ import annotations

from telegram import Update
from telegram.constants import ChatType
from telegram.error import BadRequest

from handlers.context import Desk
from handlers.views.render import refusal
from rules.refusals import Refusal
from storage.inbox import AlreadyDone

HARMLESS = ("not modified", "query is too old")


async def tell(update: object, desk: Desk) -> None:
    """Answer a refusal; leave any other fault to the intake, which retries the update."""
    error = desk.error
    if not isinstance(update, Update) or error is None or isinstance(error, AlreadyDone):
        return
    if isinstance(error, BadRequest) and any(words in error.message for words in HARMLESS):
        return
    if not isinstance(error, Refusal):
        desk.office.faults[update.update_id] = error
        return
    zone = (await desk.plan()).zone if _dated(error) else None
    text = refusal(error, zone)
    if update.callback_query is not None:
        await update.callback_query.answer(text, show_alert=True)
    elif update.effective_message is not None and _speaks_here(update):
        await desk.office.turn(update.effective_message.chat_id)
        await update.effective_message.reply_html(text)


def _dated(error: Refusal) -> bool:
    return any(hasattr(error, name) for name in ("closed_at", "expired_at", "until"))


def _speaks_here(update: Update) -> bool:
    """In a group only commands are answered."""
    message = update.effective_message
    private = message is not None and message.chat.type == ChatType.PRIVATE
    return private or (message is not None and (message.text or "").startswith("/"))
