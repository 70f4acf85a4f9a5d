"""Rounds to open and close, and the cards that go out with them."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from rules.cadence import rounds_between
from rules.workdays import WorkCalendar
from storage.ledger.roster import answering
from storage.outbox import Draft, NoticeKind, Priority, queue
from storage.rounds import PlanFacts, close_rounds, move_watermark, open_round
from storage.tables import Notice, Round


def advance(session: Session, plan: PlanFacts, calendar: WorkCalendar, now: datetime) -> int:
    """Open the rounds owed since the last tick, queue their cards, close what is over."""
    since = min(plan.asked_until, now)
    owed = rounds_between(since, now, plan.span, plan.rhythm, calendar)
    opened = [open_round(session, plan.id, period, hours) for period, hours in owed]
    speaks = plan.rhythm.hours.speakable(now, calendar)
    asking = _asking(session, plan.id, now)
    queued = sum(_queue_cards(session, plan, row, now, speaks) for row in asking)
    move_watermark(session, plan.id, now)
    return len([one for one in opened if one]) + queued + close_rounds(session, plan.id, now)


def _asking(session: Session, plan_id: int, now: datetime) -> list[Round]:
    """Return the rounds whose window is open; after due a card would only accuse."""
    return list(
        session.exec(
            select(Round).where(
                Round.plan_id == plan_id,
                col(Round.closed_at).is_(None),
                Round.opens_at <= now,
                Round.due_at > now,
            )
        )
    )


def _queue_cards(
    session: Session, plan: PlanFacts, row: Round, now: datetime, speaks: datetime
) -> int:
    """Queue the cards not queued yet; one that comes up in quiet hours waits for the morning."""
    given = set(
        session.exec(
            select(Notice.member_id).where(
                Notice.round_id == row.id, Notice.kind == NoticeKind.CARD.value
            )
        )
    )
    return queue(
        session,
        (
            Draft(
                key=f"card:member={member_id}:round={row.id}:{row.key}",
                kind=NoticeKind.CARD,
                priority=Priority.BROADCAST,
                subject={},
                plan_id=plan.id,
                member_id=member_id,
                round_id=row.id,
                not_before=speaks,
                expires_at=row.due_at,
            )
            for member_id in answering(session, row.id or 0)
            if member_id not in given
        ),
        at=now,
    )
