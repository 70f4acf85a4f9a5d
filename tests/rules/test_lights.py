"""Lights: by arithmetic, by official rates, by nodes and dates, each with its reason."""

from __future__ import annotations

import functools
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.facts import Bound, Status
from rules.lights import Ground, Judgement, Light, judge_growth, judge_quality, judge_quantity
from rules.pace import Course, Node, planned, planned_share
from rules.settings import PlanSettings
from rules.workdays import WorkCalendar
from seeds.calendar import published_days

CALENDAR = WorkCalendar(published_days(), frozenset({2024}))
SETTINGS = PlanSettings()
GREEN, YELLOW, RED, GREY = Light
GRAVITY = (GREEN, YELLOW, RED)
AT_LEAST, AT_MOST, EXACT = Bound


def course(goal: str = "251", baseline: str = "0", bound: Bound = EXACT) -> Course:
    """One a workday of 2024, unless told otherwise."""
    return Course(date(2024, 1, 1), date(2024, 12, 31), Decimal(goal), Decimal(baseline), bound)


def day(text: str) -> date:
    return date(2024, *map(int, text.split("-")))


def judge(way: Course, actual: str | None, today: str) -> Judgement:
    value = None if actual is None else Decimal(actual)
    return judge_quantity(way, value, day(today), CALENDAR, SETTINGS)


@pytest.mark.parametrize(
    ("actual", "today", "light", "ground"),
    [
        (None, "6-28", GREY, Ground.NO_FIGURE),
        ("0", "1-5", GREEN, Ground.ON_PACE),  # under half of nearly nothing
        ("0", "2-4", GREEN, Ground.ON_PACE),  # 26 of 251 would be 10.4 %; 25 are 9.96 %
        ("0", "2-5", RED, Ground.UNDER_HALF),
        ("13", "2-5", GREEN, Ground.ON_PACE),  # exactly half of 26
        ("12.9", "2-5", RED, Ground.UNDER_HALF),
        ("124", "6-28", GREEN, Ground.ON_PACE),
        ("98", "6-28", GREEN, Ground.ON_PACE),  # −9.96 points
        ("97.9", "6-28", YELLOW, Ground.BEHIND),  # exactly −10 points
        ("62", "6-28", YELLOW, Ground.BEHIND),
        ("61", "6-28", RED, Ground.UNDER_HALF),
        ("260", "6-28", GREEN, Ground.ON_PACE),
        ("114", "9-30", YELLOW, Ground.BEHIND),
        ("113", "9-30", RED, Ground.FAR_BEHIND),
        ("175.7", "12-31", YELLOW, Ground.BEHIND),  # exactly −30 points
        ("175", "12-31", RED, Ground.FAR_BEHIND),
    ],
)
def test_a_quantity_is_judged_by_its_gap(
    actual: str | None, today: str, light: Light, ground: Ground
):
    judged = judge(course(), actual, today)
    assert (judged.light, judged.ground) == (light, ground)


def test_the_reason_carries_its_numbers():
    judged = judge(course(goal="2000"), "960", "12-31")
    assert judged == Judgement(
        RED, Ground.FAR_BEHIND, Decimal(-52), Decimal(48), Decimal(100), None, 0
    )


@pytest.mark.parametrize(
    ("way", "actual", "light", "ground"),
    [
        (course("500", bound=AT_MOST), "500", GREEN, Ground.CEILING_KEPT),
        (course("500", bound=AT_MOST), "500.1", RED, Ground.CEILING_BROKEN),
        (course("500", bound=AT_MOST), None, GREY, Ground.NO_FIGURE),
        (course("0", bound=AT_MOST), "0", GREEN, Ground.CEILING_KEPT),
        (course("95", "95", AT_LEAST), "95", GREEN, Ground.FLOOR_KEPT),
        (course("95", "95", EXACT), "94", RED, Ground.FLOOR_BROKEN),
        (course("35", "40", AT_MOST), "37", GREEN, Ground.ON_PACE),
        (course("35", "40", AT_MOST), "38.1", YELLOW, Ground.BEHIND),
        (course("35", "40", AT_MOST), "39", RED, Ground.UNDER_HALF),
    ],
)
def test_levels_are_kept_or_broken_and_declines_are_ways(
    way: Course, actual: str | None, light: Light, ground: Ground
):
    judged = judge(way, actual, "6-28")
    assert (judged.light, judged.ground) == (light, ground)


