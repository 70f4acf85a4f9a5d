"""A unit head confirms the month's reports or sends them back; a later revision waits anew."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rules.facts import Duty, PeriodKind, Status
from rules.refusals import NotHead, PeriodClosed, Stranger, UnknownButton
from storage import approvals, dialogues
from storage.approvals import Ruled
from storage.ledger.submissions import ApprovalState, reported
from storage.outbox import NoticeKind
from storage.rounds import plan_facts
from storage.settings import change_setting
from storage.tables import Absence, Approval, CheckIn, Event, Notice, Round, Unit
from tests.office import Office, clock, utc
from tests.round_play import check_ins, opened, report, unit_of
from tests.statements import statements

LI_MING, WANG_FANG, CHEN, LIU = 5210000117, 812345678, 2410338512, 700100204
CITY, HOUSING, LAW = "市城管执法局", "市住建局", "市司法局"
PENDING, APPROVED, SENT_BACK, NOT_NEEDED = (
    ApprovalState.PENDING,
    ApprovalState.APPROVED,
    ApprovalState.SENT_BACK,
    ApprovalState.NOT_NEEDED,
)


@pytest.fixture
def staffed(office: Office) -> Office:
    """李明 and head 陈局长 of one unit, 王芳 alone for another."""
    office.bind(LI_MING, "李明", CITY)
    office.bind(CHEN, "陈局长", CITY, Duty.HEAD)
    office.bind(WANG_FANG, "王芳", HOUSING)
    return office


@pytest.fixture
def month(staffed: Office) -> Round:
    """February's round: open from the 20th, reminded of on the 23rd and 26th, due on the 26th."""
    return opened(staffed, PeriodKind.MONTH, "2024-02-20", CITY, HOUSING)


def asked(office: Office) -> list[Notice]:
    return office.notices(NoticeKind.APPROVAL)


def state(office: Office, row: Round, unit: str = CITY) -> ApprovalState:
    return office.read(approvals.state, row.id or 0, [unit_of(office, unit)])[unit_of(office, unit)]


def remind(office: Office, at: str) -> int:
    return office.write(
        lambda session: approvals.before_due(
            session, plan_facts(session, office.plan_id), clock(at)
        )
    )


def approve(
    office: Office, row: Round, at: str, *, seen: int = 10**6, user_id: int = CHEN
) -> Ruled:
    return office.write(
        approvals.approve, user_id, row.id or 0, unit_of(office, CITY), seen=seen, at=clock(at)
    )


def send_back(
    office: Office, row: Round, at: str, *, seen: int = 10**6, user_id: int = CHEN
) -> Ruled:
    return office.write(
        approvals.send_back,
        user_id,
        row.id or 0,
        unit_of(office, CITY),
        "第15项请核实",
        seen=seen,
        at=clock(at),
    )


def test_the_head_is_asked_when_all_is_answered(staffed: Office, month: Round):
    report(staffed, LI_MING, month, CITY, "2024-02-21 09:00", ["15", "16"])
    assert asked(staffed) == []
    rest = [number for number in check_ins(staffed, month, CITY) if number not in {"15", "16"}]
    ids = report(staffed, LI_MING, month, CITY, "2024-02-21 09:10", rest)
    (notice,) = asked(staffed)
    assert notice.member_id == staffed.member_id(CHEN)
    assert notice.round_id == month.id
    assert notice.subject == {"unit": unit_of(staffed, CITY), "report": max(ids)}
    assert notice.expires_at == month.closes_at


def test_what_a_higher_report_covers_is_not_waited_for(staffed: Office, month: Round):
    covered = check_ins(staffed, month, CITY)["15"]
    staffed.write(
        lambda session: setattr(
            session.get_one(CheckIn, covered), "covered_at", clock("2024-02-20 12:00")
        )
    )
    rest = [number for number in check_ins(staffed, month, CITY) if number != "15"]
    report(staffed, LI_MING, month, CITY, "2024-02-21 09:10", rest)
    assert len(asked(staffed)) == 1


@pytest.mark.parametrize("kind", [PeriodKind.DAY, PeriodKind.WEEK])
def test_nobody_rules_below_the_month(staffed: Office, kind: PeriodKind):
    row = opened(staffed, kind, "2024-02-20", CITY)
    report(staffed, LI_MING, row, CITY, "2024-02-22 16:30")
    assert asked(staffed) == []
    assert state(staffed, row) is NOT_NEEDED


