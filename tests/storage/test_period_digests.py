"""A digest of any level: what was asked, said and measured in it, and what comes next."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import Session, col, select

from rules.cascade import Cause, Outlook
from rules.facts import Cadence, Duty, PeriodKind, Status, TargetKind
from rules.lights import Ground, Light
from rules.standing import Standing
from rules.tally import Bucket
from storage import progress
from storage.ledger.digest import PeriodDigest, period_digest
from storage.ledger.lines import TaskLine
from storage.rounds import plan_facts
from storage.tables import (
    Approval,
    CadenceChange,
    CheckIn,
    Member,
    Milestone,
    Plan,
    Report,
    Target,
    Task,
    Unit,
)
from tests.office import Office, clock, utc

LI_MING, ZHAO_QIANG, CHEN = 5210000117, 6003817254, 5890000333
DAY, WEEK, MONTH, QUARTER, YEAR = PeriodKind
CITY = "市城管执法局"  # leads tasks 11, 13, 15 and 16


@pytest.fixture
def office(office: Office) -> Office:
    office.bind(LI_MING, "李明", CITY)
    return office


def digest(office: Office, kind: PeriodKind, day: date, at: str) -> PeriodDigest:
    plan = office.read(plan_facts, office.plan_id)
    return office.read(period_digest, plan, kind, day, clock(at))


def line(told: PeriodDigest, number: str) -> TaskLine:
    return next(one for one in told.lines if one.number == number)


def confirm(office: Office, number: str, goal: int, nodes: dict[date, int | None]) -> None:
    """Let a supervisor confirm the figure of a task, with nodes."""

    def work(session: Session) -> None:
        task = session.exec(select(Task).where(Task.number == number)).one()
        target = session.exec(select(Target).where(Target.task_id == task.id)).first()
        assert target is not None
        target.goal, target.confirmed_at = Decimal(goal), clock("2024-01-31 21:00")
        for day, value in nodes.items():
            figure = None if value is None else Decimal(value)
            session.add(Milestone(task_id=task.id or 0, day=day, value=figure, words="完成批复"))

    office.write(work)


@pytest.mark.parametrize(
    ("kind", "day", "key", "first", "last"),
    [
        (DAY, date(2024, 2, 5), "D2024-02-05", date(2024, 2, 5), date(2024, 2, 5)),
        (WEEK, date(2024, 2, 5), "W2024-06", date(2024, 2, 5), date(2024, 2, 9)),
        (MONTH, date(2024, 2, 5), "M2024-02", date(2024, 1, 31), date(2024, 3, 1)),
        (QUARTER, date(2024, 2, 5), "Q2024-1", date(2024, 1, 31), date(2024, 3, 29)),
        (YEAR, date(2024, 2, 5), "Y2024", date(2024, 1, 31), date(2024, 12, 31)),
    ],
)
def test_a_digest_of_any_level_covers_its_workdays(
    office: Office, kind: PeriodKind, day: date, key: str, first: date, last: date
):
    told = digest(office, kind, day, "2024-02-05 12:00")
    assert (told.period.key, told.first, told.last) == (key, first, last)
    assert told.tally.total == told.lights.total == told.outlook.total == 140


def test_a_months_digest_counts_what_its_weeks_and_days_said(office: Office):
    office.ask("2024-02-01 16:00")
    office.tap(LI_MING, "W2024-05", "15", Status.AT_RISK, "2024-02-01 16:05")
    office.tap(LI_MING, "D2024-02-01", "16", Status.BLOCKED, "2024-02-01 16:06")
    told = digest(office, MONTH, date(2024, 2, 1), "2024-02-02 16:00")
    assert line(told, "15").bucket is Bucket.AT_RISK
    assert line(told, "16").bucket is Bucket.BLOCKED


def test_a_quarters_digest_looks_two_levels_down_and_no_deeper(office: Office):
    office.ask("2024-02-01 16:00")
    office.tap(LI_MING, "W2024-05", "15", Status.AT_RISK, "2024-02-01 16:05")
    office.tap(LI_MING, "D2024-02-01", "16", Status.BLOCKED, "2024-02-01 16:06")
    told = digest(office, QUARTER, date(2024, 2, 1), "2024-02-02 16:00")
    assert line(told, "15").bucket is Bucket.AT_RISK
    assert line(told, "16").bucket is not Bucket.BLOCKED


def test_the_duties_of_the_periods_own_round_add_up(office: Office):
    office.ask("2024-02-01 16:00")
    office.tap(LI_MING, "W2024-05", "15", Status.NORMAL, "2024-02-01 16:05")
    told = digest(office, WEEK, date(2024, 2, 1), "2024-02-02 16:00")
    counts = {kind: count for kind, count in told.duties.counts.items() if count}
    assert counts == {Standing.ANSWERED: 1, Standing.OVERDUE: 3, Standing.NOT_ASKED: 146}
    assert told.duties.total == 150


def test_a_round_that_is_not_open_has_no_duties(office: Office):
    told = digest(office, MONTH, date(2024, 2, 1), "2024-02-02 16:00")
    assert told.duties.total == 0
    assert not told.is_asked


def test_a_report_that_covers_a_period_speaks_for_it(office: Office):
    office.ask("2024-02-01 16:00")
    office.ask("2024-02-20 10:00")
    office.tap(LI_MING, "M2024-02", "15", Status.LAGGING, "2024-02-20 10:05")
    (report,) = office.reports()

    def stand_for(session: Session) -> None:
        month = session.get_one(CheckIn, report.check_in_id)
        week = session.exec(
            select(CheckIn).where(
                CheckIn.round_id == office.round("W2024-05").id,
                CheckIn.assignment_id == month.assignment_id,
            )
        ).one()
        week.covered_at, week.covered_by = report.said_at, report.id

    office.write(stand_for)
    told = digest(office, WEEK, date(2024, 2, 1), "2024-02-20 11:00")
    assert line(told, "15").bucket is Bucket.LAGGING
    assert line(told, "16").bucket is Bucket.SILENT
    assert told.duties.counts[Standing.COVERED] == 1


def test_a_difficulty_ages_from_when_it_was_first_said(office: Office):
    office.ask("2024-02-01 16:00")
    office.tap(LI_MING, "D2024-02-01", "15", Status.BLOCKED, "2024-02-01 16:05")
    office.tap(LI_MING, "W2024-05", "15", Status.BLOCKED, "2024-02-01 16:30")
    office.tap(LI_MING, "W2024-05", "16", Status.NORMAL, "2024-02-01 16:31")
    told = digest(office, WEEK, date(2024, 2, 1), "2024-02-02 16:00")
    assert line(told, "15").leads[0].blocked_since == utc("2024-02-01 16:05")
    assert line(told, "16").leads[0].blocked_since is None


def test_saying_a_difficulty_again_does_not_make_it_younger(office: Office):
    office.ask("2024-02-01 16:00")
    office.tap(LI_MING, "D2024-02-01", "15", Status.BLOCKED, "2024-02-01 16:05")
    office.write_words(LI_MING, "15 需协调 缺资金批复→市财政局", "2024-02-01 16:20")
    office.write_words(LI_MING, "15 需协调 批复未下→市财政局", "2024-02-02 09:00")
    told = digest(office, WEEK, date(2024, 2, 1), "2024-02-02 16:00")
    assert line(told, "15").leads[0].blocked_since == utc("2024-02-01 16:05")


def test_a_difficulty_said_in_the_second_of_another_word_has_its_age(office: Office):
    office.ask("2024-02-01 16:00")
    office.tap(LI_MING, "D2024-02-01", "15", Status.NORMAL, "2024-02-01 16:05")
    office.tap(LI_MING, "D2024-02-01", "15", Status.BLOCKED, "2024-02-01 16:05")
    told = digest(office, WEEK, date(2024, 2, 1), "2024-02-02 16:00")
    assert line(told, "15").leads[0].blocked_since == utc("2024-02-01 16:05")


def test_a_difficulty_that_was_over_and_is_back_is_young(office: Office):
    office.ask("2024-02-01 16:00")
    office.tap(LI_MING, "D2024-02-01", "15", Status.BLOCKED, "2024-02-01 16:05")
    office.tap(LI_MING, "W2024-05", "15", Status.NORMAL, "2024-02-01 16:30")
    office.ask("2024-02-02 16:00")
    office.tap(LI_MING, "D2024-02-02", "15", Status.BLOCKED, "2024-02-02 16:05")
    told = digest(office, WEEK, date(2024, 2, 1), "2024-02-02 17:00")
    assert line(told, "15").leads[0].blocked_since == utc("2024-02-02 16:05")


def test_nodes_of_the_next_period_are_told_unless_reached(office: Office):
    ahead = {date(2024, 2, 9): 300, date(2024, 2, 12): 400, date(2024, 2, 16): 500}
    confirm(office, "15", 2000, ahead)
    confirm(office, "16", 5000, {date(2024, 2, 18): None, date(2024, 2, 19): 900})
    told = digest(office, WEEK, date(2024, 2, 5), "2024-02-09 16:00")
    assert [(one.number, one.day.day, one.value) for one in told.nodes] == [
        ("15", 12, Decimal(400)),
        ("15", 16, Decimal(500)),
        ("16", 18, None),
    ]

    def reach(session: Session) -> None:
        node = session.exec(select(Milestone).where(Milestone.day == date(2024, 2, 12))).one()
        node.reached_at = clock("2024-02-09 10:00")

    office.write(reach)
    told = digest(office, WEEK, date(2024, 2, 5), "2024-02-09 16:00")
    assert [one.day.day for one in told.nodes] == [16, 18]


def test_the_last_period_has_no_nodes_after_it(office: Office):
    confirm(office, "15", 2000, {date(2024, 12, 31): 2000})
    assert digest(office, YEAR, date(2024, 12, 1), "2024-12-26 10:00").nodes == ()


def test_arithmetic_is_shown_beside_what_a_unit_says(office: Office):
    confirm(office, "15", 2000, {date(2024, 2, 2): 1000})
    office.ask("2024-02-01 16:00")
    office.tap(LI_MING, "W2024-05", "15", Status.NORMAL, "2024-02-01 16:05")
    office.tap(LI_MING, "W2024-05", "16", Status.NORMAL, "2024-02-01 16:05")
    give_figure(office, "15", 100, date(2024, 2, 1))
    told = digest(office, WEEK, date(2024, 2, 1), "2024-02-02 16:00")
    assert line(told, "15").bucket is Bucket.NORMAL
    assert [one.number for one in told.unsaid] == ["15"]
    assert told.lights.counts[Light.RED] == 1
    assert told.grounds[Light.RED] == {Ground.FAR_BEHIND: 1}
    office.tap(LI_MING, "W2024-05", "15", Status.LAGGING, "2024-02-02 10:00")
    told = digest(office, WEEK, date(2024, 2, 1), "2024-02-02 16:00")
    assert told.unsaid == ()


def give_figure(office: Office, number: str, value: int, day: date) -> None:
    """Report a running total in the week's check-in of a task."""
    office.write_words(LI_MING, f"{number} 累计{value}个", f"{day} 17:00")

    def rebuild(session: Session) -> None:
        task = session.exec(select(Task).where(Task.number == number)).one()
        progress.rebuild(session, task.id or 0)

    office.write(rebuild)


