"""Where the list of tasks begins: the covering letter has headings and numbers of its own."""

from __future__ import annotations

from collections.abc import Sequence

from seeds.blocks import Block
from seeds.letterhead import ends_title, is_date, is_list_title, stands_alone
from seeds.outline import Depth
from seeds.signs import level

_HEADING_LENGTH = 40
_FEW = 2


def beginning(blocks: Sequence[Block]) -> int | None:
    """Return the place of the list's first block; None if no block names a unit.

    The list begins behind the letter's date or at a title; failing both, at the last 一、.
    """
    first = _first_task(blocks)
    if first is None:
        return None
    found = None
    for place, block in enumerate(blocks[:first]):
        if block.depth is None and is_date(block.written):
            found = place + 1
        elif block.depth is Depth.SHEET or _heads_list(blocks, place):
            found = place
    counts_from_one = [
        place
        for place in range(found or 0, first + 1)
        if blocks[place].depth is Depth.PART and blocks[place].ordinal == 1
    ]
    if len(counts_from_one) > 1 or (counts_from_one and found is None):
        return counts_from_one[-1]
    return _first_of_run(blocks, first) if found is None else found


def _first_task(blocks: Sequence[Block]) -> int | None:
    """The first block with units, not counting sentences of the letter (由督查室负责落实)."""
    tasks = [place for place, block in enumerate(blocks) if block.has_units]
    dates = [place for place, block in enumerate(blocks) if is_date(block.written)]
    for date in dates:
        before = [place for place in tasks if place < date]
        if len(before) <= _FEW and len(before) * 2 < len(tasks):
            tasks = tasks[len(before) :]
    return tasks[0] if tasks else None


def _heads_list(blocks: Sequence[Block], place: int) -> bool:
    if blocks[place].depth is not None or not is_list_title(blocks[place].written):
        return False
    above = blocks[place - 1].depth if place else None
    return above not in (Depth.SHEET, Depth.PART, Depth.SECTION)


def _first_of_run(blocks: Sequence[Block], first: int) -> int:
    """Without letter or headings: go back from the first task while the markers count down."""
    start = first
    while start > 0 and _leads_to(blocks[start - 1], blocks[start]):
        start -= 1
    return start


def _leads_to(block: Block, after: Block) -> bool:
    if block.in_table:
        return True
    if block.depth is None or block.ordinal is None:
        return after.depth is not None and _may_be_heading(block.written)
    return block.depth != after.depth or block.ordinal < (after.ordinal or 0)


def _may_be_heading(text: str) -> bool:
    is_short = len(text) <= _HEADING_LENGTH and not level(text).endswith(("。", ":", ";", ","))
    return is_short and not stands_alone(text) and not ends_title(text)
