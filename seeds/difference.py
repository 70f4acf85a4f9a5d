"""What loading a notice would change, to be shown before it is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol


class Worded(Protocol):
    """A task as far as it is compared."""

    @property
    def number(self) -> str:
        """The number, unique in the notice."""

    @property
    def text(self) -> str:
        """The wording without the units clause."""

    @property
    def lead(self) -> tuple[str, ...]:
        """The lead units, in order."""

    @property
    def responsible(self) -> tuple[str, ...]:
        """The responsible units, in order."""


@dataclass(frozen=True)
class Change:
    """One task as it stands and as it would be."""

    old: Worded
    new: Worded


@dataclass(frozen=True)
class Difference:
    """Tasks that would be added, withdrawn and changed, in the order of their notices."""

    added: tuple[Worded, ...]
    withdrawn: tuple[Worded, ...]
    changed: tuple[Change, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.added or self.withdrawn or self.changed)

    def lines(self) -> Iterator[str]:
        """Yield the difference line by line: `+` added, `-` withdrawn, `~` changed."""
        for task in self.added:
            yield f"+ {task.number} {task.text}"
        for task in self.withdrawn:
            yield f"- {task.number} {task.text}"
        for change in self.changed:
            yield from _change_lines(change)


def difference(old: Sequence[Worded], new: Sequence[Worded]) -> Difference:
    """Compare two sets of tasks by their numbers."""
    before = {task.number: task for task in old}
    after = {task.number: task for task in new}
    return Difference(
        added=tuple(task for task in new if task.number not in before),
        withdrawn=tuple(task for task in old if task.number not in after),
        changed=tuple(
            Change(before[task.number], task)
            for task in new
            if task.number in before and _compared(before[task.number]) != _compared(task)
        ),
    )


def _compared(task: Worded) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    return task.text, task.lead, task.responsible


def _change_lines(change: Change) -> Iterator[str]:
    pairs = (
        ("text", change.old.text, change.new.text),
        ("lead", "、".join(change.old.lead), "、".join(change.new.lead)),
        ("responsible", "、".join(change.old.responsible), "、".join(change.new.responsible)),
    )
    for name, old, new in pairs:
        if old != new:
            yield f"~ {change.new.number} {name}: {old or '(none)'} -> {new or '(none)'}"
