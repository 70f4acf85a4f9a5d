"""Each task's running total by day: a copy of what its reports say, rebuilt from them at will."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, or_, select

from rules.facts import Share, TargetKind
from rules.figures import Figure, Point, totals
from rules.measures import counted
from rules.periods import DAY
from rules.replies import ValueKind
from storage.tables import Assignment, CheckIn, Plan, Progress, Report, Round, Target, Task


@dataclass(frozen=True)
class _Measured:
    """What a task's figures are counted in, and what an unstated one means."""

    goal: Decimal
    baseline: Decimal
    measure: str
    wanted: ValueKind
    is_share: bool


def rebuild(session: Session, task_id: int) -> None:
    """Bring a task's totals to what the current reports of its lead units say.

    To be called in the transaction that files a figure for the task or changes its target. A figure
    in another unit of measure is converted, or left out where it counts something else; a task
    without a target has no total.
    """
    fresh = {point.day: point.total for point in _computed(session, task_id)}
    stored = session.exec(select(Progress).where(Progress.task_id == task_id)).all()
    for row in stored:
        if row.day not in fresh:
            session.delete(row)
        elif row.total != fresh[row.day]:
            row.total = fresh[row.day]
    known = {row.day for row in stored}
    session.add_all(
        Progress(task_id=task_id, day=day, total=total)
        for day, total in fresh.items()
        if day not in known
    )


def latest(
    session: Session, task_ids: Collection[int], until: date | None = None
) -> dict[int, Point]:
    """Return the newest total of each task that has one, of those up to the day `until`."""
    if not task_ids:
        return {}
    other = aliased(Progress)
    last = select(func.max(other.day)).where(col(other.task_id) == Task.id)
    if until is not None:
        last = last.where(col(other.day) <= until)
    same_task: ColumnElement[bool] = col(Progress.task_id) == Task.id
    rows = session.exec(
        select(col(Progress.task_id), col(Progress.day), col(Progress.total))
        .join(Task, same_task & (col(Progress.day) == last.scalar_subquery()))
        .where(col(Task.id).in_(task_ids))
    )
    return {task_id: Point(day, total) for task_id, day, total in rows}


def around(
    session: Session, task_ids: Collection[int], day: date
) -> dict[int, tuple[Decimal | None, Point]]:
    """Return the newest total of each task that has one, with the total it had before `day`."""
    if not task_ids:
        return {}
    newest, former = aliased(Progress), aliased(Progress)
    last = select(func.max(newest.day)).where(col(newest.task_id) == Progress.task_id)
    before = select(func.max(former.day)).where(
        col(former.task_id) == Progress.task_id, col(former.day) < day
    )
    rows = session.exec(
        select(col(Progress.task_id), col(Progress.day), col(Progress.total))
        .where(
            col(Progress.task_id).in_(task_ids),
            or_(
                col(Progress.day) == last.scalar_subquery(),
                col(Progress.day) == before.scalar_subquery(),
            ),
        )
        .order_by(col(Progress.day))
    )
    found: dict[int, tuple[Decimal | None, Point]] = {}
    for task_id, on, total in rows:
        earlier = found[task_id][1].total if task_id in found else None
        found[task_id] = (total if on < day else earlier, Point(on, total))
    return found


def series(session: Session, task_id: int) -> tuple[Point, ...]:
    """Return a task's totals in order."""
    return histories(session, (task_id,)).get(task_id, ())


def histories(
    session: Session, task_ids: Collection[int], until: date | None = None
) -> dict[int, tuple[Point, ...]]:
    """Return the totals of several tasks in order, of those up to the day `until`."""
    question = (
        select(col(Progress.task_id), col(Progress.day), col(Progress.total))
        .where(col(Progress.task_id).in_(task_ids))
        .order_by(col(Progress.task_id), col(Progress.day))
    )
    if until is not None:
        question = question.where(col(Progress.day) <= until)
    found: dict[int, list[Point]] = {}
    for task_id, day, total in session.exec(question):
        found.setdefault(task_id, []).append(Point(day, total))
    return {task_id: tuple(points) for task_id, points in found.items()}


def _computed(session: Session, task_id: int) -> tuple[Point, ...]:
    target = _first_target(session, task_id)
    if target is None:
        return ()
    measured = _Measured(
        goal=target.goal,
        baseline=target.baseline or Decimal(0),
        measure=target.measure,
        wanted=target.wanted,
        is_share=target.kind is TargetKind.GROWTH or target.measure == "%",
    )
    plan = session.exec(select(Plan).join(Task).where(Task.id == task_id)).one()
    began = _beginning(plan, measured.baseline)
    said = _figures(session, task_id, measured, began.said_at.tzinfo)
    return totals([began, *said], measured.goal, measured.wanted)[1:]


def _beginning(plan: Plan, baseline: Decimal) -> Figure:
    """Return the baseline as the figure on which the first period's figure is built."""
    eve = date(plan.start.year, 1, 1) - DAY
    midnight = datetime.combine(eve, time(), tzinfo=ZoneInfo(plan.zone))
    return Figure(baseline, ValueKind.CUMULATIVE, eve, eve, midnight, eve)


def _first_target(session: Session, task_id: int) -> Target | None:
    """Return the target the ledger shows: the first confirmed, else the first suggestion."""
    return session.exec(
        select(Target)
        .where(Target.task_id == task_id)
        .order_by(col(Target.confirmed_at).is_(None), col(Target.id))
        .limit(1)
    ).first()


def _figures(
    session: Session, task_id: int, measured: _Measured, zone: tzinfo | None
) -> Iterator[Figure]:
    rows = session.execute(
        select_columns(
            col(Report.value),
            col(Report.value_kind),
            col(Report.measure),
            col(Report.said_at),
            col(Round.first),
            col(Round.last),
        )
        .join(CheckIn, col(Report.check_in_id) == CheckIn.id)
        .join(Round, col(CheckIn.round_id) == Round.id)
        .join(Assignment, col(CheckIn.assignment_id) == Assignment.id)
        .where(
            col(Assignment.task_id) == task_id,
            col(Assignment.share) == Share.LEAD,
            col(Report.revision) == CheckIn.revision,
            col(Report.value).is_not(None),
        )
        .order_by(col(Report.said_at), col(Report.id))
    )
    for said, said_kind, measure, said_at, first, last in rows:
        kind = said_kind or ValueKind.UNSTATED
        value = counted(said, kind, measure, measured.measure)
        if kind is ValueKind.PERCENT and measured.is_share:
            kind = ValueKind.CUMULATIVE  # where the target itself is in %, so much is its level
        if value is not None:
            yield Figure(value, kind, first, last, said_at, said_at.astimezone(zone).date())
