"""Every task in one period: what its lead units said there, or why they said nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import union
from sqlmodel import Session, col, func, or_, select

from rules.facts import Share, Status
from rules.periods import LEVELS, Period
from rules.standing import Standing, as_of, standing
from rules.tally import Bucket, LeadFacts, bucket
from storage.ledger.cards import facts
from storage.ledger.said import Said, said
from storage.rounds import PlanFacts
from storage.tables import Assignment, CheckIn, Member, Report, Round, Task, Unit

DEPTH = 3
"""Levels looked at: the period's own and two below. What is finer stands in their drafts."""


@dataclass(frozen=True)
class LeadLine:
    """A lead unit in the period: its latest report there, if any.

    `blocked_since` is when it first said 需协调 without a better word since; None where it does not
    say so now.
    """

    unit: str
    facts: LeadFacts
    said: Said | None
    blocked_since: datetime | None


@dataclass(frozen=True)
class TaskLine:
    """A task in the period."""

    task_id: int
    number: str
    title: str
    bucket: Bucket
    leads: tuple[LeadLine, ...]

    @property
    def silent(self) -> tuple[str, ...]:
        """The lead units that owe an answer."""
        return tuple(lead.unit for lead in self.leads if lead.facts.is_silent)

    @property
    def is_listed(self) -> bool:
        """Whether a lead unit is on a roster of the period, delivered or not."""
        return any(lead.facts.standings for lead in self.leads)


def task_lines(
    session: Session, plan: PlanFacts, period: Period, now: datetime
) -> tuple[TaskLine, ...]:
    """Return each task of the plan once, in the order of the notice, as was known at `now`.

    A report counts for the period of its round, and for those it covers.
    """
    rows = session.exec(
        select(Task, Assignment, Unit)
        .join(Assignment, col(Assignment.task_id) == Task.id, isouter=True)
        .join(Unit, col(Assignment.unit_id) == Unit.id, isouter=True)
        .where(Task.plan_id == plan.id, col(Task.withdrawn_at).is_(None))
        .order_by(col(Task.position), col(Assignment.position))
    ).all()
    rounds = _rounds(session, plan, period)
    standings = _standings(session, rounds, now)
    reports = _latest(session, rounds, now)
    blocked = _blocked_since(
        session, [key for key, one in reports.items() if one.status is Status.BLOCKED]
    )
    lines = []
    for task, group in groupby(rows, key=lambda row: row[0]):
        leads = tuple(
            _lead(unit.name, assignment.id or 0, standings, reports, blocked)
            for _, assignment, unit in group
            if assignment and assignment.share is Share.LEAD and assignment.ended_at is None
        )
        kind = bucket(lead.facts for lead in leads)
        lines.append(TaskLine(task.id or 0, task.number, task.title, kind, leads))
    return tuple(lines)


def _lead(
    unit: str,
    assignment_id: int,
    standings: dict[int, set[Standing]],
    reports: dict[int, Said],
    blocked: dict[int, datetime],
) -> LeadLine:
    latest = reports.get(assignment_id)
    judged = frozenset(standings.get(assignment_id, ()))
    told = LeadFacts(latest.status if latest else None, judged)
    if latest is None or latest.status is not Status.BLOCKED:
        return LeadLine(unit, told, latest, None)
    return LeadLine(unit, told, latest, blocked.get(assignment_id, latest.said_at))


def _rounds(session: Session, plan: PlanFacts, period: Period) -> tuple[int, ...]:
    level = LEVELS.index(period.kind)
    found = session.exec(
        select(Round.id).where(
            Round.plan_id == plan.id,
            col(Round.kind).in_(LEVELS[max(level + 1 - DEPTH, 0) : level + 1]),
            Round.first >= period.first,
            Round.last <= period.last,
        )
    )
    return tuple(key for key in found if key)


def _standings(
    session: Session, rounds: Collection[int], now: datetime
) -> dict[int, set[Standing]]:
    """Return, per assignment, the standings of its check-ins."""
    found: dict[int, set[Standing]] = {}
    rows = session.exec(
        select(CheckIn, Round)
        .join(Round, col(CheckIn.round_id) == Round.id)
        .where(col(CheckIn.round_id).in_(rounds))
    )
    for check_in, row in rows:
        judged = standing(as_of(facts(check_in, row), now), now)
        found.setdefault(check_in.assignment_id, set()).add(judged)
    return found


def _latest(session: Session, rounds: Collection[int], now: datetime) -> dict[int, Said]:
    """Return, per assignment, the latest report given in the rounds or covering one of them.

    The latest is the one recorded last: a tap has no date of its own, and a message's is cut to
    the second.
    """
    answered = select(CheckIn.id).where(col(CheckIn.round_id).in_(rounds), CheckIn.revision > 0)
    covering = (
        select(Report.check_in_id)
        .join(CheckIn, col(CheckIn.covered_by) == Report.id)
        .where(col(CheckIn.round_id).in_(rounds))
    )
    ranked = (
        select(
            Report.id,
            CheckIn.assignment_id,
            func.row_number()
            .over(
                partition_by=col(CheckIn.assignment_id),
                order_by=col(Report.id).desc(),
            )
            .label("place"),
        )
        .join(
            CheckIn,
            (col(CheckIn.id) == Report.check_in_id) & (col(CheckIn.revision) == Report.revision),
        )
        .where(col(CheckIn.id).in_(union(answered, covering)), col(Report.said_at) <= now)
        .subquery()
    )
    rows = session.exec(
        select(ranked.c.assignment_id, Report, Member.name)
        .select_from(ranked)
        .join(Report, col(Report.id) == ranked.c.id)
        .join(Member, col(Report.member_id) == Member.id)
        .where(ranked.c.place == 1)
    )
    return {assignment_id: said(report, author) for assignment_id, report, author in rows}


def _blocked_since(session: Session, assignments: Collection[int]) -> dict[int, datetime]:
    """Return since when each of these has said 需协调 and nothing else, corrections included.

    In the order of the record: two words of one second are told apart.
    """
    free = (
        select(col(CheckIn.assignment_id), func.max(Report.id).label("last"))
        .join(Report, col(Report.check_in_id) == CheckIn.id)
        .where(col(CheckIn.assignment_id).in_(assignments), Report.status != Status.BLOCKED)
        .group_by(col(CheckIn.assignment_id))
        .subquery()
    )
    rows = session.exec(
        select(col(CheckIn.assignment_id), func.min(Report.said_at))
        .join(Report, col(Report.check_in_id) == CheckIn.id)
        .join(free, free.c.assignment_id == CheckIn.assignment_id, isouter=True)
        .where(
            col(CheckIn.assignment_id).in_(assignments),
            Report.status == Status.BLOCKED,
            or_(free.c.last.is_(None), col(Report.id) > free.c.last),
        )
        .group_by(col(CheckIn.assignment_id))
    )
    return dict(rows.all())
