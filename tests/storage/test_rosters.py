"""Who is asked in a round: by share, cadence and daily policy, without the exempted."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from decimal import Decimal

import pytest
from sqlmodel import Session, col, select

from rules.facts import Cadence, PeriodKind, Share, Status
from rules.periods import Span, period_of
from storage.cadences import set_cadence
from storage.calendar import work_calendar
from storage.exemptions import exempt
from storage.outbox import NoticeKind
from storage.rosters import roster
from storage.rounds import plan_facts
from storage.settings import change_setting
from storage.tables import Assignment, CheckIn, Milestone, Progress, Round, Target, Task, Unit
from tests.office import Office, clock

LI_MING = 5210000117
CITY, HOUSING = "市城管执法局", "市住建局"
DAY, WEEK, MONTH, QUARTER, YEAR = PeriodKind
LEAD, RESPONSIBLE = Share
LEADS_OF_CITY = 4

Asked = set[tuple[str, str, Share]]


def asked(office: Office, kind: PeriodKind, at: str) -> Asked:
    """Return number, unit and share of what the round of the day `at` asks if it opens then."""

    def work(session: Session, now: datetime) -> Asked:
        plan = plan_facts(session, office.plan_id)
        period = period_of(kind, plan.day(now), plan.span)
        keys = roster(session, plan, work_calendar(session), period, now)
        assert len(set(keys)) == len(keys)
        rows = session.exec(
            select(Task.number, Unit.name, Assignment.share)
            .select_from(Assignment)
            .join(Task)
            .join(Unit, col(Assignment.unit_id) == Unit.id)
            .where(col(Assignment.id).in_(keys))
        )
        return set(rows)

    return office.read(work, clock(at))


def numbers(office: Office, kind: PeriodKind, at: str) -> set[str]:
    return {number for number, _, _ in asked(office, kind, at)}


def setting(office: Office, name: str, text: str) -> None:
    office.write(change_setting, office.plan_id, name, text, at=clock("2024-01-31 21:00"))


def cadence(office: Office, number: str, wanted: Cadence, at: str) -> None:
    plan = office.read(plan_facts, office.plan_id)
    office.write(set_cadence, plan, number, wanted, at=clock(at))


def task(office: Office, number: str) -> int:
    return office.rows(Task, number=number)[0].id or 0


@pytest.mark.parametrize(
    ("kind", "shares"),
    [
        (DAY, {LEAD: 150}),
        (WEEK, {LEAD: 150}),
        (MONTH, {LEAD: 150, RESPONSIBLE: 191}),
        (QUARTER, {LEAD: 150, RESPONSIBLE: 191}),
        (YEAR, {LEAD: 150, RESPONSIBLE: 191}),
    ],
)
def test_lead_units_are_asked_at_every_level_and_responsible_ones_from_the_month_up(
    office: Office, kind: PeriodKind, shares: dict[Share, int]
):
    found = asked(office, kind, "2024-02-20 16:00")
    assert Counter(share for _, _, share in found) == shares


def test_a_month_that_opens_asks_whom_it_should(office: Office):
    office.skip_to("2024-02-20 09:00")
    office.tick("2024-02-20 10:00")
    (month,) = office.rows(Round, kind=MONTH)
    assert len(office.rows(CheckIn, round_id=month.id)) == 341


@pytest.mark.parametrize(
    ("finest", "kinds"),
    [
        (Cadence.DAILY, {DAY, WEEK, MONTH, QUARTER, YEAR}),
        (Cadence.WEEKLY, {WEEK, MONTH, QUARTER, YEAR}),
        (Cadence.MONTHLY, {MONTH, QUARTER, YEAR}),
        (Cadence.QUARTERLY, {QUARTER, YEAR}),
        (Cadence.NEVER, set()),
    ],
)
def test_a_task_is_asked_from_its_cadence_up(
    office: Office, finest: Cadence, kinds: set[PeriodKind]
):
    cadence(office, "12", finest, "2024-01-30 09:00")
    for kind in PeriodKind:
        found = asked(office, kind, "2024-02-20 16:00")
        leads = {number for number, _, share in found if share is LEAD}
        assert ("12" in leads) == (kind in kinds)
        assert len(leads) == 139 + (kind in kinds)  # the other tasks keep theirs


@pytest.mark.parametrize(
    ("finest", "kinds"),
    [
        (Cadence.DAILY, {MONTH, QUARTER, YEAR}),
        (Cadence.WEEKLY, {MONTH, QUARTER, YEAR}),
        (Cadence.QUARTERLY, {QUARTER, YEAR}),
        (Cadence.NEVER, set()),
    ],
)
def test_responsible_units_are_never_asked_more_finely_than_the_plan_asks_their_kind(
    office: Office, finest: Cadence, kinds: set[PeriodKind]
):
    cadence(office, "12", finest, "2024-01-30 09:00")
    for kind in PeriodKind:
        found = asked(office, kind, "2024-02-20 16:00")
        assert (("12", CITY, RESPONSIBLE) in found) == (kind in kinds)


def test_the_plan_says_how_finely_each_kind_of_unit_is_asked(office: Office):
    setting(office, "lead_finest", "每周")
    setting(office, "responsible_finest", "每周")
    assert asked(office, DAY, "2024-02-20 16:00") == set()
    assert len(asked(office, WEEK, "2024-02-20 16:00")) == 341


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        (DAY, "2024-02-20 16:00", "2024-02-21 16:00"),
        (WEEK, "2024-02-22 10:00", "2024-02-29 10:00"),
    ],
)
def test_a_change_of_cadence_begins_with_the_next_period(
    office: Office, kind: PeriodKind, before: str, after: str
):
    cadence(office, "12", Cadence.MONTHLY, "2024-02-20 09:00")
    assert "12" in numbers(office, kind, before)
    assert "12" not in numbers(office, kind, after)


def test_the_latest_of_several_changes_counts(office: Office):
    cadence(office, "12", Cadence.MONTHLY, "2024-02-19 09:00")
    cadence(office, "12", Cadence.NEVER, "2024-02-20 09:00")
    cadence(office, "12", Cadence.DAILY, "2024-02-20 09:30")
    assert "12" not in numbers(office, DAY, "2024-02-20 16:00")  # monthly since the day before
    assert "12" in numbers(office, DAY, "2024-02-21 16:00")


def test_an_exempt_unit_is_not_asked_in_rounds_that_open_meanwhile(office: Office):
    days = Span(date(2024, 2, 20), date(2024, 2, 22))
    office.write(exempt, CITY, days, "抗洪抢险", at=clock("2024-02-19 09:00"))
    for at, is_asked in (
        ("2024-02-19 16:00", True),
        ("2024-02-20 16:00", False),
        ("2024-02-22 16:00", False),
        ("2024-02-23 16:00", True),
    ):
        units = {unit for _, unit, _ in asked(office, DAY, at)}
        assert (CITY in units) is is_asked
        assert HOUSING in units
    assert CITY not in {unit for _, unit, _ in asked(office, MONTH, "2024-02-20 10:00")}


def test_a_round_that_is_open_keeps_its_roster(office: Office):
    office.tick("2024-02-01 10:00")
    week = office.round("W2024-05").id
    days = Span(date(2024, 2, 1), date(2024, 2, 9))
    office.write(exempt, CITY, days, "", at=clock("2024-02-01 11:00"))
    office.tick("2024-02-01 16:00")
    assert len(office.rows(CheckIn, round_id=week)) == 150
    fewer = office.rows(CheckIn, round_id=office.round("D2024-02-01").id)
    assert len(fewer) == 150 - LEADS_OF_CITY


def test_without_daily_reports_no_day_is_opened(office: Office):
    setting(office, "day_policy", "off")
    office.tick("2024-02-01 16:00")
    assert [row.kind for row in office.rows(Round)] == [WEEK]


class TestExceptions:
    """A plan that asks by day only where it matters."""

    @pytest.fixture
    def quiet(self, office: Office) -> Office:
        setting(office, "day_policy", "exceptions")
        return office

    def test_a_quiet_day_asks_nobody_and_the_week_asks_all(self, quiet: Office):
        assert asked(quiet, DAY, "2024-02-02 16:00") == set()
        assert len(asked(quiet, WEEK, "2024-02-02 16:00")) == 150

    @pytest.mark.parametrize(
        ("node", "is_asked"),
        [(date(2024, 2, 6), True), (date(2024, 2, 7), False), (date(2024, 2, 2), True)],
        ids=["three workdays ahead over a worked Sunday", "not yet", "today"],
    )
    def test_a_task_with_a_node_near_is_asked(self, quiet: Office, node: date, is_asked: bool):
        stage = Milestone(task_id=task(quiet, "13"), day=node, words="划线完工")
        quiet.write(lambda session: session.add(stage))
        expected = {("13", CITY, LEAD)} if is_asked else set()
        assert asked(quiet, DAY, "2024-02-02 16:00") == expected

    @pytest.mark.parametrize(
        ("total", "is_asked"),
        [("900", False), ("500", True), ("100", True)],
        ids=["green", "yellow", "red"],
    )
    def test_a_task_behind_its_pace_is_asked(self, quiet: Office, total: str, is_asked: bool):
        def confirm(session: Session) -> None:
            (target,) = session.exec(select(Target).where(Target.task_id == key)).all()
            target.confirmed_at = clock("2024-02-01 09:00")
            session.add(Progress(task_id=key, day=date(2024, 5, 31), total=Decimal(total)))

        key = task(quiet, "15")
        quiet.write(confirm)
        expected = {("15", CITY, LEAD)} if is_asked else set()
        assert asked(quiet, DAY, "2024-06-03 16:00") == expected

    def test_a_blocked_task_is_asked_until_it_is_said_to_be_free(self, quiet: Office):
        quiet.bind(LI_MING, "李明", CITY)
        quiet.ask("2024-02-01 10:00")
        quiet.tap(LI_MING, "W2024-05", "15", Status.BLOCKED, "2024-02-01 11:00")
        assert asked(quiet, DAY, "2024-02-02 16:00") == {("15", CITY, LEAD)}
        quiet.tap(LI_MING, "W2024-05", "15", Status.NORMAL, "2024-02-02 11:00")
        assert asked(quiet, DAY, "2024-02-02 16:00") == set()

    def test_a_task_marked_daily_is_asked(self, quiet: Office):
        setting(quiet, "lead_finest", "每周")
        cadence(quiet, "12", Cadence.DAILY, "2024-02-01 09:00")
        assert asked(quiet, DAY, "2024-02-01 16:00") == set()
        assert asked(quiet, DAY, "2024-02-02 16:00") == {("12", HOUSING, LEAD)}

    def test_a_task_of_coarser_cadence_is_not_asked_however_late_it_is(self, quiet: Office):
        stage = Milestone(task_id=task(quiet, "13"), day=date(2024, 2, 5), words="划线完工")
        quiet.write(lambda session: session.add(stage))
        cadence(quiet, "13", Cadence.WEEKLY, "2024-01-30 09:00")
        assert asked(quiet, DAY, "2024-02-02 16:00") == set()

    def test_an_exempt_unit_is_not_asked_however_late_it_is(self, quiet: Office):
        stage = Milestone(task_id=task(quiet, "13"), day=date(2024, 2, 5), words="划线完工")
        quiet.write(lambda session: session.add(stage))
        days = Span(date(2024, 2, 1), date(2024, 2, 9))
        quiet.write(exempt, CITY, days, "", at=clock("2024-01-31 21:00"))
        assert asked(quiet, DAY, "2024-02-02 16:00") == set()


def test_a_collective_unit_is_asked_as_one_and_its_card_goes_to_whoever_is_bound(office: Office):
    collective = {unit.name for unit in office.rows(Unit, collective=True)}
    found = asked(office, MONTH, "2024-02-20 10:00")
    assert {("36", "各区镇街道", RESPONSIBLE), ("111", "各管理区", RESPONSIBLE)} <= found
    assert {unit for _, unit, _ in found} >= collective
    assert {unit for _, unit, _ in asked(office, WEEK, "2024-02-22 10:00")}.isdisjoint(collective)
    office.skip_to("2024-02-20 09:00")
    office.bind(LI_MING, "李明", "各区镇街道")
    office.tick("2024-02-20 10:00")
    (month,) = office.rows(Round, kind=MONTH)
    (card,) = [one for one in office.notices(NoticeKind.CARD) if one.round_id == month.id]
    assert card.member_id == office.member_id(LI_MING)
    assert [one.number for one in office.card(LI_MING, month.key).items] == [
        "36",
        "44",
        "75",
        "76",
    ]
