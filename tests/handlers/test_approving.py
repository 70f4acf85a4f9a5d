"""A head confirms the month's report by one tap, or sends it back with a word."""

from __future__ import annotations

import pytest

from bot.sandbox.deeds import speech
from bot.sandbox.files import Upload
from storage.tables import Approval, Dialogue, Remark
from tests.handlers.stage import Stage, keyboard
from tests.sandbox_client import CHEN, LI_MING, LIU, WANG_FANG

CARD, ASKS, BACK = "【月报】", "【审定】", "【退回】"


@pytest.fixture
async def month(stage: Stage) -> Stage:
    """20 February 10:01: the month's cards are out."""
    await stage.at("2024-02-20 10:01")
    return stage


@pytest.fixture
async def reported(month: Stage) -> Stage:
    """王芳 answered everything, so 陈局长 is asked."""
    await month.press(WANG_FANG, _card(month), "全部正常推进")
    return month


def _card(stage: Stage):
    return next(one for one in stage.heard(WANG_FANG) if CARD in one.words.text)


async def test_the_head_is_shown_what_was_reported(reported: Stage):
    lines = reported.last(CHEN, ASKS).words.text.split("\n")
    assert lines[0] == "【审定】市住建局 月报(1月31日—3月3日)已报 18 项,请审定"
    assert lines[1].startswith("9 ")
    assert lines[1].endswith(":正常")
    assert lines[11] == "另有 8 项:75、76、77、85、105、125、126、134"
    assert lines[12].startswith("请于 2月26日 18:00 前审定")


async def test_one_tap_approves_and_both_buttons_give_way(reported: Stage):
    shown = reported.last(CHEN, ASKS)
    told = await reported.press(CHEN, shown, "审定市住建局月报")
    assert told.text == "已审定市住建局月报"
    assert [text for text, _ in keyboard(reported.now(shown))] == ["✔ 已审定市住建局月报"]
    (row,) = await reported.rows(Approval)
    assert row.approved
    assert len(row.reports) == 18


async def test_a_second_tap_approves_no_second_time(reported: Stage):
    shown = reported.last(CHEN, ASKS)
    await reported.press(CHEN, shown, "审定")
    await reported.press(CHEN, shown, "已审定")
    assert await reported.count(Approval) == 1


async def test_what_changed_after_the_message_is_not_approved_unseen(reported: Stage):
    shown = reported.last(CHEN, ASKS)
    await reported.say(WANG_FANG, "12 滞后 资金未到位", reply_to=_card(reported).id)
    told = await reported.press(CHEN, shown, "审定")
    assert told.alert
    assert "又有更新" in told.text
    await reported.at("2024-02-20 16:01")
    again = next(one for one in reported.heard(CHEN) if one.id > shown.id)
    assert "12 实施103个老旧小区改造:滞后" in again.words.text
    await reported.press(CHEN, again, "审定")
    assert [len(row.reports) for row in await reported.rows(Approval)] == [17, 18]


async def test_a_word_sends_back_and_reaches_the_liaison(reported: Stage):
    shown = reported.last(CHEN, ASKS)
    await reported.press(CHEN, shown, "退回")
    question = reported.last(CHEN)
    assert question.words.text.startswith("请直接回复本条")
    assert question.prompt is not None
    await reported.say(CHEN, "第47项数据请核实", reply_to=question.id)
    assert reported.last(CHEN).words.text.startswith("已退回市住建局联络员:“第47项数据请核实”")
    await reported.at("2024-02-20 16:01")
    shown = next(one for one in reported.heard(WANG_FANG) if BACK in one.words.text)
    told = shown.words.text
    assert "月报逐项填报 ›" in [text for text, _ in keyboard(shown)]
    assert "【退回】市住建局 月报(1月31日—3月3日)未通过审定,请更正" in told
    assert "陈局长:“第47项数据请核实”" in told


async def test_a_correction_is_sent_to_the_head_again(reported: Stage):
    await reported.press(CHEN, reported.last(CHEN, ASKS), "退回")
    await reported.say(CHEN, "第47项数据请核实", reply_to=reported.last(CHEN).id)
    await reported.say(WANG_FANG, "47 累计120家", reply_to=_card(reported).id)
    await reported.at("2024-02-20 16:01")
    assert "47 新增“四上”企业200家以上:正常 累计120家" in reported.last(CHEN, ASKS).words.text
    assert not [one for one in reported.heard(WANG_FANG) if BACK in one.words.text]


