"""The ledger holds every task once, with all that is known of it, or a unit's tasks alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, col, select

from rules.facts import Duty, Status
from storage.calendar import work_calendar
from storage.ledger.book import BookRow, book
from storage.members import find_unit
from storage.rounds import plan_facts
from storage.tables import Approval, Chase, Member, Milestone, Report, Task
from tests.office import Office, clock, utc

LI_MING, ZHAO_QIANG, CHEN = 5210000117, 6003817254, 5890000333
CITY = "市城管执法局"


def rows(office: Office, at: str, *units: str) -> dict[str, BookRow]:
    plan, calendar = office.read(plan_facts, office.plan_id), office.read(work_calendar)
    keys = [office.read(find_unit, name)[0] for name in units] or None
    found = office.read(book, plan, calendar, clock(at), keys)
    assert len({row.standing.number for row in found}) == len(found)
    return {row.standing.number: row for row in found}


def test_every_task_has_one_row_in_the_order_of_the_notice(office: Office):
    assert list(rows(office, "2024-02-01 09:00")) == [str(number) for number in range(1, 141)]


def test_a_row_knows_its_place_its_units_and_its_people(office: Office):
    office.bind(LI_MING, "李明", CITY)
    office.bind(CHEN, "陈局长", CITY, Duty.HEAD)
    row = rows(office, "2024-02-01 09:00")["15"]
    assert row.part != row.standing.section
    assert row.part
    assert row.section == row.standing.section
    assert row.standing.title in row.text
    assert (row.leads, row.liaisons) == ((CITY,), ("李明",))
    assert CITY not in row.responsible


def test_a_unit_sees_the_tasks_in_which_it_has_a_share(office: Office):
    own = rows(office, "2024-02-01 09:00", CITY)
    whole = rows(office, "2024-02-01 09:00")
    assert own == {
        number: row for number, row in whole.items() if CITY in (*row.leads, *row.responsible)
    }
    assert {"11", "13", "15", "16"} <= set(own)
    assert any(CITY in row.responsible for row in own.values())
    assert set(rows(office, "2024-02-01 09:00", CITY, "市发改委")) > set(own)


def test_the_latest_word_of_each_lead_unit_stands_in_the_row(office: Office):
    office.bind(LI_MING, "李明", CITY)
    office.ask("2024-02-01 16:00")
    office.tap(LI_MING, "W2024-05", "15", Status.LAGGING, "2024-02-01 16:05")
    office.tap(LI_MING, "D2024-02-01", "15", Status.NORMAL, "2024-02-01 16:06")
    office.write_words(LI_MING, "15 有风险 缺资金批复→市财政局", "2024-02-01 16:07", attachment="f")
    (word,) = rows(office, "2024-02-01 17:00")["15"].told
    assert (word.unit, word.said.status) == (CITY, Status.AT_RISK)
    assert (word.said.awaited, word.said.said_at) == ("市财政局", utc("2024-02-01 16:07"))
    assert word.has_evidence


def test_nodes_rulings_and_chases_are_told(office: Office):
    office.bind(LI_MING, "李明", CITY)
    office.bind(CHEN, "陈局长", CITY, Duty.HEAD)
    office.ask("2024-02-20 10:00")
    office.tap(LI_MING, "M2024-02", "15", Status.NORMAL, "2024-02-20 10:05")
    unit_id, _ = office.read(find_unit, CITY)

    def work(session: Session) -> None:
        task = session.exec(select(Task).where(Task.number == "15")).one()
        for day, value in ((date(2024, 3, 31), 300), (date(2024, 2, 9), 100)):
            session.add(Milestone(task_id=task.id or 0, day=day, value=Decimal(value)))
        head = session.exec(select(Member).where(Member.user_id == CHEN)).one()
        reports = list(session.exec(select(Report.id).order_by(col(Report.id))))
        for approved, at in ((False, "2024-02-20 11:00"), (True, "2024-02-20 12:00")):
            session.add(
                Approval(
                    round_id=office.round("M2024-02").id or 0,
                    unit_id=unit_id,
                    member_id=head.id or 0,
                    approved=approved,
                    reports=reports,
                    at=clock(at),
                )
            )
        for at in ("2024-01-30 10:00", "2024-02-20 10:00", "2024-02-21 10:00"):
            session.add(Chase(unit_id=unit_id, by_user=1, at=clock(at)))

    office.write(work)
    row = rows(office, "2024-02-26 10:00")["15"]
    assert [node.value for node in row.nodes] == [Decimal(100), Decimal(300)]
    assert [(one.head, one.approved) for one in row.rulings] == [("陈局长", True)]
    assert row.chased == 2, "what was before the plan is not counted"


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect the questions that any engine is asked."""
    seen: list[str] = []

    def note(_conn, _cursor, statement, *_rest):
        seen.extend([statement] if statement.startswith(("SELECT", "WITH")) else [])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.parametrize("units", [("市教育局",), (CITY, "市发改委", "市住建局")])
def test_the_ledger_takes_as_many_statements_whatever_its_size(
    office: Office, units: tuple[str, ...]
):
    office.bind(LI_MING, "李明", CITY)
    office.ask("2024-02-01 16:00")
    with statements() as whole:
        rows(office, "2024-02-01 17:00")
    with statements() as part:
        rows(office, "2024-02-01 17:00", *units)
    assert len(part) - len(units) == len(whole) < 20
