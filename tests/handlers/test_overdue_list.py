"""/overdue and /task: who sees what, pages, filters, and the chase."""

import pytest

from storage.tables import Chase
from tests.handlers.stage import Stage, keyboard
from tests.sandbox_client import GROUP, LI_MING, LIU, WANG_FANG, ZHAO_QIANG

FAGAI, CHENGGUAN, ZHUJIAN = "市发改委", "市城管执法局", "市住建局"


@pytest.fixture
async def evening(asked: Stage) -> Stage:
    """Monday 18:05: one unit answered, two did not."""
    await asked.press(LI_MING, asked.last(LI_MING, "【日报】"), "全部正常推进")
    await asked.at("2024-02-05 18:05")
    return asked


async def test_the_silent_are_listed_the_answered_and_the_unasked_are_not(evening: Stage):
    told = await evening.ask(LIU, "/overdue")
    assert "共 26 项,涉及 2 个单位(第 1/3 页)" in told
    assert FAGAI in told
    assert CHENGGUAN not in told
    assert "市商务局" not in told
    assert "另有 112 项未下发" in told  # 28 tasks have none but bound units in the lead


async def test_pages_turn_and_the_unit_filter_narrows(evening: Stage):
    await evening.ask(LIU, "/overdue")
    shown = evening.last(LIU)
    await evening.press(LIU, shown, "下一页")
    assert "(第 2/3 页)" in evening.now(shown).words.text
    await evening.press(LIU, shown, "上一页")
    await evening.press(LIU, shown, FAGAI)
    assert "共 15 项,涉及 1 个单位" in evening.now(shown).words.text
    await evening.press(LIU, shown, "显示全部")
    assert "共 26 项" in evening.now(shown).words.text


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("/overdue 市住建局", "共 11 项,涉及 1 个单位"),
        ("/overdue 市城管执法局", "没有逾期事项"),
        ("/overdue week", "没有逾期事项"),
        ("/overdue 日报", "共 26 项"),
        ("/overdue 住建局", "您要找的是否是:市住建局"),
    ],
)
async def test_words_behind_the_command_filter(evening: Stage, command: str, told: str):
    assert told in await evening.ask(LIU, command)


async def test_an_official_sees_only_the_own_unit_and_cannot_chase(evening: Stage):
    told = await evening.ask(WANG_FANG, "/overdue")
    assert "共 11 项,涉及 1 个单位" in told
    assert FAGAI not in told
    shown = evening.last(WANG_FANG)
    assert not [text for text, _ in keyboard(shown) if "催办" in text]
    refused = await evening.tap(WANG_FANG, shown, "chase:0:0:-")
    assert "仅限督查员" in refused.text
    assert await evening.count(Chase) == 0


async def test_a_forged_filter_shows_an_official_nothing_of_others(evening: Stage):
    await evening.ask(WANG_FANG, "/overdue")
    shown = evening.last(WANG_FANG)
    for unit_id in range(1, 8):
        await evening.tap(WANG_FANG, shown, f"owed:0:{unit_id}:-")
        assert FAGAI not in evening.now(shown).words.text


async def test_in_the_group_everybody_sees_all(evening: Stage):
    assert FAGAI in await evening.ask(WANG_FANG, "/overdue", chat=GROUP)


async def test_the_chase_reaches_those_shown_and_cools_four_working_hours(evening: Stage):
    await evening.ask(LIU, f"/overdue {FAGAI}")
    shown = evening.last(LIU)
    told = await evening.press(LIU, shown, "催办本页")
    assert told.text == "已催办 1 个单位"
    assert evening.last(LIU).words.text == f"已催办 1 个单位:{FAGAI}"
    (chase,) = evening.heard(ZHAO_QIANG, "【催办】")
    assert "补报以下 15 项" in chase.words.text
    assert not evening.heard(WANG_FANG, "【催办】")

    again = await evening.press(LIU, shown, "催办本页")
    assert "2月6日 12:05后可再催" in again.text
    assert len(evening.heard(ZHAO_QIANG, "【催办】")) == 1
    await evening.at("2024-02-06 12:06")
    await evening.press(LIU, shown, "催办本页")
    assert len(evening.heard(ZHAO_QIANG, "【催办】")) == 2
    assert [row.by_user for row in await evening.rows(Chase)] == [LIU, LIU]


async def test_a_chase_in_the_night_waits_for_the_morning(evening: Stage):
    await evening.at("2024-02-05 22:00")
    await evening.ask(LIU, f"/overdue {FAGAI}")
    await evening.press(LIU, evening.last(LIU), "催办本页")
    assert not evening.heard(ZHAO_QIANG, "【催办】")
    await evening.at("2024-02-06 08:31")
    assert evening.heard(ZHAO_QIANG, "【催办】")


async def test_a_task_is_shown_whole_to_its_units_and_supervisors(evening: Stage):
    for person in (LIU, LI_MING):
        told = await evening.ask(person, "/task 15")
        assert told.startswith("15 ")
        assert f"牵头单位:{CHENGGUAN}(李明)" in told
        assert "李明:正常" in told


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("/task", "请写明事项编号"),
        ("/task 第15项", "15 "),
        ("/task 15", "15 "),
        ("/task 999", "没有第999项任务"),
        ("/task 1", "第1项不是您所代表单位的事项"),
        ("/task abc", "请写明事项编号"),
    ],
)
async def test_a_task_is_asked_for_by_number(stage: Stage, command: str, told: str):
    assert (await stage.ask(LI_MING, command)).startswith(told)
