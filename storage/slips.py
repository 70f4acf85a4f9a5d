"""Supervision slips (督办单): the clock drafts one, a supervisor sends it or lets it lie."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from rules.facts import Duty, PeriodKind
from rules.refusals import SlipDecided, SlipSettled, UnknownButton
from storage import journal
from storage.calendar import work_calendar
from storage.ledger.debts import Debt, debts
from storage.ledger.heads import heads
from storage.ledger.roster import speakers
from storage.once import insert_once
from storage.outbox import Draft, NoticeKind, Priority, queue
from storage.rounds import PlanFacts, plan_facts
from storage.tables import Member, Post, Round, Slip, Unit

ANSWER_WORKDAYS = 2


@dataclass(frozen=True)
class SlipSheet:
    """A slip as it reads now: what the unit still owes, who is in charge, by when to answer.

    `answer_by` counts ANSWER_WORKDAYS from the sending, from now while it is a draft; it never
    lies after the round's close.
    """

    id: int
    number: int
    plan: PlanFacts
    unit: str
    kind: PeriodKind
    first: date
    last: date
    owed: tuple[Debt, ...]
    people: tuple[tuple[Duty, str], ...]
    answer_by: datetime
    decided_at: datetime | None
    sent: bool


def draft_slips(
    session: Session, plan: PlanFacts, owing: Iterable[tuple[int, int]], now: datetime
) -> int:
    """Draft a slip for each (round, unit) that has none, and put it before every supervisor.

    Returns how many are new. Numbers run through the plan; a draft nobody sends keeps its own.
    """
    last = session.exec(select(func.max(Slip.number)).where(Slip.plan_id == plan.id)).one() or 0
    drawn = insert_once(
        session,
        Slip,
        [
            {
                "plan_id": plan.id,
                "number": last + place,
                "round_id": round_id,
                "unit_id": unit_id,
                "drafted_at": now,
                "sent": False,
            }
            for place, (round_id, unit_id) in enumerate(sorted(owing), 1)
        ],
    )
    if not drawn:
        return 0
    supervisors = session.exec(
        select(Member.id).where(
            col(Member.supervisor).is_(True), col(Member.unreachable_since).is_(None)
        )
    ).all()
    speaks = plan.rhythm.hours.speakable(now, work_calendar(session))
    notices = [
        Draft(
            key=f"slip:{slip_id}:member={member_id}",
            kind=NoticeKind.SLIP,
            priority=Priority.REMINDER,
            subject={"slip": slip_id},
            plan_id=plan.id,
            member_id=member_id,
            not_before=speaks,
        )
        for slip_id in drawn
        for member_id in supervisors
    ]
    queue(session, notices, at=now)
    return len(drawn)


def slip_sheet(session: Session, slip_id: int, now: datetime) -> SlipSheet:
    """Return a slip; raises UnknownButton where there is none."""
    slip = session.get(Slip, slip_id)
    if slip is None:
        raise UnknownButton
    return _sheet(session, slip, now)


def decide(
    session: Session, slip_id: int, *, send: bool, by_user: int, by_member: int | None, at: datetime
) -> SlipSheet:
    """Send a drafted slip to the unit's liaisons and heads, or let it lie; decided once.

    Raises UnknownButton, SlipDecided, and SlipSettled where there is nothing left to send it for.
    """
    slip = session.exec(select(Slip).where(Slip.id == slip_id).with_for_update()).first()
    if slip is None:
        raise UnknownButton
    if slip.decided_at is not None:
        raise SlipDecided(slip.number, slip.sent)
    sheet = _sheet(session, slip, at)
    if send and not sheet.owed:
        raise SlipSettled(slip.number, sheet.unit)
    slip.decided_at, slip.decided_by, slip.sent = at, by_member, send
    if send:
        _issue(session, sheet.plan, slip, at)
    journal.record(
        session,
        "slip sent" if send else "slip dropped",
        f"unit:{slip.unit_id}",
        at=at,
        member_id=by_member,
        user=by_user,
        slip=slip.number,
    )
    return _sheet(session, slip, at)


def escalated(
    session: Session, plan_id: int, now: datetime
) -> frozenset[tuple[int, str, PeriodKind]]:
    """Return which debts have come to a slip, as (unit, task number, kind), sent or not."""
    drawn = session.exec(
        select(Slip.round_id, Slip.unit_id)
        .join(Round, col(Slip.round_id) == Round.id)
        .where(Slip.plan_id == plan_id, col(Round.closed_at).is_(None))
    ).all()
    if not drawn:
        return frozenset()
    owed = debts(
        session, plan_facts(session, plan_id), now, rounds={round_id for round_id, _ in drawn}
    )
    return frozenset(
        (one.unit_id, one.number, one.kind)
        for one in owed
        if (one.round_id, one.unit_id) in set(drawn)
    )


def _sheet(session: Session, slip: Slip, now: datetime) -> SlipSheet:
    plan = plan_facts(session, slip.plan_id)
    row = session.get_one(Round, slip.round_id)
    day = work_calendar(session).add_workdays(plan.day(slip.decided_at or now), ANSWER_WORKDAYS)
    people = session.exec(
        select(Post, Member.name)
        .join(Member)
        .where(Post.unit_id == slip.unit_id, col(Post.ended_at).is_(None))
        .order_by(col(Post.duty), col(Post.id))
    )
    return SlipSheet(
        id=slip.id or 0,
        number=slip.number,
        plan=plan,
        unit=session.get_one(Unit, slip.unit_id).name,
        kind=row.kind,
        first=row.first,
        last=row.last,
        owed=debts(session, plan, now, rounds=(slip.round_id,), unit_ids=(slip.unit_id,)),
        people=tuple((post.duty, name) for post, name in people),
        answer_by=min(plan.rhythm.at(day, plan.settings.long_due), row.closes_at),
        decided_at=slip.decided_at,
        sent=slip.sent,
    )


def _issue(session: Session, plan: PlanFacts, slip: Slip, at: datetime) -> None:
    unit, day = frozenset({slip.unit_id}), plan.day(at)
    members = speakers(session, unit, day).keys() | heads(session, unit, day).keys()
    speaks = plan.rhythm.hours.speakable(at, work_calendar(session))
    notices = [
        Draft(
            key=f"slip:{slip.id}:sent:member={member_id}",
            kind=NoticeKind.LADDER,
            priority=Priority.REMINDER,
            subject={"slip": slip.id},
            plan_id=plan.id,
            member_id=member_id,
            round_id=slip.round_id,
            not_before=speaks,
        )
        for member_id in members
    ]
    queue(session, notices, at=at)
