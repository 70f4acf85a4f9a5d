"""Units sign once for their tasks, and have three workdays from when somebody was told."""

from __future__ import annotations

import pytest

from rules.facts import Duty, Share
from rules.refusals import NotYourCard, Stranger, UnknownButton
from storage import acknowledgements, members
from storage.acknowledgements import Offer, Signed
from storage.calendar import work_calendar
from storage.ledger.roster import speakers
from storage.outbox import NoticeKind
from storage.rounds import plan_facts
from storage.settings import change_setting
from storage.tables import Absence, Acknowledgement, Event, Notice, Unit
from tests.office import Office, clock, utc
from tests.statements import statements

LI_MING, WANG_FANG, LIU = 5210000117, 812345678, 700100204
CITY, HOUSING, LAW = "市城管执法局", "市住建局", "市司法局"
MORNING = "2024-02-01 09:00"


@pytest.fixture
def staffed(office: Office) -> Office:
    """李明 answers for two units, 王芳 for one."""
    office.bind(LI_MING, "李明", CITY)
    office.bind(LI_MING, "李明", LAW)
    office.bind(WANG_FANG, "王芳", HOUSING)
    return office


def unit(office: Office, name: str) -> int:
    return office.read(members.find_unit, name)[0]


def ask(office: Office, at: str) -> int:
    return office.write(
        lambda session: acknowledgements.open_acknowledgements(
            session, plan_facts(session, office.plan_id), work_calendar(session), clock(at)
        )
    )


def asked(office: Office, at: str = MORNING) -> None:
    """Ask, deliver, and let the clock see the delivery."""
    ask(office, at)
    office.deliver(at)
    ask(office, at)


def notices(office: Office, user_id: int) -> list[Notice]:
    member_id = office.member_id(user_id)
    return [one for one in office.notices(NoticeKind.ACKNOWLEDGE) if one.member_id == member_id]


def sign(office: Office, user_id: int, notice: Notice, at: str) -> Signed:
    return office.write(acknowledgements.acknowledge, user_id, notice.id or 0, at=clock(at))


def offer(office: Office, *units: str, at: str = MORNING) -> Offer:
    unit_ids = [unit(office, name) for name in units]
    return office.read(
        lambda session: acknowledgements.offer(
            session,
            plan_facts(session, office.plan_id),
            work_calendar(session),
            unit_ids,
            clock(at),
        )
    )


def row(office: Office, name: str) -> Acknowledgement:
    return office.rows(Acknowledgement, unit_id=unit(office, name))[0]


def pending(office: Office, at: str) -> dict[str, bool]:
    found = office.read(acknowledgements.pending, office.plan_id, clock(at))
    return {one.unit: one.late for one in found}


def test_everybody_is_asked_once_in_one_message_for_all_their_units(staffed: Office):
    assert ask(staffed, MORNING) == 5  # three units, two people
    (one,) = notices(staffed, LI_MING)
    assert one.subject == {"units": sorted([unit(staffed, CITY), unit(staffed, LAW)])}
    assert len(notices(staffed, WANG_FANG)) == 1


def test_asking_again_changes_nothing(staffed: Office):
    asked(staffed)
    before = staffed.rows(Acknowledgement), staffed.count(Notice)
    assert ask(staffed, "2024-02-01 09:01") == 0
    assert (staffed.rows(Acknowledgement), staffed.count(Notice)) == before


def test_a_unit_with_nobody_to_ask_is_not_asked(staffed: Office):
    ask(staffed, MORNING)
    assert staffed.count(Acknowledgement) == 3


def test_whoever_is_bound_later_is_asked_then_and_nobody_else(staffed: Office):
    asked(staffed)
    staffed.bind(LIU, "刘明", CITY, at="2024-02-01 10:00")
    staffed.bind(WANG_FANG, "王芳", "市商务局", at="2024-02-01 10:00")
    assert ask(staffed, "2024-02-01 10:01") == 3  # one unit, two people
    (colleague,) = notices(staffed, LIU)
    assert colleague.subject == {"units": [unit(staffed, CITY)]}
    _, second = notices(staffed, WANG_FANG)
    assert second.subject == {"units": [unit(staffed, "市商务局")]}


