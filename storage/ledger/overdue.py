"""Who owes what: the check-ins that are overdue now, told apart by unit, task and kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from rules.facts import PeriodKind
from rules.standing import Standing, fair_due, standing
from storage.ledger.cards import facts
from storage.tables import Assignment, CheckIn, Round, Task, Unit


@dataclass(frozen=True)
class Owed:
    """One unit's open debt on one task at one level: how many periods, since when."""

    unit_id: int
    unit: str
    number: str
    title: str
    kind: PeriodKind
    since: datetime
    periods: int


def overdue(
    session: Session,
    plan_id: int,
    now: datetime,
    *,
    unit_ids: tuple[int, ...] | None = None,
    kind: PeriodKind | None = None,
) -> tuple[Owed, ...]:
    """Return what is overdue at `now`, by unit in the order of the notice.

    Only rounds that are not closed are looked at, so the answer costs the same in any year.
    """
    question = (
        select(CheckIn, Round, Task, Unit)
        .join(Round, col(CheckIn.round_id) == Round.id)
        .join(Assignment, col(CheckIn.assignment_id) == Assignment.id)
        .join(Task, col(Assignment.task_id) == Task.id)
        .join(Unit, col(Assignment.unit_id) == Unit.id)
        .where(
            Round.plan_id == plan_id,
            col(Round.closed_at).is_(None),
            Round.due_at <= now,
            CheckIn.revision == 0,
            col(CheckIn.covered_at).is_(None),
            col(CheckIn.prompted_at).is_not(None),
        )
        .order_by(col(Unit.id), col(Task.position), col(Round.due_at))
    )
    if unit_ids is not None:
        question = question.where(col(Unit.id).in_(unit_ids))
    if kind is not None:
        question = question.where(Round.kind == kind)
    owed: dict[tuple[int, int, PeriodKind], Owed] = {}
    for check_in, row, task, unit in session.exec(question):
        judged = facts(check_in, row)
        if standing(judged, now) is Standing.OVERDUE:
            key = (unit.id or 0, task.id or 0, row.kind)
            first = owed.get(key)
            owed[key] = Owed(
                unit_id=key[0],
                unit=unit.name,
                number=task.number,
                title=task.title,
                kind=row.kind,
                since=first.since if first else fair_due(judged),
                periods=first.periods + 1 if first else 1,
            )
    return tuple(owed.values())


def not_asked(session: Session, plan_id: int, now: datetime) -> int:
    """Return how many tasks were never asked (未下发) in the round that fell due last."""
    latest = (
        select(Round.id)
        .where(Round.plan_id == plan_id, Round.due_at <= now)
        .order_by(col(Round.due_at).desc())
        .limit(1)
        .scalar_subquery()
    )
    return session.exec(
        select(func.count(func.distinct(Assignment.task_id)))
        .select_from(CheckIn)
        .join(Assignment, col(CheckIn.assignment_id) == Assignment.id)
        .where(
            CheckIn.round_id == latest,
            CheckIn.revision == 0,
            col(CheckIn.prompted_at).is_(None),
        )
    ).one()
