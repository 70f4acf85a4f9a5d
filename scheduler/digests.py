"""Digests to the supervision group: one a week however often the process restarts."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from rules.workdays import WorkCalendar
from storage.outbox import Draft, NoticeKind, Priority, queue
from storage.rounds import PlanFacts
from storage.tables import Round

STALE = timedelta(days=7)


def post_digests(session: Session, plan: PlanFacts, calendar: WorkCalendar, now: datetime) -> int:
    """Queue the digests that are due since the group was bound; return how many are new.

    One that comes up in quiet hours waits for the morning. A digest late by a week is not sent any
    more: the next one tells the same and more.
    """
    if plan.chat_id is None or plan.chat_since is None:
        return 0
    due = session.exec(
        select(Round).where(
            Round.plan_id == plan.id,
            col(Round.digest_at) <= now,
            col(Round.digest_at) > max(now - STALE, plan.chat_since),
        )
    )
    drafts = [
        Draft(
            key=f"digest:plan={plan.id}:{row.key}",
            kind=NoticeKind.DIGEST,
            priority=Priority.BROADCAST,
            subject={"day": row.first.isoformat()},
            plan_id=plan.id,
            round_id=row.id,
            not_before=plan.rhythm.hours.speakable(now, calendar),
            expires_at=(row.digest_at or now) + STALE,
        )
        for row in due
    ]
    return queue(session, drafts, at=now)


def tell_the_end(session: Session, plan: PlanFacts, calendar: WorkCalendar, now: datetime) -> int:
    """Queue, once, that the plan is over, instead of falling silent."""
    if plan.chat_id is None or not plan.is_over(now):
        return 0
    over = Draft(
        key=f"over:plan={plan.id}:{plan.span.last.isoformat()}",
        kind=NoticeKind.PLAN_OVER,
        priority=Priority.BROADCAST,
        subject={},
        plan_id=plan.id,
        not_before=plan.rhythm.hours.speakable(now, calendar),
    )
    return queue(session, [over], at=now)