def test_a_stand_in_is_asked_for_who_is_away_and_may_sign(staffed: Office):
    away = Absence(
        member_id=staffed.member_id(LI_MING),
        first=clock(MORNING).date(),
        last=clock(MORNING).date(),
        stand_in=staffed.member_id(WANG_FANG),
        at=clock(MORNING),
    )
    staffed.write(lambda session: session.add(away))
    assert staffed.read(speakers, frozenset({unit(staffed, CITY)}), clock(MORNING).date()) == {
        staffed.member_id(WANG_FANG): frozenset({unit(staffed, CITY)})
    }
    asked(staffed)
    assert notices(staffed, LI_MING) == []
    (one,) = notices(staffed, WANG_FANG)
    assert len(one.subject["units"]) == 3
    assert sign(staffed, WANG_FANG, one, "2024-02-01 09:05").tasks == 31


def test_the_tasks_are_told_by_unit_in_the_order_of_the_notice_with_the_share(staffed: Office):
    ask(staffed, MORNING)
    tasks = offer(staffed, CITY, LAW).tasks
    assert [one.unit for one in tasks] == [CITY] * 10 + [LAW] * 3
    assert [one.number for one in tasks][-3:] == ["104", "130", "139"]
    assert {one.number: one.share for one in tasks[:3]} == {
        "9": Share.RESPONSIBLE,
        "10": Share.RESPONSIBLE,
        "11": Share.LEAD,
    }


@pytest.mark.parametrize(
    ("told", "due"),
    [
        ("2024-02-01 09:00", "2024-02-05 18:00"),
        ("2024-02-08 16:00", "2024-02-19 18:00"),
        ("2024-03-01 18:00", "2024-03-06 18:00"),
    ],
    ids=["over a worked Sunday", "over the Spring Festival", "over a weekend"],
)
def test_a_unit_has_three_workdays_from_the_delivery(staffed: Office, told: str, due: str):
    ask(staffed, "2024-02-01 08:40")
    assert row(staffed, CITY).prompted_at is None
    assert offer(staffed, CITY, at=told).due_at == utc(due)
    staffed.deliver(told)
    ask(staffed, told)
    assert (row(staffed, CITY).prompted_at, row(staffed, CITY).due_at) == (utc(told), utc(due))
    assert offer(staffed, CITY, at="2024-03-04 09:00").due_at == utc(due)


def test_the_first_delivery_counts_for_a_unit_of_two_people(staffed: Office):
    asked(staffed)
    staffed.bind(LIU, "刘明", CITY, at="2024-02-02 09:00")
    asked(staffed, "2024-02-02 09:01")
    assert row(staffed, CITY).prompted_at == utc(MORNING)


def test_the_plan_says_how_many_workdays(staffed: Office):
    staffed.write(
        change_setting, staffed.plan_id, "acknowledge_workdays", "1", by_user=LIU, at=clock(MORNING)
    )
    asked(staffed)
    assert row(staffed, CITY).due_at == utc("2024-02-02 18:00")


@pytest.mark.parametrize(
    ("at", "spoken"),
    [("2024-02-01 09:00", "2024-02-01 09:00"), ("2024-02-01 21:00", "2024-02-02 08:30")],
    ids=["by day", "at night"],
)
def test_the_message_keeps_quiet_hours(staffed: Office, at: str, spoken: str):
    ask(staffed, at)
    assert {one.not_before for one in notices(staffed, LI_MING)} == {utc(spoken)}


