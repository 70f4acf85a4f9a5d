"""Answering a card with taps, sentences, pictures and edits."""

import pytest

from bot.sandbox.deeds import speech
from bot.sandbox.files import Upload
from bot.sandbox.pictures import picture_size
from rules.facts import Status
from storage.tables import CheckIn, Remark, Report
from tests.handlers.stage import Stage, keyboard
from tests.sandbox_client import CHEN, LI_MING, WANG_FANG


async def test_a_card_lists_ones_tasks_and_goes_to_the_liaison_alone(asked: Stage):
    card = asked.last(LI_MING, "【日报】")
    first = card.words.text.split("\n")[0]
    assert first == "【日报】2月5日 周一 · 市城管执法局 · 4项  限 18:00"
    assert [text for text, _ in keyboard(card)] == ["✅ 全部正常推进", "11", "13", "15", "16"]
    assert not asked.heard(CHEN, "【日报】")


async def test_one_tap_reports_all_as_normal_and_redraws_the_card(asked: Stage):
    card = asked.last(LI_MING, "【日报】")
    told = await asked.press(LI_MING, card, "全部正常推进")
    assert (told.text, told.alert) == ("已记录 4 项", False)
    reports = await asked.rows(Report)
    assert [report.status for report in reports] == [Status.NORMAL] * 4
    redrawn = asked.now(card)
    assert "各项均已报" in redrawn.words.text
    assert [text for text, _ in keyboard(redrawn)] == ["✅11", "✅13", "✅15", "✅16"]


async def test_the_second_tap_for_all_files_nothing_and_says_so(asked: Stage):
    card = asked.last(LI_MING, "【日报】")
    await asked.press(LI_MING, card, "全部正常推进")
    key = next(data for _, data in keyboard(asked.now(card))).split(":")[2]
    told = await asked.tap(LI_MING, card, f"all:{key}")
    assert "各项均已报过" in told.text
    assert await asked.count(Report) == 4


async def test_a_number_opens_five_statuses_and_the_chosen_one_is_drawn(asked: Stage):
    card = asked.last(LI_MING, "【日报】")
    await asked.press(LI_MING, card, "15")
    offered = [text for text, _ in keyboard(asked.now(card))]
    assert offered == [
        "15 新增2000个停车位",
        "🏁 已完成",
        "✅ 正常",
        "🟡 有风险",
        "🔴 滞后",
        "🤝 需协调",
        "‹ 返回",
    ]
    await asked.press(LI_MING, card, "滞后")
    redrawn = asked.now(card)
    assert "🔴 15" in redrawn.words.text
    assert "🔴15" in [text for text, _ in keyboard(redrawn)]
    (report,) = await asked.rows(Report)
    assert report.status is Status.LAGGING


async def test_the_way_back_shows_the_card_again(asked: Stage):
    card = asked.last(LI_MING, "【日报】")
    await asked.press(LI_MING, card, "15")
    await asked.press(LI_MING, card, "返回")
    assert keyboard(asked.now(card)) == keyboard(card)
    assert await asked.count(Report) == 0


async def test_the_same_as_before_repeats_yesterdays_words(asked: Stage):
    card = asked.last(LI_MING, "【日报】")
    await asked.say(LI_MING, "15 累计104,两处已划线", reply_to=card.id)
    await asked.at("2024-02-06 16:01")
    today = asked.last(LI_MING, "【日报】2月6日")
    assert "上次 104/2000个" in today.words.text
    await asked.press(LI_MING, today, "与上次相同")
    first, again = await asked.rows(Report)
    assert (again.status, again.value, again.progress) == (
        first.status,
        first.value,
        first.progress,
    )
    assert again.check_in_id != first.check_in_id


async def test_a_receipt_repeats_what_was_understood_and_what_is_left(asked: Stage):
    card = asked.last(LI_MING, "【日报】")
    said = await asked.say(
        LI_MING, "15 累计104,两处已划线;16 滞后 缺资金批复→市财政局", reply_to=card.id
    )
    receipt = asked.last(LI_MING, "已记入")
    assert receipt.reply_to == said.id
    assert receipt.words.text.split("\n")[0] == "已记入【日报】2月5日 周一"
    assert "正常 累计104个,两处已划线" in receipt.words.text
    assert "滞后" in receipt.words.text
    assert "难点:缺资金批复(待市财政局)" in receipt.words.text
    assert "还有 2 项未报:11、13" in receipt.words.text


