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
from seeds.numerals import NUMERAL, read_count
from seeds.outline import Depth, marker_of
from seeds.signs import has_words, level, squeeze, trim

_UPRIGHTS = dict.fromkeys(map(ord, "\uff5c\u2502\u2503\u00a6"), "|")
_BREAK = re.compile("<br */?>")
_NUMERAL_CELL = re.compile(rf" *\(?{NUMERAL}{{1,3}}\)?[、.]? *")
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

    def accepts(self, rows: Sequence[Row]) -> bool:
        """Whether a run of rows is, or goes on with, a list of tasks."""
        if self._columns is None and not any(_heads(rows)):
            self._columns = self._guessed(rows)
        return self._columns is not None or any(_heads(rows))

    def read(self, rows: Sequence[Row], blocks: list[Block]) -> None:
        """Add to the blocks of the notice what the rows say."""
        below_head = False
        for row, head in zip(rows, _heads(rows), strict=True):
            if head:
                self.start(head)
            elif self._columns is None:
                self._leave(row)
            elif not (below_head and is_head(row.cells)):
                self.add(row, blocks)
            below_head = head is not None

    def start(self, columns: tuple[Column, ...]) -> None:
        """Begin a table with these columns."""
        self._columns, self._group, self._above = columns, "", None

    def add(self, row: Row, blocks: list[Block]) -> None:
        """Add to the blocks what one row says."""
        columns = self._columns or ()
        if heading := _numbered_heading(row):
            self._head(heading, blocks)
        elif len(row.filled) == 1 and len(columns) > 1:
            self._add_spanning(row, blocks)
        else:
            self._add_laid(row, lay(row.cells, columns), blocks)

    def _add_laid(self, row: Row, laid: Mapping[Column, str], blocks: list[Block]) -> None:
        blocks += self._group_heading(row, laid)
        block = _task(row, laid)
        if block is None:
            self._widen(row, laid, blocks)
            return
        is_numbered = has_words(laid.get(Kind.NUMBER, ""))
        if self._above and not is_numbered and not block.has_units and _is_cut(self._above):
            self._replace(blocks, self._above.with_more_text(block.text))
            return
        is_short = len(row.cells) < len(self._columns or ())
        self._above = self._inherited(row, block, is_short=is_short)
        blocks.append(self._above)

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
        words = squeeze(row.filled[0])
        heading = heading_of(row.line, words)
        is_short = len(words) <= _HEADING_LENGTH and not level(words).endswith(("。", ";"))
        if heading.depth is not None or is_short:
            self._head(heading, blocks)
        elif self._above and blocks and blocks[-1] is self._above:
            self._replace(blocks, self._above.with_more_text(words))
        else:
            self._leave(row)

    def _head(self, heading: Block, blocks: list[Block]) -> None:
        self._above = None
        blocks.append(heading)

    def _group_heading(self, row: Row, laid: Mapping[Column, str]) -> Iterator[Block]:
        group = squeeze(laid.get(Kind.GROUP, ""))
        if has_words(group) and group != self._group:
            self._group = group
            yield heading_of(row.line, group)

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
        place = next(i for i in reversed(range(len(blocks))) if blocks[i] is self._above)
        blocks[place] = self._above = block

    def _leave(self, row: Row) -> None:
        words = " ".join(row.filled)
        self.problems.append(Problem(row.line, f"the row «{words}» is no task; left out"))


def heading_of(line: int, words: str) -> Block:
    """Return a heading that stands in a table, with the depth its marker gives."""
    marker = marker_of(words, {})
    if marker is None or marker.depth > Depth.SECTION:
        return Block(line, None, None, words, (Part(words),), in_table=True)
    return Block(line, marker.depth, marker.ordinal, words, (Part(words),), in_table=True)


def _numbered_heading(row: Row) -> Block | None:
    """A heading whose numeral has a cell of its own: 一 | 经济发展."""
    if len(row.filled) != _NUMERAL_AND_WORDS:
        return None
    numeral, words = row.filled
    joined = numeral if re.search(r"[、)]$", level(numeral)) else f"{numeral}、"
    heading = heading_of(row.line, squeeze(joined + words))
    is_numeral = heading.depth is not None and _NUMERAL_CELL.fullmatch(level(numeral))
    return heading if is_numeral else None


def _task(row: Row, laid: Mapping[Column, str]) -> Block | None:
    written = laid.get(Kind.TASK, "")
    if not has_words(written):
        return None
    marker = marker_of(written, {}) if Kind.NUMBER not in laid else None
    ordinal = marker.ordinal if marker else _ordinal(laid.get(Kind.NUMBER, ""))
    *others, last = cut(written[marker.start :] if marker else written)
    part = replace(last, duties=last.duties.joined(_duties(laid)))
    return Block(row.line, Depth.ITEM, ordinal, squeeze(written), (*others, part), in_table=True)


def _ordinal(cell: str) -> int | None:
    digits = re.search(r"\d{1,4}", level(cell))
    return read_count(digits[0] if digits else trim(level(cell), " ()、."))


def _is_cut(block: Block) -> bool:
    """Whether the wording stops in the middle of a sentence."""
    return not level(block.parts[-1].text).endswith(("。", ";", "!"))


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
