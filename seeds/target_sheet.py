"""The sheet of targets as it comes back: what it changes, and every fault by its cell.

The columns are found by their headings and the tasks by their numbers, so that rows and columns
may be moved and rows left out. A row that says what stands, or what it said when it was exported,
changes nothing; a suggestion marked 是 under 核定 is taken as it is. A row edited while its target
changed elsewhere is a fault: neither may silently beat the other.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.utils.exceptions import InvalidFileException

from rules.facts import Bound, Labelled, TargetKind
from rules.periods import Span
from rules.refusals import BadSheet
from rules.replies import ValueKind
from rules.replies.folding import fold
from rules.stages import Stage, quarter_ends
from rules.target_columns import QUARTER_COLUMNS, Column, Fault, Misread, SheetReading
from rules.targets import Flaw, TargetSheet, flaws, stamp
from seeds.target_cells import (
    Unfit,
    choice_of,
    dated_stages_of,
    figure_of,
    mark_of,
    stage_of,
    text_of,
)
from storage.ledger.targets import TargetRow

T = TypeVar("T")
Choice = TypeVar("Choice", bound=Labelled)
LARGEST_UNPACKED = 50_000_000
"""Bytes: an honest sheet of a thousand tasks unpacks to a few hundred thousand."""
LONGEST = 5000
"""Rows: styled empty ones below the last task may reach the spreadsheet's end."""

_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    LookupError,
    OSError,
    SyntaxError,  # of its XML
    TypeError,
    ValueError,
)
_COLUMN_OF: Mapping[Flaw, Column] = {
    Flaw.NO_GOAL: Column.GOAL,
    Flaw.NO_MEASURE: Column.MEASURE,
    Flaw.MEASURE_LONG: Column.MEASURE,
    Flaw.NO_WAY: Column.GOAL,
    Flaw.TOO_LARGE: Column.GOAL,
    Flaw.RATE_ADDED: Column.WANTED,
}
_WANTED = (ValueKind.CUMULATIVE, ValueKind.THIS_PERIOD)


def read_target_sheet(
    content: bytes, standing: Mapping[str, TargetRow], plan: Span
) -> SheetReading:
    """Read a sheet against what stands, by task number; raises BadSheet for what is no sheet."""
    rows = _rows(content)
    heads = {fold(str(cell.value or "")): place for place, cell in enumerate(next(rows, ()))}
    missing = tuple(
        Fault("A1", f"{column.label}: {Misread.NOT_OURS.label}")
        for column in Column
        if column.label not in heads
    )
    if missing:
        return SheetReading({}, missing)
    changes: dict[str, TargetSheet] = {}
    faults: list[Fault] = []
    seen: set[str] = set()
    for cells in rows:
        row = _Row({column: cells[heads[column.label]] for column in Column}, plan)
        if row.is_blank:
            continue
        number = row.number(standing, seen)
        if number is not None and (change := row.change(standing[number])) is not None:
            changes[number] = change
        faults += row.faults
    return SheetReading(changes, tuple(faults))


def _rows(content: bytes) -> Iterator[tuple[Cell, ...]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise BadSheet
        sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    except _UNREADABLE as fault:
        raise BadSheet from fault
    yield from sheet.iter_rows(max_row=min(sheet.max_row, LONGEST))


@dataclass
class _Row:
    """One row at reading; faults gather by cell."""

    cells: Mapping[Column, Cell]
    plan: Span
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        return all(cell.value is None for cell in self.cells.values())

    def number(self, standing: Mapping[str, TargetRow], seen: set[str]) -> str | None:
        """Return the task's number, each once; None where it is none of the plan's."""
        number = self._read(Column.NUMBER, text_of, "")
        if number not in standing or number in seen:
            self._note(
                Column.NUMBER, Misread.NUMBER_TWICE if number in seen else Misread.UNKNOWN_NUMBER
            )
            return None
        seen.add(number)
        return number

    def change(self, row: TargetRow) -> TargetSheet | None:
        """Return what the row makes of the task's target; None where nothing changes."""
        is_marked = self._read(Column.CONFIRMED, mark_of, default=False)
        exported = self._read(Column.STAMP, text_of, "")
        sheet, stands = self._sheet(), row.standing or TargetSheet()
        takes_suggestion = is_marked and not row.confirmed and sheet != TargetSheet()
        if self.faults or (sheet == stands and not takes_suggestion):
            return None
        if exported == stamp(sheet) and not takes_suggestion:
            return None  # left as it was exported: what was confirmed meanwhile stays
        if sheet == TargetSheet() and not row.confirmed:
            return None  # a suggestion struck out stays one, and binds nobody
        if sheet != stands and exported not in {"", stamp(stands)}:
            self._note(Column.NUMBER, Misread.OUTDATED)
        elif sheet.goal is None and stands.goal is not None and row.confirmed:
            self._note(Column.GOAL, Misread.CLEARED)
        for found in flaws(sheet, self.plan):
            self._note(_COLUMN_OF.get(found.flaw) or self._column(found.stage), found.flaw)
        return None if self.faults else sheet

    def _sheet(self) -> TargetSheet:
        measure = self._read(Column.MEASURE, text_of, "")
        goal = self._read(Column.GOAL, lambda cell: figure_of(cell, measure), None)
        baseline = self._read(Column.BASELINE, lambda cell: figure_of(cell, measure), None)
        kind = self._choice(Column.KIND, tuple(TargetKind), TargetKind.QUANTITY)
        bound = self._choice(Column.BOUND, tuple(Bound), Bound.EXACT)
        wanted = self._choice(Column.WANTED, _WANTED, ValueKind.CUMULATIVE)
        found = self._stages("" if goal is None else measure)
        stages = tuple(sorted(found, key=lambda stage: stage.day))
        if goal is None and baseline is None:
            return TargetSheet(stages=stages)
        return TargetSheet(goal, measure, kind, bound, baseline, wanted, stages)

    def _stages(self, measure: str) -> Iterator[Stage]:
        ends = quarter_ends(self.plan)
        for quarter, column in QUARTER_COLUMNS.items():
            of_quarter = partial(stage_of, day=ends.get(quarter), measure=measure)
            if (stage := self._read(column, of_quarter, None)) is not None:
                yield stage
        dated = partial(dated_stages_of, plan=self.plan, measure=measure)
        none: tuple[Stage, ...] = ()
        yield from self._read(Column.OTHER, dated, none)

    def _choice(self, column: Column, options: tuple[Choice, ...], default: Choice) -> Choice:
        return self._read(column, lambda cell: choice_of(cell, options, default), default)

    def _read(self, column: Column, read: Callable[[Cell], T], default: T) -> T:
        try:
            return read(self.cells[column])
        except Unfit as unfit:
            self._note(column, unfit.what)
            return default

    def _column(self, stage: Stage | None) -> Column:
        ends = {day: QUARTER_COLUMNS[quarter] for quarter, day in quarter_ends(self.plan).items()}
        return Column.OTHER if stage is None else ends.get(stage.day, Column.OTHER)

    def _note(self, column: Column, what: Labelled) -> None:
        fault = Fault(self.cells[column].coordinate, what.label)
        if fault not in self.faults:
            self.faults.append(fault)
