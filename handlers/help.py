"""/help: what this person can do here."""

from __future__ import annotations

from telegram import Update

from handlers.context import Desk
from handlers.views.render import render
from rules.refusals import Stranger
from storage.members import actor
from storage.rounds import current_plan


async def command(update: Update, desk: Desk) -> None:
    """Name the commands of the sender's roles; a stranger learns how to be invited."""
    who = await desk.read(actor, desk.person.id)
    plan = await desk.read(current_plan)
    in_group = plan is not None and plan.chat_id == desk.message.chat_id
    if who.member_id is None and not desk.is_admin and not in_group:
        raise Stranger
    over = plan is not None and plan.is_over(desk.now)
    await desk.answer(render("help", who=who, is_admin=desk.is_admin, plan=plan, over=over))
