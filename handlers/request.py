"""/ask 12: ask the responsible units of a task this week, not only from the month up."""

from __future__ import annotations

from telegram import Update

from handlers.context import Desk
from handlers.views.render import render
from rules.replies.targets import read_request
from storage.requests import ask_responsible


async def command(update: Update, desk: Desk) -> None:
    """Ask a task's responsible units in the newest open round; the clock sends the cards."""
    number, _ = read_request(" ".join(desk.args or []))
    if not number:
        await desk.answer(render("request_usage"))
        return
    plan = await desk.plan()
    asked = await desk.write(
        ask_responsible, plan, desk.person.id, number, at=desk.now, admin=desk.is_admin
    )
    await desk.answer(render("request", asked=asked, zone=plan.zone))
