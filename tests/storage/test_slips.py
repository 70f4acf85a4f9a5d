"""A slip is drafted once, sent or dropped once by a human, and only for what is still owed."""

from __future__ import annotations

import pytest

from rules.facts import Duty, PeriodKind
from rules.refusals import SlipDecided, SlipSettled, UnknownButton
from storage import members, slips
from storage.outbox import NoticeKind
from storage.rounds import plan_facts
from storage.slips import SlipSheet
from storage.tables import Event, Round, Slip
from tests.office import Office, clock, utc
from tests.round_play import opened, report, unit_of

LI_MING, WANG_FANG, CHEN, LIU = 5210000117, 812345678, 2410338512, 700100204
CITY, HOUSING = "市城管执法局", "市住建局"
DRAFTED = "2024-02-22 10:00"


@pytest.fixture
def staffed(office: Office) -> Office:
    office.bind(LI_MING, "李明", CITY)
    office.bind(CHEN, "陈局长", CITY, Duty.HEAD)
    office.bind(WANG_FANG, "王芳", HOUSING)
    office.write(members.grant_supervisor, LIU, "刘主任", at=clock("2024-01-31 20:30"))
    return office


@pytest.fixture
def week(staffed: Office) -> Round:
    """The week of 5 February, due on the 9th; two units owe it."""
    return opened(staffed, PeriodKind.WEEK, "2024-02-05", CITY, HOUSING)


@pytest.fixture
def slip(staffed: Office, week: Round) -> Slip:
    assert draft(staffed, week, CITY) == 1
    return staffed.rows(Slip)[0]


def draft(office: Office, row: Round, *units: str, at: str = DRAFTED) -> int:
    owing = [(row.id or 0, unit_of(office, unit)) for unit in units]
    return office.write(
        lambda session: slips.draft_slips(
            session, plan_facts(session, office.plan_id), owing, clock(at)
        )
    )


def decide(
    office: Office, slip: Slip, at: str = "2024-02-22 10:30", *, send: bool = True
) -> SlipSheet:
    return office.write(
        slips.decide,
        slip.id or 0,
        send=send,
        by_user=LIU,
        by_member=office.member_id(LIU),
        at=clock(at),
    )


def recipients(office: Office) -> set[int | None]:
    return {notice.member_id for notice in office.notices(NoticeKind.LADDER)}


def test_a_slip_is_drafted_once_for_a_unit_in_a_round(staffed: Office, week: Round, slip: Slip):
    assert draft(staffed, week, CITY) == 0
    assert draft(staffed, week, HOUSING, CITY) == 1
    assert [one.number for one in staffed.rows(Slip)] == [1, 2]


def test_a_draft_is_put_before_each_supervisor_in_office_hours(staffed: Office, week: Round):
    draft(staffed, week, CITY, at="2024-02-22 20:00")
    (notice,) = staffed.notices(NoticeKind.SLIP)
    assert notice.member_id == staffed.member_id(LIU)
    assert notice.not_before == utc("2024-02-23 08:30")


def test_the_sheet_says_what_is_owed_by_whom_and_by_when(staffed: Office, slip: Slip):
    sheet = staffed.read(slips.slip_sheet, slip.id or 0, clock(DRAFTED))
    assert (sheet.number, sheet.unit, sheet.kind) == (1, CITY, PeriodKind.WEEK)
    assert sheet.people == ((Duty.HEAD, "陈局长"), (Duty.LIAISON, "李明"))
    assert [one.number for one in sheet.owed][:3] == ["9", "10", "11"]
    assert sheet.answer_by == clock("2024-02-26 18:00")
    assert (sheet.decided_at, sheet.sent) == (None, False)


def test_the_answer_is_never_wanted_after_the_round_closes(
    staffed: Office, week: Round, slip: Slip
):
    sheet = staffed.read(slips.slip_sheet, slip.id or 0, clock("2024-02-29 16:00"))
    assert sheet.answer_by == week.closes_at


