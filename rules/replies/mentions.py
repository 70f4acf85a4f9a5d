"""Where a message names tasks: the numbers of its text that are not figures, dates or roads."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.replies.answers import CardLine
from rules.replies.folding import HAN, has_words
from rules.replies.items import After, Before, Item, find_items
from rules.replies.joins import last_joined, numbers_named
from rules.replies.measures import MEASURE

_DECIMAL = re.compile(rf"[.,][0-9]+ ?(?:{MEASURE}|%)")
_TITLE_START = re.compile(rf" ?({HAN}{{2}})")
_DATED = tuple("月年周期初在于划计到至近约")
_LAST_LIST_NUMBER = 10


@dataclass(frozen=True)
class Mention:
    """Tasks named at text[start:end]: those on the card, and numbers that are not."""

    start: int
    end: int
    numbers: tuple[int, ...]
    unknown: tuple[int, ...]
    is_exception: bool


def find_mentions(text: str, lines: Mapping[int, CardLine], *, is_single: bool) -> list[Mention]:
    """Find every place of a folded text where tasks are named by their numbers, in order.

    On a card of several tasks a number opens what is said of it. On a card of one task a
    number is needed by nobody, and is only believed where it opens a sentence or has a sign.
    15.104 is the figure 104 of task 15, unless that task is alone and 15.104 has a measure.
    """
    items = find_items(text, lines)
    last = last_joined(items, lines)
    mentions: list[Mention] = []
    index = 0
    while index < len(items):
        group = items[index : last[index] + 1]
        spoken_from = mentions[-1].end if mentions else None
        if is_single:
            names_task = _names_only_task(group[0])
        else:
            names_task = _names_tasks(group, lines, spoken_from)
        if names_task:
            mentions.append(_mention(group, lines))
            index = last[index]
        index += 1
    return mentions


def _mention(group: Sequence[Item], lines: Mapping[int, CardLine]) -> Mention:
    head, tail = group[0], group[-1]
    numbers = numbers_named(group, lines)
    return Mention(
        start=head.start,
        end=tail.marks_end,
        numbers=tuple(number for number in numbers if number in lines),
        unknown=tuple(number for number in numbers if number not in lines),
        is_exception=head.is_exception,
    )


def _names_only_task(head: Item) -> bool:
    if head.is_measured_after_space or _DECIMAL.match(head.text, head.end):
        return False
    if head.is_signed:
        return _names_by_sign(head, head.after)
    return head.is_known and head.before is Before.STOP and head.after >= _least_after(head)


def _names_tasks(
    group: Sequence[Item], lines: Mapping[int, CardLine], spoken_from: int | None
) -> bool:
    head, tail = group[0], group[-1]
    after = tail.after
    if _has_title_after(tail, lines):
        after = max(after, After.MARK)
    elif tail.is_measured or (head.before < Before.STOP and tail.is_measured_after_space):
        return False
    if head.is_signed:
        return _names_by_sign(head, after)
    if head.is_announced:
        return False
    if head.follows(("完成",)):
        return head.is_known and tail.opens_status
    between = None if spoken_from is None else head.text[spoken_from : head.start]
    if head.is_known or len(group) > 1:
        return _names_known(head, tail, after, between)
    return _names_unknown(head, after, between)


def _names_known(head: Item, tail: Item, after: After, between: str | None) -> bool:
    """Ask little of a number of the card, unless it stands where a figure would (15 104)."""
    if head.before is Before.WORDS:
        is_date = tail.tail == "号" or head.follows(_DATED)
        return tail.says_at_once and not is_date
    return after >= (After.MARK if between in ("", " ") else _least_after(head))


def _names_unknown(head: Item, after: After, between: str | None) -> bool:
    """Ask much of a number off the card: 2、 after a first task goes on with a list of points."""
    if head.before is Before.COMMA:
        return after is After.STATUS and (between is None or has_words(between))
    is_list_number = between is not None and head.number <= _LAST_LIST_NUMBER
    needed = After.FIGURE if is_list_number else After.MARK
    return head.before is Before.STOP and after >= needed


def _names_by_sign(head: Item, after: After) -> bool:
    """Believe 第15项 wherever it stands, if the card has it."""
    if not head.is_known and head.before < Before.COMMA:
        return after is After.STATUS
    needed = After.BREAK if head.is_chinese else After.COMMA
    return head.is_exception or head.tail in ("项", "号") or after >= needed


def _least_after(head: Item) -> After:
    """Say what must at least follow; small Chinese numerals open many words (一切)."""
    if head.before is Before.STOP and not (head.is_chinese and head.number <= _LAST_LIST_NUMBER):
        return After.WORDS
    return After.BREAK if head.before is Before.SPACE else After.COMMA


def _has_title_after(item: Item, lines: Mapping[int, CardLine]) -> bool:
    words = _TITLE_START.match(item.text, item.end)
    return item.is_known and words is not None and words[1] in lines[item.number].title
