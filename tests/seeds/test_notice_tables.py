"""Tables of every frame: pipes, tabs, boxes, one cell a line; columns in any order."""

import pytest

from seeds.notice import NoticeTask, read_notice


def told(task: NoticeTask) -> str:
    lists = ("、".join(names) or "-" for names in (task.lead, task.responsible, task.leaders))
    return " | ".join([task.number, task.text, *lists, task.deadline or "-"])


def read(text: str) -> list[str]:
    return [told(task) for task in read_notice(text).tasks]


ROADS = "新建道路10公里,完善路网。"
PIPES = "改造管网20公里,消除隐患。"
EXPECTED = [
    f"1 | {ROADS} | 区住建局 | 区财政局 | 张三 | 年内",
    f"2 | {PIPES} | 区城管局 | - | 李四、王五 | 6月底前",
]
CELLS = {
    "序号": ("1", "2"),
    "工作任务": (ROADS, PIPES),
    "牵头单位": ("区住建局", "区城管局"),
    "配合单位": ("区财政局", "无"),
    "责任领导": ("张三", "李 四王五"),
    "完成时限": ("年内", "6月底前"),
}
ORDERS = [
    ["序号", "工作任务", "牵头单位", "配合单位", "责任领导", "完成时限"],
    ["序号", "责任领导", "牵头单位", "配合单位", "完成时限", "工作任务"],
    ["完成时限", "配合单位", "牵头单位", "工作任务", "责任领导", "序号"],
]


def rows(order: list[str]) -> list[list[str]]:
    return [order, *([CELLS[name][row] for name in order] for row in (0, 1))]


@pytest.mark.parametrize("order", ORDERS)
def test_columns_of_a_pipe_table_may_stand_in_any_order(order):
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows(order))
    assert read(table) == EXPECTED
    ruled = table.replace("\n", f"\n|{' --- |' * len(order)}\n", 1)
    assert read(ruled) == EXPECTED


@pytest.mark.parametrize("order", ORDERS)
def test_columns_of_a_tabbed_table_may_stand_in_any_order(order):
    assert read("\n".join("\t".join(row) for row in rows(order))) == EXPECTED


@pytest.mark.parametrize("order", ORDERS[:2])
@pytest.mark.parametrize("end", ["\n", "\n\n", " |\n"])
def test_a_table_may_be_flattened_one_cell_a_line(order, end):
    assert read(end.join(cell for row in rows(order) for cell in row)) == EXPECTED


def test_a_wording_that_print_broke_is_one_cell_of_a_flattened_table():
    text = (
        "序号\n目标任务\n牵头领导\n牵头单位\n配合单位\n一、经济\n1\n地区生产总值增长6%以上,力争完成\n"
        "全年目标任务。\n李 四王五\n县发改局\n县财政局、县统计局\n2\n外贸出口增长5%以上。\n"
        "二、民生\n3\n新建学校2所。\n赵六\n县教育局\n无\n(此件公开发布)\n"
    )
    notice = read_notice(text)
    assert [told(task) for task in notice.tasks] == [
        (
            "1 | 地区生产总值增长6%以上,力争完成全年目标任务。"
            " | 县发改局 | 县财政局、县统计局 | 李四、王五 | -"
        ),
        "2 | 外贸出口增长5%以上。 | 县发改局 | 县财政局、县统计局 | 李四、王五 | -",
        "3 | 新建学校2所。 | 县教育局 | - | 赵六 | -",
    ]
    assert [task.sections for task in notice.tasks] == [("一、经济",)] * 2 + [("二、民生",)]
    assert any("spanned" in problem.what for problem in notice.problems)


def test_cells_shifted_by_one_lie_where_they_fit():
    text = (
        "| 类别 | 序号 | 任务内容 | 牵头领导 | 牵头部门 | 配合部门 |\n"
        f"| 城建 | 1 | {ROADS} | 张三 | 住建局 | 财政局、 交通局 |\n"
        f"| | 2 | {PIPES} | 张三 | 住建局 | 无 |\n"
        "| 民生 | 3 | 新建学校2所,增加学位。 | 李四 | 教育局 | 住建局 |\n"
        "| 4 | 新建卫生院3所,改善环境。 | 李四 | 卫健局 | 住建局 |\n"
    )
    notice = read_notice(text)
    assert [told(task) for task in notice.tasks] == [
        f"1 | {ROADS} | 住建局 | 财政局、交通局 | 张三 | -",
        f"2 | {PIPES} | 住建局 | - | 张三 | -",
        "3 | 新建学校2所,增加学位。 | 教育局 | 住建局 | 李四 | -",
        "4 | 新建卫生院3所,改善环境。 | 卫健局 | 住建局 | 李四 | -",
    ]
    assert [task.sections for task in notice.tasks] == [("城建",)] * 2 + [("民生",)] * 2


