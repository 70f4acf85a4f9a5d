"""Targets: proposed by the lead unit, decided by a supervisor, written down once, journalled."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.facts import Bound, Duty, TargetKind
from rules.refusals import (
    BadTarget,
    NotSupervisor,
    NotYourTask,
    ProposalDecided,
    Stranger,
    UnknownTask,
)
from rules.replies import ValueKind
from rules.stages import Stage
from rules.targets import Flaw, TargetSheet
from storage.ledger.targets import (
    TargetRow,
    proposed_row,
    target_row,
    target_row_of,
    target_rows,
)
from storage.members import grant_supervisor
from storage.progress import series
from storage.tables import Event, Milestone, Proposal, Target
from storage.target_records import from_record, to_record
from storage.targets import confirm_all, decide, propose
from tests.office import Office, clock

LIAISON, HEAD, OTHER, SUPERVISOR, STRANGER = 101, 102, 103, 104, 999
AT, LATER = clock("2024-02-05 16:00"), clock("2024-02-06 09:00")
Q1, Q2 = date(2024, 3, 31), date(2024, 6, 30)
SHEET = TargetSheet(
    goal=Decimal(2000),
    measure="个",
    stages=(Stage(Q1, Decimal(300)), Stage(Q2, Decimal(900), "划线完工")),
)


@pytest.fixture
def staffed(office: Office) -> Office:
    office.bind(LIAISON, "李明", "市城管执法局")
    office.bind(HEAD, "陈局长", "市城管执法局", Duty.HEAD)
    office.bind(OTHER, "王芳", "市住建局")
    office.write(grant_supervisor, SUPERVISOR, "刘主任", at=clock("2024-01-31 20:30"))
    return office


def row(office: Office, number: str = "15") -> TargetRow:
    return office.read(target_row, office.plan_id, number)


def offer(office: Office, user_id: int, sheet: TargetSheet = SHEET, number: str = "15", **more):
    return office.write(propose, office.plan_id, user_id, number, sheet, at=AT, **more)


def target(office: Office, number: str = "15") -> Target:
    return office.rows(Target, task_id=row(office, number).task_id)[0]


@pytest.mark.parametrize("user_id", [LIAISON, HEAD])
def test_a_lead_unit_proposes_and_nothing_stands_yet(staffed: Office, user_id):
    taken = offer(staffed, user_id)
    assert not taken.confirmed
    shown = row(staffed)
    assert shown.proposal is not None
    assert (shown.proposal.id, shown.proposal.sheet) == (taken.proposal_id, SHEET)
    assert shown.proposal.author in {"李明", "陈局长"}
    assert shown.basis == SHEET
    assert not shown.confirmed
    assert shown.standing == TargetSheet(Decimal(2000), "个")
    assert staffed.rows(Milestone) == []


def test_a_supervisor_confirms_it_and_it_stands(staffed: Office):
    taken = offer(staffed, LIAISON)
    done = staffed.write(decide, SUPERVISOR, taken.proposal_id, True, at=LATER)
    assert (done.number, done.accepted) == ("15", True)
    shown = row(staffed)
    assert (shown.standing, shown.confirmed, shown.proposal) == (SHEET, True, None)
    stands = target(staffed)
    assert stands.confirmed_by == staffed.member_id(SUPERVISOR)
    assert stands.confirmed_at == LATER
    assert stands.phrase == "2000个停车位"  # still says the same
    (event,) = staffed.rows(Event, kind="target confirmed")
    assert event.details == {"before": None, "after": to_record(SHEET)}
    assert event.member_id == staffed.member_id(SUPERVISOR)


def test_a_change_keeps_what_was_in_the_journal(staffed: Office):
    offer(staffed, SUPERVISOR)
    changed = replace(SHEET, goal=Decimal(2400), bound=Bound.AT_LEAST, stages=SHEET.stages[1:])
    offer(staffed, SUPERVISOR, changed)
    assert row(staffed).standing == changed
    assert [one.day for one in staffed.rows(Milestone)] == [Q2]
    assert target(staffed).phrase == "2400个以上"
    assert len(staffed.rows(Target, task_id=row(staffed).task_id)) == 1
    last = staffed.rows(Event, kind="target confirmed")[-1]
    assert last.details == {"before": to_record(SHEET), "after": to_record(changed)}


def test_a_stage_that_stays_keeps_when_it_was_reached(staffed: Office):
    offer(staffed, SUPERVISOR)

    def reach(session) -> None:
        milestone = session.get_one(Milestone, staffed.rows(Milestone)[0].id)
        milestone.reached_at = LATER

    staffed.write(reach)
    offer(staffed, SUPERVISOR, replace(SHEET, baseline=Decimal(10)))
    assert [one.reached_at for one in staffed.rows(Milestone)] == [LATER, None]


def test_a_supervisors_own_is_confirmed_at_once(staffed: Office):
    assert offer(staffed, SUPERVISOR).confirmed
    assert row(staffed).confirmed
    (kept,) = staffed.rows(Proposal)
    assert kept.accepted
    assert kept.decided_by == staffed.member_id(SUPERVISOR)


def test_so_is_an_administrators_whom_nobody_enrolled(staffed: Office):
    assert offer(staffed, STRANGER, admin=True).confirmed
    assert target(staffed).confirmed_by is None
    assert row(staffed).confirmed


def test_a_refusal_keeps_the_proposal_and_its_word(staffed: Office):
    taken = offer(staffed, LIAISON)
    staffed.write(decide, SUPERVISOR, taken.proposal_id, False, "请补充基数", at=LATER)
    shown = row(staffed)
    assert (shown.proposal, shown.confirmed) == (None, False)
    assert shown.refused is not None
    assert (shown.refused.words, shown.refused.at) == ("请补充基数", LATER)
    (event,) = staffed.rows(Event, kind="target refused")
    assert event.details == {"before": to_record(SHEET), "words": "请补充基数"}

    offer(staffed, LIAISON)
    assert row(staffed).refused is None


def test_a_newer_proposal_takes_the_place_of_the_older(staffed: Office):
    older = offer(staffed, LIAISON)
    newer = offer(staffed, HEAD, replace(SHEET, baseline=Decimal(5)))
    shown = row(staffed).proposal
    assert shown is not None
    assert shown.id == newer.proposal_id
    with pytest.raises(ProposalDecided):
        staffed.write(decide, SUPERVISOR, older.proposal_id, True, at=LATER)
    assert not row(staffed).confirmed


def test_what_was_reported_counts_towards_the_new_figure(staffed: Office):
    staffed.skip_to("2024-02-05 15:59")
    staffed.ask("2024-02-05 16:00")
    staffed.write_words(LIAISON, "15 累计104个", "2024-02-05 16:30")
    offer(staffed, SUPERVISOR, TargetSheet(Decimal("0.2"), "万个"))
    (point,) = staffed.read(series, row(staffed).task_id)
    assert point.total == Decimal("0.0104")
    offer(staffed, SUPERVISOR, TargetSheet(Decimal(30), "亩"))
    assert staffed.read(series, row(staffed).task_id) == ()  # 104 of something else


def test_a_proposal_is_decided_once(staffed: Office):
    taken = offer(staffed, LIAISON)
    staffed.write(decide, SUPERVISOR, taken.proposal_id, True, at=LATER)
    with pytest.raises(ProposalDecided):
        staffed.write(decide, SUPERVISOR, taken.proposal_id, False, at=LATER)
    assert row(staffed).confirmed
    with pytest.raises(ProposalDecided):
        staffed.read(proposed_row, taken.proposal_id)
    with pytest.raises(ProposalDecided):
        staffed.write(decide, SUPERVISOR, 4711, True, at=LATER)


def test_only_the_lead_unit_and_supervisors_propose(staffed: Office):
    with pytest.raises(NotYourTask):
        offer(staffed, OTHER)
    with pytest.raises(Stranger):
        offer(staffed, STRANGER)
    with pytest.raises(UnknownTask):
        offer(staffed, LIAISON, number="999")
    assert staffed.rows(Proposal) == []


def test_only_a_supervisor_decides(staffed: Office):
    taken = offer(staffed, LIAISON)
    for user_id in (LIAISON, HEAD, OTHER, STRANGER):
        with pytest.raises(NotSupervisor):
            staffed.write(decide, user_id, taken.proposal_id, True, at=LATER)
    staffed.write(decide, STRANGER, taken.proposal_id, True, at=LATER, admin=True)


def test_what_may_not_stand_is_refused_with_its_day(staffed: Office):
    with pytest.raises(BadTarget) as refused:
        offer(staffed, LIAISON, replace(SHEET, goal=Decimal(800)))
    assert (refused.value.flaw, refused.value.day) == (Flaw.STAGE_BEYOND, Q2)
    with pytest.raises(BadTarget) as refused:
        offer(staffed, LIAISON, replace(SHEET, measure=""))
    assert (refused.value.flaw, refused.value.day) == (Flaw.NO_MEASURE, None)


def test_a_task_without_a_figure_gets_stages_of_words(staffed: Office):
    sheet = TargetSheet(stages=(Stage(Q1, words="完成选址"),))
    assert row(staffed, "13").standing is None
    offer(staffed, SUPERVISOR, sheet, "13")
    shown = row(staffed, "13")
    assert (shown.standing, shown.confirmed) == (sheet, True)
    assert staffed.rows(Target, task_id=shown.task_id) == []


def test_a_figure_taken_back_is_a_suggestion_again(staffed: Office):
    offer(staffed, SUPERVISOR)
    offer(staffed, SUPERVISOR, TargetSheet(stages=(Stage(Q1, words="完成选址"),)))
    assert not row(staffed).confirmed
    assert target(staffed).confirmed_at is None


def test_a_figure_the_text_does_not_hold_gets_a_row_of_its_own(staffed: Office):
    offer(staffed, SUPERVISOR, TargetSheet(Decimal(40), "处"), "12")
    shown = row(staffed, "12")
    assert (shown.standing, shown.confirmed) == (TargetSheet(Decimal(40), "处"), True)
    assert shown.phrases[-1] == "达到40处"
    assert len(shown.phrases) == 7  # the six of the text stay suggestions
    assert sum(one.confirmed_at is not None for one in staffed.rows(Target)) == 1


def test_a_suggestion_that_is_not_the_first_may_be_the_one(staffed: Office):
    sheet = TargetSheet(Decimal(9), "处")
    offer(staffed, SUPERVISOR, sheet, "12")
    assert row(staffed, "12").standing == sheet
    assert len(staffed.rows(Target, task_id=row(staffed, "12").task_id)) == 6


def test_many_are_confirmed_at_once_or_none(staffed: Office):
    good = {"15": SHEET, "16": TargetSheet(Decimal(5000), "个")}
    with pytest.raises(BadTarget):
        staffed.write(confirm_all, staffed.plan_id, {**good, "17": TargetSheet(Decimal(5))}, at=AT)
    assert not row(staffed).confirmed
    offer(staffed, LIAISON)
    assert staffed.write(confirm_all, staffed.plan_id, good, at=AT) == 2
    assert row(staffed).confirmed
    assert row(staffed).proposal is None  # what the sheet says takes its place
    assert row(staffed, "16").confirmed


@pytest.mark.parametrize("user_id", [LIAISON, STRANGER])
def test_many_are_confirmed_by_supervisors_alone(staffed: Office, user_id):
    with pytest.raises(NotSupervisor):
        staffed.write(confirm_all, staffed.plan_id, {"15": SHEET}, at=AT, user_id=user_id)
    assert staffed.write(
        confirm_all, staffed.plan_id, {"15": SHEET}, at=AT, user_id=user_id, admin=True
    )


def test_every_task_has_a_row_in_the_notices_order(staffed: Office):
    rows = staffed.read(target_rows, staffed.plan_id)
    assert len(rows) == 140
    assert [one.number for one in rows[:3]] == ["1", "2", "3"]
    assert sum(one.standing is not None for one in rows) == 45
    assert rows[14].leads == ("市城管执法局",)
    assert staffed.read(target_row_of, staffed.plan_id, rows[14].task_id) == rows[14]


def test_a_task_of_another_plan_is_unknown(staffed: Office):
    with pytest.raises(UnknownTask):
        staffed.read(target_row_of, staffed.plan_id + 1, row(staffed).task_id)
    with pytest.raises(UnknownTask):
        staffed.read(target_row, staffed.plan_id, "141")


figures = st.none() | st.decimals(-(10**9), 10**9, places=3)
sheets = st.builds(
    TargetSheet,
    goal=figures,
    measure=st.text(max_size=8),
    kind=st.sampled_from(TargetKind),
    bound=st.sampled_from(Bound),
    baseline=figures,
    wanted=st.sampled_from(ValueKind),
    stages=st.lists(st.builds(Stage, st.dates(), figures, st.text(max_size=9)), max_size=3).map(
        tuple
    ),
)


@given(sheets)
def test_a_sheet_is_read_from_its_record_as_it_was(sheet):
    assert from_record(to_record(sheet)) == sheet
