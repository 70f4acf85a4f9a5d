"""以天保周、以周保月、以月保季、以季保年: how the periods around a day secure one another, and why.

A period that is over is judged by its own report, and what it was short of stands in the total of
the period above; only the periods that hold the day are looked into. So a year costs twenty rounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import pairwise

from sqlmodel import Session, col, select

from rules.cascade import Child, Outlook, Securing, secure
from rules.facts import PeriodKind, Status
from rules.periods import Period, period_of
from rules.refusals import UnknownTask
from rules.standing import Standing
from rules.workdays import WorkCalendar
from storage import progress
from storage.ledger.amounts import Amounts, amounts
from storage.ledger.chains import Link, Word, Words, links, standing_of, status_of, words_in
from storage.ledger.courses import courses
from storage.ledger.quotas import QuotaLine, quota_line
from storage.ledger.standings import TaskStanding, task_standings
from storage.rounds import PlanFacts
from storage.tables import Task

ANSWERED = frozenset({Standing.ANSWERED, Standing.LATE})
OWED = frozenset({Standing.OVERDUE, Standing.MISSED})
NOT_ASKED = frozenset({Standing.NOT_ASKED, Standing.UPCOMING})


@dataclass(frozen=True)
class CascadeLink:
    """One period of the chain: its outlook, and what it must bring for the one above it to hold.

    The counts are of the lead units' check-ins one level down, for a day of its own: those whose
    card was delivered, and of these the answered, the covered, and the overdue or missed.
    """

    period: Period
    securing: Securing
    quota: QuotaLine | None
    asked: int
    answered: int
    covered: int
    missed: int


@dataclass(frozen=True)
class CascadeSheet:
    """A task and the chain of its periods, the year first and the day last."""

    task: TaskStanding
    links: tuple[CascadeLink, ...]


def chain(
    session: Session, plan: PlanFacts, calendar: WorkCalendar, number: str, now: datetime
) -> CascadeSheet:
    """Return the chain of a task's periods at `now`, after the plan's end that of its last day.

    Raises UnknownTask.
    """
    task_id = session.exec(
        select(Task.id).where(
            Task.plan_id == plan.id, Task.number == number, col(Task.withdrawn_at).is_(None)
        )
    ).first()
    if task_id is None:
        raise UnknownTask(number[:12])
    day = plan.span.clamp(plan.day(now))
    found = links(period_of(PeriodKind.YEAR, day, plan.span), day, plan.span)
    words = words_in(session, plan, found, (task_id,), now).get(task_id, {})
    (task,) = task_standings(session, plan, calendar, now, (task_id,))
    targets = {task_id: task.target} if task.target else {}
    quantity = amounts(session, calendar, targets, found, day).get(task_id, {})
    securings = _securings(found, words, quantity)
    quotas = _quotas(session, calendar, task, found, day)
    return CascadeSheet(
        task,
        tuple(
            _link(link, securing, words, quotas.get(link.period))
            for link, securing in zip(found, securings, strict=True)
        ),
    )


def outlooks(
    session: Session, plan: PlanFacts, calendar: WorkCalendar, period: Period, now: datetime
) -> dict[int, Securing]:
    """Return how each task of the plan secures `period`; a past one as of its last day.

    Six statements whatever the number of tasks.
    """
    day = period.span.clamp(plan.day(now))
    task_ids = session.exec(
        select(Task.id).where(Task.plan_id == plan.id, col(Task.withdrawn_at).is_(None))
    ).all()
    keys = [task_id for task_id in task_ids if task_id is not None]
    found = links(period, day, plan.span)
    words = words_in(session, plan, found, keys, now)
    known = amounts(session, calendar, courses(session, plan), found, day)
    return {key: _securings(found, words.get(key, {}), known.get(key, {}))[0] for key in keys}


def _securings(found: Sequence[Link], words: Words, quantity: Amounts) -> tuple[Securing, ...]:
    """Judge every link of a chain, from the lowest up; return them highest first.

    A period in which nobody was asked says nothing to the one above it.
    """
    judged: list[Securing] = []
    in_hand: Child | None = None
    for link in reversed(found):
        own = words.get(link.period, ())
        below = [
            child
            for period in link.children
            if (child := _child(period, words.get(period, ()), in_hand)) is not None
        ]
        amount = quantity.get(link.period)
        judged.append(secure(status_of(own), standing_of(own), below, amount))
        asked = bool(own or below)
        in_hand = _spoken(link.period, own, judged[-1].outlook) if asked else None
    return tuple(reversed(judged))


def _child(period: Period, own: Sequence[Word], in_hand: Child | None) -> Child | None:
    """Return the period in hand as it was judged, another one by its own report."""
    if in_hand is not None and in_hand.key == period.key:
        return in_hand
    if not own:
        return None
    return _spoken(period, own, _alone(status_of(own), standing_of(own)))


@cache
def _alone(status: Status | None, standing: Standing | None) -> Outlook:
    return secure(status, standing, (), None).outlook


def _spoken(period: Period, own: Sequence[Word], outlook: Outlook) -> Child:
    standing = standing_of(own) or Standing.UPCOMING
    return Child(period.key, standing, status_of(own), outlook)


def _quotas(
    session: Session,
    calendar: WorkCalendar,
    task: TaskStanding,
    found: Sequence[Link],
    day: date,
) -> dict[Period, QuotaLine | None]:
    """Return what each period must bring for the one above it; the year secures nothing higher."""
    points = progress.histories(session, (task.task_id,), day).get(task.task_id, ())
    if task.target is None or not points:
        return {}
    quotas = {}
    for outer, inner in pairwise(link.period for link in found):
        former = [point.total for point in points if point.day < outer.first]
        before, total = former[-1] if former else None, points[-1].total
        quotas[inner] = quota_line(task.target, inner, outer, before, total, day, calendar)
    return quotas


def _link(link: Link, securing: Securing, words: Words, quota: QuotaLine | None) -> CascadeLink:
    counted = link.children or (link.period,)
    standings = [word.standing for period in counted for word in words.get(period, ())]
    return CascadeLink(
        period=link.period,
        securing=securing,
        quota=quota,
        asked=sum(one not in NOT_ASKED for one in standings),
        answered=sum(one in ANSWERED for one in standings),
        covered=sum(one is Standing.COVERED for one in standings),
        missed=sum(one in OWED for one in standings),
    )
