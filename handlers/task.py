"""/task 12: one task, whole, with a picture of its year."""

from __future__ import annotations

import asyncio
import unicodedata

from telegram import Update

from handlers.context import Desk
from handlers.permissions import reader
from handlers.views.board import year_picture
from handlers.views.render import render
from handlers.views.task import task_page
from rules.refusals import NotYourTask
from storage.ledger.tasks import task_units


async def command(update: Update, desk: Desk) -> None:
    """Show a task's light and outlook, its text, units, people and last reports."""
    number = await asked_task(desk)
    if number is None:
        await desk.answer(render("task_usage"))
        return
    page = await desk.read(task_page, await desk.plan(), number, desk.now)
    picture = await asyncio.to_thread(year_picture, page.board)
    caption = page.text if page.is_caption else None
    await desk.office.turn(desk.message.chat_id)
    await desk.message.reply_photo(picture, caption=caption, parse_mode="HTML")
    if caption is None:
        await desk.answer(page.text)


async def asked_task(desk: Desk) -> str | None:
    """Return the number that stands after the command; None where there is none.

    Raises Stranger, UnknownTask, and NotYourTask where the sender may not see the task.
    """
    who = await reader(desk)
    plan = await desk.plan()
    number = unicodedata.normalize("NFKC", " ".join(desk.args or []))
    number = "".join(sign for sign in number if sign.isdecimal())
    if not number:
        return None
    units = await desk.read(task_units, plan.id, number)
    if not who.everything and not units & set(who.actor.unit_ids):
        raise NotYourTask(number)
    return number
