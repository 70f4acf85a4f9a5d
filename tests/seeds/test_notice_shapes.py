"""Every layout of the genre in an invented sample, read as `number | text | lead | …`."""

import pytest

from seeds.notice import Notice, NoticeTask, read_notice


def told(task: NoticeTask) -> str:
    lists = ("、".join(names) or "-" for names in (task.lead, task.responsible, task.leaders))
    return " | ".join([task.number, task.text, *lists, task.deadline or "-"])


def read(text: str) -> list[str]:
    return [told(task) for task in read_notice(text).tasks]


def problems(notice: Notice, line: int) -> str:
    return " ".join(problem.what for problem in notice.problems if problem.line == line)


@pytest.mark.parametrize(
    "clause",
    [
        "。(责任领导:张三;牵头单位:区住建局;责任单位:区财政局、各街道)",
        "。(责任单位:区财政局、各街道;责任领导:张三;牵头单位:区住建局)",
        "(牵头单位:区住建局;责任领导:张三;责任单位:区财政局、各街道)。",
        "。〔牵头单位:区住建局;责任单位:区财政局、各街道;责任领导:张三〕",
        "。[责任领导:张三,牵头单位:区住建局,责任单位:区财政局、各街道]",
        "。【责任领导:张三;牵头单位:区住建局;责任单位:区财政局、各街道】",
        "。(责任领导:张三;牵头单位:区住建局)(责任单位:区财政局、各街道)",
        "。(责任领导:张三;牵头单位:区住建局;责任单位:区财政局、各街道",
        "。责任领导:张三;牵头单位:区住建局;责任单位:区财政局、各街道)",
        "。牵头领导:张三 牵头单位:区住建局 责任单位:区财政局 各街道",
        "。\n责任领导:张三\n牵头单位:区住建局\n责任单位:区财政局、各街道",
        "。\n\n责任单位:区财政局、各街道\n\n牵头单位:区住建局\n\n牵头领导:张三",
        "。\n(责任领导:张三;牵头单位:区住建局;\n责任单位:区财政局、各街道)",
        "。\n【责任领导】张三\n【牵头单位】区住建局\n【配合单位】区财政局、各街道",
        "。\n牵头领导:张三。\n牵头责任单位:区住建局。\n协同责任单位:区财政局、各街道等。",
        "。\n牵头领导:张三\n责任单位:\n区住建局\n配合单位:\n区财政局、各街道",
        "。\n责 任 领 导:张三\n责任单位:区住建局\n协办单位:区财政局、各街道",
        "。(责任领导:张三;主办单位:区住建局;参与单位:区财政局、各街道)",
        "。(责任领导:张三;责任单位:区住建局(牵头)、区财政局、各街道)",
    ],
)
def test_one_task_with_one_clause_in_any_bracket_and_order(clause):
    assert read(f"3.新建公园5个{clause}\n")[0] in {
        "3 | 新建公园5个。 | 区住建局 | 区财政局、各街道 | 张三 | -",
        "3 | 新建公园5个 | 区住建局 | 区财政局、各街道 | 张三 | -",
    }


WIDE = str.maketrans({sign: chr(ord(sign) + 0xFEE0) for sign in "():;,.%[]0123456789"})


@pytest.mark.parametrize(
    "text",
    [
        "一、工作\n(一)引擎\n3.建园5个。(责任领导:张三;牵头单位:区住建局;责任单位:区财政局,各街道)\n",
        "3.建园5个。\n牵头单位:区住建局。\n责任单位:区财政局;区教育局\n完成时限:6月底前\n",
        "3.建园5个。[区住建局牵头,区财政局、区教育局配合,年内完成]\n",
        "| 序号 | 任务 | 牵头单位 |\n| 3 | 建园5个。 | 区住建局 |\n".replace("|", "\uff5c"),
    ],
)
def test_full_width_signs_read_as_half_width_ones_and_are_kept(text):
    wide = read_notice(text.translate(WIDE))
    assert [told(task).translate(WIDE) for task in wide.tasks] == [
        told(task).translate(WIDE) for task in read_notice(text).tasks
    ]
    assert [task.sections for task in wide.tasks] == [
        tuple(title.translate(WIDE) for title in task.sections) for task in read_notice(text).tasks
    ]
    assert wide.tasks[0].text == "建园5个。".translate(WIDE)


