"""/task 12: one task, whole."""

from __future__ import annotations

import unicodedata

from telegram import Update

from handlers.context import Desk
from handlers.permissions import reader
from handlers.views.render import render
from rules.refusals import NotYourTask
from storage.ledger.tasks import task_sheet


async def command(update: Update, desk: Desk) -> None:
    """Show a task's text, units, people and last reports."""
    who = await reader(desk)
    plan = await desk.plan()
    number = unicodedata.normalize("NFKC", " ".join(desk.args or []))
    number = "".join(sign for sign in number if sign.isdecimal())
    if not number:
        await desk.answer(render("task_usage"))
        return
    sheet = await desk.read(task_sheet, plan.id, number)
    if not who.everything and not {share.unit_id for share in sheet.units} & set(
        who.actor.unit_ids
    ):
        raise NotYourTask(number)
    await desk.answer(render("task", task=sheet, zone=plan.zone))
