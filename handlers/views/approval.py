"""What a head is asked to confirm (审定), and what comes back with a word."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select
from telegram import InlineKeyboardMarkup

from handlers.views.keyboards import base36, button, open_button
from handlers.views.render import phrase, render
from handlers.views.wording import Wording
from storage.ledger.submissions import ApprovalState, reported, submissions
from storage.outbox import Claimed, NoticeKind
from storage.rounds import plan_facts
from storage.tables import Approval, Member, Notice, Round, Unit

SHOWN = 10


def approval_wording(session: Session, notice: Claimed, now: datetime) -> Wording | None:
    """Return a unit's reports as they stand, with the two buttons; None where none waits."""
    unit_id = notice.subject["unit"]
    row = session.get_one(Round, notice.round_id or 0)
    found = submissions(session, row.id or 0, {unit_id}).get(unit_id)
    if found is None or found.state is not ApprovalState.PENDING or _is_overtaken(session, notice):
        return None
    unit = session.get_one(Unit, unit_id).name
    told = reported(session, found.reports)
    text = render(
        "approval",
        unit=unit,
        row=row,
        told=told[:SHOWN],
        more=told[SHOWN:],
        total=len(told),
        silent=found.silent,
        now=now,
        zone=plan_facts(session, row.plan_id).zone,
    )
    key = f"{base36(row.id or 0)}:{base36(unit_id)}:{base36(found.reports[-1])}"
    return Wording(
        text,
        InlineKeyboardMarkup(
            [
                [
                    button(phrase("approve", unit=unit, kind=row.kind), f"appr:{key}"),
                    button(phrase("send_back"), f"sendback:{key}"),
                ]
            ]
        ),
    )


def sent_back_wording(session: Session, notice: Claimed, now: datetime) -> Wording | None:
    """Return the head's word; None where the report was corrected or confirmed meanwhile."""
    approval, author, unit = session.exec(
        select(Approval, Member.name, Unit.name)
        .join(Member, col(Approval.member_id) == Member.id)
        .join(Unit, col(Approval.unit_id) == Unit.id)
        .where(Approval.id == notice.subject["approval"])
    ).one()
    row = session.get_one(Round, approval.round_id)
    found = submissions(session, approval.round_id, {approval.unit_id})[approval.unit_id]
    if found.state is not ApprovalState.SENT_BACK or now >= row.closes_at:
        return None
    return Wording(
        render("sent_back", row=row, unit=unit, author=author, words=approval.words),
        InlineKeyboardMarkup([[open_button(row.kind, row.id)]]),
    )


def _is_overtaken(session: Session, notice: Claimed) -> bool:
    """Return whether the same is about to be asked of the same person once more."""
    waiting = session.exec(
        select(Notice.subject).where(
            Notice.round_id == notice.round_id,
            Notice.kind == NoticeKind.APPROVAL.value,
            Notice.member_id == notice.member_id,
            col(Notice.finished_at).is_(None),
            col(Notice.id) > notice.id,
        )
    )
    return any(subject["unit"] == notice.subject["unit"] for subject in waiting)