@pytest.mark.parametrize(
    ("clause", "rest"),
    [
        (
            "(区发改局牵头,区财政局、区商务局按职责分工负责)",
            "区发改局 | 区财政局、区商务局 | - | -",
        ),
        ("(市住建局牵头、市财政局、市城管局配合)", "市住建局 | 市财政局、市城管局 | - | -"),
        ("(区住建局等负责,6月底前完成)", "- | 区住建局 | - | 6月底前"),
        ("(区民政局负责)", "- | 区民政局 | - | -"),
        ("由区民政局负责落实。", "- | 区民政局 | - | -"),
        ("\n由区民政局牵头,会同区财政局落实。", "区民政局 | 区财政局 | - | -"),
        ("(区住建局负责,各街道配合)", "区住建局 | 各街道 | - | -"),
        ("(区教育局负责组织实施,各街道配合做好宣传)", "区教育局 | 各街道 | - | -"),
        (
            "\n责任单位:区教育局,各街道(含开发区管委会,下同)",
            "- | 区教育局、各街道(含开发区管委会) | - | -",
        ),
        ("(市委政法委、市公安局)", "- | 市委政法委、市公安局 | - | -"),
        ("(6月底前完成;责任单位:区住建局)", "- | 区住建局 | - | 6月底前"),
        ("(责任单位:区住建局,年内完成)", "- | 区住建局 | - | 年内"),
        ("(牵头单位:区住建局,责任单位:区财政局,按职责分工负责)", "区住建局 | 区财政局 | - | -"),
        ("\n责任单位:区教育局、区人社局分别牵头", "区教育局、区人社局 | - | - | -"),
        ("\n责任单位:区教育局\n督办单位:区政府办", "- | 区教育局 | - | -"),
        ("\n责任单位:区教育局\n责任人:李 四王五", "- | 区教育局 | 李四、王五 | -"),
    ],
)
def test_a_clause_is_read_by_its_verbs_and_dates(clause, rest):
    assert read(f"7.推进建设。{clause}\n") == [f"7 | 推进建设。 | {rest}"]


@pytest.mark.parametrize(
    "deadline",
    ["年内", "全年", "持续推进", "第三季度", "6月底前", "12月", "2024年10月底前", "上半年", "长期"],
)
@pytest.mark.parametrize("label", ["完成时限", "完成时间", "办结时限", "时限", "时间节点"])
def test_a_deadline_stands_behind_its_label(label, deadline):
    text = f"1.新建学校。\n责任单位:区教育局\n{label}:{deadline}\n"
    assert read(text) == [f"1 | 新建学校。 | - | 区教育局 | - | {deadline}"]


@pytest.mark.parametrize(
    "rule",
    [
        "责任单位中列第一位的为牵头单位。",
        "排在首位的责任单位为牵头单位。",
        "各项任务排名第一的单位是牵头单位。",
        "列首位者为牵头或汇总单位。",
    ],
)
def test_the_first_leads_where_the_letter_says_so(rule):
    text = f"{rule}\n2024年1月3日\n一、目标\n1.新建学校。\n责任单位:教育局、住建局、财政局\n"
    assert read(text) == ["1 | 新建学校。 | 教育局 | 住建局、财政局 | - | -"]


def test_the_rule_may_be_glued_to_the_first_list():
    text = (
        "1.新建学校。(责任单位:市教育局、市住建局,排在首位的为牵头单位,下同)\n"
        "2.新建医院。(责任单位:市卫健委、市住建局)\n"
    )
    assert read(text) == [
        "1 | 新建学校。 | 市教育局 | 市住建局 | - | -",
        "2 | 新建医院。 | 市卫健委 | 市住建局 | - | -",
    ]


def test_all_lead_where_the_letter_calls_them_so():
    text = (
        "无牵头单位的,责任单位即为牵头单位。\n2024年1月3日\n"
        "1.新建学校。\n责任单位:市教育局、市住建局\n2.增收。\n牵头单位:市财政局\n责任单位:各区\n"
    )
    assert read(text) == [
        "1 | 新建学校。 | 市教育局、市住建局 | - | - | -",
        "2 | 增收。 | 市财政局 | 各区 | - | -",
    ]


def test_without_a_rule_the_responsible_share_alike():
    assert read("1.新建学校。(责任单位:市教育局、市住建局)\n") == [
        "1 | 新建学校。 | - | 市教育局、市住建局 | - | -"
    ]


