"""Days away are noted, replaced and taken back; the stand-in is somebody who is there."""

from __future__ import annotations

from datetime import date

import pytest

from rules.facts import Duty
from rules.periods import Span
from rules.refusals import MemberUnclear, NotAway, StandInAway, StandInSelf, Stranger, UnknownMember
from storage import absences, members, stand_ins
from storage.absences import Leave
from storage.tables import Absence, Event
from tests.office import Office, clock

LI_MING, WANG_FANG, ZHAO, LIU = 5210000117, 812345678, 6003817254, 700100204
CITY, HOUSING, PLANNING = "市城管执法局", "市住建局", "市发改委"
TODAY = date(2024, 2, 1)
AT = clock("2024-02-01 09:00")


def span(first: int, last: int) -> Span:
    return Span(date(2024, 2, first), date(2024, 2, last))


@pytest.fixture
def staffed(office: Office) -> Office:
    office.bind(LI_MING, "李明", CITY)
    office.bind(WANG_FANG, "王芳", HOUSING)
    office.bind(ZHAO, "赵强", PLANNING)
    return office


def go(office: Office, user_id: int, days: Span, stand_in: int | None = None) -> Leave:
    member = office.member_id(stand_in) if stand_in else None
    return office.write(absences.away, user_id, days, member, at=AT)


def absent(office: Office, day: int) -> dict[int, int | None]:
    return office.read(absences.absent, date(2024, 2, day))


def noted(office: Office, user_id: int, today: date = TODAY) -> tuple[Leave, ...]:
    return office.read(absences.leaves, office.member_id(user_id), today)


def test_a_member_is_away_from_the_first_day_to_the_last(staffed: Office):
    assert go(staffed, LI_MING, span(5, 9), WANG_FANG) == Leave("李明", span(5, 9), "王芳")
    li, wang = staffed.member_id(LI_MING), staffed.member_id(WANG_FANG)
    assert [absent(staffed, day) for day in (4, 5, 9, 10)] == [{}, {li: wang}, {li: wang}, {}]
    (event,) = staffed.rows(Event, kind="away")
    assert (event.member_id, event.subject) == (li, f"member:{li}")
    assert event.details == {"first": "2024-02-05", "last": "2024-02-09", "stand_in": wang}


def test_nobody_has_to_stand_in(staffed: Office):
    assert go(staffed, LI_MING, span(5, 9)).stand_in is None
    assert absent(staffed, 5) == {staffed.member_id(LI_MING): None}


def test_new_days_replace_those_they_overlap_and_leave_the_others(staffed: Office):
    go(staffed, LI_MING, span(5, 9), WANG_FANG)
    go(staffed, LI_MING, span(20, 21))
    go(staffed, LI_MING, span(8, 12), ZHAO)
    assert [(one.span, one.stand_in) for one in noted(staffed, LI_MING)] == [
        (span(8, 12), "赵强"),
        (span(20, 21), None),
    ]
    assert absent(staffed, 6) == {}
    assert staffed.count(Absence) == 3


def test_coming_back_ends_what_is_not_over(staffed: Office):
    go(staffed, LI_MING, span(5, 9), WANG_FANG)
    go(staffed, LI_MING, span(20, 21))
    ended = staffed.write(absences.back, LI_MING, date(2024, 2, 7), at=clock("2024-02-07 08:40"))
    assert [one.span for one in ended] == [span(5, 9), span(20, 21)]
    assert absent(staffed, 8) == {}
    assert noted(staffed, LI_MING) == ()
    with pytest.raises(NotAway):
        staffed.write(absences.back, LI_MING, date(2024, 2, 7), at=clock("2024-02-07 08:41"))


def test_days_that_are_over_are_not_told_any_more(staffed: Office):
    go(staffed, LI_MING, span(5, 9), WANG_FANG)
    assert noted(staffed, LI_MING, date(2024, 2, 9))
    assert noted(staffed, LI_MING, date(2024, 2, 10)) == ()
    with pytest.raises(NotAway):
        staffed.write(absences.back, LI_MING, date(2024, 2, 10), at=AT)


