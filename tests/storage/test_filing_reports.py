"""Taps become reports: each revision is kept, and only one's own card can be answered."""

from __future__ import annotations

import threading
from concurrent.futures import wait
from decimal import Decimal

import pytest
from sqlmodel import Session

from rules.facts import Duty, Status
from rules.refusals import (
    NothingBefore,
    NotYourCard,
    NotYourTask,
    PeriodClosed,
    Stranger,
    UnknownButton,
)
from rules.standing import Standing
from storage import answers, members
from storage.check_ins import Filing, Source, file_reports
from storage.outbox import NoticeKind
from storage.tables import Event, Notice, Report
from tests.office import Office, clock, utc

LI_MING, WANG_FANG, ZHAO_QIANG = 5210000117, 812345678, 6003817254
DAY, WEEK = "D2024-02-01", "W2024-05"
NEXT_DAY = "D2024-02-02"


@pytest.fixture
def asked(office: Office) -> Office:
    """1 February 2024, 16:00: 李明 holds the cards of the day and the week, 王芳 those of hers."""
    office.bind(LI_MING, "李明", "市城管执法局")
    office.bind(WANG_FANG, "王芳", "市住建局")
    office.ask("2024-02-01 16:00")
    return office


def said(office: Office, key: str = DAY, user: int = LI_MING) -> dict[str, Status | None]:
    return {
        item.number: item.said.status if item.said else None
        for item in office.card(user, key).items
    }


def test_a_tap_files_one_report(asked: Office):
    taken = asked.tap(LI_MING, DAY, "15", Status.AT_RISK, "2024-02-01 16:05")
    assert (taken.round_id, taken.filed) == (asked.round(DAY).id, 1)
    assert said(asked) == {"11": None, "13": None, "15": Status.AT_RISK, "16": None}
    (report,) = asked.reports()
    assert report.said_at == report.recorded_at == utc("2024-02-01 16:05")


def test_a_tap_on_the_days_card_leaves_the_weeks_alone(asked: Office):
    asked.tap(LI_MING, DAY, "15", Status.DONE, "2024-02-01 16:05")
    assert set(said(asked, WEEK).values()) == {None}


def test_all_normal_fills_only_what_is_unanswered(asked: Office):
    asked.tap(LI_MING, DAY, "16", Status.LAGGING, "2024-02-01 16:05")
    day = asked.round(DAY).id or 0
    taken = asked.write(answers.tap_all_normal, LI_MING, day, at=clock("2024-02-01 16:06"))
    assert taken.filed == 3
    normal = Status.NORMAL
    assert said(asked) == {"11": normal, "13": normal, "15": normal, "16": Status.LAGGING}


def test_all_normal_twice_files_nothing_more(asked: Office):
    day = asked.round(DAY).id or 0
    asked.write(answers.tap_all_normal, LI_MING, day, at=clock("2024-02-01 16:05"))
    taken = asked.write(answers.tap_all_normal, LI_MING, day, at=clock("2024-02-01 16:06"))
    assert taken.filed == 0
    assert asked.count(Report) == 4


def test_same_as_before_repeats_the_latest_report_of_each_task(asked: Office):
    asked.write_words(
        LI_MING,
        "15 累计104个,两处已划线;16 滞后 缺资金批复→市财政局",
        "2024-02-01 16:05",
        reply_to=card_message(asked, DAY),
    )
    asked.ask("2024-02-02 16:00")
    day = asked.round(NEXT_DAY).id or 0
    taken = asked.write(answers.tap_same, LI_MING, day, at=clock("2024-02-02 16:05"))
    assert taken.filed == 2
    first, second = (asked.item(LI_MING, NEXT_DAY, number).said for number in ("15", "16"))
    assert first is not None
    assert second is not None
    assert (first.value, first.measure) == (Decimal(104), "个")
    assert (second.status, second.awaited) == (Status.LAGGING, "市财政局")
    assert said(asked, NEXT_DAY)["11"] is None


def test_same_as_before_without_a_before_is_refused(asked: Office):
    with pytest.raises(NothingBefore):
        asked.write(
            answers.tap_same,
            LI_MING,
            asked.round(DAY).id or 0,
            at=clock("2024-02-01 16:05"),
        )
    assert asked.reports() == []


def test_every_revision_is_kept_and_the_last_one_counts(asked: Office):
    for minute, status in enumerate((Status.NORMAL, Status.LAGGING, Status.DONE)):
        asked.tap(LI_MING, DAY, "15", status, f"2024-02-01 16:1{minute}")
    assert [(report.revision, report.status) for report in asked.reports()] == [
        (1, Status.NORMAL),
        (2, Status.LAGGING),
        (3, Status.DONE),
    ]
    item = asked.item(LI_MING, DAY, "15")
    assert item.said is not None
    assert (item.said.revision, item.said.status) == (3, Status.DONE)
    assert item.facts.answered == clock("2024-02-01 16:10")


