"""The sheet of targets: every task with its figure and stages, to be filled in and sent back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from handlers.views.render import phrase
from handlers.views.sheets.cells import saved, write_figure, write_text
from rules.facts import Bound, TargetKind
from rules.periods import Span
from rules.replies import ValueKind
from rules.stages import Stage, quarter_ends
from rules.target_columns import QUARTER_COLUMNS, Column
from rules.targets import TargetSheet, stamp
from storage.ledger.targets import TargetRow

_AT = {column: place for place, column in enumerate(Column, start=1)}
_WIDTHS = {
    Column.NUMBER: 6,
    Column.TITLE: 36,
    Column.LEADS: 20,
    Column.FOUND: 32,
    Column.OTHER: 32,
    Column.CONFIRMED: 8,
}
_READ_ONLY = (Column.NUMBER, Column.TITLE, Column.LEADS, Column.FOUND)
_CHOICES: Mapping[Column, tuple[str, ...]] = {
    Column.BOUND: tuple(one.label for one in Bound),
    Column.KIND: tuple(one.label for one in TargetKind),
    Column.WANTED: (ValueKind.CUMULATIVE.label, ValueKind.THIS_PERIOD.label),
}
_GREY = PatternFill("solid", start_color="EEEEEE")
_DEFAULT_WIDTH = 13
_DIGITS_KEPT = 15
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def target_sheet(rows: tuple[TargetRow, ...], plan: Span, now: datetime) -> bytes:
    """Return the sheet as a file: suggestions and confirmed targets, one row a task.

    What `seeds.target_sheet` reads from it unchanged is what stands.
    """
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = phrase("targets_sheet")
    _head(sheet)
    for place, row in enumerate(rows, start=2):
        _write(sheet, place, row, plan)
    _offer_choices(sheet, len(rows) + 1)
    sheet.column_dimensions[get_column_letter(_AT[Column.STAMP])].hidden = True
    sheet.auto_filter.ref = sheet.dimensions
    sheet.freeze_panes = "C2"
    _explain(workbook.create_sheet(phrase("targets_how")))
    return saved(workbook, now)


def _head(sheet: Worksheet) -> None:
    for column, place in _AT.items():
        cell = sheet.cell(1, place, column.label)
        cell.font, cell.alignment = Font(bold=True), _WRAPPED
        cell.fill = _GREY if column in _READ_ONLY else PatternFill()
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = _WIDTHS.get(column, _DEFAULT_WIDTH)


def _write(sheet: Worksheet, place: int, row: TargetRow, plan: Span) -> None:
    standing = row.standing or TargetSheet()
    texts = {
        Column.NUMBER: row.number,
        Column.TITLE: row.title,
        Column.LEADS: "\n".join(row.leads),
        Column.FOUND: "\n".join(row.phrases),
        Column.CONFIRMED: phrase("targets_yes") if row.confirmed else "",
        Column.STAMP: stamp(row.standing),
    }
    if standing.goal is not None:
        _write_value(sheet.cell(place, _AT[Column.GOAL]), standing.goal)
        _write_value(sheet.cell(place, _AT[Column.BASELINE]), standing.baseline)
        texts |= {
            Column.MEASURE: standing.measure,
            Column.BOUND: standing.bound.label,
            Column.KIND: standing.kind.label,
            Column.WANTED: standing.wanted.label,
        }
    quarters = {day: QUARTER_COLUMNS[one] for one, day in quarter_ends(plan).items()}
    for stage in standing.stages:
        if (column := quarters.get(stage.day)) is None:
            continue
        if stage.words:
            texts[column] = _told(stage)
        else:
            _write_value(sheet.cell(place, _AT[column]), stage.value)
    others = (one for one in standing.stages if one.day not in quarters)
    texts[Column.OTHER] = "\n".join(f"{_named(one.day, plan)} {_told(one)}" for one in others)
    for column, text in texts.items():
        write_text(sheet.cell(place, _AT[column]), text)
    for column in Column:
        cell = sheet.cell(place, _AT[column])
        cell.alignment = _WRAPPED
        if column in _READ_ONLY:
            cell.fill = _GREY


def _write_value(cell: Cell, value: Decimal | None) -> None:
    """Write a number as one; with more digits than a spreadsheet keeps it is safe as text only."""
    if value is not None and len(value.normalize().as_tuple().digits) > _DIGITS_KEPT:
        write_text(cell, _plain(value))
    else:
        write_figure(cell, value)


def _told(stage: Stage) -> str:
    return ";".join(part for part in (_plain(stage.value), stage.words) if part)


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _named(day: date, plan: Span) -> str:
    text = phrase("targets_day", day=day)
    return text if day.year == plan.first.year else phrase("targets_date", day=day)


def _offer_choices(sheet: Worksheet, last: int) -> None:
    choices = {**_CHOICES, Column.CONFIRMED: (phrase("targets_yes"),)}
    for column, labels in choices.items():
        letter = get_column_letter(_AT[column])
        offered = DataValidation("list", formula1=f'"{",".join(labels)}"', allow_blank=True)
        offered.add(f"{letter}2:{letter}{max(last, 2)}")
        sheet.add_data_validation(offered)


def _explain(sheet: Worksheet) -> None:
    sheet.column_dimensions["A"].width = 90
    for place, line in enumerate(phrase("targets_manual").splitlines(), start=1):
        write_text(sheet.cell(place, 1), line)
        sheet.cell(place, 1).alignment = _WRAPPED
