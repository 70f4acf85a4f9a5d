"""/cadence 12 每周: how finely a task is asked."""

from __future__ import annotations

from telegram import Update

from handlers.context import Desk
from handlers.permissions import supervisor
from handlers.views.cadence import cadence_keyboard, cadence_text
from handlers.views.render import phrase, render
from rules.facts import Cadence
from rules.refusals import BadCadence, UnknownButton
from rules.replies.targets import read_request
from rules.replies.values import read_cadence
from storage.cadences import CadenceSheet, cadence_sheet, set_cadence


async def command(update: Update, desk: Desk) -> None:
    """Answer `/cadence 12` with what holds and buttons, `/cadence 12 每周` with the change."""
    await supervisor(desk)
    number, words = read_request(" ".join(desk.args or []))
    if not number:
        await desk.answer(render("cadence_usage"))
        return
    if not words:
        sheet = await desk.read(cadence_sheet, await desk.plan(), number, desk.now)
    else:
        cadence = read_cadence(words)
        if cadence is None:
            raise BadCadence(words)
        sheet = await _set(desk, number, cadence)
    await desk.answer(cadence_text(sheet), cadence_keyboard(sheet))


async def tapped(update: Update, desk: Desk) -> None:
    """Set what a button says: `cadence:<number>:<code>`."""
    _, number, code = [*(desk.query.data or "").split(":"), "", ""][:3]
    cadence = next((one for one in Cadence if one.value == code), None)
    if cadence is None:
        raise UnknownButton
    sheet = await _set(desk, number, cadence)
    await desk.query.answer(phrase("cadence_set", cadence=cadence))
    await desk.redraw(cadence_text(sheet), cadence_keyboard(sheet))


async def _set(desk: Desk, number: str, cadence: Cadence) -> CadenceSheet:
    who = await supervisor(desk)
    return await desk.write(
        set_cadence,
        await desk.plan(),
        number,
        cadence,
        at=desk.now,
        by_user=desk.person.id,
        by_member=who.member_id,
    )
