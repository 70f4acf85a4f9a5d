"""What responsible units say of their shares stands on the lead unit's card; one tap takes it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from rules.facts import PeriodKind, Share, Status
from rules.refusals import NotYourCard, Stranger, UnknownButton
from rules.replies import ValueKind
from storage import answers
from storage.answers import Taken
from storage.check_ins import Filing, Source, file_reports
from storage.ledger.said import Said
from storage.outbox import NoticeKind
from tests.office import Office, clock
from tests.round_play import check_ins, opened

LI_MING, WANG_FANG, ZHAO_QIANG = 5210000117, 812345678, 6003817254
LEAD, HOUSING, INVEST = "市城管执法局", "市住建局", "市城发集团"
PEOPLE = {LEAD: LI_MING, HOUSING: WANG_FANG, INVEST: ZHAO_QIANG}
MONTH, WEEK = "M2024-03", "W2024-10"
PARK, ORDER, PARKING, COVERS = "11", "13", "15", "16"


@pytest.fixture
def asked(office: Office) -> Office:
    """The month of March is open for the lead unit of 11, 13, 15, 16 and two of its partners."""
    for unit, user in PEOPLE.items():
        office.bind(user, {LI_MING: "李明", WANG_FANG: "王芳"}.get(user, "赵强"), unit)
    opened(office, PeriodKind.WEEK, "2024-03-07", LEAD)
    opened(office, PeriodKind.MONTH, "2024-03-20", LEAD, HOUSING, INVEST)
    return office


def say(
    office: Office,
    unit: str,
    number: str,
    status: Status,
    key: str = MONTH,
    at: str = "2024-03-20 11:00",
    **parts: Any,
) -> None:
    row = office.round(key)
    filing = Filing(check_ins(office, row, unit)[number], status, **parts)
    source = Source(office.member_id(PEOPLE[unit]), clock(at), clock(at))
    office.write(file_reports, row.id or 0, [filing], source)


def adopt(office: Office, user: int = LI_MING, at: str = "2024-03-20 14:00") -> Taken:
    return office.write(answers.tap_shares, user, office.round(MONTH).id or 0, at=clock(at))


def told(office: Office, number: str = PARK) -> Said:
    said = office.item(LI_MING, MONTH, number).said
    assert said is not None
    return said


def test_the_lead_units_card_shows_each_share_and_who_is_silent(asked: Office):
    say(asked, HOUSING, PARK, Status.AT_RISK, progress="已选址8处")
    shares = asked.item(LI_MING, MONTH, PARK).shares
    assert [(one.unit, one.said.progress if one.said else None) for one in shares] == [
        (HOUSING, "已选址8处"),
        (INVEST, None),
    ]
    assert asked.item(LI_MING, MONTH, COVERS).shares == ()


def test_only_tasks_with_a_share_reported_are_offered(asked: Office):
    assert asked.card(LI_MING, MONTH).offered == ()
    say(asked, INVEST, PARKING, Status.NORMAL)
    assert [item.number for item in asked.card(LI_MING, MONTH).offered] == [PARKING]


def test_a_responsible_unit_is_offered_nothing_of_others(asked: Office):
    say(asked, INVEST, PARK, Status.NORMAL, progress="资金到位")
    card = asked.card(WANG_FANG, MONTH)
    assert PARK in {item.number for item in card.items}
    assert card.offered == ()
    assert {item.shares for item in card.items if item.number == PARK} == {()}


def test_one_tap_takes_the_shares_over_and_names_their_units(asked: Office):
    say(asked, HOUSING, PARK, Status.NORMAL, progress="已选址8处")
    say(asked, INVEST, PARK, Status.NORMAL, progress="资金到位")
    assert adopt(asked).filed == 1
    said = told(asked)
    assert (said.status, said.progress) == (
        Status.NORMAL,
        "市住建局:已选址8处;市城发集团:资金到位",
    )
    assert (said.author, said.drafted, said.revision) == ("李明", True, 1)
    for number in (ORDER, PARKING, COVERS):
        assert asked.item(LI_MING, MONTH, number).said is None


@pytest.mark.parametrize(
    ("first", "second", "taken"),
    [
        (Status.NORMAL, Status.AT_RISK, Status.AT_RISK),
        (Status.LAGGING, Status.BLOCKED, Status.LAGGING),
        (Status.AT_RISK, Status.BLOCKED, Status.BLOCKED),
        (Status.DONE, Status.DONE, Status.NORMAL),  # a done share is not a done task
    ],
)
def test_the_gravest_status_leads(asked: Office, first: Status, second: Status, taken: Status):
    say(asked, HOUSING, PARK, first)
    say(asked, INVEST, PARK, second)
    adopt(asked)
    assert told(asked).status is taken


def test_difficulties_of_those_who_are_stuck_are_taken_with_their_awaited_unit(asked: Office):
    trouble = {"difficulty": "缺资金批复", "awaited": "市财政局"}
    say(asked, INVEST, PARK, Status.BLOCKED, **trouble)
    say(asked, HOUSING, PARK, Status.NORMAL, difficulty="曾缺人手", awaited="市人社局")
    adopt(asked)
    said = told(asked)
    assert (said.status, said.difficulty, said.awaited) == (
        Status.BLOCKED,
        "市城发集团:缺资金批复",
        "市财政局",
    )


def test_the_lead_units_own_draft_stays_and_its_figure_is_its_own(asked: Office):
    own = {"value": Decimal(9), "value_kind": ValueKind.CUMULATIVE, "measure": "个"}
    say(asked, LEAD, PARK, Status.NORMAL, WEEK, "2024-03-07 11:00", progress="完成9个", **own)
    partner = {"value": Decimal(3), "value_kind": ValueKind.CUMULATIVE, "measure": "个"}
    say(asked, HOUSING, PARK, Status.AT_RISK, progress="已选址8处", **partner)
    adopt(asked)
    said = told(asked)
    assert (said.value, said.value_kind, said.measure) == (9, ValueKind.CUMULATIVE, "个")
    assert (said.status, said.progress) == (Status.AT_RISK, "完成9个;市住建局:已选址8处")


def test_an_own_difficulty_comes_before_the_partners(asked: Office):
    own = {"difficulty": "缺地", "awaited": "市自然资源和规划局"}
    say(asked, LEAD, PARK, Status.LAGGING, WEEK, "2024-03-07 11:00", **own)
    say(asked, HOUSING, PARK, Status.BLOCKED, difficulty="缺批复", awaited="市财政局")
    adopt(asked)
    said = told(asked)
    assert (said.status, said.difficulty, said.awaited) == (
        Status.LAGGING,
        "缺地;市住建局:缺批复",
        "市自然资源和规划局",
    )


def test_what_the_lead_unit_has_answered_itself_is_not_taken_over(asked: Office):
    say(asked, LEAD, PARK, Status.DONE, progress="全部建成")
    say(asked, HOUSING, PARK, Status.LAGGING, progress="仅选址8处")
    assert asked.card(LI_MING, MONTH).offered == ()
    assert adopt(asked).filed == 0
    assert (told(asked).status, told(asked).revision) == (Status.DONE, 1)


def test_a_second_tap_files_nothing(asked: Office):
    say(asked, HOUSING, PARK, Status.NORMAL)
    assert (adopt(asked).filed, adopt(asked).filed) == (1, 0)


def test_the_partners_own_report_stays_theirs(asked: Office):
    say(asked, HOUSING, PARK, Status.NORMAL, progress="已选址8处")
    adopt(asked)
    theirs = asked.item(WANG_FANG, MONTH, PARK).said
    assert theirs is not None
    assert (theirs.author, theirs.progress, theirs.revision) == ("王芳", "已选址8处", 1)


def test_only_a_share_of_the_same_round_is_shown(asked: Office):
    say(asked, HOUSING, PARK, Status.NORMAL, progress="三月已选址")
    opened(asked, PeriodKind.MONTH, "2024-04-20", LEAD, HOUSING)
    shares = asked.item(LI_MING, "M2024-04", PARK).shares
    assert [(one.unit, one.said) for one in shares] == [(HOUSING, None)]


def test_nobody_takes_over_on_a_card_that_is_not_theirs(asked: Office):
    at, month = clock("2024-03-20 14:00"), asked.round(MONTH).id or 0
    say(asked, HOUSING, PARK, Status.NORMAL)
    with pytest.raises(Stranger):
        asked.write(answers.tap_shares, 99, month, at=at)
    with pytest.raises(NotYourCard):
        asked.write(answers.tap_shares, WANG_FANG, asked.round(WEEK).id or 0, at=at)
    with pytest.raises(UnknownButton):
        asked.write(answers.tap_shares, LI_MING, 10**6, at=at)
    assert adopt(asked, WANG_FANG).filed == 0
    assert asked.item(LI_MING, MONTH, PARK).said is None


def test_who_speaks_for_both_units_sees_the_shares_on_the_lead_units_line_alone(asked: Office):
    asked.bind(LI_MING, "李明", HOUSING, at="2024-03-20 10:30")
    say(asked, INVEST, PARK, Status.NORMAL, progress="资金到位")
    lines = {
        item.share: [one.unit for one in item.shares]
        for item in asked.card(LI_MING, MONTH, "2024-03-20 12:00").items
        if item.number == PARK
    }
    assert lines == {Share.LEAD: [HOUSING, INVEST], Share.RESPONSIBLE: []}


def test_a_share_reported_redraws_the_lead_units_card(office: Office):
    for unit in (LEAD, INVEST):
        office.bind(PEOPLE[unit], unit, unit, at="2024-03-19 20:00")
    office.skip_to("2024-03-20 09:00")
    office.ask("2024-03-20 10:00")
    say(office, INVEST, PARKING, Status.NORMAL)
    redrawn = {one.member_id for one in office.notices(NoticeKind.REFRESH)}
    assert redrawn == {office.member_id(LI_MING), office.member_id(ZHAO_QIANG)}
