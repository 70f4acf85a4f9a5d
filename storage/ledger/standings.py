"""How every task stands at one instant: what is counted, what is said, and the light."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from rules.facts import Status, TargetKind
from rules.figures import Point
from rules.lights import NOT_COUNTED, Judgement, judge_growth, judge_quality, judge_quantity
from rules.tally import SEVERITY
from rules.workdays import WorkCalendar
from storage import progress
from storage.ledger.courses import TaskCourse, courses
from storage.ledger.leads import Lead, lead_reports
from storage.rounds import PlanFacts
from storage.tables import Milestone, Section, Task


@dataclass(frozen=True)
class TaskStanding:
    """A task as it stands.

    `total` is the latest figure, of the day `total_on`: a running total, or the official rate of a
    growth target. `status` is the gravest of what the lead units said last, and `missed` the most
    check-ins in a row that one of them left unanswered since. What is said and what is judged are
    never mixed.
    """

    task_id: int
    number: str
    title: str
    section: str
    leads: tuple[str, ...]
    target: TaskCourse | None
    total: Decimal | None
    total_on: date | None
    judgement: Judgement
    status: Status | None
    missed: int


@dataclass(frozen=True)
class _Facts:
    """What is known of one task: its leads, its figure, its nodes (day, reached)."""

    leads: Sequence[Lead]
    target: TaskCourse | None
    point: Point | None
    nodes: Sequence[tuple[date, bool]]

    @property
    def status(self) -> Status | None:
        """The gravest of what the lead units said last."""
        said = [lead.status for lead in self.leads if lead.status is not None]
        return max(said, key=SEVERITY.index, default=None)

    @property
    def is_done(self) -> bool:
        """Whether every lead unit said that it is done."""
        return bool(self.leads) and all(lead.status is Status.DONE for lead in self.leads)

    @property
    def missed(self) -> int:
        """The most check-ins in a row that one lead unit left unanswered."""
        return max((lead.missed for lead in self.leads), default=0)


def task_standings(
    session: Session,
    plan: PlanFacts,
    calendar: WorkCalendar,
    now: datetime,
    task_ids: Collection[int] | None = None,
) -> tuple[TaskStanding, ...]:
    """Return how the tasks of a plan stand, all where None is named, in the order of the notice.

    Eight statements whatever the number of tasks; of a unit's history only its latest check-ins are
    looked at.
    """
    question = (
        select(Task, Section.title)
        .join(Section, col(Task.section_id) == Section.id, isouter=True)
        .where(Task.plan_id == plan.id, col(Task.withdrawn_at).is_(None))
        .order_by(col(Task.position))
    )
    if task_ids is not None:
        question = question.where(col(Task.id).in_(task_ids))
    tasks = [(task.id or 0, task, section or "") for task, section in session.exec(question)]
    keys = [task_id for task_id, _, _ in tasks]
    targets = courses(session, plan, keys)
    points = progress.latest(session, keys)
    leads = lead_reports(session, keys, now)
    nodes = _nodes(session, keys)
    standings = []
    for task_id, task, section in tasks:
        known = _Facts(
            leads.get(task_id, ()),
            targets.get(task_id),
            points.get(task_id),
            nodes.get(task_id, ()),
        )
        standings.append(
            TaskStanding(
                task_id=task_id,
                number=task.number,
                title=task.title,
                section=section,
                leads=tuple(lead.unit for lead in known.leads),
                target=known.target,
                total=known.point.total if known.point else None,
                total_on=known.point.day if known.point else None,
                judgement=_judged(known, plan, calendar, plan.day(now)),
                status=known.status,
                missed=known.missed,
            )
        )
    return tuple(standings)


def _judged(known: _Facts, plan: PlanFacts, calendar: WorkCalendar, today: date) -> Judgement:
    """Judge by the confirmed figure; without any by the nodes; a mere suggestion judges nothing."""
    target = known.target
    if target is None:
        return judge_quality(
            known.nodes,
            plan.span.last,
            known.is_done,
            known.missed,
            today,
            calendar,
            plan.settings,
            heard=known.status is not None,
        )
    if not target.confirmed:
        return NOT_COUNTED
    total = known.point.total if known.point else None
    if target.kind is TargetKind.GROWTH or target.course is None:
        return judge_growth(target.goal, target.bound, total)
    return judge_quantity(target.course, total, today, calendar, plan.settings)


def _nodes(session: Session, task_ids: Collection[int]) -> dict[int, list[tuple[date, bool]]]:
    found: dict[int, list[tuple[date, bool]]] = {}
    for row in session.exec(
        select(Milestone).where(col(Milestone.task_id).in_(task_ids)).order_by(col(Milestone.day))
    ):
        found.setdefault(row.task_id, []).append((row.day, row.reached_at is not None))
    return found
