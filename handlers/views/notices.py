"""The wording of a parcel at the moment it is sent, from the facts of that moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select
from telegram import InlineKeyboardMarkup

from handlers.views.acknowledgement import acknowledgement_wording
from handlers.views.approval import approval_wording, sent_back_wording
from handlers.views.bundle import bundle
from handlers.views.calendar import calendar_wording
from handlers.views.cards import card_wording
from handlers.views.digests import digest_wording
from handlers.views.keyboards import base36, button, rows
from handlers.views.ladder import ladder_wording
from handlers.views.render import render
from handlers.views.slips import slip_wording
from handlers.views.wording import Wording
from storage.ledger.cards import Card, card
from storage.ledger.overdue import overdue
from storage.ledger.said import said
from storage.notice_kinds import CARDS, NoticeKind
from storage.outbox import Claimed, Parcel, of_message
from storage.rounds import current_plan, plan_facts
from storage.tables import Assignment, CheckIn, Member, Remark, Report, Task


@dataclass(frozen=True)
class Worded:
    """What a parcel says now: nothing where `wording` is None.

    `said` are the notices said in it, `dropped` those no longer worth saying.
    """

    wording: Wording | None
    said: Parcel
    dropped: Parcel


def word(session: Session, parcel: Parcel, now: datetime) -> Worded:
    """Return what the notices of a parcel say together: cards first, the newest on top.

    A card that asks nothing any more is not worth sending.
    """
    cards = _cards(session, parcel, now)
    asking = [one for one in parcel if one.id not in cards or cards[one.id].unanswered]
    return _word(session, parcel, asking, cards, now)


def reword(session: Session, chat_id: int, message_id: int, now: datetime) -> Wording | None:
    """Return what a message of ours says by now; None where it began with nothing of ours."""
    shown = tuple(
        replace(notice, kind=NoticeKind.CARD) if notice.kind is NoticeKind.REMINDER else notice
        for notice in of_message(session, chat_id, message_id)
    )
    wording = _word(session, shown, shown, _cards(session, shown, now), now).wording
    return None if wording is None else replace(wording, edits=message_id, prompted=())


def _cards(session: Session, parcel: Parcel, now: datetime) -> dict[int, Card]:
    """Return the card of each notice that brings one, as it stands now."""
    return {
        notice.id: _card(session, notice, now)
        for notice in parcel
        if notice.kind is NoticeKind.CARD
    }


def _word(
    session: Session,
    parcel: Parcel,
    asking: Sequence[Claimed],
    cards: Mapping[int, Card],
    now: datetime,
) -> Worded:
    parts: list[tuple[Claimed, Wording]] = []
    for notice in sorted(asking, key=lambda one: (one.kind not in CARDS, -(one.round_id or 0))):
        part = _part(session, notice, cards, now, [one for one, _ in parts])
        if part is not None:
            parts.append((notice, part))
    said_now = tuple(notice for notice, _ in parts)
    dropped = tuple(notice for notice in parcel if notice not in said_now)
    wording = bundle([part for _, part in parts]) if parts else None
    return Worded(wording, said_now, dropped)


def _part(
    session: Session,
    notice: Claimed,
    cards: Mapping[int, Card],
    now: datetime,
    above: Sequence[Claimed],
) -> Wording | None:
    """Return what one notice says, below those already said; None where it is not worth it."""
    if notice.kind is NoticeKind.CARD:
        asked = cards[notice.id]
        return card_wording(asked, now, first=_is_first(above)) if asked.items else None
    if notice.kind is NoticeKind.REMINDER:
        return _reminder(session, notice, now, above)
    return WORDINGS[notice.kind](session, notice, now)


def _card(session: Session, notice: Claimed, now: datetime) -> Card:
    return card(session, notice.member_id or 0, notice.round_id or 0, now)


def _is_first(above: Sequence[Claimed]) -> bool:
    return not any(one.kind is NoticeKind.CARD for one in above)


def _reminder(
    session: Session, notice: Claimed, now: datetime, above: Sequence[Claimed]
) -> Wording | None:
    """Remind of what is still owed, unless its card stands in the same message."""
    if any(one.round_id == notice.round_id for one in above):
        return None
    asked = _card(session, notice, now)
    if not asked.unanswered:
        return None
    text = render("reminder", card=asked, zone=asked.zone)
    return Wording(text, card_wording(asked, now, first=_is_first(above)).keyboard)


def _receipt(session: Session, notice: Claimed, now: datetime) -> Wording:
    rows_found = session.exec(
        select(Report, Member.name, Task)
        .join(Member, col(Report.member_id) == Member.id)
        .join(CheckIn, col(Report.check_in_id) == CheckIn.id)
        .join(Assignment, col(CheckIn.assignment_id) == Assignment.id)
        .join(Task, col(Assignment.task_id) == Task.id)
        .where(col(Report.id).in_(notice.subject["reports"]))
        .order_by(col(Report.id))
    )
    asked = _card(session, notice, now)
    items = {item.check_in_id: item for item in asked.items}
    told = [
        (task, said(report, author), items.get(report.check_in_id))
        for report, author, task in rows_found
    ]
    return Wording(
        render("receipt", told=told, card=asked, zone=asked.zone),
        reply_to=notice.subject["reply_to"],
    )


def _question(session: Session, notice: Claimed, now: datetime) -> Wording | None:
    remark = session.get_one(Remark, notice.subject["remark"])
    if remark.placed_in is not None:
        return None
    if notice.round_id is None:
        plan = current_plan(session)
        return Wording(render("kept", remark=remark, plan=plan), reply_to=remark.message_id)
    asked = _card(session, notice, now)
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


def _refresh(session: Session, notice: Claimed, now: datetime) -> Wording | None:
    return reword(session, notice.chat_id or 0, notice.subject["message_id"], now)


def _plan_over(session: Session, notice: Claimed, now: datetime) -> Wording:
    return Wording(render("plan_over", plan=plan_facts(session, notice.plan_id or 0)))


WORDINGS: Mapping[NoticeKind, Callable[[Session, Claimed, datetime], Wording | None]] = {
    NoticeKind.REFRESH: _refresh,
    NoticeKind.RECEIPT: _receipt,
    NoticeKind.QUESTION: _question,
    NoticeKind.CHASE: _chase,
    NoticeKind.ACKNOWLEDGE: acknowledgement_wording,
    NoticeKind.APPROVAL: approval_wording,
    NoticeKind.SENT_BACK: sent_back_wording,
    NoticeKind.LADDER: ladder_wording,
    NoticeKind.SLIP: slip_wording,
    NoticeKind.CALENDAR: calendar_wording,
    NoticeKind.DIGEST: digest_wording,
    NoticeKind.PLAN_OVER: _plan_over,
}
