"""The periods that secure one another around a day, and what the lead units said in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlmodel import Session, col

from rules.facts import PeriodKind, Share, Status
from rules.periods import Period, Span, children
from rules.standing import CheckInFacts, Standing, standing
from rules.tally import SEVERITY
from storage.rounds import PlanFacts
from storage.tables import Assignment, CheckIn, Report, Round

GRAVITY = (
    Standing.NOT_ASKED,
    Standing.UPCOMING,
    Standing.COVERED,
    Standing.ANSWERED,
    Standing.LATE,
    Standing.OPEN,
    Standing.OVERDUE,
    Standing.MISSED,
)
"""Where several lead units share a task, the one that owes most decides."""


@dataclass(frozen=True)
class Link:
    """A period on the way down to a day, and the periods of the next level that secure it."""

    period: Period
    children: tuple[Period, ...]


@dataclass(frozen=True)
class Word:
    """A lead unit's check-in on a task in a period: how it stands, and what it says."""

    standing: Standing
    status: Status | None


Words = Mapping[Period, Sequence[Word]]


def links(period: Period, day: date, plan: Span) -> tuple[Link, ...]:
    """Return `period` and, level by level, the periods below it that hold `day`, highest first."""
    chain = [Link(period, children(period, plan))]
    while chain[-1].children:
        inner = next(one for one in chain[-1].children if day in one.span)
        chain.append(Link(inner, children(inner, plan)))
    return tuple(chain)


def status_of(words: Sequence[Word]) -> Status | None:
    """Return the gravest of what is said; None where nothing is."""
    said = [word.status for word in words if word.status is not None]
    return max(said, key=SEVERITY.index, default=None)


def standing_of(words: Sequence[Word]) -> Standing | None:
    """Return the standing of the check-in that owes most; None where none was asked."""
    return max((word.standing for word in words), key=GRAVITY.index, default=None)


def words_in(
    session: Session,
    plan: PlanFacts,
    chain: Sequence[Link],
    task_ids: Collection[int],
    now: datetime,
) -> dict[int, dict[Period, list[Word]]]:
    """Return what the lead units of each task said in the periods of a chain and their children.

    Two statements: some twenty rounds at most, however long the plan has run.
    """
    rounds = _rounds(session, plan, chain)
    periods = {key: period for key, (period, _) in rounds.items()}
    question = (
        select(
            col(CheckIn.round_id),
            col(Assignment.task_id),
            col(CheckIn.prompted_at),
            col(CheckIn.answered_at),
            col(CheckIn.covered_at),
            col(Report.status),
        )
        .join(Assignment, col(CheckIn.assignment_id) == Assignment.id)
        .join(
            Report,
            (col(Report.check_in_id) == CheckIn.id) & (col(Report.revision) == CheckIn.revision),
            isouter=True,
        )
        .where(
            col(CheckIn.round_id).in_(rounds),
            col(Assignment.task_id).in_(task_ids),
            col(Assignment.share) == Share.LEAD,
            col(Assignment.ended_at).is_(None),
        )
    )
    found: dict[int, dict[Period, list[Word]]] = {}
    for round_id, task_id, prompted, answered, covered, status in session.execute(question):
        row = rounds[round_id][1]
        judged = CheckInFacts(row.opens_at, row.due_at, row.closes_at, prompted, answered, covered)
        word = Word(standing(judged, now), status)
        found.setdefault(task_id, {}).setdefault(periods[round_id], []).append(word)
    return found


def _rounds(
    session: Session, plan: PlanFacts, chain: Sequence[Link]
) -> dict[int, tuple[Period, Round]]:
    """Return the rounds that were opened for the periods of a chain and their children."""
    wanted: dict[tuple[PeriodKind, date], Period] = {}
    for link in chain:
        for period in (link.period, *link.children):
            wanted[period.kind, period.first] = period
    kinds = {kind for kind, _ in wanted}
    of_kind = [
        (col(Round.kind) == kind)
        & col(Round.first).in_([first for own, first in wanted if own is kind])
        for kind in kinds
    ]
    rows = session.scalars(select(Round).where(col(Round.plan_id) == plan.id, or_(*of_kind)))
    return {row.id or 0: (wanted[row.kind, row.first], row) for row in rows}