async def test_a_reply_without_quoting_is_taken_soon_after_the_question(reported: Stage):
    await reported.press(CHEN, reported.last(CHEN, ASKS), "退回")
    await reported.say(CHEN, "数据请核实")
    assert [row.words for row in await reported.rows(Approval)] == ["数据请核实"]
    assert [bool(row.done_at) for row in await reported.rows(Dialogue)] == [True]


async def test_what_is_written_later_or_after_the_answer_is_no_word_of_it(reported: Stage):
    await reported.press(CHEN, reported.last(CHEN, ASKS), "退回")
    await reported.at("2024-02-20 10:12")
    await reported.say(CHEN, "请问怎么操作")
    assert await reported.count(Approval) == 0
    assert await reported.count(Remark) == 1


async def test_words_are_told_as_they_are_written(reported: Stage):
    await reported.press(CHEN, reported.last(CHEN, ASKS), "退回")
    await reported.say(CHEN, "<b>核实</b> & 重报", reply_to=reported.last(CHEN).id)
    assert "“<b>核实</b> & 重报”" in reported.last(CHEN).words.text


@pytest.mark.parametrize("verb", ["appr", "sendback"])
@pytest.mark.parametrize(
    ("person", "refusal"),
    [(WANG_FANG, "由市住建局的一把手办理"), (LI_MING, "由市住建局的一把手办理"), (LIU, "尚未绑定")],
)
async def test_only_the_head_rules(reported: Stage, verb: str, person: int, refusal: str):
    shown = reported.last(CHEN, ASKS)
    data = next(data for _, data in keyboard(shown) if data.startswith(verb))
    if not reported.heard(person):
        await reported.ask(person, "/help")
    told = await reported.tap(person, reported.last(person), data)
    assert refusal in told.text
    assert await reported.count(Approval) == 0
    assert await reported.count(Dialogue) == 0


@pytest.mark.parametrize("data", ["appr:1", "appr:1:2", "appr:zz:zz:1", "sendback:1", "sendback:x"])
async def test_a_forged_tap_rules_on_nothing(reported: Stage, data: str):
    told = await reported.tap(CHEN, reported.last(CHEN, ASKS), data)
    assert "按钮已失效" in told.text
    assert await reported.count(Approval) == 0


async def test_the_head_is_asked_once_for_all_that_came_at_night(month: Stage):
    await month.at("2024-02-20 22:00")
    await month.press(WANG_FANG, _card(month), "全部正常推进")
    await month.say(WANG_FANG, "12 滞后 资金未到位", reply_to=_card(month).id)
    await month.at("2024-02-21 08:31")
    told = "".join(one.words.text for one in month.heard(CHEN))
    assert told.count(ASKS) == 1
    assert "12 实施103个老旧小区改造:滞后" in told


async def test_before_due_the_head_is_shown_what_is_there_and_told_what_is_missing(month: Stage):
    await month.say(WANG_FANG, "12 滞后 资金未到位", reply_to=_card(month).id)
    assert not month.heard(CHEN, ASKS)
    await month.at("2024-02-23 08:31")
    text = month.last(CHEN, ASKS).words.text
    assert "已报 1 项,请审定" in text
    assert "尚有 17 项未报,报齐后另行送审。" in text


async def test_what_was_corrected_before_the_word_came_is_not_sent_back(reported: Stage):
    await reported.press(CHEN, reported.last(CHEN, ASKS), "退回")
    question = reported.last(CHEN)
    await reported.say(WANG_FANG, "47 累计120家", reply_to=_card(reported).id)
    await reported.say(CHEN, "第47项数据请核实", reply_to=question.id)
    assert "在您退回前已有更正,将另行送您审定" in reported.last(CHEN).words.text


async def test_a_picture_without_words_is_kept_and_sends_nothing_back(reported: Stage, png: Upload):
    await reported.press(CHEN, reported.last(CHEN, ASKS), "退回")
    question = reported.last(CHEN)
    speech.upload(reported.world, CHEN, CHEN, [png], as_photo=True, reply_to=question.id)
    await reported.settled()
    assert await reported.count(Approval) == 0
    assert await reported.count(Remark) == 1


@pytest.fixture
def png() -> Upload:
    return Upload(
        "site.png",
        bytes.fromhex(
            "89504e470d0a1a0a0000000d49484452000000080000000808020000004b6d29dc"
            "0000000e49444154789c63f80f060c0c0c00131000ff"
        ),
    )