def test_silence_alone_is_never_named_as_behind(office: Office):
    office.ask("2024-02-01 16:00")
    office.ask("2024-02-02 16:00")
    told = digest(office, WEEK, date(2024, 2, 1), "2024-03-15 16:00")
    assert told.grounds[Light.YELLOW] == {Ground.MISSED: 1}
    assert told.unsaid == ()


def test_outlooks_say_why_a_period_is_at_risk(office: Office):
    office.ask("2024-02-01 16:00")
    office.tap(LI_MING, "W2024-05", "15", Status.LAGGING, "2024-02-01 16:05")
    office.tap(LI_MING, "W2024-05", "16", Status.BLOCKED, "2024-02-01 16:05")
    told = digest(office, WEEK, date(2024, 2, 1), "2024-02-01 17:00")
    assert told.outlook.counts[Outlook.SLIPPING] == told.outlook.counts[Outlook.AT_RISK] == 1
    assert told.causes == {
        Outlook.SLIPPING: {Cause.OWN_LAGGING: 1},
        Outlook.AT_RISK: {Cause.OWN_BLOCKED: 1},
    }


def test_only_confirmed_figures_are_counted_as_measured(office: Office):
    before = digest(office, MONTH, date(2024, 2, 1), "2024-02-02 16:00")
    assert before.measured(TargetKind.QUANTITY) == ()
    confirm(office, "15", 2000, {})
    told = digest(office, MONTH, date(2024, 2, 1), "2024-02-02 16:00")
    assert [one.number for one in told.measured(TargetKind.QUANTITY)] == ["15"]
    assert told.lights_of(TargetKind.QUANTITY).counts[Light.GREY] == 1
    assert told.unconfirmed == before.unconfirmed - 1


