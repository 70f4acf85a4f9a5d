"""A task's year as it can be drawn: the planned line, the totals, the nodes, what was reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlmodel import Session, col, select

from rules.facts import Share, Status
from rules.figures import Point
from rules.pace import Course, planned, projection
from rules.periods import DAY
from rules.workdays import WorkCalendar
from storage import progress
from storage.ledger.standings import TaskStanding
from storage.rounds import PlanFacts
from storage.tables import Assignment, CheckIn, Milestone, Report

WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Stage:
    """A node: a figure in the target's measure, or words, to be reached by `day`."""

    day: date
    value: Decimal | None
    words: str
    is_reached: bool


@dataclass(frozen=True)
class TaskYear:
    """The year of one task.

    `planned` follows the line from week to week and through today; it is empty and `projection`
    None without a confirmed quantity. `said` holds what the lead units said last on each day.
    """

    planned: tuple[Point, ...]
    actual: tuple[Point, ...]
    projection: Decimal | None
    stages: tuple[Stage, ...]
    said: tuple[tuple[date, Status], ...]


def task_year(
    session: Session, plan: PlanFacts, calendar: WorkCalendar, task: TaskStanding, today: date
) -> TaskYear:
    """Return the year of one task, looked at on `today`."""
    course = task.target.judged if task.target else None
    actual = progress.series(session, task.task_id)
    return TaskYear(
        planned=_line(course, today, calendar) if course else (),
        actual=actual,
        projection=projection(course, actual, today, calendar) if course else None,
        stages=_stages(session, task.task_id),
        said=_said(session, plan, task.task_id),
    )


def _line(course: Course, today: date, calendar: WorkCalendar) -> tuple[Point, ...]:
    days = {course.begins - DAY, course.ends, *(node.day for node in course.nodes)}
    day = course.begins
    while day < course.ends:
        days.add(day)
        day += WEEK
    days.add(min(max(today, course.begins), course.ends))
    return tuple(Point(one, planned(course, one, calendar)) for one in sorted(days))


def _stages(session: Session, task_id: int) -> tuple[Stage, ...]:
    rows = session.exec(
        select(Milestone).where(Milestone.task_id == task_id).order_by(col(Milestone.day))
    )
    return tuple(Stage(row.day, row.value, row.words, row.reached_at is not None) for row in rows)


def _said(session: Session, plan: PlanFacts, task_id: int) -> tuple[tuple[date, Status], ...]:
    rows = session.exec(
        select(col(Report.said_at), col(Report.status))
        .join(
            CheckIn,
            (col(Report.check_in_id) == CheckIn.id) & (col(Report.revision) == CheckIn.revision),
        )
        .join(Assignment, col(CheckIn.assignment_id) == Assignment.id)
        .where(Assignment.task_id == task_id, Assignment.share == Share.LEAD)
        .order_by(col(Report.said_at), col(Report.id))
    )
    by_day = {plan.day(said_at): status for said_at, status in rows}
    return tuple(by_day.items())
