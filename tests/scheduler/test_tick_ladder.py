"""The ladder: the liaison a workday after due, the head after three, a drafted slip after five.

The week of 5 February 2024 is due on Friday the 9th; the next workday is Sunday the 18th.
"""

from __future__ import annotations

import pytest

from rules.facts import Duty, PeriodKind
from scheduler.escalation import escalate
from storage import members, outbox
from storage.calendar import work_calendar
from storage.check_ins import Filing, Source, file_reports
from storage.outbox import NoticeKind
from storage.rounds import close_rounds, plan_facts
from storage.tables import CheckIn, Exemption, Member, Notice, Round, Slip, Unit
from tests.office import Office, clock, utc
from tests.round_play import check_ins, opened, report, unit_of
from tests.statements import statements

LI_MING, WANG_FANG, CHEN, LIU = 5210000117, 812345678, 2410338512, 700100204
CITY, HOUSING = "市城管执法局", "市住建局"
FIRST, SECOND, THIRD = "2024-02-18 10:00", "2024-02-20 10:00", "2024-02-22 10:00"


@pytest.fixture
def staffed(office: Office) -> Office:
    """李明 and head 陈局长 of one unit, 王芳 alone for another, 刘主任 supervises."""
    office.bind(LI_MING, "李明", CITY)
    office.bind(CHEN, "陈局长", CITY, Duty.HEAD)
    office.bind(WANG_FANG, "王芳", HOUSING)
    office.write(members.grant_supervisor, LIU, "刘主任", at=clock("2024-01-31 20:30"))
    return office


@pytest.fixture
def week(staffed: Office) -> Round:
    return opened(staffed, PeriodKind.WEEK, "2024-02-05", CITY, HOUSING)


def climb(office: Office, at: str) -> int:
    return office.write(
        lambda session: escalate(
            session, plan_facts(session, office.plan_id), work_calendar(session), clock(at)
        )
    )


def told(office: Office, kind: NoticeKind = NoticeKind.LADDER) -> list[tuple[str, str]]:
    """Return who was told on which rung, in order."""
    names = {member.id: member.name for member in office.rows(Member)}
    return [
        (names[notice.member_id], notice.subject.get("rung", "slip"))
        for notice in office.notices(kind)
    ]


def test_each_rung_is_taken_at_its_moment(staffed: Office, week: Round):
    for at in ("2024-02-09 12:01", "2024-02-18 09:59"):
        assert climb(staffed, at) == 0
    assert climb(staffed, FIRST) == 2
    assert told(staffed) == [("王芳", "liaison"), ("李明", "liaison")]
    assert climb(staffed, "2024-02-20 09:59") == 0
    assert climb(staffed, SECOND) == 1
    assert told(staffed)[2:] == [("陈局长", "head")]
    assert climb(staffed, "2024-02-22 09:59") == 0
    assert climb(staffed, THIRD) == 2
    assert [(slip.number, slip.unit_id) for slip in staffed.rows(Slip)] == [
        (1, unit_of(staffed, HOUSING)),
        (2, unit_of(staffed, CITY)),
    ]
    assert told(staffed, NoticeKind.SLIP) == [("刘主任", "slip"), ("刘主任", "slip")]
    assert len(told(staffed)) == 3


@pytest.mark.parametrize("at", [FIRST, SECOND, THIRD])
def test_climbing_twice_changes_nothing(staffed: Office, week: Round, at: str):
    climb(staffed, at)
    before = staffed.count(Notice), staffed.count(Slip)
    assert climb(staffed, at) == 0
    assert (staffed.count(Notice), staffed.count(Slip)) == before


def test_a_clock_that_stood_still_takes_one_rung_a_day(staffed: Office, week: Round):
    climb(staffed, "2024-02-26 09:00")
    climb(staffed, "2024-02-26 17:00")
    assert told(staffed) == [("王芳", "liaison"), ("李明", "liaison")]
    climb(staffed, "2024-02-27 09:00")
    assert told(staffed)[2:] == [("陈局长", "head")]
    assert [slip.unit_id for slip in staffed.rows(Slip)] == [unit_of(staffed, HOUSING)]
    climb(staffed, "2024-02-28 09:00")
    assert len(staffed.rows(Slip)) == 2


def test_whoever_has_answered_is_left_alone(staffed: Office, week: Round):
    report(staffed, LI_MING, week, CITY, "2024-02-18 09:00")
    climb(staffed, FIRST)
    climb(staffed, THIRD)
    assert told(staffed) == [("王芳", "liaison")]
    assert {slip.unit_id for slip in staffed.rows(Slip)} <= {unit_of(staffed, HOUSING)}


def test_whoever_has_answered_in_part_is_not(staffed: Office, week: Round):
    report(staffed, LI_MING, week, CITY, "2024-02-18 09:00", ["15"])
    climb(staffed, FIRST)
    assert ("李明", "liaison") in told(staffed)


def test_what_a_higher_report_covers_is_no_debt(staffed: Office, week: Round):
    month = opened(staffed, PeriodKind.MONTH, "2024-02-05", CITY, HOUSING)
    given = [Filing(key, None) for key in check_ins(staffed, month, CITY).values()]
    source = Source(
        staffed.member_id(LI_MING), clock("2024-02-18 09:00"), clock("2024-02-18 09:00")
    )
    staffed.write(file_reports, month.id or 0, given, source)
    assert all(
        row.covered_at
        for row in staffed.rows(CheckIn, round_id=week.id)
        if row.id in check_ins(staffed, week, CITY).values()
    )
    climb(staffed, FIRST)
    assert told(staffed) == [("王芳", "liaison")]


