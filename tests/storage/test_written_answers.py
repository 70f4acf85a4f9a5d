"""What is typed is filed where it belongs, and what cannot be placed is kept and asked back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rules.facts import Status
from rules.refusals import NotYourCard, PeriodClosed, Stranger, UnknownButton
from rules.standing import Standing
from storage import answers, outbox
from storage.outbox import NoticeKind
from storage.tables import Remark
from tests.office import Office, clock, utc

LI_MING, WANG_FANG = 5210000117, 812345678
DAY, WEEK, NEXT_DAY = "D2024-02-01", "W2024-05", "D2024-02-02"
RIDDLE = "领导您好,辛苦了"


@pytest.fixture
def asked(office: Office) -> Office:
    """1 February 2024, 16:00: 李明 holds the cards of the day and the week."""
    office.bind(LI_MING, "李明", "市城管执法局")
    office.bind(WANG_FANG, "王芳", "市税务局")
    office.ask("2024-02-01 16:00")
    return office


def message_of(office: Office, key: str) -> int:
    round_id = office.round(key).id
    (notice,) = (one for one in office.notices(NoticeKind.CARD) if one.round_id == round_id)
    return notice.message_id or 0


def statuses(office: Office, key: str) -> dict[str, Status]:
    items = office.card(LI_MING, key).items
    return {item.number: item.said.status for item in items if item.said}


def test_typed_words_are_filed_for_the_tasks_they_name(asked: Office):
    taken = asked.write_words(
        LI_MING, "15 累计104个,两处已划线;16 滞后 缺资金批复→市财政局", "2024-02-01 16:05"
    )
    assert taken.filed == 2
    first, second = asked.reports()
    assert (first.value, first.progress, first.status) == (
        Decimal(104),
        "两处已划线",
        Status.NORMAL,
    )
    assert (second.status, second.difficulty, second.awaited) == (
        Status.LAGGING,
        "缺资金批复",
        "市财政局",
    )


def test_words_without_a_card_are_about_the_newest_round_owed(asked: Office):
    asked.write_words(LI_MING, "15 正常", "2024-02-01 16:05")
    assert statuses(asked, DAY) == {"15": Status.NORMAL}
    assert statuses(asked, WEEK) == {}
    asked.write_words(LI_MING, "11、13、16 正常", "2024-02-01 16:06")
    asked.write_words(LI_MING, "15 滞后", "2024-02-01 16:07")
    assert statuses(asked, DAY)["15"] is Status.NORMAL
    assert statuses(asked, WEEK) == {"15": Status.LAGGING}


def test_a_reply_to_a_card_that_was_sent_and_not_marked_is_about_that_card(asked: Office):
    asked.write_words(LI_MING, "11、13、15、16 正常", "2024-02-01 16:05")
    asked.tick("2024-02-02 16:00")
    asked.write(outbox.claim, clock("2024-02-02 16:00"))
    asked.write(outbox.release)
    asked.write_words(LI_MING, "15 滞后", "2024-02-02 16:05", reply_to=4711)
    assert statuses(asked, NEXT_DAY) == {"15": Status.LAGGING}


def test_a_reply_is_about_the_card_it_answers_however_old(asked: Office):
    asked.ask("2024-02-02 16:00")
    old = message_of(asked, DAY)
    asked.write_words(LI_MING, "15 已完成", "2024-02-02 16:05", reply_to=old)
    assert statuses(asked, DAY) == {"15": Status.DONE}
    assert statuses(asked, NEXT_DAY) == {}


def test_an_edited_message_amends_its_own_report(asked: Office):
    asked.write_words(LI_MING, "15 累计104个", "2024-02-01 16:05", message_id=7)
    asked.ask("2024-02-02 16:00")
    asked.write_words(LI_MING, "15 累计140个", "2024-02-02 16:05", message_id=7)
    assert [(report.revision, report.value) for report in asked.reports()] == [
        (1, Decimal(104)),
        (2, Decimal(140)),
    ]
    assert len({report.check_in_id for report in asked.reports()}) == 1


def test_a_reply_to_ones_own_answer_is_about_the_same_round(asked: Office):
    asked.write_words(LI_MING, "15 正常", "2024-02-01 16:05", message_id=7)
    asked.ask("2024-02-02 16:00")
    asked.write_words(LI_MING, "15 滞后", "2024-02-02 16:05", reply_to=7)
    assert statuses(asked, DAY) == {"15": Status.LAGGING}


def test_what_was_filed_is_acknowledged_under_the_message(asked: Office):
    asked.write_words(LI_MING, "15正常,16滞后", "2024-02-01 16:05", message_id=7)
    (receipt,) = asked.notices(NoticeKind.RECEIPT)
    assert receipt.subject == {
        "reports": [report.id for report in asked.reports()],
        "reply_to": 7,
    }


def test_words_that_cannot_be_placed_are_kept_and_asked_back(asked: Office):
    taken = asked.write_words(LI_MING, RIDDLE, "2024-02-01 16:05", message_id=7)
    assert taken.filed == 0
    (remark,) = asked.rows(Remark)
    assert (remark.text, remark.placed_in, remark.message_id) == (RIDDLE, None, 7)
    (question,) = asked.notices(NoticeKind.QUESTION)
    assert question.subject == {"remark": remark.id, "reply_to": 7}
    assert asked.reports() == []


def test_an_edit_of_words_that_wait_takes_their_place_and_is_asked_anew(asked: Office):
    asked.write_words(LI_MING, RIDDLE, "2024-02-01 16:05", message_id=77)
    asked.write_words(LI_MING, RIDDLE + "!!", "2024-02-01 16:06", message_id=77)
    (remark,) = asked.rows(Remark)
    assert remark.text == RIDDLE + "!"
    assert len(asked.notices(NoticeKind.QUESTION)) == 2


def test_words_of_a_task_not_on_the_card_are_kept(asked: Office):
    asked.write_words(LI_MING, "15 正常\n99 已完成,验收通过", "2024-02-01 16:05")
    assert statuses(asked, DAY) == {"15": Status.NORMAL}
    assert "99" in "".join(remark.text for remark in asked.rows(Remark))


def test_words_of_a_person_who_was_never_asked_are_kept(asked: Office):
    taken = asked.write_words(WANG_FANG, "税收增长6%", "2024-02-01 16:05")
    assert (taken.round_id, taken.filed) == (None, 0)
    assert [remark.text for remark in asked.rows(Remark)] == ["税收增长6%"]
    assert len(asked.notices(NoticeKind.QUESTION)) == 1


def test_words_of_a_stranger_are_refused(asked: Office):
    with pytest.raises(Stranger):
        asked.write_words(99, "15 正常", "2024-02-01 16:05")
    assert asked.rows(Remark) == []


def test_a_photo_without_words_is_kept_where_it_could_mean_several_tasks(asked: Office):
    asked.write_words(LI_MING, "", "2024-02-01 16:05", attachment="photo-1")
    assert [remark.attachment for remark in asked.rows(Remark)] == ["photo-1"]
    assert asked.reports() == []


def test_a_photo_without_words_is_filed_where_only_one_task_is_asked(office: Office):
    office.bind(LI_MING, "李明", "市司法局")
    office.ask("2024-02-01 16:00")
    office.write_words(LI_MING, "", "2024-02-01 16:05", attachment="photo-1")
    assert [report.attachment for report in office.reports()] == ["photo-1"]


def test_a_caption_carries_its_photo_to_the_task(asked: Office):
    asked.write_words(LI_MING, "15 两处已划线", "2024-02-01 16:05", attachment="photo-1")
    (report,) = asked.reports()
    assert (report.attachment, report.progress) == ("photo-1", "两处已划线")


def test_same_as_before_can_be_typed_and_excepted_from(asked: Office):
    asked.write_words(LI_MING, "15 正常;16 滞后 缺资金", "2024-02-01 16:05")
    asked.ask("2024-02-02 16:00")
    asked.write_words(LI_MING, "与昨日相同", "2024-02-02 16:05")
    assert statuses(asked, NEXT_DAY) == {"15": Status.NORMAL, "16": Status.LAGGING}


def test_a_button_places_what_waited(asked: Office):
    asked.write_words(LI_MING, RIDDLE, "2024-02-01 16:05", message_id=7, attachment="photo-1")
    (remark,) = asked.rows(Remark)
    check_in_id = asked.item(LI_MING, DAY, "15").check_in_id
    asked.write(
        answers.place_remark, LI_MING, remark.id or 0, check_in_id, at=clock("2024-02-01 18:30")
    )
    (report,) = asked.reports()
    assert RIDDLE in report.progress
    assert (report.message_id, report.attachment) == (7, "photo-1")
    assert report.said_at == utc("2024-02-01 16:05")
    assert asked.rows(Remark)[0].placed_in == report.id
    item = asked.item(LI_MING, DAY, "15")
    assert item.standing(clock("2024-02-01 19:00")) is Standing.ANSWERED


def test_a_remark_is_placed_once_by_its_author_on_their_own_card(asked: Office):
    asked.write_words(LI_MING, RIDDLE, "2024-02-01 16:05")
    remark = asked.rows(Remark)[0].id or 0
    own = asked.item(LI_MING, DAY, "15").check_in_id
    at = clock("2024-02-01 16:06")
    with pytest.raises(UnknownButton):
        asked.write(answers.place_remark, WANG_FANG, remark, own, at=at)
    with pytest.raises(UnknownButton):
        asked.write(answers.place_remark, LI_MING, 10**6, own, at=at)
    asked.write(answers.place_remark, LI_MING, remark, own, at=at)
    with pytest.raises(UnknownButton):
        asked.write(answers.place_remark, LI_MING, remark, own, at=at)
    assert len(asked.reports()) == 1


def test_a_remark_cannot_be_placed_on_anothers_card(asked: Office):
    asked.bind(WANG_FANG, "王芳", "市住建局", at="2024-02-01 16:02")
    foreign = asked.card(WANG_FANG, DAY).items[0].check_in_id
    asked.write_words(LI_MING, RIDDLE, "2024-02-01 16:05")
    remark = asked.rows(Remark)[0].id or 0
    with pytest.raises(NotYourCard):
        asked.write(answers.place_remark, LI_MING, remark, foreign, at=clock("2024-02-01 16:06"))
    assert asked.rows(Remark)[0].placed_in is None


@pytest.mark.parametrize(
    ("written", "received", "standing"),
    [
        ("2024-02-01 17:50", "2024-02-01 19:10", Standing.ANSWERED),
        ("2024-02-01 18:50", "2024-02-01 19:10", Standing.LATE),
        ("2024-02-01 12:00", "2024-02-01 19:10", Standing.LATE),
        ("2024-02-01 19:30", "2024-02-01 17:10", Standing.ANSWERED),
    ],
    ids=["in time, late to arrive", "late", "dated before its card", "dated after its arrival"],
)
def test_an_answer_counts_from_when_it_was_written(
    asked: Office, written: str, received: str, standing: Standing
):
    asked.write_words(
        LI_MING, "15 正常", written, received=received, reply_to=message_of(asked, DAY)
    )
    item = asked.item(LI_MING, DAY, "15")
    assert item.standing(clock("2024-02-01 20:00")) is standing


def test_words_written_before_a_period_closed_are_taken_after_an_outage(asked: Office):
    reply = message_of(asked, DAY)
    asked.write_words(
        LI_MING, "15 正常", "2024-02-04 23:50", received="2024-02-05 08:00", reply_to=reply
    )
    assert statuses(asked, DAY) == {"15": Status.NORMAL}


def test_words_to_a_closed_card_are_refused(asked: Office):
    with pytest.raises(PeriodClosed):
        asked.write_words(LI_MING, "15 正常", "2024-02-05 08:00", reply_to=message_of(asked, DAY))
    assert asked.reports() == []


def test_the_rest_are_those_not_answered_yet(asked: Office):
    reply = message_of(asked, DAY)
    asked.write_words(LI_MING, "15 有风险", "2024-02-01 16:05", reply_to=reply)
    taken = asked.write_words(LI_MING, "其余正常", "2024-02-01 16:06", reply_to=reply)
    assert taken.filed == 3
    expected = dict.fromkeys(("11", "13", "16"), Status.NORMAL) | {"15": Status.AT_RISK}
    assert statuses(asked, DAY) == expected


def test_all_means_all_also_what_was_answered_before(asked: Office):
    reply = message_of(asked, DAY)
    asked.write_words(LI_MING, "15 有风险", "2024-02-01 16:05", reply_to=reply)
    asked.write_words(LI_MING, "全部正常", "2024-02-01 16:06", reply_to=reply)
    assert set(statuses(asked, DAY).values()) == {Status.NORMAL}


def test_an_edit_may_change_what_its_own_message_said_of_the_rest(asked: Office):
    reply = message_of(asked, DAY)
    first, second = "15 滞后,其余正常", "15 滞后,其余有风险"
    asked.write_words(LI_MING, first, "2024-02-01 16:05", message_id=7, reply_to=reply)
    asked.write_words(LI_MING, second, "2024-02-01 16:06", message_id=7, reply_to=reply)
    expected = dict.fromkeys(("11", "13", "16"), Status.AT_RISK) | {"15": Status.LAGGING}
    assert statuses(asked, DAY) == expected
