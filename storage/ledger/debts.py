"""What units owe in the open rounds of week and above: the ground of the chase ladder.

Only what is overdue counts: not what was never delivered, what a higher report covers, or what an
exempted unit was asked before. A missed day is secured by its week and no debt.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from rules.facts import PeriodKind
from rules.standing import CheckInFacts, Standing, fair_due, standing
from storage.exemptions import exempted
from storage.rounds import PlanFacts
from storage.tables import Assignment, CheckIn, Round, Task


@dataclass(frozen=True)
class Debt:
    """One overdue check-in: the unit's task in the round, owed `since`."""

    round_id: int
    kind: PeriodKind
    first: date
    last: date
    unit_id: int
    number: str
    title: str
    since: datetime


def debts(
    session: Session,
    plan: PlanFacts,
    now: datetime,
    *,
    rounds: Collection[int],
    unit_ids: Collection[int] | None = None,
) -> tuple[Debt, ...]:
    """Return what is overdue at `now` in these rounds, in the order of the notice."""
    question = (
        select(CheckIn, Round, Assignment, Task)
        .join(Round, col(CheckIn.round_id) == Round.id)
        .join(Assignment, col(CheckIn.assignment_id) == Assignment.id)
        .join(Task, col(Assignment.task_id) == Task.id)
        .where(
            col(Round.id).in_(rounds),
            Round.plan_id == plan.id,
            Round.kind != PeriodKind.DAY,
            Round.due_at <= now,
            col(Round.closed_at).is_(None),
            CheckIn.revision == 0,
            col(CheckIn.covered_at).is_(None),
            col(CheckIn.prompted_at).is_not(None),
        )
        .order_by(col(Round.due_at), col(Task.position))
    )
    if unit_ids is not None:
        question = question.where(col(Assignment.unit_id).in_(unit_ids))
    spared = exempted(session, plan.day(now))
    owed = []
    for check_in, row, assignment, task in session.exec(question):
        facts = CheckInFacts(row.opens_at, row.due_at, row.closes_at, check_in.prompted_at)
        if assignment.unit_id not in spared and standing(facts, now) is Standing.OVERDUE:
            owed.append(
                Debt(
                    round_id=check_in.round_id,
                    kind=row.kind,
                    first=row.first,
                    last=row.last,
                    unit_id=assignment.unit_id,
                    number=task.number,
                    title=task.title,
                    since=fair_due(facts),
                )
            )
    return tuple(owed)
