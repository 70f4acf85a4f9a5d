"""/mine: everything open for the sender, nothing else needed."""

from __future__ import annotations

from telegram import Update

from handlers.context import Desk
from handlers.showing import show
from handlers.views.render import render
from rules.refusals import Stranger
from storage.ledger.cards import open_cards
from storage.members import actor


async def command(update: Update, desk: Desk) -> None:
    """Show each open card again, or say that nothing is owed."""
    who = await desk.read(actor, desk.person.id)
    if who.member_id is None:
        raise Stranger
    plan = await desk.plan()
    cards = [one for one in await desk.read(open_cards, who.member_id, desk.now) if one.unanswered]
    for asked in cards:
        await show(desk, who.member_id, asked)
    if not cards:
        await desk.answer(render("nothing_owed", who=who, plan=plan, over=plan.is_over(desk.now)))