def test_a_stand_in_is_told_for_whom_and_when(staffed: Office):
    go(staffed, LI_MING, span(5, 9), WANG_FANG)
    member_id = staffed.member_id(WANG_FANG)
    assert staffed.read(absences.standing_in, member_id, TODAY) == (
        Leave("李明", span(5, 9), "王芳"),
    )
    assert staffed.read(absences.standing_in, member_id, date(2024, 2, 10)) == ()


def test_nobody_stands_in_for_himself_and_strangers_are_never_away(staffed: Office):
    with pytest.raises(StandInSelf):
        go(staffed, LI_MING, span(5, 9), LI_MING)
    with pytest.raises(Stranger):
        go(staffed, LIU, span(5, 9))
    with pytest.raises(Stranger):
        staffed.write(absences.back, LIU, TODAY, at=AT)
    assert staffed.count(Absence) == 0


def test_who_is_away_in_these_days_does_not_stand_in(staffed: Office):
    go(staffed, WANG_FANG, span(8, 12))
    with pytest.raises(StandInAway) as refused:
        go(staffed, LI_MING, span(5, 9), WANG_FANG)
    assert (refused.value.name, refused.value.first) == ("王芳", date(2024, 2, 8))
    assert go(staffed, LI_MING, span(5, 7), WANG_FANG).stand_in == "王芳"


def test_where_the_stand_in_goes_away_too_his_own_stands_in_for_both(staffed: Office):
    go(staffed, LI_MING, span(5, 9), WANG_FANG)
    go(staffed, WANG_FANG, span(8, 9), ZHAO)
    li, wang, zhao = (staffed.member_id(one) for one in (LI_MING, WANG_FANG, ZHAO))
    assert absent(staffed, 7) == {li: wang}
    assert absent(staffed, 8) == {li: zhao, wang: zhao}


def test_stand_ins_who_wait_for_each_other_are_nobody(staffed: Office):
    go(staffed, LI_MING, span(5, 9), WANG_FANG)
    go(staffed, WANG_FANG, span(8, 9), ZHAO)
    li, wang, zhao = (staffed.member_id(one) for one in (LI_MING, WANG_FANG, ZHAO))
    circle = Absence(
        member_id=zhao, first=date(2024, 2, 9), last=date(2024, 2, 9), stand_in=li, at=AT
    )
    staffed.write(lambda session: session.add(circle))
    assert absent(staffed, 9) == {li: None, wang: None, zhao: None}


@pytest.mark.parametrize("name", ["王芳", " 王 芳", "市住建局王芳", "市住建局 王芳"])
def test_a_member_is_found_by_name_with_or_without_the_unit(staffed: Office, name: str):
    assert staffed.read(stand_ins.member_named, name) == staffed.member_id(WANG_FANG)


def test_a_member_is_found_by_the_telegram_user(staffed: Office):
    assert staffed.read(stand_ins.member_of_user, ZHAO, "赵强") == staffed.member_id(ZHAO)
    with pytest.raises(UnknownMember) as refused:
        staffed.read(stand_ins.member_of_user, LIU, "刘主任")
    assert refused.value.name == "刘主任"


def test_names_that_several_share_need_the_unit(staffed: Office):
    staffed.bind(LIU, "王芳", "市司法局")
    with pytest.raises(MemberUnclear) as refused:
        staffed.read(stand_ins.member_named, "王芳")
    assert refused.value.people == ("市住建局王芳", "市司法局王芳")
    assert staffed.read(stand_ins.member_named, "市司法局王芳") == staffed.member_id(LIU)


def test_an_unknown_name_is_refused_with_those_that_resemble_it(staffed: Office):
    with pytest.raises(UnknownMember) as refused:
        staffed.read(stand_ins.member_named, "王方芳")
    assert refused.value.near == ("王芳",)


def test_who_left_stands_in_for_nobody_and_a_supervisor_may(staffed: Office):
    staffed.bind(WANG_FANG, "王芳", PLANNING, Duty.HEAD)
    staffed.write(members.leave, WANG_FANG, at=AT)
    with pytest.raises(UnknownMember):
        staffed.read(stand_ins.member_named, "王芳")
    with pytest.raises(UnknownMember):
        staffed.read(stand_ins.member_of_user, WANG_FANG, "王芳")
    staffed.write(members.grant_supervisor, LIU, "刘主任", at=AT)
    assert staffed.read(stand_ins.member_named, "刘主任") == staffed.member_id(LIU)
