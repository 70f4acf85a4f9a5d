"""Nothing crashes the reader: arbitrary text is refused, damage stays where it is."""

from contextlib import suppress
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import seeds
from seeds.notice import Notice, NoticeTask, read_notice
from seeds.reading import NotANotice, decode_notice
from seeds.targets import find_targets
from seeds.units import split_names

TEXT = (Path(seeds.__file__).parent / "data/qianjiang_2024.txt").read_text("utf-8")
LINES = TEXT.split("\n")
TASK_LINES = [place for place, line in enumerate(LINES) if line[:1].isdigit() and "牵头" in line]
WHOLE = read_notice(TEXT)

PIECES = [
    *("一、", "(一)", "1.", "12.", "(1)", "▲", "①", "附件1", "二十一", "百", "2024年1月31日"),
    *(
        "牵头单位:",
        "责任单位:",
        "责任领导:",
        "完成时限:",
        "配合单位",
        "【责任单位】",
        "牵头",
        "负责",
    ),
    *("市发改委", "各县、市、区政府", "等部门", "张三", "李 四王五", "6月底前", "无", "由", "会同"),
    *("、", ",", ";", "。", "(", ")", "〔", "〕", "|", "\t", " ", "\n", "\n\n", "---", "─", "│"),
    *("序号", "工作任务", "新建公园5个", "增长7%以上", "列第一位的为牵头单位", "关于", "的通知"),
    *("潜政办发20241", "\u2002", "\ufeff", "\uff08", "\uff1a"),
]
soup = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
calmly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def attempt(text: str) -> Notice | None:
    try:
        return read_notice(text)
    except NotANotice:
        return None


@given(st.text())
@calmly
def test_arbitrary_text_is_read_or_refused(text):
    attempt(text)


@given(soup)
@settings(calmly, max_examples=300)
def test_words_of_the_genre_in_any_order_are_read_or_refused(text):
    notice = attempt(text)
    if notice:
        numbers = [task.number for task in notice.tasks]
        assert len(set(numbers)) == len(numbers)
        last = text.count("\n") + text.count("\r") + 1
        assert all(1 <= problem.line <= last for problem in notice.problems)


@given(soup)
@calmly
def test_no_unit_is_invented(text):
    """Every name stands in the text, but for a prefix restored to it."""
    notice = attempt(text)
    bare = "".join(text.split())
    for task in notice.tasks if notice else ():
        for name in (*task.lead, *task.responsible):
            assert "".join(name.split()).lstrip("省市区县州旗") in bare


@given(st.binary())
@calmly
def test_arbitrary_bytes_are_text_or_refused(content):
    with suppress(NotANotice):
        assert isinstance(decode_notice(content), str)


@given(st.text(), st.text())
@calmly
def test_the_readers_of_targets_and_names_take_any_text(text, listed):
    assert all(target.phrase in text for target in find_targets(text))
    assert len(set(split_names(listed).units)) == len(split_names(listed).units)


@given(st.lists(st.integers(0, len(TEXT) - 1), min_size=1, max_size=40, unique=True))
@settings(calmly, max_examples=30)
def test_lost_signs_never_crash_and_cost_few_tasks(places):
    lost = set(places)
    notice = read_notice("".join(sign for i, sign in enumerate(TEXT) if i not in lost))
    assert len(notice.tasks) >= len(WHOLE.tasks) - len(lost)


@given(st.lists(st.integers(0, len(LINES) - 1), min_size=1, max_size=60, unique=True))
@settings(calmly, max_examples=30)
def test_lost_lines_cost_only_their_own_tasks(places):
    lost = set(places)
    notice = read_notice("\n".join(line for i, line in enumerate(LINES) if i not in lost))
    read = {task.number: wording(task) for task in notice.tasks}
    expected = {
        task.number: wording(task)
        for task, place in zip(WHOLE.tasks, TASK_LINES, strict=True)
        if place not in lost
    }
    assert read == expected


@given(st.sampled_from(range(len(TASK_LINES))))
@settings(calmly, max_examples=25)
def test_a_lost_task_line_leaves_every_other_task_untouched(place):
    line = TASK_LINES[place]
    notice = read_notice("\n".join(LINES[:line] + LINES[line + 1 :]))
    assert notice.tasks == WHOLE.tasks[:place] + WHOLE.tasks[place + 1 :]


@given(st.sampled_from(range(len(TASK_LINES))), st.sampled_from("市局委、;:)(。"))
@settings(calmly, max_examples=25)
def test_a_lost_sign_changes_only_the_task_it_stood_in(place, sign):
    line = TASK_LINES[place]
    damaged = [*LINES[:line], LINES[line].replace(sign, "", 1), *LINES[line + 1 :]]
    tasks = read_notice("\n".join(damaged)).tasks
    assert tasks[:place] == WHOLE.tasks[:place]
    assert tasks[-1 - (len(WHOLE.tasks) - place - 2) :] == WHOLE.tasks[place + 1 :] or (
        place == len(WHOLE.tasks) - 1
    )


def wording(task: NoticeTask) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    return task.text, task.lead, task.responsible
