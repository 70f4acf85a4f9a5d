"""Blocks: what a notice is made of once lines are joined, whether prose or rows of a table."""

from __future__ import annotations

from dataclasses import dataclass, replace

from seeds.cutting import Part
from seeds.duties import Duties
from seeds.outline import Depth

Line = tuple[int, str]  # its number in the file, from 1, and what stands in it


@dataclass(frozen=True)
class Problem:
    """What is odd at a line of the file, and what was assumed; lines count from 1."""

    line: int
    what: str


@dataclass(frozen=True)
class Block:
    """A heading, a task, or a paragraph of neither kind.

    `depth` is None for a plain paragraph; `written` is the whole of it as it stands, with its
    marker; `parts` are its wording and units clauses, more than one where it holds more tasks.
    """

    line: int
    depth: Depth | None
    ordinal: int | None
    written: str
    parts: tuple[Part, ...]
    in_table: bool = False

    @property
    def has_units(self) -> bool:
        """Whether somebody is named who has to do it."""
        return any(part.duties for part in self.parts)

    @property
    def text(self) -> str:
        """The wording of the first part, which is all of it where there is one."""
        return self.parts[0].text

    @property
    def marker(self) -> str:
        """The marker as written, empty where there is none."""
        return self.written.partition(self.text)[0] if self.text else ""

    def with_more_text(self, text: str) -> Block:
        """Return the block with a paragraph added to its last part."""
        *others, last = self.parts
        return replace(self, parts=(*others, replace(last, text=last.text + text)))

    def inheriting(self, above: Duties) -> Block:
        """Return the block with what its parts lack filled from above."""
        filled = (replace(part, duties=part.duties.inheriting(above)) for part in self.parts)
        return replace(self, parts=tuple(filled))
