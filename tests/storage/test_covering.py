"""A report at a higher level stands for what below it was asked, unanswered and open by then."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from handlers.views.notices import word
from rules.cascade import covers
from rules.facts import PeriodKind, Status
from rules.periods import Period
from rules.standing import Standing
from scheduler.reminders import remind
from storage.chases import chase
from storage.check_ins import Filing, Source, file_reports
from storage.ledger.debts import debts
from storage.ledger.overdue import overdue
from storage.outbox import NoticeKind
from storage.rounds import plan_facts
from storage.tables import CheckIn, Round
from tests.office import Office, clock, utc
from tests.round_play import check_ins, opened, report, unit_of

LI_MING, WANG_FANG = 5210000117, 812345678
CITY, HOUSING = "市城管执法局", "市住建局"
DAYS = ("D2024-03-04", "D2024-03-05", "D2024-03-06", "D2024-03-07", "D2024-03-08")
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = DAYS
WEEK, MONTH, QUARTER = "W2024-10", "M2024-03", "Q2024-1"
SOON = "2024-03-07 17:00"


@pytest.fixture
def asked(office: Office) -> Office:
    """The rounds of a week, of its days and of its month, put before both units as they opened."""
    office.bind(LI_MING, "李明", CITY)
    office.bind(WANG_FANG, "王芳", HOUSING)
    for key in DAYS:
        opened(office, PeriodKind.DAY, key.removeprefix("D"), CITY, HOUSING)
    opened(office, PeriodKind.WEEK, "2024-03-07", CITY, HOUSING)
    opened(office, PeriodKind.MONTH, "2024-03-20", CITY, HOUSING)
    return office


def say(office: Office, key: str, at: str, *numbers: str, user: int = LI_MING) -> int:
    """File 正常 of some tasks in a round; return the last report."""
    unit = CITY if user == LI_MING else HOUSING
    return report(office, user, office.round(key), unit, at, numbers or ("15",))[-1]


def row(office: Office, key: str, number: str = "15", unit: str = CITY) -> CheckIn:
    check_in_id = check_ins(office, office.round(key), unit)[number]
    return office.rows(CheckIn, id=check_in_id)[0]


def covered(office: Office, key: str, number: str = "15", unit: str = CITY) -> bool:
    return row(office, key, number, unit).covered_at is not None


def standing_of(office: Office, key: str, at: str) -> Standing:
    return office.item(LI_MING, key, "15").standing(clock(at))


def test_a_weeks_report_covers_its_unanswered_days_that_had_opened(asked: Office):
    said = say(asked, WEEK, SOON)
    for key in (MONDAY, TUESDAY, WEDNESDAY, THURSDAY):
        found = row(asked, key)
        assert (found.covered_at, found.covered_by, found.revision) == (utc(SOON), said, 0)


def test_it_covers_no_day_that_opens_later(asked: Office):
    say(asked, WEEK, SOON)
    assert not covered(asked, FRIDAY)


@pytest.mark.parametrize(("at", "is_covered"), [("15:59", False), ("16:00", True)])
def test_a_day_is_covered_from_the_moment_it_opens(asked: Office, at: str, is_covered: bool):
    say(asked, WEEK, f"2024-03-07 {at}")
    assert covered(asked, THURSDAY) is is_covered


def test_it_leaves_an_answered_day_alone(asked: Office):
    say(asked, TUESDAY, "2024-03-05 16:05")
    say(asked, WEEK, SOON)
    found = row(asked, TUESDAY)
    assert (found.covered_at, found.covered_by) == (None, None)
    assert (found.revision, found.answered_at) == (1, utc("2024-03-05 16:05"))
    assert standing_of(asked, TUESDAY, "2024-03-08 09:00") is Standing.ANSWERED


def test_it_covers_neither_other_tasks_nor_other_units(asked: Office):
    say(asked, WEEK, SOON)
    assert not covered(asked, MONDAY, "16")
    assert {covered(asked, MONDAY, number, HOUSING) for number in ("12", "85")} == {False}


def test_a_task_shared_by_two_units_is_covered_for_the_one_that_reports(asked: Office):
    assert "11" in check_ins(asked, asked.round(MONDAY), HOUSING)
    say(asked, WEEK, SOON, "11")
    assert covered(asked, MONDAY, "11")
    assert not covered(asked, MONDAY, "11", HOUSING)


def test_it_covers_no_day_of_another_week(asked: Office):
    opened(asked, PeriodKind.DAY, "2024-03-01", CITY)
    say(asked, WEEK, SOON)
    assert not covered(asked, "D2024-03-01")


def test_a_days_report_covers_nothing(asked: Office):
    say(asked, FRIDAY, "2024-03-08 16:05")
    assert [found for found in asked.rows(CheckIn) if found.covered_at] == []


def test_a_months_report_covers_weeks_and_days(asked: Office):
    said = say(asked, MONTH, "2024-03-21 09:00")
    assert {row(asked, key).covered_by for key in (*DAYS, WEEK)} == {said}
    assert not covered(asked, MONTH)


def test_a_month_leaves_what_the_week_covered_to_the_week(asked: Office):
    first = say(asked, WEEK, SOON)
    second = say(asked, MONTH, "2024-03-21 09:00")
    assert row(asked, MONDAY).covered_by == first
    assert row(asked, FRIDAY).covered_by == second
    assert (row(asked, WEEK).covered_by, row(asked, WEEK).revision) == (None, 1)


def test_a_revision_covers_what_opened_since(asked: Office):
    first = say(asked, WEEK, SOON)
    second = say(asked, WEEK, "2024-03-08 16:30")
    assert row(asked, THURSDAY).covered_by == first
    assert row(asked, FRIDAY).covered_by == second


def test_what_was_written_before_a_day_opened_does_not_cover_it(asked: Office):
    check_in_id = check_ins(asked, asked.round(WEEK), CITY)["15"]
    said = Source(asked.member_id(LI_MING), clock("2024-03-07 15:50"), clock(SOON))
    filings = [Filing(check_in_id, Status.NORMAL)]
    asked.write(file_reports, asked.round(WEEK).id or 0, filings, said)
    assert covered(asked, WEDNESDAY)
    assert not covered(asked, THURSDAY)


def owed(office: Office, at: str) -> set[tuple[str, PeriodKind, int]]:
    unit_ids = (unit_of(office, CITY),)
    found = office.read(overdue, office.plan_id, clock(at), unit_ids=unit_ids)
    return {(one.number, one.kind, one.periods) for one in found if one.number == "15"}


def test_a_covered_day_is_not_overdue(asked: Office):
    assert owed(asked, "2024-03-07 18:30") == {("15", PeriodKind.DAY, 4)}
    say(asked, WEEK, "2024-03-07 18:30")
    assert owed(asked, "2024-03-07 18:31") == set()
    assert standing_of(asked, MONDAY, "2024-03-07 18:31") is Standing.COVERED
    assert owed(asked, "2024-03-08 18:01") == {("15", PeriodKind.DAY, 1)}  # Friday is owed as ever


def test_a_covered_week_is_no_debt_that_is_pressed(asked: Office):
    plan = asked.read(plan_facts, asked.plan_id)
    week, later = asked.round(WEEK).id or 0, clock("2024-03-21 10:00")
    before = asked.read(debts, plan, later, rounds=[week])
    say(asked, MONTH, "2024-03-21 09:00")
    after = asked.read(debts, plan, later, rounds=[week])
    city = unit_of(asked, CITY)
    gone = {(one.unit_id, one.number) for one in before} - {
        (one.unit_id, one.number) for one in after
    }
    assert gone == {(city, "15")}


def test_a_covered_day_is_not_reminded_of(asked: Office):
    reminding = clock("2024-03-07 17:30")
    say(asked, WEEK, SOON, *check_ins(asked, asked.round(THURSDAY), CITY))
    plan = asked.read(plan_facts, asked.plan_id)
    asked.write(remind, plan, reminding)
    thursday = asked.round(THURSDAY).id
    reminded = {
        one.member_id for one in asked.notices(NoticeKind.REMINDER) if one.round_id == thursday
    }
    assert reminded == {asked.member_id(WANG_FANG)}


def test_a_chase_does_not_name_what_is_covered(asked: Office):
    plan = asked.read(plan_facts, asked.plan_id)
    say(asked, WEEK, SOON, *check_ins(asked, asked.round(WEEK), CITY))
    later = clock("2024-03-07 18:20")
    for unit in (CITY, HOUSING):
        asked.write(
            chase,
            plan.id,
            (unit_of(asked, unit),),
            by_user=1,
            by_member=None,
            at=later,
        )
    asked.skip_to("2024-03-07 18:20")
    parcels = asked.deliver("2024-03-07 18:20")
    said = {
        one.chat_id: asked.read(word, (one,), later).wording is not None
        for one in parcels
        if one.kind is NoticeKind.CHASE
    }
    assert said == {LI_MING: False, WANG_FANG: True}


def test_a_covered_day_can_still_be_answered_and_then_counts_as_answered(asked: Office):
    say(asked, WEEK, "2024-03-07 17:00")
    say(asked, THURSDAY, "2024-03-07 17:30")
    say(asked, MONDAY, "2024-03-07 17:31")
    assert standing_of(asked, THURSDAY, "2024-03-08 09:00") is Standing.ANSWERED
    assert standing_of(asked, MONDAY, "2024-03-08 09:00") is Standing.LATE
    assert asked.item(LI_MING, MONDAY, "15").said is not None


def test_a_covered_day_owes_nothing_and_no_tap_for_all_answers_it(asked: Office):
    say(asked, WEEK, SOON)
    numbers = [item.number for item in asked.card(LI_MING, MONDAY).unanswered]
    assert "15" not in numbers
    assert "16" in numbers
    asked.firm(LI_MING, MONDAY, "2024-03-07 17:05")
    assert row(asked, MONDAY).revision == 0
    assert row(asked, MONDAY, "16").revision == 1


def test_the_cards_of_what_is_covered_are_redrawn(office: Office):
    office.bind(LI_MING, "李明", CITY)
    office.skip_to("2024-03-04 09:00")
    office.ask("2024-03-06 16:00")
    office.ask("2024-03-07 10:00")
    office.firm(LI_MING, WEEK, "2024-03-07 10:05")
    redrawn = {one.subject["message_id"] for one in office.notices(NoticeKind.REFRESH)}
    assert redrawn == {office.message_of(LI_MING, key) for key in (WEDNESDAY, WEEK)}


class Undone(Exception):
    """Ends a transaction with its result and without its effect."""


Move = tuple[str, int]
Instants = tuple[datetime | None, datetime | None]
KEYS = (*DAYS, WEEK, MONTH)
BEGINS = clock("2024-03-04 16:00")
moves = st.lists(
    st.tuples(st.sampled_from(KEYS), st.integers(min_value=0, max_value=18 * 24)),
    max_size=8,
).map(lambda found: sorted(found, key=lambda move: move[1]))


@given(played=moves)
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_covering_never_turns_an_answered_check_in(asked: Office, played: list[Move]):
    """Whatever is reported when: covered is what the law says, and no answer is ever touched."""
    own = {key: check_ins(asked, asked.round(key), CITY)["15"] for key in KEYS}
    member = asked.member_id(LI_MING)

    def play(session: Session) -> None:
        stood: dict[str, Instants] = {}
        for key, hours in played:
            at = BEGINS + timedelta(hours=hours)
            asked_in = session.get_one(Round, session.get_one(CheckIn, own[key]).round_id)
            if not asked_in.opens_at <= at < asked_in.closes_at:
                continue
            said = Source(member, at, at)
            file_reports(session, asked_in.id or 0, [Filing(own[key], Status.NORMAL)], said)
            session.flush()
            session.expire_all()
            now = {name: _instants(session, check_in) for name, check_in in own.items()}
            for name, (answered, cover) in stood.items():
                if answered is not None:
                    assert now[name] == (answered, cover)
            for name in KEYS:
                if stood.get(name, (None, None)) == (None, None) and name != key:
                    assert (now[name][1] == at) is _law_covers(session, own, key, name, at)
            stood = now
        raise Undone

    with pytest.raises(Undone):
        asked.write(play)


def _instants(session: Session, check_in_id: int) -> Instants:
    found = session.get_one(CheckIn, check_in_id)
    return found.answered_at, found.covered_at


def _law_covers(
    session: Session, own: dict[str, int], higher: str, lower: str, at: datetime
) -> bool:
    upper, under = (
        session.get_one(Round, session.get_one(CheckIn, own[key]).round_id)
        for key in (higher, lower)
    )
    first, second = (Period(one.kind, one.key, one.first, one.last) for one in (upper, under))
    return covers(first, second, at, under.opens_at, lower_answered=False)
