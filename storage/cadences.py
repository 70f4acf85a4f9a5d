"""How finely each task is asked: the default, or what a supervisor set for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from rules.facts import Cadence
from storage import journal
from storage.rounds import PlanFacts
from storage.tables import CadenceChange, Task
from storage.tasks import find_task


@dataclass(frozen=True)
class CadenceSheet:
    """How finely a task's lead units are asked.

    `now` counts for the periods that begin today, `coming` for those that begin later; `usual` is
    the plan's default.
    """

    task_id: int
    number: str
    title: str
    now: Cadence
    coming: Cadence
    usual: Cadence


def cadences(session: Session, plan_id: int, day: date) -> dict[int, Cadence]:
    """Return the cadences set for tasks, as in force for periods that begin on `day`.

    A change made on a day counts for the periods that begin after it.
    """
    rows = session.exec(
        select(CadenceChange)
        .join(Task)
        .where(Task.plan_id == plan_id, col(CadenceChange.day) < day)
        .order_by(col(CadenceChange.day), col(CadenceChange.id))
    )
    return {row.task_id: row.cadence for row in rows}


def cadence_sheet(session: Session, plan: PlanFacts, number: str, now: datetime) -> CadenceSheet:
    """Return how finely a task is asked, and how from the next period on; raises UnknownTask."""
    return _sheet(session, plan, find_task(session, plan.id, number), plan.day(now))


def set_cadence(
    session: Session,
    plan: PlanFacts,
    number: str,
    cadence: Cadence,
    *,
    at: datetime,
    by_user: int | None = None,
    by_member: int | None = None,
) -> CadenceSheet:
    """Set how finely a task is asked, from the next period on; raises UnknownTask."""
    task, today = find_task(session, plan.id, number), plan.day(at)
    before = _sheet(session, plan, task, today)
    if before.coming is cadence:
        return before
    session.add(
        CadenceChange(
            task_id=before.task_id, cadence=cadence, day=today, by_member=by_member, at=at
        )
    )
    session.flush()
    journal.record(
        session,
        "cadence changed",
        f"task:{before.task_id}",
        at=at,
        member_id=by_member,
        user_id=by_user,
        before=before.coming.value,
        after=cadence.value,
    )
    return _sheet(session, plan, task, today)


def _sheet(session: Session, plan: PlanFacts, task: Task, today: date) -> CadenceSheet:
    changes = session.exec(
        select(CadenceChange)
        .where(CadenceChange.task_id == task.id)
        .order_by(col(CadenceChange.day), col(CadenceChange.id))
    ).all()
    usual = plan.settings.lead_finest
    in_force = [change.cadence for change in changes if change.day < today]
    return CadenceSheet(
        task_id=task.id or 0,
        number=task.number,
        title=task.title,
        now=in_force[-1] if in_force else usual,
        coming=changes[-1].cadence if changes else usual,
        usual=usual,
    )
