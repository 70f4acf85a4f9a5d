"""The nodes (时间表、路线图) of a plan's tasks by their days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlmodel import Session, col, select

from rules.periods import Span
from storage.rounds import PlanFacts
from storage.tables import Milestone, Task


@dataclass(frozen=True)
class NodeLine:
    """A stage a task is to reach by `day`: a total in the target's measure, or words."""

    task_id: int
    number: str
    title: str
    day: date
    value: Decimal | None
    words: str
    is_reached: bool


def nodes_within(session: Session, plan: PlanFacts, days: Span) -> tuple[NodeLine, ...]:
    """Return the nodes that fall on some days, in the order of their days."""
    rows = session.exec(
        select(Milestone, Task)
        .join(Task, col(Milestone.task_id) == Task.id)
        .where(
            Task.plan_id == plan.id,
            col(Task.withdrawn_at).is_(None),
            Milestone.day >= days.first,
            Milestone.day <= days.last,
        )
        .order_by(col(Milestone.day), col(Task.position))
    )
    return tuple(
        NodeLine(
            task_id=task.id or 0,
            number=task.number,
            title=task.title,
            day=one.day,
            value=one.value,
            words=one.words,
            is_reached=one.reached_at is not None,
        )
        for one, task in rows
    )
