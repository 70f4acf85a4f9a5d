"""The nesting of 以天保周、以周保月、以月保季、以季保年, for every span a plan may have."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.facts import PeriodKind
from rules.periods import DAY, LEVELS, Span, children, parent, period_of, periods_between
from rules.workdays import WorkCalendar
from seeds.calendar import published_days

Y2024 = Span(date(2024, 1, 1), date(2024, 12, 31))
NOTICE_2024 = Span(date(2024, 1, 31), date(2024, 12, 31))
DAY_LEVEL, WEEK, MONTH, QUARTER, YEAR = LEVELS
REAL = WorkCalendar(published_days(), frozenset({2024}))

dates = st.dates(date(2019, 1, 1), date(2032, 12, 31))
kinds = st.sampled_from(LEVELS)


calendars = st.sampled_from([WorkCalendar(), REAL]) | st.builds(
    WorkCalendar, st.dictionaries(dates, st.booleans(), max_size=20)
)


@st.composite
def plans(draw: st.DrawFn) -> Span:
    first = draw(dates)
    return Span(first, first + timedelta(days=draw(st.integers(0, 800))))


@st.composite
def plans_with_a_day(draw: st.DrawFn) -> tuple[Span, date]:
    plan = draw(plans())
    return plan, draw(st.dates(plan.first, plan.last))


@given(plans(), kinds)
def test_every_day_of_a_plan_lies_in_exactly_one_period_of_each_kind(plan: Span, kind: PeriodKind):
    periods = periods_between(kind, plan, plan)
    assert periods[0].first == plan.first
    assert periods[-1].last == plan.last
    assert all(after.first == before.last + DAY for before, after in pairwise(periods))
    assert all(period.first <= period.last for period in periods)
    assert len({period.key for period in periods}) == len(periods)


@given(plans_with_a_day(), kinds)
def test_the_period_of_a_day_holds_it_and_is_the_same_for_all_its_days(
    given_plan: tuple[Span, date], kind: PeriodKind
):
    plan, day = given_plan
    period = period_of(kind, day, plan)
    assert day in period.span
    assert period_of(kind, period.first, plan) == period == period_of(kind, period.last, plan)


@given(plans_with_a_day(), kinds)
def test_children_tile_their_parent_and_name_it(given_plan: tuple[Span, date], kind: PeriodKind):
    plan, day = given_plan
    period = period_of(kind, day, plan)
    below = children(period, plan)
    assert bool(below) == (kind is not DAY_LEVEL)
    if below:
        assert (below[0].first, below[-1].last) == (period.first, period.last)
    assert all(after.first == before.last + DAY for before, after in pairwise(below))
    assert all(parent(child, plan) == period for child in below)


@given(plans_with_a_day(), kinds)
def test_a_parent_counts_the_period_among_its_children(
    given_plan: tuple[Span, date], kind: PeriodKind
):
    plan, day = given_plan
    period = period_of(kind, day, plan)
    above = parent(period, plan)
    if above is None:
        assert kind is YEAR
    else:
        assert period in children(above, plan)


@given(plans(), kinds, calendars)
def test_every_workday_is_in_exactly_one_period_of_each_kind(
    plan: Span, kind: PeriodKind, calendar: WorkCalendar
):
    worked = [
        day
        for period in periods_between(kind, plan, plan)
        for day in calendar.workdays(period.span)
    ]
    assert worked == list(calendar.workdays(plan))


@given(plans_with_a_day(), kinds, calendars)
def test_children_tile_the_workdays_of_their_parent(
    given_plan: tuple[Span, date], kind: PeriodKind, calendar: WorkCalendar
):
    plan, day = given_plan
    period = period_of(kind, day, plan)
    below = children(period, plan)
    worked = [day for child in below for day in calendar.workdays(child.span)]
    assert worked == (list(calendar.workdays(period.span)) if below else [])


STRADDLING_2024 = [
    # the week's key, its days, and the month that holds its Thursday
    ("W2024-05", date(2024, 1, 29), date(2024, 2, 4), "M2024-02"),
    ("W2024-09", date(2024, 2, 26), date(2024, 3, 3), "M2024-02"),
    ("W2024-18", date(2024, 4, 29), date(2024, 5, 5), "M2024-05"),
    ("W2024-22", date(2024, 5, 27), date(2024, 6, 2), "M2024-05"),
    ("W2024-31", date(2024, 7, 29), date(2024, 8, 4), "M2024-08"),
    ("W2024-35", date(2024, 8, 26), date(2024, 9, 1), "M2024-08"),
    ("W2024-40", date(2024, 9, 30), date(2024, 10, 6), "M2024-10"),
    ("W2024-44", date(2024, 10, 28), date(2024, 11, 3), "M2024-10"),
    ("W2024-48", date(2024, 11, 25), date(2024, 12, 1), "M2024-11"),
    ("W2025-01", date(2024, 12, 30), date(2024, 12, 31), "M2024-12"),  # clipped to the plan
]


@pytest.mark.parametrize(("key", "first", "last", "month"), STRADDLING_2024)
def test_a_week_counts_to_the_month_of_its_thursday(key: str, first: date, last: date, month: str):
    week = period_of(WEEK, first, Y2024)
    assert (week.key, week.first, week.last) == (key, first, last)
    above = parent(week, Y2024)
    assert above is not None
    assert above.key == month


@pytest.mark.parametrize(
    ("key", "before", "after"),
    [
        ("W2024-05", ("W2024-04", "M2024-01"), ("W2024-06", "M2024-02")),
        ("W2024-09", ("W2024-08", "M2024-02"), ("W2024-10", "M2024-03")),
        ("W2024-18", ("W2024-17", "M2024-04"), ("W2024-19", "M2024-05")),
        ("W2024-22", ("W2024-21", "M2024-05"), ("W2024-23", "M2024-06")),
        ("W2024-31", ("W2024-30", "M2024-07"), ("W2024-32", "M2024-08")),
        ("W2024-35", ("W2024-34", "M2024-08"), ("W2024-36", "M2024-09")),
        ("W2024-40", ("W2024-39", "M2024-09"), ("W2024-41", "M2024-10")),
        ("W2024-44", ("W2024-43", "M2024-10"), ("W2024-45", "M2024-11")),
        ("W2024-48", ("W2024-47", "M2024-11"), ("W2024-49", "M2024-12")),
        ("W2025-01", ("W2024-52", "M2024-12"), ("W2025-02", "M2025-01")),
    ],
)
def test_the_neighbours_of_a_straddling_week_lie_in_the_months_on_either_side(
    key: str, before: tuple[str, str], after: tuple[str, str]
):
    years = Span(date(2024, 1, 1), date(2025, 12, 31))
    weeks = periods_between(WEEK, years, years)
    at = [week.key for week in weeks].index(key)
    for week, told in ((weeks[at - 1], before), (weeks[at + 1], after)):
        assert (week.key, period_of(MONTH, week.first, years).key) == told


@pytest.mark.parametrize(
    ("day", "week", "month", "quarter"),
    [
        (date(2024, 2, 4), "W2024-05", "M2024-02", "Q2024-1"),  # a working Sunday
        (date(2024, 2, 18), "W2024-07", "M2024-02", "Q2024-1"),  # the only workday of its week
        (date(2024, 3, 1), "W2024-09", "M2024-02", "Q2024-1"),
        (date(2024, 9, 29), "W2024-39", "M2024-09", "Q2024-3"),  # a working Sunday
        (date(2024, 9, 30), "W2024-40", "M2024-10", "Q2024-4"),  # the only workday of its week
        (date(2024, 12, 31), "W2025-01", "M2024-12", "Q2024-4"),
    ],
)
def test_the_chain_of_a_workday_at_an_edge(day: date, week: str, month: str, quarter: str):
    assert REAL.is_workday(day)
    chain = [period_of(kind, day, NOTICE_2024).key for kind in LEVELS]
    assert chain == [f"D{day}", week, month, quarter, "Y2024"]


@pytest.mark.parametrize(
    ("key", "worked"),
    [
        ("W2024-05", 4),  # from Wednesday, with Sunday 4 February
        ("W2024-06", 5),
        ("W2024-07", 1),  # Spring Festival, with Sunday 18 February
        ("W2024-39", 6),  # with Sunday 29 September
        ("W2024-40", 1),  # National Day
        ("W2024-41", 5),  # from Tuesday, with Saturday 12 October
    ],
)
def test_the_workdays_of_the_weeks_around_holidays(key: str, worked: int):
    (week,) = [one for one in periods_between(WEEK, Y2024, NOTICE_2024) if one.key == key]
    assert len(REAL.workdays(week.span)) == worked
    assert len(children(week, NOTICE_2024)) == (5 if key == "W2024-05" else 7)


def test_ten_of_the_53_weeks_that_begin_in_2024_straddle_two_months():
    years = Span(date(2024, 1, 1), date(2025, 12, 31))
    weeks = [week for week in periods_between(WEEK, years, years) if week.first.year == 2024]
    straddling = [week.key for week in weeks if week.first.month != week.last.month]
    assert len(weeks) == 53
    assert straddling == [key for key, *_ in STRADDLING_2024]


@pytest.mark.parametrize(
    ("kind", "key", "first", "last"),
    [
        (DAY_LEVEL, "D2024-01-31", date(2024, 1, 31), date(2024, 1, 31)),
        (WEEK, "W2024-05", date(2024, 1, 31), date(2024, 2, 4)),
        (MONTH, "M2024-02", date(2024, 1, 31), date(2024, 3, 3)),
        (QUARTER, "Q2024-1", date(2024, 1, 31), date(2024, 3, 31)),
        (YEAR, "Y2024", date(2024, 1, 31), date(2024, 12, 31)),
    ],
)
def test_a_plan_that_starts_on_a_wednesday_has_no_stray_january(
    kind: PeriodKind, key: str, first: date, last: date
):
    opening = period_of(kind, NOTICE_2024.first, NOTICE_2024)
    assert (opening.key, opening.first, opening.last) == (key, first, last)


def test_a_plan_that_ends_on_a_tuesday_has_no_stray_january_either():
    closing = period_of(MONTH, date(2024, 12, 31), NOTICE_2024)
    assert (closing.key, closing.last) == ("M2024-12", date(2024, 12, 31))


def test_the_week_across_new_year_belongs_to_the_iso_year_and_to_the_month_of_its_thursday():
    plan = Span(date(2026, 1, 1), date(2027, 12, 31))
    week = period_of(WEEK, date(2027, 1, 2), plan)
    assert (week.key, week.first, week.last) == ("W2026-53", date(2026, 12, 28), date(2027, 1, 3))
    assert period_of(MONTH, date(2027, 1, 2), plan).key == "M2026-12"
    assert period_of(YEAR, date(2027, 1, 2), plan).key == "Y2026"
    assert period_of(YEAR, date(2027, 1, 4), plan).key == "Y2027"


def test_a_span_knows_its_days_and_brings_others_inside():
    span = Span(date(2024, 2, 1), date(2024, 2, 3))
    assert list(span) == [date(2024, 2, 1), date(2024, 2, 2), date(2024, 2, 3)]
    assert date(2024, 2, 4) not in span
    assert span.clamp(date(2024, 1, 1)) == span.first
    assert span.clamp(date(2024, 3, 1)) == span.last
    assert span.clip(date(2024, 1, 1), date(2024, 2, 2)) == Span(span.first, date(2024, 2, 2))
