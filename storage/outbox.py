"""The outbox: what is to be said, queued in the transaction that causes it.

A notice is claimed under a lease, worded at send time, and finished as sent, evaporated (no longer
worth saying) or buried (cannot be delivered). A lease that runs out frees the notice again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, or_, select

from rules.facts import Labelled
from storage.once import insert_once
from storage.tables import CheckIn, Member, Notice, Plan

LEASE = timedelta(seconds=60)


class NoticeKind(Labelled):
    """What a notice is; the label is for the administrator."""

    CARD = "card", "填报卡"
    REMINDER = "reminder", "临近提醒"
    RECEIPT = "receipt", "回执"
    REFRESH = "refresh", "卡片更新"
    QUESTION = "question", "待归类"
    CHASE = "chase", "催办"
    DIGEST = "digest", "周报"
    PLAN_OVER = "plan_over", "到期说明"


class Priority(IntEnum):
    """Who goes first at the gate."""

    ANSWER = 0
    REMINDER = 1
    BROADCAST = 2


@dataclass(frozen=True)
class Draft:
    """A notice to queue; `key` makes it once."""

    key: str
    kind: NoticeKind
    priority: Priority
    subject: dict[str, Any]
    plan_id: int | None = None
    member_id: int | None = None
    round_id: int | None = None
    not_before: datetime | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True)
class Claimed:
    """A notice leased for sending; `chat_id` is where it goes as of now, None: nowhere."""

    id: int
    kind: NoticeKind
    subject: dict[str, Any]
    plan_id: int | None
    member_id: int | None
    round_id: int | None
    chat_id: int | None
    attempts: int


def queue(session: Session, drafts: Iterable[Draft], *, at: datetime) -> int:
    """Queue the notices whose keys are new; return how many were."""
    rows = [
        {
            "key": draft.key,
            "kind": draft.kind.value,
            "plan_id": draft.plan_id,
            "member_id": draft.member_id,
            "round_id": draft.round_id,
            "subject": draft.subject,
            "priority": int(draft.priority),
            "queued_at": at,
            "not_before": draft.not_before or at,
            "expires_at": draft.expires_at,
            "attempts": 0,
        }
        for draft in drafts
    ]
    return len(insert_once(session, Notice, rows))


def claim(
    session: Session, now: datetime, *, limit: int = 8, lease: timedelta = LEASE
) -> tuple[Claimed, ...]:
    """Lease the notices that are due, the most urgent first; bury what expired."""
    session.exec(
        update(Notice)
        .where(col(Notice.finished_at).is_(None), col(Notice.expires_at) <= now)
        .values(finished_at=now, outcome="expired")
    )
    rows = session.exec(
        select(Notice)
        .where(
            col(Notice.finished_at).is_(None),
            col(Notice.not_before) <= now,
            or_(col(Notice.leased_until).is_(None), col(Notice.leased_until) <= now),
        )
        .order_by(col(Notice.priority), col(Notice.not_before), col(Notice.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.leased_until = now + lease
        row.attempts += 1
    return tuple(_claimed(session, row) for row in rows)


def sent(
    session: Session,
    notice_id: int,
    *,
    at: datetime,
    chat_id: int,
    message_id: int,
    prompted: Iterable[int] = (),
) -> None:
    """Finish a notice as delivered; `prompted` are the check-ins its card put before somebody."""
    notice = session.get_one(Notice, notice_id)
    notice.finished_at, notice.outcome = at, "sent"
    notice.chat_id, notice.message_id = chat_id, message_id
    session.exec(
        update(CheckIn)
        .where(col(CheckIn.id).in_(tuple(prompted)), col(CheckIn.prompted_at).is_(None))
        .values(prompted_at=at)
    )


def evaporate(session: Session, notice_id: int, *, at: datetime) -> None:
    """Finish a notice that is no longer worth saying."""
    notice = session.get_one(Notice, notice_id)
    notice.finished_at, notice.outcome = at, "evaporated"


def bury(
    session: Session, notice_id: int, reason: str, *, at: datetime, unreachable: bool = False
) -> None:
    """Finish a notice that cannot be delivered, with the reason; note a member who blocks us."""
    notice = session.get_one(Notice, notice_id)
    notice.finished_at, notice.outcome, notice.reason = at, "buried", reason
    if unreachable and notice.member_id is not None:
        session.get_one(Member, notice.member_id).unreachable_since = at


def postpone(session: Session, notice_id: int, until: datetime, reason: str) -> None:
    """Give a notice back to be sent from `until` on."""
    notice = session.get_one(Notice, notice_id)
    notice.not_before, notice.leased_until, notice.reason = until, None, reason


def release(session: Session) -> None:
    """Free every lease; called at start, when nobody else sends."""
    session.exec(
        update(Notice)
        .where(col(Notice.finished_at).is_(None), col(Notice.leased_until).is_not(None))
        .values(leased_until=None)
    )


def _claimed(session: Session, row: Notice) -> Claimed:
    chat_id: int | None = None
    if row.member_id is not None:
        chat_id = session.get_one(Member, row.member_id).user_id
    elif row.plan_id is not None:
        chat_id = session.get_one(Plan, row.plan_id).chat_id
    return Claimed(
        id=row.id or 0,
        kind=NoticeKind(row.kind),  # type: ignore[call-arg]
        subject=row.subject,
        plan_id=row.plan_id,
        member_id=row.member_id,
        round_id=row.round_id,
        chat_id=chat_id,
        attempts=row.attempts,
    )
