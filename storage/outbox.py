"""The outbox: what is to be said, queued in the transaction that causes it.

A notice is claimed under a lease, worded at send time, and finished as sent, evaporated (no longer
worth saying) or buried (cannot be delivered). A lease that runs out frees the notice again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy import update
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.daily_limit import SOON, held_until
from storage.notice_kinds import INITIATED, NoticeKind, Priority
from storage.once import insert_once
from storage.tables import CheckIn, Member, Notice, Plan

__all__ = [
    "LEASE",
    "Claimed",
    "Draft",
    "NoticeKind",
    "Parcel",
    "Priority",
    "bury",
    "claim",
    "evaporate",
    "expire",
    "of_message",
    "postpone",
    "queue",
    "release",
    "sent",
]
LEASE = timedelta(seconds=60)


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
    key: str
    kind: NoticeKind
    subject: dict[str, Any]
    plan_id: int | None
    member_id: int | None
    round_id: int | None
    chat_id: int | None
    attempts: int


Parcel: TypeAlias = tuple[Claimed, ...]
"""What goes out in one message."""


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
) -> tuple[Parcel, ...]:
    """Lease what is due, the most urgent first, as parcels of one message each.

    What we begin to say to one person goes into one parcel. One that would be too many for the
    person's day waits.
    """
    first_due = _waiting(now, now).limit(1).with_for_update(skip_locked=True)
    parcels: list[Parcel] = []
    while len(parcels) < limit and (row := session.exec(first_due).first()):
        together = (
            _together(session, row, now) if row.member_id and row.kind in INITIATED else [row]
        )
        later = held_until(session, together, now)
        for one in together:
            if later is not None:
                one.not_before = later
            else:
                one.leased_until = now + lease
                one.attempts += 1
        if later is None:
            parcels.append(tuple(_claimed(session, one) for one in together))
    return tuple(parcels)


def sent(
    session: Session,
    notice_ids: Sequence[int],
    *,
    at: datetime,
    chat_id: int,
    message_id: int,
    prompted: Collection[int] = (),
) -> None:
    """Finish notices as delivered in one message.

    `prompted` are the check-ins that its cards put before somebody.
    """
    first, *others = notice_ids
    delivered = {"finished_at": at, "outcome": "sent", "chat_id": chat_id, "message_id": message_id}
    session.exec(update(Notice).where(col(Notice.id) == first).values(**delivered))
    if others:
        merged = update(Notice).where(col(Notice.id).in_(others))
        session.exec(merged.values(**delivered, merged_into=first))
    if not prompted:
        return
    session.exec(
        update(CheckIn)
        .where(col(CheckIn.id).in_(prompted), col(CheckIn.prompted_at).is_(None))
        .values(prompted_at=at)
    )


def evaporate(session: Session, notice_ids: Sequence[int], *, at: datetime) -> None:
    """Finish notices that are no longer worth saying."""
    for notice_id in notice_ids:
        notice = session.get_one(Notice, notice_id)
        notice.finished_at, notice.outcome = at, "evaporated"


def bury(
    session: Session,
    notice_ids: Sequence[int],
    reason: str,
    *,
    at: datetime,
    unreachable: bool = False,
) -> None:
    """Finish notices that cannot be delivered, with the reason; note a member who blocks us."""
    for notice_id in notice_ids:
        notice = session.get_one(Notice, notice_id)
        notice.finished_at, notice.outcome, notice.reason = at, "buried", reason
        if unreachable and notice.member_id is not None:
            session.get_one(Member, notice.member_id).unreachable_since = at


def postpone(session: Session, notice_ids: Sequence[int], until: datetime, reason: str) -> None:
    """Give notices back to be sent from `until` on."""
    for notice_id in notice_ids:
        notice = session.get_one(Notice, notice_id)
        notice.not_before, notice.leased_until, notice.reason = until, None, reason


def expire(session: Session, now: datetime) -> int:
    """Finish the notices whose time is over unsaid; return how many."""
    expired = session.exec(
        update(Notice)
        .where(col(Notice.finished_at).is_(None), col(Notice.expires_at) <= now)
        .values(finished_at=now, outcome="expired")
        .returning(col(Notice.id))
    )
    return len(expired.all())


def release(session: Session) -> None:
    """Free every lease; called at start, when nobody else sends."""
    session.exec(
        update(Notice)
        .where(col(Notice.finished_at).is_(None), col(Notice.leased_until).is_not(None))
        .values(leased_until=None)
    )


def _waiting(now: datetime, until: datetime) -> SelectOfScalar[Notice]:
    """Choose what nobody is sending at `now` and what is due by `until`."""
    return (
        select(Notice)
        .where(
            col(Notice.finished_at).is_(None),
            col(Notice.not_before) <= until,
            or_(col(Notice.leased_until).is_(None), col(Notice.leased_until) <= now),
            or_(col(Notice.expires_at).is_(None), col(Notice.expires_at) > now),
        )
        .order_by(col(Notice.priority), col(Notice.not_before), col(Notice.id))
    )


def _together(session: Session, row: Notice, now: datetime) -> list[Notice]:
    """Return everything that we begin to say to the same person now, or are about to."""
    return list(
        session.exec(
            _waiting(now, now + SOON)
            .where(Notice.member_id == row.member_id, col(Notice.kind).in_(INITIATED))
            .with_for_update(skip_locked=True)
        )
    )


def of_message(session: Session, chat_id: int, message_id: int) -> Parcel:
    """Return what a message of ours said when the bot began to speak; empty for any other."""
    rows = session.exec(
        select(Notice)
        .where(
            Notice.chat_id == chat_id,
            Notice.message_id == message_id,
            col(Notice.kind).in_(INITIATED),
        )
        .order_by(col(Notice.id))
    )
    return tuple(_claimed(session, row) for row in rows)


def _claimed(session: Session, row: Notice) -> Claimed:
    chat_id: int | None = None
    if row.member_id is not None:
        chat_id = session.get_one(Member, row.member_id).user_id
    elif row.plan_id is not None:
        chat_id = session.get_one(Plan, row.plan_id).chat_id
    return Claimed(
        id=row.id or 0,
        key=row.key,
        kind=NoticeKind(row.kind),  # type: ignore[call-arg]
        subject=row.subject,
        plan_id=row.plan_id,
        member_id=row.member_id,
        round_id=row.round_id,
        chat_id=chat_id,
        attempts=row.attempts,
    )
