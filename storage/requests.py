"""Asking responsible units at request: their shares of a task join the newest open round."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from rules.facts import PeriodKind, Share
from rules.periods import Span
from rules.refusals import NoOpenRound, NoResponsible, NotYourTask
from storage import journal
from storage.exemptions import exempted
from storage.ledger.roster import speakers, units_of
from storage.members import actor
from storage.once import insert_once
from storage.rounds import PlanFacts
from storage.tables import Assignment, CheckIn, Round, Unit
from storage.tasks import find_task


@dataclass(frozen=True)
class Request:
    """What was asked, in which round, and of whom, by the names of the units.

    `asked` are new in the round, `asked_before` were in it already, `spared` are exempt now;
    `unheard` are those of `asked` for whom nobody can be reached yet.
    """

    number: str
    title: str
    kind: PeriodKind
    span: Span
    due_at: datetime
    asked: tuple[str, ...]
    asked_before: tuple[str, ...]
    spared: tuple[str, ...]
    unheard: tuple[str, ...]


def ask_responsible(
    session: Session,
    plan: PlanFacts,
    user_id: int,
    number: str,
    *,
    at: datetime,
    admin: bool = False,
) -> Request:
    """Ask the responsible units of a task in the newest open round of a week or above.

    Supervisors may, and whoever speaks for a lead unit. The clock sends the cards. Raises
    UnknownTask, NotYourTask, NoResponsible, NoOpenRound.
    """
    task, who = find_task(session, plan.id, number), actor(session, user_id)
    held = _assignments(session, task.id or 0)
    leads = {row.unit_id for row, _ in held if row.share is Share.LEAD}
    if not (admin or who.supervisor or leads & _spoken_for(session, who.member_id, plan, at)):
        raise NotYourTask(number)
    shares = [(row, unit) for row, unit in held if row.share is Share.RESPONSIBLE]
    if not shares:
        raise NoResponsible(number)
    row = _newest_open(session, plan.id, at)
    if row is None:
        raise NoOpenRound
    spared = exempted(session, plan.day(at))
    wanted = {held.id or 0: held.unit_id for held, _ in shares if held.unit_id not in spared}
    added = _add(session, row.id or 0, wanted)
    asked = frozenset(wanted[key] for key in added)
    if asked:
        journal.record(
            session,
            "responsible asked",
            f"task:{task.id}",
            at=at,
            member_id=who.member_id,
            user_id=user_id,
            round=row.key,
            units=sorted(asked),
        )
    heard = speakers(session, asked, plan.day(at)).values()
    reached = frozenset[int]().union(*heard)
    names = {held.unit_id: unit for held, unit in shares}
    return Request(
        number=task.number,
        title=task.title,
        kind=row.kind,
        span=Span(row.first, row.last),
        due_at=row.due_at,
        asked=_named(names, asked),
        asked_before=_named(names, frozenset(names) - asked - spared),
        spared=_named(names, frozenset(names) & spared),
        unheard=_named(names, asked - reached),
    )


def _assignments(session: Session, task_id: int) -> list[tuple[Assignment, str]]:
    rows = session.exec(
        select(Assignment, Unit.name)
        .join(Unit)
        .where(Assignment.task_id == task_id, col(Assignment.ended_at).is_(None))
        .order_by(col(Assignment.position))
    )
    return list(rows)


def _spoken_for(
    session: Session, member_id: int | None, plan: PlanFacts, at: datetime
) -> frozenset[int]:
    return frozenset() if member_id is None else units_of(session, member_id, plan.day(at))


def _newest_open(session: Session, plan_id: int, at: datetime) -> Round | None:
    """Return the round opened last that still takes answers in time; a day is too short to ask."""
    return session.exec(
        select(Round)
        .where(
            Round.plan_id == plan_id,
            Round.kind != PeriodKind.DAY,
            col(Round.closed_at).is_(None),
            Round.opens_at <= at,
            Round.due_at > at,
        )
        .order_by(col(Round.opens_at).desc(), col(Round.id).desc())
        .limit(1)
    ).first()


def _add(session: Session, round_id: int, assignment_ids: Collection[int]) -> frozenset[int]:
    """Add check-ins; return the assignments that had none in the round."""
    before = session.exec(
        select(CheckIn.assignment_id).where(
            CheckIn.round_id == round_id, col(CheckIn.assignment_id).in_(assignment_ids)
        )
    ).all()
    fresh = frozenset(assignment_ids) - frozenset(before)
    insert_once(
        session,
        CheckIn,
        [{"round_id": round_id, "assignment_id": key, "revision": 0} for key in sorted(fresh)],
    )
    return fresh


def _named(names: dict[int, str], unit_ids: Collection[int]) -> tuple[str, ...]:
    return tuple(name for unit_id, name in names.items() if unit_id in unit_ids)
