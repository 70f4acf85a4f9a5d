"""Reminders before due (临近提醒): only to those who have not answered."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, or_, select

from storage.ledger.roster import speakers
from storage.outbox import Draft, NoticeKind, Priority, queue
from storage.rounds import PlanFacts
from storage.tables import Assignment, CheckIn, Round


def remind(session: Session, plan: PlanFacts, now: datetime) -> int:
    """Queue the reminders whose moment has come; return how many are new.

    Month and above have a second one; where both have come, the later speaks for both.
    """
    rounds = session.exec(
        select(Round).where(
            Round.plan_id == plan.id,
            col(Round.closed_at).is_(None),
            or_(col(Round.reminds_at) <= now, col(Round.reminds_again_at) <= now),
            Round.due_at > now,
        )
    )
    return sum(_remind(session, plan, row, now) for row in rounds)


def _remind(session: Session, plan: PlanFacts, row: Round, now: datetime) -> int:
    moment = max(one for one in (row.reminds_at, row.reminds_again_at) if one and one <= now)
    unanswered = session.exec(
        select(Assignment.unit_id)
        .join(CheckIn, col(CheckIn.assignment_id) == Assignment.id)
        .where(
            CheckIn.round_id == row.id,
            CheckIn.revision == 0,
            col(CheckIn.covered_at).is_(None),
            col(CheckIn.prompted_at) < moment,
        )
        .distinct()
    )
    return queue(
        session,
        (
            Draft(
                key=f"reminder:member={member_id}:round={row.id}:{row.key}:{moment.isoformat()}",
                kind=NoticeKind.REMINDER,
                priority=Priority.REMINDER,
                subject={},
                plan_id=plan.id,
                member_id=member_id,
                round_id=row.id,
                expires_at=row.due_at,
            )
            for member_id in speakers(session, frozenset(unanswered), plan.day(now))
        ),
        at=now,
    )
