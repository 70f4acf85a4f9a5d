"""以天保周: the chain of a task from its year down to today, each link with its outlook and why."""

from __future__ import annotations

from datetime import date

import pytest

from rules.cascade import Cause, Outlook, Securing
from rules.facts import Cadence, PeriodKind, Status
from rules.periods import LEVELS, period_of
from rules.refusals import UnknownTask
from storage.calendar import work_calendar
from storage.ledger.cascade import CascadeLink, CascadeSheet, chain, outlooks
from storage.rounds import plan_facts
from storage.tables import CadenceChange
from tests.office import Office, clock
from tests.quantities import confirm, counted, report, task_id

LI_MING, ZHAO_QIANG = 5210000117, 6003817254
DAY, WEEK, MONTH, QUARTER, YEAR = PeriodKind


@pytest.fixture
def asked(office: Office) -> Office:
    """Monday 5 February 2024, 16:00: the first cards of the week are out."""
    office.bind(LI_MING, "李明", "市城管执法局")
    office.skip_to("2024-02-05 09:00")
    office.ask("2024-02-05 16:00")
    return office


def sheet(office: Office, at: str, number: str = "13") -> CascadeSheet:
    def work(session):
        plan = plan_facts(session, office.plan_id)
        return chain(session, plan, work_calendar(session), number, clock(at))

    return office.read(work)


def link(office: Office, kind: PeriodKind, at: str, number: str = "13") -> CascadeLink:
    return next(one for one in sheet(office, at, number).links if one.period.kind is kind)


def outlook(office: Office, kind: PeriodKind, at: str, number: str = "13") -> Securing:
    """Return a task's outlook on a period, as the digest of that period asks for it."""

    def work(session):
        plan = plan_facts(session, office.plan_id)
        period = period_of(kind, plan.span.clamp(plan.day(clock(at))), plan.span)
        return outlooks(session, plan, work_calendar(session), period, clock(at))

    found = office.read(work)
    assert len(found) == 140
    return found[task_id(office, number)]


def said(securing: Securing) -> tuple[Outlook, Cause, tuple[str, ...]]:
    return securing.outlook, securing.cause, securing.children


def tap(office: Office, key: str, status: Status, at: str, number: str = "13") -> None:
    report(office, LI_MING, key, number, at, status=status)


def test_the_chain_runs_from_the_year_to_the_day(asked: Office):
    found = sheet(asked, "2024-02-05 17:00")
    assert [one.period.kind for one in found.links] == list(reversed(LEVELS))
    keys = [one.period.key for one in found.links]
    assert keys == ["Y2024", "Q2024-1", "M2024-02", "W2024-06", "D2024-02-05"]
    assert found.task.number == "13"


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2024-02-05 23:59", "D2024-02-05"),
        ("2024-02-06 00:30", "D2024-02-06"),
        ("2024-02-06 07:30", "D2024-02-06"),
        ("2024-01-15 09:00", "D2024-01-31"),
        ("2025-03-01 09:00", "D2024-12-31"),
    ],
)
def test_the_chain_is_that_of_the_plans_date(asked: Office, at: str, day: str):
    assert link(asked, DAY, at).period.key == day


def test_before_anybody_was_asked_nothing_is_known(office: Office):
    for one in sheet(office, "2024-02-01 09:00").links:
        assert said(one.securing) == (Outlook.UNKNOWN, Cause.NOTHING_YET, ())
        assert (one.asked, one.answered, one.covered, one.missed, one.quota) == (0, 0, 0, 0, None)


def test_a_card_that_was_never_delivered_says_nothing(office: Office):
    office.ask("2024-02-01 16:00")
    found = link(office, WEEK, "2024-02-04 23:00")
    assert (found.securing.outlook, found.asked) == (Outlook.UNKNOWN, 0)


def test_an_answered_day_secures_all_that_is_above_it(asked: Office):
    tap(asked, "D2024-02-05", Status.NORMAL, "2024-02-05 16:05")
    found = sheet(asked, "2024-02-05 17:00").links
    causes = [said(one.securing) for one in found]
    secured = Outlook.SECURED
    assert causes == [
        (secured, Cause.ALL_ANSWERED, ("Q2024-1",)),
        (secured, Cause.ALL_ANSWERED, ("M2024-02",)),
        (secured, Cause.ALL_ANSWERED, ("W2024-06",)),
        (secured, Cause.ALL_ANSWERED, ("D2024-02-05",)),
        (secured, Cause.OWN_FINE, ()),
    ]


