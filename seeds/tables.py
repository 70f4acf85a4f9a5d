"""Rows of tables read into blocks, by their head row; spanned cells take what stands above."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from seeds.blocks import Block, Problem
from seeds.clause import read_behind
from seeds.columns import Column, Kind, columns_of, guess_columns, is_head, lay
from seeds.cutting import Part, cut
from seeds.duties import Duties
from seeds.labels import Role
from seeds.outline import Depth, marker_of
from seeds.signs import has_words, level, squeeze

_UPRIGHTS = dict.fromkeys(map(ord, "\uff5c\u2502\u2503\u00a6"), "|")
_BREAK = re.compile("<br */?>")
_HEADING_LENGTH = 60
_ENOUGH_ROWS = 3
_NUMERAL_AND_WORDS = 2


@dataclass(frozen=True)
class Row:
    """The cells of one row as they stand, and the line of the file where it begins."""

    line: int
    cells: tuple[str, ...]

    @property
    def filled(self) -> tuple[str, ...]:
        """The cells that hold something, repeated ones once."""
        return tuple(dict.fromkeys(cell for cell in self.cells if has_words(cell)))


def framed(line: str) -> str:
    """Return the line with every upright that parts cells as a plain pipe."""
    return line.translate(_UPRIGHTS).strip()


def row_of(number: int, line: str) -> Row | None:
    """Return the row that a line parted by tabs or pipes is; None where it is no row."""
    mark = "\t" if "\t" in line.strip() else "|"
    row = framed(line)
    body = row.removeprefix("|").removesuffix("|") if mark == "|" else line
    cells = tuple(_BREAK.sub(" ", cell).strip() for cell in body.split(mark))
    is_row = len(cells) > 1 or (row.startswith("|") and row.endswith("|"))
    return Row(number, cells) if is_row and any(map(has_words, cells)) else None


class Tables:
    """Reads rows into blocks; a head row holds until the next one."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._columns: tuple[Column, ...] | None = None
        self._group = ""
        self._above: Block | None = None

    def blocks(self, rows: Sequence[Row]) -> list[Block] | None:
        """Return the blocks of one run of rows; None if it is no list of tasks."""
        heads = list(_heads(rows))
        if not any(heads) and self._columns is None:
            self._columns = self._guessed(rows)
            if self._columns is None:
                return None
        blocks: list[Block] = []
        below_head = False
        for row, head in zip(rows, heads, strict=True):
            if head:
                self.start(head)
            elif self._columns is None:
                self._leave(row)
            elif not (below_head and is_head(row.cells)):
                self.add(row, blocks)
            below_head = head is not None
        return blocks

    def start(self, columns: tuple[Column, ...]) -> None:
        """Begin a table with these columns."""
        self._columns, self._group, self._above = columns, "", None

    def add(self, row: Row, blocks: list[Block]) -> None:
        """Add to the blocks what one row says."""
        columns = self._columns or ()
        if heading := _numbered_heading(row):
            blocks.append(heading)
            self._above = None
            return
        if len(row.filled) == 1 and len(columns) > 1:
            self._add_spanning(row, blocks)
            return
        laid = lay(row.cells, columns)
        blocks += self._group_heading(row, laid)
        block = self._task(row, laid)
        if block is None:
            self._widen(row, laid, blocks)
            return
        is_numbered = has_words(laid.get(Kind.NUMBER, ""))
        if self._above and not is_numbered and not block.has_units and _is_cut(self._above):
            self._replace(blocks, self._above.with_more_text(block.text))
            return
        block = self._inherited(row, block, is_short=len(row.cells) < len(columns))
        self._above = block
        blocks.append(block)

    def _guessed(self, rows: Sequence[Row]) -> tuple[Column, ...] | None:
        if len(rows) < _ENOUGH_ROWS:
            return None
        columns = guess_columns([row.cells for row in rows])
        if columns:
            what = "the table has no head row; its columns are guessed from its cells"
            self.problems.append(Problem(rows[0].line, what))
        return columns

    def _add_spanning(self, row: Row, blocks: list[Block]) -> None:
        """One cell across the table: a heading, or a wording that ran over to a new row."""
        words = row.filled[0]
        marker = marker_of(words, {})
        is_heading = marker is not None and marker.depth <= Depth.SECTION
        if is_heading or (len(words) <= _HEADING_LENGTH and not level(words).endswith(("。", ";"))):
            depth = marker.depth if marker and is_heading else None
            ordinal = marker.ordinal if marker and is_heading else None
            heading = Block(
                row.line, depth, ordinal, squeeze(words), (Part(squeeze(words)),), in_table=True
            )
            blocks.append(heading)
            self._above = None
        elif self._above and blocks and blocks[-1] is self._above:
            self._replace(blocks, self._above.with_more_text(squeeze(words)))
        else:
            self._leave(row)

    def _group_heading(self, row: Row, laid: Mapping[Column, str]) -> Iterator[Block]:
        group = squeeze(laid.get(Kind.GROUP, ""))
        if has_words(group) and group != self._group:
            self._group = group
            marker = marker_of(group, {})
            depth = marker.depth if marker and marker.depth <= Depth.SECTION else None
            ordinal = marker.ordinal if marker and depth is not None else None
            yield Block(row.line, depth, ordinal, group, (Part(group),), in_table=True)

    def _task(self, row: Row, laid: Mapping[Column, str]) -> Block | None:
        written = laid.get(Kind.TASK, "")
        if not has_words(written):
            return None
        number = re.search(r"\d+", level(laid.get(Kind.NUMBER, "")))
        marker = marker_of(written, {}) if Kind.NUMBER not in laid else None
        ordinal = int(number[0]) if number else marker.ordinal if marker else None
        *others, last = cut(written[marker.start :] if marker else written)
        part = replace(last, duties=last.duties.joined(_duties(laid)))
        return Block(
            row.line, Depth.ITEM, ordinal, squeeze(written), (*others, part), in_table=True
        )

    def _inherited(self, row: Row, block: Block, *, is_short: bool) -> Block:
        above = self._above.parts[-1].duties if self._above else Duties()
        if block.ordinal is None and self._above:
            block = replace(block, ordinal=self._above.ordinal)
        if not above or not (is_short or not block.has_units):
            return block
        filled = block.inheriting(above)
        if filled != block:
            what = f"«{block.text}» has empty cells; they are read as spanned from the row above"
            self.problems.append(Problem(row.line, what))
        return filled

    def _widen(self, row: Row, laid: Mapping[Column, str], blocks: list[Block]) -> None:
        """A row without wording adds its units to the task above."""
        duties = _duties(laid)
        if not duties or self._above is None:
            self._leave(row)
            return
        *others, last = self._above.parts
        part = replace(last, duties=last.duties.joined(duties))
        self._replace(blocks, replace(self._above, parts=(*others, part)))

    def _replace(self, blocks: list[Block], block: Block) -> None:
        place = next(i for i, one in enumerate(blocks) if one is self._above)
        blocks[place] = self._above = block

    def _leave(self, row: Row) -> None:
        words = " ".join(row.filled)
        self.problems.append(Problem(row.line, f"the row «{words}» is no task; left out"))


