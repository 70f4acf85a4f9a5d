"""A target as typed: goal, baseline, stages, what cards ask for, and what is asked back."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.facts import Bound, TargetKind
from rules.periods import Span
from rules.replies import ValueKind
from rules.replies.targets import (
    TargetWords,
    read_dated_stage,
    read_decision,
    read_request,
    read_stage,
    read_target,
    read_value,
)
from rules.stages import Stage

PLAN = Span(date(2024, 1, 31), date(2024, 12, 31))
Q1, Q2, Q3, Q4 = (date(2024, month, day) for month, day in ((3, 31), (6, 30), (9, 30), (12, 31)))
WHOLE = "目标2000个 基数0 一季度300 二季度900 三季度1500 四季度2000 按累计报"


def stages(*pairs: tuple[date, str]) -> tuple[Stage, ...]:
    return tuple(Stage(day, Decimal(value)) for day, value in pairs)


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        WHOLE.replace(" ", ""),
        WHOLE.replace(" ", ","),
        WHOLE.replace(" ", "\n"),
        "目标:2000个;基数:0;Q1=300;Q2=900;Q3:1500;Q4=2000;累计",
        "目标为２０００个，基数为０，一季度完成300个，上半年累计900个，前三季度达到1500个，年底2000个，按累计数报送",
        "2000个停车位 起点0 3月底300 6月末900 9月30日1500 12月份2000 按累计填报",
        "全年目标两千个,基数0,第1季度三百,第2季度九百,3季度一千五百,4季度2,000,报累计".replace(
            "报累计", "按累计"
        ),
    ],
)
def test_many_ways_to_say_the_same_target(text):
    assert read_target(text, PLAN) == TargetWords(
        goal=Decimal(2000),
        measure="个",
        kind=TargetKind.QUANTITY,
        bound=Bound.EXACT,
        baseline=Decimal(0),
        wanted=ValueKind.CUMULATIVE,
        stages=stages((Q1, "300"), (Q2, "900"), (Q3, "1500"), (Q4, "2000")),
    )


@pytest.mark.parametrize(
    ("text", "goal", "measure", "kind", "bound"),
    [
        ("目标870亿元", "870", "亿元", TargetKind.QUANTITY, Bound.EXACT),
        ("目标500亿元以上", "500", "亿元", TargetKind.QUANTITY, Bound.AT_LEAST),
        ("目标不低于100家", "100", "家", TargetKind.QUANTITY, Bound.AT_LEAST),
        ("目标超过60亿元", "60", "亿元", TargetKind.QUANTITY, Bound.AT_LEAST),
        ("目标200家企业以上", "200", "家", TargetKind.QUANTITY, Bound.AT_LEAST),
        ("目标不超过30万吨", "30", "万吨", TargetKind.QUANTITY, Bound.AT_MOST),
        ("目标30万吨以内", "30", "万吨", TargetKind.QUANTITY, Bound.AT_MOST),
        ("目标约30万吨左右", "30", "万吨", TargetKind.QUANTITY, Bound.EXACT),
        ("目标30万吨左右", "30", "万吨", TargetKind.QUANTITY, Bound.EXACT),
        ("增长7%以上", "7", "%", TargetKind.GROWTH, Bound.AT_LEAST),
        ("目标同比增长7.5%", "7.5", "%", TargetKind.GROWTH, Bound.EXACT),
        ("目标增速超过9%", "9", "%", TargetKind.GROWTH, Bound.AT_LEAST),
        ("目标下降5.5%以内", "-5.5", "%", TargetKind.GROWTH, Bound.AT_LEAST),
        ("目标下降5.5%以上", "-5.5", "%", TargetKind.GROWTH, Bound.AT_MOST),
        ("目标下降3%", "-3", "%", TargetKind.GROWTH, Bound.EXACT),
        ("目标增长-3%", "-3", "%", TargetKind.GROWTH, Bound.EXACT),
        ("目标参保率95%以上", "95", "%", None, Bound.AT_LEAST),
        ("目标2000", "2000", None, None, Bound.EXACT),
    ],
)
def test_a_goal_has_a_measure_a_kind_and_a_side(text, goal, measure, kind, bound):
    said = read_target(text, PLAN)
    assert said.goal == Decimal(goal)
    assert (said.measure, said.kind, said.bound) == (measure, kind, bound)
    assert said.unread == ()


def test_figures_of_stages_are_turned_into_the_targets_measure():
    said = read_target("目标870亿元 基数5000万元 一季度2000000万元 二季度400 三季度60000美元", PLAN)
    assert said.baseline == Decimal("0.5")
    assert said.stages == stages((Q1, "200"), (Q2, "400"))
    assert said.unread == ("三季度60000美元",)


def test_without_a_goal_figures_are_in_the_measure_the_target_has():
    said = read_target("一季度1.2万 二季度2.5万个", PLAN, "个")
    assert said.stages == stages((Q1, "12000"), (Q2, "25000"))
    assert said.says_something


def test_what_does_not_end_is_rounded_to_the_places_of_a_typed_figure():
    (stage,) = read_target("一季度1亩", PLAN, "平方米").stages
    assert stage.value == Decimal("666.666667")


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("目标2000个 一季度300亩", ("一季度300亩",)),
        ("目标2000个 基数3亩", ("3亩",)),
        ("目标2000个 基数若干", ("若干",)),
        ("目标2000个 基数0大约", ("大约",)),
        ("目标待定", ("待定",)),
        ("目标万千百", ("万千百",)),
        ("今天开会", ("今天开会",)),
        ("目标2000个 一季度", ("一季度",)),
        ("目标2000个 2月30日 120", ("2月30日 120",)),
        ("目标2000个 13月底 120", ("13月底 120",)),
        ("目标2000个 十十月 120", ("十十月 120",)),
        ("目标9002月30日", ("月30日",)),
        ("目标2000个 目标3000个", ("3000个",)),  # which of them is for the unit to say
        ("目标2000个 基数5 基数6", ("6",)),
        ("按累计报 按本期报", ("按本期报",)),
        ("按累计报 按累计报", ()),
        ("按累计报二季度900", ("按累计报二季度900",)),
        ("15 累计104,两处已划线", ("累计104,两处已划线",)),
    ],
)
def test_what_is_not_understood_is_handed_back(text, unread):
    assert read_target(text, PLAN).unread == unread


def test_a_quarter_outside_the_plan_is_handed_back():
    short = Span(date(2024, 5, 1), date(2024, 8, 20))
    said = read_target("目标9个 一季度3 二季度6 三季度9 四季度9", short)
    assert said.stages == stages((Q2, "6"), (date(2024, 8, 20), "9"))
    assert said.unread == ("一季度3", "四季度9")


def test_a_month_is_due_on_its_last_day_within_the_plan():
    short = Span(date(2024, 5, 1), date(2024, 8, 20))
    said = read_target("5月 选址 8月底 完工 9月 投用 年底 验收 2025年3月2日 回访", short)
    assert [stage.day for stage in said.stages] == [
        date(2024, 5, 31),
        date(2024, 8, 20),
        date(2024, 9, 30),
        date(2024, 8, 20),
        date(2025, 3, 2),
    ]


def test_a_task_without_a_figure_has_stages_of_words():
    said = read_target("一季度 完成选址 二季度开工,3个标段全面铺开 10月底 主体完工", PLAN)
    assert said.stages == (
        Stage(Q1, words="完成选址"),
        Stage(Q2, words="开工,3个标段全面铺开"),
        Stage(date(2024, 10, 31), words="主体完工"),
    )


@pytest.mark.parametrize(
    ("words", "measure", "value", "left"),
    [
        ("300", "个", "300", ""),
        ("300个", "个", "300", ""),
        ("300个 主体完工", "个", "300", "主体完工"),
        ("300;3个标段铺开", "个", "300", "3个标段铺开"),
        ("3个标段铺开", "个", None, "3个标段铺开"),
        ("主体完工", "个", None, "主体完工"),
        ("300", "", None, "300"),
    ],
)
def test_a_stage_is_a_figure_words_or_both(words, measure, value, left):
    expected = Stage(Q1, None if value is None else Decimal(value), left)
    assert read_stage(words, Q1, measure) == expected


@pytest.mark.parametrize(
    ("words", "value", "left"),
    [
        ("一季度完成300个停车位", "300", ""),
        ("一季度300个停车位,划线完工", "300", "划线完工"),
        ("一季度300停车位", "300", ""),
        ("一季度300个车库", None, "300个车库"),
        ("一季度停车位选址", None, "停车位选址"),
        ("一季度300个停车位选址", None, "300个停车位选址"),
    ],
)
def test_what_a_figure_counts_may_be_named_as_in_the_title(words, value, left):
    (stage,) = read_target(words, PLAN, "个", "新增2000个停车位").stages
    assert (stage.value, stage.words) == (None if value is None else Decimal(value), left)


def test_a_stage_in_another_measure_is_none():
    assert read_stage("300亩", Q1, "个") is None


@pytest.mark.parametrize(
    ("line", "stage"),
    [
        ("5月20日 120;划线完工", Stage(date(2024, 5, 20), Decimal(120), "划线完工")),
        ("2025年1月5日 验收", Stage(date(2025, 1, 5), None, "验收")),
        ("5月20日", None),
        ("划线完工", None),
        ("目标300", None),
        ("2月31日 120", None),
        ("5月20日 120亩", None),
    ],
)
def test_a_line_that_opens_with_a_day_is_a_stage(line, stage):
    assert read_dated_stage(line, PLAN, "个") == stage


@pytest.mark.parametrize(
    ("words", "measure", "value"),
    [
        ("2000", "个", "2000"),
        ("2000个", "个", "2000"),
        ("1.2万", "个", "12000"),
        ("2000亩", "个", None),
        ("2000亩", "", "2000"),
        ("2000 左右吧", "个", None),
        ("若干", "个", None),
        ("-5.5", "%", "-5.5"),
    ],
)
def test_a_figure_alone(words, measure, value):
    assert read_value(words, measure) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("按累计报", ValueKind.CUMULATIVE),
        ("累计", ValueKind.CUMULATIVE),
        ("按本期新增报", ValueKind.THIS_PERIOD),
        ("按当期数报送", ValueKind.THIS_PERIOD),
        ("新增", ValueKind.THIS_PERIOD),
    ],
)
def test_what_cards_are_to_ask_for(text, wanted):
    assert read_target(text, PLAN) == TargetWords(wanted=wanted)


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("15", "15", ""),
        ("第15项", "15", ""),
        ("15 目标2000个", "15", "目标2000个"),
        ("15、目标2000个\n一季度300", "15", "目标2000个\n一季度300"),
        ("１５目标2000个", "15", "目标2000个"),
        ("", "", ""),
        ("目标2000个", "", ""),
    ],
)
def test_a_request_opens_with_the_tasks_number(text, number, rest):
    assert read_request(text) == (number, rest)


@pytest.mark.parametrize(
    ("words", "decision"),
    [
        ("核定", (True, "")),
        ("同意", (True, "")),
        ("退回", (False, "")),
        ("退回 请补充基数", (False, "请补充基数")),
        ("退回:请补充\n基数", (False, "请补充,基数")),
        ("核定一下", None),
        ("目标2000个", None),
    ],
)
def test_a_supervisors_word(words, decision):
    assert read_decision(words) == decision


@given(
    st.lists(
        st.sampled_from(
            [*WHOLE.split(), "300亩", "主体完工", "上半年", "2月30日", " ", ",", "以上"]
        ),
        max_size=12,
    ).map("".join)
)
def test_no_figure_typed_is_lost(text):
    """Every digit is in what was read or in what is handed back, or names a day."""
    said = read_target(text, PLAN)
    kept = str(said)
    for number in ("2000", "900", "1500"):
        assert (number in text) <= (number in kept)


@given(st.text(max_size=60))
def test_any_text_is_read_without_a_fault(text):
    read_target(text, PLAN, "个")
    read_dated_stage(text, PLAN, "个")
    read_value(text, "个")