async def test_an_answer_without_a_reply_is_for_the_open_card(asked: Stage):
    await asked.say(LI_MING, "15 有风险")
    (report,) = await asked.rows(Report)
    (check_in,) = [one for one in await asked.rows(CheckIn) if one.id == report.check_in_id]
    assert check_in.revision == 1
    assert report.status is Status.AT_RISK


async def test_an_edited_answer_amends_and_both_revisions_are_kept(asked: Stage):
    said = await asked.say(LI_MING, "15 累计104")
    speech.edit(asked.world, LI_MING, LI_MING, said.id, "15 累计140")
    await asked.settled()
    assert [(one.revision, int(one.value)) for one in await asked.rows(Report)] == [
        (1, 104),
        (2, 140),
    ]
    assert "(第1次更正)" in asked.last(LI_MING, "已记入").words.text


async def test_a_picture_with_a_caption_is_an_answer_with_its_file(asked: Stage, png: Upload):
    speech.upload(asked.world, LI_MING, LI_MING, [png], as_photo=True, caption="15 已划线")
    await asked.settled()
    (report,) = await asked.rows(Report)
    assert '"kind": "photo"' in report.attachment
    assert "15 " in asked.last(LI_MING, "已记入").words.text


async def test_a_picture_without_a_caption_is_kept_and_asked_back(asked: Stage, png: Upload):
    speech.upload(asked.world, LI_MING, LI_MING, [png], as_photo=True)
    await asked.settled()
    question = asked.last(LI_MING, "这句话已留存")
    assert "(图片或文件)" in question.words.text
    await asked.press(LI_MING, question, "16")
    (report,) = await asked.rows(Report)
    (remark,) = await asked.rows(Remark)
    assert '"kind": "photo"' in report.attachment
    assert remark.placed_in == report.id


async def test_an_answer_to_an_old_card_of_an_open_week_counts_for_its_day(asked: Stage):
    card = asked.last(LI_MING, "【日报】")
    await asked.at("2024-02-06 16:01")
    await asked.say(LI_MING, "全部正常", reply_to=card.id)
    assert "2月5日" in asked.last(LI_MING, "已记入").words.text
    assert "迟报" in asked.now(card).words.text


async def test_the_reminder_comes_at_three_quarters_to_the_silent_alone(asked: Stage):
    await asked.press(LI_MING, asked.last(LI_MING, "【日报】"), "全部正常推进")
    await asked.at("2024-02-05 17:29")
    assert not asked.heard(WANG_FANG, "临近截止")
    await asked.at("2024-02-05 17:31")
    await asked.at("2024-02-05 17:45")
    (reminder,) = asked.heard(WANG_FANG, "临近截止")
    assert "还有 11 项未报" in reminder.words.text
    assert not asked.heard(LI_MING, "临近截止")


async def test_a_reply_to_a_card_that_mine_showed_counts_for_that_card(asked: Stage):
    await asked.at("2024-02-06 16:01")
    await asked.say(LI_MING, "/mine")
    again = next(one for one in reversed(asked.heard(LI_MING)) if "2月5日" in one.words.text)
    await asked.say(LI_MING, "16 正常", reply_to=again.id)
    assert asked.last(LI_MING).words.text.startswith("已记入【日报】2月5日")


async def test_mine_shows_the_open_card_again_until_all_is_said(asked: Stage):
    assert (await asked.ask(LI_MING, "/mine")).startswith("【日报】2月5日")
    await asked.press(LI_MING, asked.last(LI_MING, "【日报】"), "全部正常推进")
    assert (await asked.ask(LI_MING, "/mine")).startswith("目前没有待您填报的事项")


@pytest.fixture
def png() -> Upload:
    blank = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000080000000808020000004b6d29dc"
        "0000000e49444154789c63f80f060c0c0c00131000ff"
    )
    assert picture_size(blank) == (8, 8)
    return Upload("site.png", blank)
