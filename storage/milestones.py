"""Stages reached (节点达成): said by the lead unit or a supervisor, taken back by the same tap."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session, select

from rules.refusals import UnknownButton
from storage import journal
from storage.members import actor
from storage.tables import Milestone, Task
from storage.targets import require_lead


def tap_reached(
    session: Session, user_id: int, task_id: int, day: date, *, at: datetime, admin: bool = False
) -> bool:
    """Note that a task's stage of `day` is reached, or that it is not; return which.

    Raises UnknownButton where there is no such stage, Stranger and NotYourTask.
    """
    row = session.exec(
        select(Milestone)
        .where(Milestone.task_id == task_id, Milestone.day == day)
        .with_for_update()
    ).first()
    if row is None:
        raise UnknownButton
    who = actor(session, user_id)
    if not (who.supervisor or admin):
        require_lead(session, who, session.get_one(Task, task_id))
    row.reached_at = None if row.reached_at else at
    journal.record(
        session,
        "stage reached" if row.reached_at else "stage not reached",
        f"task:{task_id}",
        at=at,
        member_id=who.member_id,
        day=day.isoformat(),
    )
    return row.reached_at is not None
