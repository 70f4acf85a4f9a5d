"""The figure of a typed answer: its value, what it counts, its measure, and what is no figure."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rules.replies import Answer, CardLine, ValueKind, understand

CUMULATIVE, THIS_PERIOD, PERCENT, UNSTATED = ValueKind
CARD = (CardLine("15", "个", "新增停车位2000个"), CardLine("16", "万吨", "建成80万吨盐库"))


def figure(answer: Answer) -> tuple[str | None, ValueKind, str | None]:
    value = None if answer.value is None else str(answer.value)
    return value, answer.value_kind, answer.measure


@pytest.mark.parametrize(
    ("words", "value", "kind", "measure"),
    [
        ("累计104个", "104", CUMULATIVE, "个"),
        ("累计104", "104", CUMULATIVE, None),
        ("累计 104 个", "104", CUMULATIVE, "个"),
        ("累计:104", "104", CUMULATIVE, None),
        ("已累计完成104个", "104", CUMULATIVE, "个"),
        ("累计一百零四个", "104", CUMULATIVE, "个"),
        ("累计一百五", "150", CUMULATIVE, None),
        ("累计1,150个", "1150", CUMULATIVE, "个"),
        ("累计1.2万个", "1.2", CUMULATIVE, "万个"),
        ("共104个", "104", CUMULATIVE, "个"),
        ("一共104了", "104", CUMULATIVE, None),
        ("截至目前完成104个", "104", CUMULATIVE, "个"),
        ("今年新增104个", "104", CUMULATIVE, "个"),
        ("本周新增8个", "8", THIS_PERIOD, "个"),
        ("新增8", "8", THIS_PERIOD, None),
        ("新增八个", "8", THIS_PERIOD, "个"),
        ("今日完成8个", "8", THIS_PERIOD, "个"),
        ("本周8个", "8", THIS_PERIOD, "个"),
        ("又建成8个", "8", THIS_PERIOD, "个"),
        ("已新增104个", "104", UNSTATED, "个"),
        ("已完成104个", "104", UNSTATED, "个"),
        ("完成了104个", "104", UNSTATED, "个"),
        ("完成任务104个", "104", UNSTATED, "个"),
        ("104个", "104", UNSTATED, "个"),
        ("(104个)", "104", UNSTATED, "个"),
        ("104", "104", UNSTATED, None),
        ("建了8个", "8", UNSTATED, "个"),
        ("60%", "60", PERCENT, "%"),
        ("完成60%", "60", PERCENT, "%"),
        ("完成 60 %", "60", PERCENT, "%"),
        ("完成60％", "60", PERCENT, "%"),
        ("完成率5.2%", "5.2", PERCENT, "%"),
        ("总体进度60%", "60", PERCENT, "%"),
        ("百分之六十", "60", PERCENT, "%"),
        ("完成百分之六点五", "6.5", PERCENT, "%"),
        ("完成全年任务的60%", "60", PERCENT, "%"),
        ("同比增长6.5%", "6.5", PERCENT, "%"),
        ("增长-2.3%", "-2.3", PERCENT, "%"),
    ],
)
def test_a_figure_leaves_the_words(words, value, kind, measure):
    (answer,) = understand(f"15 {words}", CARD).answers
    assert figure(answer) == (value, kind, measure)
    assert (answer.status, answer.progress, answer.difficulty) == (None, "", "")


@pytest.mark.parametrize(
    "text", ["15=104", "15:104", "15 104", "15、104", "15.104", "15-104", "15,104"]
)
def test_a_bare_number_after_the_tasks_is_its_figure(text):
    (answer,) = understand(text, CARD).answers
    assert (answer.number, *figure(answer)) == ("15", "104", UNSTATED, None)


@pytest.mark.parametrize("text", ["15=16", "15 16", "15:16"])
def test_a_bare_number_is_a_figure_even_if_a_task_bears_it(text):
    (answer,) = understand(text, CARD).answers
    assert (answer.number, *figure(answer)) == ("15", "16", UNSTATED, None)


@pytest.mark.parametrize(
    ("words", "value", "kind"),
    [
        ("累计新增停车位104个", "104", CUMULATIVE),
        ("停车位累计104个", "104", CUMULATIVE),
        ("本周划线8个", "8", THIS_PERIOD),
        ("新增8个停车位", "8", THIS_PERIOD),
        ("停车位新增8个", "8", THIS_PERIOD),
        ("停车位完成104个", "104", UNSTATED),
        ("完成104个停车位", "104", UNSTATED),
        ("完成60%的工程量", "60", PERCENT),
        ("停车位完成60%", "60", PERCENT),
        ("累计104处", "104", CUMULATIVE),
        ("104/2000", "104", CUMULATIVE),
        ("今日 8/2000", "8", THIS_PERIOD),
        ("已完成3处", "3", UNSTATED),
    ],
)
def test_a_figure_that_other_words_hang_on_stays_among_them(words, value, kind):
    (answer,) = understand(f"15 {words}", CARD).answers
    assert figure(answer)[:2] == (value, kind)
    assert answer.progress == words


@pytest.mark.parametrize(
    "words",
    [
        "计划新增8个",
        "本周计划完成8个",
        "下周新增8个",
        "计划2月新增8个",
        "还需新增8个",
        "全年任务2000个",
        "去年累计104个",
        "没完成8个",
        "100多个",
        "约104个",
        "2-3个",
        "5至8个",
        "2/15",
        "8月",
        "8:30开会",
        "达到5A级",
        "1.2.3",
        "十分努力",
        "三通一平",
        "十四五",
        "累计十四五",
        "两处均可",
        "拆除12处",
        "新建8处",
        "本周召开会议2次",
        "主体工程完成60%",
        "划线 104",
        "划线停车位 104",
        "下降2.3%",
        "1、划线",
        "附件2",
    ],
)
def test_plans_dates_and_approximations_are_words(words):
    (answer,) = understand(f"15 {words}", CARD).answers
    assert answer == Answer("15", None, progress=words)


@pytest.mark.parametrize(
    ("words", "value", "progress"),
    [
        ("本周新增8个,累计104个", "104", "本周新增8个"),
        ("累计104个,占年度目标的5.2%", "104", "占年度目标的5.2%"),
        ("完成60%,完成104个", "104", "完成60%"),
        ("累计60处,新增8个", "8", "累计60处"),
        ("累计104个;累计106个", "104", "累计106个"),
        ("目标2000个,累计104个", "104", "目标2000个"),
        ("正常,104个", "104", ""),
        ("正常 104", "104", ""),
        ("正常累计104个", "104", ""),
        ("累计104个正常", "104", ""),
    ],
)
def test_of_several_figures_one_speaks_and_the_others_stay(words, value, progress):
    (answer,) = understand(f"15 {words}", CARD).answers
    assert (str(answer.value), answer.progress) == (value, progress)


@pytest.mark.parametrize(
    ("words", "value", "measure", "progress"),
    [
        ("累计80 万吨", "80", "万吨", ""),
        ("累计八十万吨", "80", "万吨", ""),
        ("累计5000吨", "5000", "吨", ""),
        ("13.5亿元", "None", None, "13.5亿元"),
        ("完成投资13.5亿元", "13.5", "亿元", "完成投资13.5亿元"),
    ],
)
def test_multipliers_belong_to_the_measure(words, value, measure, progress):
    (answer,) = understand(f"16 {words}", CARD).answers
    assert (str(answer.value), answer.measure, answer.progress) == (value, measure, progress)


def test_a_task_without_a_target_keeps_a_measured_figure_among_its_words():
    card = (CardLine("13", None), CardLine("15", "个"))
    (answer,) = understand("13 已完成3处", card).answers
    assert (str(answer.value), answer.measure, answer.progress) == ("3", "处", "已完成3处")


class TestOneTask:
    """A card of one task needs no number."""

    CARD = (CardLine("15", "亿元", "完成投资13.5亿元"),)

    @pytest.mark.parametrize(
        "text", ["累计104,两处已划线", "15 累计104,两处已划线", "第15项累计104;两处已划线"]
    )
    def test_all_the_words_are_about_it(self, text):
        (answer,) = understand(text, self.CARD).answers
        assert answer == Answer("15", None, Decimal(104), CUMULATIVE, progress="两处已划线")

    @pytest.mark.parametrize(
        ("text", "value", "measure"),
        [
            ("15.5亿元", "15.5", "亿元"),
            ("15亿元", "15", "亿元"),
            ("15 亿元", "15", "亿元"),
            ("15.104", "104", None),
            ("15=104", "104", None),
            ("104", "104", None),
            ("1,500亿元", "1500", "亿元"),
        ],
    )
    def test_its_number_is_told_from_a_figure(self, text, value, measure):
        (answer,) = understand(text, self.CARD).answers
        assert (str(answer.value), answer.measure) == (value, measure)

    def test_a_general_status_is_its_status(self):
        understanding = understand("全部正常推进,已签约3家", self.CARD)
        assert understanding.all_normal
        assert understanding.answers[0].status is not None
        assert understanding.answers[0].progress == "已签约3家"

    def test_nothing_is_said_by_its_number_alone(self):
        assert understand("15", self.CARD).unplaced == ("15",)

    def test_another_tasks_number_is_believed_with_a_sign(self):
        understanding = understand("正常;第16项滞后", self.CARD)
        assert understanding.unknown_numbers == ("16",)
        assert understanding.unplaced == ("第16项滞后",)

    def test_as_before_may_be_followed_by_more(self):
        understanding = understand("无变化,缺资金", self.CARD)
        assert understanding.same_as_before
        assert understanding.answers == (Answer("15", None, difficulty="缺资金"),)


@pytest.mark.parametrize(
    ("words", "progress", "difficulty"),
    [
        ("累计252 已划线两处", "已划线两处", ""),
        ("滞后 累计252 缺资金批复", "", "缺资金批复"),
        ("累计252 缺资金批复→市财政局", "", "缺资金批复"),
    ],
)
def test_a_space_ends_a_sum(words, progress, difficulty):
    (answer,) = understand(f"15 {words}", CARD).answers
    assert figure(answer) == ("252", CUMULATIVE, None)
    assert (answer.progress, answer.difficulty) == (progress, difficulty)
