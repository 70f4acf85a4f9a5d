"""The tick opens rounds and asks for them: once, in time, and on workdays only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from rules.facts import Duty, PeriodKind, Status
from scheduler.tick import next_event, tick
from storage import plans
from storage.calendar import work_calendar
from storage.outbox import NoticeKind
from storage.plans import PlanDraft
from storage.tables import CheckIn, Event, Notice, Plan, Report, Round
from tests.office import Office, clock

LI_MING, WANG_FANG, CHEN = 5210000117, 812345678, 2410338512
DAY, WEEK = "D2024-02-01", "W2024-05"
RECORD = (Round, CheckIn, Notice, Event, Plan)


@pytest.fixture
def staffed(office: Office) -> Office:
    office.bind(LI_MING, "李明", "市城管执法局")
    office.bind(LI_MING, "李明", "市司法局")
    office.bind(WANG_FANG, "王芳", "市住建局")
    office.bind(CHEN, "陈局长", "市住建局", Duty.HEAD)
    office.bind_group()
    return office


def everything(office: Office) -> list[list[dict[str, object]]]:
    return [[row.model_dump() for row in office.rows(table)] for table in RECORD]


def keys(office: Office, kind: PeriodKind) -> list[str]:
    return [row.key for row in office.rows(Round, kind=kind)]


def tick_daily(office: Office, first: date, last: date, clocks: Iterable[str]) -> None:
    day = first
    while day <= last:
        for at in clocks:
            office.tick(f"{day} {at}")
        day += timedelta(days=1)


@pytest.mark.parametrize("times", [2, 10])
def test_ticking_again_at_the_same_moment_changes_nothing(staffed: Office, times: int):
    assert staffed.tick("2024-02-02 16:00") > 0
    before = everything(staffed)
    assert [staffed.tick("2024-02-02 16:00") for _ in range(times - 1)] == [0] * (times - 1)
    assert everything(staffed) == before


def test_ticks_at_once_do_the_work_of_one(staffed: Office):
    now = clock("2024-02-02 16:00")
    work = [
        staffed.database._transactions.write(lambda session: tick(session, 1, now))
        for _ in range(6)
    ]
    for future in work:
        future.result()
    rounds = staffed.rows(Round)
    assert sorted(row.key for row in rounds) == [DAY, "D2024-02-02", WEEK]
    assert staffed.count(CheckIn) == 3 * 150
    at_once = staffed.count(Notice)
    assert staffed.tick("2024-02-02 16:00") == 0
    assert staffed.count(Notice) == at_once


def test_a_clock_that_goes_back_undoes_nothing(staffed: Office):
    staffed.tick("2024-02-02 16:00")
    rounds = staffed.count(Round), staffed.count(CheckIn)
    staffed.tick("2024-02-01 16:00")
    assert (staffed.count(Round), staffed.count(CheckIn)) == rounds
    assert staffed.rows(Plan)[0].asked_until == clock("2024-02-02 16:00")


def test_a_round_asks_every_lead_assignment_once(staffed: Office):
    staffed.tick("2024-02-01 16:00")
    for key in (DAY, WEEK):
        rows = staffed.rows(CheckIn, round_id=staffed.round(key).id)
        assert len(rows) == len({row.assignment_id for row in rows}) == 150


def test_a_person_gets_one_card_a_round_however_many_tasks_and_units(staffed: Office):
    for at in ("10:00", "16:00", "16:01", "17:00"):
        staffed.tick(f"2024-02-01 {at}")
    cards = [(card.member_id, card.round_id) for card in staffed.notices(NoticeKind.CARD)]
    members = {staffed.member_id(LI_MING), staffed.member_id(WANG_FANG)}
    rounds = {staffed.round(DAY).id, staffed.round(WEEK).id}
    assert len(cards) == 4
    assert set(cards) == {(member, row) for member in members for row in rounds}
    assert len(staffed.card(LI_MING, DAY).items) == 5


def test_cards_expire_when_they_fall_due(staffed: Office):
    staffed.tick("2024-02-01 16:00")
    assert {(card.round_id, card.expires_at) for card in staffed.notices(NoticeKind.CARD)} == {
        (staffed.round(DAY).id, clock("2024-02-01 18:00")),
        (staffed.round(WEEK).id, clock("2024-02-02 12:00")),
    }


def test_who_joins_in_an_open_window_gets_a_card_and_who_joins_later_does_not(office: Office):
    office.tick("2024-02-01 16:00")
    office.bind(LI_MING, "李明", "市城管执法局", at="2024-02-01 17:00")
    office.tick("2024-02-01 17:00")
    office.bind(WANG_FANG, "王芳", "市住建局", at="2024-02-01 18:00")
    office.tick("2024-02-01 18:00")
    day = office.round(DAY).id
    given = {card.member_id for card in office.notices(NoticeKind.CARD) if card.round_id == day}
    assert given == {office.member_id(LI_MING)}


def test_after_three_days_of_silence_rounds_exist_and_stale_cards_do_not(staffed: Office):
    staffed.skip_to("2024-02-25 09:00")
    staffed.tick("2024-02-26 09:00")
    before = staffed.count(Notice)
    staffed.tick("2024-02-29 19:00")
    assert {"D2024-02-26", "D2024-02-27", "D2024-02-28", "D2024-02-29", "W2024-09"} <= {
        row.key for row in staffed.rows(Round)
    }
    fresh = staffed.rows(Notice)[before:]
    cards = [notice for notice in fresh if notice.kind == NoticeKind.CARD]
    assert {notice.round_id for notice in cards} == {staffed.round("W2024-09").id}


def test_a_long_outage_opens_what_it_missed_and_closes_what_is_over(staffed: Office):
    staffed.tick("2024-02-01 09:00")
    staffed.tick("2024-03-05 09:00")
    by_key = {row.key: row for row in staffed.rows(Round)}
    assert by_key[DAY].closed_at == by_key[WEEK].closed_at == clock("2024-03-05 09:00")
    assert by_key["D2024-03-04"].closed_at is None
    assert staffed.notices(NoticeKind.CARD) == []


def test_a_notice_loaded_in_mid_window_is_asked_at_once(staffed: Office, notice_draft: PlanDraft):
    late = replace(notice_draft, title="补充通知")
    plan_id = staffed.write(plans.load, late, at=clock("2024-02-01 17:00"))
    office = Office(staffed.database, plan_id)
    office.tick("2024-02-01 17:00")
    assert sorted(row.key for row in office.rows(Round, plan_id=plan_id)) == [DAY, WEEK]
    cards = office.rows(Notice, plan_id=plan_id, kind=NoticeKind.CARD.value)
    assert len(cards) == 4


def test_a_round_that_was_due_before_the_notice_came_is_not_opened(office: Office):
    office.tick("2024-02-01 16:00")
    assert "D2024-01-31" not in {row.key for row in office.rows(Round)}


@pytest.mark.parametrize("at", ["00:30", "07:30", "08:30", "09:59", "15:59"])
def test_no_round_opens_before_its_hour(staffed: Office, at: str):
    staffed.tick("2024-02-01 18:00")
    before = staffed.count(Round), len(staffed.notices(NoticeKind.CARD))
    staffed.tick(f"2024-02-02 {at}")
    after = staffed.count(Round), len(staffed.notices(NoticeKind.CARD))
    assert after == before


@pytest.mark.parametrize("at", ["00:30", "07:30"])
def test_the_first_day_is_read_in_the_plans_zone(staffed: Office, at: str):
    staffed.tick(f"2024-02-01 {at}")
    assert staffed.count(Round) == 0
    assert not staffed.notices(NoticeKind.CARD)


def test_a_roster_is_frozen_when_its_round_opens(staffed: Office, notice_draft: PlanDraft):
    staffed.ask("2024-02-01 16:00")
    kept = tuple(task for task in notice_draft.tasks if task.number != "15")
    shorter = replace(notice_draft, tasks=kept)
    staffed.write(plans.load, shorter, at=clock("2024-02-01 17:00"))
    staffed.tick("2024-02-02 16:00")
    assert len(staffed.rows(CheckIn, round_id=staffed.round(DAY).id)) == 150
    assert len(staffed.rows(CheckIn, round_id=staffed.round("D2024-02-02").id)) == 149


def test_the_spring_festival_is_not_asked_and_both_worked_sundays_are(staffed: Office):
    tick_daily(staffed, date(2024, 2, 1), date(2024, 2, 20), ("10:00", "16:00"))
    asked = [*range(1, 3), *range(4, 10), *range(18, 21)]
    assert keys(staffed, PeriodKind.DAY) == [f"D2024-02-{day:02}" for day in asked]
    assert keys(staffed, PeriodKind.WEEK) == ["W2024-05", "W2024-06", "W2024-07"]
    festival = staffed.round("W2024-07")
    assert (festival.opens_at, festival.due_at) == (
        clock("2024-02-18 10:00"),
        clock("2024-02-18 12:00"),
    )


def test_a_year_without_a_published_calendar_is_worked_monday_to_friday(
    office: Office, notice_draft: PlanDraft
):
    calendar = office.read(work_calendar)
    assert not calendar.is_provisional(date(2026, 12, 31))
    assert calendar.is_provisional(date(2027, 1, 1))
    ahead = replace(
        notice_draft, title="跨年通知", year=2026, start=date(2026, 12, 1), end=date(2027, 1, 31)
    )
    plan_id = office.write(plans.load, ahead, at=clock("2026-12-27 09:00"))
    crossing = Office(office.database, plan_id)
    tick_daily(crossing, date(2026, 12, 28), date(2027, 1, 10), ("10:00", "16:00"))
    assert keys(crossing, PeriodKind.DAY) == [
        *(f"D2026-12-{day}" for day in (28, 29, 30, 31)),
        *(f"D2027-01-{day:02}" for day in (1, 4, 5, 6, 7, 8)),
    ]
    assert keys(crossing, PeriodKind.WEEK) == ["W2026-53", "W2027-01"]


def test_the_last_week_of_a_plan_is_asked_and_nothing_after_it(staffed: Office):
    staffed.skip_to("2024-12-29 09:00")
    tick_daily(staffed, date(2024, 12, 30), date(2025, 1, 10), ("10:00", "16:00"))
    days = keys(staffed, PeriodKind.DAY)
    assert days[-2:] == ["D2024-12-30", "D2024-12-31"]
    assert keys(staffed, PeriodKind.WEEK)[-1] == "W2025-01"
    assert {row.closed_at is None for row in staffed.rows(Round)} == {False}


def test_closing_keeps_every_check_in_and_report(staffed: Office):
    staffed.ask("2024-02-01 16:00")
    staffed.tap(LI_MING, DAY, "15", Status.DONE, "2024-02-01 16:05")
    staffed.tick("2024-02-05 09:00")
    assert staffed.round(DAY).closed_at == clock("2024-02-05 09:00")
    assert len(staffed.rows(CheckIn, round_id=staffed.round(DAY).id)) == 150
    assert staffed.count(Report) == 1


@pytest.mark.parametrize(
    ("now", "event"),
    [
        ("2024-01-31 20:00", "2024-02-01 10:00"),
        ("2024-02-01 10:00", "2024-02-01 16:00"),
        ("2024-02-01 16:00", "2024-02-01 17:30"),
        ("2024-02-01 17:30", "2024-02-01 18:00"),
        ("2024-02-01 18:00", "2024-02-02 08:30"),
        ("2024-02-09 18:00", "2024-02-18 10:00"),
        ("2024-12-31 18:00", None),
        ("2025-06-01 09:00", None),
    ],
)
def test_the_next_event_is_known(office: Office, now: str, event: str | None):
    expected = clock(event) if event else None
    assert office.read(next_event, office.plan_id, clock(now)) == expected


def test_between_two_events_the_clock_owes_nothing(staffed: Office):
    """A tick a minute before each announced event finds nothing; a tick at it may."""
    staffed.tick("2024-02-01 09:00")
    now = clock("2024-02-01 09:00")
    for _ in range(8):
        event = staffed.read(next_event, staffed.plan_id, now)
        assert event is not None
        assert staffed.tick(f"{event - timedelta(minutes=1):%Y-%m-%d %H:%M}") == 0
        staffed.ask(f"{event:%Y-%m-%d %H:%M}")
        now = event
