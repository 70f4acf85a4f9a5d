"""A unit is pressed once in four working hours, by day only, and only where somebody hears it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rules.facts import Duty
from rules.refusals import ChaseCooling
from storage import chases, members
from storage.chases import Chased
from storage.outbox import NoticeKind
from storage.tables import Chase, Event, Notice
from tests.office import Office, clock

LI_MING, WANG_FANG, LIU = 5210000117, 812345678, 700100204
CITY, HOUSING, LAW = "市城管执法局", "市住建局", "市司法局"


@pytest.fixture
def staffed(office: Office) -> Office:
    """李明 answers for two units, 王芳 for one of them too; nobody answers for the third."""
    office.bind(LI_MING, "李明", CITY)
    office.bind(LI_MING, "李明", HOUSING)
    office.bind(WANG_FANG, "王芳", HOUSING)
    return office


def chase(office: Office, at: str, *units: str) -> Chased:
    unit_ids = tuple(office.read(members.find_unit, unit)[0] for unit in units)
    return office.write(
        chases.chase,
        office.plan_id,
        unit_ids,
        by_user=LIU,
        by_member=None,
        at=clock(at),
    )


def test_everyone_who_answers_gets_one_message_for_all_their_units(staffed: Office):
    pressed = chase(staffed, "2024-02-02 09:00", CITY, HOUSING)
    assert pressed == Chased((CITY, HOUSING), (), (), ())
    notices = staffed.notices(NoticeKind.CHASE)
    assert {notice.member_id: len(notice.subject["units"]) for notice in notices} == {
        staffed.member_id(LI_MING): 2,
        staffed.member_id(WANG_FANG): 1,
    }


def test_a_chase_is_logged_with_who_pressed(staffed: Office):
    chase(staffed, "2024-02-02 09:00", CITY)
    (row,) = staffed.rows(Chase)
    assert (row.by_user, row.at) == (LIU, clock("2024-02-02 09:00"))
    assert [event.subject for event in staffed.rows(Event, kind="chased")] == [
        f"unit:{row.unit_id}"
    ]


def test_a_unit_without_people_is_named_and_not_counted_as_pressed(staffed: Office):
    assert chase(staffed, "2024-02-02 09:00", CITY, LAW) == Chased((CITY,), (), (), (LAW,))
    assert staffed.count(Chase) == 1
    staffed.bind(WANG_FANG, "王芳", LAW, at="2024-02-02 09:05")
    assert chase(staffed, "2024-02-02 09:10", LAW) == Chased((LAW,), (), (), ())


@pytest.mark.parametrize(
    ("pressed", "free"),
    [
        ("2024-02-02 09:00", "2024-02-02 13:00"),
        ("2024-02-02 11:00", "2024-02-02 15:00"),
        ("2024-01-30 16:30", "2024-01-31 10:30"),
        ("2024-01-30 20:00", "2024-01-31 12:30"),
        ("2024-03-01 16:30", "2024-03-04 10:30"),
        ("2024-03-02 10:00", "2024-03-04 12:30"),
        ("2024-02-02 16:30", "2024-02-04 10:30"),
        ("2024-02-09 16:30", "2024-02-18 10:30"),
    ],
    ids=[
        "within a morning and noon",
        "across noon, which is no pause",
        "across a night",
        "from the evening",
        "across a weekend",
        "from a Saturday",
        "into a worked Sunday",
        "across the Spring Festival",
    ],
)
def test_a_unit_cools_for_four_working_hours(staffed: Office, pressed: str, free: str):
    chase(staffed, pressed, CITY)
    a_minute_before = clock(free) - timedelta(minutes=1)
    with pytest.raises(ChaseCooling) as refused:
        chase(staffed, f"{a_minute_before:%Y-%m-%d %H:%M}", CITY)
    assert refused.value.until == clock(free)
    assert chase(staffed, free, CITY).pressed == (CITY,)


def test_a_refused_chase_writes_nothing(staffed: Office):
    chase(staffed, "2024-02-02 09:00", CITY)
    rows = staffed.count(Chase), staffed.count(Notice), staffed.count(Event)
    with pytest.raises(ChaseCooling):
        chase(staffed, "2024-02-02 10:00", CITY)
    assert (staffed.count(Chase), staffed.count(Notice), staffed.count(Event)) == rows


def test_units_still_cooling_are_named_and_the_others_pressed(staffed: Office):
    chase(staffed, "2024-02-02 09:00", CITY)
    assert chase(staffed, "2024-02-02 10:00", CITY, HOUSING) == Chased((HOUSING,), (), (CITY,), ())


def test_when_all_are_cooling_the_first_to_be_free_is_told(staffed: Office):
    chase(staffed, "2024-02-02 09:00", CITY)
    chase(staffed, "2024-02-02 10:00", HOUSING)
    with pytest.raises(ChaseCooling) as refused:
        chase(staffed, "2024-02-02 11:00", HOUSING, CITY)
    assert refused.value.until == clock("2024-02-02 13:00")


@pytest.mark.parametrize(
    ("pressed", "spoken"),
    [
        ("2024-02-02 10:00", "2024-02-02 10:00"),
        ("2024-02-01 20:00", "2024-02-02 08:30"),
        ("2024-02-03 10:00", "2024-02-04 08:30"),
        ("2024-02-12 10:00", "2024-02-18 08:30"),
    ],
    ids=["by day", "at night", "on a Saturday before a worked Sunday", "in the Spring Festival"],
)
def test_a_chase_is_heard_in_office_hours_only(staffed: Office, pressed: str, spoken: str):
    chase(staffed, pressed, CITY)
    (notice,) = staffed.notices(NoticeKind.CHASE)
    assert notice.not_before == clock(spoken)


def test_the_head_is_pressed_only_where_there_is_no_liaison(staffed: Office):
    staffed.bind(99, "陈局长", CITY, Duty.HEAD)
    chase(staffed, "2024-02-02 09:00", CITY)
    (notice,) = staffed.notices(NoticeKind.CHASE)
    assert notice.member_id == staffed.member_id(LI_MING)


def test_pressing_nobody_is_no_fault(staffed: Office):
    assert chase(staffed, "2024-02-02 09:00") == Chased((), (), (), ())
