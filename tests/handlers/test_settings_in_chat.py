"""/settings: supervisors read the numbers, administrators change them, everything is told."""

import pytest

from rules.facts import Cadence
from rules.settings import DayPolicy, PlanSettings, Setting
from storage.members import grant_supervisor
from storage.rounds import current_plan
from storage.tables import Event
from tests.handlers.stage import Stage, keyboard
from tests.sandbox_client import CHEN, LI_MING, LIU


async def now(stage: Stage) -> PlanSettings:
    plan = await stage.db.read(current_plan)
    assert plan is not None
    return plan.settings


@pytest.fixture
async def watched(stage: Stage) -> Stage:
    """陈局长 is a supervisor and no administrator."""
    await stage.db.write(grant_supervisor, CHEN, "陈局长", at=stage.clock.now())
    return stage


async def test_every_number_is_listed_once_and_fits_one_message(stage: Stage):
    told = await stage.ask(LIU, "/settings")
    lines = told.splitlines()
    for setting in Setting:
        assert len([line for line in lines if line.split(" ")[0] == setting.label]) == 1
    assert "月报截止日 25日" in lines
    assert "黄灯落后点数 10个百分点" in lines
    assert "日报范围 每个工作日" in lines
    assert "督查日报 关" in lines
    assert "默认" not in told.split("修改")[0]
    assert not told.endswith("…")


@pytest.mark.parametrize(
    "typed",
    ["/settings 月报截止日 26", "/settings month_due_day 26", "/settings 月报截止日:26日"],
)
async def test_a_number_is_changed_and_the_answer_says_from_when(stage: Stage, typed: str):
    told = await stage.ask(LIU, typed)
    assert told == "“月报截止日”已由 25日 改为 26日。\n自下一次下发起生效,已下发的不变。"
    assert (await now(stage)).month_due_day == 26
    assert "月报截止日 26日(默认 25日)" in await stage.ask(LIU, "/settings")


async def test_what_is_judged_anew_counts_at_once(stage: Stage):
    assert "即时生效" in await stage.ask(LIU, "/settings 红灯落后点数 40")


async def test_the_same_value_again_changes_nothing(stage: Stage):
    assert "已是 25日,未作更改" in await stage.ask(LIU, "/settings 月报截止日 25")


async def test_a_default_is_brought_back(stage: Stage):
    await stage.ask(LIU, "/settings 牵头单位报送频次 每周")
    assert (await now(stage)).lead_finest is Cadence.WEEKLY
    assert "改为 每日" in await stage.ask(LIU, "/settings 默认 牵头单位报送频次")
    assert await now(stage) == PlanSettings()


async def test_one_number_is_shown_with_its_default_and_what_it_takes(stage: Stage):
    told = await stage.ask(LIU, "/settings 周报截止时间")
    assert told == "周报截止时间 12:00\n默认 12:00,可填:时间,如 16:00。"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("/settings 月报截至日 26", "没有名为“月报截至日”的参数。您要找的是否是:"),
        ("/settings 天气 26", "发送 /settings 查看全部参数"),
        ("/settings 默认 月报截止", "您要找的是否是:月报截止日"),
        ("/settings 月报截止日 明天", "“月报截止日”不能设为“明天”,应为:1 到 31 的日期。"),
        ("/settings 月报截止日 19", "未作更改:月报下发日不应晚于截止日。"),
    ],
)
async def test_what_cannot_be_is_refused_with_what_to_do(stage: Stage, typed: str, told: str):
    assert told in await stage.ask(LIU, typed)
    assert await now(stage) == PlanSettings()


async def test_switches_take_one_tap_and_the_list_follows(stage: Stage):
    await stage.ask(LIU, "/settings")
    shown = stage.last(LIU, "【运行参数】")
    told = await stage.press(LIU, shown, "督查日报 关")
    assert told.text == "督查日报已更新"
    assert "督查日报 开(默认 关)" in stage.now(shown).words.text
    await stage.press(LIU, shown, "仅重点事项")
    assert (await now(stage)).day_policy is DayPolicy.EXCEPTIONS
    assert [text for text, _ in keyboard(stage.now(shown)) if text.startswith("●")] == [
        "● 仅重点事项"
    ]
    await stage.press(LIU, shown, "督查日报 开")
    assert (await now(stage)).day_digest is False


async def test_a_change_is_logged_by_its_author(stage: Stage):
    await stage.ask(LIU, "/settings 月报截止日 26")
    (event,) = [one for one in await stage.rows(Event) if one.kind == "setting changed"]
    assert (event.details["user_id"], event.details["after"]) == (LIU, "26")


async def test_a_supervisor_reads_and_does_not_change(watched: Stage):
    told = await watched.ask(CHEN, "/settings")
    assert "请联系管理员" in told
    assert not keyboard(watched.last(CHEN, "【运行参数】"))
    assert "仅限管理员" in await watched.ask(CHEN, "/settings 月报截止日 26")
    assert await now(watched) == PlanSettings()


async def test_an_official_does_not_even_read(stage: Stage):
    assert "仅限督查员" in await stage.ask(LI_MING, "/settings")


async def test_a_forged_tap_changes_nothing(watched: Stage):
    await watched.ask(CHEN, "/settings")
    shown = watched.last(CHEN, "【运行参数】")
    assert "仅限管理员" in (await watched.tap(CHEN, shown, "set:day_digest:on")).text
    await watched.ask(LIU, "/settings")
    own = watched.last(LIU, "【运行参数】")
    assert "按钮已失效" in (await watched.tap(LIU, own, "set:day_digest")).text
    assert "没有名为" in (await watched.tap(LIU, own, "set:nonsense:on")).text
    assert "不能设为" in (await watched.tap(LIU, own, "set:day_digest:maybe")).text
    assert await now(watched) == PlanSettings()
