"""A supervision slip (督办单) in words: the draft for the supervisor, the sent one for the unit."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session
from telegram import InlineKeyboardMarkup

from handlers.views.keyboards import base36, button, open_button
from handlers.views.render import phrase, render
from handlers.views.wording import Wording
from storage.ledger.roster import speakers
from storage.outbox import Claimed
from storage.slips import SlipSheet, slip_sheet

SHOWN = 7


def slip_wording(session: Session, notice: Claimed, now: datetime) -> Wording | None:
    """Return a draft with its two buttons; None where it is decided or nothing is owed."""
    sheet = slip_sheet(session, notice.subject["slip"], now)
    if sheet.decided_at is not None or not sheet.owed:
        return None
    key = base36(sheet.id)
    return Wording(
        _text(sheet, draft=True),
        InlineKeyboardMarkup(
            [
                [
                    button(phrase("send_slip", n=sheet.number), f"slip:{key}"),
                    button(phrase("drop_slip", n=sheet.number), f"noslip:{key}"),
                ]
            ]
        ),
    )


def issued_wording(session: Session, notice: Claimed, now: datetime) -> Wording | None:
    """Return a sent slip as the unit reads it; None where it has reported meanwhile.

    Whoever answers for the unit can open the card from it.
    """
    sheet = slip_sheet(session, notice.subject["slip"], now)
    if not sheet.owed:
        return None
    debt = sheet.owed[0]
    answering = speakers(session, frozenset({debt.unit_id}), sheet.plan.day(now))
    opening = InlineKeyboardMarkup([[open_button(debt.kind, debt.round_id)]])
    return Wording(_text(sheet, draft=False), opening if notice.member_id in answering else None)


def _text(sheet: SlipSheet, *, draft: bool) -> str:
    return render("slip", sheet=sheet, owed=sheet.owed[:SHOWN], draft=draft, zone=sheet.plan.zone)
