"""A card: everything one member is asked in one round, with what was said so far."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlmodel import Session, and_, col, or_, select

from rules.drafts import Told
from rules.facts import PeriodKind, Share
from rules.measures import counted
from rules.periods import Period
from rules.refusals import UnknownButton
from rules.replies import ValueKind
from rules.standing import CheckInFacts, Standing, standing
from storage.calendar import work_calendar
from storage.ledger.courses import TaskCourse, courses
from storage.ledger.drafts import drafts
from storage.ledger.quotas import QuotaLine, quota_lines
from storage.ledger.roster import answered_by
from storage.ledger.said import Said, before, current
from storage.outbox import NoticeKind
from storage.rounds import plan_facts
from storage.tables import Assignment, CheckIn, Notice, Report, Round, Task, Unit


@dataclass(frozen=True)
class ShareLine:
    """What a responsible unit said of its share, for the lead unit to take over."""

    unit: str
    said: Said | None


@dataclass(frozen=True)
class CardItem:
    """One check-in on a card; `said` in this round, `before` the latest in any other until then.

    `asks_figure` where an amount is counted: the card then says which figure is wanted.
    `draft` is what the unit's lower reports add up to, where nothing was said in this round yet.
    `shares` are the responsible units asked in the round, on the lead unit's item.
    """

    check_in_id: int
    task_id: int
    unit_id: int
    unit: str
    share: Share
    number: str
    title: str
    goal: Decimal | None
    measure: str | None
    wanted: ValueKind
    facts: CheckInFacts
    said: Said | None
    before: Said | None
    draft: Told | None = None
    quota: QuotaLine | None = None
    asks_figure: bool = False
    shares: tuple[ShareLine, ...] = ()

    def standing(self, now: datetime) -> Standing:
        """Judge the check-in at `now`."""
        return standing(self.facts, now)

    def counts(self, said: Said) -> bool:
        """Whether a figure said can be counted towards the lead unit's target, where it has one."""
        if self.share is not Share.LEAD or self.measure is None or said.value is None:
            return True
        kind = said.value_kind or ValueKind.UNSTATED
        return counted(said.value, kind, said.measure, self.measure) is not None

    @property
    def owes(self) -> bool:
        """Whether nobody has answered it and no higher report stands for it."""
        return self.said is None and self.facts.covered is None


@dataclass(frozen=True)
class Card:
    """One member's card for one round, in the order of the notice.

    `provisional`: its dates come from a year whose holidays are not published.
    """

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
    provisional: bool = False

    @property
    def units(self) -> tuple[str, ...]:
        """The names of the units on the card."""
        return tuple(dict.fromkeys(item.unit for item in self.items))

    @property
    def unanswered(self) -> tuple[CardItem, ...]:
        """The items that still owe an answer in this round."""
        return tuple(item for item in self.items if item.owes)

    @property
    def drafted(self) -> tuple[CardItem, ...]:
        """The items one tap would answer with what was said below."""
        return tuple(item for item in self.unanswered if item.draft)

    @property
    def offered(self) -> tuple[CardItem, ...]:
        """The items still owing of which responsible units have reported."""
        return tuple(item for item in self.unanswered if any(share.said for share in item.shares))


def card(session: Session, member_id: int, round_id: int, now: datetime) -> Card:
    """Return the card of a member for a round; without items where nothing is asked of them.

    Raises UnknownButton where there is no such round: only a button can have named it.
    """
    row = session.get(Round, round_id)
    if row is None:
        raise UnknownButton
    plan = plan_facts(session, row.plan_id)
    calendar = work_calendar(session)
    units = answered_by(session, member_id, plan.day(now))
    lines = _lines(session, round_id, units)
    check_ins = tuple(line.check_in for line in lines)
    task_ids = tuple({line.task_id for line in lines})
    targets = courses(session, plan, task_ids)
    period = Period(row.kind, row.key, row.first, row.last)
    quotas = quota_lines(session, plan, calendar, task_ids, period, now, targets)
    told = current(session, check_ins)
    owing = [one for one in check_ins if not one.revision]
    former = before(session, owing)
    wanted = {line.check_in.id or 0: _wanted(targets.get(line.task_id)) for line in lines}
    drafted = drafts(session, row, owing, wanted)
    leading = tuple(line.task_id for line in lines if line.share is Share.LEAD)
    shares = _shares(session, round_id, leading) if row.kind is not PeriodKind.DAY else {}
    items = tuple(
        _item(
            line, row,
            targets.get(line.task_id),
            told.get(line.check_in.id or 0),
            former.get(line.check_in.id or 0),
            drafted.get(line.check_in.id or 0),
            quotas.get(line.task_id) if line.share is Share.LEAD else None,
            shares.get(line.task_id, ()) if line.share is Share.LEAD else (),
        )
        for line in lines
    )  # fmt: skip
    return Card(
        round_id, row.kind, row.key, row.first, row.last,
        row.opens_at, row.due_at, row.closes_at, plan.zone, items,
        provisional=calendar.is_provisional(plan.day(row.due_at)),
    )  # fmt: skip


@dataclass(frozen=True)
class Owing:
    """The check-ins of a member's card, and those of them that still owe an answer."""

    all: tuple[int, ...]
    open: tuple[int, ...]


def owing(session: Session, member_id: int, round_id: int, now: datetime) -> Owing:
    """Return what a card asks, without what was said: all that a tap for everything needs.

    Raises UnknownButton as `card` does.
    """
    row = session.get(Round, round_id)
    if row is None:
        raise UnknownButton
    units = answered_by(session, member_id, plan_facts(session, row.plan_id).day(now))
    rows = session.exec(
        select(col(CheckIn.id), col(CheckIn.revision), col(CheckIn.covered_at))
        .join(Assignment, col(CheckIn.assignment_id) == Assignment.id)
        .where(CheckIn.round_id == round_id, col(Assignment.unit_id).in_(units))
        .order_by(col(CheckIn.id))
    ).all()
    return Owing(
        tuple(key or 0 for key, _, _ in rows),
        tuple(key or 0 for key, revision, covered in rows if not revision and covered is None),
    )


