"""/away: days off are noted in one line, the stand-in gets the cards, /me tells of it."""

import pytest

from bot.sandbox.deeds.acting import chat_of, person_of, speak
from bot.sandbox.entities import Entity, FormattedText
from storage.members import actor
from storage.tables import Absence, Report
from tests.handlers.stage import Stage
from tests.sandbox_client import CHEN, GROUP, LI_MING, LIU, WANG_FANG, ZHAO_QIANG


async def noted(stage: Stage) -> list[tuple[str, str, int | None]]:
    return [
        (one.first.isoformat(), one.last.isoformat(), one.stand_in)
        for one in await stage.rows(Absence)
        if one.ended_at is None
    ]


async def member(stage: Stage, person: int) -> int | None:
    return (await stage.db.read(actor, person)).member_id


@pytest.mark.parametrize(
    "typed",
    [
        "/away 2.5-2.9 代 王芳",
        "/away 2月5日至9日 由王芳代班",
        "/away 代王芳 今天至周五",
        "/away 2024-02-05 2024-02-09 市住建局王芳",
    ],
)
async def test_days_and_stand_in_are_noted_and_the_stand_in_gets_the_card(stage: Stage, typed: str):
    told = await stage.ask(LI_MING, typed)
    assert told.startswith("已登记:2月5日—2月9日 不在岗。\n期间的填报卡发给 王芳,请告知本人。")
    await stage.at("2024-02-05 16:01")
    assert not stage.heard(LI_MING, "【日报】")
    card = stage.last(WANG_FANG, "【日报】")
    assert "新增2000个停车位" in card.words.text
    await stage.press(WANG_FANG, card, "全部正常推进")
    assert {one.member_id for one in await stage.rows(Report)} == {await member(stage, WANG_FANG)}


async def test_without_a_stand_in_the_answer_says_who_is_asked_instead(stage: Stage):
    told = await stage.ask(WANG_FANG, "/away 今天")
    assert told.startswith("已登记:2月5日 不在岗。\n期间不向您发填报卡")
    await stage.at("2024-02-05 16:01")
    assert not stage.heard(WANG_FANG, "【日报】")
    assert stage.heard(CHEN, "【日报】")


async def test_days_of_another_year_are_told_with_it(stage: Stage):
    told = await stage.ask(LI_MING, "/away 2024-12-30 2025-01-03")
    assert "12月30日—2025年1月3日 不在岗" in told


async def test_replying_to_somebody_in_the_group_names_the_stand_in(stage: Stage):
    said = await stage.say(ZHAO_QIANG, "我来代李明", chat=GROUP)
    await stage.say(LI_MING, "/away 2.5-2.9", chat=GROUP, reply_to=said.id)
    assert "期间的填报卡发给 赵强" in stage.last(GROUP).words.text


async def test_replying_to_the_bot_names_nobody(stage: Stage):
    await stage.ask(LI_MING, "/me")
    await stage.say(LI_MING, "/away 2.5", reply_to=stage.last(LI_MING).id)
    assert (await noted(stage))[0][2] is None


async def test_a_mention_names_the_stand_in(stage: Stage):
    text = "/away 2.5-2.9 代 小王"
    mention = Entity("text_mention", text.index("小王"), 2, user_id=WANG_FANG)
    command = Entity("bot_command", 0, 5)
    speaker, chat = person_of(stage.world, LI_MING), chat_of(stage.world, LI_MING)
    speak(stage.world, speaker, chat, words=FormattedText(text, (command, mention)))
    await stage.settled()
    assert "期间的填报卡发给 王芳" in stage.last(LI_MING).words.text


async def test_away_alone_tells_what_is_noted_and_how_to_write_it(stage: Stage):
    assert (await stage.ask(LI_MING, "/away")).startswith("您没有登记不在岗的日期。")
    await stage.ask(LI_MING, "/away 2.5-2.9 代 王芳")
    await stage.ask(LI_MING, "/away 2.20")
    told = await stage.ask(LI_MING, "/away")
    assert told.splitlines()[:2] == [
        "已登记:2月5日—2月9日 不在岗,由 王芳 代班",
        "已登记:2月20日 不在岗",
    ]
    assert "/away 取消" in told


async def test_taking_it_back_brings_the_cards_back(stage: Stage):
    await stage.ask(LI_MING, "/away 2.5-2.9 代 王芳")
    told = await stage.ask(LI_MING, "/away 取消")
    assert told == "已取消 2月5日—2月9日 的不在岗登记。填报卡照常发给您。"
    await stage.at("2024-02-05 16:01")
    assert stage.heard(LI_MING, "【日报】")
    assert "无需取消" in await stage.ask(LI_MING, "/away 取消")


async def test_me_tells_both_sides(stage: Stage):
    await stage.ask(LI_MING, "/away 2.5-2.9 代 王芳")
    assert "\n2月5日—2月9日 不在岗,由 王芳 代班\n" in await stage.ask(LI_MING, "/me")
    assert "\n2月5日—2月9日 代 李明 填报\n" in await stage.ask(WANG_FANG, "/me")
    assert "2月5日" not in await stage.ask(CHEN, "/me")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("/away 出差", "没有读懂日期“出差”"),
        ("/away 2.30", "没有读懂日期“2.30”"),
        ("/away 1.29-1.31", "1月31日已过"),
        ("/away 2.5-2.9 代 孙悟空", "没有找到已绑定的“孙悟空”"),
        ("/away 2.5-2.9 代 王芳芳", "您要找的是否是:王芳?"),
        ("/away 2.5-2.9 代 @wangfang", "没有找到已绑定的“@wangfang”"),
        ("/away 2.5-2.9 代 李明", "代班人不能是您本人"),
        ("/away 2.5-2.9 代 赵强", "赵强 2月8日也不在岗。请另请一位代班"),
    ],
)
async def test_what_cannot_be_is_refused_with_what_to_do(stage: Stage, typed: str, told: str):
    await stage.ask(ZHAO_QIANG, "/away 2.8")
    before = await noted(stage)
    assert told in await stage.ask(LI_MING, typed)
    assert await noted(stage) == before


async def test_a_stranger_is_never_away(stage: Stage):
    assert "尚未绑定单位" in await stage.ask(LIU, "/away 2.5-2.9")
    assert await noted(stage) == []
