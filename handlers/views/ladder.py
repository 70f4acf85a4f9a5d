"""The rungs of the chase ladder in words: to the liaison, to the head, and the sent slip."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select
from telegram import InlineKeyboardMarkup

from handlers.views.keyboards import open_button
from handlers.views.render import render
from handlers.views.slips import issued_wording
from handlers.views.wording import Wording
from rules.escalation import Rung
from rules.facts import Duty
from storage.ledger.debts import debts
from storage.outbox import Claimed
from storage.rounds import plan_facts
from storage.tables import Member, Post, Unit

SHOWN = 9


def ladder_wording(session: Session, notice: Claimed, now: datetime) -> Wording | None:
    """Return what a unit still owes in the round; None where it owes nothing any more."""
    if "slip" in notice.subject:
        return issued_wording(session, notice, now)
    unit_id = notice.subject["unit"]
    plan = plan_facts(session, notice.plan_id or 0)
    owed = debts(session, plan, now, rounds=(notice.round_id or 0,), unit_ids=(unit_id,))
    if not owed:
        return None
    to_head = notice.subject["rung"] == Rung.HEAD.value
    return Wording(
        render(
            "ladder",
            unit=session.get_one(Unit, unit_id).name,
            owed=owed[:SHOWN],
            more=len(owed[SHOWN:]),
            total=len(owed),
            since=min(one.since for one in owed),
            to_head=to_head,
            liaisons=_liaisons(session, unit_id) if to_head else (),
            now=now,
        ),
        None if to_head else InlineKeyboardMarkup([[open_button(owed[0].kind, notice.round_id)]]),
    )


def _liaisons(session: Session, unit_id: int) -> list[str]:
    return list(
        session.exec(
            select(Member.name)
            .join(Post)
            .where(Post.unit_id == unit_id, Post.duty == Duty.LIAISON, col(Post.ended_at).is_(None))
        )
    )