@pytest.mark.parametrize("kind", [PeriodKind.QUARTER, PeriodKind.YEAR])
def test_heads_rule_above_the_month_too(staffed: Office, kind: PeriodKind):
    row = opened(staffed, kind, "2024-12-10", CITY)
    report(staffed, LI_MING, row, CITY, "2024-12-20 16:30")
    assert len(asked(staffed)) == 1
    assert state(staffed, row) is PENDING


def test_nothing_is_needed_where_no_head_is_bound(staffed: Office, month: Round):
    report(staffed, WANG_FANG, month, HOUSING, "2024-02-21 09:00")
    assert asked(staffed) == []
    assert state(staffed, month, HOUSING) is NOT_NEEDED


def test_nothing_is_needed_before_anything_is_reported_nor_of_units_not_asked(
    staffed: Office, month: Round
):
    assert state(staffed, month) is NOT_NEEDED
    assert state(staffed, month, LAW) is NOT_NEEDED


def test_nothing_is_needed_of_a_report_the_head_gave(staffed: Office, month: Round):
    report(staffed, CHEN, month, CITY, "2024-02-21 09:00")
    assert asked(staffed) == []
    assert state(staffed, month) is NOT_NEEDED


def test_a_plan_can_do_without(staffed: Office, month: Round):
    staffed.write(
        change_setting, staffed.plan_id, "head_approval", "off", by_user=LIU, at=clock("2024-02-20")
    )
    report(staffed, LI_MING, month, CITY, "2024-02-21 09:00")
    assert asked(staffed) == []
    assert state(staffed, month) is NOT_NEEDED


def test_a_report_at_night_is_put_before_the_head_in_the_morning(staffed: Office, month: Round):
    report(staffed, LI_MING, month, CITY, "2024-02-21 22:00")
    assert asked(staffed)[0].not_before == utc("2024-02-22 08:30")


def test_a_head_who_is_away_is_not_asked_and_the_stand_in_is_and_may_rule(
    staffed: Office, month: Round
):
    staffed.bind(LIU, "刘副局长", LAW)
    days = clock("2024-02-21").date(), clock("2024-02-28").date()
    absence = Absence(
        member_id=staffed.member_id(CHEN), first=days[0], last=days[1],
        stand_in=staffed.member_id(LIU), at=clock("2024-02-20"),
    )  # fmt: skip
    staffed.write(lambda session: session.add(absence))
    report(staffed, LI_MING, month, CITY, "2024-02-21 09:00")
    assert [notice.member_id for notice in asked(staffed)] == [staffed.member_id(LIU)]
    assert approve(staffed, month, "2024-02-21 09:30", user_id=LIU).state is APPROVED
    with pytest.raises(NotHead):
        approve(staffed, month, "2024-02-29 09:30", user_id=LIU)


def test_approving_is_recorded_with_the_reports_it_is_about(staffed: Office, month: Round):
    ids = report(staffed, LI_MING, month, CITY, "2024-02-21 09:00")
    assert state(staffed, month) is PENDING
    ruled = approve(staffed, month, "2024-02-21 09:30")
    assert ruled == Ruled(CITY, PeriodKind.MONTH, month.first, month.last, APPROVED)
    (row,) = staffed.rows(Approval)
    assert (row.approved, row.reports, row.at) == (True, list(ids), utc("2024-02-21 09:30"))
    assert len(staffed.rows(Event, kind="approved")) == 1


def test_approving_twice_is_recorded_once(staffed: Office, month: Round):
    report(staffed, LI_MING, month, CITY, "2024-02-21 09:00")
    for at in ("2024-02-21 09:30", "2024-02-21 09:31"):
        assert approve(staffed, month, at).state is APPROVED
    assert staffed.count(Approval) == 1


def test_a_later_revision_waits_for_a_new_approval(staffed: Office, month: Round):
    report(staffed, LI_MING, month, CITY, "2024-02-21 09:00")
    approve(staffed, month, "2024-02-21 09:30")
    report(staffed, LI_MING, month, CITY, "2024-02-22 09:00", ["15"], Status.LAGGING)
    assert state(staffed, month) is PENDING
    assert len(asked(staffed)) == 2
    assert approve(staffed, month, "2024-02-22 09:30").state is APPROVED


def test_only_what_was_shown_is_approved(staffed: Office, month: Round):
    ids = report(staffed, LI_MING, month, CITY, "2024-02-21 09:00")
    report(staffed, LI_MING, month, CITY, "2024-02-21 09:20", ["15"], Status.LAGGING)
    assert approve(staffed, month, "2024-02-21 09:30", seen=ids[-1]).state is PENDING
    assert approve(staffed, month, "2024-02-21 09:31").state is APPROVED


