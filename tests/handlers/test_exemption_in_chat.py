"""/exempt: a supervisor spares a unit for a while, sees who is spared, and takes it back."""

import pytest

from storage.tables import Exemption
from tests.handlers.stage import Stage
from tests.sandbox_client import LI_MING, LIU, WANG_FANG


@pytest.mark.parametrize(
    "typed",
    ["/exempt 市住建局 2.5-2.9 抗洪抢险", "/exempt 2月5日至9日 市住建局 抗洪抢险"],
)
async def test_an_exempt_unit_gets_no_card_and_the_others_do(stage: Stage, typed: str):
    told = await stage.ask(LIU, typed)
    assert told.startswith("市住建局 2月5日—2月9日 暂缓报送(事由:抗洪抢险)。")
    await stage.at("2024-02-05 16:01")
    assert not stage.heard(WANG_FANG, "【日报】")
    assert stage.heard(LI_MING, "【日报】")


async def test_the_list_tells_who_is_spared_and_how_to_spare(stage: Stage):
    assert (await stage.ask(LIU, "/exempt")).startswith("目前没有暂缓报送的单位。")
    await stage.ask(LIU, "/exempt 市住建局 2.5-2.9 抗洪抢险")
    await stage.ask(LIU, "/exempt 市商务局 今天")
    told = await stage.ask(LIU, "/exempt")
    assert told.splitlines()[:3] == [
        "【暂缓报送】",
        "市住建局 2月5日—2月9日 抗洪抢险",
        "市商务局 2月5日",
    ]


async def test_a_unit_is_asked_again_before_the_time(stage: Stage):
    await stage.ask(LIU, "/exempt 市住建局 2.5-2.9")
    told = await stage.ask(LIU, "/exempt 市住建局 取消")
    assert told == "市住建局 已恢复报送,自下一次下发起照常填报。"
    await stage.at("2024-02-05 16:01")
    assert stage.heard(WANG_FANG, "【日报】")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("/exempt 市住建局", "没有读懂日期“市住建局”"),
        ("/exempt 住建局 2.5-2.9", "您要找的是否是:市住建局"),
        ("/exempt 2.5-2.9", "没有找到单位"),
        ("/exempt 市住建局 1.5-1.9", "1月9日已过"),
        ("/exempt 市住建局 取消", "市住建局没有暂缓报送"),
        ("/exempt 取消", "目前没有暂缓报送的单位"),
    ],
)
async def test_what_cannot_be_is_refused_with_what_to_do(stage: Stage, typed: str, told: str):
    assert told in await stage.ask(LIU, typed)
    assert await stage.count(Exemption) == 0


async def test_officials_exempt_nobody(stage: Stage):
    assert "仅限督查员" in await stage.ask(WANG_FANG, "/exempt 市住建局 2.5-2.9")
    assert await stage.count(Exemption) == 0
