"""The sheet of targets: out, filled in as people do, and back, every fault by its cell."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from handlers.views.sheets.targets import target_sheet
from rules.facts import Bound, TargetKind
from rules.periods import Span
from rules.refusals import BadSheet
from rules.replies import ValueKind
from rules.replies.folding import fold, tidy
from rules.stages import Stage, quarter_ends
from rules.target_columns import Column, Misread, SheetReading
from rules.targets import Flaw, TargetSheet, flaws, stamp
from seeds import target_sheet as reading
from seeds.target_cells import text_of
from seeds.target_sheet import read_target_sheet
from storage.ledger.targets import TargetRow

PLAN = Span(date(2024, 1, 31), date(2024, 12, 31))
NOW = datetime(2024, 2, 5, 8, tzinfo=UTC)
ENDS = quarter_ends(PLAN)
LETTER = dict(zip(Column, "ABCDEFGHIJKLMNOPQ", strict=True))


def row(number: str, standing: TargetSheet | None, confirmed: bool = False, **facts) -> TargetRow:
    return TargetRow(
        plan_id=1,
        task_id=int(number),
        number=number,
        title=facts.get("title", f"任务{number}"),
        leads=("市住建局", "市城管执法局"),
        lead_ids=(1, 2),
        phrases=facts.get("phrases", ()),
        standing=standing,
        confirmed=confirmed,
    )


PARKING = TargetSheet(
    Decimal(2000),
    "个",
    baseline=Decimal(100),
    stages=(
        Stage(ENDS[1], Decimal(300)),
        Stage(date(2024, 5, 20), Decimal("412.5"), "划线完工"),
        Stage(date(2024, 5, 21), words="验收"),
        Stage(ENDS[2], Decimal(900), "3个标段铺开"),
        Stage(ENDS[3], words="全面完工"),
    ),
)
ROWS = (
    row("1", TargetSheet(Decimal(7), "%", TargetKind.GROWTH, Bound.AT_LEAST)),
    row("2", None),
    row("15", PARKING, confirmed=True, phrases=("2000个停车位",)),
    row("16", TargetSheet(stages=(Stage(ENDS[2], words="主体完工"),)), confirmed=True),
    row("18", TargetSheet(Decimal(870), "亿元", wanted=ValueKind.THIS_PERIOD)),
)
AT = {one.number: place for place, one in enumerate(ROWS, start=2)}


def read(content: bytes, rows: tuple[TargetRow, ...] = ROWS, plan: Span = PLAN) -> SheetReading:
    return read_target_sheet(content, {one.number: one for one in rows}, plan)


def filled(fill: Callable[[Worksheet], object], rows: tuple[TargetRow, ...] = ROWS) -> bytes:
    """Return the sheet as somebody with a spreadsheet sends it back."""
    book = load_workbook(io.BytesIO(target_sheet(rows, PLAN, NOW)))
    fill(book.worksheets[0])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def put(values: dict[str, object]) -> bytes:
    def fill(sheet: Worksheet) -> None:
        for cell, value in values.items():
            sheet[cell] = value

    return filled(fill)


def test_a_sheet_sent_back_unchanged_changes_nothing():
    assert read(target_sheet(ROWS, PLAN, NOW)) == SheetReading({}, ())


def test_the_same_targets_give_the_same_bytes():
    assert target_sheet(ROWS, PLAN, NOW) == target_sheet(ROWS, PLAN, NOW)


def test_the_sheet_shows_what_stands_and_how_to_fill_it_in():
    book = load_workbook(io.BytesIO(target_sheet(ROWS, PLAN, NOW)))
    sheet, manual = book.worksheets
    assert [cell.value for cell in sheet[1]] == [column.label for column in Column]
    told = {column: sheet[f"{LETTER[column]}{AT['15']}"].value for column in Column}
    assert told == {
        Column.NUMBER: "15",
        Column.TITLE: "任务15",
        Column.LEADS: "市住建局\n市城管执法局",
        Column.FOUND: "2000个停车位",
        Column.GOAL: 2000,
        Column.MEASURE: "个",
        Column.BOUND: "达到",
        Column.KIND: "数量",
        Column.BASELINE: 100,
        Column.WANTED: "累计",
        Column.QUARTER_1: 300,
        Column.QUARTER_2: "900;3个标段铺开",
        Column.QUARTER_3: "全面完工",
        Column.QUARTER_4: None,
        Column.OTHER: "5月20日 412.5;划线完工\n5月21日 验收",
        Column.CONFIRMED: "是",
        Column.STAMP: stamp(PARKING),
    }
    assert sheet.column_dimensions["Q"].hidden
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == f"A1:Q{len(ROWS) + 1}"
    offered = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    assert offered["J2:J6"] == '"累计,本期新增"'
    assert "/targets" in " ".join(str(line.value) for (line,) in manual.iter_rows())


def test_a_text_that_looks_like_a_formula_is_quoted_and_comes_back_as_it_was():
    rows = (
        row("3", TargetSheet(Decimal(5), "个", stages=(Stage(ENDS[1], words="=1+1"),)), title="-2"),
    )
    sheet = load_workbook(io.BytesIO(target_sheet(rows, PLAN, NOW))).worksheets[0]
    for cell in ("B2", "K2"):
        assert sheet[cell].data_type == "s"
        assert sheet[cell].quotePrefix
    assert read(target_sheet(rows, PLAN, NOW), rows).faults == ()


def test_what_is_filled_in_is_what_changes():
    reading = read(
        put(
            {
                "E3": 120,
                "F3": "套",
                "G3": "以上",
                "J3": "本期新增",
                "L3": "60套 主体完工",
                "O3": "10月20日 100\n2024年11月5日 验收",
                "I4": None,
            }
        )
    )
    assert reading.faults == ()
    assert reading.changes == {
        "2": TargetSheet(
            Decimal(120),
            "套",
            bound=Bound.AT_LEAST,
            wanted=ValueKind.THIS_PERIOD,
            stages=(
                Stage(ENDS[2], Decimal(60), "主体完工"),
                Stage(date(2024, 10, 20), Decimal(100)),
                Stage(date(2024, 11, 5), words="验收"),
            ),
        ),
        "15": replace(PARKING, baseline=None),
    }


@pytest.mark.parametrize("mark", ["是", "√", " 是 ", "Y"])
def test_a_suggestion_is_taken_as_it_is_where_it_is_marked(mark):
    assert read(put({"P2": mark})).changes == {"1": ROWS[0].standing}


def test_a_mark_on_a_row_without_a_target_changes_nothing():
    assert read(put({"P3": "是", "P4": None})) == SheetReading({}, ())


def test_a_suggestion_struck_out_changes_nothing():
    assert read(put({"E2": None, "F2": None})) == SheetReading({}, ())


def test_a_suggestion_may_give_way_to_stages_of_words():
    reading = read(put({"E6": None, "K6": "完成选址"}))
    assert reading.changes == {"18": TargetSheet(stages=(Stage(ENDS[1], words="完成选址"),))}


@pytest.mark.parametrize(
    ("value", "figure"),
    [
        (1500, "1500"),
        (1500.0, "1500"),
        (1500.25, "1500.25"),
        (0.1 + 0.2, "0.3"),
        ("1,500", "1500"),
        ("１５００", "1500"),
        ("1500个", "1500"),
        ("0.15万", "1500"),
        (" 1500 ", "1500"),
        ("一千五百", "1500"),
    ],
)
def test_a_figure_is_read_however_it_is_typed(value, figure):
    rows = (row("3", TargetSheet(Decimal(5), "个")),)
    content = filled(lambda sheet: sheet.__setitem__("E2", value), rows)
    assert read(content, rows).changes["3"].goal == Decimal(figure)


def test_a_cell_shown_in_percent_holds_hundredths():
    rows = (row("3", TargetSheet(Decimal(90), "%")), row("4", TargetSheet(Decimal(5), "个")))

    def fill(sheet: Worksheet) -> None:
        for cell in ("E2", "E3"):
            sheet[cell] = 0.955
            sheet[cell].number_format = "0.0%"

    reading = read(filled(fill, rows), rows)
    assert reading.changes["3"].goal == Decimal("95.5")
    assert [(one.cell, one.what) for one in reading.faults] == [("E3", Misread.OTHER_MEASURE.label)]


@pytest.mark.parametrize(
    ("values", "cell", "what"),
    [
        ({"A4": "999"}, "A4", Misread.UNKNOWN_NUMBER),
        ({"A4": None}, "A4", Misread.UNKNOWN_NUMBER),
        ({"A4": "2"}, "A4", Misread.NUMBER_TWICE),
        ({"E4": "若干"}, "E4", Misread.NOT_A_FIGURE),
        ({"E4": "2000亩"}, "E4", Misread.OTHER_MEASURE),
        ({"E4": "=SUM(K4:N4)"}, "E4", Misread.FORMULA),
        ({"E4": True}, "E4", Misread.NOT_A_FIGURE),
        ({"K4": datetime(2024, 3, 4)}, "K4", Misread.NOT_A_FIGURE),  # noqa: DTZ001
        ({"F4": None}, "F4", Flaw.NO_MEASURE),
        ({"F4": "很长很长很长很长很长很长的单位"}, "F4", Flaw.MEASURE_LONG),
        ({"G4": "差不多"}, "G4", Misread.NOT_A_CHOICE),
        ({"H4": "增速"}, "H4", Misread.NOT_A_CHOICE),
        ({"I4": "若干"}, "I4", Misread.NOT_A_FIGURE),
        ({"I6": 870}, "E6", Flaw.NO_WAY),
        ({"J4": "完成率"}, "J4", Misread.NOT_A_CHOICE),
        ({"J2": "本期新增"}, "J2", Flaw.RATE_ADDED),
        ({"K4": 50}, "K4", Flaw.STAGE_BACK),
        ({"K4": "300亩"}, "K4", Misread.OTHER_MEASURE),
        ({"N4": 2001}, "N4", Flaw.STAGE_BEYOND),
        ({"N4": "字" * 201}, "N4", Flaw.STAGE_LONG),
        ({"O4": "月底前完工"}, "O4", Misread.NOT_A_STAGE),
        ({"O4": "2023年5月20日 验收"}, "O4", Flaw.STAGE_OUTSIDE),
        ({"O4": "3月31日 300"}, "K4", Flaw.STAGE_TWICE),
        ({"O4": "5月20日 50"}, "O4", Flaw.STAGE_BACK),
        ({"P4": "待定"}, "P4", Misread.NOT_A_CHOICE),
        ({"E4": None, "I4": None, "K4": None, "L4": None, "O4": None}, "E4", Misread.CLEARED),
        ({"K3": 300}, "E3", Flaw.NO_GOAL),
        ({"I3": 300}, "E3", Flaw.NO_GOAL),
        ({"E3": 10**10, "F3": "元"}, "E3", Flaw.TOO_LARGE),
    ],
)
def test_a_fault_is_named_by_its_cell_and_nothing_of_its_row_is_taken(values, cell, what):
    reading = read(put(values))
    assert [(one.cell, one.what) for one in reading.faults] == [(cell, what.label)]
    assert reading.changes == {}


NEWER = replace(PARKING, goal=Decimal(2400))
SINCE = tuple(replace(one, standing=NEWER) if one.number == "15" else one for one in ROWS)


def test_a_row_left_as_it_was_exported_does_not_undo_what_was_confirmed_since():
    assert read(target_sheet(ROWS, PLAN, NOW), SINCE) == SheetReading({}, ())


def test_a_row_edited_while_its_target_changed_elsewhere_is_a_fault():
    reading = read(put({"E4": 2100}), SINCE)
    assert [(one.cell, one.what) for one in reading.faults] == [("A4", Misread.OUTDATED.label)]
    assert reading.changes == {}
    assert read(put({"E4": 2400}), SINCE) == SheetReading({}, ())  # both say the same


def test_a_mark_on_a_suggestion_that_changed_since_is_a_fault():
    since = (replace(ROWS[0], standing=TargetSheet(Decimal(8), "%", TargetKind.GROWTH)), *ROWS[1:])
    reading = read(put({"P2": "是"}), since)
    assert [(one.cell, one.what) for one in reading.faults] == [("A2", Misread.OUTDATED.label)]


def test_a_row_added_by_hand_bears_no_stamp_and_counts():
    assert list(read(put({"E4": 2100, "Q4": None}), SINCE).changes) == ["15"]


def test_a_cell_with_two_such_faults_is_named_once():
    reading = read(put({"O4": "2023年5月20日 验收\n2023年5月21日 回访"}))
    assert [one.cell for one in reading.faults] == ["O4"]


def test_a_whole_number_kept_as_a_fraction_names_its_task():
    cell = Workbook().worksheets[0].cell(1, 1, 15.0)
    assert text_of(cell) == "15"


def test_more_digits_than_a_spreadsheet_keeps_come_back_whole():
    rows = (row("3", TargetSheet(Decimal("1234567890.123456"), "个")),)
    assert read(target_sheet(rows, PLAN, NOW), rows) == SheetReading({}, ())


def test_every_fault_is_named_at_once():
    reading = read(put({"E2": "若干", "J2": "随便", "K4": "300亩", "A6": "77"}))
    assert [one.cell for one in reading.faults] == ["E2", "J2", "K4", "A6"]


def test_one_row_may_be_sound_beside_a_faulty_one():
    reading = read(put({"E2": "若干", "E4": 2100}))
    assert list(reading.changes) == ["15"]
    assert len(reading.faults) == 1


def test_a_quarter_outside_the_plan_takes_no_stage():
    short = Span(date(2024, 5, 1), date(2024, 12, 31))
    rows = (row("3", TargetSheet(Decimal(5), "个")),)
    book = load_workbook(io.BytesIO(target_sheet(rows, short, NOW)))
    book.worksheets[0]["K2"] = 2
    content = io.BytesIO()
    book.save(content)
    (fault,) = read(content.getvalue(), rows, short).faults
    assert (fault.cell, fault.what) == ("K2", Misread.NO_QUARTER.label)


def test_rows_may_be_left_out_moved_and_blank():
    def fill(sheet: Worksheet) -> None:
        sheet.delete_rows(2, 2)
        sheet["E2"] = 2100
        sheet.insert_rows(2)

    reading = read(filled(fill))
    assert (list(reading.changes), reading.faults) == (["15"], ())


def test_columns_may_be_moved():
    def fill(sheet: Worksheet) -> None:
        sheet.insert_cols(1)
        sheet["A1"] = "备注"

    assert read(filled(fill)) == SheetReading({}, ())


def test_a_missing_column_is_named():
    (fault,) = read(filled(lambda sheet: sheet.delete_cols(6))).faults
    assert fault.cell == "A1"
    assert fault.what == f"计量单位: {Misread.NOT_OURS.label}"


def test_a_foreign_table_misses_every_column():
    book = Workbook()
    content = io.BytesIO()
    book.save(content)
    assert len(read(content.getvalue()).faults) == len(Column)


def test_an_infinite_number_is_none():
    with zipfile.ZipFile(io.BytesIO(put({"E2": 12345.5}))) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content.replace(b"12345.5", b"1e999"))
    (fault,) = read(target.getvalue()).faults
    assert (fault.cell, fault.what) == ("E2", Misread.NOT_A_FIGURE.label)


def _packed(name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04",
        "序号,任务".encode(),
        _packed("a.txt", b"x"),
        _packed("[Content_Types].xml", b"<not xml"),
        target_sheet(ROWS, PLAN, NOW)[:4000],
    ],
)
def test_what_is_no_sheet_is_refused(content):
    with pytest.raises(BadSheet):
        read(content)


def test_a_file_that_unpacks_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_UNPACKED", 1000)
    with pytest.raises(BadSheet):
        read(target_sheet(ROWS, PLAN, NOW))


def test_the_real_notice_comes_back_as_it_went(notice_draft):
    rows = tuple(
        row(
            task.number,
            TargetSheet(found.goal, found.measure, found.kind, found.bound) if found else None,
            title=task.title,
            phrases=tuple(one.phrase for one in task.targets),
        )
        for task in notice_draft.tasks
        for found in (task.targets[0] if task.targets else None,)
    )
    assert read(target_sheet(rows, PLAN, NOW), rows) == SheetReading({}, ())


figures = st.decimals(-(10**9), 10**9, places=6).map(lambda one: round(one, 4))
words = (
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Co", "Cn")),
        max_size=20,
    )
    .map(lambda text: tidy(fold(text)))
    .filter(lambda text: not text or text[0].isalpha())
)
days = st.sampled_from(list(ENDS.values())) | st.dates(PLAN.first, PLAN.last)
stages = st.lists(
    st.builds(Stage, days, st.none() | figures, words), max_size=4, unique_by=lambda one: one.day
).map(lambda some: tuple(sorted(some, key=lambda one: one.day)))
measured = st.builds(
    TargetSheet,
    goal=figures,
    measure=st.sampled_from(["个", "亿元", "万吨", "%", "个百分点"]),
    kind=st.sampled_from(TargetKind),
    bound=st.sampled_from(Bound),
    baseline=st.none() | figures,
    wanted=st.sampled_from([ValueKind.CUMULATIVE, ValueKind.THIS_PERIOD]),
    stages=stages,
)
sheets = measured | st.builds(TargetSheet, stages=stages)


@settings(deadline=None)
@given(st.lists(sheets.filter(lambda one: not flaws(one, PLAN)), max_size=3))
def test_whatever_may_stand_comes_back_as_it_went(some):
    rows = tuple(row(str(place), sheet, True) for place, sheet in enumerate(some, start=1))
    assert read(target_sheet(rows, PLAN, NOW), rows) == SheetReading({}, ())