def test_the_primary_leads_where_helpers_are_the_habit_of_the_notice():
    text = "1.甲事。\n责任单位:市教育局\n配合单位:各区\n2.乙事。\n责任单位:市卫健委\n"
    assert read(text)[1] == "2 | 乙事。 | 市卫健委 | - | - | -"


def test_a_unit_that_leads_and_is_responsible_is_kept_and_reported():
    notice = read_notice("1.增收。\n责任单位:市财政局、市税务局\n牵头单位:市财政局\n")
    assert told(notice.tasks[0]) == "1 | 增收。 | 市财政局 | 市财政局、市税务局 | - | -"
    assert "both leads and is responsible" in problems(notice, 1)


def test_print_may_break_a_line_inside_a_name_a_list_and_a_wording():
    text = (
        "一、做强产业\n"
        "80.加快推进园区基础设施建设,新建标准厂房10万平方米,\n"
        "完善配套设施。(牵头单位:市经济开发区管委\n"
        "会;责任单位:市发改委、市自然资源和规\n"
        "划局)\n"
        "- 3 -\n"
        "81.推进平台建设。\n"
        "责任单位:市工信局、市自然资源和\n"
        "规划局、市住\n"
        "建局\n"
        "83.15分钟就医圈建设。(责任单位:市卫健委)\n"
    )
    notice = read_notice(text)
    assert [told(task) for task in notice.tasks] == [
        (
            "80 | 加快推进园区基础设施建设,新建标准厂房10万平方米,完善配套设施。"
            " | 市经济开发区管委会 | 市发改委、市自然资源和规划局 | - | -"
        ),
        "81 | 推进平台建设。 | - | 市工信局、市自然资源和规划局、市住建局 | - | -",
        "83 | 15分钟就医圈建设。 | - | 市卫健委 | - | -",
    ]
    assert "page number" in problems(notice, 6)


def test_the_letter_s_headings_and_its_list_of_attachments_are_no_tasks():
    text = (
        "江城市人民政府关于分解任务的通知\n江政发〔2024〕3号\n各县、市、区人民政府:\n"
        "现通知如下:\n一、加强领导。各单位要重视。\n二、加强督查。每月报送。\n"
        "附件:1.任务分解表\n2.实事清单\n江城市人民政府\n二〇二四年一月三十一日\n附件1\n"
        "2024年重点工作任务分解表\n一、工业\n1、做强工业。[牵头单位:市经信局]\n抄送:市委办。\n"
    )
    notice = read_notice(text)
    assert [told(task) for task in notice.tasks] == ["1 | 做强工业。 | 市经信局 | - | - | -"]
    assert notice.tasks[0].sections == ("一、工业",)
    assert (notice.title, notice.document_no) == (
        "江城市人民政府关于分解任务的通知",
        "江政发〔2024〕3号",
    )
    assert (notice.issuer, str(notice.date), notice.year) == (
        "江城市人民政府",
        "2024-01-31",
        2024,
    )
    assert "covering letter" in problems(notice, 5)
    assert "left out" in problems(notice, 15)


def test_a_title_broken_over_lines_is_joined():
    text = (
        "区人民政府办公室关于印发2023年区政府\n工作报告确定的主要目标任务责任分解\n"
        "方案的通知\n江政办〔2023〕2 号\n1.增收。(牵头单位:区财政局)\n"
    )
    notice = read_notice(text)
    assert notice.title == (
        "区人民政府办公室关于印发2023年区政府工作报告确定的主要目标任务责任分解方案的通知"
    )
    assert notice.document_no == "江政办〔2023〕2号"


def test_a_third_level_of_headings_needs_no_number():
    text = (
        "一、主要工作\n(一)做强引擎\n加强基础设施建设\n12.修路。(牵头单位:区交通局)\n"
        "推进产业升级\n13.技改。(牵头单位:区经信局)\n(二)扩大开放\n14.招商。(牵头单位:区商务局)\n"
    )
    notice = read_notice(text)
    assert [task.sections for task in notice.tasks] == [
        ("一、主要工作", "(一)做强引擎", "加强基础设施建设"),
        ("一、主要工作", "(一)做强引擎", "推进产业升级"),
        ("一、主要工作", "(二)扩大开放"),
    ]
    assert notice.sections[0].subsections == (
        *("(一)做强引擎", "加强基础设施建设", "推进产业升级"),
        "(二)扩大开放",
    )