def test_what_was_corrected_before_the_word_came_is_not_sent_back(staffed: Office, month: Round):
    ids = report(staffed, LI_MING, month, CITY, "2024-02-21 09:00")
    report(staffed, LI_MING, month, CITY, "2024-02-21 09:20", ["15"])
    assert send_back(staffed, month, "2024-02-21 09:30", seen=ids[-1]).state is PENDING
    assert approve(staffed, month, "2024-02-21 09:31").state is APPROVED


def test_a_head_who_corrects_a_report_approves_it_by_that(staffed: Office, month: Round):
    report(staffed, LI_MING, month, CITY, "2024-02-21 09:00")
    approve(staffed, month, "2024-02-21 09:30")
    report(staffed, CHEN, month, CITY, "2024-02-22 09:00", ["15"], Status.LAGGING)
    assert state(staffed, month) is APPROVED
    assert len(asked(staffed)) == 1


def test_sending_back_tells_the_liaison_with_the_word(staffed: Office, month: Round):
    report(staffed, LI_MING, month, CITY, "2024-02-21 09:00")
    assert send_back(staffed, month, "2024-02-21 18:40").state is SENT_BACK
    (row,) = staffed.rows(Approval)
    (notice,) = staffed.notices(NoticeKind.SENT_BACK)
    assert (row.approved, row.words) == (False, "第15项请核实")
    assert notice.member_id == staffed.member_id(LI_MING)
    assert notice.subject == {"approval": row.id}
    assert notice.not_before == utc("2024-02-22 08:30")


def test_what_was_sent_back_and_corrected_is_asked_anew(staffed: Office, month: Round):
    report(staffed, LI_MING, month, CITY, "2024-02-21 09:00")
    send_back(staffed, month, "2024-02-21 09:30")
    report(staffed, LI_MING, month, CITY, "2024-02-21 10:00", ["15"])
    assert state(staffed, month) is PENDING
    assert len(asked(staffed)) == 2
    assert approve(staffed, month, "2024-02-21 10:30").state is APPROVED


def test_a_head_may_think_again(staffed: Office, month: Round):
    report(staffed, LI_MING, month, CITY, "2024-02-21 09:00")
    send_back(staffed, month, "2024-02-21 09:30")
    assert approve(staffed, month, "2024-02-21 09:40").state is APPROVED
    assert send_back(staffed, month, "2024-02-21 09:50").state is SENT_BACK


def test_the_words_of_a_dialogue_send_back_and_close_it(staffed: Office, month: Round):
    report(staffed, LI_MING, month, CITY, "2024-02-21 09:00")
    subject = {"round": month.id, "unit": unit_of(staffed, CITY), "seen": 10**6}
    now = clock("2024-02-21 09:30")
    staffed.write(dialogues.open_dialogue, CHEN, "send_back", subject, now)
    found = staffed.read(dialogues.find_dialogue, CHEN, None, now)
    assert found is not None
    ruled = staffed.write(approvals.answer_with_words, CHEN, found, "请核实", at=now)
    assert ruled.state is SENT_BACK
    assert staffed.read(dialogues.find_dialogue, CHEN, None, now) is None


@pytest.mark.parametrize(
    ("user_id", "refusal"),
    [(LIU, Stranger), (LI_MING, NotHead), (WANG_FANG, NotHead)],
    ids=["a stranger", "the liaison", "somebody of another unit"],
)
@pytest.mark.parametrize("act", [approve, send_back], ids=["approve", "send back"])
def test_only_the_head_rules(staffed: Office, month: Round, act, user_id, refusal):
    report(staffed, LI_MING, month, CITY, "2024-02-21 09:00")
    with pytest.raises(refusal):
        act(staffed, month, "2024-02-21 09:30", user_id=user_id)
    assert staffed.count(Approval) == 0


@pytest.mark.parametrize("act", [approve, send_back], ids=["approve", "send back"])
def test_nobody_rules_once_the_round_is_closed(staffed: Office, month: Round, act):
    report(staffed, LI_MING, month, CITY, "2024-02-21 09:00")
    late = (month.closes_at + timedelta(hours=9)).strftime("%Y-%m-%d %H:%M")
    with pytest.raises(PeriodClosed):
        act(staffed, month, late)


