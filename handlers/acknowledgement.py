"""Signing for a plan's tasks (签收) by one tap."""

from __future__ import annotations

from telegram import Update

from handlers.context import Desk
from handlers.taps import numbers, settle
from handlers.views.render import phrase
from storage.acknowledgements import acknowledge


async def tapped(update: Update, desk: Desk) -> None:
    """Sign for what the message named: `ack:<notice>`."""
    data = desk.query.data or ""
    (notice_id,) = numbers(data, 1)
    signed = await desk.write(acknowledge, desk.person.id, notice_id, at=desk.now)
    if signed.tasks:
        await desk.query.answer(phrase("signed", n=signed.tasks))
    else:
        at = signed.at.astimezone((await desk.plan()).zone)
        await desk.query.answer(phrase("signed_before", by=signed.by, at=at))
    await settle(desk, {data}, phrase("signed_label"))
