"""Loading a notice: idempotent, and nothing that was ever asked is deleted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from rules.facts import Bound, Share, TargetKind
from storage import journal
from storage.tables import Assignment, Plan, Section, Target, Task, Unit


@dataclass(frozen=True)
class TargetDraft:
    """A figure found in a task's text, to be confirmed by a supervisor."""

    kind: TargetKind
    goal: Decimal
    measure: str
    bound: Bound
    phrase: str


@dataclass(frozen=True)
class TaskDraft:
    """One task of a notice; `sections` is the path of headings above it."""

    number: str
    title: str
    text: str
    deadline: str | None
    sections: tuple[str, ...]
    lead: tuple[str, ...]
    responsible: tuple[str, ...]
    targets: tuple[TargetDraft, ...] = ()


@dataclass(frozen=True)
class PlanDraft:
    """A notice ready to be loaded; `collective` names the units that stand for several."""

    title: str
    document_no: str | None
    issuer: str | None
    year: int
    start: date
    end: date
    zone: str
    tasks: tuple[TaskDraft, ...]
    collective: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Loaded:
    """A plan as it stands: its span and its tasks."""

    start: date
    end: date
    tasks: tuple[TaskDraft, ...]


def loaded(session: Session, title: str, year: int) -> Loaded | None:
    """Return a plan as it stands, None where it was never loaded."""
    plan = _find(session, title, year)
    return None if plan is None else Loaded(plan.start, plan.end, _tasks(session, plan))


def _tasks(session: Session, plan: Plan) -> tuple[TaskDraft, ...]:
    tasks = session.exec(
        select(Task)
        .where(Task.plan_id == plan.id, col(Task.withdrawn_at).is_(None))
        .order_by(col(Task.position))
    ).all()
    names = _unit_names(session, [task.id for task in tasks if task.id])
    return tuple(
        TaskDraft(
            number=task.number,
            title=task.title,
            text=task.text,
            deadline=task.deadline,
            sections=(),
            lead=names.get((task.id, Share.LEAD), ()),
            responsible=names.get((task.id, Share.RESPONSIBLE), ()),
        )
        for task in tasks
    )


def load(session: Session, draft: PlanDraft, *, at: datetime) -> int:
    """Bring the record in line with `draft` and return the plan's id.

    Tasks and assignments that the draft no longer holds are ended, never deleted.
    """
    plan = _find(session, draft.title, draft.year)
    if plan is None:
        plan = Plan(
            title=draft.title,
            year=draft.year,
            start=draft.start,
            end=draft.end,
            zone=draft.zone,
            loaded_at=at,
            asked_until=at,
        )
    plan.document_no, plan.issuer = draft.document_no, draft.issuer
    plan.start, plan.end, plan.zone = draft.start, draft.end, draft.zone
    session.add(plan)
    session.flush()
    plan_id = _known(plan.id)
    units = _units(session, draft)
    sections: dict[tuple[str, ...], int] = _sections(session, plan_id)
    tasks = {
        task.number: task for task in session.exec(select(Task).where(Task.plan_id == plan_id))
    }
    for position, wanted in enumerate(draft.tasks):
        task = tasks.pop(wanted.number, None) or Task(
            plan_id=plan_id, number=wanted.number, position=position, title="", text=""
        )
        _write_task(session, task, wanted, position, _section(session, plan_id, wanted, sections))
        _write_assignments(session, _known(task.id), wanted, units, at)
    for gone in tasks.values():
        gone.withdrawn_at = gone.withdrawn_at or at
        _write_assignments(session, _known(gone.id), None, units, at)
    journal.record(session, "plan loaded", f"plan:{plan_id}", at=at, tasks=len(draft.tasks))
    return plan_id


def _known(key: int | None) -> int:
    if key is None:
        raise AssertionError("a flushed row has its key")
    return key


def _find(session: Session, title: str, year: int) -> Plan | None:
    return session.exec(select(Plan).where(Plan.title == title, Plan.year == year)).first()


def _units(session: Session, draft: PlanDraft) -> dict[str, int]:
    known = {unit.name: unit for unit in session.exec(select(Unit))}
    for name in dict.fromkeys(
        name for task in draft.tasks for name in (*task.lead, *task.responsible)
    ):
        if name not in known:
            known[name] = Unit(name=name, collective=name in draft.collective)
            session.add(known[name])
    session.flush()
    return {name: _known(unit.id) for name, unit in known.items()}


def _sections(session: Session, plan_id: int) -> dict[tuple[str, ...], int]:
    rows = session.exec(select(Section).where(Section.plan_id == plan_id)).all()
    by_id = {row.id: row for row in rows}
    paths: dict[tuple[str, ...], int] = {}
    for row in rows:
        above = by_id.get(row.parent_id)
        paths[(above.title, row.title) if above else (row.title,)] = _known(row.id)
    return paths


def _section(
    session: Session, plan_id: int, task: TaskDraft, known: dict[tuple[str, ...], int]
) -> int | None:
    """Return the innermost section of `task`, adding the headings that are new."""
    for depth in range(1, len(task.sections) + 1):
        path = task.sections[:depth]
        if path not in known:
            row = Section(
                plan_id=plan_id,
                parent_id=known.get(path[:-1]),
                position=len(known),
                title=path[-1],
            )
            session.add(row)
            session.flush()
            known[path] = _known(row.id)
    return known.get(task.sections)


def _write_task(
    session: Session, task: Task, wanted: TaskDraft, position: int, section_id: int | None
) -> None:
    is_same = task.id is not None and task.text == wanted.text
    task.position, task.section_id = position, section_id
    task.title, task.text, task.deadline = wanted.title, wanted.text, wanted.deadline
    task.withdrawn_at = None
    session.add(task)
    session.flush()
    if is_same:
        return
    for target in session.exec(select(Target).where(Target.task_id == task.id)):
        if target.confirmed_at is None:
            session.delete(target)
    session.add_all(
        Target(
            task_id=_known(task.id),
            kind=found.kind,
            goal=found.goal,
            measure=found.measure,
            bound=found.bound,
            phrase=found.phrase,
        )
        for found in wanted.targets
    )


def _write_assignments(
    session: Session, task_id: int, wanted: TaskDraft | None, units: dict[str, int], at: datetime
) -> None:
    held = {
        (row.unit_id, row.share): row
        for row in session.exec(select(Assignment).where(Assignment.task_id == task_id))
    }
    for unit_id, share, position in _shares(wanted, units):
        row = held.pop((unit_id, share), None) or Assignment(
            task_id=task_id, unit_id=unit_id, share=share, position=position
        )
        row.position, row.ended_at = position, None
        session.add(row)
    for gone in held.values():
        gone.ended_at = gone.ended_at or at


def _shares(wanted: TaskDraft | None, units: dict[str, int]) -> Iterable[tuple[int, Share, int]]:
    if wanted is not None:
        for share, names in ((Share.LEAD, wanted.lead), (Share.RESPONSIBLE, wanted.responsible)):
            for position, name in enumerate(dict.fromkeys(names)):
                yield units[name], share, position


def _unit_names(
    session: Session, task_ids: list[int]
) -> dict[tuple[int | None, Share], tuple[str, ...]]:
    names: dict[tuple[int | None, Share], tuple[str, ...]] = {}
    rows = session.exec(
        select(Assignment, Unit.name)
        .join(Unit)
        .where(col(Assignment.task_id).in_(task_ids), col(Assignment.ended_at).is_(None))
        .order_by(col(Assignment.position))
    )
    for assignment, name in rows:
        key = (assignment.task_id, assignment.share)
        names[key] = (*names.get(key, ()), name)
    return names
