"""Filing reports: every revision kept, every answer acknowledged in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from rules.facts import Status
from rules.refusals import NotYourTask, PeriodClosed, UnknownButton
from rules.replies import ValueKind
from storage import journal
from storage.ledger.roster import answering
from storage.outbox import Draft, NoticeKind, Priority, queue
from storage.tables import Assignment, CheckIn, Notice, Post, Report, Round, Task

STUCK = frozenset({Status.AT_RISK, Status.LAGGING, Status.BLOCKED})


@dataclass(frozen=True)
class Filing:
    """What is reported of one check-in; `status` None keeps the one before, else normal.

    With `unless_answered` it gives way to an answer that a colleague gave in the meantime.
    """

    check_in_id: int
    status: Status | None
    value: Decimal | None = None
    value_kind: ValueKind | None = None
    measure: str | None = None
    progress: str = ""
    difficulty: str = ""
    awaited: str | None = None
    attachment: str | None = None
    unless_answered: bool = False


@dataclass(frozen=True)
class Source:
    """Who said it, when, when it reached us, and in which message (None: a tap)."""

    member_id: int
    said_at: datetime
    recorded_at: datetime
    chat_id: int | None = None
    message_id: int | None = None


def file_reports(
    session: Session, round_id: int, filings: Sequence[Filing], source: Source
) -> tuple[int, ...]:
    """File one report per filing that does not give way, and return their ids.

    Raises PeriodClosed where the round closed before it was said, NotYourTask where a check-in
    belongs to a unit the member does not speak for; then nothing at all is filed.
    """
    row = session.get_one(Round, round_id)
    if source.said_at >= row.closes_at:
        raise PeriodClosed(row.kind, row.first, row.last, row.closes_at)
    units = _units_of(session, source.member_id)
    reports = []
    concerned: set[int] = set()
    for filing in filings:
        check_in, unit_id = _authorised(session, round_id, filing.check_in_id, units)
        if filing.unless_answered and check_in.revision:
            continue
        reports.append(_revise(session, check_in, filing, source))
        concerned.add(unit_id)
    session.flush()
    ids = tuple(report.id or 0 for report in reports)
    if ids:
        refresh_cards(session, round_id, frozenset(concerned), ids[-1], source.recorded_at)
        journal.record(
            session,
            "reported",
            f"round:{round_id}",
            at=source.recorded_at,
            member_id=source.member_id,
            reports=list(ids),
        )
    return ids


def round_of(session: Session, check_in_id: int) -> int:
    """Return the round of a check-in; raises UnknownButton where there is none."""
    check_in = session.get(CheckIn, check_in_id)
    if check_in is None:
        raise UnknownButton
    return check_in.round_id


def refresh_cards(
    session: Session, round_id: int, unit_ids: frozenset[int], report_id: int, at: datetime
) -> None:
    """Queue the redrawing of every delivered card that shows these units in the round."""
    members = answering(session, round_id, unit_ids=unit_ids)
    cards = session.exec(
        select(Notice).where(
            Notice.round_id == round_id,
            Notice.kind == NoticeKind.CARD.value,
            Notice.outcome == "sent",
            col(Notice.member_id).in_(members),
        )
    )
    queue(session, (_refresh(card, report_id) for card in cards), at=at)


def _refresh(card: Notice, report_id: int) -> Draft:
    return Draft(
        key=f"refresh:card={card.id}:report={report_id}",
        kind=NoticeKind.REFRESH,
        priority=Priority.ANSWER,
        subject={"message_id": card.message_id},
        plan_id=card.plan_id,
        member_id=card.member_id,
        round_id=card.round_id,
    )


def _units_of(session: Session, member_id: int) -> frozenset[int]:
    return frozenset(
        session.exec(
            select(Post.unit_id).where(Post.member_id == member_id, col(Post.ended_at).is_(None))
        )
    )


def _authorised(
    session: Session, round_id: int, check_in_id: int, units: Iterable[int]
) -> tuple[CheckIn, int]:
    found = session.exec(
        select(CheckIn, Assignment.unit_id, Task.number)
        .join(Assignment, col(CheckIn.assignment_id) == Assignment.id)
        .join(Task, col(Assignment.task_id) == Task.id)
        .where(CheckIn.id == check_in_id, CheckIn.round_id == round_id)
        .with_for_update()
    ).first()
    if found is None:
        raise UnknownButton
    check_in, unit_id, number = found
    if unit_id not in units:
        raise NotYourTask(number)
    return check_in, unit_id


def _revise(session: Session, check_in: CheckIn, filing: Filing, source: Source) -> Report:
    former = session.exec(
        select(Report).where(
            Report.check_in_id == check_in.id, Report.revision == check_in.revision
        )
    ).first()
    check_in.revision += 1
    if check_in.answered_at is None:
        check_in.answered_at = source.said_at
    status = filing.status or (former.status if former else Status.NORMAL)
    keep = former if filing.value is None else None
    stuck = former if status in STUCK else None
    report = Report(
        check_in_id=check_in.id or 0,
        revision=check_in.revision,
        member_id=source.member_id,
        status=status,
        value=keep.value if keep else filing.value,
        value_kind=keep.value_kind if keep else filing.value_kind,
        measure=keep.measure if keep else filing.measure,
        progress=filing.progress or (former.progress if former else ""),
        difficulty=filing.difficulty or (stuck.difficulty if stuck else ""),
        awaited=filing.awaited or (stuck.awaited if stuck else None),
        attachment=filing.attachment or (former.attachment if former else None),
        said_at=source.said_at,
        recorded_at=source.recorded_at,
        chat_id=source.chat_id,
        message_id=source.message_id,
    )
    session.add(report)
    return report
