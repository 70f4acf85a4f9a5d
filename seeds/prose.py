"""Running text joined into blocks: a marker begins one, other lines run on or stand alone.

Text taken from print breaks lines anywhere, even inside a unit's name; text taken from the web
puts blank lines between paragraphs. A units clause ends its paragraph, in brackets or on lines
of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from seeds.blocks import Block, Line, Problem
from seeds.cutting import cut, is_clause_line, is_open, read_clause_line
from seeds.letterhead import ends_title, is_list_title, stands_alone
from seeds.outline import Depth, Marker, marker_of
from seeds.signs import has_words, level, run_on, squeeze
from seeds.units import is_bare_ending, looks_like_unit

_PAGE = re.compile(
    r" *(?:[-—–·]+ *\d{1,4} *[-—–·]+|第? *\d{1,4} *页(?:[,/ ]*共 *\d+ *页)?|\d{1,3}) *"
)
_FULL_STOPS = "。;:!?"
_HEADING_LENGTH = 40
_PRINTED_LINE = 15  # shorter lines of print end a paragraph


@dataclass
class _Paragraph:
    line: int
    marker: Marker | None
    text: str
    written: str
    last_line: str
    clauses: list[str] = field(default_factory=list)

    @property
    def depth(self) -> Depth | None:
        return self.marker.depth if self.marker else None

    def run_on(self, line: str) -> None:
        self.text = run_on(self.text, line)
        self.written = run_on(self.written, line)
        self.last_line = line

    def block(self) -> Block:
        parts = cut(self.text)
        if self.clauses:
            *others, last = parts
            duties = last.duties
            for clause in self.clauses:
                duties = duties.joined(read_clause_line(clause))
            parts = (*others, replace(last, duties=duties))
        ordinal = self.marker.ordinal if self.marker else None
        return Block(self.line, self.depth, ordinal, squeeze(self.written), parts)


class Prose:
    """Reads lines of running text into blocks; remembers the count of each kind of marker."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._last: dict[Depth, int] = {}
        self._paragraphs: list[_Paragraph] = []
        self._gap = False

    def blocks(self, lines: Sequence[Line]) -> list[Block]:
        """Return the blocks of consecutive lines."""
        self._paragraphs, self._gap = [], True
        for position, (number, line) in enumerate(lines):
            if not line.strip():
                self._gap = True
                continue
            if self._is_noise(number, line):
                continue
            self._take(number, line, lines[position + 1 :])
            self._gap = False
        return [paragraph.block() for paragraph in self._paragraphs]

    def _take(self, number: int, line: str, coming: Iterable[Line]) -> None:
        current = self._paragraphs[-1] if self._paragraphs else None
        if is_clause_line(line):
            self._take_clause(number, line, current)
        elif (marker := self._marker(line, current)) is not None:
            self._begin(number, line, marker)
        elif current is None:
            self._begin(number, line, None)
        elif current.clauses and _runs_on_in_clause(current.clauses[-1], line, gap=self._gap):
            current.clauses[-1] = run_on(current.clauses[-1], line)
        elif self._runs_on(current, line, coming):
            current.run_on(line)
        else:
            self._begin(number, line, None)

    def _marker(self, line: str, current: _Paragraph | None) -> Marker | None:
        """The line's marker, unless print broke a task so that its line seems to have one."""
        marker = marker_of(line, self._last, is_fresh=_is_closed(current))
        if marker is None or marker.ordinal is None or current is None or self._gap:
            return marker
        is_cut = level(current.text)[-1:] not in (*_FULL_STOPS, ")")
        is_printed = len(current.last_line.strip()) >= _PRINTED_LINE and not current.clauses
        is_task = current.depth is not None and current.depth >= Depth.ITEM
        goes_back = marker.ordinal <= self._last.get(marker.depth, 0)
        return None if is_task and is_cut and is_printed and goes_back else marker

    def _take_clause(self, number: int, line: str, current: _Paragraph | None) -> None:
        if current is None:
            self.problems.append(Problem(number, f"«{squeeze(line)}» stands before any task"))
        elif is_open(current.text):
            current.run_on(line)
        else:
            current.clauses.append(line.strip())

    def _begin(self, number: int, line: str, marker: Marker | None) -> None:
        written = line.strip()
        if marker:
            if marker.ordinal is not None:
                self._last[marker.depth] = marker.ordinal
            if marker.mended:
                what = f"«{written}» lost its brackets; read as the heading «{marker.mended}»"
                self.problems.append(Problem(number, what))
                written = marker.mended
        text = line[marker.start :].strip() if marker else written
        self._paragraphs.append(_Paragraph(number, marker, text, written, line))

    def _runs_on(self, current: _Paragraph, line: str, coming: Iterable[Line]) -> bool:
        if current.clauses:
            return False
        if is_open(current.text):
            return not self._gap or ")" in level(line)
        if stands_alone(line) or ends_title(current.text) or is_list_title(current.text):
            return False
        if cut(current.text)[-1].duties:
            return _runs_on_in_clause(current.text, line, gap=self._gap)
        is_ended = level(current.text)[-1:] in _FULL_STOPS
        if current.depth is not None and current.depth >= Depth.ITEM:
            return not (is_ended and _is_heading(line) and self._is_marked_next(coming))
        is_printed = len(current.last_line.strip()) >= _PRINTED_LINE
        return is_printed and not is_ended and not self._gap

    def _is_marked_next(self, coming: Iterable[Line]) -> bool:
        following = next((line for _, line in coming if line.strip()), "")
        return marker_of(following, self._last) is not None

    def _is_noise(self, number: int, line: str) -> bool:
        if not has_words(line):
            self.problems.append(Problem(number, f"«{line.strip()}» has no words; left out"))
            return True
        if _PAGE.fullmatch(level(line)):
            what = f"«{line.strip()}» is taken for a page number; left out"
            self.problems.append(Problem(number, what))
            return True
        return False


def _is_closed(paragraph: _Paragraph | None) -> bool:
    """Whether nothing can run on into the next line: its units are named."""
    return paragraph is None or (paragraph.block().has_units and not is_open(paragraph.text))


def _is_heading(line: str) -> bool:
    words = level(line).strip()
    return len(words) <= _HEADING_LENGTH and words[-1] not in "。;:,、"


def _runs_on_in_clause(clause: str, line: str, *, gap: bool) -> bool:
    """Whether the line goes on with a list of units, perhaps in the middle of a name."""
    before, after = level(clause).rstrip(), level(line).strip()
    if before.endswith((":", "、", ",", "(", "及")) or after.startswith(("、", ",", ";", ")")):
        return True
    if gap or before.endswith("。"):
        return False
    last = re.split("[、,;:() ]", before)[-1]
    first = re.split("[、,;。() ]", after)[0]
    if is_bare_ending(first):
        return True
    return not looks_like_unit(last) and looks_like_unit(last + first) and "。" not in after[:-1]
