"""Targets: what may stand, what a revision keeps, and even stages."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.facts import Bound, TargetKind
from rules.periods import Span
from rules.replies import ValueKind
from rules.replies.targets import TargetWords
from rules.stages import Stage, even_stages, quarter_ends
from rules.targets import Flaw, TargetSheet, flaws, revised, stamp

PLAN = Span(date(2024, 1, 31), date(2024, 12, 31))
ENDS = quarter_ends(PLAN)
SOUND = TargetSheet(
    goal=Decimal(2000),
    measure="个",
    stages=tuple(Stage(ENDS[one], Decimal(one * 500)) for one in ENDS),
)


def at(day: date, value: int | None = None, words: str = "") -> Stage:
    return Stage(day, None if value is None else Decimal(value), words)


def test_a_whole_target_may_stand():
    assert flaws(SOUND, PLAN) == ()


@pytest.mark.parametrize(
    ("sheet", "flaw", "day"),
    [
        (replace(SOUND, measure=""), Flaw.NO_MEASURE, None),
        (replace(SOUND, measure="个" * 13), Flaw.MEASURE_LONG, None),
        (replace(SOUND, goal=None), Flaw.NO_GOAL, None),
        (TargetSheet(baseline=Decimal(3)), Flaw.NO_GOAL, None),
        (TargetSheet(Decimal(7), "个", baseline=Decimal(7)), Flaw.NO_WAY, None),
        (TargetSheet(Decimal(0), "个"), Flaw.NO_WAY, None),
        (TargetSheet(Decimal(10**10), "元"), Flaw.TOO_LARGE, None),
        (TargetSheet(Decimal(5), "元", baseline=Decimal(-(10**10))), Flaw.TOO_LARGE, None),
        (
            TargetSheet(Decimal(7), "%", TargetKind.GROWTH, wanted=ValueKind.THIS_PERIOD),
            Flaw.RATE_ADDED,
            None,
        ),
        (TargetSheet(Decimal(95), "%", wanted=ValueKind.THIS_PERIOD), Flaw.RATE_ADDED, None),
        (TargetSheet(stages=(at(date(2024, 1, 30), words="选址"),)), Flaw.STAGE_OUTSIDE, "30"),
        (TargetSheet(stages=(at(date(2025, 1, 1), words="选址"),)), Flaw.STAGE_OUTSIDE, "01"),
        (
            TargetSheet(stages=(at(ENDS[1], words="选址"), at(ENDS[1], words="开工"))),
            Flaw.STAGE_TWICE,
            "31",
        ),
        (TargetSheet(stages=(at(ENDS[1]),)), Flaw.STAGE_BARE, "31"),
        (TargetSheet(stages=(at(ENDS[1], words="字" * 201),)), Flaw.STAGE_LONG, "31"),
        (replace(SOUND, stages=(at(ENDS[1], 2001),)), Flaw.STAGE_BEYOND, "31"),
        (replace(SOUND, stages=(at(ENDS[1], 900), at(ENDS[2], 800))), Flaw.STAGE_BACK, "30"),
        (replace(SOUND, stages=(at(ENDS[2], 800), at(ENDS[1], 900))), Flaw.STAGE_BACK, "30"),
        (replace(SOUND, baseline=Decimal(400), stages=(at(ENDS[1], 300),)), Flaw.STAGE_BACK, "31"),
    ],
)
def test_what_may_not_stand_is_named_with_its_stage(sheet, flaw, day):
    (found,) = flaws(sheet, PLAN)
    assert found.flaw is flaw
    assert (found.stage and f"{found.stage.day:%d}") == day


@pytest.mark.parametrize(
    "sheet",
    [
        TargetSheet(),
        TargetSheet(stages=(at(ENDS[1], words="选址"),)),
        TargetSheet(Decimal(0), "起", bound=Bound.AT_MOST),  # a ceiling of nothing
        TargetSheet(Decimal(7), "%", TargetKind.GROWTH),
        TargetSheet(Decimal(0), "%", TargetKind.GROWTH),
        TargetSheet(  # a rate may go up and down from quarter to quarter
            Decimal(7), "%", TargetKind.GROWTH, stages=(at(ENDS[1], 9), at(ENDS[2], 6))
        ),
        TargetSheet(  # a ceiling has no way: the figure may be anywhere below it
            Decimal(30), "起", bound=Bound.AT_MOST, stages=(at(ENDS[1], 20), at(ENDS[2], 10))
        ),
        TargetSheet(  # a decline goes down
            Decimal(10),
            "起",
            bound=Bound.AT_MOST,
            baseline=Decimal(40),
            stages=(at(ENDS[1], 30), at(ENDS[2], 20), at(ENDS[3], words="检查")),
        ),
    ],
)
def test_what_may_stand(sheet):
    assert flaws(sheet, PLAN) == ()


def test_a_decline_may_not_rise():
    sheet = TargetSheet(
        Decimal(10), "起", baseline=Decimal(40), stages=(at(ENDS[1], 20), at(ENDS[2], 30))
    )
    assert [found.flaw for found in flaws(sheet, PLAN)] == [Flaw.STAGE_BACK]


def test_what_was_not_said_stays():
    said = TargetWords(baseline=Decimal(100), wanted=ValueKind.THIS_PERIOD)
    assert revised(SOUND, said) == replace(
        SOUND, baseline=Decimal(100), wanted=ValueKind.THIS_PERIOD
    )


def test_stages_said_take_the_place_of_all_that_were():
    stage = at(ENDS[2], 900)
    assert revised(SOUND, TargetWords(stages=(stage,))).stages == (stage,)


def test_a_target_starts_from_nothing():
    said = TargetWords(goal=Decimal(8), measure="个", bound=Bound.AT_LEAST)
    assert revised(None, said) == TargetSheet(Decimal(8), "个", bound=Bound.AT_LEAST)


def test_a_new_measure_converts_what_stays():
    told = replace(SOUND, baseline=Decimal(100), stages=(at(ENDS[1], 500, "划线"),))
    new = revised(told, TargetWords(goal=Decimal("0.3"), measure="万个"))
    assert (new.goal, new.measure, new.baseline) == (Decimal("0.3"), "万个", Decimal("0.01"))
    assert new.stages == (Stage(ENDS[1], Decimal("0.05"), "划线"),)


def test_a_measure_of_something_else_takes_no_figure_over():
    told = replace(
        SOUND, baseline=Decimal(100), stages=(at(ENDS[1], 500, "划线"), at(ENDS[2], 600))
    )
    new = revised(told, TargetWords(goal=Decimal(30), measure="亩"))
    assert new == TargetSheet(Decimal(30), "亩", stages=(at(ENDS[1], words="划线"),))


def test_a_new_kind_of_figure_starts_afresh():
    said = TargetWords(goal=Decimal(7), measure="%", kind=TargetKind.GROWTH)
    assert revised(SOUND, said) == TargetSheet(Decimal(7), "%", TargetKind.GROWTH)


@pytest.mark.parametrize(
    "other",
    [
        replace(SOUND, goal=Decimal(2001)),
        replace(SOUND, goal=None),
        replace(SOUND, measure="家"),
        replace(SOUND, kind=TargetKind.GROWTH),
        replace(SOUND, bound=Bound.AT_MOST),
        replace(SOUND, baseline=Decimal(0)),
        replace(SOUND, wanted=ValueKind.THIS_PERIOD),
        replace(SOUND, stages=SOUND.stages[1:]),
        replace(SOUND, stages=(*SOUND.stages[:3], at(ENDS[4], 1999))),
        replace(SOUND, stages=(*SOUND.stages[:3], at(ENDS[4], 2000, "验收"))),
        TargetSheet(),
    ],
)
def test_a_stamp_tells_targets_apart(other):
    assert stamp(other) != stamp(SOUND)


def test_the_same_target_has_one_stamp():
    assert stamp(replace(SOUND, goal=Decimal("2000.0"))) == stamp(SOUND)
    assert stamp(None) == stamp(TargetSheet())


def test_a_quarter_is_clipped_to_the_plan_and_left_out_beyond_it():
    assert quarter_ends(Span(date(2024, 5, 6), date(2024, 8, 9))) == {
        2: date(2024, 6, 30),
        3: date(2024, 8, 9),
    }


@pytest.mark.parametrize(
    ("goal", "baseline", "values"),
    [
        ("2000", "0", ["500", "1000", "1500", "2000"]),
        ("103", "0", ["26", "52", "77", "103"]),
        ("10.7", "0", ["2.7", "5.4", "8.0", "10.7"]),
        ("1", "0", ["0", "1", "1", "1"]),
        ("500", "100", ["200", "300", "400", "500"]),
        ("10", "50", ["40", "30", "20", "10"]),
        ("2E+3", "0", ["500", "1000", "1500", "2000"]),
    ],
)
def test_even_stages_go_by_quarters_of_the_way(goal, baseline, values):
    stages = even_stages(Decimal(goal), Decimal(baseline), PLAN)
    assert [stage.value for stage in stages] == [Decimal(value) for value in values]
    assert [stage.day for stage in stages] == list(ENDS.values())


def test_a_short_plan_has_fewer_even_steps():
    stages = even_stages(Decimal(90), Decimal(0), Span(date(2024, 5, 6), date(2024, 12, 31)))
    assert [stage.value for stage in stages] == [30, 60, 90]


@given(
    st.decimals("0.001", 10**9, places=3),
    st.decimals(0, 10**9, places=3),
    st.dates(date(2024, 1, 1), date(2024, 12, 31)),
    st.integers(0, 365),
)
def test_even_stages_may_always_stand(goal, baseline, first, length):
    plan = Span(first, min(date.fromordinal(first.toordinal() + length), date(2024, 12, 31)))
    sheet = TargetSheet(goal, "个", baseline=baseline, stages=even_stages(goal, baseline, plan))
    assert {found.flaw for found in flaws(sheet, plan)} <= {Flaw.NO_WAY}
