"""Asking a person for words: the question is a message to reply to, and a row that waits."""

from __future__ import annotations

from typing import Any

from telegram import ForceReply

from handlers.context import Desk
from storage import dialogues
from storage.dialogues import OpenDialogue, find_dialogue, open_dialogue


async def ask(desk: Desk, kind: str, subject: dict[str, Any], text: str) -> None:
    """Ask the sender a question; it waits a day for the answer. This is the update's one write."""
    chat_id = desk.message.chat_id
    dialogue_id = await desk.write(open_dialogue, desk.person.id, kind, subject, desk.now)
    await desk.office.turn(chat_id)
    question = await desk.bot.send_message(
        chat_id, text, parse_mode="HTML", reply_markup=ForceReply(selective=True)
    )
    await desk.office.db.write(dialogues.asked, dialogue_id, question.message_id)


async def answered(desk: Desk) -> OpenDialogue | None:
    """Return the question that the message at hand answers, if it answers one."""
    reply = desk.message.reply_to_message
    reply_to = reply.message_id if reply else None
    return await desk.read(find_dialogue, desk.person.id, reply_to, desk.now)