def test_a_tap_after_words_keeps_their_figure_and_progress(asked: Office):
    reply = card_message(asked, DAY)
    asked.write_words(LI_MING, "15 累计104个,两处已划线", "2024-02-01 16:05", reply_to=reply)
    asked.tap(LI_MING, DAY, "15", Status.LAGGING, "2024-02-01 16:06")
    latest = asked.item(LI_MING, DAY, "15").said
    assert latest is not None
    assert (latest.status, latest.value, latest.progress) == (
        Status.LAGGING,
        Decimal(104),
        "两处已划线",
    )


def test_twelve_taps_at_once_are_twelve_revisions(asked: Office):
    check_in_id = asked.item(LI_MING, DAY, "15").check_in_id
    at = clock("2024-02-01 16:05")
    work = [
        asked.database._transactions.write(
            lambda s: answers.tap_status(s, LI_MING, check_in_id, Status.NORMAL, at=at)
        )
        for _ in range(12)
    ]
    assert [future.result().filed for future in work] == [1] * 12
    assert sorted(report.revision for report in asked.reports()) == list(range(1, 13))


@pytest.mark.parametrize(
    ("at", "standing"),
    [
        ("2024-02-01 18:00", Standing.ANSWERED),
        ("2024-02-01 18:01", Standing.LATE),
        ("2024-02-04 23:59", Standing.LATE),
    ],
)
def test_an_answer_after_due_is_taken_and_counts_as_late(
    asked: Office, at: str, standing: Standing
):
    asked.tap(LI_MING, DAY, "15", Status.NORMAL, at)
    assert asked.item(LI_MING, DAY, "15").standing(clock("2024-02-05 09:00")) is standing


def test_a_later_revision_does_not_make_an_answer_late(asked: Office):
    asked.tap(LI_MING, DAY, "15", Status.NORMAL, "2024-02-01 17:00")
    asked.tap(LI_MING, DAY, "15", Status.DONE, "2024-02-02 09:00")
    item = asked.item(LI_MING, DAY, "15")
    assert item.standing(clock("2024-02-02 10:00")) is Standing.ANSWERED


@pytest.mark.parametrize(
    ("key", "last_moment", "closing"),
    [
        (DAY, "2024-02-04 23:59", "2024-02-05 00:00"),
        (WEEK, "2024-03-03 23:59", "2024-03-04 00:00"),
    ],
)
def test_a_closed_period_takes_no_answer(asked: Office, key: str, last_moment: str, closing: str):
    asked.tap(LI_MING, key, "15", Status.NORMAL, last_moment)
    with pytest.raises(PeriodClosed) as refused:
        asked.tap(LI_MING, key, "15", Status.DONE, closing)
    closed = asked.round(key)
    assert (refused.value.first, refused.value.last) == (closed.first, closed.last)
    assert refused.value.closed_at == clock(closing)
    assert [report.status for report in asked.reports()] == [Status.NORMAL]


def test_another_units_check_in_is_refused_and_nothing_is_written(asked: Office):
    rows = asked.count(Event), asked.count(Notice)
    foreign = asked.card(WANG_FANG, DAY).items[0]
    with pytest.raises(NotYourTask) as refused:
        asked.write(
            answers.tap_status,
            LI_MING,
            foreign.check_in_id,
            Status.DONE,
            at=clock("2024-02-01 16:05"),
        )
    assert refused.value.number == foreign.number
    assert asked.reports() == []
    assert (asked.count(Event), asked.count(Notice)) == rows


def test_one_foreign_check_in_among_ones_own_refuses_them_all(asked: Office):
    own, foreign = asked.card(LI_MING, DAY).items[0], asked.card(WANG_FANG, DAY).items[0]
    filings = [Filing(own.check_in_id, Status.DONE), Filing(foreign.check_in_id, Status.DONE)]
    at = clock("2024-02-01 16:05")
    with pytest.raises(NotYourTask):
        asked.write(
            file_reports,
            asked.round(DAY).id or 0,
            filings,
            Source(asked.member_id(LI_MING), at, at),
        )
    assert asked.reports() == []
    assert set(said(asked).values()) == {None}


def test_a_check_in_of_another_round_is_not_filed_under_this_one(asked: Office):
    of_the_week = asked.item(LI_MING, WEEK, "15").check_in_id
    at = clock("2024-02-01 16:05")
    with pytest.raises(UnknownButton):
        asked.write(
            file_reports,
            asked.round(DAY).id or 0,
            [Filing(of_the_week, Status.DONE)],
            Source(asked.member_id(LI_MING), at, at),
        )


