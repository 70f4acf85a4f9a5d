"""Items below a task: wording of it where one units clause behind the last serves them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from seeds.blocks import Block
from seeds.outline import Depth


def task_depth(blocks: Sequence[Block]) -> int:
    """Return how deep most tasks with units stand; unmarked ones count as numbered."""
    counts = Counter(
        Depth.ITEM if block.depth is None else block.depth for block in blocks if block.has_units
    )
    return counts.most_common(1)[0][0]


def with_shared_clauses(blocks: Sequence[Block], depth: int) -> list[Block]:
    """Join every task at this depth with its items if only the last of them names units."""
    joined: list[Block] = []
    place = 0
    while place < len(blocks):
        block, items = blocks[place], _items_below(blocks, place)
        is_shared = [item.has_units for item in items] == [False] * (len(items) - 1) + [True]
        if block.depth == depth and not block.has_units and is_shared:
            joined.append(_joined(block, items))
            place += len(items)
        else:
            joined.append(block)
        place += 1
    return joined


def _items_below(blocks: Sequence[Block], place: int) -> list[Block]:
    depth = blocks[place].depth
    items: list[Block] = []
    for block in blocks[place + 1 :]:
        if depth is None or block.depth is None or block.depth <= depth:
            break
        items.append(block)
    return items


def _joined(task: Block, items: Sequence[Block]) -> Block:
    *others, last = items
    lead_in = task.text + "".join(item.written for item in others)
    head = replace(last.parts[0], text=lead_in + last.marker + last.text)
    return replace(task, parts=(head, *last.parts[1:]))
