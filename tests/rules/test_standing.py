"""Fairness: nobody is overdue who was not asked, and a late card leaves time to answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.standing import CheckInFacts, Standing, as_of, fair_due, said_at, standing

OPENS = datetime(2024, 2, 1, 8, tzinfo=UTC)
DUE = OPENS + timedelta(hours=2)
CLOSES = OPENS + timedelta(days=3)
ASKED = CheckInFacts(OPENS, DUE, CLOSES, prompted=OPENS)
UNASKED = replace(ASKED, prompted=None)
MINUTE = timedelta(minutes=1)

minutes = st.integers(-600, 60 * 24 * 6).map(lambda count: OPENS + count * MINUTE)
facts = st.builds(
    lambda prompted, answered, covered: CheckInFacts(
        OPENS, DUE, CLOSES, prompted, answered, covered
    ),
    st.none() | minutes,
    st.none() | minutes,
    st.none() | minutes,
)


@pytest.mark.parametrize(
    ("asked", "now", "judged"),
    [
        (UNASKED, OPENS - MINUTE, Standing.UPCOMING),
        (ASKED, OPENS, Standing.OPEN),
        (ASKED, DUE - MINUTE, Standing.OPEN),
        (ASKED, DUE, Standing.OVERDUE),
        (ASKED, CLOSES - MINUTE, Standing.OVERDUE),
        (ASKED, CLOSES, Standing.MISSED),
        (UNASKED, DUE, Standing.NOT_ASKED),
        (UNASKED, CLOSES, Standing.NOT_ASKED),
        (replace(ASKED, answered=DUE), CLOSES, Standing.ANSWERED),
        (replace(ASKED, answered=DUE + MINUTE), CLOSES, Standing.LATE),
        (replace(UNASKED, answered=DUE + MINUTE), CLOSES, Standing.ANSWERED),
        (replace(ASKED, covered=DUE), DUE, Standing.COVERED),
        (replace(ASKED, covered=DUE), CLOSES, Standing.COVERED),
        (replace(UNASKED, covered=DUE), CLOSES, Standing.COVERED),
        (replace(ASKED, answered=OPENS, covered=DUE), CLOSES, Standing.ANSWERED),
        (replace(ASKED, answered=DUE + MINUTE, covered=DUE), CLOSES, Standing.LATE),
    ],
)
def test_a_check_in_stands(asked: CheckInFacts, now: datetime, judged: Standing):
    assert standing(asked, now) is judged


@given(facts.map(lambda one: replace(one, prompted=None)), minutes)
def test_who_was_not_asked_is_never_overdue_late_or_missed(asked: CheckInFacts, now: datetime):
    assert standing(asked, now) not in {Standing.OVERDUE, Standing.LATE, Standing.MISSED}


@given(facts, minutes, minutes)
def test_covering_never_turns_an_answered_check_in(
    asked: CheckInFacts, covered: datetime, now: datetime
):
    bare = replace(asked, covered=None)
    if asked.answered is not None:
        assert standing(replace(bare, covered=covered), now) is standing(bare, now)


@given(facts, minutes, minutes)
def test_what_is_covered_is_never_overdue_or_missed(
    asked: CheckInFacts, covered: datetime, now: datetime
):
    judged = standing(replace(asked, covered=covered), now)
    assert judged not in {Standing.OPEN, Standing.OVERDUE, Standing.MISSED}


@given(minutes)
def test_a_late_prompt_leaves_a_quarter_of_the_window(prompted: datetime):
    asked = replace(ASKED, prompted=prompted)
    quarter = (DUE - OPENS) / 4
    assert fair_due(asked) >= max(DUE, prompted + quarter)
    assert standing(asked, prompted + quarter - MINUTE) not in {Standing.OVERDUE, Standing.MISSED}
    answered_in_time = replace(asked, answered=prompted + quarter)
    assert standing(answered_in_time, CLOSES) is Standing.ANSWERED


def test_a_prompt_in_time_moves_nothing():
    assert fair_due(replace(ASKED, prompted=OPENS + MINUTE)) == DUE
    assert fair_due(UNASKED) == DUE


@given(facts, minutes, st.integers(0, 10_000))
def test_once_answered_the_judgement_stays(asked: CheckInFacts, now: datetime, later: int):
    if asked.answered is not None:
        assert standing(asked, now) is standing(asked, now + later * MINUTE)


@pytest.mark.parametrize(
    ("dated", "received", "said"),
    [
        (OPENS + MINUTE, DUE + MINUTE, OPENS + MINUTE),  # it waited out an outage
        (OPENS - MINUTE, OPENS + MINUTE, OPENS + MINUTE),  # dated before its card
        (DUE + MINUTE, DUE, DUE),  # dated in the future
        (OPENS, OPENS, OPENS),
    ],
)
def test_an_answer_counts_from_when_it_was_written_if_that_can_be(
    dated: datetime, received: datetime, said: datetime
):
    assert said_at(dated, OPENS, received) == said


def test_what_came_later_was_not_known_before():
    facts = CheckInFacts(OPENS, DUE, CLOSES, OPENS, answered=CLOSES, covered=CLOSES)
    before = as_of(facts, DUE)
    assert (before.answered, before.covered, before.prompted) == (None, None, OPENS)
    assert as_of(facts, CLOSES) == facts