def test_buttons_that_nobody_made_are_refused(asked: Office):
    at = clock("2024-02-01 16:05")
    with pytest.raises(UnknownButton):
        asked.write(answers.tap_status, LI_MING, 10**6, Status.DONE, at=at)
    for tap in (answers.tap_all_normal, answers.tap_same):
        with pytest.raises(UnknownButton):
            asked.write(tap, LI_MING, 10**6, at=at)
    assert asked.reports() == []


def test_a_stranger_cannot_answer(asked: Office):
    check_in_id = asked.item(LI_MING, DAY, "15").check_in_id
    with pytest.raises(Stranger):
        asked.write(answers.tap_status, 99, check_in_id, Status.DONE, at=clock("2024-02-01 16:05"))


def test_who_left_cannot_answer_their_old_card(asked: Office):
    day = asked.round(DAY).id or 0
    check_in_id = asked.item(LI_MING, DAY, "15").check_in_id
    asked.write(members.leave, LI_MING, at=clock("2024-02-01 16:04"))
    at = clock("2024-02-01 16:05")
    with pytest.raises(NotYourTask):
        asked.write(answers.tap_status, LI_MING, check_in_id, Status.DONE, at=at)
    with pytest.raises(NotYourCard):
        asked.write(answers.tap_all_normal, LI_MING, day, at=at)
    assert asked.reports() == []


def test_a_head_may_answer_what_the_liaison_was_asked(asked: Office):
    asked.bind(ZHAO_QIANG, "陈局长", "市城管执法局", Duty.HEAD, at="2024-02-01 16:04")
    check_in_id = asked.item(LI_MING, DAY, "15").check_in_id
    asked.write(
        answers.tap_status, ZHAO_QIANG, check_in_id, Status.DONE, at=clock("2024-02-01 16:05")
    )
    latest = asked.item(LI_MING, DAY, "15").said
    assert latest is not None
    assert latest.author == "陈局长"


def test_an_answer_by_one_liaison_redraws_the_cards_of_both(office: Office):
    first = office.bind(LI_MING, "李明", "市城管执法局")
    second = office.bind(ZHAO_QIANG, "赵强", "市城管执法局")
    office.bind(WANG_FANG, "王芳", "市住建局")
    office.ask("2024-02-01 16:00")
    office.tap(LI_MING, DAY, "15", Status.DONE, "2024-02-01 16:05")
    day = office.round(DAY).id
    shown = {
        notice.member_id: notice.message_id
        for notice in office.notices(NoticeKind.CARD)
        if notice.round_id == day
    }
    refreshed = office.notices(NoticeKind.REFRESH)
    assert {notice.member_id: notice.subject["message_id"] for notice in refreshed} == {
        first: shown[first],
        second: shown[second],
    }


def test_a_card_not_delivered_yet_is_not_redrawn(office: Office):
    office.bind(LI_MING, "李明", "市城管执法局")
    office.tick("2024-02-01 16:00")
    office.tap(LI_MING, DAY, "15", Status.DONE, "2024-02-01 16:05")
    assert office.notices(NoticeKind.REFRESH) == []


def card_message(office: Office, key: str) -> int:
    """Return the message that shows 李明 the card of a round."""
    round_id, member_id = office.round(key).id, office.member_id(LI_MING)
    (notice,) = (
        one
        for one in office.notices(NoticeKind.CARD)
        if (one.round_id, one.member_id) == (round_id, member_id)
    )
    return notice.message_id or 0


def test_all_normal_does_not_overrule_what_a_colleague_says_at_the_same_moment(asked: Office):
    asked.bind(ZHAO_QIANG, "赵强", "市城管执法局", at="2024-02-01 16:04")
    check_in_id = asked.item(LI_MING, DAY, "15").check_in_id
    day, at = asked.round(DAY).id or 0, clock("2024-02-01 16:05")
    begun, go_on = threading.Event(), threading.Event()

    def say_lagging(session: Session) -> None:
        answers.tap_status(session, ZHAO_QIANG, check_in_id, Status.LAGGING, at=at)
        session.flush()
        begun.set()
        go_on.wait(20)

    writes = asked.database._transactions
    colleague = writes.write(say_lagging)
    assert begun.wait(20)
    hurried = writes.write(lambda s: answers.tap_all_normal(s, LI_MING, day, at=at))
    wait([hurried], timeout=0.5)
    go_on.set()
    colleague.result()
    assert hurried.result().filed == 3
    assert said(asked)["15"] is Status.LAGGING
