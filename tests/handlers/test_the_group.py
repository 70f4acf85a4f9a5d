"""The supervision group: who may bind it, who becomes a supervisor, what is answered there."""

import pytest

from bot.sandbox import wire
from bot.sandbox.chats import Person, Standing
from bot.sandbox.entities import FormattedText, tidied
from handlers.context import ANONYMOUS
from storage.rounds import current_plan
from storage.tables import Plan
from tests.handlers.stage import Stage
from tests.sandbox_client import GROUP, LI_MING, LIU, WANG_FANG

OTHER = -1002041580002


@pytest.fixture
async def other(stage: Stage) -> int:
    places = {LIU: Standing.MEMBER, LI_MING: Standing.CREATOR}
    stage.world.add_group(OTHER, "另一个群", places | {stage.world.bot.id: Standing.MEMBER})
    return OTHER


async def test_the_administrator_binds_a_group(stage: Stage, other: int):
    assert (await stage.ask(LIU, "/bind", chat=other)).startswith("本群已设为督查群")
    assert (await stage.db.read(current_plan)).chat_id == other


async def test_nobody_else_binds_a_group_not_even_its_owner(stage: Stage, other: int):
    assert await stage.ask(LI_MING, "/bind", chat=other) == "这项操作仅限管理员。"
    (plan,) = await stage.rows(Plan)
    assert plan.chat_id == GROUP


async def test_a_private_chat_is_no_group(stage: Stage):
    assert await stage.ask(LIU, "/bind") == "请在督查群里发送这条命令。"


async def test_an_anonymous_administrator_is_refused(stage: Stage):
    ghost = Person(ANONYMOUS, "Group", username="GroupAnonymousBot", is_bot=True)
    stage.world.people[ghost.id] = ghost
    chat = stage.world.chats[GROUP]
    sent = stage.world.post(chat, ghost, words=_command("/bind"))
    stage.world.updates.add("message", wire.message(stage.world, sent))
    await stage.settled()
    assert "匿名管理员" in stage.last(GROUP).words.text


async def test_a_reply_makes_its_author_a_supervisor(stage: Stage):
    words = await stage.say(WANG_FANG, "收到", chat=GROUP)
    await stage.say(LIU, "/supervisor", chat=GROUP, reply_to=words.id)
    assert stage.last(GROUP).words.text == "已授权 王芳 为督查员。"
    assert (await stage.ask(WANG_FANG, "/digest")).startswith("【督查周报】")


async def test_a_supervisor_is_named_by_the_administrator_alone(stage: Stage):
    words = await stage.say(WANG_FANG, "收到", chat=GROUP)
    await stage.say(LI_MING, "/supervisor", chat=GROUP, reply_to=words.id)
    assert stage.last(GROUP).words.text == "这项操作仅限管理员。"
    assert (await stage.ask(WANG_FANG, "/digest")).startswith("这项操作仅限督查员")


async def test_supervisor_without_a_reply_says_how(stage: Stage):
    assert (await stage.ask(LIU, "/supervisor", chat=GROUP)).startswith("请在群里“回复”")


async def test_the_digest_now_adds_up(asked: Stage):
    await asked.press(LI_MING, asked.last(LI_MING, "【日报】"), "全部正常推进")
    told = await asked.ask(LIU, "/digest")
    assert "即时 2月5日 16:01" in told
    assert "正常4 待报25 未下发111 (合计140)" in told


async def test_the_weeks_digest_comes_once_to_the_group(asked: Stage):
    await asked.at("2024-02-09 15:59")
    assert not asked.heard(GROUP, "【督查周报】")
    await asked.at("2024-02-09 16:01")
    await asked.at("2024-02-09 16:30")
    (digest,) = asked.heard(GROUP, "【督查周报】")
    assert "(2月5日—2月9日)" in digest.words.text
    assert "(合计140)" in digest.words.text


def _command(text: str) -> FormattedText:
    return tidied(FormattedText(text))
