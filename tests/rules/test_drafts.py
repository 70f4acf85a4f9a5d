"""Drafts: a higher report from the lower ones, so that nothing is typed twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.drafts import LONGEST, Told, draft
from rules.facts import Status
from rules.replies.answers import ValueKind

DONE, NORMAL, AT_RISK, LAGGING, BLOCKED = Status
CUMULATIVE, THIS_PERIOD, PERCENT, UNSTATED = ValueKind
MONDAY = datetime(2024, 2, 5, 8, tzinfo=UTC)


def week(*days: Told) -> list[Told]:
    """Give the days of a week their instants."""
    return [replace(day, said_at=MONDAY + timedelta(days=at)) for at, day in enumerate(days)]


def drafted(*days: Told, wanted: ValueKind = CUMULATIVE) -> Told:
    found = draft(week(*days), wanted)
    assert found is not None
    return found


def count(value: int, kind: ValueKind = CUMULATIVE, measure: str | None = None) -> Told:
    return Told(NORMAL, MONDAY, Decimal(value), kind, measure)


def words(progress: str) -> Told:
    return Told(NORMAL, MONDAY, progress=progress)


def trouble(status: Status, difficulty: str = "", awaited: str | None = None) -> Told:
    return Told(status, MONDAY, difficulty=difficulty, awaited=awaited)


def test_of_nothing_there_is_no_draft():
    assert draft([]) is None


def test_the_latest_status_stands_whatever_the_order_given():
    days = week(trouble(LAGGING), trouble(DONE))
    assert draft(days) == draft(days[::-1])
    found = drafted(trouble(LAGGING), trouble(DONE))
    assert (found.status, found.said_at) == (DONE, MONDAY + timedelta(days=1))


@pytest.mark.parametrize(
    ("days", "value", "kind"),
    [
        ([words("划线")], None, UNSTATED),
        ([count(96), count(104)], 104, CUMULATIVE),
        ([count(8, THIS_PERIOD), count(5, THIS_PERIOD)], 13, THIS_PERIOD),
        ([count(8, THIS_PERIOD), words("划线"), count(5, THIS_PERIOD)], 13, THIS_PERIOD),
        ([count(8, THIS_PERIOD), count(104), count(5, THIS_PERIOD)], 109, CUMULATIVE),
        ([count(104), count(5, THIS_PERIOD), count(110)], 110, CUMULATIVE),
        ([count(8, THIS_PERIOD), count(60, PERCENT)], 60, PERCENT),
        ([count(60, PERCENT), count(5, THIS_PERIOD)], None, UNSTATED),  # cannot be added
        ([count(60, PERCENT), count(104), count(5, THIS_PERIOD)], 109, CUMULATIVE),
    ],
)
def test_figures_make_one_figure(days: list[Told], value: int | None, kind: ValueKind):
    found = drafted(*days)
    assert (found.value, found.value_kind) == (value, kind)


@pytest.mark.parametrize(
    ("wanted", "value"), [(CUMULATIVE, 5), (THIS_PERIOD, 13), (PERCENT, 5), (UNSTATED, 5)]
)
def test_figures_of_unstated_kind_count_as_the_card_asked(wanted: ValueKind, value: int):
    found = drafted(count(8, UNSTATED), count(5, UNSTATED), wanted=wanted)
    assert (found.value, found.value_kind) == (value, wanted)


def test_measures_are_never_added_to_one_another():
    mixed = drafted(count(8, THIS_PERIOD, "吨"), count(5, THIS_PERIOD, "万吨"))
    assert (mixed.value, mixed.measure) == (None, None)
    alike = drafted(count(8, THIS_PERIOD, "万吨"), count(5, THIS_PERIOD, "万吨"))
    assert (alike.value, alike.measure) == (13, "万吨")
    restarted = drafted(count(8, THIS_PERIOD, "吨"), count(5, CUMULATIVE, "万吨"))
    assert (restarted.value, restarted.measure) == (5, "万吨")


@pytest.mark.parametrize(
    ("days", "joined"),
    [
        (["开工", "", "两处已划线。"], "开工;两处已划线"),
        (["开工", "开工", "开工;划线"], "开工;划线"),
        (["划线", "两处已划线"], "两处已划线"),
        (["两处已划线", "划线"], "两处已划线"),
        (["开工\n划线;验收"], "开工;划线;验收"),
        ([" 。"], ""),
    ],
)
def test_progress_is_joined_without_repeats(days: list[str], joined: str):
    assert drafted(*map(words, days)).progress == joined


def test_what_is_too_long_loses_its_oldest_lines_whole():
    lines = [str(day) * 300 for day in range(1, 6)]
    assert drafted(*map(words, lines)).progress == ";".join(lines[2:])
    assert drafted(words("开工"), words("9" * (LONGEST + 1))).progress == "9" * LONGEST


@pytest.mark.parametrize(
    ("days", "difficulty", "awaited"),
    [
        ([trouble(BLOCKED, "缺资金", "市财政局")], "缺资金", "市财政局"),
        ([trouble(BLOCKED, "缺资金", "市财政局"), trouble(LAGGING)], "缺资金", "市财政局"),
        (
            [trouble(BLOCKED, "缺资金", "市财政局"), trouble(AT_RISK, "缺图纸", "市住建局")],
            "缺资金;缺图纸",
            "市住建局",
        ),
        ([trouble(BLOCKED, "缺资金", "市财政局"), trouble(NORMAL)], "", None),
        ([trouble(BLOCKED, "缺资金", "市财政局"), trouble(DONE)], "", None),
        # resolved in between, it does not come back
        ([trouble(BLOCKED, "缺资金", "市财政局"), trouble(NORMAL), trouble(AT_RISK)], "", None),
        ([trouble(NORMAL, "随口一说")], "", None),
    ],
)
def test_only_what_is_still_difficult_is_carried(
    days: list[Told], difficulty: str, awaited: str | None
):
    found = drafted(*days)
    assert (found.difficulty, found.awaited) == (difficulty, awaited)


texts = (
    st.just("丁" * 1400)
    | st.text("开工划线。；;\n 　", max_size=12)
    | st.sampled_from("甲乙丙").map(lambda sign: sign * 700)
)
reports = st.builds(
    Told,
    st.sampled_from(Status),
    st.integers(0, 40).map(lambda hours: MONDAY + timedelta(hours=hours)),
    st.none() | st.integers(0, 5000).map(Decimal),
    st.sampled_from(ValueKind),
    st.sampled_from((None, "吨", "万吨")),
    texts,
    texts,
    st.sampled_from((None, "市财政局")),
)


@given(st.lists(reports, min_size=1, max_size=8), st.sampled_from(ValueKind))
def test_a_draft_drafted_again_stays_as_it_is(told: list[Told], wanted: ValueKind):
    once = draft(told, wanted)
    assert once is not None
    assert draft([once], wanted) == once


@given(st.lists(reports, min_size=1, max_size=8))
def test_a_draft_says_nothing_new(told: list[Told]):
    found = draft(told)
    assert found is not None
    assert found.status in {one.status for one in told}
    assert all(
        any(line in one.progress for one in told)
        for line in filter(None, found.progress.split(";"))
    )
    assert len(found.progress) <= LONGEST
    assert not found.difficulty or found.status in {AT_RISK, LAGGING, BLOCKED}
