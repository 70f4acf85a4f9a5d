"""Reports as they are shown again: the current one of a check-in, and the one before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from rules.facts import Status
from rules.replies import ValueKind
from storage.tables import CheckIn, Member, Report

ROUNDS_OF_A_MONTH = 40


@dataclass(frozen=True)
class Said:
    """One report as it is shown again."""

    report_id: int
    revision: int
    status: Status
    value: Decimal | None
    value_kind: ValueKind | None
    measure: str | None
    progress: str
    difficulty: str
    awaited: str | None
    author: str
    said_at: datetime
    drafted: bool = False
    message_id: int | None = None


def said(report: Report, author: str) -> Said:
    """Return a report as it is shown."""
    return Said(
        report_id=report.id or 0,
        revision=report.revision,
        status=report.status,
        value=report.value,
        value_kind=report.value_kind,
        measure=report.measure,
        progress=report.progress,
        difficulty=report.difficulty,
        awaited=report.awaited,
        author=author,
        said_at=report.said_at,
        drafted=report.drafted,
        message_id=report.message_id,
    )


def current(session: Session, check_ins: Sequence[CheckIn]) -> dict[int, Said]:
    """Return the latest report of each check-in that has one, by check-in."""
    answered = [check_in.id for check_in in check_ins if check_in.revision]
    if not answered:
        return {}
    rows = session.exec(
        select(Report, Member.name)
        .join(Member, col(Report.member_id) == Member.id)
        .join(CheckIn, col(Report.check_in_id) == CheckIn.id)
        .where(col(Report.check_in_id).in_(answered), Report.revision == CheckIn.revision)
    )
    return {report.check_in_id: said(report, author) for report, author in rows}


def before(session: Session, check_ins: Sequence[CheckIn]) -> dict[int, Said]:
    """Return what each check-in's unit said last of its task in any other round, by check-in.

    The week's answer may be newer than the day's, and a round can be answered until its month
    ends: so a month of rounds is looked at, never all history.
    """
    if not check_ins:
        return {}
    other = aliased(CheckIn)
    month = (
        select(other.id)
        .where(
            col(other.assignment_id) == CheckIn.assignment_id,
            col(other.id) != CheckIn.id,
            col(other.revision) > 0,
        )
        .order_by(col(other.round_id).desc())
        .limit(ROUNDS_OF_A_MONTH)
        .correlate(CheckIn)
    )
    newest = (
        select(func.max(Report.id)).where(col(Report.check_in_id).in_(month)).correlate(CheckIn)
    ).scalar_subquery()
    rows = session.exec(
        select(CheckIn.id, Report, Member.name)
        .select_from(CheckIn)
        .join(Report, col(Report.id) == newest)
        .join(Member, col(Report.member_id) == Member.id)
        .where(col(CheckIn.id).in_([check_in.id for check_in in check_ins]))
    )
    return {check_in_id or 0: said(report, author) for check_in_id, report, author in rows}
