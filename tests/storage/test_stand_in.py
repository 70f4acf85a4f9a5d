"""While a liaison is away others are asked: the stand-in, a colleague, the head, or nobody."""

from __future__ import annotations

from datetime import date

import pytest

from rules.facts import Duty, Status
from rules.periods import Span
from rules.refusals import NotYourTask, UnknownMember
from rules.standing import Standing
from storage import absences, answers, members
from storage.ledger.cards import card
from storage.ledger.overdue import not_asked, overdue
from storage.ledger.roster import units_of
from storage.outbox import NoticeKind
from storage.stand_ins import member_named
from storage.tables import CheckIn
from tests.office import Office, clock

LI_MING, WANG_FANG, CHEN, LIU = 5210000117, 812345678, 2410338512, 700100204
CITY, HOUSING = "市城管执法局", "市住建局"
DAY, NEXT_DAY, WEEK = "D2024-02-01", "D2024-02-02", "W2024-05"


@pytest.fixture
def staffed(office: Office) -> Office:
    office.bind(LI_MING, "李明", CITY)
    office.bind(WANG_FANG, "王芳", HOUSING)
    return office


def go(
    office: Office,
    user_id: int,
    first: int,
    last: int,
    stand_in: int | None = None,
    at: str = "2024-01-31 21:00",
) -> None:
    days = Span(date(2024, 2, first), date(2024, 2, last))
    member = office.member_id(stand_in) if stand_in else None
    office.write(absences.away, user_id, days, member, at=clock(at))


def given(office: Office, key: str) -> set[int]:
    """Return the members who have a card of a round."""
    row = office.round(key).id
    return {one.member_id or 0 for one in office.notices(NoticeKind.CARD) if one.round_id == row}


def units(office: Office, user_id: int, key: str, at: str) -> set[str]:
    return set(office.card(user_id, key, at).units)


def tap(office: Office, user_id: int, check_in_id: int, at: str) -> None:
    office.write(answers.tap_status, user_id, check_in_id, Status.NORMAL, at=clock(at))


def test_the_stand_in_gets_the_cards_and_who_is_away_gets_none(staffed: Office):
    go(staffed, LI_MING, 1, 1, WANG_FANG)
    staffed.ask("2024-02-01 16:00")
    for key in (DAY, WEEK):
        assert given(staffed, key) == {staffed.member_id(WANG_FANG)}
    assert units(staffed, WANG_FANG, DAY, "2024-02-01 16:00") == {CITY, HOUSING}
    assert staffed.card(LI_MING, DAY).items == ()
    prompted = {row.id for row in staffed.rows(CheckIn) if row.prompted_at is not None}
    assert {one.check_in_id for one in staffed.card(WANG_FANG, DAY).items} <= prompted


def test_the_stand_in_answers_for_the_unit_by_taps_and_by_words(staffed: Office):
    go(staffed, LI_MING, 1, 1, WANG_FANG)
    staffed.ask("2024-02-01 16:00")
    staffed.tap(WANG_FANG, DAY, "15", Status.NORMAL, "2024-02-01 16:05")
    staffed.write_words(WANG_FANG, "16 累计更新120个", "2024-02-01 16:06")
    said = {report.check_in_id: report.member_id for report in staffed.reports()}
    wang = staffed.member_id(WANG_FANG)
    both = {staffed.item(WANG_FANG, DAY, number).check_in_id for number in ("15", "16")}
    assert said == dict.fromkeys(both, wang)


def test_afterwards_the_stand_in_neither_sees_nor_answers_and_the_liaison_does(staffed: Office):
    go(staffed, LI_MING, 1, 1, WANG_FANG)
    staffed.ask("2024-02-01 16:00")
    check_in = staffed.item(WANG_FANG, DAY, "15").check_in_id
    staffed.ask("2024-02-02 16:00")
    with pytest.raises(NotYourTask):
        tap(staffed, WANG_FANG, check_in, "2024-02-02 16:05")
    assert staffed.reports() == []
    assert units(staffed, WANG_FANG, DAY, "2024-02-02 16:05") == {HOUSING}
    assert given(staffed, NEXT_DAY) == {
        staffed.member_id(LI_MING),
        staffed.member_id(WANG_FANG),
    }
    tap(staffed, LI_MING, check_in, "2024-02-02 16:06")
    assert [one.member_id for one in staffed.reports()] == [staffed.member_id(LI_MING)]


def test_before_the_days_begin_nothing_is_different(staffed: Office):
    go(staffed, LI_MING, 2, 2, WANG_FANG)
    staffed.ask("2024-02-01 16:00")
    assert units(staffed, WANG_FANG, DAY, "2024-02-01 16:05") == {HOUSING}
    with pytest.raises(NotYourTask):
        tap(staffed, WANG_FANG, staffed.item(LI_MING, DAY, "15").check_in_id, "2024-02-01 16:05")


def test_who_is_away_may_still_answer(staffed: Office):
    go(staffed, LI_MING, 1, 1, WANG_FANG)
    staffed.ask("2024-02-01 16:00")
    tap(staffed, LI_MING, staffed.item(WANG_FANG, DAY, "15").check_in_id, "2024-02-01 16:05")
    assert [one.member_id for one in staffed.reports()] == [staffed.member_id(LI_MING)]