def test_headings_that_name_a_leader_give_him_to_the_tasks_below():
    text = "一、工业(牵头领导:张三)\n1.技改。(牵头单位:市经信局)\n2.招商。(牵头单位:市商务局)\n"
    assert read(text) == [
        "1 | 技改。 | 市经信局 | - | 张三 | -",
        "2 | 招商。 | 市商务局 | - | 张三 | -",
    ]
    assert read_notice(text).tasks[0].sections == ("一、工业",)


def test_tasks_may_be_numbered_as_sections_or_as_parts():
    sections = "一、目标\n(一)增长8%\n\n责任单位:区发改局\n\n(二)增收\n\n责任单位:区财政局\n"
    assert read(sections) == [
        "1 | 增长8% | - | 区发改局 | - | -",
        "2 | 增收 | - | 区财政局 | - | -",
    ]
    parts = (
        "关于办好2024年实事的通知\n一、建园。\n责任单位:县教育局\n二、修路。\n责任单位:县交通局\n"
    )
    assert read(parts) == [
        "1 | 建园。 | - | 县教育局 | - | -",
        "2 | 修路。 | - | 县交通局 | - | -",
    ]


def test_numbering_may_be_absent():
    text = (
        "一、转型\n坚持调优调强,推进产业高端化发展。\n突出工业。投资200亿元。(牵头单位:市经信局)\n"
        "发展服务业。(牵头单位:市商务局)\n二、民生\n提高保障。(牵头单位:市人社局)\n"
    )
    notice = read_notice(text)
    assert [told(task) for task in notice.tasks] == [
        "1 | 突出工业。投资200亿元。 | 市经信局 | - | - | -",
        "2 | 发展服务业。 | 市商务局 | - | - | -",
        "3 | 提高保障。 | 市人社局 | - | - | -",
    ]
    assert "neither a task nor a heading" in problems(notice, 2)


def test_a_task_whose_units_are_missing_is_kept_in_the_count_and_reported():
    text = (
        "1.甲事。(牵头单位:市教育局)\n2.乙事不低于全市平均水平。\n"
        "3.丙事。(牵头单位:市卫健委)\n4.丁事。\n"
    )
    notice = read_notice(text)
    assert [told(task) for task in notice.tasks][1::2] == [
        "2 | 乙事不低于全市平均水平。 | - | - | - | -",
        "4 | 丁事。 | - | - | - | -",
    ]
    assert "no unit is named" in problems(notice, 2)


def test_sub_tasks_carry_their_task_s_number_and_sub_items_are_wording():
    text = (
        "一、城市建设\n1.改造小区:\n▲新建停车位500个。(责任单位:区城管局)\n"
        "▲改造管网20公里。(责任单位:区住建局)\n"
        "2.新建公园。(牵头单位:区城管局)改造广场。(牵头单位:区住建局)\n"
        "3.推进教育:\n(1)新建学校2所。\n(2)改建学校3所。(牵头单位:区教育局)\n"
        "4.推进医疗。(牵头单位:区卫健局)\n(1)新建医院。\n5.推进养老。(牵头单位:区民政局)\n"
    )
    assert read(text) == [
        "1-1 | 新建停车位500个。 | - | 区城管局 | - | -",
        "1-2 | 改造管网20公里。 | - | 区住建局 | - | -",
        "2 | 新建公园。 | 区城管局 | - | - | -",
        "2-2 | 改造广场。 | 区住建局 | - | - | -",
        "3 | 推进教育:(1)新建学校2所。(2)改建学校3所。 | 区教育局 | - | - | -",
        "4 | 推进医疗。(1)新建医院。 | 区卫健局 | - | - | -",
        "5 | 推进养老。 | 区民政局 | - | - | -",
    ]


def test_numbers_that_restart_are_preceded_by_their_part():
    text = (
        "一、工业\n1.技改。(牵头单位:市经信局)\n2.招商。(牵头单位:市商务局)\n"
        "二、民生\n1.建校。(牵头单位:市教育局)\n"
    )
    assert [task.number for task in read_notice(text).tasks] == ["1-1", "1-2", "2-1"]


def test_a_number_used_again_by_mistake_renames_only_the_second():
    text = "".join(f"{number}.做事。(牵头单位:市教育局)\n" for number in (1, 2, 2, 3))
    notice = read_notice(text)
    assert [task.number for task in notice.tasks] == ["1", "2", "2-2", "3"]
    assert "is used again" in problems(notice, 3)


