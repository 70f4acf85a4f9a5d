"""Counts add up, and silence is only where an answer is owed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.facts import Status
from rules.standing import Standing
from rules.tally import Bucket, LeadFacts, Tally, bucket, tally

DONE, NORMAL, AT_RISK, LAGGING, BLOCKED = Status
leads = st.builds(
    LeadFacts,
    st.none() | st.sampled_from(Status),
    st.frozensets(st.sampled_from(Standing)),
)


def lead(status: Status | None = None, *standings: Standing) -> LeadFacts:
    return LeadFacts(status, frozenset(standings))


@pytest.mark.parametrize(
    ("facts", "counted"),
    [
        ([lead(NORMAL)], Bucket.NORMAL),
        ([lead(DONE), lead(NORMAL)], Bucket.NORMAL),
        ([lead(NORMAL), lead(AT_RISK)], Bucket.AT_RISK),
        ([lead(AT_RISK), lead(BLOCKED)], Bucket.BLOCKED),
        ([lead(LAGGING), lead(BLOCKED)], Bucket.LAGGING),
        ([lead(NORMAL), lead(None, Standing.OVERDUE)], Bucket.NORMAL),
        ([lead(None, Standing.OVERDUE)], Bucket.SILENT),
        ([lead(None, Standing.MISSED, Standing.OPEN)], Bucket.SILENT),
        ([lead(None, Standing.OPEN), lead(None, Standing.OVERDUE)], Bucket.SILENT),
        ([lead(None, Standing.UPCOMING)], Bucket.NOT_ASKED),
        ([lead(None, Standing.NOT_ASKED)], Bucket.NOT_ASKED),
        ([lead()], Bucket.NOT_ASKED),
        ([], Bucket.NOT_ASKED),
    ],
)
def test_a_task_is_counted_by_its_gravest_report_else_by_why_there_is_none(
    facts: list[LeadFacts], counted: Bucket
):
    assert bucket(facts) is counted


@given(st.lists(leads, max_size=5))
def test_silence_is_counted_only_where_an_answer_is_owed(facts: list[LeadFacts]):
    owed = any({Standing.OVERDUE, Standing.MISSED} & one.standings for one in facts)
    assert bucket(facts) is not Bucket.SILENT or owed


@given(st.lists(leads, max_size=5))
def test_the_order_of_lead_units_does_not_matter(facts: list[LeadFacts]):
    assert bucket(facts) is bucket(reversed(facts))


@given(st.lists(st.sampled_from(Bucket), max_size=200))
def test_a_tally_adds_up_to_its_total(buckets: list[Bucket]):
    counted = tally(Bucket, buckets, len(buckets))
    assert sum(counted.counts.values()) == counted.total == len(buckets)
    assert set(counted.counts) == set(Bucket)


@given(st.lists(st.sampled_from(Bucket), max_size=20), st.integers(-5, 5).filter(bool))
def test_a_tally_that_does_not_add_up_is_refused(buckets: list[Bucket], off: int):
    with pytest.raises(ValueError, match="do not add up"):
        tally(Bucket, buckets, len(buckets) + off)


def test_a_tally_made_by_hand_is_checked_too():
    with pytest.raises(ValueError, match="do not add up"):
        Tally({Bucket.NORMAL: 139}, 140)
