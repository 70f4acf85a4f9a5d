"""A card: everything one member is asked in one round, with what was said so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from rules.facts import PeriodKind, Status
from rules.refusals import UnknownButton
from rules.replies import ValueKind
from rules.standing import CheckInFacts, Standing, standing
from storage.ledger.roster import speakers
from storage.outbox import NoticeKind
from storage.tables import (
    Assignment,
    CheckIn,
    Member,
    Notice,
    Plan,
    Post,
    Report,
    Round,
    Target,
    Task,
    Unit,
)

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


@dataclass(frozen=True)
class CardItem:
    """One check-in on a card; `said` in this round, `before` the latest in any other."""

    check_in_id: int
    unit_id: int
    unit: str
    number: str
    title: str
    goal: Decimal | None
    measure: str | None
    facts: CheckInFacts
    said: Said | None
    before: Said | None

    def standing(self, now: datetime) -> Standing:
        """Judge the check-in at `now`."""
        return standing(self.facts, now)


@dataclass(frozen=True)
class Card:
    """One member's card for one round, in the order of the notice."""

    round_id: int
    kind: PeriodKind
    key: str
    first: date
    last: date
    opens_at: datetime
    due_at: datetime
    closes_at: datetime
    zone: ZoneInfo
    items: tuple[CardItem, ...]

    @property
    def units(self) -> tuple[str, ...]:
        """The names of the units on the card."""
        return tuple(dict.fromkeys(item.unit for item in self.items))

    @property
    def unanswered(self) -> tuple[CardItem, ...]:
        """The items nobody has answered in this round."""
        return tuple(item for item in self.items if item.said is None)


def card(session: Session, member_id: int, round_id: int) -> Card:
    """Return the card of a member for a round; without items where nothing is asked of them.

    Raises UnknownButton where there is no such round: only a button can have named it.
    """
    row = session.get(Round, round_id)
    if row is None:
        raise UnknownButton
    units = _units_answered(session, member_id)
    rows = session.exec(
        select(CheckIn, Assignment, Task, Unit)
        .join(Assignment, col(CheckIn.assignment_id) == Assignment.id)
        .join(Task, col(Assignment.task_id) == Task.id)
        .join(Unit, col(Assignment.unit_id) == Unit.id)
        .where(CheckIn.round_id == round_id, col(Assignment.unit_id).in_(units))
        .order_by(col(Unit.id), col(Task.position))
    ).all()
    targets = _first_targets(session, tuple(task.id or 0 for _, _, task, _ in rows))
    items = tuple(
        CardItem(
            check_in_id=check_in.id or 0,
            unit_id=unit.id or 0,
            unit=unit.name,
            number=task.number,
            title=task.title,
            goal=target.goal if (target := targets.get(task.id or 0)) else None,
            measure=target.measure if target else None,
            facts=facts(check_in, row),
            said=_report(session, check_in),
            before=_before(session, check_in),
        )
        for check_in, _, task, unit in rows
    )
    zone = ZoneInfo(session.get_one(Plan, row.plan_id).zone)
    return Card(
        round_id, row.kind, row.key, row.first, row.last,
        row.opens_at, row.due_at, row.closes_at, zone, items,
    )  # fmt: skip


def facts(check_in: CheckIn, row: Round) -> CheckInFacts:
    """Return what the law judges of a check-in."""
    return CheckInFacts(
        row.opens_at, row.due_at, row.closes_at, check_in.prompted_at, check_in.answered_at
    )


def round_of_message(session: Session, chat_id: int, message_id: int) -> int | None:
    """Return the round that a message of ours, or an earlier answer, was about."""
    notice = session.exec(
        select(Notice.round_id).where(Notice.chat_id == chat_id, Notice.message_id == message_id)
    ).first()
    if notice is not None:
        return notice
    return session.exec(
        select(CheckIn.round_id)
        .join(Report, col(Report.check_in_id) == CheckIn.id)
        .where(Report.chat_id == chat_id, Report.message_id == message_id)
    ).first()


def open_cards(session: Session, member_id: int, now: datetime) -> tuple[Card, ...]:
    """Return the cards delivered to a member whose rounds are not closed, the newest first."""
    rounds = session.exec(
        select(Round.id)
        .join(Notice, col(Notice.round_id) == Round.id)
        .where(
            Notice.member_id == member_id,
            Notice.kind == NoticeKind.CARD.value,
            Notice.outcome == "sent",
            Round.closes_at > now,
        )
        .order_by(col(Round.opens_at).desc())
    ).all()
    return tuple(card(session, member_id, round_id) for round_id in rounds if round_id)


def current_round(session: Session, member_id: int, now: datetime) -> int | None:
    """Return the round a message without a card is about: the newest owed, else the newest."""
    cards = [one for one in open_cards(session, member_id, now) if one.items]
    owed = [one for one in cards if one.unanswered]
    return next((one.round_id for one in owed or cards), None)


def _units_answered(session: Session, member_id: int) -> frozenset[int]:
    held = session.exec(
        select(Post.unit_id).where(Post.member_id == member_id, col(Post.ended_at).is_(None))
    ).all()
    return speakers(session, frozenset(held)).get(member_id, frozenset())


def _first_targets(session: Session, task_ids: tuple[int, ...]) -> dict[int, Target]:
    rows = session.exec(
        select(Target).where(col(Target.task_id).in_(task_ids)).order_by(col(Target.id).desc())
    )
    return {target.task_id: target for target in rows}


def _before(session: Session, check_in: CheckIn) -> Said | None:
    """Return what was said last in any other round: the week's answer may be newer than the day's.

    A round can be answered until its month ends, so a month of rounds is looked at.
    """
    others = (
        select(CheckIn.id)
        .where(
            CheckIn.assignment_id == check_in.assignment_id,
            CheckIn.id != check_in.id,
            CheckIn.revision > 0,
        )
        .order_by(col(CheckIn.round_id).desc())
        .limit(ROUNDS_OF_A_MONTH)
    )
    last = session.exec(
        select(Report, Member.name)
        .join(Member, col(Report.member_id) == Member.id)
        .where(col(Report.check_in_id).in_(others))
        .order_by(col(Report.id).desc())
        .limit(1)
    ).first()
    return None if last is None else said(*last)


def _report(session: Session, check_in: CheckIn) -> Said | None:
    if check_in.revision == 0:
        return None
    report, author = session.exec(
        select(Report, Member.name)
        .join(Member, col(Report.member_id) == Member.id)
        .where(Report.check_in_id == check_in.id, Report.revision == check_in.revision)
    ).one()
    return said(report, author)


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
    )