def test_before_its_year_a_quantity_has_not_begun():
    judged = judge_quantity(course(), Decimal(0), date(2023, 12, 29), CALENDAR, SETTINGS)
    assert judged == Judgement(GREY, Ground.NOT_BEGUN)


@given(st.dates(date(2024, 1, 1), date(2024, 4, 21)), st.integers(0, 251))
def test_nothing_is_far_behind_before_late_april(today: date, actual: int):
    judged = judge_quantity(course(), Decimal(actual), today, CALENDAR, SETTINGS)
    assert judged.ground is not Ground.FAR_BEHIND


settings = st.builds(
    lambda yellow, wider, half: PlanSettings(
        yellow_gap=yellow, red_gap=yellow + wider, half_from=half
    ),
    st.integers(1, 50),
    st.integers(1, 49),
    st.integers(1, 99),
)
goals = st.sampled_from([course(), course("2000", "300"), course("35", "40", AT_MOST), course("7")])
amounts = st.decimals(-50, 2500, places=2)
days = st.dates(date(2024, 1, 1), date(2025, 1, 31))


@given(goals, amounts, amounts, days, settings)
def test_lights_are_monotone_in_the_gap(
    way: Course, one: Decimal, other: Decimal, today: date, chosen: PlanSettings
):
    judged = [judge_quantity(way, value, today, CALENDAR, chosen) for value in (one, other)]
    judged.sort(key=lambda judgement: judgement.gap or Decimal(0))
    behind, ahead = (GRAVITY.index(judgement.light) for judgement in judged)
    assert behind >= ahead


@given(goals, days, settings)
def test_who_is_on_the_line_is_green(way: Course, today: date, chosen: PlanSettings):
    due = planned(way, today, CALENDAR)
    assert judge_quantity(way, due, today, CALENDAR, chosen).light is GREEN


@given(amounts, days, settings)
def test_under_half_of_what_is_planned_is_red_from_the_share_set(
    actual: Decimal, today: date, chosen: PlanSettings
):
    judged = judge_quantity(course(), actual, today, CALENDAR, chosen)
    due = planned(course(), today, CALENDAR)
    if planned_share(course(), today, CALENDAR) >= chosen.half_from and 2 * actual < due:
        assert judged.light is RED


def test_half_is_asked_from_exactly_the_share_set():
    tenth = Node(day("2-23"), Decimal("25.1"))
    judged = judge(replace(course(), nodes=(tenth,)), "0", "2-23")
    assert (judged.ground, judged.planned_share) == (Ground.UNDER_HALF, 10)


def test_what_a_unit_says_of_itself_never_reaches_the_light_of_a_quantity():
    hints = get_type_hints(judge_quantity)
    assert Status not in hints.values()
    assert bool not in hints.values()


@pytest.mark.parametrize(
    ("goal", "bound", "latest", "light", "ground", "gap"),
    [
        ("6.5", AT_LEAST, None, GREY, Ground.NO_FIGURE, None),
        ("6.5", AT_LEAST, "6.5", GREEN, Ground.GROWTH_MET, "0"),
        ("6.5", EXACT, "7", GREEN, Ground.GROWTH_MET, "0.5"),
        ("6.5", AT_LEAST, "6.3", YELLOW, Ground.GROWTH_SHORT, "-0.2"),
        ("6.5", AT_LEAST, "3.25", YELLOW, Ground.GROWTH_SHORT, "-3.25"),
        ("6.5", AT_LEAST, "3.2", RED, Ground.UNDER_HALF, "-3.3"),
        ("6.5", AT_LEAST, "-1", RED, Ground.UNDER_HALF, "-7.5"),
        ("3", AT_MOST, "2.9", GREEN, Ground.GROWTH_MET, "0.1"),
        ("3", AT_MOST, "3.1", YELLOW, Ground.GROWTH_SHORT, "-0.1"),
        ("-4", AT_MOST, "-4.2", GREEN, Ground.GROWTH_MET, "0.2"),
        ("-4", AT_MOST, "-3", YELLOW, Ground.GROWTH_SHORT, "-1"),
        ("-4", AT_MOST, "-1", RED, Ground.UNDER_HALF, "-3"),
        ("0", AT_LEAST, "-0.1", YELLOW, Ground.GROWTH_SHORT, "-0.1"),
    ],
)
def test_a_growth_is_judged_by_the_latest_official_rate(
    goal: str, bound: Bound, latest: str | None, light: Light, ground: Ground, gap: str | None
):
    judged = judge_growth(Decimal(goal), bound, None if latest is None else Decimal(latest))
    assert (judged.light, judged.ground) == (light, ground)
    assert judged.gap == (None if gap is None else Decimal(gap))


