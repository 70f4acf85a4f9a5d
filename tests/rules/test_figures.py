"""Running totals: cumulative figures, period ones, percentages and corrections, never confused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.facts import PeriodKind
from rules.figures import Figure, Point, totals
from rules.periods import Span, period_of
from rules.replies.answers import ValueKind

CUMULATIVE, THIS_PERIOD, PERCENT, UNSTATED = ValueKind
PLAN = Span(date(2024, 1, 31), date(2024, 12, 31))
GOAL = Decimal(2000)


def said(value: int, kind: ValueKind, level: PeriodKind, day: str, spoken: str = "") -> Figure:
    """`day` names the period; `spoken` is when it was said, at 16:00 of `day` unless told."""
    within = date(2024, *map(int, day.split("-")))
    moment = f"2024-{spoken}" if spoken else f"{within} 16:00"
    said_at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    period = period_of(level, within, PLAN)
    return Figure(Decimal(value), kind, period.first, period.last, said_at, said_at.date())


def told(*figures: Figure, wanted: ValueKind = CUMULATIVE) -> list[tuple[str, int]]:
    points = totals(figures, GOAL, wanted)
    return [(point.day.strftime("%m-%d"), int(point.total)) for point in points]


DAY, WEEK, MONTH, *_ = PeriodKind


@pytest.mark.parametrize(
    ("figures", "points"),
    [
        ([], []),
        ([said(96, CUMULATIVE, DAY, "2-01")], [("02-01", 96)]),
        # each day adds to the day before
        (
            [said(8, THIS_PERIOD, DAY, "2-01"), said(5, THIS_PERIOD, DAY, "2-02")],
            [("02-01", 8), ("02-02", 13)],
        ),
        # a period adds to the total before it, not to what its own days said meanwhile
        (
            [
                said(90, CUMULATIVE, WEEK, "2-04", "02-02 11:00"),
                said(8, THIS_PERIOD, DAY, "2-05"),
                said(8, THIS_PERIOD, DAY, "2-06"),
                said(30, THIS_PERIOD, WEEK, "2-05", "02-08 11:00"),
            ],
            [("02-02", 90), ("02-05", 98), ("02-06", 106), ("02-08", 120)],
        ),
        # said again the same day, the last word holds and is not added to the first
        (
            [
                said(8, THIS_PERIOD, DAY, "2-01"),
                said(9, THIS_PERIOD, DAY, "2-01", "02-01 17:00"),
            ],
            [("02-01", 9)],
        ),
        # corrected later, a day changes where it stands, and what was built on it
        (
            [
                said(8, THIS_PERIOD, DAY, "2-01"),
                said(5, THIS_PERIOD, DAY, "2-02"),
                said(10, THIS_PERIOD, DAY, "2-01", "02-05 09:00"),
            ],
            [("02-01", 10), ("02-02", 15)],
        ),
        # a week answered on the Monday after counts on its last day
        ([said(104, CUMULATIVE, WEEK, "2-01", "02-05 09:00")], [("02-04", 104)]),
        # a day of the week counts on from the week's own figure of that morning
        (
            [
                said(30, THIS_PERIOD, WEEK, "2-08", "02-08 10:05"),
                said(8, THIS_PERIOD, DAY, "2-08"),
            ],
            [("02-08", 38)],
        ),
        # a cumulative figure starts anew, also downwards
        (
            [said(120, CUMULATIVE, DAY, "2-01"), said(104, CUMULATIVE, DAY, "2-02")],
            [("02-01", 120), ("02-02", 104)],
        ),
        ([said(5, PERCENT, DAY, "2-01")], [("02-01", 100)]),
        (
            [said(5, PERCENT, DAY, "2-01"), said(8, THIS_PERIOD, DAY, "2-02")],
            [("02-01", 100), ("02-02", 108)],
        ),
        # a month said on the 23rd adds to the total before the month
        (
            [
                said(20, CUMULATIVE, DAY, "2-29"),
                said(40, THIS_PERIOD, MONTH, "3-10", "03-22 11:00"),
                said(10, THIS_PERIOD, WEEK, "3-20", "03-22 12:00"),
            ],
            [("02-29", 20), ("03-22", 30)],
        ),
    ],
)
def test_totals_run_on(figures: list[Figure], points: list[tuple[str, int]]):
    assert told(*figures) == points


@pytest.mark.parametrize(
    ("wanted", "last"), [(CUMULATIVE, 8), (THIS_PERIOD, 104), (PERCENT, 160), (UNSTATED, 8)]
)
def test_a_figure_of_unstated_kind_counts_as_the_card_asked(wanted: ValueKind, last: int):
    figures = said(96, CUMULATIVE, DAY, "2-01"), said(8, UNSTATED, DAY, "2-02")
    assert told(*figures, wanted=wanted)[-1] == ("02-02", last)


def test_a_percentage_of_no_goal_is_left_out():
    figures = [said(5, PERCENT, DAY, "2-01"), said(8, CUMULATIVE, DAY, "2-02")]
    assert totals(figures, None, CUMULATIVE) == (Point(date(2024, 2, 2), Decimal(8)),)


def test_a_figure_given_before_its_period_counts_on_from_what_was_said_before_it():
    early = said(5, THIS_PERIOD, WEEK, "2-12", "02-08 12:00")
    assert told(said(90, CUMULATIVE, DAY, "2-07"), early)[-1] == ("02-08", 95)


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    day = draw(st.dates(PLAN.first, PLAN.first + timedelta(days=60)))
    period = period_of(draw(st.sampled_from((DAY, WEEK, MONTH))), day, PLAN)
    said_on = day + timedelta(days=draw(st.integers(0, 10)))
    minutes = timedelta(minutes=draw(st.integers(0, 24 * 60 - 1)))
    said_at = datetime(said_on.year, said_on.month, said_on.day, tzinfo=UTC) + minutes
    value = Decimal(draw(st.integers(0, 5000)))
    kind = draw(st.sampled_from(ValueKind))
    return Figure(value, kind, period.first, period.last, said_at, said_on)


lists = st.lists(figures(), max_size=12)


@given(lists, figures())
def test_no_figure_before_a_cumulative_one_is_felt_after_it(earlier: list[Figure], one: Figure):
    last = Figure(one.value, CUMULATIVE, one.first, one.last, one.said_at, one.said_on)
    place = (last.as_of, last.said_at)
    earlier = [each for each in earlier if (each.as_of, each.said_at) < place]
    assert totals([*earlier, last], GOAL, CUMULATIVE)[-1] == Point(last.as_of, last.value)


@given(lists, st.sampled_from(ValueKind))
def test_points_are_in_order_one_a_day_where_something_was_said(
    said_figures: list[Figure], wanted: ValueKind
):
    points = totals(said_figures, GOAL, wanted)
    assert all(before.day < after.day for before, after in pairwise(points))
    assert {point.day for point in points} == {figure.as_of for figure in said_figures}


@given(st.lists(st.integers(0, 99), min_size=1, max_size=20))
def test_daily_figures_add_up_in_whatever_order_they_are_read(values: list[int]):
    days = [PLAN.first + timedelta(days=count) for count in range(len(values))]
    daily = [
        said(value, THIS_PERIOD, DAY, day.strftime("%m-%d"))
        for day, value in zip(days, values, strict=True)
    ]
    assert totals(daily, GOAL, CUMULATIVE) == totals(reversed(daily), GOAL, CUMULATIVE)
    assert totals(daily, GOAL, CUMULATIVE)[-1].total == sum(values)