def test_sending_tells_the_liaisons_and_the_heads(staffed: Office, slip: Slip):
    sheet = decide(staffed, slip)
    assert sheet.sent
    assert sheet.answer_by == clock("2024-02-26 18:00")
    assert recipients(staffed) == {staffed.member_id(LI_MING), staffed.member_id(CHEN)}
    (row,) = staffed.rows(Slip)
    assert (row.sent, row.decided_at) == (True, utc("2024-02-22 10:30"))
    assert row.decided_by == staffed.member_id(LIU)
    assert [event.details["slip"] for event in staffed.rows(Event, kind="slip sent")] == [1]


def test_a_sent_slip_keeps_its_date(staffed: Office, slip: Slip):
    decide(staffed, slip)
    sheet = staffed.read(slips.slip_sheet, slip.id or 0, clock("2024-02-26 09:00"))
    assert sheet.answer_by == clock("2024-02-26 18:00")


def test_one_who_is_liaison_and_head_is_told_once(staffed: Office, slip: Slip):
    staffed.bind(LI_MING, "李明", CITY, Duty.HEAD, at="2024-02-22 10:10")
    decide(staffed, slip)
    assert len(staffed.notices(NoticeKind.LADDER)) == 2


def test_a_dropped_slip_tells_nobody_and_keeps_its_number(staffed: Office, week: Round, slip: Slip):
    sheet = decide(staffed, slip, send=False)
    assert not sheet.sent
    assert recipients(staffed) == set()
    assert len(staffed.rows(Event, kind="slip dropped")) == 1
    draft(staffed, week, HOUSING)
    assert [one.number for one in staffed.rows(Slip)] == [1, 2]


@pytest.mark.parametrize("first", [True, False], ids=["sent", "dropped"])
@pytest.mark.parametrize("then", [True, False], ids=["send", "drop"])
def test_a_slip_is_decided_once(staffed: Office, slip: Slip, first: bool, then: bool):
    decide(staffed, slip, send=first)
    with pytest.raises(SlipDecided) as refused:
        decide(staffed, slip, "2024-02-22 11:00", send=then)
    assert (refused.value.number, refused.value.sent) == (1, first)


def test_a_slip_is_not_sent_for_what_was_reported_meanwhile(
    staffed: Office, week: Round, slip: Slip
):
    report(staffed, LI_MING, week, CITY, "2024-02-22 10:20")
    with pytest.raises(SlipSettled):
        decide(staffed, slip)
    assert staffed.rows(Slip)[0].decided_at is None
    assert not decide(staffed, slip, send=False).sent


def test_an_administrator_who_is_no_member_may_decide(staffed: Office, slip: Slip):
    staffed.write(
        slips.decide, slip.id or 0, send=True, by_user=42, by_member=None, at=clock(DRAFTED)
    )
    assert [event.details["user"] for event in staffed.rows(Event, kind="slip sent")] == [42]


def test_a_forged_button_decides_nothing(staffed: Office, slip: Slip):
    with pytest.raises(UnknownButton):
        decide(staffed, Slip(id=9999))
    with pytest.raises(UnknownButton):
        staffed.read(slips.slip_sheet, 9999, clock(DRAFTED))


def test_debts_that_came_to_a_slip_are_escalated_until_they_are_answered(
    staffed: Office, week: Round, slip: Slip
):
    def escalated() -> set[tuple[int, str, PeriodKind]]:
        return set(staffed.read(slips.escalated, staffed.plan_id, clock("2024-02-23 09:00")))

    unit_id = unit_of(staffed, CITY)
    assert {unit for unit, _, _ in escalated()} == {unit_id}
    assert (unit_id, "15", PeriodKind.WEEK) in escalated()
    report(staffed, LI_MING, week, CITY, "2024-02-22 12:00", ["15"])
    assert (unit_id, "15", PeriodKind.WEEK) not in escalated()
    report(staffed, LI_MING, week, CITY, "2024-02-22 12:01")
    assert escalated() == set()


def test_nothing_is_escalated_without_a_slip(staffed: Office, week: Round):
    assert staffed.read(slips.escalated, staffed.plan_id, clock(DRAFTED)) == frozenset()
