"""Tables that lost their frame: every cell on a line of its own, the head row first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from seeds.blocks import Block
from seeds.columns import Column, Kind, column_of, columns_of
from seeds.cutting import Part
from seeds.outline import Depth, marker_of
from seeds.signs import has_words, level, squeeze
from seeds.tables import Row, Tables, framed

Line = tuple[int, str]

_NUMBER = re.compile(r"(\d{1,4})[.、]?")
_AFTERWARDS = re.compile(
    r"抄送|印发|主办:|附件|\(此件|20\d\d年\d{1,2}月\d{1,2}日$|责任编辑|扫一扫|打印"
)
_FEWEST_COLUMNS = 3


def head_at(lines: Sequence[Line]) -> tuple[tuple[Column, ...], int] | None:
    """Return the columns that the first lines name one by one, and how many lines they take."""
    headings: list[str] = []
    taken = 0
    for position, (_, line) in enumerate(lines):
        cell = cell_of(line)
        if not cell:
            continue
        if column_of(cell) is None:
            break
        headings.append(cell)
        taken = position + 1
    columns = columns_of(headings) if len(headings) >= _FEWEST_COLUMNS else None
    return (columns, taken) if columns else None


def cell_of(line: str) -> str:
    """Return the only cell of a line, without the pipes that may still stand beside it."""
    return framed(line).strip("|").strip()


def read_flattened(
    lines: Sequence[Line], columns: tuple[Column, ...], tables: Tables
) -> tuple[list[Block], int]:
    """Return the blocks of the rows below such a head, and how many lines they take."""
    tables.start(columns)
    blocks: list[Block] = []
    row: list[Line] = []
    last = None
    taken = 0
    for position, (number, line) in enumerate(lines):
        cell = cell_of(line)
        if _AFTERWARDS.match(level(cell)) or head_at(lines[position : position + len(columns)]):
            break
        taken = position + 1
        if not has_words(cell) and cell not in {"无", "/", "-", "—"}:
            continue
        heading = _heading(number, cell)
        begins = _begins(cell, columns, row, last)
        if heading or begins:
            _close(row, blocks, tables)
            row = []
        if heading:
            blocks.append(heading)
            continue
        if begins and (found := _NUMBER.fullmatch(level(cell))):
            last = int(found[1])
        row.append((number, cell))
    _close(row, blocks, tables)
    return blocks, taken


def _begins(cell: str, columns: tuple[Column, ...], row: Sequence[Line], last: int | None) -> bool:
    """Whether the cell begins a row: the next number, or a full row before it."""
    if Kind.NUMBER not in columns:
        return len(row) >= len(columns)
    found = _NUMBER.fullmatch(level(cell))
    return found is not None and (last is None or int(found[1]) in (last + 1, 1))


def _heading(number: int, cell: str) -> Block | None:
    marker = marker_of(cell, {})
    if marker is None or marker.depth > Depth.SECTION:
        return None
    words = squeeze(cell)
    return Block(number, marker.depth, marker.ordinal, words, (Part(words),), in_table=True)


def _close(row: Sequence[Line], blocks: list[Block], tables: Tables) -> None:
    if row:
        tables.add(Row(row[0][0], tuple(cell for _, cell in row)), blocks)