def test_a_missed_day_puts_its_week_at_risk_until_the_week_covers_it(asked: Office):
    for day in ("06", "07", "08"):
        asked.ask(f"2024-02-{day} 16:00")
        tap(asked, f"D2024-02-{day}", Status.NORMAL, f"2024-02-{day} 16:05")
    found = link(asked, WEEK, "2024-02-08 17:00")
    assert said(found.securing) == (Outlook.AT_RISK, Cause.CHILD_OVERDUE, ("D2024-02-05",))
    assert (found.asked, found.answered, found.covered, found.missed) == (4, 3, 0, 1)
    tap(asked, "W2024-06", Status.NORMAL, "2024-02-08 17:05")
    found = link(asked, WEEK, "2024-02-08 18:30")
    assert said(found.securing) == (Outlook.SECURED, Cause.OWN_FINE, ())
    assert (found.asked, found.answered, found.covered, found.missed) == (4, 3, 1, 0)


def test_a_lagging_day_makes_its_week_slip_and_the_month_with_it(asked: Office):
    tap(asked, "D2024-02-05", Status.LAGGING, "2024-02-05 16:05")
    at = "2024-02-05 17:00"
    slipping, latest = Outlook.SLIPPING, Cause.LATEST_BEHIND
    assert said(link(asked, WEEK, at).securing) == (slipping, latest, ("D2024-02-05",))
    assert said(link(asked, MONTH, at).securing) == (slipping, latest, ("W2024-06",))


def test_a_week_that_is_over_is_judged_by_its_own_report(asked: Office):
    tap(asked, "D2024-02-05", Status.LAGGING, "2024-02-05 16:05")
    asked.ask("2024-02-08 16:00")
    tap(asked, "W2024-06", Status.NORMAL, "2024-02-08 16:05")
    asked.ask("2024-02-18 16:00")
    tap(asked, "D2024-02-18", Status.NORMAL, "2024-02-18 16:05")
    found = link(asked, MONTH, "2024-02-18 17:00").securing
    assert said(found) == (Outlook.SECURED, Cause.ALL_ANSWERED, ("W2024-06", "W2024-07"))


def test_a_week_that_ended_in_silence_puts_its_month_at_risk(asked: Office):
    for at in ("08 16:00", "18 10:00", "18 16:00"):
        asked.ask(f"2024-02-{at}")
    tap(asked, "W2024-07", Status.NORMAL, "2024-02-18 16:05")
    found = link(asked, MONTH, "2024-02-18 17:00")
    assert said(found.securing) == (Outlook.AT_RISK, Cause.CHILD_OVERDUE, ("W2024-06",))
    assert (found.asked, found.answered, found.missed) == (2, 1, 1)


@pytest.mark.parametrize("kind", list(PeriodKind))
def test_a_digest_sees_the_outlook_that_the_chain_shows(asked: Office, kind: PeriodKind):
    confirm(asked, "15")
    report(asked, LI_MING, "D2024-02-05", "15", "2024-02-05 16:05", "96", status=Status.AT_RISK)
    at = "2024-02-05 17:00"
    assert outlook(asked, kind, at, "15") == link(asked, kind, at, "15").securing


def test_a_past_week_is_seen_as_of_its_last_day(asked: Office):
    confirm(asked, "15")
    report(asked, LI_MING, "D2024-02-05", "15", "2024-02-05 16:05", "96", status=Status.NORMAL)
    asked.ask("2024-02-08 16:00")
    asked.ask("2024-03-04 16:00")
    report(asked, LI_MING, "D2024-03-04", "15", "2024-03-04 16:05", "900", status=Status.NORMAL)

    def work(session):
        plan = plan_facts(session, asked.plan_id)
        week = period_of(WEEK, date(2024, 2, 8), plan.span)
        return outlooks(session, plan, work_calendar(session), week, clock("2024-03-05 09:00"))

    found = asked.read(work)[task_id(asked, "15")]
    assert found.amount is not None
    assert found.amount.actual == 96


