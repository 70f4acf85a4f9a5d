"""What a period must bring for the one above it to hold."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from rules.facts import Bound, PeriodKind
from rules.periods import period_of
from rules.replies import ValueKind
from storage.calendar import work_calendar
from storage.ledger.quotas import QuotaLine, quota_lines
from storage.rounds import plan_facts
from tests.office import Office, clock
from tests.quantities import confirm, counted, report, task_id

LI_MING = 5210000117
WEEK = PeriodKind.WEEK


@pytest.fixture
def asked(office: Office) -> Office:
    """96 of 2000 parking places are there on 1 February."""
    office.bind(LI_MING, "李明", "市城管执法局")
    confirm(office, "15", nodes=((date(2024, 3, 31), "500"),))
    office.ask("2024-02-01 16:00")
    report(office, LI_MING, "D2024-02-01", "15", "2024-02-01 16:05", "96")
    return office


def lines(office: Office, at: str, kind: PeriodKind = WEEK, number: str = "15"):
    def work(session):
        plan, key = plan_facts(session, office.plan_id), task_id(office, number)
        period = period_of(kind, plan.span.clamp(plan.day(clock(at))), plan.span)
        found = quota_lines(session, plan, work_calendar(session), [key], period, clock(at))
        return found.get(key)

    return office.read(work)


def test_a_week_brings_its_share_of_what_the_month_is_short(asked: Office):
    line: QuotaLine = lines(asked, "2024-02-19 09:00")
    assert (line.outer, line.measure, line.wanted) == (PeriodKind.MONTH, "个", ValueKind.CUMULATIVE)
    assert (line.total, line.goal) == (96, 2000)
    done, whole = line.quota.outer_done, line.quota.outer_needed
    assert done == 96
    remaining, in_week = 10, 5  # 19 February to 1 March; 19 to 23 February
    assert float(line.quota.needed) == pytest.approx(float(whole - done) * in_week / remaining)


def test_what_was_there_before_the_outer_period_is_not_its_doing(asked: Office):
    asked.ask("2024-03-04 16:00")
    report(asked, LI_MING, "D2024-03-04", "15", "2024-03-04 16:05", "120")
    line = lines(asked, "2024-03-05 09:00")
    assert line.quota.outer_done == 120 - 96
    assert line.quota.outer_needed == 500 - 96


@pytest.mark.parametrize("at", ["2024-02-05 00:30", "2024-02-05 07:30"])
def test_a_week_begins_at_midnight_in_the_plans_zone(asked: Office, at: str):
    assert lines(asked, at) == lines(asked, "2024-02-05 16:00")


def test_a_first_figure_within_the_outer_period_tells_not_what_it_brought(asked: Office):
    assert not lines(asked, "2024-02-05 09:00").counted_before
    assert lines(asked, "2024-03-05 09:00").counted_before


def test_where_nothing_was_counted_nothing_is_demanded(office: Office):
    confirm(office, "15", baseline="100")
    assert lines(office, "2024-02-01 09:00") is None


def test_a_weekend_cannot_bring_what_its_month_is_short_of(asked: Office):
    assert lines(asked, "2024-02-23 16:00") is not None
    assert lines(asked, "2024-02-24 10:00") is None
    assert lines(asked, "2024-02-24 10:00", PeriodKind.MONTH) is not None


def test_what_is_ahead_needs_nothing_even_on_a_weekend(asked: Office):
    asked.ask("2024-02-05 16:00")
    report(asked, LI_MING, "D2024-02-05", "15", "2024-02-05 16:05", "490")
    line = lines(asked, "2024-02-24 10:00")
    assert line.quota.needed == Decimal(0)
    assert line.quota.outer_done > line.quota.outer_needed


def test_the_year_secures_nothing_higher(asked: Office):
    assert lines(asked, "2024-02-05 09:00", PeriodKind.YEAR) is None


def test_a_suggestion_a_ceiling_and_a_task_without_a_figure_have_no_quota(office: Office):
    assert lines(office, "2024-02-05 09:00") is None
    assert lines(office, "2024-02-05 09:00", number="13") is None
    confirm(office, "15", "2000", bound=Bound.AT_MOST)
    assert lines(office, "2024-02-05 09:00") is None


def test_two_statements_answer_for_any_number_of_tasks(asked: Office):
    def work(session):
        plan, calendar = plan_facts(session, asked.plan_id), work_calendar(session)
        week = period_of(WEEK, date(2024, 2, 5), plan.span)
        sizes = []
        for keys in ([task_id(asked, "15")], range(1, 141)):
            with counted(session) as sent:
                quota_lines(session, plan, calendar, keys, week, clock("2024-02-05 09:00"))
            sizes.append(len(sent))
        return sizes

    assert asked.read(work) == [2, 2]
