"""One number a task, unique in its notice and short enough to type.

A number stays as written where it is unique. Where numbering restarts under every heading it is
preceded by the places of the headings (2-3: third task of the second part); a sub-task carries
its task's number (12-1); a number used again, or a task without one, takes the number before it
and a count (12, 12-2).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from seeds.body import Heading, Placed
from seeds.outline import Depth


@dataclass(frozen=True)
class _Place:
    above: tuple[int, ...]  # the places of the headings above, among their like
    ordinals: tuple[int, ...]  # as written; empty for a task without number


@dataclass(frozen=True)
class Called:
    """A task's number, and whether the one written was taken by a task before it."""

    number: str
    is_again: bool = False


def numbers(tasks: Sequence[Placed]) -> tuple[Called, ...]:
    """Return the numbers of the tasks in order, one for each part of each block."""
    places = list(_places(tasks))
    if not any(place.ordinals for place in places):
        return tuple(Called(str(count)) for count in range(1, len(places) + 1))
    depth = _restart_depth(places)
    reserved = {_number(place, depth) for place in places if place.ordinals}
    used: set[str] = set()
    found: list[Called] = []
    before = "0"
    for place in places:
        before = _number(place, depth) if place.ordinals else before
        number, count = before, 1
        while number in used or (number in reserved and not (place.ordinals and count == 1)):
            count += 1
            number = f"{before}-{count}"
        used.add(number)
        found.append(Called(number, is_again=count > 1 and bool(place.ordinals)))
    return tuple(found)


def _places(tasks: Sequence[Placed]) -> Iterator[_Place]:
    siblings: dict[tuple[Heading, ...], dict[Heading, int]] = defaultdict(dict)
    counted: Counter[Heading] = Counter()
    for task in tasks:
        above: list[int] = []
        for level, heading in enumerate(task.path):
            like = siblings[task.path[:level]]
            if heading.depth < Depth.ITEM:
                above.append(like.setdefault(heading, len(like) + 1))
        items = [heading for heading in task.path if heading.depth >= Depth.ITEM]
        outer = [heading.ordinal for heading in items if heading.ordinal is not None]
        own = task.block.ordinal
        if own is None and outer:
            counted[items[-1]] += 1
            own = counted[items[-1]]
        for _ in task.block.parts:
            yield _Place(tuple(above), () if own is None else (*outer, own))


def _number(place: _Place, depth: int) -> str:
    return "-".join(map(str, place.above[:depth] + place.ordinals))


def _restart_depth(places: Sequence[_Place]) -> int:
    """Return how many headings precede a number: all above those that begin at 1 side by side."""
    restarts = 0
    for depth in range(max(len(place.above) for place in places)):
        begins: dict[tuple[int, ...], dict[tuple[int, ...], bool]] = defaultdict(dict)
        for place in places:
            is_first = bool(place.ordinals) and set(place.ordinals) == {1}
            begins[place.above[:depth]].setdefault(place.above[: depth + 1], is_first)
        if any(sum(firsts.values()) > 1 for firsts in begins.values()):
            restarts = depth + 1
    return restarts
