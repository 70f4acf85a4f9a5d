"""/overdue: who owes what, by pages and filters, with the chase (催办) one button away."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import InlineKeyboardMarkup, Update

from handlers.context import Desk
from handlers.permissions import Reader, reader, supervisor
from handlers.views.overdue import Aside, on_page, overdue_keyboard, overdue_text
from handlers.views.render import phrase, render
from rules.facts import PeriodKind
from rules.refusals import UnknownButton
from storage.acknowledgements import pending
from storage.chases import chase
from storage.ledger.overdue import Owed, not_asked, overdue
from storage.members import find_unit
from storage.slips import escalated


@dataclass(frozen=True)
class Filter:
    """One page of the list: of one unit or all (0), of one kind or all."""

    page: int = 0
    unit_id: int = 0
    kind: PeriodKind | None = None

    def code(self) -> str:
        """Return the filter as button data."""
        return f"{self.page}:{self.unit_id}:{self.kind.value if self.kind else '-'}"


def parse(data: str) -> Filter:
    """Read a filter from button data; raises UnknownButton."""
    try:
        _, page, unit_id, kind = data.split(":")
        kinds = {one.value: one for one in PeriodKind}
        return Filter(int(page), int(unit_id), None if kind == "-" else kinds[kind])
    except (ValueError, KeyError):
        raise UnknownButton from None


async def command(update: Update, desk: Desk) -> None:
    """Answer `/overdue`, `/overdue 市住建局`, `/overdue week`."""
    unit_id, kind = 0, None
    for word in desk.args or []:
        named = next((one for one in PeriodKind if word in {one.value, one.label}), None)
        if named is None:
            unit_id, _ = await desk.read(find_unit, word)
        else:
            kind = named
    text, keyboard = await _page(desk, Filter(0, unit_id, kind))
    await desk.answer(text, keyboard)


async def turned(update: Update, desk: Desk) -> None:
    """Turn the page or change the filter."""
    wanted = parse(desk.query.data or "")
    text, keyboard = await _page(desk, wanted)
    await desk.query.answer()
    await desk.redraw(text, keyboard)


async def chased(update: Update, desk: Desk) -> None:
    """Press everybody on the page."""
    who = await supervisor(desk)
    wanted = parse(desk.query.data or "")
    plan = await desk.plan()
    _, rows = await _rows(desk, wanted)
    units = tuple(dict.fromkeys(owed.unit_id for owed in on_page(rows, wanted.page)))
    done = await desk.write(
        chase,
        plan.id,
        units,
        by_user=desk.person.id,
        by_member=who.member_id,
        at=desk.now,
    )
    await desk.query.answer(phrase("chased", n=len(done.pressed)))
    await desk.answer(render("chased", done=done))


async def _rows(desk: Desk, wanted: Filter) -> tuple[Reader, tuple[Owed, ...]]:
    who = await reader(desk)
    plan = await desk.plan()
    unit_ids: tuple[int, ...] | None = (wanted.unit_id,) if wanted.unit_id else None
    if not who.everything:
        own = who.actor.unit_ids
        unit_ids = tuple(set(unit_ids) & set(own)) if unit_ids else own
    rows = await desk.read(overdue, plan.id, desk.now, unit_ids=unit_ids, kind=wanted.kind)
    return who, rows


async def _page(desk: Desk, wanted: Filter) -> tuple[str, InlineKeyboardMarkup | None]:
    who, rows = await _rows(desk, wanted)
    plan = await desk.plan()
    pressed = await desk.read(escalated, plan.id, desk.now)
    aside = Aside()
    if who.everything and wanted == Filter():
        unsigned = await desk.read(pending, plan.id, desk.now)
        aside = Aside(
            await desk.read(not_asked, plan.id, desk.now),
            tuple(one.unit for one in unsigned if one.late),
        )
    text = overdue_text(rows, wanted.page, pressed, aside, plan, desk.now)
    return text, overdue_keyboard(rows, wanted, may_act=who.may_act)
