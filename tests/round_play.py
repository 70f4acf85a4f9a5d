"""One round at a time, without the clock: opened for some units, put before them, answered."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from rules.cadence import window
from rules.facts import PeriodKind, Status
from rules.periods import period_of
from storage import members, rounds
from storage.calendar import work_calendar
from storage.check_ins import Filing, Source, file_reports
from storage.rounds import plan_facts
from storage.tables import Assignment, CheckIn, Round, Task
from tests.office import Office, clock


def unit_of(office: Office, name: str) -> int:
    return office.read(members.find_unit, name)[0]


def opened(
    office: Office, kind: PeriodKind, day: str, *units: str, prompted: str | None = "opens"
) -> Round:
    """Open the round of the period of `day` for these units, delivered when it opens, or never."""
    unit_ids = [unit_of(office, name) for name in units]

    def work(session: Session) -> int:
        plan = plan_facts(session, office.plan_id)
        period = period_of(kind, clock(day).date(), plan.span)
        hours = window(period, plan.span, plan.rhythm, work_calendar(session))
        assert hours is not None
        roster = session.exec(
            select(Assignment.id).where(col(Assignment.unit_id).in_(unit_ids))
        ).all()
        round_id = rounds.open_round(session, plan.id, period, hours, [key or 0 for key in roster])
        if prompted is not None:
            at = hours.opens if prompted == "opens" else clock(prompted)
            for row in session.exec(select(CheckIn).where(CheckIn.round_id == round_id)):
                row.prompted_at = at
        return round_id or 0

    return office.rows(Round, id=office.write(work))[0]


def check_ins(office: Office, row: Round, unit: str) -> dict[str, int]:
    """Return a unit's check-ins of a round by task number."""
    found = office.read(
        lambda session: session.exec(
            select(Task.number, CheckIn.id)
            .join(Assignment, col(Assignment.task_id) == Task.id)
            .join(CheckIn, col(CheckIn.assignment_id) == Assignment.id)
            .where(CheckIn.round_id == row.id, Assignment.unit_id == unit_of(office, unit))
            .order_by(col(Task.position))
        ).all()
    )
    return {number: key or 0 for number, key in found}


def report(
    office: Office,
    user_id: int,
    row: Round,
    unit: str,
    at: str,
    numbers: Sequence[str] | None = None,
    status: Status = Status.NORMAL,
) -> tuple[int, ...]:
    """File a unit's reports of some tasks, by default of all; return their ids."""
    asked = check_ins(office, row, unit)
    filings = [Filing(asked[number], status) for number in numbers or asked]
    source = Source(office.member_id(user_id), clock(at), clock(at))
    return office.write(file_reports, row.id or 0, filings, source)
