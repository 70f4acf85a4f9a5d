"""/exempt 市住建局 2.5-2.9 抗洪抢险: a unit that is not asked for a while."""

from __future__ import annotations

from datetime import date

from telegram import Update

from handlers.context import Desk
from handlers.permissions import supervisor
from handlers.views.render import render
from rules.replies.absences import read_cancel
from rules.replies.days import coming_days
from storage.exemptions import ask_again, exempt, exemptions
from storage.members import Actor


async def command(update: Update, desk: Desk) -> None:
    """Answer `/exempt`, `/exempt 市住建局 2.5-2.9 抗洪抢险`, `/exempt 市住建局 取消`."""
    who = await supervisor(desk)
    today = (await desk.plan()).day(desk.now)
    words = " ".join(desk.args or [])
    if not words or read_cancel(words) == "":
        noted = await desk.read(exemptions, today)
        await desk.answer(render("exemptions", spared=noted, today=today))
    elif (unit := read_cancel(words)) is not None:
        await _ask_again(desk, who, unit, today)
    else:
        await _exempt(desk, who, words, today)


async def _ask_again(desk: Desk, who: Actor, unit: str, today: date) -> None:
    name = await desk.write(
        ask_again, unit, today, at=desk.now, by_user=desk.person.id, by_member=who.member_id
    )
    await desk.answer(render("exemption_ended", unit=name))


async def _exempt(desk: Desk, who: Actor, words: str, today: date) -> None:
    said = coming_days(words, today)
    unit, reason = said.before, said.after
    if not unit:  # the days stood first
        unit, _, reason = said.after.partition(" ")
    spared = await desk.write(
        exempt,
        unit,
        said.span,
        reason,
        at=desk.now,
        by_user=desk.person.id,
        by_member=who.member_id,
    )
    await desk.answer(render("exempted", spared=spared, today=today))
