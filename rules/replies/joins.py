"""Tasks named together: 15、16 · 15和16 · 15-18, and where a status follows 15,16 or 15 16."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from rules.replies.items import After, Item

_JOIN = re.compile(
    r" ?(?:(?P<and>[&+和与及跟]|以及|还有)|(?P<list>[、/])|(?P<range>[-~—至到])) ?"
    r"|(?P<pause> ?, ?| |\.)"
)
_REACH = 4
_WIDEST_RANGE = 20


def last_joined(items: Sequence[Item], known: Collection[int]) -> list[int]:
    """Give for every item the index of the last named together with it: its own if alone."""
    last = list(range(len(items)))
    joins = [_join(first, second) for first, second in pairwise(items)]
    has_status = bool(items) and items[-1].after is After.STATUS
    for index in reversed(range(len(joins))):
        item, following, join = items[index], items[index + 1], joins[index]
        is_in_list = index > 0 and items[index - 1].is_known and joins[index - 1] is not None
        is_joined = _are_joined(item, following, join, known, is_in_list=is_in_list)
        if is_joined and (has_status or join != "pause"):
            last[index] = last[index + 1]
        has_status = item.after is After.STATUS or (has_status and join is not None)
    return last


def numbers_named(items: Sequence[Item], known: Collection[int]) -> tuple[int, ...]:
    """List the numbers that joined items name; a range names what the card has within it."""
    numbers = {items[0].number: None}
    for first, last in pairwise(items):
        if _join(first, last) == "range":
            within = range(first.number, last.number)
            numbers |= dict.fromkeys(number for number in known if number in within)
        numbers[last.number] = None
    return tuple(numbers)


def _join(item: Item, following: Item) -> str | None:
    """Name the kind of sign between two items."""
    start, end = item.end, following.start
    if not start < end <= start + _REACH:
        return None
    join = _JOIN.fullmatch(item.text, start, end)
    return join and join.lastgroup


def _are_joined(
    item: Item, following: Item, join: str | None, known: Collection[int], *, is_in_list: bool
) -> bool:
    """Join numbers of the card; one off it may end a list: 15和99正常, 15,16,99正常."""
    if join is None or following.is_measured_after_space:
        return False
    if join == "range":
        return _is_range(item, following, known)
    may_be_unknown = join == "and" or (item.is_known and is_in_list)
    return following.is_known or (may_be_unknown and following.after is After.STATUS)


def _is_range(first: Item, last: Item, known: Collection[int]) -> bool:
    """Take 15-18 for a range if it ends on the card, or near and before a status: not 15-104."""
    if not (first.is_known or last.is_known) or first.number >= last.number:
        return False
    is_near = last.number - first.number <= _WIDEST_RANGE and last.after is After.STATUS
    return last.number <= max(known) or is_near
