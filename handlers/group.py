"""The supervision group: binding it, naming supervisors, its migration."""

from __future__ import annotations

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import filters

from handlers.context import Desk
from handlers.permissions import administrator
from handlers.views.render import render
from rules.refusals import NotInGroup
from storage.members import grant_supervisor
from storage.rounds import bind_group, move_group

MIGRATED = filters.StatusUpdate.MIGRATE


async def bind(update: Update, desk: Desk) -> None:
    """Make this group the supervision group."""
    await administrator(desk)
    if desk.message.chat.type == ChatType.PRIVATE:
        raise NotInGroup
    plan = await desk.plan()
    await desk.write(bind_group, plan.id, desk.message.chat_id, at=desk.now)
    await desk.answer(render("group_bound", plan=plan))


async def supervisor(update: Update, desk: Desk) -> None:
    """Make the person whose message is replied to a supervisor."""
    await administrator(desk)
    replied = desk.message.reply_to_message
    person = replied.from_user if replied else None
    if person is None or person.is_bot:
        await desk.answer(render("supervisor_usage"))
        return
    await desk.write(
        grant_supervisor, person.id, person.full_name, at=desk.now, username=person.username
    )
    await desk.answer(render("supervisor_granted", name=person.full_name))


async def migrated(update: Update, desk: Desk) -> None:
    """Follow a group that became a supergroup."""
    if (new := desk.message.migrate_to_chat_id) is not None:
        await desk.write(move_group, desk.message.chat_id, new)
