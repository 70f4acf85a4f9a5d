"""A reminder goes once, before due, to those alone who hold a card and have not answered."""

from __future__ import annotations

import pytest

from rules.facts import Status
from storage import answers
from storage.outbox import NoticeKind
from tests.office import Office, clock

LI_MING, WANG_FANG, ZHAO_QIANG = 5210000117, 812345678, 6003817254
DAY, WEEK = "D2024-02-01", "W2024-05"


@pytest.fixture
def staffed(office: Office) -> Office:
    office.bind(LI_MING, "李明", "市城管执法局")
    office.bind(WANG_FANG, "王芳", "市住建局")
    return office


def reminded(office: Office, key: str = DAY) -> set[int | None]:
    round_id = office.round(key).id
    return {
        notice.member_id
        for notice in office.notices(NoticeKind.REMINDER)
        if notice.round_id == round_id
    }


def everything_normal(office: Office, user_id: int, at: str, key: str = DAY) -> None:
    round_id = office.round(key).id or 0
    office.write(answers.tap_all_normal, user_id, round_id, at=clock(at))


def test_only_those_who_have_not_answered_are_reminded(staffed: Office):
    staffed.ask("2024-02-01 16:00")
    everything_normal(staffed, LI_MING, "2024-02-01 16:05")
    staffed.tick("2024-02-01 17:30")
    assert reminded(staffed) == {staffed.member_id(WANG_FANG)}


def test_who_answered_only_in_part_is_reminded(staffed: Office):
    staffed.ask("2024-02-01 16:00")
    everything_normal(staffed, WANG_FANG, "2024-02-01 16:05")
    staffed.tap(LI_MING, DAY, "15", Status.DONE, "2024-02-01 16:05")
    staffed.tick("2024-02-01 17:30")
    assert reminded(staffed) == {staffed.member_id(LI_MING)}


def test_an_answer_by_a_colleague_spares_the_other_liaison(staffed: Office):
    staffed.bind(ZHAO_QIANG, "赵强", "市城管执法局")
    staffed.ask("2024-02-01 16:00")
    everything_normal(staffed, ZHAO_QIANG, "2024-02-01 16:05")
    staffed.tick("2024-02-01 17:30")
    assert reminded(staffed) == {staffed.member_id(WANG_FANG)}


def test_nobody_is_reminded_before_three_quarters_of_the_window(staffed: Office):
    staffed.ask("2024-02-01 16:00")
    staffed.tick("2024-02-01 17:29")
    assert reminded(staffed) == set()


def test_nobody_is_reminded_after_due(staffed: Office):
    staffed.ask("2024-02-01 16:00")
    staffed.tick("2024-02-01 18:00")
    assert reminded(staffed) == set()


def test_a_reminder_comes_once_and_ends_with_the_window(staffed: Office):
    staffed.ask("2024-02-01 16:00")
    for at in ("17:30", "17:31", "17:45"):
        staffed.tick(f"2024-02-01 {at}")
    notices = staffed.notices(NoticeKind.REMINDER)
    assert len(notices) == 2
    assert {notice.expires_at for notice in notices} == {clock("2024-02-01 18:00")}


def test_nobody_is_reminded_of_a_card_that_never_came(staffed: Office):
    staffed.tick("2024-02-01 16:00")
    staffed.tick("2024-02-01 17:30")
    assert reminded(staffed) == set()


def test_a_card_that_came_late_is_its_own_reminder(staffed: Office):
    staffed.tick("2024-02-01 16:00")
    staffed.deliver("2024-02-01 17:40")
    staffed.tick("2024-02-01 17:45")
    assert reminded(staffed) == set()


def test_the_reminder_of_a_week_waits_for_the_office_to_open(staffed: Office):
    staffed.ask("2024-02-01 10:00")
    for at in ("2024-02-01 20:00", "2024-02-02 05:30", "2024-02-02 08:29"):
        staffed.tick(at)
    assert reminded(staffed, WEEK) == set()
    staffed.tick("2024-02-02 08:30")
    assert len(reminded(staffed, WEEK)) == 2
