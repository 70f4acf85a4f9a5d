"""A lead unit or a supervisor asks the responsible units of a task before the month does."""

from __future__ import annotations

from datetime import date

import pytest

from rules.facts import Duty, PeriodKind, Status
from rules.periods import Span
from rules.refusals import NoOpenRound, NoResponsible, NotYourTask, UnknownTask
from storage import absences, members, requests
from storage.exemptions import exempt
from storage.outbox import NoticeKind
from storage.requests import Request
from storage.rounds import plan_facts
from storage.tables import CheckIn, Event
from tests.office import Office, clock, utc

LI_MING, WANG_FANG, CHEN, LIU, ZHOU = 5210000117, 812345678, 2410338512, 700100204, 7000000001
CITY, HOUSING, BUILDERS = "市城管执法局", "市住建局", "市城发集团"
WEEK = "W2024-05"
THURSDAY = "2024-02-01 11:00"


@pytest.fixture
def staffed(office: Office) -> Office:
    """Thursday 10:00: the week's round is open."""
    office.bind(LI_MING, "李明", CITY)
    office.bind(WANG_FANG, "王芳", HOUSING)
    office.bind(ZHOU, "周小川", BUILDERS)
    office.ask("2024-02-01 10:00")
    return office


def ask(
    office: Office, user_id: int, number: str, at: str = THURSDAY, *, admin: bool = False
) -> Request:
    plan = office.read(plan_facts, office.plan_id)
    return office.write(requests.ask_responsible, plan, user_id, number, at=clock(at), admin=admin)


def test_the_shares_of_the_task_join_the_week_once(staffed: Office):
    week = staffed.round(WEEK).id
    told = ask(staffed, LI_MING, "15")
    assert told == Request(
        number="15",
        title="新增2000个停车位",
        kind=PeriodKind.WEEK,
        span=Span(date(2024, 1, 31), date(2024, 2, 4)),
        due_at=utc("2024-02-02 12:00"),
        asked=(BUILDERS,),
        asked_before=(),
        spared=(),
        unheard=(),
    )
    assert len(staffed.rows(CheckIn, round_id=week)) == 151
    again = ask(staffed, LI_MING, "15", "2024-02-01 11:05")
    assert (again.asked, again.asked_before) == ((), (BUILDERS,))
    assert len(staffed.rows(CheckIn, round_id=week)) == 151
    (event,) = staffed.rows(Event, kind="responsible asked")
    assert (event.member_id, event.details["round"]) == (staffed.member_id(LI_MING), WEEK)


def test_the_clock_brings_the_card_and_the_lead_sees_the_answer(staffed: Office):
    ask(staffed, LI_MING, "15")
    staffed.ask("2024-02-01 11:01")
    more = [
        one.outcome
        for one in staffed.notices(NoticeKind.CARD)
        if one.member_id == staffed.member_id(ZHOU) and ":more=" in one.key
    ]
    assert more == ["sent"]
    staffed.tap(ZHOU, WEEK, "15", Status.LAGGING, "2024-02-01 11:30")
    (share,) = staffed.item(LI_MING, WEEK, "15").shares
    assert share.unit == BUILDERS
    assert share.said is not None
    assert share.said.status is Status.LAGGING


def test_who_had_no_card_of_the_round_gets_one(staffed: Office):
    staffed.bind(CHEN, "何勇", "各区镇街道")
    ask(staffed, LIU, "36", admin=True)
    staffed.ask("2024-02-01 11:01")
    assert [one.number for one in staffed.card(CHEN, WEEK, "2024-02-01 11:01").items] == ["36"]
    given = [
        (one.round_id, one.outcome)
        for one in staffed.notices(NoticeKind.CARD)
        if one.member_id == staffed.member_id(CHEN)
    ]
    assert given == [(staffed.round(WEEK).id, "sent")]


def test_nobody_else_is_asked(staffed: Office):
    ask(staffed, LI_MING, "15")
    assert staffed.item(WANG_FANG, WEEK, "12").shares == ()


def test_the_head_of_the_lead_unit_a_stand_in_and_supervisors_may_ask(staffed: Office):
    staffed.bind(CHEN, "陈局长", HOUSING, Duty.HEAD)
    assert len(ask(staffed, CHEN, "12").asked) == 3
    days = Span(date(2024, 2, 1), date(2024, 2, 1))
    wang = staffed.member_id(WANG_FANG)
    staffed.write(absences.away, LI_MING, days, wang, at=clock("2024-02-01 09:00"))
    assert ask(staffed, WANG_FANG, "15").asked == (BUILDERS,)
    assert ask(staffed, LIU, "10", admin=True).asked == (CITY, BUILDERS)
    staffed.write(members.grant_supervisor, LIU, "刘主任", at=clock(THURSDAY))
    assert len(ask(staffed, LIU, "11").asked) == 2


@pytest.mark.parametrize(
    "user_id", [WANG_FANG, ZHOU, LIU], ids=["other", "responsible", "stranger"]
)
def test_who_does_not_lead_the_task_may_not_ask(staffed: Office, user_id: int):
    before = staffed.count(CheckIn)
    with pytest.raises(NotYourTask):
        ask(staffed, user_id, "15")
    assert staffed.count(CheckIn) == before


def test_an_unknown_task_and_one_without_responsible_units_are_refused(staffed: Office):
    with pytest.raises(UnknownTask):
        ask(staffed, LI_MING, "141")
    with pytest.raises(NoResponsible) as refused:
        ask(staffed, LI_MING, "16")
    assert refused.value.number == "16"


@pytest.mark.parametrize("at", ["2024-02-02 12:00", "2024-02-02 17:00"])
def test_without_an_open_week_nobody_is_asked_and_a_day_is_too_short(staffed: Office, at: str):
    staffed.ask("2024-02-02 16:00")
    with pytest.raises(NoOpenRound):
        ask(staffed, LI_MING, "15", at)


def test_the_newest_of_the_open_rounds_is_meant(office: Office):
    office.bind(LI_MING, "李明", CITY)
    office.skip_to("2024-02-20 09:00")
    office.ask("2024-02-20 10:00")
    month = ask(office, LI_MING, "15", "2024-02-21 11:00")
    assert (month.kind, month.asked, month.asked_before) == (PeriodKind.MONTH, (), (BUILDERS,))
    office.ask("2024-02-22 10:00")
    week = ask(office, LI_MING, "15", "2024-02-22 11:00")
    assert (week.kind, week.asked) == (PeriodKind.WEEK, (BUILDERS,))


def test_exempt_units_are_spared_and_those_without_anybody_are_named(staffed: Office):
    days = Span(date(2024, 2, 1), date(2024, 2, 1))
    staffed.write(exempt, BUILDERS, days, "", at=clock("2024-02-01 09:00"))
    told = ask(staffed, WANG_FANG, "12")
    assert told.asked == (CITY, "市农发集团")
    assert told.spared == (BUILDERS,)
    assert told.unheard == ("市农发集团",)
