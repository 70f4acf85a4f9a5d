"""/cascade and /task: how a task stands, why, and who may ask."""

from __future__ import annotations

import pytest
from sqlmodel import Session, select

from handlers.views.task import CAPTION
from storage.tables import Target, Task
from tests.office import clock as instant
from tests.sandbox_client import CHEN, GROUP, LI_MING, LIU, WANG_FANG


async def answered(stage, text: str) -> None:
    """Let 李明 answer Monday's card."""
    card = stage.last(LI_MING, "【日报】")
    await stage.say(LI_MING, text, reply_to=card.id)


async def test_the_chain_is_shown_from_the_year_to_the_day_with_reasons(asked):
    await answered(asked, "13 滞后,缺资金")
    shown = await asked.ask(LI_MING, "/cascade 13")
    assert shown.startswith("13 ")
    assert "测算 🟢 绿灯:平稳推进" in shown
    assert "自报 滞后" in shown
    places = [shown.index(name) for name in ("2024年(", "一季度(", "2月(", "第6周(", "2月5日 ")]
    assert places == sorted(places)
    assert "🔴 第6周(2月5日—2月11日) 难保:最近一期(2月5日)滞后" in shown
    assert "🔴 2月5日 难保:自报滞后" in shown
    assert "日报应报1:已报1" in shown


async def test_what_is_still_owed_is_told_apart(asked):
    shown = await asked.ask(LI_MING, "/cascade 13")
    assert "日报应报1:已报0、待报1" in shown
    await asked.at("2024-02-05 18:10")
    assert "日报应报1:已报0、未报1" in await asked.ask(LI_MING, "/cascade 13")
    assert "自报 尚无填报" in await asked.ask(LI_MING, "/cascade 13")


async def test_a_suggested_figure_is_not_judged(asked):
    await answered(asked, "15 累计96")
    shown = await asked.ask(LI_MING, "/cascade 15")
    assert "测算 ⚪ 灰灯:目标待核定,未作测算" in shown
    assert "方可保" not in shown


async def test_a_confirmed_figure_says_what_each_period_must_bring(asked):
    await asked.db.write(_confirm)
    await answered(asked, "15 累计96")
    shown = await asked.ask(LI_MING, "/cascade 15")
    assert "测算 🔴 红灯:完成年度目标4.8%,不足序时应完成" in shown
    assert "本季度还需完成 " in shown
    assert ",方可保本年" in shown
    assert "有风险:序时应达 208个,现 96个,其后每个工作日需 36个可追上" in shown
    text = await asked.ask(LI_MING, "/task 15")
    assert "量化目标(已核定):2000个,现 96个(2月5日)" in text
    assert "本周 🟡 有风险:序时应达 208个" in text


def _confirm(session: Session) -> None:
    target = session.exec(
        select(Target).join(Task, Target.task_id == Task.id).where(Task.number == "15")
    ).one()
    target.confirmed_at = instant("2024-02-05 15:00")


async def test_a_task_is_shown_under_the_picture_of_its_year(asked):
    await answered(asked, "15 累计96,已划线两处")
    await asked.say(LI_MING, "/task 15")
    picture = asked.heard(LI_MING)[-1]
    assert picture.attachment is not None
    text = picture.words.text
    assert text.startswith(
        "15 新增2000个停车位\n测算 ⚪ 灰灯:目标待核定,未作测算\n自报 正常 | 本周 "
    )
    assert "量化目标(待核定):" in text
    assert "现 96个(2月5日)" in text
    assert "牵头单位:市城管执法局(李明)" in text
    assert "已划线两处" in text
    assert len(text) <= CAPTION


async def test_a_text_too_long_for_a_caption_follows_the_picture(asked, monkeypatch):
    monkeypatch.setattr("handlers.views.task.CAPTION", 50)
    await asked.say(LI_MING, "/task 15")
    picture, text = asked.heard(LI_MING)[-2:]
    assert picture.attachment is not None
    assert (picture.words.text, text.attachment) == ("", None)
    assert text.words.text.startswith("15 ")


@pytest.mark.parametrize("command", ["/task", "/cascade"])
async def test_without_a_number_the_command_says_how_to_ask(asked, command: str):
    assert command in await asked.ask(LI_MING, command)


@pytest.mark.parametrize("command", ["/task", "/cascade"])
async def test_numbers_are_read_forgivingly(asked, command: str):
    assert (await asked.ask(LI_MING, f"{command} 第13项")).startswith("13 ")
    assert (await asked.ask(LI_MING, f"{command} 13")).startswith("13 ")


@pytest.mark.parametrize("command", ["/task", "/cascade"])
async def test_an_official_sees_the_tasks_of_their_units_and_the_office_all(asked, command: str):
    assert "不是您所代表单位的事项" in await asked.ask(WANG_FANG, f"{command} 15")
    assert (await asked.ask(CHEN, f"{command} 13")).startswith("13 ")
    assert (await asked.ask(LIU, f"{command} 15")).startswith("15 ")
    assert (await asked.ask(WANG_FANG, f"{command} 15", chat=GROUP)).startswith("15 ")
    assert "没有第999项任务" in await asked.ask(LIU, f"{command} 999")
