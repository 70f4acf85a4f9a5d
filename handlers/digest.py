"""/digest [日报|周报|月报|季报|年报]: the digest of this moment, for supervisors."""

from __future__ import annotations

from telegram import Update

from handlers.context import Desk
from handlers.permissions import supervisor
from handlers.views.digests import digest_text
from handlers.views.render import render
from rules.facts import PeriodKind
from storage.ledger.digest import period_digest


async def command(update: Update, desk: Desk) -> None:
    """Show how the day, week, month, quarter or year stands now; the week where none is named."""
    await supervisor(desk)
    plan = await desk.plan()
    kind = named(" ".join(desk.args or []) or PeriodKind.WEEK.value)
    if kind is None:
        await desk.answer(render("digest_usage", kinds=tuple(PeriodKind)))
        return
    digest = await desk.read(period_digest, plan, kind, plan.day(desk.now), desk.now)
    await desk.answer(digest_text(digest, plan, on_demand=True))


def named(word: str) -> PeriodKind | None:
    """Return the level a word names: its code, its label, or the label's first sign."""
    word = word.strip().casefold()
    return next((one for one in PeriodKind if word in {one.value, one.label, one.label[0]}), None)