def test_a_wording_over_two_rows_is_joined_and_a_second_sentence_is_a_second_task():
    text = (
        "| 序号 | 任务 | 牵头单位 | 配合单位 |\n| 1 | 新建道路10公里, | 区住建局 | 区财政局 |\n"
        "| | 完善路网。 | | |\n| 2 | 改造管网20公里。 | 区城管局 | 区财政局 |\n"
        "| | 新建泵站2座。 | 区水利局 | 无 |\n"
    )
    assert read(text) == [
        f"1 | {ROADS} | 区住建局 | 区财政局 | - | -",
        "2 | 改造管网20公里。 | 区城管局 | 区财政局 | - | -",
        "2-2 | 新建泵站2座。 | 区水利局 | - | - | -",
    ]


def test_a_head_may_be_divided_over_two_rows():
    text = (
        "| 序号 | 目标任务 | 责任分工 | | 时限 |\n| | | 牵头单位 | 责任单位 | |\n"
        f"| 1 | {ROADS} | 区住建局 | 区财政局 | 年内 |\n"
    )
    assert read(text) == [f"1 | {ROADS} | 区住建局 | 区财政局 | - | 年内"]


@pytest.mark.parametrize("heading", ["| 一、经济 | | | |", "| 一、经济 |", "| 一 | 经济 | | |"])
def test_a_row_of_one_cell_is_a_heading(heading):
    text = f"| 序号 | 任务 | 牵头单位 | 责任单位 |\n{heading}\n| 1 | {ROADS} | 区住建局 | 无 |\n"
    assert read_notice(text).tasks[0].sections == ("一、经济",)


def test_without_a_head_the_columns_are_guessed_and_said_to_be():
    text = (
        "11\t推进数字城管建设\t区城管局\t区大数据局\t年内\n"
        "12\t推进数字门牌建设\t区公安局\t无\t10月底前\n"
        "13\t推进智慧社区建设\t区民政局\t各街道\t持续推进\n"
    )
    assert read(text) == [
        "11 | 推进数字城管建设 | 区城管局 | 区大数据局 | - | 年内",
        "12 | 推进数字门牌建设 | 区公安局 | - | - | 10月底前",
        "13 | 推进智慧社区建设 | 区民政局 | 各街道 | - | 持续推进",
    ]
    assert "guessed" in read_notice(text).problems[0].what


def test_a_box_of_line_signs_is_read_as_a_table():
    text = (
        "┌──┬────┬────┐\n│序号│工作任务│责任单位│\n├──┼────┼────┤\n"
        "│1 │新建公园│区住建局│\n└──┴────┴────┘\n"
    )
    assert read(text) == ["1 | 新建公园 | - | 区住建局 | - | -"]


def test_the_page_s_own_table_of_particulars_is_no_list_of_tasks():
    text = (
        "文 号 | 江政办〔2020〕2 号 | 发文日期 | 2020-04-19 |\n---|---|---|---|\n"
        "发布机构 | 政府办 | 有效性 | 有效 |\n1.增收。(牵头单位:区财政局)\n"
    )
    notice = read_notice(text)
    assert [told(task) for task in notice.tasks] == ["1 | 增收。 | 区财政局 | - | - | -"]
    assert notice.document_no == "江政办〔2020〕2号"


def test_a_flattened_table_may_have_strange_columns_and_glued_numbers():
    strange = (
        "序号\n工作任务\n工作目标\n2023年进度\n牵头领导\n牵头单位\n配合单位\n"
        "1\n建设数字城管平台\n建成投用\n上半年完成招标\n张三\n区城管局\n区大数据局\n"
        "2\n建设智慧社区\n建成5个\n下半年完成\n李四\n区民政局\n无\n"
    )
    assert read(strange) == [
        "1 | 建设数字城管平台 | 区城管局 | 区大数据局 | 张三 | -",
        "2 | 建设智慧社区 | 区民政局 | - | 李四 | -",
    ]
    glued = "序号\n工作任务\n责任单位\n1.建设数字城管平台\n区城管局\n2.建设智慧社区\n区民政局\n"
    assert read(glued) == [
        "1 | 建设数字城管平台 | - | 区城管局 | - | -",
        "2 | 建设智慧社区 | - | 区民政局 | - | -",
    ]
