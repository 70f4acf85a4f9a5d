"""/ledger: the ledger as a sheet, whole for supervisors, its own tasks for a unit."""

from __future__ import annotations

import asyncio

from telegram import Update

from handlers.context import Desk
from handlers.permissions import reader
from handlers.views.render import phrase
from handlers.views.sheets.ledger import ledger_document
from storage.calendar import work_calendar
from storage.ledger.book import book


async def command(update: Update, desk: Desk) -> None:
    """Send the sheet of this moment."""
    who = await reader(desk)
    plan = await desk.plan()
    units = None if who.everything else who.actor.unit_ids
    calendar = await desk.read(work_calendar)
    rows = await desk.read(book, plan, calendar, desk.now, units)
    sheet = await asyncio.to_thread(ledger_document, rows, plan, desk.now)
    await desk.office.turn(desk.message.chat_id)
    await desk.message.reply_document(
        sheet.content,
        filename=sheet.name,
        caption=phrase("ledger_caption", n=len(rows), day=plan.day(desk.now)),
    )
