"""Figures for an office to be judged by: confirmed targets, nodes, and statements counted."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from sqlalchemy import event
from sqlmodel import Session, col, select

from rules.facts import Bound, Status, TargetKind
from rules.replies import ValueKind
from storage import progress
from storage.check_ins import Filing, Source, file_reports
from storage.tables import Milestone, Target, Task
from tests.office import Office, clock


def task_id(office: Office, number: str) -> int:
    return office.rows(Task, number=number)[0].id or 0


def confirm(
    office: Office,
    number: str,
    goal: str = "2000",
    *,
    measure: str = "个",
    baseline: str | None = None,
    bound: Bound = Bound.EXACT,
    kind: TargetKind = TargetKind.QUANTITY,
    wanted: ValueKind = ValueKind.CUMULATIVE,
    nodes: tuple[tuple[date, str], ...] = (),
) -> None:
    """Confirm a figure for a task in place of what its text suggests."""

    def work(session: Session) -> None:
        for suggested in session.exec(select(Target).where(Target.task_id == key)):
            session.delete(suggested)
        session.add(
            Target(
                task_id=key,
                kind=kind,
                goal=Decimal(goal),
                measure=measure,
                bound=bound,
                phrase=f"{goal}{measure}",
                baseline=None if baseline is None else Decimal(baseline),
                wanted=wanted,
                confirmed_at=clock("2024-01-31 21:00"),
            )
        )
        session.add_all(Milestone(task_id=key, day=day, value=Decimal(v)) for day, v in nodes)
        session.flush()
        progress.rebuild(session, key)

    key = task_id(office, number)
    office.write(work)


def add_stage(
    office: Office, number: str, day: date, words: str, *, reached: str | None = None
) -> None:
    """Give a task a node that is told in words."""
    row = Milestone(
        task_id=task_id(office, number),
        day=day,
        words=words,
        reached_at=clock(reached) if reached else None,
    )
    office.write(lambda session: session.add(row))


@contextlib.contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    """Collect the statements that a session sends."""
    sent: list[str] = []

    def note(conn, cursor, statement, *rest):
        if statement.split()[0] in {"SELECT", "INSERT", "UPDATE", "DELETE"}:
            sent.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def report(
    office: Office,
    user_id: int,
    key: str,
    number: str,
    at: str,
    value: str | None = None,
    *,
    kind: ValueKind = ValueKind.CUMULATIVE,
    measure: str | None = None,
    status: Status | None = None,
) -> None:
    """File a report with a figure for a task on somebody's card."""
    filing = Filing(
        check_in_id=office.item(user_id, key, number).check_in_id,
        status=status,
        value=None if value is None else Decimal(value),
        value_kind=None if value is None else kind,
        measure=measure,
    )
    said = Source(office.member_id(user_id), clock(at), clock(at))
    office.write(file_reports, office.round(key).id or 0, [filing], said)


def suggestion(office: Office, number: str) -> Target:
    """Return the first figure found in a task's text."""
    question = select(Target).where(Target.task_id == task_id(office, number))
    return office.read(lambda session: session.exec(question.order_by(col(Target.id))).first())