def test_a_forged_button_rules_on_nothing(staffed: Office, month: Round):
    now = clock("2024-02-21 09:30")
    staffed.bind(CHEN, "陈局长", LAW, Duty.HEAD)  # a unit this round does not ask
    for round_id, unit_id in (
        (9999, unit_of(staffed, CITY)),
        (month.id or 0, 9999),
        (month.id or 0, unit_of(staffed, LAW)),
    ):
        with pytest.raises(UnknownButton):
            staffed.write(approvals.approve, CHEN, round_id, unit_id, seen=1, at=now)
        with pytest.raises(UnknownButton):
            staffed.write(approvals.send_back, CHEN, round_id, unit_id, "", seen=1, at=now)


def test_what_is_answered_by_the_reminder_is_asked_then_and_once(staffed: Office, month: Round):
    ids = report(staffed, LI_MING, month, CITY, "2024-02-21 09:00", ["15", "16"])
    assert remind(staffed, "2024-02-22 09:00") == 0
    first, again = month.reminds_at, month.reminds_again_at
    assert first is not None
    assert again is not None
    at = max(first, again).astimezone(clock("2024-02-21").tzinfo).strftime("%Y-%m-%d %H:%M")
    assert remind(staffed, at) == 1
    assert remind(staffed, at) == 0
    (notice,) = asked(staffed)
    assert notice.subject["report"] == max(ids)


def test_after_the_reminder_single_answers_do_not_ask_again_but_the_last_does(
    staffed: Office, month: Round
):
    report(staffed, LI_MING, month, CITY, "2024-02-21 09:00", ["15"])
    assert remind(staffed, "2024-02-26 09:00") == 1
    report(staffed, LI_MING, month, CITY, "2024-02-26 09:10", ["16"])
    assert remind(staffed, "2024-02-26 09:11") == 0
    report(staffed, LI_MING, month, CITY, "2024-02-26 09:20")
    assert remind(staffed, "2024-02-26 09:21") == 0
    assert len(asked(staffed)) == 2


@pytest.mark.parametrize("at", ["2024-02-26 18:00", "2024-02-27 09:00"])
def test_no_reminder_comes_after_due(staffed: Office, month: Round, at: str):
    report(staffed, LI_MING, month, CITY, "2024-02-21 09:00", ["15"])
    assert remind(staffed, at) == 0


def test_what_is_approved_or_sent_back_is_not_reminded_of(staffed: Office, month: Round):
    report(staffed, LI_MING, month, CITY, "2024-02-21 09:00", ["15"])
    approve(staffed, month, "2024-02-21 09:30")
    assert remind(staffed, "2024-02-26 09:00") == 0
    send_back(staffed, month, "2024-02-26 09:01")
    assert remind(staffed, "2024-02-26 09:02") == 0


def test_reports_are_told_with_their_tasks_in_the_order_of_the_notice(
    staffed: Office, month: Round
):
    ids = report(staffed, LI_MING, month, CITY, "2024-02-21 09:00", ["16", "11"], Status.LAGGING)
    told = staffed.read(reported, ids)
    assert [(one.number, one.said.status, one.said.author) for one in told] == [
        ("11", Status.LAGGING, "李明"),
        ("16", Status.LAGGING, "李明"),
    ]


@pytest.mark.parametrize("act", [approve, send_back], ids=["approve", "send back"])
def test_nothing_is_ruled_on_where_nothing_waits(staffed: Office, month: Round, act):
    report(staffed, CHEN, month, CITY, "2024-02-21 09:00")
    with pytest.raises(UnknownButton):
        act(staffed, month, "2024-02-21 09:30")
    with pytest.raises(UnknownButton):
        staffed.read(
            approvals.may_rule,
            CHEN,
            month.id or 0,
            unit_of(staffed, CITY),
            at=clock("2024-02-21 09:30"),
        )


def test_the_state_of_all_units_takes_as_many_questions_as_that_of_one(
    staffed: Office, month: Round
):
    report(staffed, LI_MING, month, CITY, "2024-02-21 09:00")
    report(staffed, WANG_FANG, month, HOUSING, "2024-02-21 09:00")
    one, all_units = [unit_of(staffed, CITY)], [row.id or 0 for row in staffed.rows(Unit)]
    with statements() as for_one:
        staffed.read(approvals.state, month.id or 0, one)
    with statements() as for_all:
        staffed.read(approvals.state, month.id or 0, all_units)
    assert len(for_all) == len(for_one)
