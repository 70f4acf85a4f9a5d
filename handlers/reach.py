"""Who can be written to: a person who blocks the bot, and one who lets it in again."""

from __future__ import annotations

from telegram import ChatMember, Update
from telegram.constants import ChatType

from handlers.context import Desk
from storage.members import reachable


async def changed(update: Update, desk: Desk) -> None:
    """Note that the sender blocked or unblocked the bot."""
    change = update.my_chat_member
    if change is None or change.chat.type != ChatType.PRIVATE:
        return
    blocked = change.new_chat_member.status == ChatMember.BANNED
    await desk.write(reachable, change.from_user.id, desk.now if blocked else None)
