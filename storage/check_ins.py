"""Filing reports: every revision kept, every answer acknowledged in the same transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import case, update
from sqlmodel import Session, col, select

from rules.cascade import covers
from rules.facts import PeriodKind, Share, Status
from rules.periods import LEVELS, Period
from rules.refusals import NotYourTask, PeriodClosed, UnknownButton
from rules.replies import ValueKind
from storage import journal, progress
from storage.approvals import after_reports
from storage.ledger.roster import speakers, units_of
from storage.outbox import Draft, NoticeKind, Priority, queue
from storage.rounds import PlanFacts, plan_facts
from storage.tables import Assignment, CheckIn, Notice, Report, Round, Task

STUCK = frozenset({Status.AT_RISK, Status.LAGGING, Status.BLOCKED})


@dataclass(frozen=True)
class Filing:
    """What is reported of one check-in; `status` None keeps the one before, else normal.

    With `unless_answered` it gives way to an answer that a colleague gave in the meantime;
    `drafted` is what one tap confirmed of the lower reports.
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
    drafted: bool = False


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
    plan = plan_facts(session, row.plan_id)
    units = units_of(session, source.member_id, plan.day(source.recorded_at))
    held = _authorised(session, round_id, [one.check_in_id for one in filings], units)
    filed: list[tuple[Report, Assignment]] = []
    for filing in filings:
        check_in, assignment = held[filing.check_in_id]
        if not (filing.unless_answered and check_in.revision):
            filed.append((_revise(session, check_in, filing, source), assignment))
    session.flush()
    ids = tuple(report.id or 0 for report, _ in filed)
    if ids:
        concerned = frozenset(assignment.unit_id for _, assignment in filed)
        covered = _cover(session, row, filed, source.said_at)
        for task_id in {held.task_id for report, held in filed if report.value is not None}:
            progress.rebuild(session, task_id)
        shown = dict.fromkeys({*covered, *_drafting(session, row, filed)}, concerned)
        shown[round_id] = concerned | _leading(session, filed)
        refresh_cards(session, plan, shown, ids[-1], source.recorded_at)
        after_reports(session, round_id, concerned, source.member_id, source.recorded_at)
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
    session: Session,
    plan: PlanFacts,
    shown: Mapping[int, frozenset[int]],
    report_id: int,
    at: datetime,
) -> None:
    """Queue the redrawing of every delivered card that shows these units and is not closed."""
    members = speakers(session, frozenset[int]().union(*shown.values()), plan.day(at))
    cards = session.exec(
        select(Notice)
        .join(Round, col(Notice.round_id) == Round.id)
        .where(
            col(Notice.round_id).in_(shown),
            Round.closes_at > at,
            Notice.kind == NoticeKind.CARD.value,
            Notice.outcome == "sent",
            col(Notice.member_id).in_(members),
        )
        .order_by(col(Notice.id))
    )
    concerned = (card for card in cards if members[card.member_id or 0] & shown[card.round_id or 0])
    queue(session, (_refresh(card, report_id) for card in concerned), at=at)


def _refresh(card: Notice, report_id: int) -> Draft:
    return Draft(
        key=f"refresh:chat={card.chat_id}:message={card.message_id}:report={report_id}",
        kind=NoticeKind.REFRESH,
        priority=Priority.ANSWER,
        subject={"message_id": card.message_id},
        plan_id=card.plan_id,
        member_id=card.member_id,
        round_id=card.round_id,
    )


def _cover(
    session: Session, row: Round, filed: Sequence[tuple[Report, Assignment]], said_at: datetime
) -> frozenset[int]:
    """Let each report stand for the unanswered check-ins below it; return their rounds."""
    if row.kind is PeriodKind.DAY:
        return frozenset()
    higher = Period(row.kind, row.key, row.first, row.last)
    inside = session.exec(
        select(Round).where(
            Round.plan_id == row.plan_id, Round.first >= row.first, Round.last <= row.last
        )
    )
    stood_for = [
        lower.id
        for lower in inside
        if covers(
            higher,
            Period(lower.kind, lower.key, lower.first, lower.last),
            said_at,
            lower.opens_at,
            lower_answered=False,
        )
    ]
    if not stood_for:
        return frozenset()
    reports = {assignment.id: report.id for report, assignment in filed}
    covered = session.exec(
        update(CheckIn)
        .where(
            col(CheckIn.round_id).in_(stood_for),
            col(CheckIn.assignment_id).in_(reports),
            col(CheckIn.revision) == 0,
            col(CheckIn.covered_at).is_(None),
        )
        .values(covered_at=said_at, covered_by=case(reports, value=col(CheckIn.assignment_id)))
        .returning(col(CheckIn.round_id))
    ).scalars()
    return frozenset(covered)


def _drafting(
    session: Session, row: Round, filed: Sequence[tuple[Report, Assignment]]
) -> frozenset[int]:
    """Return the open rounds above in which the reports change a draft: not answered there yet."""
    higher = LEVELS[LEVELS.index(row.kind) + 1 :]
    return frozenset(
        session.exec(
            select(CheckIn.round_id)
            .join(Round, col(CheckIn.round_id) == Round.id)
            .where(
                Round.plan_id == row.plan_id,
                col(Round.kind).in_(higher),
                Round.first <= row.first,
                Round.last >= row.last,
                col(Round.closed_at).is_(None),
                col(CheckIn.assignment_id).in_([assignment.id for _, assignment in filed]),
                CheckIn.revision == 0,
            )
            .distinct()
        )
    )


def _leading(session: Session, filed: Sequence[tuple[Report, Assignment]]) -> frozenset[int]:
    """Return the lead units whose cards show what responsible units filed."""
    shared = {held.task_id for _, held in filed if held.share is Share.RESPONSIBLE}
    if not shared:
        return frozenset()
    leads = select(Assignment.unit_id).where(
        col(Assignment.task_id).in_(shared),
        Assignment.share == Share.LEAD,
        col(Assignment.ended_at).is_(None),
    )
    return frozenset(session.exec(leads))


def _authorised(
    session: Session, round_id: int, check_in_ids: Collection[int], units: Collection[int]
) -> dict[int, tuple[CheckIn, Assignment]]:
    rows = session.exec(
        select(CheckIn, Assignment, Task.number)
        .join(Assignment, col(CheckIn.assignment_id) == Assignment.id)
        .join(Task, col(Assignment.task_id) == Task.id)
        .where(col(CheckIn.id).in_(check_in_ids), CheckIn.round_id == round_id)
        .order_by(col(CheckIn.id))
        .with_for_update(of=CheckIn)
    ).all()
    found = {check_in.id or 0: (check_in, assignment) for check_in, assignment, _ in rows}
    if not found.keys() >= set(check_in_ids):
        raise UnknownButton
    for _, assignment, number in rows:
        if assignment.unit_id not in units:
            raise NotYourTask(number)
    return found


def _revise(session: Session, check_in: CheckIn, filing: Filing, source: Source) -> Report:
    former = _current(session, check_in) if check_in.revision else None
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
        drafted=filing.drafted,
        said_at=source.said_at,
        recorded_at=source.recorded_at,
        chat_id=source.chat_id,
        message_id=source.message_id,
    )
    session.add(report)
    return report


def _current(session: Session, check_in: CheckIn) -> Report | None:
    return session.exec(
        select(Report).where(
            Report.check_in_id == check_in.id, Report.revision == check_in.revision
        )
    ).first()
