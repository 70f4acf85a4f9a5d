"""The columns of the sheet of targets, the same for writing it and for reading it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rules.facts import Labelled
from rules.targets import TargetSheet


class Column(Labelled):
    """The columns in order; the label is the heading."""

    NUMBER = "number", "序号"
    TITLE = "title", "任务"
    LEADS = "leads", "牵头单位"
    FOUND = "found", "原文数字"
    GOAL = "goal", "目标值"
    MEASURE = "measure", "计量单位"
    BOUND = "bound", "目标方向"
    KIND = "kind", "指标类型"
    BASELINE = "baseline", "基数"
    WANTED = "wanted", "报送口径"
    QUARTER_1 = "quarter_1", "一季度末节点"
    QUARTER_2 = "quarter_2", "二季度末节点"
    QUARTER_3 = "quarter_3", "三季度末节点"
    QUARTER_4 = "quarter_4", "四季度末节点"
    OTHER = "other", "其他节点"
    CONFIRMED = "confirmed", "核定"
    STAMP = "stamp", "版本"


QUARTER_COLUMNS: Mapping[int, Column] = {
    1: Column.QUARTER_1,
    2: Column.QUARTER_2,
    3: Column.QUARTER_3,
    4: Column.QUARTER_4,
}


class Misread(Labelled):
    """What may be wrong with a cell; the label says what must hold."""

    NOT_OURS = "not_ours", "缺少此列,请用导出的表格填写"
    UNKNOWN_NUMBER = "unknown_number", "没有这个序号的任务"
    NUMBER_TWICE = "number_twice", "这个序号已在前面出现过"
    FORMULA = "formula", "请粘贴为数值或文字,不要用公式"
    NOT_A_FIGURE = "not_a_figure", "应为数值,单位写在计量单位一列"
    OTHER_MEASURE = "other_measure", "数值的单位与计量单位不一致"
    NOT_A_CHOICE = "not_a_choice", "请从下拉选项中选择"
    NOT_A_STAGE = "not_a_stage", "每行写一个节点,如:5月20日 120 划线完工"
    NO_QUARTER = "no_quarter", "这个季度不在计划起止日期之内"
    OUTDATED = "outdated", "导出后此项目标已有变动,请重新导出再改"
    CLEARED = "cleared", "已核定的目标不能清空"


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell, named as the spreadsheet names it: "D17"."""

    cell: str
    what: str


@dataclass(frozen=True)
class SheetReading:
    """A sheet as read: what it changes by task number, and its faults.

    Nothing is to be applied while there is a fault.
    """

    changes: Mapping[str, TargetSheet]
    faults: tuple[Fault, ...]