def test_one_tap_signs_for_all_units_of_the_message(staffed: Office):
    asked(staffed)
    (one,) = notices(staffed, LI_MING)
    signed = sign(staffed, LI_MING, one, "2024-02-01 09:05")
    assert signed == Signed(13, "李明", utc("2024-02-01 09:05"))
    for name in (CITY, LAW):
        assert row(staffed, name).acknowledged_at == utc("2024-02-01 09:05")
        assert row(staffed, name).member_id == staffed.member_id(LI_MING)
    assert row(staffed, HOUSING).acknowledged_at is None
    assert {event.subject for event in staffed.rows(Event, kind="acknowledged")} == {
        f"unit:{unit(staffed, CITY)}",
        f"unit:{unit(staffed, LAW)}",
    }


def test_a_second_tap_tells_who_signed_and_changes_nothing(staffed: Office):
    staffed.bind(LIU, "刘明", CITY)
    asked(staffed)
    (mine,), (other,) = notices(staffed, LI_MING), notices(staffed, LIU)
    sign(staffed, LI_MING, mine, "2024-02-01 09:05")
    signed = sign(staffed, LIU, other, "2024-02-02 11:00")
    assert signed == Signed(0, "李明", utc("2024-02-01 09:05"))
    assert row(staffed, CITY).member_id == staffed.member_id(LI_MING)


def test_what_is_signed_is_neither_told_nor_asked_again(staffed: Office):
    asked(staffed)
    sign(staffed, LI_MING, notices(staffed, LI_MING)[0], "2024-02-01 09:05")
    assert offer(staffed, CITY, LAW).tasks == ()
    staffed.bind(LIU, "刘明", CITY, at="2024-02-01 10:00")
    assert ask(staffed, "2024-02-01 10:01") == 0


def test_a_head_may_sign_for_the_unit(staffed: Office):
    staffed.bind(LIU, "刘局长", CITY, Duty.HEAD)
    asked(staffed)
    signed = sign(staffed, LIU, notices(staffed, LI_MING)[0], "2024-02-01 09:05")
    assert signed.tasks == 10  # of the unit he heads alone
    assert row(staffed, LAW).acknowledged_at is None


@pytest.mark.parametrize(
    ("user_id", "refusal"), [(LIU, Stranger), (WANG_FANG, NotYourCard)], ids=["stranger", "other"]
)
def test_nobody_signs_for_a_unit_of_others(staffed: Office, user_id: int, refusal: type[Exception]):
    asked(staffed)
    (one,) = notices(staffed, LI_MING)
    with pytest.raises(refusal):
        sign(staffed, user_id, one, "2024-02-01 09:05")
    assert row(staffed, CITY).acknowledged_at is None


def test_a_forged_button_signs_nothing(staffed: Office):
    asked(staffed)
    card = Notice(
        key="card", kind="card", subject={}, priority=2, queued_at=utc(MORNING),
        not_before=utc(MORNING), plan_id=staffed.plan_id,
    )  # fmt: skip
    staffed.write(lambda session: session.add(card))
    for notice in (Notice(id=99999), staffed.rows(Notice, key="card")[0]):
        with pytest.raises(UnknownButton):
            sign(staffed, LI_MING, notice, "2024-02-01 09:05")


def test_who_was_asked_and_has_not_signed_is_pending_and_late_after_due(staffed: Office):
    ask(staffed, MORNING)
    assert pending(staffed, MORNING) == {}  # nobody was told yet
    asked(staffed)
    sign(staffed, LI_MING, notices(staffed, LI_MING)[0], "2024-02-01 09:05")
    assert pending(staffed, "2024-02-05 17:59") == {HOUSING: False}
    assert pending(staffed, "2024-02-05 18:00") == {HOUSING: True}


def test_the_clock_asks_as_many_questions_however_many_units_there_are(staffed: Office):
    asked(staffed)
    with statements() as for_few:
        ask(staffed, "2024-02-01 09:01")
    for number, row in enumerate(staffed.rows(Unit)):
        staffed.bind(9000 + number, f"联络员{number}", row.name, at="2024-02-01 10:00")
    asked(staffed, "2024-02-01 10:01")
    with statements() as for_all:
        ask(staffed, "2024-02-01 10:02")
    assert len(for_all) == len(for_few)