def test_tasks_not_due_by_cadence_are_told_from_units_without_people(office: Office):
    def set_weekly(session: Session) -> None:
        task = session.exec(select(Task).where(Task.number == "15")).one()
        change = CadenceChange(
            task_id=task.id or 0, cadence=Cadence.WEEKLY, day=date(2024, 1, 31),
            at=clock("2024-01-31 21:00"),
        )  # fmt: skip
        session.add(change)

    office.write(set_weekly)
    office.ask("2024-02-01 16:00")
    told = digest(office, DAY, date(2024, 2, 1), "2024-02-01 17:00")
    assert told.tally.counts[Bucket.NOT_ASKED] == 137
    assert told.not_due == 1


def test_reports_of_a_month_wait_for_the_head_where_one_is_bound(office: Office):
    office.bind(CHEN, "陈局长", CITY, Duty.HEAD)
    office.ask("2024-02-20 10:00")
    office.tap(LI_MING, "M2024-02", "15", Status.NORMAL, "2024-02-20 10:05")
    office.tap(LI_MING, "M2024-02", "16", Status.NORMAL, "2024-02-20 10:05")
    told = digest(office, MONTH, date(2024, 2, 1), "2024-02-26 10:00")
    assert [(one.unit, one.reports, one.sent_back) for one in told.unapproved] == [(CITY, 2, False)]
    rule(office, approved=False, about=2)
    told = digest(office, MONTH, date(2024, 2, 1), "2024-02-26 10:00")
    assert [(one.reports, one.sent_back) for one in told.unapproved] == [(2, True)]
    rule(office, approved=True, about=1)
    told = digest(office, MONTH, date(2024, 2, 1), "2024-02-26 10:00")
    assert [(one.reports, one.sent_back) for one in told.unapproved] == [(1, False)]
    rule(office, approved=True, about=2)
    assert digest(office, MONTH, date(2024, 2, 1), "2024-02-26 10:00").unapproved == ()


