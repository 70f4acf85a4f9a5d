"""The figure a task is judged by, and the line it is planned to follow."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlmodel import Session, col, select

from rules.facts import Bound, TargetKind
from rules.pace import Course, Node
from rules.replies import ValueKind
from storage.rounds import PlanFacts
from storage.tables import Milestone, Target, Task


@dataclass(frozen=True)
class TaskCourse:
    """A task's figure: the first one confirmed, else the first suggestion found in its text.

    `course` is None for a growth rate, which follows no line. `wanted` is what cards ask for. A
    suggestion (`confirmed` False) is shown and never judged.
    """

    target_id: int
    kind: TargetKind
    course: Course | None
    goal: Decimal
    bound: Bound
    measure: str
    wanted: ValueKind
    phrase: str
    confirmed: bool

    @property
    def judged(self) -> Course | None:
        """The line the task is held to: none while a supervisor has not confirmed it."""
        return self.course if self.confirmed else None


def courses(
    session: Session, plan: PlanFacts, task_ids: Collection[int] | None = None
) -> dict[int, TaskCourse]:
    """Return the figure of each task that has one; of all tasks of the plan where None is named.

    The line runs from 1 January of the plan's year, through the milestones that carry a figure.
    """
    wanted = select(Task.id).where(Task.plan_id == plan.id, col(Task.withdrawn_at).is_(None))
    if task_ids is not None:
        wanted = wanted.where(col(Task.id).in_(task_ids))
    targets: dict[int, Target] = {}
    nodes: dict[int, dict[date, Node]] = {}
    for target, milestone in session.exec(
        select(Target, Milestone)
        .join(
            Milestone,
            (col(Milestone.task_id) == Target.task_id) & col(Milestone.value).is_not(None),
            isouter=True,
        )
        .where(col(Target.task_id).in_(wanted))
        .order_by(col(Target.id), col(Milestone.day))
    ):
        first = targets.setdefault(target.task_id, target)
        if first.confirmed_at is None and target.confirmed_at is not None:
            targets[target.task_id] = target
        if milestone is not None and milestone.value is not None:
            node = Node(milestone.day, milestone.value)
            nodes.setdefault(target.task_id, {})[milestone.day] = node
    return {
        task_id: _task_course(target, tuple(nodes.get(task_id, {}).values()), plan)
        for task_id, target in targets.items()
    }


def _task_course(target: Target, nodes: tuple[Node, ...], plan: PlanFacts) -> TaskCourse:
    course = Course(
        begins=date(plan.span.first.year, 1, 1),
        ends=plan.span.last,
        goal=target.goal,
        baseline=target.baseline or Decimal(0),
        bound=target.bound,
        nodes=nodes,
    )
    return TaskCourse(
        target_id=target.id or 0,
        kind=target.kind,
        course=course if target.kind is TargetKind.QUANTITY else None,
        goal=target.goal,
        bound=target.bound,
        measure=target.measure,
        wanted=target.wanted,
        phrase=target.phrase,
        confirmed=target.confirmed_at is not None,
    )