def test_two_attachments_are_two_lists():
    text = (
        "2023年2月1日\n附件1\n政府工作报告任务分解表\n1.技改。(牵头单位:区经信局)\n"
        "附件2\n民生实事任务清单\n1.建校。(牵头单位:区教育局)\n"
    )
    notice = read_notice(text)
    assert [(task.number, task.sections) for task in notice.tasks] == [
        ("1-1", ("政府工作报告任务分解表",)),
        ("2-1", ("民生实事任务清单",)),
    ]


@pytest.mark.parametrize(
    "bracketless", ["(二扩大开放", "二)扩大开放", "二扩大开放", "(二)扩大开放"]
)
def test_a_heading_that_lost_a_bracket_is_mended(bracketless):
    text = (
        "一、工作\n(一)做强引擎\n1.修路。(牵头单位:区交通局)\n"
        f"{bracketless}\n2.招商。(牵头单位:区商务局)\n"
    )
    notice = read_notice(text)
    assert notice.tasks[1].sections == ("一、工作", "(二)扩大开放")


@pytest.mark.parametrize("words", ["三农工作提质增效", "二期项目加快建设"])
def test_a_numeral_in_a_word_is_no_lost_marker(words):
    text = (
        "(一)甲\n1.修路。(牵头单位:区交通局)\n(二)乙\n2.建校。(牵头单位:区教育局)\n"
        f"{words}\n3.招商。(牵头单位:区商务局)\n"
    )
    assert read_notice(text).tasks[2].sections[-1] == words


def test_a_starred_number_a_label_without_colon_and_short_labels_are_read():
    text = (
        "★1.建校。(牵头:区教育局;配合:区财政局)\n"
        "2.建园。\n牵头单位  市住建局\n责任单位及责任人:市城管局\n"
        "任务3:招商。(市招商局牵头,市城投、市交投按职责分工负责)\n"
        "4.修路。(责任单位:★市交通局、市财政局)\n"
    )
    assert read(text) == [
        "1 | 建校。 | 区教育局 | 区财政局 | - | -",
        "2 | 建园。 | 市住建局 | 市城管局 | - | -",
        "3 | 招商。 | 市招商局 | 市城投、市交投 | - | -",
        "4 | 修路。 | 市交通局 | 市财政局 | - | -",
    ]


def test_print_that_breaks_before_a_numeral_begins_no_part():
    text = (
        "一、工作\n5.加快推进重大基础设施项目建设步伐,全面完成人民路\n"
        "一、二期工程改造。(责任单位:市住建局)\n"
    )
    (task,) = read(text)
    assert task.startswith("5 | 加快推进重大基础设施项目建设步伐,全面完成人民路一、二期工程改造。")


def test_a_sentence_of_the_letter_that_names_who_checks_is_no_task():
    text = (
        "一、加强领导。\n二、加强督查,由区政府督查室负责落实。\n2024年1月3日\n"
        "1.建校。(区教育局负责)\n2.建园。(区住建局负责)\n3.修路。(区交通局负责)\n"
    )
    assert [task.text for task in read_notice(text).tasks] == ["建校。", "建园。", "修路。"]


def test_indents_of_any_kind_mean_nothing():
    text = (
        "\u3000\u3000一、工作\n\n\u3000\u3000(一)引擎\n\n\xa0\xa01.建校。(牵头单位:区教育局)\n\n"
        "\u3000\u30002.建园。\n\n\u2003\u2003责任单位:区住建局\n"
    )
    notice = read_notice(text)
    assert [told(task) for task in notice.tasks] == [
        "1 | 建校。 | 区教育局 | - | - | -",
        "2 | 建园。 | - | 区住建局 | - | -",
    ]
    assert notice.tasks[1].sections == ("一、工作", "(一)引擎")


def test_a_last_sentence_of_the_wording_that_says_who_does_what_is_kept():
    text = (
        "1.整治环境,由区城管局负责日常保洁。(牵头单位:区住建局)\n2.清河。由各街道负责日常巡查。\n"
    )
    assert [task.text for task in read_notice(text).tasks] == [
        "整治环境,由区城管局负责日常保洁。",
        "清河。由各街道负责日常巡查。",
    ]
