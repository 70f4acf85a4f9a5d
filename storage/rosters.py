"""Who is asked in a round: by share and cadence, by the daily policy, without the exempted."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from rules.cadence import asked, finest_of
from rules.facts import Cadence, PeriodKind, Status
from rules.lights import Ground, Light
from rules.periods import Period
from rules.settings import DayPolicy
from rules.workdays import WorkCalendar
from storage.cadences import cadences
from storage.exemptions import exempted
from storage.ledger.standings import task_standings
from storage.rounds import PlanFacts
from storage.tables import Assignment, Task

WARNING = frozenset({Light.YELLOW, Light.RED})


def roster(
    session: Session, plan: PlanFacts, calendar: WorkCalendar, period: Period, now: datetime
) -> tuple[int, ...]:
    """Return the assignments asked in a period's round if it opened at `now`.

    Lead units are asked from the task's finest cadence up, responsible units from theirs, by
    default the month. A daily round asks all or the exceptions, as the plan's policy has it.
    """
    chosen = cadences(session, plan.id, period.first)
    spared = exempted(session, plan.day(now))
    kept = (
        None if period.kind is not PeriodKind.DAY else _daily(session, plan, calendar, now, chosen)
    )
    rows = session.exec(
        select(
            col(Assignment.id),
            col(Assignment.task_id),
            col(Assignment.unit_id),
            col(Assignment.share),
        )
        .join(Task)
        .where(
            Task.plan_id == plan.id,
            col(Task.withdrawn_at).is_(None),
            col(Assignment.ended_at).is_(None),
        )
        .order_by(col(Task.position), col(Assignment.position))
    )
    return tuple(
        assignment_id or 0
        for assignment_id, task_id, unit_id, share in rows
        if unit_id not in spared
        and (kept is None or task_id in kept)
        and asked(period.kind, finest_of(share, plan.settings, chosen.get(task_id)))
    )


def _daily(
    session: Session,
    plan: PlanFacts,
    calendar: WorkCalendar,
    now: datetime,
    chosen: dict[int, Cadence],
) -> frozenset[int] | None:
    """Return the tasks a daily round is about, None: all of them."""
    if plan.settings.day_policy is DayPolicy.EVERY:
        return None
    marked = {task_id for task_id, cadence in chosen.items() if cadence is Cadence.DAILY}
    return frozenset(marked) | {
        one.task_id
        for one in task_standings(session, plan, calendar, now)
        if one.judgement.light in WARNING
        or one.judgement.ground is Ground.NODE_NEAR
        or one.status is Status.BLOCKED
    }
