"""/ask: the lead unit brings the responsible units of a task into the week."""

import pytest

from bot.sandbox.chats import Person
from bot.sandbox.deeds import membership
from rules.facts import Duty
from storage import members
from tests.handlers.stage import Stage
from tests.office import clock
from tests.sandbox_client import CHEN, LI_MING, LIU, WANG_FANG, ZHAO_QIANG

ZHOU = 7_000_000_001


@pytest.fixture
async def week(stage: Stage) -> Stage:
    """Thursday 8 February 10:01: the week is open, 周小川 speaks for a responsible unit."""
    person = Person(ZHOU, "周小川", language_code="zh-hans")
    stage.world.add_person(person)
    at = clock("2024-02-05 15:55")
    await stage.db.write(
        members.issue_invite,
        "zhou",
        "市城发集团",
        Duty.LIAISON,
        at=at,
        expires_at=clock("2024-03-01"),
    )
    await stage.db.write(members.accept, "zhou", ZHOU, "周小川", at=at)
    membership.place_bot(stage.world, ZHOU, ZHOU, membership.Standing.MEMBER)
    await stage.at("2024-02-08 10:01")
    return stage


async def test_the_lead_asks_and_the_card_comes(week: Stage):
    told = await week.ask(LI_MING, "/ask 15")
    assert told.splitlines() == [
        "15 新增2000个停车位",
        "周报(2月5日—2月11日),限 2月9日 12:00",
        "已请 1 个责任单位填报:市城发集团",
    ]
    await week.at("2024-02-08 10:03")
    assert "新增2000个停车位" in week.last(ZHOU, "【周报】").words.text
    assert "本期此前已请:市城发集团" in await week.ask(LI_MING, "/ask 第15项")


async def test_units_nobody_speaks_for_are_named(week: Stage):
    told = await week.ask(CHEN, "/ask 12")
    assert "已请 3 个责任单位填报:市城管执法局、市城发集团、市农发集团" in told
    assert told.endswith("尚无人可送达:市农发集团。请联系督查室邀请联络员。")


async def test_a_supervisor_asks_and_an_exempt_unit_is_left_alone(week: Stage):
    await week.ask(LIU, "/exempt 市城发集团 今天")
    told = await week.ask(LIU, "/ask 15")
    assert told.endswith("暂缓报送,未请:市城发集团")
    assert "已请" not in told


@pytest.mark.parametrize(
    ("person", "typed", "told"),
    [
        (LI_MING, "/ask", "请写明事项编号"),
        (LI_MING, "/ask 停车位", "请写明事项编号"),
        (LI_MING, "/ask 141", "没有第141项任务"),
        (LI_MING, "/ask 16", "第16项没有责任单位"),
        (WANG_FANG, "/ask 15", "第15项不是您所代表单位的事项"),
        (ZHAO_QIANG, "/ask 15", "第15项不是您所代表单位的事项"),
    ],
)
async def test_what_cannot_be_is_refused(week: Stage, person: int, typed: str, told: str):
    assert told in await week.ask(person, typed)


async def test_without_an_open_week_there_is_nothing_to_join(stage: Stage):
    assert "目前没有正在填报的周报" in await stage.ask(LI_MING, "/ask 15")
