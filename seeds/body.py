"""The tasks of a notice among its blocks, and the headings above each.

A block that names units is a task, whatever its marker; one that has such blocks below it is a
heading. Nothing is dropped in silence: what is neither is reported with its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from seeds.beginning import beginning
from seeds.blocks import Block, Problem
from seeds.duties import Duties
from seeds.letterhead import is_list_title
from seeds.outline import Depth
from seeds.signs import level
from seeds.sub_items import task_depth, with_shared_clauses

_HEADING_LENGTH = 40
_SENTENCE_HEADING = 16


@dataclass(frozen=True)
class Heading:
    """A heading above tasks; duties named beside it hold for every task below."""

    depth: int
    ordinal: int | None
    text: str
    line: int
    duties: Duties


@dataclass(frozen=True)
class Placed:
    """A task and the headings above it, outermost first."""

    block: Block
    path: tuple[Heading, ...]


@dataclass(frozen=True)
class Body:
    """The tasks in order, the letter's blocks before them, and what was odd."""

    tasks: tuple[Placed, ...]
    letter: tuple[Block, ...]
    problems: tuple[Problem, ...]


def body_of(blocks: Sequence[Block]) -> Body:
    """Find the tasks; none if no block names a unit."""
    start = beginning(blocks)
    if start is None:
        return Body((), tuple(blocks), ())
    walk = _Walk(blocks[start:])
    tasks = _without_lone_sheet(walk.tasks())
    letter = tuple(blocks[:start])
    return Body(tasks, letter, (*_letter_headings(letter), *walk.problems))


class _Walk:
    """One pass over the blocks of the list."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.problems: list[Problem] = []
        self._task_depth = task_depth(blocks)
        self._blocks = with_shared_clauses(blocks, self._task_depth)
        self._depths = [self._depth(place) for place in range(len(self._blocks))]
        self._path: list[Heading] = []
        self._tasks: list[Placed] = []

    def tasks(self) -> list[Placed]:
        """Return the tasks in order."""
        for place, block in enumerate(self._blocks):
            if self._is_heading(place):
                self._enter(place)
            elif block.has_units or self._is_task_without_units(place):
                self._leave(self._depths[place])
                self._tasks.append(self._placed(block))
            elif self._is_part_of_task(place):
                above = self._tasks[-1]
                self._tasks[-1] = replace(above, block=above.block.with_more_text(block.written))
            elif not self._is_titled_sheet(place):
                what = f"«{block.written}» is neither a task nor a heading of one; left out"
                self.problems.append(Problem(block.line, what))
        return self._tasks

    def _is_titled_sheet(self, place: int) -> bool:
        """Whether it is the 附件2 above the title of a list, which says nothing more."""
        after = self._depths[place + 1] if place + 1 < len(self._blocks) else None
        return self._blocks[place].depth is Depth.SHEET and after == Depth.SHEET

    def _depth(self, place: int) -> int:
        block = self._blocks[place]
        if block.depth is not None:
            return block.depth
        if block.has_units:
            return max(Depth.ITEM, self._task_depth)
        below_sheet = place > 0 and self._blocks[place - 1].depth is Depth.SHEET
        is_title = not block.in_table and (below_sheet or is_list_title(block.written))
        return Depth.SHEET if is_title else self._task_depth - 1

    def _is_heading(self, place: int) -> bool:
        block, depth = self._blocks[place], self._depths[place]
        below = self._below(place)
        if block.has_units:
            return depth < self._task_depth and self._task_depth in (self._depths[i] for i in below)
        may_head = block.depth is not None or self._may_head(place)
        return may_head and any(self._blocks[i].has_units for i in below)

    def _may_head(self, place: int) -> bool:
        """Whether a line without marker is worded as a heading."""
        words = level(self._blocks[place].written)
        if words.endswith("。"):
            after = self._blocks[place + 1] if place + 1 < len(self._blocks) else None
            return len(words) <= _SENTENCE_HEADING and after is not None and after.depth is not None
        return len(words) <= _HEADING_LENGTH and not words.endswith((";", ":", ",", "、"))

    def _below(self, place: int) -> Iterator[int]:
        for other in range(place + 1, len(self._blocks)):
            if self._depths[other] <= self._depths[place]:
                return
            yield other

    def _enter(self, place: int) -> None:
        block, depth = self._blocks[place], self._depths[place]
        self._leave(depth)
        duties = block.parts[-1].duties
        text = block.marker + block.text if duties else block.written
        self._path.append(Heading(depth, block.ordinal, text, block.line, duties))

    def _leave(self, depth: int) -> None:
        while self._path and self._path[-1].depth >= depth:
            self._path.pop()

    def _placed(self, block: Block) -> Placed:
        for heading in reversed(self._path):
            filled = block.inheriting(heading.duties)
            if filled != block:
                what = f"«{block.text}» takes what it lacks from the heading «{heading.text}»"
                self.problems.append(Problem(block.line, what))
            block = filled
        return Placed(block, tuple(self._path))

    def _is_part_of_task(self, place: int) -> bool:
        block = self._blocks[place]
        is_below = block.depth is not None and self._depths[place] > self._task_depth
        return is_below and bool(self._tasks) and self._tasks[-1].path == tuple(self._path)

    def _is_task_without_units(self, place: int) -> bool:
        """Whether a line numbered as the tasks are is followed, or preceded, in their count."""
        block = self._blocks[place]
        if block.depth != self._task_depth or block.ordinal is None:
            return False
        for other in range(place + 1, len(self._blocks)):
            if self._depths[other] < self._task_depth and self._is_heading(other):
                break
            ordinal = self._blocks[other].ordinal
            if self._depths[other] != self._task_depth or ordinal is None:
                continue
            if ordinal <= block.ordinal:
                break
            if self._blocks[other].has_units:
                return True
        return self._continues(block.ordinal)

    def _continues(self, ordinal: int) -> bool:
        above = self._tasks[-1].block.ordinal if self._tasks else None
        return above is not None and ordinal == above + 1


def _letter_headings(blocks: Sequence[Block]) -> Iterator[Problem]:
    for block in blocks:
        if block.depth is not None:
            what = f"«{block.written}» belongs to the covering letter; it is no section or task"
            yield Problem(block.line, what)


def _without_lone_sheet(tasks: Sequence[Placed]) -> tuple[Placed, ...]:
    """Drop the title of the list from every path unless the notice has several lists."""
    sheets = {tuple(h for h in placed.path if h.depth < Depth.PART) for placed in tasks}
    if len(sheets) > 1:
        return tuple(tasks)
    return tuple(
        replace(placed, path=tuple(h for h in placed.path if h.depth >= Depth.PART))
        for placed in tasks
    )