def test_what_was_never_delivered_is_no_debt(staffed: Office):
    opened(staffed, PeriodKind.WEEK, "2024-02-05", CITY, prompted=None)
    for at in (FIRST, SECOND, THIRD):
        assert climb(staffed, at) == 0


def test_a_late_card_leaves_its_quarter_of_the_window_before_any_rung(staffed: Office):
    opened(staffed, PeriodKind.WEEK, "2024-02-05", CITY, prompted="2024-02-18 08:30")
    assert climb(staffed, FIRST) == 0
    assert climb(staffed, "2024-02-18 14:59") == 0
    assert climb(staffed, "2024-02-18 15:00") == 1  # a quarter of 26 hours later


def test_an_exempted_unit_is_left_alone_while_it_lasts(staffed: Office, week: Round):
    days = clock("2024-02-18").date(), clock("2024-02-19").date()
    exemption = Exemption(
        unit_id=unit_of(staffed, CITY), first=days[0], last=days[1], at=clock("2024-02-18")
    )
    staffed.write(lambda session: session.add(exemption))
    climb(staffed, FIRST)
    assert told(staffed) == [("王芳", "liaison")]
    climb(staffed, SECOND)
    assert told(staffed)[1:] == [("李明", "liaison")]


def test_a_missed_day_has_no_ladder(staffed: Office):
    opened(staffed, PeriodKind.DAY, "2024-02-05", CITY)
    for at in (FIRST, SECOND, THIRD):
        assert climb(staffed, at) == 0


def test_a_closed_round_is_over(staffed: Office, week: Round):
    assert staffed.write(close_rounds, staffed.plan_id, week.closes_at) == 1
    assert climb(staffed, THIRD) == 0


def test_a_unit_without_a_liaison_is_told_through_its_head(staffed: Office):
    staffed.bind(CHEN, "陈局长", "市司法局", Duty.HEAD)
    opened(staffed, PeriodKind.WEEK, "2024-02-05", "市司法局")
    climb(staffed, FIRST)
    assert told(staffed) == [("陈局长", "liaison")]


def test_a_rung_that_reaches_nobody_is_passed_over(staffed: Office):
    opened(staffed, PeriodKind.WEEK, "2024-02-05", "市司法局")
    assert climb(staffed, SECOND) == 0
    assert climb(staffed, THIRD) == 1
    assert len(staffed.rows(Slip)) == 1


def test_a_month_is_climbed_as_a_week_is(staffed: Office):
    opened(staffed, PeriodKind.QUARTER, "2024-03-20", CITY)  # due on the 28th
    assert climb(staffed, "2024-03-29 09:59") == 0
    assert climb(staffed, "2024-03-29 10:00") == 1


def test_a_rung_taken_late_at_night_is_heard_in_the_morning(staffed: Office, week: Round):
    climb(staffed, "2024-02-18 22:00")
    assert {notice.not_before for notice in staffed.notices(NoticeKind.LADDER)} == {
        utc("2024-02-19 08:30")
    }


def test_numbers_run_through_the_plan(staffed: Office, week: Round):
    climb(staffed, "2024-02-18 10:00")
    climb(staffed, "2024-02-20 10:00")
    report(staffed, LI_MING, week, CITY, "2024-02-21 09:00")
    climb(staffed, THIRD)
    opened(staffed, PeriodKind.QUARTER, "2024-03-20", CITY, HOUSING)
    for day in ("03-28 18:00", "03-29 10:00", "04-01 10:00", "04-02 10:00", "04-08 10:00"):
        climb(staffed, f"2024-{day}")
    assert [slip.number for slip in staffed.rows(Slip)] == [1, 2, 3]


def test_a_supervisor_who_cannot_be_reached_is_not_told(staffed: Office, week: Round):
    staffed.write(members.reachable, LIU, clock("2024-02-20 09:00"))
    for at in (FIRST, SECOND, THIRD):
        climb(staffed, at)
    assert len(staffed.rows(Slip)) == 2
    assert told(staffed, NoticeKind.SLIP) == []


def test_the_rungs_go_out_through_the_post(staffed: Office, week: Round):
    climb(staffed, FIRST)
    staffed.skip_to(FIRST)
    parcels = staffed.write(outbox.claim, clock(FIRST))
    assert {notice.kind for parcel in parcels for notice in parcel} == {NoticeKind.LADDER}


def test_the_ladder_asks_as_many_questions_however_many_owe(staffed: Office):
    units = [row.name for row in staffed.rows(Unit)]
    few = opened(staffed, PeriodKind.WEEK, "2024-02-05", CITY)
    with statements() as for_one:
        climb(staffed, FIRST)
    staffed.write(close_rounds, staffed.plan_id, few.closes_at)
    opened(staffed, PeriodKind.WEEK, "2024-03-04", *units)
    with statements() as for_all:
        assert climb(staffed, "2024-03-11 10:00") == 2
    assert len(for_all) == len(for_one)
