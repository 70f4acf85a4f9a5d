"""The ledger (台账) as a sheet: one row a task under a frozen head, with filters."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from handlers.views.reasons import standing_words
from handlers.views.render import WORDS, phrase
from handlers.views.sheets.cells import saved, write_figure, write_instant, write_text
from handlers.views.wording import Document
from rules.lights import Light
from storage.ledger.book import BookRow
from storage.ledger.nodes import NodeLine
from storage.rounds import PlanFacts

FILLS = {
    Light.GREEN: PatternFill("solid", start_color="C6E5C8"),
    Light.YELLOW: PatternFill("solid", start_color="FFE699"),
    Light.RED: PatternFill("solid", start_color="F4B6B0"),
    Light.GREY: PatternFill("solid", start_color="E3E3E3"),
}
HEAD = PatternFill("solid", start_color="DCE6F1")
LINE = Side("thin", color="BFBFBF")
FRAME = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
WRAPPED = Alignment(wrap_text=True, vertical="top")
CENTRED = Alignment(wrap_text=True, vertical="center", horizontal="center")
FORMS = {"share": "0.0%", "gap": "0.0"}
FIRST_ROW = 2
LINE_STYLE = "ledger"
KEPT_COLUMNS = "D2"  # number, section and text stay in sight
HUNDRED = Decimal(100)
NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")

Value = str | int | Decimal | datetime | None


def ledger_sheet(rows: tuple[BookRow, ...], plan: PlanFacts, now: datetime) -> bytes:
    """Return the ledger as an xlsx file, the same bytes for the same rows and instant.

    No cell is a formula, whatever was reported; figures are numbers and instants are dates, in the
    plan's zone.
    """
    workbook = Workbook()
    sheet: Worksheet = workbook.active
    sheet.title = _layout()["title"]
    workbook.add_named_style(NamedStyle(LINE_STYLE, alignment=WRAPPED, border=FRAME))
    _head(sheet)
    for place, row in enumerate(rows, start=FIRST_ROW):
        _write(sheet, place, row, plan)
    sheet.freeze_panes = KEPT_COLUMNS
    sheet.auto_filter.ref = sheet.dimensions
    _for_paper(sheet)
    return saved(workbook, now)


def ledger_document(rows: tuple[BookRow, ...], plan: PlanFacts, now: datetime) -> Document:
    """Return the ledger as a file to send, named after its day."""
    name = phrase("ledger_file", day=plan.day(now))
    return Document(name, ledger_sheet(rows, plan, now))


def _head(sheet: Worksheet) -> None:
    for place, (_, title, width) in enumerate(_layout()["columns"], start=1):
        cell = sheet.cell(1, place)
        write_text(cell, title)
        cell.font, cell.fill, cell.border = Font(bold=True), HEAD, FRAME
        cell.alignment = CENTRED
        sheet.column_dimensions[get_column_letter(place)].width = width


def _for_paper(sheet: Worksheet) -> None:
    """Print on A3 across, as wide as the paper, with the head on every page."""
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _write(sheet: Worksheet, place: int, row: BookRow, plan: PlanFacts) -> None:
    values = _task(row) | _quarters(row) | _said(row) | _judged(row)
    for column, (name, _, _) in enumerate(_layout()["columns"], start=1):
        cell = sheet.cell(place, column)
        cell.style = LINE_STYLE
        _put(cell, name, values[name], plan)
    light = [name for name, _, _ in _layout()["columns"]].index("light") + 1
    sheet.cell(place, light).fill = FILLS[row.standing.judgement.light]


def _put(cell: Cell, name: str, value: Value, plan: PlanFacts) -> None:
    if isinstance(value, str):
        write_text(cell, value)
    elif isinstance(value, datetime):
        write_instant(cell, value, plan.zone)
    else:
        write_figure(cell, value, FORMS.get(name, "General"))


def _task(row: BookRow) -> dict[str, Value]:
    target = row.standing.target
    number = row.standing.number
    return {
        "number": int(number) if NUMBER.fullmatch(number) else number,
        "section": "\n".join(dict.fromkeys(one for one in (row.part, row.section) if one)),
        "text": row.text,
        "goal": target.goal if target else None,
        "measure": target.measure if target else "",
        "baseline": target.course.baseline if target and target.course else None,
        "confirmed": phrase("target_confirmed", target=target) if target else "",
        "leads": "\n".join(row.leads),
        "responsible": "\n".join(row.responsible),
        "liaisons": "\n".join(row.liaisons),
        "deadline": row.deadline or "",
        "chased": row.chased,
    }


def _quarters(row: BookRow) -> dict[str, Value]:
    found: dict[str, list[NodeLine]] = {f"quarter_{one}": [] for one in range(1, 5)}
    for node in row.nodes:
        found[f"quarter_{(node.day.month + 2) // 3}"].append(node)
    return {name: _nodes(nodes) for name, nodes in found.items()}


def _nodes(nodes: list[NodeLine]) -> Value:
    """Return the figure alone where a quarter has one figure and no words, else every node."""
    if len(nodes) == 1 and not nodes[0].words:
        return nodes[0].value
    return "\n".join(phrase("ledger_node", node=node) for node in nodes)


def _said(row: BookRow) -> dict[str, Value]:
    latest = max((word.said.said_at for word in row.told), default=None)
    return {
        "status": _each(row, (word.said.status.label for word in row.told)),
        "progress": _each(row, (word.said.progress for word in row.told)),
        "difficulty": _each(row, (word.said.difficulty for word in row.told)),
        "awaited": _each(row, (word.said.awaited or "" for word in row.told)),
        "evidence": sum(word.has_evidence for word in row.told) or None,
        "author": "\n".join(dict.fromkeys(word.said.author for word in row.told)),
        "said_at": latest,
        "ruling": "\n".join(phrase("ledger_ruling", ruling=one) for one in row.rulings),
    }


def _each(row: BookRow, words: Iterable[str]) -> str:
    """Return what the lead units say, with their names where there are several."""
    told = [(word.unit, said) for word, said in zip(row.told, words, strict=True) if said]
    if len(row.leads) == 1:
        return "".join(said for _, said in told)
    return "\n".join(phrase("ledger_word", unit=unit, said=said) for unit, said in told)


def _judged(row: BookRow) -> dict[str, Value]:
    judged = row.standing.judgement
    return {
        "total": row.standing.total,
        "share": _rounded(judged.actual_share, HUNDRED),
        "gap": _rounded(judged.gap),
        "light": judged.light.label,
        "reason": standing_words(row.standing),
    }


def _rounded(percent: Decimal | None, by: Decimal = Decimal(1)) -> Decimal | None:
    """Return a percentage or its gap to one decimal, as the digests tell it."""
    return None if percent is None else round(percent, 1) / by


@cache
def _layout() -> dict[str, Any]:
    return tomllib.loads((WORDS / "ledger.toml").read_text(encoding="utf-8"))
