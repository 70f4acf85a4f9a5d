"""/cadence: a supervisor sees how finely a task is asked, and sets it by words or one tap."""

import pytest

from rules.facts import Cadence
from storage.tables import CadenceChange
from tests.handlers.stage import Stage, keyboard
from tests.sandbox_client import LI_MING, LIU


async def marked(stage: Stage) -> list[str]:
    shown = keyboard(stage.last(LIU, "12 "))
    return [text for text, _ in shown if text.startswith("●")]


async def test_a_number_alone_shows_what_holds_with_a_button_for_each(stage: Stage):
    told = await stage.ask(LIU, "/cadence 12")
    assert told == "12 实施103个老旧小区改造\n报送频次:每日起,以上各级照报(默认)"
    shown = keyboard(stage.last(LIU, "12 "))
    assert [text for text, _ in shown] == ["● 每日", "每周", "每月", "每季", "不报"]


@pytest.mark.parametrize(
    "typed", ["/cadence 12 weekly", "/cadence 12 每周", "/cadence 第12项:周报"]
)
async def test_words_set_it_from_the_next_period_on(stage: Stage, typed: str):
    told = await stage.ask(LIU, typed)
    assert "已调整为:每周起,以上各级照报,自下一期起生效,已下发的不变。" in told
    assert [one.cadence for one in await stage.rows(CadenceChange)] == [Cadence.WEEKLY]
    await stage.at("2024-02-06 09:00")
    assert (await stage.ask(LIU, "/cadence 12")).endswith("报送频次:每周起,以上各级照报")


async def test_one_tap_sets_it_and_the_message_follows(stage: Stage):
    await stage.ask(LIU, "/cadence 12")
    shown = stage.last(LIU, "12 ")
    told = await stage.press(LIU, shown, "不报")
    assert told.text == "已设为不报,自下一期起生效"
    assert "已调整为:不报,自下一期起生效" in stage.now(shown).words.text
    assert await marked(stage) == ["● 不报"]


async def test_the_task_is_asked_no_more_by_day_from_tomorrow(stage: Stage):
    await stage.ask(LIU, "/cadence 15 每周")
    await stage.at("2024-02-05 16:01")
    assert "停车位" in stage.last(LI_MING, "【日报】2月5日").words.text
    await stage.at("2024-02-06 16:01")
    assert "停车位" not in stage.last(LI_MING, "【日报】2月6日").words.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("/cadence", "请写明事项编号"),
        ("/cadence 每周", "请写明事项编号"),
        ("/cadence 12 偶尔", "没有读懂频次“偶尔”。请写:每日、每周"),
        ("/cadence 141", "没有第141项任务"),
        ("/cadence 141 每周", "没有第141项任务"),
    ],
)
async def test_what_cannot_be_is_refused_with_what_to_do(stage: Stage, typed: str, told: str):
    assert told in await stage.ask(LIU, typed)
    assert await stage.count(CadenceChange) == 0


async def test_officials_set_nothing_and_forged_taps_neither(stage: Stage):
    assert "仅限督查员" in await stage.ask(LI_MING, "/cadence 12 每周")
    await stage.ask(LIU, "/cadence 12")
    shown = stage.last(LIU, "12 ")
    await stage.say(LI_MING, "/me")
    own = stage.last(LI_MING)
    assert "仅限督查员" in (await stage.tap(LI_MING, own, "cadence:12:weekly")).text
    assert "按钮已失效" in (await stage.tap(LIU, shown, "cadence:12:hourly")).text
    assert "按钮已失效" in (await stage.tap(LIU, shown, "cadence:12")).text
    assert "没有第999项任务" in (await stage.tap(LIU, shown, "cadence:999:weekly")).text
    assert await stage.count(CadenceChange) == 0
