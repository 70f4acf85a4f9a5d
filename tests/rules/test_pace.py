"""The planned line, what each period must bring for the one above it, and the paces."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.facts import Bound, PeriodKind
from rules.figures import Point
from rules.pace import (
    OUT_OF_REACH,
    Course,
    Node,
    Quota,
    actual_share,
    best_pace,
    gap,
    needed_pace,
    planned,
    planned_share,
    projection,
    quota,
)
from rules.periods import Period, Span, children, period_of, periods_between
from rules.workdays import WorkCalendar
from seeds.calendar import published_days

CALENDAR = WorkCalendar(published_days(), frozenset({2024}))
PLAN = Span(date(2024, 1, 31), date(2024, 12, 31))
EVE = date(2023, 12, 31)
WORKDAYS_2024 = 251


def course(
    goal: str = "2000", baseline: str = "0", bound: Bound = Bound.EXACT, *nodes: Node
) -> Course:
    return Course(
        date(2024, 1, 1), PLAN.last, Decimal(goal), Decimal(baseline), bound, tuple(nodes)
    )


def node(month: int, day: int, value: int) -> Node:
    return Node(date(2024, month, day), Decimal(value))


def day(text: str) -> date:
    return date(2024, *map(int, text.split("-")))


def points(*found: tuple[str, int]) -> list[Point]:
    return [Point(day(text), Decimal(total)) for text, total in found]


def period(kind: PeriodKind, text: str) -> Period:
    return period_of(kind, day(text), PLAN)


SPACES = course()
WITH_NODES = course("2000", "0", Bound.AT_LEAST, node(6, 28, 800), node(3, 29, 200))
FALL = course("35", "40", Bound.AT_MOST)
CEILING = course("500", "0", Bound.AT_MOST)
NONE_AT_ALL = course("0", "0", Bound.AT_MOST)
FLOOR = course("95", "95", Bound.AT_LEAST)


@pytest.mark.parametrize(
    ("way", "on", "value"),
    [
        (SPACES, EVE, 0),
        (SPACES, EVE - timedelta(days=90), 0),
        (SPACES, day("1-1"), 0),  # a holiday plans nothing
        (SPACES, day("1-2"), Fraction(2000, WORKDAYS_2024)),
        (SPACES, day("2-9"), Fraction(2000 * 30, WORKDAYS_2024)),
        (SPACES, day("2-17"), Fraction(2000 * 30, WORKDAYS_2024)),  # Spring Festival
        (SPACES, day("2-18"), Fraction(2000 * 31, WORKDAYS_2024)),  # a working Sunday
        (SPACES, day("12-31"), 2000),
        (SPACES, date(2025, 6, 1), 2000),
        (WITH_NODES, day("3-29"), 200),
        (WITH_NODES, day("3-31"), 200),
        (WITH_NODES, day("6-28"), 800),
        (WITH_NODES, day("4-1"), 200 + Fraction(600, 62)),
        (FALL, EVE, 40),
        (FALL, day("1-2"), 40 - Fraction(5, WORKDAYS_2024)),
        (FALL, day("12-31"), 35),
        (CEILING, EVE, 500),
        (CEILING, day("7-1"), 500),
        (FLOOR, day("7-1"), 95),
    ],
)
def test_the_planned_line_runs_by_workdays_through_its_nodes(
    way: Course, on: date, value: Fraction | int
):
    assert abs(Fraction(planned(way, on, CALENDAR)) - value) < Fraction(1, 10**20)


@pytest.mark.parametrize("stray", [node(12, 31, 5), Node(EVE, Decimal(900))])
def test_a_node_outside_the_way_or_on_its_last_day_is_without_effect(stray: Node):
    strayed = replace(SPACES, nodes=(stray,))
    for on in (EVE, day("1-2"), day("7-1"), day("12-31")):
        assert planned(strayed, on, CALENDAR) == planned(SPACES, on, CALENDAR)


def test_between_two_nodes_without_a_workday_the_line_waits_for_the_second():
    over_festival = course("2000", "0", Bound.EXACT, node(2, 10, 100), node(2, 17, 300))
    assert planned(over_festival, day("2-16"), CALENDAR) == 100
    assert planned(over_festival, day("2-17"), CALENDAR) == 300


@st.composite
def rising(draw: st.DrawFn) -> Course:
    values = sorted(draw(st.lists(st.integers(0, 10**6), min_size=2, max_size=6)))
    if values[0] == values[-1]:
        values[-1] += 1
    days = sorted(
        draw(
            st.lists(
                st.dates(day("1-1"), day("12-30")),
                min_size=len(values) - 2,
                max_size=len(values) - 2,
                unique=True,
            )
        )
    )
    nodes = map(Node, days, map(Decimal, values[1:-1]))
    bound = draw(st.sampled_from((Bound.AT_LEAST, Bound.EXACT)))
    return course(str(values[-1]), str(values[0]), bound, *nodes)


dates = st.dates(EVE - timedelta(days=10), date(2025, 1, 10))


@given(rising(), st.lists(dates, min_size=2, max_size=6))
def test_the_planned_line_never_goes_back(way: Course, days: list[date]):
    line = [planned(way, on, CALENDAR) for on in sorted(days)]
    assert all(before <= after for before, after in pairwise(line))


@given(rising())
def test_the_planned_line_hits_baseline_nodes_and_goal_exactly(way: Course):
    assert planned(way, EVE, CALENDAR) == way.baseline
    assert planned(way, way.ends, CALENDAR) == way.goal
    assert all(planned(way, one.day, CALENDAR) == one.value for one in way.nodes)


@pytest.mark.parametrize(
    ("way", "value", "share"),
    [
        (SPACES, "96", "4.8"),
        (SPACES, "2500", "125"),
        (SPACES, "-5", "0"),
        (course("95", "93", Bound.AT_LEAST), "94", "50"),
        (FALL, "38", "40"),
        (FALL, "41", "0"),
        (FALL, "34", "120"),
        (CEILING, "500", "100"),
        (CEILING, "501", "0"),
        (NONE_AT_ALL, "0", "100"),
        (NONE_AT_ALL, "1", "0"),
        (FLOOR, "96", "100"),
        (FLOOR, "94", "0"),
    ],
)
def test_a_share_is_of_the_way_from_baseline_to_goal(way: Course, value: str, share: str):
    assert actual_share(way, Decimal(value)) == Decimal(share)


@pytest.mark.parametrize("way", [SPACES, WITH_NODES, FALL, CEILING, FLOOR])
def test_at_the_end_all_of_the_way_is_planned(way: Course):
    assert planned_share(way, way.ends, CALENDAR) == 100
    assert gap(way, way.goal, planned(way, way.ends, CALENDAR)) == 0


@pytest.mark.parametrize(
    ("way", "value", "due", "points_ahead"),
    [
        (SPACES, "1640", "2000", -18),
        (SPACES, "600", "400", 10),
        (FALL, "39", "37", -40),
        (FLOOR, "94", "95", -100),
        (CEILING, "501", "500", -100),
        (course("30"), "7", "10", -10),  # exact, though neither share has a last digit
    ],
)
def test_a_gap_is_in_points(way: Course, value: str, due: str, points_ahead: int):
    assert gap(way, Decimal(value), Decimal(due)) == points_ahead


def test_no_gap_of_thirty_points_can_exist_before_late_april():
    assert planned_share(SPACES, day("4-21"), CALENDAR) < 30
    assert planned_share(SPACES, day("4-22"), CALENDAR) > 30


def test_a_card_says_what_the_week_must_bring_to_secure_its_month():
    # 84 of the month's 180 are left for 22 February to 1 March, two of seven workdays this week.
    way = course("1000", "0", Bound.EXACT, node(1, 30, 20), node(3, 3, 200))
    week, month = period(PeriodKind.WEEK, "2-19"), period(PeriodKind.MONTH, "2-19")
    found = quota(way, week, month, Decimal(20), Decimal(116), day("2-22"), CALENDAR)
    assert found == Quota(needed=Decimal(24), outer_needed=Decimal(180), outer_done=Decimal(96))


@pytest.mark.parametrize(
    ("way", "today"),
    [
        (CEILING, "2-19"),
        (FALL, "2-19"),
        (FLOOR, "2-19"),
        (SPACES, "3-2"),  # the month's last workday was Friday
    ],
)
def test_there_is_no_quota_where_nothing_is_added_up_or_no_day_is_left(way: Course, today: str):
    week, month = period(PeriodKind.WEEK, "2-28"), period(PeriodKind.MONTH, "2-28")
    nothing = Decimal(0)
    assert quota(way, week, month, nothing, nothing, day(today), CALENDAR) is None


def test_a_quota_already_met_is_nothing_and_a_past_period_owes_nothing_more():
    week, month = period(PeriodKind.WEEK, "2-5"), period(PeriodKind.MONTH, "2-5")
    ahead = quota(SPACES, week, month, Decimal(100), Decimal(900), day("2-5"), CALENDAR)
    assert ahead is not None
    assert (ahead.needed, ahead.outer_done) == (0, 800)
    past = quota(SPACES, week, month, Decimal(0), Decimal(0), day("2-19"), CALENDAR)
    assert past is not None
    assert past.needed == 0


outers = st.sampled_from(
    [
        *periods_between(PeriodKind.WEEK, PLAN, PLAN),
        *periods_between(PeriodKind.MONTH, PLAN, PLAN),
        *periods_between(PeriodKind.QUARTER, PLAN, PLAN),
        *periods_between(PeriodKind.YEAR, PLAN, PLAN),
    ]
)
totals = st.integers(0, 10**5).map(Decimal)


@given(rising(), outers, totals, st.booleans())
def test_a_quota_met_by_every_child_in_turn_meets_the_parent(
    way: Course, outer: Period, before: Decimal, is_rounded: bool
):
    done = before
    for child in children(outer, PLAN):
        found = quota(way, child, outer, before, done, child.first, CALENDAR)
        if found is not None:
            done += found.needed.to_integral_value(ROUND_CEILING) if is_rounded else found.needed
    if CALENDAR.workdays(outer.span):
        due = planned(way, outer.last, CALENDAR)
        assert done >= due
        assert done < max(due, before) + len(children(outer, PLAN))


@given(rising(), outers, totals, st.data())
def test_what_falls_short_in_one_child_is_asked_of_the_next(
    way: Course, outer: Period, before: Decimal, data: st.DataObject
):
    done = before
    worked = [child for child in children(outer, PLAN) if CALENDAR.workdays(child.span)]
    for child in worked:
        found = quota(way, child, outer, before, done, child.first, CALENDAR)
        assert found is not None
        assert found.outer_done == done - before
        asked = found.needed.to_integral_value(ROUND_CEILING)
        is_last = child is worked[-1]
        done += asked if is_last else data.draw(st.integers(0, int(asked) + 5), "brought")
    if worked:
        assert done >= planned(way, outer.last, CALENDAR)


def test_the_needed_pace_is_per_workday():
    since, until = day("2-5"), day("2-18")  # five days, a festival, a working Sunday
    due = planned(SPACES, until, CALENDAR)
    assert needed_pace(SPACES, due - 60, since, until, CALENDAR) == 10
    assert needed_pace(SPACES, due + 1, since, until, CALENDAR) == 0
    assert needed_pace(CEILING, Decimal(900), since, until, CALENDAR) == 0


def test_where_no_day_is_left_nothing_is_needed_or_it_is_out_of_reach():
    since, until = day("2-10"), day("2-17")
    due = planned(SPACES, until, CALENDAR)
    assert needed_pace(SPACES, due, since, until, CALENDAR) == 0
    assert needed_pace(SPACES, due - 1, since, until, CALENDAR) == OUT_OF_REACH


def test_a_decline_needs_to_fall():
    due = planned(FALL, day("2-9"), CALENDAR)
    assert needed_pace(FALL, due + 1, day("2-5"), day("2-9"), CALENDAR) == Decimal("0.2")
    assert needed_pace(FALL, due - 1, day("2-5"), day("2-9"), CALENDAR) == 0


@pytest.mark.parametrize(
    ("found", "pace"),
    [
        ([], None),
        ([("2-5", 10)], None),
        ([("2-5", 10), ("2-9", 30)], 5),
        ([("2-2", 10), ("2-7", 30), ("2-9", 70), ("2-23", 76)], 10),  # with a Sunday
        ([("2-9", 10), ("2-17", 30)], None),  # no workday in between
        ([("2-2", 30), ("2-9", 30)], 0),
        ([("3-1", 30), ("3-29", 230), ("4-30", 250)], 10),
    ],
)
def test_the_best_pace_is_the_best_weekly_rise_per_workday(
    found: list[tuple[str, int]], pace: int | None
):
    assert best_pace(points(*found), CALENDAR) == pace


@pytest.mark.parametrize(
    ("way", "found", "today", "total"),
    [
        (SPACES, [], "2-9", None),
        (SPACES, [("1-1", 5)], "1-1", None),
        (SPACES, [("2-5", 10), ("2-9", 30)], "2-9", WORKDAYS_2024),
        (course("1000", "100"), [("2-9", 130)], "2-17", 100 + WORKDAYS_2024),
        (FALL, [("2-9", 37)], "2-9", 40 - Decimal(3 * WORKDAYS_2024) / 30),
        (SPACES, [("12-30", 1990)], "12-31", 1990),
    ],
)
def test_the_projection_goes_on_at_the_mean_pace(
    way: Course, found: list[tuple[str, int]], today: str, total: Decimal | int | None
):
    assert projection(way, points(*found), day(today), CALENDAR) == total


def test_the_projection_of_a_finished_course_is_what_was_reached():
    found = points(("12-30", 1990))
    assert projection(SPACES, found, date(2025, 3, 1), CALENDAR) == 1990


@pytest.mark.parametrize(
    ("way", "is_level", "is_rise"),
    [
        (SPACES, False, True),
        (FALL, False, False),
        (CEILING, True, False),
        (FLOOR, True, False),
        (NONE_AT_ALL, True, False),
        (course("35", "40", Bound.AT_LEAST), False, False),
    ],
)
def test_a_ceiling_and_a_floor_are_levels_and_no_way(way: Course, is_level: bool, is_rise: bool):
    assert (way.is_level, way.is_rise) == (is_level, is_rise)
    assert way.keeps(way.goal)
