"""A notice's lines laid out: which are prose, which are rows of a table, which a flattened one."""

from __future__ import annotations

from collections.abc import Sequence

from seeds.blocks import Block, Line, Problem
from seeds.flattened import head_at, read_flattened
from seeds.prose import Prose
from seeds.tables import Row, Tables, row_of

_LONGEST_HEAD = 24  # lines, blank ones included


def blocks_of(text: str) -> tuple[list[Block], list[Problem]]:
    """Return the blocks of a notice in order, and what was odd about its lines."""
    lines = list(enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1))
    prose, tables = Prose(), Tables()
    blocks: list[Block] = []
    held: list[Line] = []
    position = 0
    while position < len(lines):
        head = head_at(lines[position : position + _LONGEST_HEAD])
        rows, taken = ([], 0) if head else _rows_at(lines[position:])
        if head is None and not (rows and tables.accepts(rows)):
            held += lines[position : position + max(taken, 1)]
            position += max(taken, 1)
            continue
        blocks += prose.blocks(held)
        held = []
        if head:
            columns, taken = head
            taken += read_flattened(lines[position + taken :], columns, tables, blocks)
        else:
            tables.read(rows, blocks)
        position += taken
    blocks += prose.blocks(held)
    return blocks, prose.problems + tables.problems


def _rows_at(lines: Sequence[Line]) -> tuple[list[Row], int]:
    """Return the rows that begin here, and how many lines they take."""
    rows: list[Row] = []
    taken = 0
    for position, (number, line) in enumerate(lines):
        row = row_of(number, line)
        if row is None and _may_stand_between(line):
            continue
        if row is None:
            break
        rows.append(row)
        taken = position + 1
    return rows, taken


def _may_stand_between(line: str) -> bool:
    return not line.strip(" |:-+=─├┼┤┌┬┐└┴┘\t")
