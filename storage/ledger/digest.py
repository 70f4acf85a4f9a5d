"""The facts of a weekly digest: every task in one bucket, for the week and the one before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlmodel import Session, col, func, select

from rules.facts import PeriodKind, Share
from rules.periods import DAY, Period, Span, period_of
from rules.standing import Standing, standing
from rules.tally import Bucket, LeadFacts, Tally, bucket, tally
from storage.calendar import work_calendar
from storage.ledger.cards import Said, facts, said
from storage.rounds import PlanFacts
from storage.tables import Assignment, CheckIn, Member, Report, Round, Task, Unit


@dataclass(frozen=True)
class LeadLine:
    """A lead unit in the week: its latest report there, if any."""

    unit: str
    facts: LeadFacts
    said: Said | None


@dataclass(frozen=True)
class TaskLine:
    """A task in the week."""

    number: str
    title: str
    bucket: Bucket
    leads: tuple[LeadLine, ...]

    @property
    def silent(self) -> tuple[str, ...]:
        """The lead units that owe an answer."""
        return tuple(lead.unit for lead in self.leads if lead.facts.is_silent)


@dataclass(frozen=True)
class WeekDigest:
    """One week of a plan as of one instant. `lines` hold every task once.

    `provisional`: its dates come from a year without a published calendar.
    """

    plan: str
    issue: int
    first: date
    last: date
    as_of: datetime
    provisional: bool
    elapsed: float
    tally: Tally
    former: Tally | None
    lines: tuple[TaskLine, ...]

    def of(self, kind: Bucket) -> tuple[TaskLine, ...]:
        """Return the tasks counted in one bucket."""
        return tuple(line for line in self.lines if line.bucket is kind)

    @property
    def partly_silent(self) -> tuple[TaskLine, ...]:
        """Tasks with a report from one lead unit and silence from another."""
        return tuple(
            line for line in self.lines if line.silent and line.bucket is not Bucket.SILENT
        )


def week_digest(session: Session, plan: PlanFacts, day: date, now: datetime) -> WeekDigest:
    """Return the digest of the week that holds `day`, clamped to the plan."""
    day = plan.span.clamp(day)
    week = period_of(PeriodKind.WEEK, day, plan.span)
    former = _week_before(week, plan.span)
    lines = _lines(session, plan, week, now)
    calendar = work_calendar(session)
    workdays = calendar.workdays(week.span) or (week.first, week.last)
    return WeekDigest(
        plan=plan.title,
        issue=_issue(session, plan, week),
        first=workdays[0],
        last=workdays[-1],
        as_of=now,
        provisional=calendar.is_provisional(workdays[-1]),
        elapsed=elapsed_share(plan.span, plan.day(now)),
        tally=_tally(session, plan, lines),
        former=_tally(session, plan, _lines(session, plan, former, now)) if former else None,
        lines=lines,
    )


def elapsed_share(plan: Span, today: date) -> float:
    """Return the share of the working year behind us: from 1 January of the plan to its end."""
    begins = date(plan.first.year, 1, 1)
    whole = (plan.last - begins).days + 1
    return min(max((today - begins).days + 1, 0), whole) / whole


def _week_before(week: Period, plan: Span) -> Period | None:
    day = week.first - DAY
    return period_of(PeriodKind.WEEK, day, plan) if day in plan else None


def _issue(session: Session, plan: PlanFacts, week: Period) -> int:
    counted = session.exec(
        select(func.count())
        .select_from(Round)
        .where(Round.plan_id == plan.id, Round.kind == PeriodKind.WEEK, Round.first <= week.first)
    ).one()
    return max(counted, 1)


def _tally(session: Session, plan: PlanFacts, lines: tuple[TaskLine, ...]) -> Tally:
    total = session.exec(
        select(func.count())
        .select_from(Task)
        .where(Task.plan_id == plan.id, col(Task.withdrawn_at).is_(None))
    ).one()
    return tally((line.bucket for line in lines), total)


def _lines(session: Session, plan: PlanFacts, week: Period, now: datetime) -> tuple[TaskLine, ...]:
    tasks = session.exec(
        select(Task, Assignment, Unit)
        .join(Assignment, col(Assignment.task_id) == Task.id, isouter=True)
        .join(Unit, col(Assignment.unit_id) == Unit.id, isouter=True)
        .where(Task.plan_id == plan.id, col(Task.withdrawn_at).is_(None))
        .order_by(col(Task.position), col(Assignment.position))
    ).all()
    standings, reports = _week_facts(session, plan, week, now)
    lines = []
    for task, rows in groupby(tasks, key=lambda row: row[0]):
        leads = tuple(
            _lead(unit.name, assignment.id or 0, standings, reports)
            for _, assignment, unit in rows
            if assignment and assignment.share is Share.LEAD and assignment.ended_at is None
        )
        kind = bucket(lead.facts for lead in leads)
        lines.append(TaskLine(task.number, task.title, kind, leads))
    return tuple(lines)


def _lead(
    unit: str,
    assignment_id: int,
    standings: dict[int, set[Standing]],
    reports: dict[int, Said],
) -> LeadLine:
    latest = reports.get(assignment_id)
    judged = frozenset(standings.get(assignment_id, ()))
    return LeadLine(unit, LeadFacts(latest.status if latest else None, judged), latest)


def _week_facts(
    session: Session, plan: PlanFacts, week: Period, now: datetime
) -> tuple[dict[int, set[Standing]], dict[int, Said]]:
    """Return, per assignment, the standings of its check-ins in the week and its latest report."""
    standings: dict[int, set[Standing]] = {}
    reports: dict[int, Said] = {}
    rows = session.exec(
        select(CheckIn, Round, Report, Member.name)
        .join(Round, col(CheckIn.round_id) == Round.id)
        .join(
            Report,
            (col(Report.check_in_id) == CheckIn.id) & (col(Report.revision) == CheckIn.revision),
            isouter=True,
        )
        .join(Member, col(Report.member_id) == Member.id, isouter=True)
        .where(Round.plan_id == plan.id, Round.first >= week.first, Round.last <= week.last)
        .order_by(col(Report.said_at))
    )
    for check_in, row, report, author in rows:
        judged = standing(facts(check_in, row), now)
        standings.setdefault(check_in.assignment_id, set()).add(judged)
        if report is not None:
            reports[check_in.assignment_id] = said(report, author)
    return standings, reports