def test_who_comes_back_early_is_asked_at_once(staffed: Office):
    go(staffed, LI_MING, 1, 5, WANG_FANG)
    staffed.ask("2024-02-01 16:00")
    staffed.write(absences.back, LI_MING, date(2024, 2, 1), at=clock("2024-02-01 16:30"))
    staffed.ask("2024-02-01 16:31")
    assert staffed.member_id(LI_MING) in given(staffed, DAY)
    assert units(staffed, WANG_FANG, DAY, "2024-02-01 16:31") == {HOUSING}


def test_a_stand_in_without_a_unit_of_his_own_gets_the_card_too(staffed: Office):
    staffed.write(members.grant_supervisor, LIU, "刘主任", at=clock("2024-01-31 20:30"))
    go(staffed, LI_MING, 1, 1, LIU)
    staffed.ask("2024-02-01 16:00")
    assert units(staffed, LIU, DAY, "2024-02-01 16:00") == {CITY}
    staffed.tap(LIU, DAY, "15", Status.NORMAL, "2024-02-01 16:05")
    assert len(staffed.reports()) == 1


@pytest.mark.parametrize("duty", [Duty.LIAISON, Duty.HEAD])
def test_without_a_stand_in_a_colleague_is_asked_else_the_head(staffed: Office, duty: Duty):
    staffed.bind(LIU, "刘芳", HOUSING, duty)
    if duty is Duty.LIAISON:
        staffed.bind(CHEN, "陈局长", HOUSING, Duty.HEAD)
    go(staffed, WANG_FANG, 1, 1)
    staffed.ask("2024-02-01 16:00")
    assert given(staffed, DAY) == {staffed.member_id(LI_MING), staffed.member_id(LIU)}
    assert units(staffed, LIU, DAY, "2024-02-01 16:00") == {HOUSING}


def test_a_stand_in_goes_before_the_head(staffed: Office):
    staffed.bind(CHEN, "陈局长", HOUSING, Duty.HEAD)
    go(staffed, WANG_FANG, 1, 1, LI_MING)
    staffed.ask("2024-02-01 16:00")
    assert given(staffed, DAY) == {staffed.member_id(LI_MING)}


def test_a_stand_in_who_cannot_be_written_to_leaves_it_to_the_head(staffed: Office):
    staffed.bind(CHEN, "陈局长", HOUSING, Duty.HEAD)
    go(staffed, WANG_FANG, 1, 1, LI_MING)
    staffed.write(members.reachable, LI_MING, clock("2024-02-01 09:00"))
    staffed.ask("2024-02-01 16:00")
    assert given(staffed, DAY) == {staffed.member_id(CHEN)}


def test_a_head_who_is_away_is_stood_in_for_as_well(staffed: Office):
    staffed.bind(CHEN, "陈局长", "市司法局", Duty.HEAD)
    go(staffed, CHEN, 1, 1, WANG_FANG)
    staffed.ask("2024-02-01 16:00")
    assert units(staffed, WANG_FANG, DAY, "2024-02-01 16:00") == {HOUSING, "市司法局"}


def test_where_nobody_is_there_nobody_is_asked_and_nothing_is_ever_overdue(staffed: Office):
    go(staffed, LI_MING, 1, 9)
    staffed.ask("2024-02-01 16:00")
    assert given(staffed, DAY) == {staffed.member_id(WANG_FANG)}
    for at in ("2024-02-01 18:30", "2024-02-03 12:00"):
        owed = staffed.read(overdue, staffed.plan_id, clock(at))
        assert {one.unit for one in owed} == {HOUSING}
        assert staffed.read(not_asked, staffed.plan_id, clock(at)) > 0
    back_again = staffed.card(LI_MING, DAY, "2024-02-10 09:00").items
    assert {one.standing(clock("2024-02-02 09:00")) for one in back_again} == {Standing.NOT_ASKED}


def test_one_may_stand_in_for_several(staffed: Office):
    staffed.bind(CHEN, "陈明", "市司法局")
    go(staffed, LI_MING, 1, 1, WANG_FANG)
    go(staffed, CHEN, 1, 1, WANG_FANG)
    wang = staffed.member_id(WANG_FANG)
    assert len(staffed.read(units_of, wang, date(2024, 2, 1))) == 3
    assert len(staffed.read(units_of, wang, date(2024, 2, 2))) == 1
    staffed.ask("2024-02-01 16:00")
    cards = [one for one in staffed.notices(NoticeKind.CARD) if one.member_id == wang]
    assert len(cards) == 2  # one for the day, one for the week
    shown = staffed.read(card, wang, staffed.round(DAY).id or 0, clock("2024-02-01 16:00"))
    assert set(shown.units) == {CITY, HOUSING, "市司法局"}


def test_a_stand_in_may_be_named_by_the_public_name(office: Office):
    member_id = office.bind(LI_MING, "李明", CITY)
    office.write(
        members.grant_supervisor,
        LI_MING,
        "李明",
        at=clock("2024-02-01 09:00"),
        username="LiMing_cg",
    )
    assert office.read(member_named, "@liming_CG") == member_id
    assert office.read(member_named, "李明") == member_id
    with pytest.raises(UnknownMember):
        office.read(member_named, "@nobody")
