"""Only what was delivered, fell due and stays unanswered is overdue."""

from __future__ import annotations

import pytest

from rules.facts import PeriodKind, Status
from rules.standing import Standing
from storage import answers, members
from storage.ledger.overdue import Owed, not_asked, overdue
from tests.office import Office, clock

LI_MING, ZHAO_QIANG = 5210000117, 6003817254
DAY, WEEK = "D2024-02-01", "W2024-05"
ALL_FOUR = ["11", "13", "15", "16"]


@pytest.fixture
def staffed(office: Office) -> Office:
    office.bind(LI_MING, "李明", "市城管执法局")
    return office


def owed(office: Office, at: str, **filters: object) -> tuple[Owed, ...]:
    return office.read(overdue, office.plan_id, clock(at), **filters)


def numbers(office: Office, at: str, **filters: object) -> list[str]:
    return [one.number for one in owed(office, at, **filters)]


def test_what_was_asked_and_not_answered_is_overdue_from_due_on(staffed: Office):
    staffed.ask("2024-02-01 16:00")
    assert numbers(staffed, "2024-02-01 17:59") == []
    assert numbers(staffed, "2024-02-01 18:00") == ALL_FOUR
    first = owed(staffed, "2024-02-01 18:00")[0]
    assert (first.unit, first.kind, first.since, first.periods) == (
        "市城管执法局",
        PeriodKind.DAY,
        clock("2024-02-01 18:00"),
        1,
    )


def test_what_was_never_delivered_is_never_overdue(staffed: Office):
    staffed.tick("2024-02-01 16:00")
    assert owed(staffed, "2024-02-04 18:00") == ()
    assert staffed.read(not_asked, staffed.plan_id, clock("2024-02-01 17:59")) == 0
    assert staffed.read(not_asked, staffed.plan_id, clock("2024-02-01 18:00")) == 140


def test_tasks_of_units_that_were_asked_are_not_counted_as_never_delivered(staffed: Office):
    staffed.ask("2024-02-01 16:00")
    assert staffed.read(not_asked, staffed.plan_id, clock("2024-02-01 18:00")) == 136


@pytest.mark.parametrize(
    ("delivered", "due"),
    [
        ("2024-02-01 16:00", "2024-02-01 18:00"),
        ("2024-02-01 17:30", "2024-02-01 18:00"),
        ("2024-02-01 17:31", "2024-02-01 18:01"),
        ("2024-02-01 17:50", "2024-02-01 18:20"),
    ],
)
def test_a_late_prompt_leaves_a_quarter_of_the_window(staffed: Office, delivered: str, due: str):
    staffed.tick("2024-02-01 16:00")
    staffed.deliver(delivered)
    judged = staffed.item(LI_MING, DAY, "15")
    assert judged.standing(clock(due).replace(second=0)) is Standing.OVERDUE
    assert [one.since for one in owed(staffed, due)] == [clock(due)] * 4
    if due > "2024-02-01 18:00":
        assert owed(staffed, "2024-02-01 18:00") == ()


def test_an_answer_even_a_late_one_settles_the_debt(staffed: Office):
    staffed.ask("2024-02-01 16:00")
    staffed.tap(LI_MING, DAY, "15", Status.LAGGING, "2024-02-01 18:30")
    assert numbers(staffed, "2024-02-01 19:00") == ["11", "13", "16"]


def test_debts_of_several_periods_are_one_line_with_their_number(staffed: Office):
    staffed.ask("2024-02-05 16:00")
    staffed.ask("2024-02-06 16:00")
    days = owed(staffed, "2024-02-06 18:00", kind=PeriodKind.DAY)
    assert {(one.number, one.periods) for one in days} == {(number, 2) for number in ALL_FOUR}
    assert {one.since for one in days} == {clock("2024-02-05 18:00")}


def test_days_and_weeks_are_told_apart(staffed: Office):
    staffed.ask("2024-02-01 16:00")
    at = "2024-02-02 12:00"
    assert numbers(staffed, at, kind=PeriodKind.DAY) == ALL_FOUR
    assert numbers(staffed, at, kind=PeriodKind.WEEK) == ALL_FOUR
    assert {one.kind for one in owed(staffed, at)} == {PeriodKind.DAY, PeriodKind.WEEK}
    assert len(owed(staffed, at)) == 8


def test_only_the_units_asked_about_are_told(staffed: Office):
    staffed.bind(ZHAO_QIANG, "赵强", "市司法局")
    staffed.ask("2024-02-01 16:00")
    law = staffed.read(members.find_unit, "市司法局")[0]
    at = "2024-02-01 18:00"
    assert {one.unit for one in owed(staffed, at)} == {"市城管执法局", "市司法局"}
    assert {one.unit for one in owed(staffed, at, unit_ids=(law,))} == {"市司法局"}
    assert owed(staffed, at, unit_ids=()) == ()


def test_a_closed_period_is_owed_no_more(staffed: Office):
    staffed.ask("2024-02-01 16:00")
    assert numbers(staffed, "2024-02-04 23:59", kind=PeriodKind.DAY) == ALL_FOUR
    assert numbers(staffed, "2024-02-05 00:00", kind=PeriodKind.DAY) == []
    assert numbers(staffed, "2024-02-05 00:00", kind=PeriodKind.WEEK) == ALL_FOUR
    staffed.tick("2024-02-05 00:00")
    assert {one.kind for one in owed(staffed, "2024-02-05 00:01")} == {PeriodKind.WEEK}


def test_nothing_is_owed_where_everything_is_answered(staffed: Office):
    staffed.ask("2024-02-01 16:00")
    for key in (DAY, WEEK):
        round_id = staffed.round(key).id or 0
        staffed.write(answers.tap_all_normal, LI_MING, round_id, at=clock("2024-02-01 16:05"))
    assert owed(staffed, "2024-02-02 18:00") == ()
