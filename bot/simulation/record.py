"""What the record holds at the end, or at a given moment: standings, drafts, lights, merging."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from rules.facts import PeriodKind
from rules.lights import Light
from rules.standing import Standing, standing
from storage.calendar import work_calendar
from storage.ledger.cards import facts
from storage.ledger.standings import task_standings
from storage.rounds import plan_facts
from storage.tables import Assignment, CheckIn, Member, Notice, Report, Round, Unit

COUNTED_LATE = frozenset({Standing.OVERDUE, Standing.MISSED, Standing.LATE})


@dataclass(frozen=True)
class Ended:
    """What the record adds up to: check-ins by level and standing, and what became of notices.

    `drafted` counts, by level, the check-ins answered by confirming a draft.
    """

    check_ins: dict[PeriodKind, Counter[Standing]]
    drafted: Counter[PeriodKind]
    merged: int
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """A report: by which user, in which round, when."""

    user_id: int
    round_id: int
    at: datetime


def ended(session: Session, now: datetime) -> Ended:
    """Return what the record adds up to at `now`."""
    check_ins: dict[PeriodKind, Counter[Standing]] = {kind: Counter() for kind in PeriodKind}
    for kind, _, _, stands in _standings(session, now):
        check_ins[kind][stands] += 1
    drafted: Counter[PeriodKind] = Counter()
    for row, number in session.exec(
        select(Round, func.count())
        .join(CheckIn, col(CheckIn.round_id) == Round.id)
        .join(Report, col(Report.check_in_id) == CheckIn.id)
        .where(Report.revision == 1, col(Report.drafted))
        .group_by(col(Round.id))
    ):
        drafted[row.kind] += number
    merged = session.exec(
        select(func.count()).select_from(Notice).where(col(Notice.merged_into).is_not(None))
    ).one()
    faulty = session.exec(select(Notice).where(col(Notice.reason).is_not(None)))
    return Ended(
        check_ins,
        drafted,
        merged,
        tuple(f"{one.key}: {one.reason}" for one in faulty),
    )


def counted_late(
    session: Session, now: datetime, *, closed: bool = False
) -> frozenset[tuple[int, str]]:
    """Return the rounds and units with a check-in that counts as overdue, missed or late.

    Only rounds that are open are looked at, unless `closed` ones are wanted too.
    """
    wanted = () if closed else (col(Round.closed_at).is_(None), col(CheckIn.revision) == 0)
    return frozenset(
        (round_id, unit)
        for _, round_id, unit, stands in _standings(session, now, Round.due_at <= now, *wanted)
        if stands in COUNTED_LATE
    )


def _standings(
    session: Session, now: datetime, *wanted: ColumnElement[bool] | bool
) -> Iterator[tuple[PeriodKind, int, str, Standing]]:
    """Yield how each check-in stands, by the law: its level, its round, its unit."""
    rows = session.exec(
        select(CheckIn, Round, Unit.name)
        .join(Round, col(CheckIn.round_id) == Round.id)
        .join(Assignment, col(CheckIn.assignment_id) == Assignment.id)
        .join(Unit, col(Assignment.unit_id) == Unit.id)
        .where(*wanted)
    )
    for check_in, row, unit in rows:
        yield row.kind, row.id or 0, unit, standing(facts(check_in, row), now)


def lights(session: Session, plan_id: int, now: datetime) -> dict[Light, int]:
    """Return how many tasks have each light."""
    plan, calendar = plan_facts(session, plan_id), work_calendar(session)
    found = Counter(one.judgement.light for one in task_standings(session, plan, calendar, now))
    return {light: found[light] for light in Light}


def reports(session: Session) -> tuple[Told, ...]:
    """Return every first report, oldest first."""
    rows = session.exec(
        select(Member.user_id, CheckIn.round_id, Report.said_at)
        .select_from(Report)
        .join(Member, col(Report.member_id) == Member.id)
        .join(CheckIn, col(Report.check_in_id) == CheckIn.id)
        .where(Report.revision == 1)
        .order_by(col(Report.id))
    )
    return tuple(Told(user_id, round_id, at) for user_id, round_id, at in rows)


def next_due(session: Session) -> datetime | None:
    """Return when the next notice that waits may be said."""
    return session.exec(
        select(func.min(Notice.not_before)).where(
            col(Notice.finished_at).is_(None), col(Notice.leased_until).is_(None)
        )
    ).one()
