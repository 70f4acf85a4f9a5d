"""The ledger (台账): one row a task, everything that is known of it now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from sqlmodel import Session, col, func, select

from rules.facts import Duty, Share
from rules.workdays import WorkCalendar
from storage.ledger.nodes import NodeLine, nodes_within
from storage.ledger.said import Said, said
from storage.ledger.standings import TaskStanding, task_standings
from storage.rounds import PlanFacts
from storage.tables import (
    Approval,
    Assignment,
    Chase,
    CheckIn,
    Member,
    Post,
    Report,
    Round,
    Section,
    Task,
    Unit,
)

LOOKED_BACK = 40
"""How many of a unit's latest check-ins on a task are looked at for its last report."""


@dataclass(frozen=True)
class UnitWord:
    """What a lead unit reported last, whether with a file."""

    unit: str
    said: Said
    has_evidence: bool


@dataclass(frozen=True)
class UnitRuling:
    """How the head of a lead unit ruled last on its reports of month or above."""

    unit: str
    head: str
    approved: bool
    words: str
    at: datetime


@dataclass(frozen=True)
class BookRow:
    """A task's row; `chased` is how often its lead units were pressed (催办), on any task."""

    standing: TaskStanding
    part: str
    section: str
    text: str
    deadline: str | None
    leads: tuple[str, ...]
    responsible: tuple[str, ...]
    liaisons: tuple[str, ...]
    nodes: tuple[NodeLine, ...]
    told: tuple[UnitWord, ...]
    rulings: tuple[UnitRuling, ...]
    chased: int


def book(
    session: Session,
    plan: PlanFacts,
    calendar: WorkCalendar,
    now: datetime,
    unit_ids: Collection[int] | None = None,
) -> tuple[BookRow, ...]:
    """Return the plan's rows in the order of the notice; only those of `unit_ids` where given.

    A fixed number of statements; of a unit's history only its latest check-ins are looked at.
    """
    shares = _shares(session, plan)
    wanted = None if unit_ids is None else _tasks_of(shares, frozenset(unit_ids))
    standings = task_standings(session, plan, calendar, now, wanted)
    keys = [one.task_id for one in standings]
    texts, parts, told = _texts(session, keys), _parts(session, plan), _told(session, keys)
    nodes = _nodes(session, plan)
    liaisons, rulings, chased = _liaisons(session), _rulings(session, plan), _chased(session, plan)
    rows = []
    for one in standings:
        task, held = texts[one.task_id], shares.get(one.task_id, ())
        leads = [unit for share, unit in held if share is Share.LEAD]
        rows.append(
            BookRow(
                standing=one,
                part=parts.get(task.section_id or 0, ""),
                section=one.section,
                text=task.text,
                deadline=task.deadline,
                leads=tuple(unit.name for unit in leads),
                responsible=tuple(unit.name for share, unit in held if share is not Share.LEAD),
                liaisons=_joined(liaisons, leads),
                nodes=nodes.get(one.task_id, ()),
                told=told.get(one.task_id, ()),
                rulings=tuple(rulings[unit.id] for unit in leads if unit.id in rulings),
                chased=sum(chased.get(unit.id or 0, 0) for unit in leads),
            )
        )
    return tuple(rows)


def _shares(session: Session, plan: PlanFacts) -> dict[int, tuple[tuple[Share, Unit], ...]]:
    """Return the units of each task with their shares, the lead units first."""
    found: dict[int, tuple[tuple[Share, Unit], ...]] = {}
    rows = session.exec(
        select(Assignment, Unit)
        .join(Unit, col(Assignment.unit_id) == Unit.id)
        .join(Task, col(Assignment.task_id) == Task.id)
        .where(Task.plan_id == plan.id, col(Assignment.ended_at).is_(None))
        .order_by(col(Assignment.share), col(Assignment.position))
    )
    for row, unit in rows:
        found[row.task_id] = (*found.get(row.task_id, ()), (row.share, unit))
    return found


