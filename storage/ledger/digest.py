"""The facts of a digest of any level: every task counted once in each of its countings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from rules.cadence import window
from rules.cascade import Cause, Outlook, Securing
from rules.facts import PeriodKind, TargetKind
from rules.lights import Ground, Light
from rules.periods import DAY, Period, Span, period_of
from rules.standing import Standing, standing
from rules.tally import Bucket, Tally, tally
from rules.workdays import WorkCalendar
from storage.calendar import calendar_gap, work_calendar
from storage.ledger.approved import Unapproved, unapproved
from storage.ledger.cards import facts
from storage.ledger.cascade import outlooks
from storage.ledger.lines import TaskLine, task_lines
from storage.ledger.nodes import NodeLine, nodes_within
from storage.ledger.standings import TaskStanding, task_standings
from storage.rounds import PlanFacts
from storage.tables import CheckIn, Round, Task

BEHIND = frozenset(
    {
        Ground.BEHIND,
        Ground.FAR_BEHIND,
        Ground.UNDER_HALF,
        Ground.CEILING_BROKEN,
        Ground.FLOOR_BROKEN,
        Ground.GROWTH_SHORT,
        Ground.NODE_PAST,
        Ground.DEADLINE_PAST,
    }
)
"""The grounds on which a task is late by arithmetic; silence and a date that is near are not."""
SAID_BEHIND = frozenset({Bucket.BLOCKED, Bucket.LAGGING, Bucket.AT_RISK})


@dataclass(frozen=True)
class PeriodDigest:
    """One period of a plan as of one instant. `lines`, `standings` and `outlooks` hold every task.

    `tally` counts what the lead units say, `lights` what arithmetic says, `outlook` whether the
    period holds, `duties` the check-ins of the period's own round; each adds up to its total.
    `former` is the tally of the period before, None for the first. `nodes` fall due in the
    period after. `provisional`: its dates come from a year without a published calendar;
    `unpublished` is the coming year, in December, while its calendar is not.
    """

    plan: str
    period: Period
    issue: int
    first: date
    last: date
    as_of: datetime
    provisional: bool
    unpublished: int | None
    elapsed: float
    tally: Tally[Bucket]
    former: Tally[Bucket] | None
    lights: Tally[Light]
    outlook: Tally[Outlook]
    duties: Tally[Standing]
    lines: tuple[TaskLine, ...]
    standings: dict[int, TaskStanding]
    outlooks: dict[int, Securing]
    nodes: tuple[NodeLine, ...]
    unapproved: tuple[Unapproved, ...]

    @property
    def kind(self) -> PeriodKind:
        """The digest's level."""
        return self.period.kind

    def of(self, *kinds: Bucket) -> tuple[TaskLine, ...]:
        """Return the tasks counted in these buckets, bucket by bucket."""
        return tuple(line for kind in kinds for line in self.lines if line.bucket is kind)

    @property
    def unsaid(self) -> tuple[TaskLine, ...]:
        """Tasks that are late by arithmetic while their lead units do not say so, red first."""
        return tuple(
            line
            for light in (Light.RED, Light.YELLOW)
            for line in self.lines
            if line.bucket not in SAID_BEHIND
            and (judged := self.standings[line.task_id].judgement).light is light
            and judged.ground in BEHIND
        )

    @property
    def grounds(self) -> dict[Light, Counter[Ground]]:
        """Why lights are not green."""
        found: dict[Light, Counter[Ground]] = {}
        for one in self.standings.values():
            if one.judgement.light is not Light.GREEN:
                found.setdefault(one.judgement.light, Counter())[one.judgement.ground] += 1
        return found

    @property
    def causes(self) -> dict[Outlook, Counter[Cause]]:
        """Why the period is at risk or slipping."""
        found: dict[Outlook, Counter[Cause]] = {}
        for one in self.outlooks.values():
            if one.outlook in {Outlook.AT_RISK, Outlook.SLIPPING}:
                found.setdefault(one.outlook, Counter())[one.cause] += 1
        return found

    def measured(self, kind: TargetKind) -> tuple[TaskStanding, ...]:
        """Return the tasks with a confirmed figure of a kind, in the order of the notice."""
        return tuple(
            one
            for one in self.standings.values()
            if one.target and one.target.confirmed and one.target.kind is kind
        )

    def lights_of(self, kind: TargetKind) -> Tally[Light]:
        """Count the lights of the tasks with a confirmed figure of a kind."""
        found = self.measured(kind)
        return tally(Light, (one.judgement.light for one in found), len(found))

    @property
    def unconfirmed(self) -> int:
        """How many tasks have a figure that no supervisor has confirmed."""
        return sum(
            one.target is not None and not one.target.confirmed for one in self.standings.values()
        )

    @property
    def partly_silent(self) -> tuple[TaskLine, ...]:
        """Tasks with a report from one lead unit and silence from another."""
        return tuple(
            line for line in self.lines if line.silent and line.bucket is not Bucket.SILENT
        )

    @property
    def is_asked(self) -> bool:
        """Whether anything was asked in the period so far."""
        return any(line.is_listed for line in self.lines)

    @property
    def not_due(self) -> int:
        """How many tasks are on no roster of the period: by cadence or exemption."""
        return sum(not line.is_listed for line in self.of(Bucket.NOT_ASKED))