def test_what_the_reports_call_normal_arithmetic_may_call_out_of_reach(asked: Office):
    confirm(asked, "15")
    report(asked, LI_MING, "D2024-02-05", "15", "2024-02-05 16:05", "4", status=Status.NORMAL)
    asked.ask("2024-02-08 16:00")
    report(asked, LI_MING, "D2024-02-08", "15", "2024-02-08 16:05", "8", status=Status.NORMAL)
    found = link(asked, WEEK, "2024-02-08 17:00", "15").securing
    assert (found.outlook, found.cause) == (Outlook.SLIPPING, Cause.TOO_FAST)
    assert found.amount is not None
    assert found.amount.actual == 8
    assert float(found.amount.best_pace) == pytest.approx(4 / 3)


def test_a_period_must_bring_what_the_one_above_is_short_of(asked: Office):
    confirm(asked, "15")
    report(asked, LI_MING, "D2024-02-05", "15", "2024-02-05 16:05", "96", status=Status.NORMAL)
    found = sheet(asked, "2024-02-06 09:00", "15").links
    quotas = {one.period.kind: one.quota for one in found}
    assert quotas[YEAR] is None
    assert quotas[QUARTER].quota.outer_needed == 2000
    assert quotas[DAY].outer is WEEK
    assert {line.quota.outer_done for line in quotas.values() if line} == {96}
    needed = [quotas[kind].quota.needed for kind in (DAY, WEEK, MONTH, QUARTER)]
    assert needed == sorted(needed)


def test_of_several_leads_the_one_that_owes_decides(office: Office):
    office.bind(LI_MING, "李明", "市人社局")
    office.bind(ZHAO_QIANG, "赵强", "市农业农村局")
    office.skip_to("2024-02-05 09:00")
    office.ask("2024-02-05 16:00")
    report(office, LI_MING, "D2024-02-05", "7", "2024-02-05 16:05", status=Status.NORMAL)
    office.ask("2024-02-06 16:00")
    for person in (LI_MING, ZHAO_QIANG):
        report(office, person, "D2024-02-06", "7", "2024-02-06 16:05", status=Status.NORMAL)
    found = link(office, WEEK, "2024-02-06 17:00", "7")
    assert said(found.securing) == (Outlook.AT_RISK, Cause.CHILD_OVERDUE, ("D2024-02-05",))
    assert (found.asked, found.answered, found.missed) == (4, 3, 1)


def test_levels_at_which_a_task_is_not_asked_say_nothing_of_it(office: Office):
    office.bind(LI_MING, "李明", "市城管执法局")
    monthly = CadenceChange(
        task_id=task_id(office, "15"),
        cadence=Cadence.MONTHLY,
        day=date(2024, 1, 30),
        at=clock("2024-01-31 21:00"),
    )
    office.write(lambda session: session.add(monthly))
    confirm(office, "15")
    for at in ("2024-02-01 16:00", "2024-02-20 10:00"):
        office.ask(at)
    at = "2024-02-20 11:00"
    assert [one.asked for one in sheet(office, at, "15").links] == [0, 1, 0, 0, 0]
    report(office, LI_MING, "M2024-02", "15", "2024-02-20 10:05", "400", status=Status.NORMAL)
    found = {one.period.kind: said(one.securing) for one in sheet(office, at, "15").links}
    assert found[WEEK][1] is Cause.MET
    assert found[MONTH] == (Outlook.SECURED, Cause.MET, ())
    assert found[QUARTER] == (Outlook.SECURED, Cause.ALL_ANSWERED, ("M2024-02",))
    assert found[DAY] == (Outlook.UNKNOWN, Cause.NOTHING_YET, ())


def test_there_is_no_chain_of_a_task_that_is_not_there(office: Office):
    with pytest.raises(UnknownTask):
        sheet(office, "2024-02-05 17:00", "141")


@pytest.mark.parametrize("kind", list(PeriodKind))
def test_six_statements_answer_for_all_tasks(asked: Office, kind: PeriodKind):
    confirm(asked, "15")

    def work(session):
        plan, calendar = plan_facts(session, asked.plan_id), work_calendar(session)
        period = period_of(kind, date(2024, 2, 5), plan.span)
        with counted(session) as sent:
            outlooks(session, plan, calendar, period, clock("2024-02-05 17:00"))
        return len(sent)

    assert asked.read(work) == 6