def _tasks_of(
    shares: Mapping[int, Iterable[tuple[Share, Unit]]], unit_ids: frozenset[int]
) -> frozenset[int]:
    return frozenset(
        task_id for task_id, held in shares.items() if any(unit.id in unit_ids for _, unit in held)
    )


def _texts(session: Session, task_ids: Collection[int]) -> dict[int, Task]:
    rows = session.exec(select(Task).where(col(Task.id).in_(task_ids)))
    return {task.id or 0: task for task in rows}


def _parts(session: Session, plan: PlanFacts) -> dict[int, str]:
    """Return the title of the part that each section belongs to; a part belongs to itself."""
    sections = {
        one.id or 0: one for one in session.exec(select(Section).where(Section.plan_id == plan.id))
    }
    return {
        key: sections[one.parent_id].title if one.parent_id else one.title
        for key, one in sections.items()
    }


def _nodes(session: Session, plan: PlanFacts) -> dict[int, tuple[NodeLine, ...]]:
    found: dict[int, tuple[NodeLine, ...]] = {}
    for node in nodes_within(session, plan, plan.span):
        found[node.task_id] = (*found.get(node.task_id, ()), node)
    return found


def _liaisons(session: Session) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for unit_id, name in session.exec(
        select(Post.unit_id, Member.name)
        .select_from(Post)
        .join(Member, col(Post.member_id) == Member.id)
        .where(Post.duty == Duty.LIAISON, col(Post.ended_at).is_(None))
        .order_by(col(Post.id))
    ):
        found[unit_id] = (*found.get(unit_id, ()), name)
    return found


def _joined(names: Mapping[int, tuple[str, ...]], units: Iterable[Unit]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for unit in units for name in names.get(unit.id or 0, ())))


def _told(session: Session, task_ids: Collection[int]) -> dict[int, tuple[UnitWord, ...]]:
    """Return what the lead units of each task said last."""
    recent = (
        select(CheckIn.id)
        .where(col(CheckIn.assignment_id) == Assignment.id, col(CheckIn.revision) > 0)
        .order_by(col(CheckIn.round_id).desc())
        .limit(LOOKED_BACK)
        .correlate(Assignment)
    )
    newest = (
        select(func.max(Report.id)).where(col(Report.check_in_id).in_(recent)).correlate(Assignment)
    ).scalar_subquery()
    found: dict[int, tuple[UnitWord, ...]] = {}
    for task_id, unit, report, author in session.exec(
        select(Assignment.task_id, Unit.name, Report, Member.name)
        .select_from(Assignment)
        .join(Unit, col(Assignment.unit_id) == Unit.id)
        .join(Report, col(Report.id) == newest)
        .join(Member, col(Report.member_id) == Member.id)
        .where(
            col(Assignment.task_id).in_(task_ids),
            Assignment.share == Share.LEAD,
            col(Assignment.ended_at).is_(None),
        )
        .order_by(col(Assignment.position))
    ):
        word = UnitWord(unit, said(report, author), report.attachment is not None)
        found[task_id] = (*found.get(task_id, ()), word)
    return found


def _rulings(session: Session, plan: PlanFacts) -> dict[int | None, UnitRuling]:
    """Return the newest ruling on each unit's reports."""
    rows = session.exec(
        select(Approval, Unit.name, Member.name)
        .select_from(Approval)
        .join(Round, col(Approval.round_id) == Round.id)
        .join(Unit, col(Approval.unit_id) == Unit.id)
        .join(Member, col(Approval.member_id) == Member.id)
        .where(Round.plan_id == plan.id)
        .order_by(col(Approval.id))
    )
    return {
        one.unit_id: UnitRuling(unit, head, one.approved, one.words, one.at)
        for one, unit, head in rows
    }


def _chased(session: Session, plan: PlanFacts) -> dict[int, int]:
    """Return how often each unit was pressed since the plan began."""
    begins = plan.rhythm.at(plan.span.first, time.min)
    return dict(
        session.exec(
            select(Chase.unit_id, func.count())
            .where(Chase.at >= begins)
            .group_by(col(Chase.unit_id))
        ).all()
    )
