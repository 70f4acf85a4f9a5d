"""The wording of each notice at the moment it is sent, from the facts of that moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select
from telegram import InlineKeyboardMarkup

from handlers.views.cards import card_keyboard, card_text
from handlers.views.digests import digest_text
from handlers.views.keyboards import base36, button, rows
from handlers.views.render import render
from storage.ledger.cards import Card, card, said
from storage.ledger.digest import week_digest
from storage.ledger.overdue import overdue
from storage.outbox import Claimed, NoticeKind
from storage.rounds import current_plan, plan_facts
from storage.tables import Assignment, CheckIn, Member, Remark, Report, Task


@dataclass(frozen=True)
class Wording:
    """A message to send, or to put in place of `edits`; `prompted` are the check-ins it asks."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None
    reply_to: int | None = None
    edits: int | None = None
    prompted: tuple[int, ...] = ()


def word(session: Session, notice: Claimed, now: datetime) -> Wording | None:
    """Return what a notice says now; None where it is no longer worth saying."""
    if notice.kind is NoticeKind.RECEIPT:
        return _receipt(session, notice)
    if notice.kind is NoticeKind.QUESTION:
        return _question(session, notice)
    if notice.kind is NoticeKind.CHASE:
        return _chase(session, notice, now)
    if notice.kind is NoticeKind.DIGEST:
        plan = plan_facts(session, notice.plan_id or 0)
        week = week_digest(session, plan, date.fromisoformat(notice.subject["day"]), now)
        return Wording(digest_text(week, plan))
    if notice.kind is NoticeKind.PLAN_OVER:
        return Wording(render("plan_over", plan=plan_facts(session, notice.plan_id or 0)))
    asked = card(session, notice.member_id or 0, notice.round_id or 0)
    return _card(asked, notice, now) if asked.items else None


def _card(asked: Card, notice: Claimed, now: datetime) -> Wording | None:
    text, keyboard = card_text(asked, now), card_keyboard(asked)
    if notice.kind is NoticeKind.REFRESH:
        return Wording(text, keyboard, edits=notice.subject["message_id"])
    if notice.kind is NoticeKind.REMINDER:
        if not asked.unanswered:
            return None
        return Wording(render("reminder", card=asked, zone=asked.zone), keyboard)
    return Wording(text, keyboard, prompted=tuple(item.check_in_id for item in asked.items))


def _receipt(session: Session, notice: Claimed) -> Wording:
    rows_found = session.exec(
        select(Report, Member.name, Task)
        .join(Member, col(Report.member_id) == Member.id)
        .join(CheckIn, col(Report.check_in_id) == CheckIn.id)
        .join(Assignment, col(CheckIn.assignment_id) == Assignment.id)
        .join(Task, col(Assignment.task_id) == Task.id)
        .where(col(Report.id).in_(notice.subject["reports"]))
        .order_by(col(Report.id))
    )
    told = [(task, said(report, author)) for report, author, task in rows_found]
    asked = card(session, notice.member_id or 0, notice.round_id or 0)
    return Wording(
        render("receipt", told=told, card=asked, zone=asked.zone),
        reply_to=notice.subject["reply_to"],
    )


def _question(session: Session, notice: Claimed) -> Wording | None:
    remark = session.get_one(Remark, notice.subject["remark"])
    if remark.placed_in is not None:
        return None
    if notice.round_id is None:
        plan = current_plan(session)
        return Wording(render("kept", remark=remark, plan=plan), reply_to=remark.message_id)
    asked = card(session, notice.member_id or 0, notice.round_id)
    choices = [
        button(f"{item.number}", f"place:{base36(remark.id or 0)}:{base36(item.check_in_id)}")
        for item in asked.items[:95]
    ]
    return Wording(
        render("question", remark=remark, card=asked),
        InlineKeyboardMarkup(rows(choices)),
        reply_to=remark.message_id,
    )


def _chase(session: Session, notice: Claimed, now: datetime) -> Wording | None:
    plan = plan_facts(session, notice.plan_id or 0)
    owed = overdue(session, plan.id, now, unit_ids=tuple(notice.subject["units"]))
    return Wording(render("chase", owed=owed, now=now, zone=plan.zone)) if owed else None
