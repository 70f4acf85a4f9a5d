"""Units sign for the tasks a plan gives them (签收): asked at its launch, once a unit.

A unit has its workdays to sign from when somebody was told, never from before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from rules.facts import Share
from rules.refusals import NotYourCard, Stranger, UnknownButton
from rules.workdays import WorkCalendar
from storage import journal
from storage.ledger.roster import speakers, units_of
from storage.members import actor
from storage.once import insert_once
from storage.outbox import Draft, NoticeKind, Priority, queue
from storage.rounds import PlanFacts, plan_facts
from storage.tables import Acknowledgement, Assignment, Member, Notice, Task, Unit


@dataclass(frozen=True)
class Given:
    """A task a unit signs for, with its share in it."""

    unit_id: int
    unit: str
    number: str
    title: str
    share: Share


@dataclass(frozen=True)
class Offer:
    """What is still to be signed for, by unit in the order of the notice, and by when."""

    tasks: tuple[Given, ...]
    due_at: datetime


@dataclass(frozen=True)
class Unsigned:
    """A unit that was asked and has not signed; `late` once its workdays are over."""

    unit_id: int
    unit: str
    due_at: datetime
    late: bool


@dataclass(frozen=True)
class Signed:
    """How many tasks a tap signed for, 0 where all was signed; by whom and when that was."""

    tasks: int
    by: str
    at: datetime


def open_acknowledgements(
    session: Session, plan: PlanFacts, calendar: WorkCalendar, now: datetime
) -> int:
    """Ask every unit that has tasks and somebody to ask, each speaker in one message.

    Whoever is bound later is asked then. Returns how many units and messages were new.
    """
    members = speakers(session, _assigned(session, plan.id), plan.day(now))
    opened = _open(session, plan, calendar, members.values(), now)
    waiting = _rows(session, plan.id)
    notices = _notices(session, plan.id) if waiting else []
    _note_delivery(plan, calendar, waiting, notices)
    told: dict[int, set[int]] = {}
    for notice in notices:
        told.setdefault(notice.member_id or 0, set()).update(notice.subject["units"])
    speaks = plan.rhythm.hours.speakable(now, calendar)
    drafts = [
        _draft(plan.id, member_id, new, speaks)
        for member_id, units in members.items()
        if (new := (units & waiting.keys()) - told.get(member_id, set()))
    ]
    return opened + queue(session, drafts, at=now)


def offer(
    session: Session,
    plan: PlanFacts,
    calendar: WorkCalendar,
    unit_ids: Collection[int],
    now: datetime,
) -> Offer:
    """Return what these units still have to sign for."""
    rows = [row for key, row in _rows(session, plan.id).items() if key in unit_ids]
    given = _given(session, plan.id, [row.unit_id for row in rows])
    fresh = _due(plan, calendar, now)
    return Offer(
        given, min((row.due_at if row.prompted_at else fresh for row in rows), default=fresh)
    )


def acknowledge(session: Session, user_id: int, notice_id: int, *, at: datetime) -> Signed:
    """Sign for the units named in the message that asked, as far as the person speaks for them.

    Raises Stranger, UnknownButton where no such message was sent, NotYourCard.
    """
    who = actor(session, user_id)
    if who.member_id is None:
        raise Stranger
    notice = session.get(Notice, notice_id)
    if notice is None or notice.kind != NoticeKind.ACKNOWLEDGE or notice.plan_id is None:
        raise UnknownButton
    plan = plan_facts(session, notice.plan_id)
    units = units_of(session, who.member_id, plan.day(at)) & set(notice.subject["units"])
    if not units:
        raise NotYourCard
    waiting = [row for key, row in _rows(session, plan.id).items() if key in units]
    tasks = len(_given(session, plan.id, [row.unit_id for row in waiting]))
    for row in waiting:
        row.acknowledged_at, row.member_id = at, who.member_id
        journal.record(
            session, "acknowledged", f"unit:{row.unit_id}", at=at, member_id=who.member_id
        )
    session.flush()
    return _signed(session, plan.id, units, tasks)


def pending(session: Session, plan_id: int, now: datetime) -> tuple[Unsigned, ...]:
    """Return the units that were asked and have not signed, in the order of the notice."""
    rows = session.exec(
        select(Acknowledgement, Unit)
        .join(Unit)
        .where(
            Acknowledgement.plan_id == plan_id,
            col(Acknowledgement.acknowledged_at).is_(None),
            col(Acknowledgement.prompted_at).is_not(None),
        )
        .order_by(col(Unit.id))
    )
    return tuple(
        Unsigned(row.unit_id, unit.name, row.due_at, late=row.due_at <= now) for row, unit in rows
    )


def _assigned(session: Session, plan_id: int) -> frozenset[int]:
    return frozenset(
        session.exec(
            select(Assignment.unit_id)
            .join(Task)
            .where(
                Task.plan_id == plan_id,
                col(Task.withdrawn_at).is_(None),
                col(Assignment.ended_at).is_(None),
            )
            .distinct()
        )
    )


def _open(
    session: Session,
    plan: PlanFacts,
    calendar: WorkCalendar,
    spoken_for: Iterable[frozenset[int]],
    now: datetime,
) -> int:
    known = session.exec(
        select(Acknowledgement.unit_id).where(Acknowledgement.plan_id == plan.id)
    ).all()
    due = _due(plan, calendar, now)
    rows = [
        {"plan_id": plan.id, "unit_id": unit_id, "opened_at": now, "due_at": due}
        for unit_id in sorted(frozenset[int]().union(*spoken_for) - set(known))
    ]
    return len(insert_once(session, Acknowledgement, rows))


def _rows(session: Session, plan_id: int) -> dict[int, Acknowledgement]:
    """Return what is not signed, by unit."""
    rows = session.exec(
        select(Acknowledgement)
        .where(Acknowledgement.plan_id == plan_id, col(Acknowledgement.acknowledged_at).is_(None))
        .order_by(col(Acknowledgement.id))
    )
    return {row.unit_id: row for row in rows}


def _notices(session: Session, plan_id: int) -> list[Notice]:
    """Return the messages that asked; without a round, they are few and found by index."""
    return list(
        session.exec(
            select(Notice).where(
                col(Notice.round_id).is_(None),
                Notice.kind == NoticeKind.ACKNOWLEDGE.value,
                Notice.plan_id == plan_id,
            )
        )
    )


def _note_delivery(
    plan: PlanFacts,
    calendar: WorkCalendar,
    waiting: Mapping[int, Acknowledgement],
    notices: Iterable[Notice],
) -> None:
    """Start the workdays of the units whose first message has arrived."""
    delivered = [one for one in notices if one.outcome == "sent" and one.finished_at]
    for notice in sorted(delivered, key=lambda one: one.finished_at or one.queued_at):
        for unit_id in notice.subject["units"]:
            row = waiting.get(unit_id)
            if row is not None and row.prompted_at is None:
                row.prompted_at = notice.finished_at
                row.due_at = _due(plan, calendar, notice.finished_at or notice.queued_at)


def _due(plan: PlanFacts, calendar: WorkCalendar, asked: datetime) -> datetime:
    """Return the end of office of the last workday to sign, for who was asked then."""
    day = calendar.add_workdays(plan.day(asked), plan.settings.acknowledge_workdays)
    return plan.rhythm.at(day, plan.settings.long_due)


def _draft(plan_id: int, member_id: int, units: Collection[int], speaks: datetime) -> Draft:
    return Draft(
        key=f"ack:plan={plan_id}:unit={min(units)}:member={member_id}",
        kind=NoticeKind.ACKNOWLEDGE,
        priority=Priority.BROADCAST,
        subject={"units": sorted(units)},
        plan_id=plan_id,
        member_id=member_id,
        not_before=speaks,
    )


def _given(session: Session, plan_id: int, unit_ids: Collection[int]) -> tuple[Given, ...]:
    rows = session.exec(
        select(Assignment, Task, Unit)
        .join(Task, col(Assignment.task_id) == Task.id)
        .join(Unit, col(Assignment.unit_id) == Unit.id)
        .where(
            Task.plan_id == plan_id,
            col(Task.withdrawn_at).is_(None),
            col(Assignment.ended_at).is_(None),
            col(Assignment.unit_id).in_(unit_ids),
        )
        .order_by(col(Unit.id), col(Task.position), col(Assignment.share).desc())
    )
    given = {
        (row.unit_id, task.id): Given(row.unit_id, unit.name, task.number, task.title, row.share)
        for row, task, unit in rows
    }
    return tuple(given.values())


def _signed(session: Session, plan_id: int, units: Collection[int], tasks: int) -> Signed:
    row, name = session.exec(
        select(Acknowledgement, Member.name)
        .join(Member, col(Acknowledgement.member_id) == Member.id)
        .where(Acknowledgement.plan_id == plan_id, col(Acknowledgement.unit_id).in_(units))
        .order_by(col(Acknowledgement.acknowledged_at).desc())
        .limit(1)
    ).one()
    return Signed(tasks, name, row.acknowledged_at or row.opened_at)
