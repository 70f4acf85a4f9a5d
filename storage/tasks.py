"""Finding a task by the number people call it by."""

from __future__ import annotations

from sqlmodel import Session, col, select

from rules.refusals import UnknownTask
from storage.tables import Task

LONGEST = 12


def find_task(session: Session, plan_id: int, number: str, *, hold: bool = False) -> Task:
    """Return a task of the plan as it stands; raises UnknownTask.

    With `hold` it is held until the transaction ends, so that changes to it come one by one.
    """
    question = select(Task).where(
        Task.plan_id == plan_id, Task.number == number, col(Task.withdrawn_at).is_(None)
    )
    task = session.exec(question.with_for_update() if hold else question).first()
    if task is None:
        raise UnknownTask(number[:LONGEST])
    return task
