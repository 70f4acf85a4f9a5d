"""What the units have reported in a round, and how their heads ruled on it (审定).

Only reports of month and above are ruled on, where a head is bound; a head's own need no ruling.
A ruling is about the reports it names: a later revision waits for a new one.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, and_, col, select

from rules.facts import Duty, PeriodKind
from rules.settings import from_record
from storage.ledger.said import Said, said
from storage.tables import (
    Approval,
    Assignment,
    CheckIn,
    Member,
    Plan,
    Post,
    Report,
    Round,
    Task,
)

RULED = frozenset({PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR})


class ApprovalState(StrEnum):
    """Where a unit's reports of a round stand with its head."""

    NOT_NEEDED = "not_needed"
    PENDING = "pending"
    APPROVED = "approved"
    SENT_BACK = "sent_back"


@dataclass(frozen=True)
class Filed:
    """The newest report of one check-in; `by_head` needs no ruling."""

    report_id: int
    by_head: bool
    recorded_at: datetime


@dataclass(frozen=True)
class Submission:
    """One unit's reports in one round; `silent` counts what is neither answered nor covered.

    `ruling` is the head's newest one: whether it approved, and the reports it was about.
    """

    unit_id: int
    filed: tuple[Filed, ...]
    silent: int
    has_head: bool
    ruling: tuple[bool, frozenset[int]] | None

    @property
    def reports(self) -> tuple[int, ...]:
        """The newest report of each check-in that has one."""
        return tuple(sorted(one.report_id for one in self.filed))

    @property
    def state(self) -> ApprovalState:
        """Where the reports stand with the head."""
        waiting = {one.report_id for one in self.filed if not one.by_head}
        if not self.has_head or not waiting:
            return ApprovalState.NOT_NEEDED
        if self.ruling is None or not waiting <= self.ruling[1]:
            return ApprovalState.PENDING
        return ApprovalState.APPROVED if self.ruling[0] else ApprovalState.SENT_BACK

    def until(self, seen: int) -> list[int]:
        """Return the reports that somebody saw who was shown none newer than `seen`."""
        return [report_id for report_id in self.reports if report_id <= seen]

    def newest(self, until: datetime) -> int | None:
        """Return the newest report recorded by then that a head has to rule on."""
        ids = [one.report_id for one in self.filed if one.recorded_at <= until and not one.by_head]
        return max(ids, default=None)


@dataclass(frozen=True)
class Reported:
    """One task of a submission and what was said of it."""

    number: str
    title: str
    said: Said


def submissions(
    session: Session, round_id: int, unit_ids: Collection[int] | None = None
) -> dict[int, Submission]:
    """Return what the units asked in a round have reported, all of them or those of `unit_ids`."""
    rows = _check_ins(session, round_id, unit_ids)
    units = {unit_id for unit_id, _, _ in rows}
    bound = _heads(session, units) if _is_ruled(session, round_id) else {}
    rulings = _rulings(session, round_id, units)
    filed: dict[int, list[Filed]] = {unit_id: [] for unit_id in units}
    silent = dict.fromkeys(units, 0)
    for unit_id, check_in, report in rows:
        if report is not None:
            by_head = report.member_id in bound.get(unit_id, ())
            filed[unit_id].append(Filed(report.id or 0, by_head, report.recorded_at))
        elif check_in.covered_at is None:
            silent[unit_id] += 1
    return {
        unit_id: Submission(
            unit_id, tuple(filed[unit_id]), silent[unit_id], unit_id in bound, rulings.get(unit_id)
        )
        for unit_id in units
    }


def reported(session: Session, report_ids: Collection[int]) -> tuple[Reported, ...]:
    """Return reports with their tasks, in the order of the notice."""
    rows = session.exec(
        select(Report, Member.name, Task)
        .join(Member, col(Report.member_id) == Member.id)
        .join(CheckIn, col(Report.check_in_id) == CheckIn.id)
        .join(Assignment, col(CheckIn.assignment_id) == Assignment.id)
        .join(Task, col(Assignment.task_id) == Task.id)
        .where(col(Report.id).in_(report_ids))
        .order_by(col(Task.position))
    )
    return tuple(
        Reported(task.number, task.title, said(report, author)) for report, author, task in rows
    )


def _check_ins(
    session: Session, round_id: int, unit_ids: Collection[int] | None
) -> list[tuple[int, CheckIn, Report | None]]:
    newest = and_(
        col(Report.check_in_id) == CheckIn.id, col(Report.revision) == col(CheckIn.revision)
    )
    question = (
        select(Assignment.unit_id, CheckIn, Report)
        .join(CheckIn, col(CheckIn.assignment_id) == Assignment.id)
        .join(Report, newest, isouter=True)
        .where(CheckIn.round_id == round_id)
    )
    if unit_ids is not None:
        question = question.where(col(Assignment.unit_id).in_(unit_ids))
    return list(session.exec(question))


def _is_ruled(session: Session, round_id: int) -> bool:
    row = session.get_one(Round, round_id)
    settings = from_record(session.get_one(Plan, row.plan_id).settings)
    return row.kind in RULED and settings.head_approval


def _heads(session: Session, unit_ids: Collection[int]) -> dict[int, set[int]]:
    bound: dict[int, set[int]] = {}
    for unit_id, member_id in session.exec(
        select(Post.unit_id, Post.member_id).where(
            col(Post.unit_id).in_(unit_ids), Post.duty == Duty.HEAD, col(Post.ended_at).is_(None)
        )
    ):
        bound.setdefault(unit_id, set()).add(member_id)
    return bound


def _rulings(
    session: Session, round_id: int, unit_ids: Collection[int]
) -> dict[int, tuple[bool, frozenset[int]]]:
    rows = session.exec(
        select(Approval)
        .where(Approval.round_id == round_id, col(Approval.unit_id).in_(unit_ids))
        .order_by(col(Approval.id))
    )
    return {row.unit_id: (row.approved, frozenset(row.reports)) for row in rows}
