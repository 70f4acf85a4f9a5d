"""Digests to the supervision group: one a period however often the process restarts."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlmodel import Session, col, select

from rules.facts import PeriodKind
from rules.periods import DAY
from rules.workdays import WorkCalendar
from storage.outbox import Draft, NoticeKind, Priority, queue
from storage.rounds import PlanFacts
from storage.tables import Round

STALE = timedelta(days=7)


def post_digests(session: Session, plan: PlanFacts, calendar: WorkCalendar, now: datetime) -> int:
    """Queue the digests that are due since the group was bound; return how many are new.

    One that comes up in quiet hours waits for the morning. A digest late by a week is not sent any
    more, nor is a day's on another day than its own: the next one tells the same and more. For the
    same reason a day has none of its own where a longer period is summed up.
    """
    if plan.chat_id is None or plan.chat_since is None:
        return 0
    rows = session.exec(
        select(Round).where(
            Round.plan_id == plan.id,
            col(Round.digest_at) <= now,
            col(Round.digest_at) > max(now - STALE, plan.chat_since),
        )
    ).all()
    drafts = [
        Draft(
            key=f"digest:plan={plan.id}:{row.key}",
            kind=NoticeKind.DIGEST,
            priority=Priority.BROADCAST,
            subject={"day": row.first.isoformat()},
            plan_id=plan.id,
            round_id=row.id,
            not_before=plan.rhythm.hours.speakable(now, calendar),
            expires_at=_expiry(row.kind, row.digest_at, plan, calendar),
        )
        for row in rows
        if row.digest_at is not None
        and _expiry(row.kind, row.digest_at, plan, calendar) > now
        and not (row.kind is PeriodKind.DAY and _is_summed_up(session, plan, row.digest_at))
    ]
    return queue(session, drafts, at=now)


def _expiry(
    kind: PeriodKind, digest_at: datetime, plan: PlanFacts, calendar: WorkCalendar
) -> datetime:
    if kind is not PeriodKind.DAY:
        return digest_at + STALE
    spoken = plan.rhythm.hours.speakable(digest_at, calendar)
    return plan.rhythm.at(plan.day(spoken) + DAY, time.min)


def _is_summed_up(session: Session, plan: PlanFacts, at: datetime) -> bool:
    """Return whether a period longer than a day has its digest on the day of `at`."""
    day = plan.day(at)
    longer = session.exec(
        select(Round.id).where(
            Round.plan_id == plan.id,
            Round.kind != PeriodKind.DAY,
            col(Round.digest_at) >= plan.rhythm.at(day, time.min),
            col(Round.digest_at) <= plan.rhythm.at(day, time.max),
        )
    ).first()
    return longer is not None


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
