"""A unit signs for its tasks by one tap; the message keeps what else it says."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, delete

from rules.facts import Duty
from storage import members
from storage.tables import Acknowledgement
from tests.handlers.stage import Stage, keyboard
from tests.office import clock as instant
from tests.sandbox_client import CHEN, LI_MING, LIU, WANG_FANG

ASKS = "【签收】"


@pytest.fixture
async def launched(stage: Stage) -> Stage:
    """Tuesday 8:31: everybody was asked to sign for what nobody has signed for."""
    await stage.db.write(lambda session: session.exec(delete(Acknowledgement)))
    await stage.at("2024-02-06 08:31")
    return stage


async def test_the_message_names_the_tasks_with_the_share_and_the_date(launched: Stage):
    text = launched.last(WANG_FANG, ASKS).words.text
    lines = text.split("\n")
    assert lines[0] == "【签收】交办 18 项任务,请于 2月9日 18:00 前签收"
    assert lines[2] == "市住建局:牵头 11 项、责任 7 项"
    assert "11 新建25个“口袋公园”(责任)" in lines
    assert "12 实施103个老旧小区改造" in lines
    assert "另有 8 项:75、76、77、85、105、125、126、134" in lines


async def test_a_head_is_not_asked_where_there_is_a_liaison(launched: Stage):
    assert launched.heard(CHEN, ASKS) == []


async def test_one_tap_signs_and_the_button_says_so(launched: Stage):
    shown = launched.last(LI_MING, ASKS)
    told = await launched.press(LI_MING, shown, "签收 10 项")
    assert told.text == "已签收 10 项"
    assert [text for text, _ in keyboard(launched.now(shown))] == ["✔ 已签收"]
    signed = [row.unit_id for row in await launched.rows(Acknowledgement) if row.acknowledged_at]
    assert len(signed) == 1


async def test_a_second_tap_tells_who_signed(launched: Stage):
    shown = launched.last(LI_MING, ASKS)
    await launched.press(LI_MING, shown, "签收")
    told = await launched.press(LI_MING, shown, "已签收")
    assert told.text == "已由李明于2月6日签收"


async def test_what_else_the_message_offers_stays(launched: Stage):
    await launched.db.write(_bind_to_a_second_unit, instant("2024-02-06 08:40"))
    await launched.at("2024-02-06 16:01")  # the day's card and the signing come as one message
    shown = launched.last(LI_MING)
    assert "【日报】" in shown.words.text
    assert ASKS in shown.words.text
    before = [text for text, _ in keyboard(shown)]
    await launched.press(LI_MING, shown, "签收 3 项")
    after = [text for text, _ in keyboard(launched.now(shown))]
    assert after == ["✔ 已签收" if "签收" in text else text for text in before]
    assert launched.now(shown).words.text == shown.words.text


def _bind_to_a_second_unit(session: Session, at: datetime) -> None:
    members.issue_invite(
        session, "second", "市司法局", Duty.LIAISON, at=at, expires_at=at + timedelta(days=1)
    )
    session.flush()
    members.accept(session, "second", LI_MING, "李明", at=at)


@pytest.mark.parametrize(
    ("person", "data", "refusal"),
    [
        (WANG_FANG, "own", "不是发给您单位的"),
        (LIU, "own", "尚未绑定单位"),
        (LI_MING, "ack:zzzz", "按钮已失效"),
        (LI_MING, "ack:", "按钮已失效"),
        (LI_MING, "ack:?", "按钮已失效"),
        (LI_MING, "ack:1:2", "按钮已失效"),
        (LI_MING, "ack:zzzzzzzzzz", "按钮已失效"),
        (LI_MING, "ack:-1", "按钮已失效"),
    ],
)
async def test_a_forged_tap_signs_nothing(launched: Stage, person: int, data: str, refusal: str):
    shown = launched.last(LI_MING, ASKS)
    data = keyboard(shown)[0][1] if data == "own" else data
    if not launched.heard(person):
        await launched.ask(person, "/help")
    told = await launched.tap(person, launched.last(person), data)
    assert refusal in told.text
    assert not [row for row in await launched.rows(Acknowledgement) if row.acknowledged_at]
