"""The ledger as a sheet: every task once, numbers as numbers, and never a formula."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from handlers.views.sheets.cells import LONGEST, legal, saved, write_text
from handlers.views.sheets.ledger import ledger_document, ledger_sheet
from rules.cadence import Rhythm
from rules.facts import Bound, Status, TargetKind
from rules.lights import Ground, Judgement, Light
from rules.pace import Course
from rules.periods import Span
from rules.replies import ValueKind
from storage.ledger.book import BookRow, UnitRuling, UnitWord
from storage.ledger.courses import TaskCourse
from storage.ledger.nodes import NodeLine
from storage.ledger.said import Said
from storage.ledger.standings import TaskStanding
from storage.rounds import PlanFacts
from tests.office import clock, utc

NOW = clock("2024-02-26 10:00")
PLAN = PlanFacts(
    id=1,
    title="任务分解",
    year=2024,
    span=Span(date(2024, 1, 31), date(2024, 12, 31)),
    rhythm=Rhythm(ZoneInfo("Asia/Shanghai")),
    asked_until=NOW,
    chat_id=None,
    chat_since=None,
)
COURSE = Course(
    date(2024, 1, 1), date(2024, 12, 31), Decimal(2000), Decimal(0), Bound.EXACT, ()
)  # fmt: skip
TARGET = TaskCourse(
    1, TargetKind.QUANTITY, COURSE, Decimal(2000), Bound.EXACT, "个",
    ValueKind.CUMULATIVE, "新增2000个停车位", confirmed=True,
)  # fmt: skip
JUDGED = Judgement(
    Light.YELLOW, Ground.BEHIND, Decimal("-10.52"), Decimal("4.8"), Decimal("15.32")
)  # fmt: skip
STANDING = TaskStanding(
    15, "15", "新增2000个停车位", "城市更新", ("市城管执法局",), TARGET, Decimal(96),
    date(2024, 2, 23), JUDGED, Status.NORMAL, 0,
)  # fmt: skip
TOLD = Said(
    1, 1, Status.NORMAL, Decimal(96), ValueKind.CUMULATIVE, "个", "两处已划线", "缺资金批复",
    "市财政局", "李明", utc("2024-02-23 16:05"),
)  # fmt: skip


def node(day: date, value: int | None, words: str = "", *, is_reached: bool = False) -> NodeLine:
    figure = None if value is None else Decimal(value)
    return NodeLine(15, "15", "新增2000个停车位", day, figure, words, is_reached)


ROW = BookRow(
    standing=STANDING,
    part="一、经济",
    section="城市更新",
    text="新增2000个停车位。",
    deadline=None,
    leads=("市城管执法局",),
    responsible=("市住建局", "市公安局"),
    liaisons=("李明",),
    nodes=(node(date(2024, 3, 31), 300), node(date(2024, 6, 30), None, "开工")),
    told=(UnitWord("市城管执法局", TOLD, has_evidence=True),),
    rulings=(UnitRuling("市城管执法局", "陈局长", True, "", utc("2024-02-25 10:00")),),
    chased=2,
)


def opened(content: bytes) -> Worksheet:
    return load_workbook(io.BytesIO(content)).active


def cells(row: BookRow) -> dict[str, object]:
    """Return a row as it reads in a spreadsheet, by the titles of the columns."""
    head, *rows = opened(ledger_sheet((row,), PLAN, NOW)).iter_rows(values_only=True)
    (values,) = rows
    return dict(zip(map(str, head), values, strict=True))


def test_a_row_tells_what_is_known_of_a_task():
    assert cells(ROW) == {
        "序号": 15,
        "板块": "一、经济\n城市更新",
        "任务": "新增2000个停车位。",
        "目标值": 2000,
        "计量单位": "个",
        "基数": 0,
        "目标核定": "已核定",
        "牵头单位": "市城管执法局",
        "责任单位": "市住建局\n市公安局",
        "联络员": "李明",
        "完成时限": None,
        "一季度节点": 300,
        "二季度节点": "6月30日 开工",
        "三季度节点": None,
        "四季度节点": None,
        "自报情况": "正常",
        "本期进展": "两处已划线",
        "累计值": 96,
        "完成率": 0.048,
        "序时差(百分点)": -10.5,
        "灯色(测算)": "黄灯",
        "理由": "完成年度目标4.8%,低于序时10.5个百分点",
        "存在问题": "缺资金批复",
        "需协调事项": "市财政局",
        "佐证": 1,
        "填报人": "李明",
        "填报时间": datetime(2024, 2, 23, 16, 5),  # noqa: DTZ001 - a cell holds wall-clock time
        "审核人/意见": "陈局长 已审定",
        "催办次数": 2,
    }


def test_a_task_nobody_spoke_of_has_its_row():
    bare = TaskStanding(
        3, "3-1", "题", "", (), None, None, None, Judgement(Light.GREY, Ground.NO_FIGURE), None, 0
    )
    row = BookRow(bare, "", "", "全文", "6月底前", (), (), (), (), (), (), 0)
    told = {title: value for title, value in cells(row).items() if value is not None}
    assert told == {
        "序号": "3-1", "任务": "全文", "完成时限": "6月底前", "灯色(测算)": "灰灯",
        "理由": "待统计", "催办次数": 0,
    }  # fmt: skip


def test_several_lead_units_are_told_apart():
    other = UnitWord(
        "市发改委", replace(TOLD, progress="已立项", difficulty=""), has_evidence=False
    )
    told = cells(replace(ROW, leads=("市城管执法局", "市发改委"), told=(*ROW.told, other)))
    assert told["本期进展"] == "市城管执法局:两处已划线\n市发改委:已立项"
    assert told["存在问题"] == "市城管执法局:缺资金批复"


def test_several_nodes_of_a_quarter_stand_together():
    nodes = (node(date(2024, 1, 31), 50, is_reached=True), node(date(2024, 3, 31), 300))
    assert cells(replace(ROW, nodes=nodes))["一季度节点"] == "1月31日 50(已达)\n3月31日 300"


def test_the_head_is_frozen_and_every_column_has_a_filter():
    sheet = opened(ledger_sheet((ROW,) * 3, PLAN, NOW))
    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref == sheet.dimensions == "A1:AC4"
    assert sheet["C2"].alignment.wrap_text


HOSTILE = [
    "=1+1", "=cmd|' /C calc'!A0", "+86 13800000000", "-3", "@SUM(A1)", "\t=1+1", "\r=1+1",
    '=HYPERLINK("http://x","点")', "＝1+1",
]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_no_text_becomes_a_formula(words: str):
    row = replace(
        ROW,
        text=words,
        leads=(words,),
        told=(
            UnitWord(words, replace(TOLD, progress=words, difficulty=words, author=words), True),
        ),
        nodes=(node(date(2024, 3, 31), None, words),),
        rulings=(UnitRuling(words, words, False, words, NOW),),
    )
    content = ledger_sheet((row,), PLAN, NOW)
    sheet = opened(content)
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n", "d"}
    assert b"<f" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert sheet["C2"].value == legal(words)
    assert sheet["C2"].quotePrefix == words.startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("一\x00二\x0b三\x1f", "一二三"),
        ("一\ud83d二\ufffe", "一二"),
        ("一\r\n二\r三", "一\n二\n三"),
        ("📌👨‍👩‍👧", "📌👨‍👩‍👧"),
        ("  两头空 ", "  两头空 "),
    ],
)
def test_signs_a_sheet_cannot_hold_are_left_out(words: str, kept: str):
    assert cells(replace(ROW, text=words))["任务"] == kept


@pytest.mark.parametrize("sign", ["长", "📌"])
def test_a_text_too_long_for_a_cell_is_cut(sign: str):
    told = str(cells(replace(ROW, text=sign * 40_000))["任务"])
    assert told.endswith(f"{sign}…")
    assert LONGEST - 2 < len(told.encode("utf-16-le")) // 2 <= LONGEST


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(codec=None), max_size=40))
def test_whatever_is_written_opens_again_as_a_text(words: str):
    workbook = Workbook()
    write_text(workbook.active["A1"], words)
    cell = opened(saved(workbook, NOW))["A1"]
    assert (cell.value or "") == legal(words)
    assert cell.data_type in {"s", "n"}
    assert cell.value is None or cell.data_type == "s"


def test_the_same_ledger_is_the_same_file():
    first, second = (ledger_sheet((ROW,), PLAN, NOW) for _ in range(2))
    assert first == second
    entries = zipfile.ZipFile(io.BytesIO(first))
    assert {entry.date_time for entry in entries.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert entries.read("docProps/core.xml").count(b">2024-02-26T02:00:00Z<") == 2
    assert first != ledger_sheet((ROW,), PLAN, clock("2024-02-26 10:01"))


def test_the_file_is_named_after_its_day():
    assert ledger_document((), PLAN, NOW).name == "台账2024-02-26.xlsx"
    assert opened(ledger_document((), PLAN, NOW).content).max_row == 1
