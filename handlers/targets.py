"""/targets: the targets of all tasks as a sheet, out and back in, for supervisors."""

from __future__ import annotations

import asyncio

from telegram import Update
from telegram.ext import filters

from handlers.context import Desk
from handlers.permissions import supervisor
from handlers.views.render import phrase, render
from handlers.views.sheets.targets import target_sheet
from handlers.views.targets import overview_keyboard, overview_text
from rules.refusals import BadSheet
from storage.ledger.targets import target_rows
from storage.targets import confirm_all

RETURNED = filters.Document.ALL & filters.CaptionRegex(r"^/targets\b")
LARGEST = 2_000_000
"""Bytes; the sheet of the real notice has 20 thousand."""


async def command(update: Update, desk: Desk) -> None:
    """Send the sheet, filled with what stands, and list the proposals that wait."""
    await supervisor(desk)
    plan = await desk.plan()
    rows = await desk.read(target_rows, plan.id)
    content = await asyncio.to_thread(target_sheet, rows, plan.span, desk.now)
    await desk.office.turn(desk.message.chat_id)
    await desk.message.reply_document(
        content,
        filename=phrase("targets_file", year=plan.year),
        caption=overview_text(rows),
        parse_mode="HTML",
        reply_markup=overview_keyboard(rows),
    )


async def returned(update: Update, desk: Desk) -> None:
    """Take the sheet that comes back: all of it, or nothing and every fault by its cell."""
    await supervisor(desk)
    plan = await desk.plan()
    document = desk.message.document
    if document is None or (document.file_size or 0) > LARGEST:
        raise BadSheet
    file = await desk.bot.get_file(document.file_id)
    content = bytes(await file.download_as_bytearray())
    rows = {row.number: row for row in await desk.read(target_rows, plan.id)}
    reading = await asyncio.to_thread(desk.office.read_targets, content, rows, plan.span)
    if reading.faults:
        await desk.answer(render("target_faults", faults=reading.faults))
        return
    if reading.changes:
        await desk.write(
            confirm_all,
            plan.id,
            reading.changes,
            at=desk.now,
            user_id=desk.person.id,
            admin=desk.is_admin,
        )
    await desk.answer(render("targets_taken", numbers=tuple(reading.changes)))