def rule(office: Office, *, approved: bool, about: int) -> None:
    def work(session: Session) -> None:
        reports = list(session.exec(select(Report.id).order_by(col(Report.id))))
        unit = session.exec(select(Unit).where(Unit.name == CITY)).one()
        head = session.exec(select(Member).where(Member.user_id == CHEN)).one()
        session.add(
            Approval(
                round_id=office.round("M2024-02").id or 0,
                unit_id=unit.id or 0,
                member_id=head.id or 0,
                approved=approved,
                reports=reports[:about],
                at=clock("2024-02-25 10:00"),
            )
        )

    office.write(work)


def test_without_a_head_nothing_waits_for_one(office: Office):
    office.ask("2024-02-20 10:00")
    office.tap(LI_MING, "M2024-02", "15", Status.NORMAL, "2024-02-20 10:05")
    assert digest(office, MONTH, date(2024, 2, 1), "2024-02-26 10:00").unapproved == ()


@pytest.mark.parametrize(
    ("at", "unpublished"),
    [("2026-11-30 16:00", None), ("2026-12-01 16:00", 2027), ("2025-12-01 16:00", None)],
)
def test_from_december_the_coming_years_calendar_is_missed(
    office: Office, at: str, unpublished: int | None
):
    def longer(session: Session) -> None:
        session.get_one(Plan, office.plan_id).end = date(2026, 12, 31)

    office.write(longer)
    assert digest(office, WEEK, clock(at).date(), at).unpublished == unpublished


def test_a_month_is_told_beside_the_one_before(office: Office):
    office.ask("2024-02-01 16:00")
    office.tap(LI_MING, "W2024-05", "15", Status.LAGGING, "2024-02-01 16:05")
    told = digest(office, MONTH, date(2024, 3, 20), "2024-03-20 16:00")
    assert told.former is not None
    assert told.former.counts[Bucket.LAGGING] == 1
    assert told.tally.counts[Bucket.LAGGING] == 0
    assert digest(office, MONTH, date(2024, 2, 1), "2024-03-20 16:00").former is None


def test_a_monday_is_told_beside_the_friday_before(office: Office):
    office.skip_to("2024-03-01 09:00")
    office.ask("2024-03-01 16:00")
    office.tap(LI_MING, "D2024-03-01", "15", Status.LAGGING, "2024-03-01 16:05")
    told = digest(office, DAY, date(2024, 3, 4), "2024-03-04 18:00")
    assert told.former is not None
    assert told.former.counts[Bucket.LAGGING] == 1
