"""Tables that lost their frame: every cell on a line of its own, the head row first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from seeds.blocks import Block, Line
from seeds.columns import Column, Kind, column_of, columns_of
from seeds.signs import has_words, level, squeeze
from seeds.tables import Row, Tables, framed, heading_of
from seeds.units import NOBODY

_NUMBER = re.compile(r"(\d{1,4})(?: *$|[.、](?!\d))")
_AFTERWARDS = re.compile(
    r"抄送|印发|主办:|附件|\(此件|20\d\d年\d{1,2}月\d{1,2}日$|责任编辑|扫一扫|打印"
)
_FEWEST_COLUMNS = 3
_LONGEST_HEADING = 8


def head_at(lines: Sequence[Line]) -> tuple[tuple[Column, ...], int] | None:
    """Return the columns that the first lines name one by one, and how many lines they take."""
    headings: list[str] = []
    taken = 0
    for position, (_, line) in enumerate(lines):
        cell = cell_of(line)
        if not cell:
            continue
        if column_of(cell) is None and not _may_be_strange(cell, headings):
            break
        headings.append(cell)
        taken = position + 1
    while headings and column_of(headings[-1]) is None:
        headings.pop()
        taken = next(i for i in range(taken - 1, 0, -1) if cell_of(lines[i - 1][1]))
    columns = columns_of(headings) if len(headings) >= _FEWEST_COLUMNS else None
    return (columns, taken) if columns else None


def _may_be_strange(cell: str, before: Sequence[str]) -> bool:
    """One head of a column that is not known may stand among known ones."""
    is_short = len(cell) <= _LONGEST_HEADING and not _NUMBER.match(level(cell))
    return is_short and bool(before) and column_of(before[-1]) is not None


def cell_of(line: str) -> str:
    """Return the only cell of a line, without the pipes that may still stand beside it."""
    return framed(line).strip("|").strip()


def read_flattened(
    lines: Sequence[Line], columns: tuple[Column, ...], tables: Tables, blocks: list[Block]
) -> int:
    """Add to the blocks the rows below such a head; return how many lines they take."""
    tables.start(columns)
    row: list[Line] = []
    last = None
    taken = 0
    for position, (number, line) in enumerate(lines):
        cell = cell_of(line)
        if _AFTERWARDS.match(level(cell)) or head_at(lines[position : position + len(columns)]):
            break
        taken = position + 1
        if not has_words(cell) and cell not in NOBODY - {""}:
            continue
        heading = heading_of(number, squeeze(cell))
        begins = _begins(cell, columns, row, last)
        if heading.depth is not None or begins:
            _close(row, blocks, tables)
            row = []
        if heading.depth is not None:
            blocks.append(heading)
            continue
        if begins and (found := _NUMBER.match(level(cell))):
            last = int(found[1])
            row.append((number, found[1]))
            cell = cell[found.end() :].strip()
        if cell:
            row.append((number, cell))
    _close(row, blocks, tables)
    return taken


def _begins(cell: str, columns: tuple[Column, ...], row: Sequence[Line], last: int | None) -> bool:
    """Whether the cell begins a row: the next number, or a full row before it."""
    if Kind.NUMBER not in columns:
        return len(row) >= len(columns)
    found = _NUMBER.match(level(cell))
    return found is not None and (last is None or int(found[1]) in (last + 1, 1))


def _close(row: Sequence[Line], blocks: list[Block], tables: Tables) -> None:
    if row:
        tables.add(Row(row[0][0], tuple(cell for _, cell in row)), blocks)
