"""/digest: the weekly digest of this moment, for supervisors."""

from __future__ import annotations

from telegram import Update

from handlers.context import Desk
from handlers.permissions import supervisor
from handlers.views.digests import digest_text
from storage.ledger.digest import week_digest


async def command(update: Update, desk: Desk) -> None:
    """Show how the week stands now."""
    await supervisor(desk)
    plan = await desk.plan()
    week = await desk.read(week_digest, plan, plan.day(desk.now), desk.now)
    await desk.answer(digest_text(week, plan, on_demand=True))
