"""One task, whole: its text, its units, who speaks for them, what was said last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from rules.facts import PeriodKind, Share
from storage.ledger.said import Said, said
from storage.tables import (
    Assignment,
    CheckIn,
    Member,
    Post,
    Report,
    Round,
    Section,
    Target,
    Unit,
)
from storage.tasks import find_task


@dataclass(frozen=True)
class UnitShare:
    """A unit's share in the task and the members who speak for it."""

    unit_id: int
    unit: str
    share: Share
    people: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """One report with its unit and period."""

    unit: str
    kind: PeriodKind
    key: str
    first: datetime | None
    said: Said


@dataclass(frozen=True)
class TaskSheet:
    """Everything shown of a task."""

    number: str
    title: str
    text: str
    section: str
    deadline: str | None
    targets: tuple[str, ...]
    units: tuple[UnitShare, ...]
    told: tuple[Told, ...]


def task_sheet(session: Session, plan_id: int, number: str) -> TaskSheet:
    """Return one task by its number, with its five latest reports; raises UnknownTask."""
    task = find_task(session, plan_id, number)
    section = session.get(Section, task.section_id) if task.section_id else None
    targets = session.exec(select(Target.phrase).where(Target.task_id == task.id)).all()
    return TaskSheet(
        number=task.number,
        title=task.title,
        text=task.text,
        section=section.title if section else "",
        deadline=task.deadline,
        targets=tuple(targets),
        units=_units(session, task.id or 0),
        told=_told(session, task.id or 0),
    )


def task_units(session: Session, plan_id: int, number: str) -> frozenset[int]:
    """Return the units that have a share in a task; raises UnknownTask."""
    task = find_task(session, plan_id, number)
    return frozenset(
        session.exec(
            select(Assignment.unit_id).where(
                Assignment.task_id == task.id, col(Assignment.ended_at).is_(None)
            )
        )
    )


def _units(session: Session, task_id: int) -> tuple[UnitShare, ...]:
    rows = session.exec(
        select(Assignment, Unit)
        .join(Unit)
        .where(Assignment.task_id == task_id, col(Assignment.ended_at).is_(None))
        .order_by(col(Assignment.share), col(Assignment.position))
    ).all()
    people: dict[int, tuple[str, ...]] = {}
    for unit_id, name in session.exec(
        select(Post.unit_id, Member.name)
        .join(Member)
        .where(col(Post.unit_id).in_([unit.id for _, unit in rows]), col(Post.ended_at).is_(None))
    ):
        people[unit_id] = (*people.get(unit_id, ()), name)
    return tuple(
        UnitShare(unit.id or 0, unit.name, row.share, people.get(unit.id or 0, ()))
        for row, unit in rows
    )


def _told(session: Session, task_id: int) -> tuple[Told, ...]:
    rows = session.exec(
        select(Report, Member.name, Unit.name, Round)
        .join(CheckIn, col(Report.check_in_id) == CheckIn.id)
        .join(Round, col(CheckIn.round_id) == Round.id)
        .join(Assignment, col(CheckIn.assignment_id) == Assignment.id)
        .join(Unit, col(Assignment.unit_id) == Unit.id)
        .join(Member, col(Report.member_id) == Member.id)
        .where(Assignment.task_id == task_id, Report.revision == CheckIn.revision)
        .order_by(col(Report.id).desc())
        .limit(5)
    )
    return tuple(
        Told(unit, row.kind, row.key, row.opens_at, said(report, author))
        for report, author, unit, row in rows
    )