rates = st.decimals(-20, 20, places=1)


@given(rates, st.sampled_from(Bound), rates, rates)
def test_growth_lights_are_monotone_in_the_gap(
    goal: Decimal, bound: Bound, one: Decimal, other: Decimal
):
    judged = [judge_growth(goal, bound, latest) for latest in (one, other)]
    judged.sort(key=lambda judgement: judgement.gap or Decimal(0))
    behind, ahead = (GRAVITY.index(judgement.light) for judgement in judged)
    assert behind >= ahead


@pytest.mark.parametrize(
    ("nodes", "deadline", "missed", "today", "light", "ground", "at"),
    [
        ([], None, 0, "3-1", GREEN, Ground.STEADY, None),
        ([], None, 1, "3-1", GREEN, Ground.STEADY, None),
        ([], None, 2, "3-1", YELLOW, Ground.MISSED, None),
        ([("3-29", False)], None, 0, "3-25", GREEN, Ground.STEADY, None),
        ([("3-29", False)], None, 0, "3-26", YELLOW, Ground.NODE_NEAR, "3-29"),
        ([("3-29", False)], None, 5, "3-29", YELLOW, Ground.NODE_NEAR, "3-29"),
        ([("3-29", False)], None, 0, "3-30", RED, Ground.NODE_PAST, "3-29"),
        ([("3-29", True)], None, 0, "3-30", GREEN, Ground.STEADY, None),
        ([("3-29", True)], None, 0, "3-28", GREEN, Ground.STEADY, None),
        ([("6-28", False), ("3-29", False)], None, 0, "6-29", RED, Ground.NODE_PAST, "3-29"),
        ([("3-29", False), ("4-2", False)], None, 0, "4-1", RED, Ground.NODE_PAST, "3-29"),
        # near is counted in workdays: over the festival three of them reach eleven days
        ([("2-19", False)], None, 0, "2-8", YELLOW, Ground.NODE_NEAR, "2-19"),
        ([("2-19", False)], None, 0, "2-7", GREEN, Ground.STEADY, None),
        ([("3-30", False)], None, 0, "3-26", YELLOW, Ground.NODE_NEAR, "3-30"),  # a Saturday
        ([], "6-28", 0, "6-24", GREEN, Ground.STEADY, None),
        ([], "6-28", 0, "6-25", YELLOW, Ground.DEADLINE_NEAR, "6-28"),
        ([], "6-28", 0, "6-29", RED, Ground.DEADLINE_PAST, "6-28"),
        ([("3-29", False)], "6-28", 0, "7-1", RED, Ground.DEADLINE_PAST, "6-28"),
        ([("3-29", False)], "4-2", 0, "4-1", RED, Ground.NODE_PAST, "3-29"),
    ],
)
def test_a_task_without_a_figure_is_judged_by_nodes_dates_and_silence(
    nodes: list[tuple[str, bool]],
    deadline: str | None,
    missed: int,
    today: str,
    light: Light,
    ground: Ground,
    at: str | None,
):
    judged = judge_quality(
        [(day(text), is_reached) for text, is_reached in nodes],
        None if deadline is None else day(deadline),
        False,
        missed,
        day(today),
        CALENDAR,
        SETTINGS,
    )
    assert (judged.light, judged.ground) == (light, ground)
    assert judged.node == (None if at is None else day(at))
    assert judged.missed == (missed if ground is Ground.MISSED else 0)


def test_what_is_done_needs_no_date():
    past = [(day("3-29"), False)]
    judged = judge_quality(past, day("3-29"), True, 9, day("7-1"), CALENDAR, SETTINGS)
    assert judged == Judgement(GREEN, Ground.COMPLETED)


@given(st.integers(0, 400))
def test_silence_alone_is_never_red(missed: int):
    judged = judge_quality([], None, False, missed, day("7-1"), CALENDAR, SETTINGS)
    assert judged.light is not RED


def test_a_task_nobody_ever_reported_on_is_grey_until_a_date_speaks():
    unheard = functools.partial(judge_quality, calendar=CALENDAR, settings=SETTINGS, heard=False)
    assert unheard([], None, False, 0, day("3-1")) == Judgement(Light.GREY, Ground.UNHEARD)
    assert unheard([(day("3-29"), False)], None, False, 0, day("3-30")).light is RED
    assert unheard([], None, False, 2, day("3-1")).ground is Ground.MISSED