def _is_cut(block: Block) -> bool:
    """Whether the wording stops in the middle of a sentence."""
    return not level(block.parts[-1].text).endswith(("。", ";", "!"))


def _numbered_heading(row: Row) -> Block | None:
    """A heading whose numeral has a cell of its own: 一 | 经济发展."""
    if len(row.filled) != _NUMERAL_AND_WORDS:
        return None
    numeral, words = row.filled
    joined = numeral if re.search(r"[、)]$", level(numeral)) else f"{numeral}、"
    marker = marker_of(joined, {})
    if marker is None or marker.depth > Depth.SECTION:
        return None
    written = squeeze(joined + words)
    return Block(
        row.line, marker.depth, marker.ordinal, written, (Part(squeeze(words)),), in_table=True
    )


def _heads(rows: Sequence[Row]) -> Iterator[tuple[Column, ...] | None]:
    """Yield the columns of every head row, those of two rows where the first is divided below."""
    for row, below in zip(rows, (*rows[1:], None), strict=True):
        columns = columns_of(row.cells)
        if columns is None and below and len(below.cells) == len(row.cells):
            divided = [low or high for low, high in zip(below.cells, row.cells, strict=True)]
            columns = columns_of(divided) if is_head(row.cells) and is_head(below.cells) else None
        yield columns


def _duties(laid: Mapping[Column, str]) -> Duties:
    duties = Duties()
    for column, cell in laid.items():
        if isinstance(column, Role) and column is not Role.ASIDE:
            duties = duties.joined(read_behind(column, cell))
    return duties
