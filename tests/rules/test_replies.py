"""What clerks type on their phones, and what of it is said of each task."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rules.facts import Status
from rules.replies import Answer, CardLine, Understanding, ValueKind, understand

DONE, NORMAL, AT_RISK, LAGGING, BLOCKED = Status
PARKING = CardLine("15", "个", "新增停车位2000个")
MANHOLES = CardLine("16", "个", "更换窨井盖5000个")
PARKS = CardLine("11", "个", "新建25个口袋公园")
GOVERNANCE = CardLine("13", None, "城市综合治理攻坚")
PLANNING = CardLine("8", None, "强化规划管控")
HOUSING = CardLine("12", "个", "改造老旧小区24个")
CARD = (PARKING, MANHOLES, PARKS, GOVERNANCE, PLANNING, HOUSING)


def statuses(understanding: Understanding) -> dict[str, Status | None]:
    return {answer.number: answer.status for answer in understanding.answers}


def test_the_example_on_the_card_is_understood():
    understanding = understand("15 累计104,两处已划线;16 滞后 缺资金批复→市财政局", CARD)
    assert understanding == Understanding(
        answers=(
            Answer("15", None, Decimal(104), ValueKind.CUMULATIVE, progress="两处已划线"),
            Answer("16", LAGGING, difficulty="缺资金批复", awaited="市财政局"),
        )
    )


@pytest.mark.parametrize(
    "text",
    [
        "15 正常",
        "15正常",
        "15、正常",
        "15.正常",
        "15)正常",
        "15:正常",
        "15=正常",
        "15-正常",
        "15——正常",
        "(15)正常",
        "【15】正常",
        "１５：正常",
        "15号正常",
        "15项正常",
        "15号任务正常",
        "第15项正常",
        "第15项：正常",
        "第十五项正常",
        "第 15 项 正常",
        "任务15 正常",
        "任务十五正常",
        "序号15,正常",
        "No.15 正常",
        "#15 正常",
        "十五正常",
        "十五 正常",
        "十五、正常",
        "- 15 正常",
        "• 15 正常",
        "1️⃣5️⃣ 正常👍",
        "15✅正常",
        "15\n正常",
        "15\t正常",
        "领导好：15正常",
        "收到，15正常",
        "2月5日 周一\n15 正常",
        "15正常....",
        "15正常！！！",
        "15是正常的",
        "停车位 正常",
        "停车位正常",
    ],
)
def test_a_task_is_named_in_many_ways(text):
    assert understand(text, CARD) == Understanding(answers=(Answer("15", NORMAL),))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15正常;16滞后", {"15": NORMAL, "16": LAGGING}),
        ("15正常，16滞后", {"15": NORMAL, "16": LAGGING}),
        ("15正常。16滞后。", {"15": NORMAL, "16": LAGGING}),
        ("15正常\n16滞后", {"15": NORMAL, "16": LAGGING}),
        ("15 正常 16 滞后", {"15": NORMAL, "16": LAGGING}),
        ("15正常16滞后", {"15": NORMAL, "16": LAGGING}),
        ("15.正常 16.滞后", {"15": NORMAL, "16": LAGGING}),
        ("15、正常、16、滞后", {"15": NORMAL, "16": LAGGING}),
        ("15:正常;;;16:滞后;;", {"15": NORMAL, "16": LAGGING}),
        ("15\n正常\n16\n滞后", {"15": NORMAL, "16": LAGGING}),
        ("15✅正常16❌滞后", {"15": NORMAL, "16": LAGGING}),
        ("十五正常十六滞后", {"15": NORMAL, "16": LAGGING}),
        ("第十五项正常第十六项滞后", {"15": NORMAL, "16": LAGGING}),
        ("十五项正常十六项滞后", {"15": NORMAL, "16": LAGGING}),
        ("16滞后15正常", {"16": LAGGING, "15": NORMAL}),
        ("15完成16滞后", {"15": DONE, "16": LAGGING}),
        ("15停车位正常,16窨井盖滞后", {"15": NORMAL, "16": LAGGING}),
        ("15 停车位正常16窨井盖滞后", {"15": NORMAL, "16": LAGGING}),
        ("15 划线 16 更换", {"15": None, "16": None}),
        ("15、16 正常", {"15": NORMAL, "16": NORMAL}),
        ("15和16都正常", {"15": NORMAL, "16": NORMAL}),
        ("15,16,11正常", {"15": NORMAL, "16": NORMAL, "11": NORMAL}),
        ("15 16 11 正常", {"15": NORMAL, "16": NORMAL, "11": NORMAL}),
        ("15.16.11正常", {"15": NORMAL, "16": NORMAL, "11": NORMAL}),
        ("15/16正常", {"15": NORMAL, "16": NORMAL}),
        ("15、16两项均正常", {"15": NORMAL, "16": NORMAL}),
        ("第15项和第16项都正常", {"15": NORMAL, "16": NORMAL}),
        ("15、16 划线", {"15": None, "16": None}),
        ("11-13 正常", {"11": NORMAL, "13": NORMAL, "12": NORMAL}),
        ("第11至第13项正常", {"11": NORMAL, "13": NORMAL, "12": NORMAL}),
        ("15正常;15滞后", {"15": LAGGING}),
    ],
)
def test_several_tasks_are_told_apart(text, expected):
    understanding = understand(text, CARD)
    assert statuses(understanding) == expected
    assert understanding.unplaced == ()


def test_a_message_dictated_without_punctuation_is_cut_at_its_numbers():
    text = "十五累计一百零四个十六滞后缺资金等市财政局批复十一已经完成了十三正常"
    assert understand(text, CARD) == Understanding(
        answers=(
            Answer("15", None, Decimal(104), ValueKind.CUMULATIVE, "个"),
            Answer("16", LAGGING, difficulty="缺资金等市财政局批复", awaited="市财政局"),
            Answer("11", DONE),
            Answer("13", NORMAL),
        )
    )


@pytest.mark.parametrize(
    ("text", "progress"),
    [
        ("15 新建8处,拆除12处", "新建8处,拆除12处"),
        ("15 新建 8 处 拆除 12 处", "新建 8 处 拆除 12 处"),
        ("15 主任带队 8 人到场", "主任带队 8 人到场"),
        ("15 2月8日开工", "2月8日开工"),
        ("15 预计8日完成", "预计8日完成"),
        ("15 预计8号完成", "预计8号完成"),
        ("15 2024年12月开工", "2024年12月开工"),
        ("15 联系人13812345678", "联系人13812345678"),
        ("15 13812345678", "13812345678"),
        ("15 5G基站已建,318国道改线", "5G基站已建,318国道改线"),
        ("15 第八批名单已报", "第八批名单已报"),
        ("15 按第8条办理", "按第8条办理"),
        ("15 新增八项制度", "新增八项制度"),
        ("15 一是划线,二是八处清障", "一是划线,二是八处清障"),
        ("15 1、划线;2、清障;3、验收", "1、划线;2、清障;3、验收"),
        ("15 8-12天内开工", "8-12天内开工"),
        ("15 落实二十大精神", "落实二十大精神"),
        ("15 详见8月简报", "详见8月简报"),
        ("15 文号〔2024〕8号", "文号〔2024〕8号"),
        ("15 十二五项目已移交", "十二五项目已移交"),
        ("15 拆除8 拆迁中", "拆除8 拆迁中"),
    ],
)
def test_numbers_inside_progress_name_no_task(text, progress):
    assert understand(text, CARD) == Understanding(answers=(Answer("15", None, progress=progress),))


@pytest.mark.parametrize(
    ("text", "expected", "unknown", "unplaced"),
    [
        ("99 正常", {}, ("99",), ("99 正常",)),
        ("第99项 滞后 缺资金", {}, ("99",), ("第99项 滞后 缺资金",)),
        ("99、已划线8处", {}, ("99",), ("99、已划线8处",)),
        ("15正常99滞后", {"15": NORMAL}, ("99",), ("99滞后",)),
        ("15正常,第九十九项滞后", {"15": NORMAL}, ("99",), ("第九十九项滞后",)),
        ("15和99都正常", {"15": NORMAL}, ("99",), ()),
        ("15,16,99正常", {"15": NORMAL, "16": NORMAL}, ("99",), ()),
        ("15-18 正常", {"15": NORMAL, "16": NORMAL}, ("18",), ()),
        ("14-16 正常", {"15": NORMAL, "16": NORMAL}, ("14",), ()),
        ("15正常;7滞后", {"15": NORMAL}, ("7",), ("7滞后",)),
        ("15", {}, (), ("15",)),
        ("15,16", {}, (), ("15", "16")),
        ("15✅16✅", {}, (), ("15", "16")),
        ("15 详见附件 16", {"15": None}, (), ("16",)),
        ("累计104个", {}, (), ("累计104个",)),
        ("已完成", {}, (), ("已完成",)),
        ("104", {}, (), ("104",)),
        ("今天下雨。15 正常", {"15": NORMAL}, (), ("今天下雨",)),
        ("处 已完成", {}, (), ("处 已完成",)),
        ("新建 已完成", {}, (), ("新建 已完成",)),
        ("2024年2月8日 阴", {}, (), ("2024年2月8日 阴",)),
        ("收到", {}, (), ("收到",)),
        ("不是全部正常", {}, (), ("不是全部正常",)),
        ("三是按计划推进", {}, (), ("三是按计划推进",)),
        ("十四五规划已印发", {}, (), ("十四五规划已印发",)),
        ("除拆除8处外", {}, (), ("除拆除8处外",)),
        ("改造8处", {}, (), ("改造8处",)),
        ("", {}, (), ()),
        ("。。。🙂", {}, (), ()),
    ],
)
def test_what_cannot_be_placed_is_handed_back(text, expected, unknown, unplaced):
    understanding = understand(text, CARD)
    assert statuses(understanding) == expected
    assert understanding.unknown_numbers == unknown
    assert understanding.unplaced == unplaced


def test_a_title_that_fits_two_tasks_places_nothing():
    twins = (CardLine("1", None, "道路改造"), CardLine("2", None, "道路绿化"))
    assert understand("道路 已完成", twins).unplaced == ("道路 已完成",)


def test_a_card_of_no_tasks_places_nothing():
    assert understand("15 正常", ()).unplaced == ("15 正常",)
    assert understand("正常", ()).unplaced == ("正常",)


def test_a_line_whose_number_is_no_number_is_named_by_its_title():
    card = (CardLine("甲", None, "道路改造"), PARKING)
    assert statuses(understand("道路改造 滞后", card)) == {"甲": LAGGING}


def test_a_sentence_that_opens_with_another_tasks_title_is_about_that_task():
    understanding = understand("15 正常\n窨井盖 滞后,缺井盖。明天补\n口袋公园已完成", CARD)
    assert understanding.answers == (
        Answer("15", NORMAL),
        Answer("16", LAGGING, progress="明天补", difficulty="缺井盖"),
        Answer("11", DONE),
    )


def test_a_number_counts_for_more_than_a_title():
    assert understand("15 口袋公园已完成", CARD).answers == (
        Answer("15", None, progress="口袋公园已完成"),
    )


class TestGeneralStatements:
    """全部, 其余, 同上 and their exceptions."""

    @pytest.mark.parametrize(
        "text",
        [
            "全部正常",
            "全部正常推进",
            "全部任务正常推进",
            "都正常",
            "均正常",
            "均按计划推进",
            "无异常",
            "一切正常",
            "一切顺利",
            "各项工作正常推进",
            "今日全部正常",
            "我局6项工作全部正常",
            "六项任务都正常",
            "正常",
            "正常推进。",
            "各位领导,全部正常",
            "收到 全部正常",
            "✅ 全部正常推进",
            "其余正常",
        ],
    )
    def test_all_tasks_are_called_normal(self, text):
        understanding = understand(text, CARD)
        assert understanding.all_normal
        assert statuses(understanding) == {line.number: NORMAL for line in CARD}
        assert understanding.unplaced == ()

    @pytest.mark.parametrize(
        "text",
        [
            "除16滞后外全部正常",
            "除16滞后外,其余正常",
            "除了16滞后,其他都正常",
            "除十六项滞后以外均正常",
            "除第16项滞后外，其余全部正常推进",
            "全部正常,16滞后",
            "全部正常，除了16滞后",
            "全部正常 16滞后",
            "16滞后,其余正常",
            "16滞后其余正常",
            "16 滞后;其他按计划推进",
            "16滞后,全部正常",
            "16滞后\n都正常",
            "十六滞后其余正常",
        ],
    )
    def test_an_exception_wins_over_the_general(self, text):
        understanding = understand(text, CARD)
        assert understanding.all_normal
        assert statuses(understanding) == {
            line.number: LAGGING if line is MANHOLES else NORMAL for line in CARD
        }
        assert understanding.unplaced == ()

    @pytest.mark.parametrize(
        ("text", "rest"),
        [
            ("16滞后,其余正常", [line.number for line in CARD if line is not MANHOLES]),
            ("其余正常", [line.number for line in CARD]),
            ("16滞后,全部正常", []),
            ("全部正常", []),
            ("16滞后", []),
        ],
    )
    def test_the_rest_are_told_apart_from_all(self, text, rest):
        assert list(understand(text, CARD).rest) == rest

    def test_an_exception_of_which_nothing_is_said_is_asked_back(self):
        understanding = understand("除15、16外均正常", CARD)
        assert set(statuses(understanding)) == {"11", "13", "8", "12"}
        assert understanding.unplaced == ("15", "16")

    def test_all_reaches_a_task_with_only_a_figure_and_the_rest_does_not(self):
        assert statuses(understand("15 累计104;全部正常", CARD))["15"] is NORMAL
        assert statuses(understand("15 累计104;其余正常", CARD))["15"] is None

    def test_what_is_said_comes_before_what_is_spread(self):
        understanding = understand("其余正常,12滞后,16缺资金", CARD)
        numbers = [answer.number for answer in understanding.answers]
        assert numbers == ["12", "16", "15", "11", "13", "8"]

    def test_everything_may_be_done(self):
        understanding = understand("全部已完成", CARD)
        assert statuses(understanding) == {line.number: DONE for line in CARD}
        assert not understanding.all_normal

    @pytest.mark.parametrize("text", ["15 两处均正常", "15 划线,都正常", "15 停车位、标线全部正常"])
    def test_all_may_speak_of_one_task(self, text):
        understanding = understand(text, CARD)
        assert statuses(understanding) == {"15": NORMAL}
        assert not understanding.all_normal

    def test_a_count_that_is_not_the_cards_is_a_task(self):
        assert statuses(understand("15项全部正常", CARD)) == {"15": NORMAL}

    def test_words_beside_a_general_are_asked_back(self):
        understanding = understand("全部正常,今天开了调度会", CARD)
        assert understanding.all_normal
        assert understanding.unplaced == ("今天开了调度会",)

    @pytest.mark.parametrize(
        "text",
        [
            "与上次相同",
            "同上",
            "同昨日",
            "与昨日相同",
            "和昨天一样",
            "跟上次一样",
            "无变化",
            "没变化",
            "没有变化",
            "照旧",
            "全部同上",
        ],
    )
    def test_everything_is_as_before(self, text):
        assert understand(text, CARD) == Understanding(same_as_before=True)

    def test_the_rest_is_as_before(self):
        understanding = understand("16滞后,其余同上", CARD)
        assert understanding.same_as_before
        assert statuses(understanding) == {"16": LAGGING}

    @pytest.mark.parametrize("text", ["15 同上", "15 无变化;16 正常", "15 与昨日相比新增8个"])
    def test_one_task_as_before_says_nothing_of_the_others(self, text):
        assert not understand(text, CARD).same_as_before


class TestStatuses:
    """The synonyms, their denials and their lookalikes."""

    @pytest.mark.parametrize(
        ("words", "status"),
        [
            ("已完成", DONE),
            ("完成", DONE),
            ("完成了", DONE),
            ("已经完成了", DONE),
            ("办结", DONE),
            ("已完工", DONE),
            ("按时完成", DONE),
            ("顺利完成", DONE),
            ("全部完成", DONE),
            ("该项工作已完成", DONE),
            ("已完成年度任务", DONE),
            ("正常推进", NORMAL),
            ("正常推进中", NORMAL),
            ("顺利", NORMAL),
            ("进展顺利", NORMAL),
            ("十分顺利", NORMAL),
            ("按计划", NORMAL),
            ("按计划推进", NORMAL),
            ("有序推进", NORMAL),
            ("基本正常", NORMAL),
            ("没问题", NORMAL),
            ("ok", NORMAL),
            ("OK", NORMAL),
            ("有风险", AT_RISK),
            ("风险", AT_RISK),
            ("存在滞后风险", AT_RISK),
            ("可能滞后", AT_RISK),
            ("可能会延误", AT_RISK),
            ("滞后", LAGGING),
            ("落后", LAGGING),
            ("延误", LAGGING),
            ("进度滞后", LAGGING),
            ("有点滞后", LAGGING),
            ("未达进度", LAGGING),
            ("需协调", BLOCKED),
            ("需要协调", BLOCKED),
            ("要协调", BLOCKED),
            ("请协调", BLOCKED),
            ("请领导协调解决", BLOCKED),
        ],
    )
    def test_a_status_has_synonyms(self, words, status):
        for text in (f"15 {words}", f"15{words}"):
            assert understand(text, CARD).answers == (Answer("15", status),)

    @pytest.mark.parametrize(
        "words",
        [
            "未完成",
            "没完成",
            "基本完成",
            "即将完成",
            "预计本周完成",
            "今天完成",
            "完成中",
            "路面划线已完成",
            "已完成划线",
            "超额完成",
            "无滞后",
            "没有滞后",
            "不滞后",
            "不会滞后",
            "没有出现滞后",
            "无滞后、延误现象",
            "防止进度落后",
            "暂无风险",
            "没有风险",
            "没有滞后风险",
            "风险可控",
            "有风险点,已整改",
            "排查安全风险",
            "化解金融风险",
            "淘汰落后产能",
            "滞后问题已解决",
            "无需协调",
            "不需要协调",
            "需加强协调",
            "召开协调会",
            "不正常",
            "运行不正常",
            "不顺利",
            "未按计划推进",
            "在建",
            "推进中",
        ],
    )
    def test_denials_and_lookalikes_are_progress(self, words):
        assert understand(f"15 {words}", CARD).answers == (Answer("15", None, progress=words),)

    @pytest.mark.parametrize(
        ("text", "answer"),
        [
            ("15 正常,划线8处", Answer("15", NORMAL, progress="划线8处")),
            ("15正常划线8处", Answer("15", NORMAL, progress="划线8处")),
            ("15 正常开展巡查", Answer("15", NORMAL, progress="开展巡查")),
            ("15 按计划下周开工", Answer("15", NORMAL, progress="按计划下周开工")),
            ("15 设备运行正常", Answer("15", NORMAL, progress="设备运行正常")),
            ("15 已完成,运行正常", Answer("15", DONE, progress="运行正常")),
            ("15 正常,已完成", Answer("15", DONE, progress="正常")),
            ("15 完成 验收合格", Answer("15", DONE, progress="验收合格")),
            (
                "15 正常推进,但有滞后风险",
                Answer("15", AT_RISK, progress="正常推进", difficulty="但有滞后风险"),
            ),
            ("15 滞后12个百分点", Answer("15", LAGGING, difficulty="滞后12个百分点")),
            ("15 正常,无困难", Answer("15", NORMAL, progress="无困难")),
            ("15 正常 正常", Answer("15", NORMAL)),
            ("15 划线;正常;清障", Answer("15", NORMAL, progress="划线;清障")),
            ("15 划线\n清障", Answer("15", None, progress="划线,清障")),
            ("15 划线。15 清障", Answer("15", None, progress="划线。清障")),
        ],
    )
    def test_words_around_a_status_are_kept(self, text, answer):
        assert understand(text, CARD).answers == (answer,)


class TestDifficulties:
    """What holds a task up, and who is waited for."""

    @pytest.mark.parametrize(
        ("words", "status", "difficulty", "progress"),
        [
            ("滞后 缺资金批复", LAGGING, "缺资金批复", ""),
            ("滞后缺资金", LAGGING, "缺资金", ""),
            ("滞后,雨天停工,已开工3处", LAGGING, "雨天停工", "已开工3处"),
            ("滞后 雨天 停工,已开工3处", LAGGING, "雨天 停工", "已开工3处"),
            ("滞后雨天停工", LAGGING, "雨天停工", ""),
            ("滞后 已开工3处", LAGGING, "", "已开工3处"),
            ("滞后,需协调,人手少", LAGGING, "需协调,人手少", ""),
            ("滞后。原因是征地。下一步约谈", LAGGING, "原因是征地", "下一步约谈"),
            ("因下雨延误", LAGGING, "因下雨延误", ""),
            ("受天气影响", None, "受天气影响", ""),
            ("正常,但缺2名工人", NORMAL, "但缺2名工人", ""),
            ("有困难", None, "有困难", ""),
            ("资金还没下来", None, "资金还没下来", ""),
            ("不缺资金", None, "", "不缺资金"),
            ("没有困难", None, "", "没有困难"),
            ("查漏补缺", None, "", "查漏补缺"),
            ("困难群众慰问", None, "", "困难群众慰问"),
            ("因地制宜", None, "", "因地制宜"),
        ],
    )
    def test_a_difficulty_is_told_from_progress(self, words, status, difficulty, progress):
        assert understand(f"16 {words}", CARD).answers == (
            Answer("16", status, progress=progress, difficulty=difficulty),
        )

    @pytest.mark.parametrize(
        ("words", "awaited"),
        [
            ("滞后 缺资金→市财政局", "市财政局"),
            ("滞后 缺资金 -> 市财政局 已开工", "市财政局"),
            ("缺资金=>市财政局", "市财政局"),
            ("土地手续➡️市自然资源和规划局", "市自然资源和规划局"),
            ("滞后→财政", "财政"),
            ("→市财政局", "市财政局"),
            ("待市财政局批复", "市财政局"),
            ("等市发改委审批", "市发改委"),
            ("等待市政府常务会", "市政府"),
            ("待市委组织部明确", "市委组织部"),
            ("请市住建局协调", "市住建局"),
            ("需市财政局拨付", "市财政局"),
            ("卡在市住建局", "市住建局"),
            ("需协调市公安局交警", "市公安局"),
            ("等开发区管委会意见", "开发区管委会"),
        ],
    )
    def test_the_awaited_unit_is_named(self, words, awaited):
        assert understand(f"16 {words}", CARD).answers[0].awaited == awaited

    @pytest.mark.parametrize(
        "words",
        [
            "潜江→武汉公路开工",
            "由3处→8处",
            "待验收",
            "待市住建局验收",
            "等级公路3条",
            "住建、园林等部门到场",
            "清理垃圾等市政设施",
        ],
    )
    def test_no_unit_is_awaited(self, words):
        assert understand(f"16 {words}", CARD).answers == (Answer("16", None, progress=words),)
