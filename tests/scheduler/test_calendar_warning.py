"""From 1 December the supervisors are told that the coming year has no calendar."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import select

from handlers.views.calendar import calendar_wording
from scheduler.calendar_warning import warn_of_calendar
from storage import calendar, members, outbox
from storage.calendar import work_calendar
from storage.outbox import NoticeKind
from storage.rounds import plan_facts
from storage.tables import CalendarDay, Plan
from tests.office import Office, clock

LIU, WU = 700100204, 700100205


@pytest.fixture
def unpublished(office: Office) -> Office:
    """The plan's coming year, 2025, lost its days; two supervisors watch."""

    def forget(session):
        for row in session.exec(select(CalendarDay).where(CalendarDay.day >= date(2025, 1, 1))):
            session.delete(row)

    office.write(forget)
    for user_id, name in ((LIU, "刘主任"), (WU, "吴科长")):
        office.write(members.grant_supervisor, user_id, name, at=clock("2024-02-01 09:00"))
    office.bind(11, "李明", "市城管执法局")
    return office


def warn(office: Office, at: str) -> int:
    def step(session):
        plan = plan_facts(session, office.plan_id)
        return warn_of_calendar(session, plan, work_calendar(session), clock(at))

    return office.write(step)


def test_each_supervisor_is_told_once(unpublished: Office):
    assert warn(unpublished, "2024-11-30 23:59") == 0
    assert warn(unpublished, "2024-12-02 09:00") == 2
    assert warn(unpublished, "2024-12-20 09:00") == 0
    told = {notice.member_id for notice in unpublished.notices(NoticeKind.CALENDAR)}
    assert told == {unpublished.member_id(LIU), unpublished.member_id(WU)}


def test_a_supervisor_who_comes_later_is_told_too(unpublished: Office):
    warn(unpublished, "2024-12-02 09:00")
    unpublished.write(members.grant_supervisor, 9, "钱主任", at=clock("2024-12-03 09:00"))
    assert warn(unpublished, "2024-12-03 10:00") == 1


def test_the_first_of_december_on_a_sunday_waits_for_monday(unpublished: Office):
    warn(unpublished, "2024-12-01 00:00")
    assert {notice.not_before for notice in unpublished.notices(NoticeKind.CALENDAR)} == {
        clock("2024-12-02 08:30")
    }


def test_a_published_year_needs_no_warning(office: Office):
    office.write(members.grant_supervisor, LIU, "刘主任", at=clock("2024-02-01 09:00"))
    assert warn(office, "2024-12-02 09:00") == 0


def test_a_plan_that_is_over_warns_of_nothing(unpublished: Office):
    def shorten(session):
        session.get_one(Plan, unpublished.plan_id).end = date(2024, 11, 30)

    unpublished.write(shorten)
    assert warn(unpublished, "2024-12-02 09:00") == 0


def test_somebody_who_blocked_the_bot_is_not_written_to(unpublished: Office):
    unpublished.write(members.reachable, LIU, clock("2024-12-01 09:00"))
    assert warn(unpublished, "2024-12-02 09:00") == 1


def test_the_warning_evaporates_once_the_calendar_has_come(unpublished: Office):
    warn(unpublished, "2024-12-02 09:00")
    now = clock("2024-12-02 09:01")
    groups = unpublished.write(outbox.claim, now)
    notice = next(one for group in groups for one in group if one.kind is NoticeKind.CALENDAR)
    worded = unpublished.read(calendar_wording, notice, now)
    assert "2025年放假安排尚未导入" in worded.text
    assert "duban calendar import" in worded.text
    unpublished.write(calendar.overlay, {date(2025, 10, 1): False}, "2025.txt", at=now)
    assert unpublished.read(calendar_wording, notice, now) is None