def facts(check_in: CheckIn, row: Round) -> CheckInFacts:
    """Return what the law judges of a check-in."""
    return CheckInFacts(
        row.opens_at,
        row.due_at,
        row.closes_at,
        check_in.prompted_at,
        check_in.answered_at,
        check_in.covered_at,
    )


def rounds_of_message(session: Session, chat_id: int, message_id: int) -> tuple[int, ...]:
    """Return the rounds a message of ours, or an earlier answer, was about.

    What was sent back comes first, then the newest.
    """
    notices = session.exec(
        select(Notice.round_id)
        .where(
            Notice.chat_id == chat_id,
            Notice.message_id == message_id,
            col(Notice.round_id).is_not(None),
        )
        .order_by(
            (col(Notice.kind) == NoticeKind.SENT_BACK.value).desc(), col(Notice.round_id).desc()
        )
    ).all()
    if notices:
        return tuple(dict.fromkeys(key for key in notices if key))
    found = session.exec(
        select(CheckIn.round_id)
        .join(Report, col(Report.check_in_id) == CheckIn.id)
        .where(Report.chat_id == chat_id, Report.message_id == message_id)
    ).first()
    return () if found is None else (found,)


def open_cards(session: Session, member_id: int, now: datetime) -> tuple[Card, ...]:
    """Return the cards a member holds whose rounds are not closed, the newest first.

    One that was being sent when the process was cut off may have arrived: it counts as held.
    """
    may_have_arrived = and_(col(Notice.finished_at).is_(None), col(Notice.attempts) > 0)
    rounds = session.exec(
        select(Round.id, Round.opens_at)
        .join(Notice, col(Notice.round_id) == Round.id)
        .where(
            Notice.member_id == member_id,
            Notice.kind == NoticeKind.CARD.value,
            or_(col(Notice.outcome) == "sent", may_have_arrived),
            Round.closes_at > now,
        )
        .distinct()
        .order_by(col(Round.opens_at).desc(), col(Round.id).desc())
    ).all()
    return tuple(card(session, member_id, round_id or 0, now) for round_id, _ in rounds)


def current_round(session: Session, member_id: int, now: datetime) -> int | None:
    """Return the round a message without a card is about: the newest owed, else the newest."""
    cards = [one for one in open_cards(session, member_id, now) if one.items]
    owed = [one for one in cards if one.unanswered]
    return next((one.round_id for one in owed or cards), None)


@dataclass(frozen=True)
class _Line:
    """One check-in of a card, with its task and unit."""

    check_in: CheckIn
    share: Share
    task_id: int
    number: str
    title: str
    unit_id: int
    unit: str


def _lines(session: Session, round_id: int, units: Collection[int]) -> tuple[_Line, ...]:
    rows = session.exec(
        select(CheckIn, Assignment, Task, Unit)
        .select_from(CheckIn)
        .join(Assignment, col(CheckIn.assignment_id) == Assignment.id)
        .join(Task, col(Assignment.task_id) == Task.id)
        .join(Unit, col(Assignment.unit_id) == Unit.id)
        .where(CheckIn.round_id == round_id, col(Assignment.unit_id).in_(units))
        .order_by(col(Unit.id), col(Assignment.share), col(Task.position))
    )
    return tuple(
        _Line(check_in, held.share, task.id or 0, task.number, task.title, unit.id or 0, unit.name)
        for check_in, held, task, unit in rows
    )


def _item(
    line: _Line,
    row: Round,
    target: TaskCourse | None,
    said: Said | None,
    former: Said | None,
    draft: Told | None,
    quota: QuotaLine | None,
    shares: tuple[ShareLine, ...],
) -> CardItem:
    return CardItem(
        check_in_id=line.check_in.id or 0,
        task_id=line.task_id,
        unit_id=line.unit_id,
        unit=line.unit,
        share=line.share,
        number=line.number,
        title=line.title,
        goal=target.goal if target else None,
        measure=target.measure if target else None,
        wanted=_wanted(target),
        facts=facts(line.check_in, row),
        said=said,
        before=former,
        draft=draft,
        quota=quota,
        asks_figure=target is not None and target.judged is not None,
        shares=shares,
    )


def _wanted(target: TaskCourse | None) -> ValueKind:
    return target.wanted if target else ValueKind.CUMULATIVE


def _shares(
    session: Session, round_id: int, task_ids: tuple[int, ...]
) -> dict[int, tuple[ShareLine, ...]]:
    """Return, per task, what its responsible units were asked in a round and said."""
    rows = session.exec(
        select(CheckIn, Assignment.task_id, Unit.name)
        .select_from(CheckIn)
        .join(Assignment, col(CheckIn.assignment_id) == Assignment.id)
        .join(Unit, col(Assignment.unit_id) == Unit.id)
        .where(
            CheckIn.round_id == round_id,
            Assignment.share == Share.RESPONSIBLE,
            col(Assignment.task_id).in_(task_ids),
        )
        .order_by(col(Assignment.position))
    ).all()
    told = current(session, tuple(check_in for check_in, _, _ in rows))
    found: dict[int, tuple[ShareLine, ...]] = {}
    for check_in, task_id, unit in rows:
        line = ShareLine(unit, told.get(check_in.id or 0))
        found[task_id] = (*found.get(task_id, ()), line)
    return found
