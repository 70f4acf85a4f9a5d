"""A supervisor sends a drafted slip (督办单), or lets it lie."""

from __future__ import annotations

from telegram import Update

from handlers.context import Desk
from handlers.permissions import supervisor
from handlers.taps import numbers, settle
from handlers.views.render import phrase
from storage.slips import decide


async def tapped(update: Update, desk: Desk) -> None:
    """Decide a slip once: `slip:<slip>` sends it, `noslip:<slip>` does not."""
    verb, _, key = (desk.query.data or "").partition(":")
    (slip_id,) = numbers(f"{verb}:{key}", 1)
    who = await supervisor(desk)
    sheet = await desk.write(
        decide,
        slip_id,
        send=verb == "slip",
        by_user=desk.person.id,
        by_member=who.member_id,
        at=desk.now,
    )
    if sheet.sent:
        words = phrase("slip_sent", n=sheet.number)
    else:
        words = phrase("slip_dropped", n=sheet.number)
    await desk.query.answer(words)
    await settle(desk, {f"slip:{key}", f"noslip:{key}"}, words)
