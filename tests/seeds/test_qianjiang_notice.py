"""The real notice against its hand-made key, and every oddity of the file at its line."""

import json
from pathlib import Path

import pytest

import seeds
from seeds.notice import Notice, read_notice
from seeds.reading import decode_notice

NOTICE = Path(seeds.__file__).parent / "data/qianjiang_2024.txt"
KEY = json.loads((Path(__file__).parent / "data/qianjiang_2024.gold.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def notice() -> Notice:
    return read_notice(decode_notice(NOTICE.read_bytes()))


@pytest.mark.parametrize("field", ["title", "document_no", "issuer", "date", "year"])
def test_the_particulars_are_as_in_the_key(notice, field):
    assert notice.as_json()[field] == KEY[field]


def test_there_are_140_tasks_in_order_with_their_numbers(notice):
    assert [task.number for task in notice.tasks] == [str(n) for n in range(1, 141)]


@pytest.mark.parametrize(
    "field", ["text", "sections", "lead", "responsible", "leaders", "deadline"]
)
def test_every_task_is_as_in_the_key_to_the_byte(notice, field):
    read = json.loads(json.dumps(notice.as_json()))["tasks"]
    differing = [
        (key["number"], task[field], key[field])
        for task, key in zip(read, KEY["tasks"], strict=True)
        if task[field] != key[field]
    ]
    assert differing == []


def test_there_are_7_parts_and_21_sub_sections(notice):
    assert len(notice.sections) == KEY["stats"]["top_sections"]
    below = [title for section in notice.sections for title in section.subsections]
    assert len(below) == KEY["stats"]["sub_sections"]
    assert notice.sections[5].subsections[0] == "(十六)更大力度优化营商环境。"


def test_the_unit_names_are_those_of_the_key(notice):
    named = {unit for task in notice.tasks for unit in (*task.lead, *task.responsible)}
    assert named == {unit["name"] for unit in KEY["units"]}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (1, "«| | | |» has no words"),
        (3, "«潜江» is read from the number and the text"),
        (6, "probably is 潜政办发〔2024〕1号"),
        (12, "do not end in a colon"),
        (16, "«一、提高站位,切实做好工作报告落实落地» belongs to the covering letter"),
        (20, "belongs to the covering letter"),
        (24, "belongs to the covering letter"),
        (29, "44 × U+2002"),
        (101, "task 28: the units clause «(牵头单位:市发改委» is not closed"),
        (111, "«(五)全力推进投资提质增效» lacks the final 。"),
        (121, "task 36: the units clause"),
        (125, "«(六)全力释放多领域消费潜能» lacks the final 。"),
        (273, "read as the heading «(十六)更大力度优化营商环境。»"),
        (371, "«相关链接:» is neither a task nor a heading"),
        (373, "«附件:» is neither a task nor a heading"),
    ],
)
def test_every_oddity_of_the_file_is_reported_at_its_line(notice, line, words):
    assert any(words in problem.what for problem in notice.problems if problem.line == line)


def test_nothing_else_is_reported(notice):
    assert len(notice.problems) == 15


def test_the_json_has_exactly_the_promised_keys(notice):
    told = json.loads(json.dumps(notice.as_json(), ensure_ascii=False))
    assert list(told) == [
        *("title", "document_no", "issuer", "date", "year"),
        *("sections", "tasks", "problems"),
    ]
    assert told["sections"][0] == {
        "title": "一、2024年经济社会发展主要预期目标",
        "subsections": [],
    }
    assert told["tasks"][6] == {
        "number": "7",
        "text": "城乡居民人均可支配收入与经济增长同步。",
        "sections": ["一、2024年经济社会发展主要预期目标"],
        "lead": ["市人社局", "市农业农村局"],
        "responsible": ["市发改委", "市财政局", "市税务局"],
        "leaders": [],
        "deadline": None,
    }
    assert list(told["problems"][0]) == ["line", "what"]
