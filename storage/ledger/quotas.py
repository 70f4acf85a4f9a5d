"""What a period must bring for the next higher one to hold, task by task."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session

from rules.facts import PeriodKind
from rules.pace import Quota, quota
from rules.periods import Period, parent
from rules.replies import ValueKind
from rules.workdays import WorkCalendar
from storage import progress
from storage.ledger.courses import TaskCourse, courses
from storage.rounds import PlanFacts


@dataclass(frozen=True)
class QuotaLine:
    """What a period must bring of a quantity, for the period of the kind `outer` to hold.

    `total` is the running total. Without a figure from before the outer period (`counted_before`
    False) it is not known what the outer period brought, only what is still to come.
    """

    quota: Quota
    measure: str
    outer: PeriodKind
    wanted: ValueKind
    total: Decimal
    goal: Decimal
    counted_before: bool


def quota_lines(
    session: Session,
    plan: PlanFacts,
    calendar: WorkCalendar,
    task_ids: Collection[int],
    period: Period,
    now: datetime,
    targets: Mapping[int, TaskCourse] | None = None,
) -> dict[int, QuotaLine]:
    """Return the quota of each task with a confirmed quantity, of those for which there is one.

    The year secures nothing higher, so it has none. `targets` are the tasks' figures, where they
    are known already.
    """
    outer = parent(period, plan.span)
    if outer is None:
        return {}
    known = courses(session, plan, task_ids) if targets is None else targets
    judged = {task_id: target for task_id, target in known.items() if target.judged is not None}
    totals = progress.around(session, judged, outer.first)
    today = plan.day(now)
    lines = {
        task_id: quota_line(judged[task_id], period, outer, before, point.total, today, calendar)
        for task_id, (before, point) in totals.items()
    }
    return {task_id: line for task_id, line in lines.items() if line is not None}


def quota_line(
    target: TaskCourse,
    period: Period,
    outer: Period,
    before: Decimal | None,
    total: Decimal,
    today: date,
    calendar: WorkCalendar,
) -> QuotaLine | None:
    """Return what `period` must bring of a confirmed quantity for `outer` to hold.

    None where the law knows none, and where a period without a workday left cannot bring what is
    short: on a Saturday the week has nothing to bring, and its month does not hold for that.
    """
    course = target.judged
    if course is None:
        return None
    former = course.baseline if before is None else before
    found = quota(course, period, outer, former, total, today, calendar)
    if found is None or (not found.needed and found.outer_done < found.outer_needed):
        return None
    return QuotaLine(
        quota=found,
        measure=target.measure,
        outer=outer.kind,
        wanted=target.wanted,
        total=total,
        goal=target.goal,
        counted_before=before is not None,
    )
