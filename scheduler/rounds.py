"""Rounds to open and close, and the cards that go out with them."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, func, select

from rules.cadence import rounds_between
from rules.workdays import WorkCalendar
from storage.ledger.roster import answering
from storage.outbox import Draft, NoticeKind, Priority, queue
from storage.rosters import roster
from storage.rounds import PlanFacts, close_rounds, is_open, move_watermark, open_round
from storage.tables import Assignment, CheckIn, Notice, Round


def advance(session: Session, plan: PlanFacts, calendar: WorkCalendar, now: datetime) -> int:
    """Open the rounds owed since the last tick, queue their cards, close what is over."""
    since = min(plan.asked_until, now)
    owed = rounds_between(since, now, plan.span, plan.rhythm, calendar)
    opened = [
        open_round(session, plan.id, period, hours, roster(session, plan, calendar, period, now))
        for period, hours in owed
        if not is_open(session, plan.id, period)
    ]
    speaks = plan.rhythm.hours.speakable(now, calendar)
    asking = _asking(session, plan.id, now)
    queued = sum(_queue_cards(session, plan, row, now, speaks) for row in asking)
    move_watermark(session, plan.id, now)
    return len(opened) + queued + close_rounds(session, plan.id, now)


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
    """Queue the cards not queued yet; one that comes up in quiet hours waits for the morning.

    Who has his card and is asked for more since then gets it again.
    """
    given = _given(session, row)
    speakers = answering(session, row.id or 0, plan.day(now))
    more = _asked_since(session, row) if given else {}
    keys = {
        member_id: f"card:member={member_id}:round={row.id}:{row.key}"
        for member_id in speakers
        if member_id not in given
    } | {
        member_id: f"card:member={member_id}:round={row.id}:{row.key}:more={newest}"
        for member_id, units in speakers.items()
        if given.get(member_id) and (newest := max(more.get(unit, 0) for unit in units))
    }
    return queue(
        session,
        (
            Draft(
                key=key,
                kind=NoticeKind.CARD,
                priority=Priority.BROADCAST,
                subject={},
                plan_id=plan.id,
                member_id=member_id,
                round_id=row.id,
                not_before=speaks,
                expires_at=row.due_at,
            )
            for member_id, key in keys.items()
        ),
        at=now,
    )


def _given(session: Session, row: Round) -> dict[int, bool]:
    """Return who has a card of the round, and whether all of his are delivered."""
    given: dict[int, bool] = {}
    for member_id, finished in session.exec(
        select(Notice.member_id, Notice.finished_at).where(
            Notice.round_id == row.id, Notice.kind == NoticeKind.CARD.value
        )
    ):
        given[member_id or 0] = given.get(member_id or 0, True) and finished is not None
    return given


def _asked_since(session: Session, row: Round) -> dict[int, int]:
    """Return the units with a check-in that no card has shown yet, each with its newest one."""
    return {
        unit_id: newest or 0
        for unit_id, newest in session.exec(
            select(Assignment.unit_id, func.max(CheckIn.id))
            .join(Assignment, col(CheckIn.assignment_id) == Assignment.id)
            .where(
                CheckIn.round_id == row.id,
                CheckIn.revision == 0,
                col(CheckIn.covered_at).is_(None),
                col(CheckIn.prompted_at).is_(None),
            )
            .group_by(col(Assignment.unit_id))
        )
    }
