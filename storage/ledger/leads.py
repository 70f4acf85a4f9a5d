"""What the lead units of tasks said last, and how often they were silent since."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from rules.facts import Share, Status
from rules.standing import CheckInFacts, Standing, standing
from storage.tables import Assignment, CheckIn, Report, Round, Unit

LOOKED_BACK = 30  # check-ins: a month of days with its weeks
COUNTED = 12  # missed ones beyond a dozen say no more


@dataclass(frozen=True)
class Lead:
    """A lead unit of a task: its latest status, and the check-ins in a row it missed since.

    None where it said nothing in its latest `LOOKED_BACK` check-ins on the task; the missed are
    counted among its latest `COUNTED`.
    """

    unit_id: int
    unit: str
    status: Status | None
    missed: int


def lead_reports(
    session: Session, task_ids: Collection[int], now: datetime
) -> dict[int, tuple[Lead, ...]]:
    """Return the lead units of each task in the order of the notice."""
    silent = _missed(session, task_ids, now)
    found: dict[int, tuple[Lead, ...]] = {}
    for assignment, unit, report in session.exec(
        select(Assignment, Unit, Report)
        .join(Unit, col(Assignment.unit_id) == Unit.id)
        .join(Report, col(Report.id) == _last_report(), isouter=True)
        .where(*_leading(task_ids))
        .order_by(col(Assignment.task_id), col(Assignment.position))
    ):
        status = report.status if report else None
        lead = Lead(unit.id or 0, unit.name, status, silent.get(assignment.id or 0, 0))
        found[assignment.task_id] = (*found.get(assignment.task_id, ()), lead)
    return found


def _missed(session: Session, task_ids: Collection[int], now: datetime) -> dict[int, int]:
    """Return, by assignment, the missed check-ins after the latest that was answered or covered."""
    spoken = dict(
        session.exec(
            select(Assignment.id, func.max(CheckIn.round_id))
            .join(CheckIn, col(CheckIn.id).in_(_recent(COUNTED)))
            .where(
                *_leading(task_ids),
                (col(CheckIn.revision) > 0) | col(CheckIn.covered_at).is_not(None),
            )
            .group_by(col(Assignment.id))
        ).all()
    )
    silent = session.exec(
        select(Assignment.id, CheckIn.round_id, CheckIn.prompted_at)
        .join(CheckIn, col(CheckIn.id).in_(_recent(COUNTED)))
        .where(
            *_leading(task_ids),
            CheckIn.revision == 0,
            col(CheckIn.covered_at).is_(None),
            col(CheckIn.prompted_at).is_not(None),
        )
    ).all()
    since = [row for row in silent if row[1] > spoken.get(row[0], 0)]
    rounds = {
        row.id: row
        for row in session.exec(
            select(Round).where(col(Round.id).in_({round_id for _, round_id, _ in since}))
        )
    }
    missed: dict[int, int] = {}
    for assignment_id, round_id, prompted in since:
        row = rounds[round_id]
        judged = CheckInFacts(row.opens_at, row.due_at, row.closes_at, prompted)
        if standing(judged, now) is Standing.MISSED:
            missed[assignment_id or 0] = missed.get(assignment_id or 0, 0) + 1
    return missed


def _leading(task_ids: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Assignment.task_id).in_(task_ids),
        col(Assignment.share) == Share.LEAD,
        col(Assignment.ended_at).is_(None),
    )


def _recent(many: int) -> ScalarSelect[int]:
    """Return the latest check-ins of an assignment: a short walk along one index."""
    other = aliased(CheckIn)
    return (
        select(other.id)
        .where(col(other.assignment_id) == Assignment.id)
        .order_by(col(other.round_id).desc())
        .limit(many)
        .correlate(Assignment)
        .scalar_subquery()
    )


def _last_report() -> ScalarSelect[int]:
    """Return the newest current report among them."""
    return (
        select(func.max(Report.id))
        .join(
            CheckIn,
            (col(Report.check_in_id) == CheckIn.id) & (col(Report.revision) == CheckIn.revision),
        )
        .where(col(CheckIn.id).in_(_recent(LOOKED_BACK)))
        .correlate(Assignment)
        .scalar_subquery()
    )
