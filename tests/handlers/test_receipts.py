"""A receipt says what was understood, and what of it cannot be counted."""

import pytest

from storage.tables import Progress, Report
from tests.handlers.stage import Stage
from tests.sandbox_client import LI_MING, WANG_FANG

CLAUSE = "(单位与目标(个)不同,未计入累计)"


async def receipt(stage: Stage, words: str, person: int = LI_MING) -> str:
    await stage.say(person, words)
    return stage.last(person, "已记入").words.text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("15 累计104家", "正常 累计104家"),
        ("15 本期新增3处", "正常 本期新增3处"),
        ("15 累计80万吨", "正常 累计80万吨"),
    ],
)
async def test_a_figure_in_another_measure_is_kept_and_said_not_to_count(
    asked: Stage, words: str, told: str
):
    line = (await receipt(asked, words)).split("\n")[1]
    assert line.startswith(f"15 新增2000个停车位:{told}")
    assert line.endswith(CLAUSE)
    (report,) = await asked.rows(Report)
    assert report.value is not None
    assert await asked.rows(Progress) == []


@pytest.mark.parametrize(
    "words", ["15 累计104", "15 累计104个", "15 累计0.5万个", "15 完成60%", "15 正常", "13 累计8处"]
)
async def test_of_a_figure_that_counts_nothing_more_is_said(asked: Stage, words: str):
    assert "未计入累计" not in await receipt(asked, words)


async def test_each_task_of_a_message_is_judged_by_its_own_target(asked: Stage):
    text = await receipt(asked, "15 累计104处;16 累计300个;13 累计8处")
    lines = {line.split(" ")[0]: line for line in text.split("\n")}
    assert lines["15"].endswith(CLAUSE)
    assert not any("未计入" in lines[number] for number in ("13", "16"))


async def test_a_corrected_measure_counts_after_all(asked: Stage):
    await receipt(asked, "15 累计104家")
    assert "未计入累计" not in await receipt(asked, "15 累计104个")
    (point,) = await asked.rows(Progress)
    assert point.total == 104


async def test_the_clause_names_the_targets_measure(asked: Stage):
    text = await receipt(asked, "85 累计3个;12 累计9户", WANG_FANG)
    assert "(单位与目标(个)不同,未计入累计)" in text