def period_digest(
    session: Session, plan: PlanFacts, kind: PeriodKind, day: date, now: datetime
) -> PeriodDigest:
    """Return the digest of the period of `kind` that holds `day`, clamped to the plan."""
    period = period_of(kind, plan.span.clamp(day), plan.span)
    calendar = work_calendar(session)
    former = _period_before(period, plan.span, calendar)
    workdays = calendar.workdays(period.span) or (period.first, period.last)
    lines = task_lines(session, plan, period, now)
    standings = {one.task_id: one for one in task_standings(session, plan, calendar, now)}
    secured = outlooks(session, plan, calendar, period, now)
    total = _tasks(session, plan)
    return PeriodDigest(
        plan=plan.title,
        period=period,
        issue=_issue(session, plan, period),
        first=workdays[0],
        last=workdays[-1],
        as_of=now,
        provisional=calendar.is_provisional(workdays[-1]),
        unpublished=calendar_gap(calendar, plan.day(now)),
        elapsed=elapsed_share(plan.span, plan.day(now)),
        tally=tally(Bucket, (line.bucket for line in lines), total),
        former=_tally(session, plan, former, _summed_up(former, plan, calendar, now), total)
        if former
        else None,
        lights=tally(Light, (one.judgement.light for one in standings.values()), total),
        outlook=tally(Outlook, (one.outlook for one in secured.values()), total),
        duties=_duties(session, plan, period, now),
        lines=lines,
        standings=standings,
        outlooks=secured,
        nodes=_nodes_after(session, plan, period, calendar),
        unapproved=unapproved(session, plan, period),
    )


def _summed_up(period: Period, plan: PlanFacts, calendar: WorkCalendar, now: datetime) -> datetime:
    """Return as of when a period was summed up: its digest's hour, for a day its due time."""
    hours = window(period, plan.span, plan.rhythm, calendar)
    return now if hours is None else min(now, hours.digest or hours.due)


def elapsed_share(plan: Span, today: date) -> float:
    """Return the share of the working year behind us: from 1 January of the plan to its end."""
    begins = date(plan.first.year, 1, 1)
    whole = (plan.last - begins).days + 1
    return min(max((today - begins).days + 1, 0), whole) / whole


def _period_before(period: Period, plan: Span, calendar: WorkCalendar) -> Period | None:
    """Return the last period before that has a workday, None for the first."""
    day = period.first - DAY
    while day in plan and not calendar.is_workday(day):
        day -= DAY
    return period_of(period.kind, day, plan) if day in plan else None


def _nodes_after(
    session: Session, plan: PlanFacts, period: Period, calendar: WorkCalendar
) -> tuple[NodeLine, ...]:
    """Return the nodes of the next period that are not reached, none after the last."""
    day = calendar.next_workday(period.last + DAY)
    if day not in plan.span:
        return ()
    coming = period_of(period.kind, day, plan.span)
    found = nodes_within(session, plan, coming.span)
    return tuple(one for one in found if not one.is_reached)


def _issue(session: Session, plan: PlanFacts, period: Period) -> int:
    counted = session.exec(
        select(func.count())
        .select_from(Round)
        .where(Round.plan_id == plan.id, Round.kind == period.kind, Round.first <= period.first)
    ).one()
    return max(counted, 1)


def _tasks(session: Session, plan: PlanFacts) -> int:
    return session.exec(
        select(func.count())
        .select_from(Task)
        .where(Task.plan_id == plan.id, col(Task.withdrawn_at).is_(None))
    ).one()


def _tally(
    session: Session, plan: PlanFacts, period: Period, now: datetime, total: int
) -> Tally[Bucket]:
    lines = task_lines(session, plan, period, now)
    return tally(Bucket, (line.bucket for line in lines), total)


def _duties(session: Session, plan: PlanFacts, period: Period, now: datetime) -> Tally[Standing]:
    own = (Round.plan_id == plan.id, Round.kind == period.kind, Round.first == period.first)
    total = session.exec(select(func.count()).select_from(CheckIn).join(Round).where(*own)).one()
    rows = session.exec(
        select(CheckIn, Round).join(Round, col(CheckIn.round_id) == Round.id).where(*own)
    )
    return tally(Standing, (standing(facts(one, row), now) for one, row in rows), total)
