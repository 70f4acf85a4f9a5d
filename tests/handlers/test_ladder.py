"""A week nobody answers: the liaison hears of it, then the head, then a slip is drafted."""

from __future__ import annotations

import pytest

from handlers.views.keyboards import base36
from storage import members
from storage.tables import Round, Slip
from tests.handlers.stage import Stage, keyboard
from tests.office import clock
from tests.sandbox_client import CHEN, LI_MING, LIU, WANG_FANG

HOUSING = "市住建局"


@pytest.fixture
async def owing(stage: Stage) -> Stage:
    """18 February 10:01, the first workday after the week of the 5th fell due."""
    await stage.db.write(members.grant_supervisor, LIU, "刘主任", at=clock("2024-02-05 15:50"))
    await stage.at("2024-02-08 10:01")
    await stage.at("2024-02-18 10:01")
    return stage


@pytest.fixture
async def drafted(owing: Stage) -> Stage:
    """22 February 10:01: a slip is drafted for each unit that still owes the week."""
    await owing.press(LI_MING, _week(owing, LI_MING), "全部正常推进")
    for at in ("2024-02-20 10:01", "2024-02-22 10:01"):
        await owing.at(at)
    return owing


def _week(stage: Stage, person: int):
    return next(one for one in stage.heard(person) if "【周报】2月5日" in one.words.text)


def _told(stage: Stage, person: int, heading: str) -> list[str]:
    return [one.words.text for one in stage.heard(person) if heading in one.words.text]


async def test_the_liaison_is_told_what_is_owed_and_how_to_answer(owing: Stage):
    (shown,) = [one for one in owing.heard(WANG_FANG) if "【逾期提醒】" in one.words.text]
    text = shown.words.text
    assert "【逾期提醒】市住建局 周报(2月5日—2月11日)尚有 11 项未报,已逾期 8天" in text
    assert "另有 2 项。" in text
    row = next(row for row in await owing.rows(Round) if row.key == "W2024-06")
    assert f"open:{base36(row.id)}" in [data for _, data in keyboard(shown)]
    assert not _told(owing, CHEN, "【提请督促】")


async def test_the_head_is_told_who_the_liaison_is(owing: Stage):
    await owing.at("2024-02-20 10:01")
    (text,) = _told(owing, CHEN, "【提请督促】")
    assert "联络员:王芳。请督促尽快补报" in text


async def test_whoever_answers_meanwhile_is_told_nothing(stage: Stage):
    await stage.at("2024-02-08 10:01")
    await stage.at("2024-02-18 08:31")
    await stage.press(WANG_FANG, _week(stage, WANG_FANG), "全部正常推进")
    await stage.at("2024-02-18 10:01")
    assert _told(stage, LI_MING, "【逾期提醒】")
    assert not _told(stage, WANG_FANG, "【逾期提醒】")


async def test_the_supervisor_is_shown_the_draft(drafted: Stage):
    text, number = _draft(drafted).words.text, await _number(drafted)
    assert f"【督办单(拟)】第 {number} 号,请定是否发出" in text
    lines = text[text.index("责任单位:市住建局") :].split("\n")
    assert lines[1] == "责任人:陈局长(一把手)、王芳(联络员)"
    assert lines[2] == "事项:周报(2月5日—2月11日)以下 11 项逾期未报"
    assert lines[10] == "另有 4 项。"
    assert lines[11].startswith("要求:发出后于 2月26日 18:00 前补报")


def _draft(stage: Stage):
    """Return the message with the drafts."""
    return next(one for one in stage.heard(LIU) if "【督办单(拟)】" in one.words.text)


async def _number(stage: Stage) -> int:
    unit_id, _ = await stage.db.read(members.find_unit, HOUSING)
    return next(slip.number for slip in await stage.rows(Slip) if slip.unit_id == unit_id)


async def test_sending_reaches_the_liaison_and_the_head(drafted: Stage):
    shown, number = _draft(drafted), await _number(drafted)
    told = await drafted.press(LIU, shown, f"📤 发出第{number}号")
    assert told.text == f"✔ 第{number}号督办单已发出"
    assert told.text in [text for text, _ in keyboard(drafted.now(shown))]
    assert f"不发第{number}号" not in [text for text, _ in keyboard(drafted.now(shown))]
    await drafted.at("2024-02-22 16:01")
    for person in (WANG_FANG, CHEN):
        (text,) = _told(drafted, person, f"【督办单】第 {number} 号")
        assert "要求:于 2月26日 18:00 前补报" in text


async def test_a_sent_slip_opens_the_card_of_whoever_answers(drafted: Stage):
    await drafted.press(LIU, _draft(drafted), f"📤 发出第{await _number(drafted)}号")
    await drafted.at("2024-02-22 16:01")
    row = next(row for row in await drafted.rows(Round) if row.key == "W2024-06")
    opening = {
        person: [
            data
            for one in drafted.heard(person)
            if "【督办单】" in one.words.text
            for _, data in keyboard(one)
            if data == f"open:{base36(row.id)}"
        ]
        for person in (WANG_FANG, CHEN)
    }
    assert [len(found) for found in opening.values()] == [1, 0]


async def test_a_dropped_slip_reaches_nobody(drafted: Stage):
    shown, number = _draft(drafted), await _number(drafted)
    told = await drafted.press(LIU, shown, f"不发第{number}号")
    assert told.text == f"第{number}号督办单不发"
    await drafted.at("2024-02-22 16:01")
    assert not _told(drafted, WANG_FANG, f"【督办单】第 {number} 号")
    again = await drafted.tap(LIU, shown, f"slip:{number}")
    assert "此前已定为不发" in again.text


async def test_a_slip_is_not_sent_for_what_is_answered(drafted: Stage):
    shown, number = _draft(drafted), await _number(drafted)
    await drafted.press(WANG_FANG, _week(drafted, WANG_FANG), "全部正常推进")
    told = await drafted.press(LIU, shown, f"📤 发出第{number}号")
    assert "市住建局已补报" in told.text


@pytest.mark.parametrize("verb", ["slip", "noslip"])
async def test_only_a_supervisor_decides(drafted: Stage, verb: str):
    told = await drafted.tap(WANG_FANG, drafted.last(WANG_FANG), f"{verb}:1")
    assert "仅限督查员" in told.text
    assert not [slip for slip in await drafted.rows(Slip) if slip.decided_at]


@pytest.mark.parametrize("data", ["slip:", "slip:zzzz", "noslip:1:2", "slip:?"])
async def test_a_forged_tap_decides_nothing(drafted: Stage, data: str):
    told = await drafted.tap(LIU, _draft(drafted), data)
    assert "按钮已失效" in told.text
