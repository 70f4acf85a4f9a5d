"""What stands before a line's first word: 一、 (一) 1. (1) ① ▲, and how deep it sets the line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from seeds.numerals import read_count
from seeds.signs import HAN, level


class Depth(IntEnum):
    """How deep a line stands in the notice; a plain heading stands just above the tasks."""

    SHEET = 0  # 附件2, the title of a list
    PART = 10  # 一、
    SECTION = 20  # (一)
    ITEM = 30  # 1.
    SUB_ITEM = 40  # (1)
    CIRCLED = 50  # ①
    BULLET = 60  # ▲


@dataclass(frozen=True)
class Marker:
    """The marker of one line: its depth, its ordinal, where the words begin, how it was mended."""

    depth: Depth
    ordinal: int | None
    start: int
    mended: str | None = None


_NUMERAL = "[一二三四五六七八九十]{1,3}"
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_RINGS = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
_PARENTHESISED = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
_DOTTED = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
_SAFE_NEXT = r"(?!\d)|(?=(?:19|20)\d\d年)"

_SHEET = re.compile(r" *附 *件 *(\d{1,2})? *:? *(?=$|[^\d. ])")
_SURE: tuple[tuple[Depth, re.Pattern[str]], ...] = (
    (Depth.PART, re.compile(rf" *({_NUMERAL}) *[、.]")),
    (Depth.PART, re.compile(rf" *第({_NUMERAL})(?:部分|章|篇|板块) *[:、]?")),
    (Depth.SECTION, re.compile(rf" *\( *({_NUMERAL}) *\) *[、.]?")),
    (Depth.ITEM, re.compile(rf" *[★☆▲△●◆]? *(\d{{1,4}}) *[.、](?:{_SAFE_NEXT})")),
    (Depth.ITEM, re.compile(r" *第 *(\d{1,3}) *[项条] *[:、.]?")),
    (Depth.ITEM, re.compile(rf" *(?:任务|事项|实事) *({_NUMERAL}|\d{{1,3}}) *[:、.]")),
    (Depth.SUB_ITEM, re.compile(r" *\( *(\d{1,3}) *\) *[.、]?")),
    (Depth.SUB_ITEM, re.compile(r" *(\d{1,3})\)")),
)
_LISTED: tuple[tuple[Depth, str], ...] = (
    (Depth.SECTION, _PARENTHESISED),
    (Depth.ITEM, _DOTTED),
    (Depth.SUB_ITEM, _RINGS),
    (Depth.CIRCLED, _CIRCLES),
)
_BULLET = re.compile(" *[▲△●○■□◆◇★☆※▪▶►➢·] *")
_EXPECTED_ITEM = re.compile(rf" *(\d{{1,4}})(?: *[.、] *(?=\d)| +(?={HAN}|[“《])|[.、] *$)")
_HALF_BRACKETED = re.compile(rf" *(?:\( *({_NUMERAL})(?![)一-十])|({_NUMERAL}) *\))")
_UNBRACKETED = re.compile(rf" *({_NUMERAL})(?=[^是大农期要位项个级产次、.年月届步批])(?={HAN})")
_HEADING_LENGTH = 40
_MOST_SKIPPED = 9


def marker_of(line: str, last: Mapping[Depth, int], *, is_fresh: bool = False) -> Marker | None:
    """Return the marker of a line, given the last ordinal read at each depth.

    A marker that lost its brackets, or runs into a figure (83.15分钟), is believed only where it
    continues the count; where the line is fresh, because nothing before it is unfinished, a
    number may skip some.
    """
    levelled = level(line)
    return (
        _sheet(levelled) or _sure(levelled) or _listed(levelled) or _expected(line, last, is_fresh)
    )


def _sheet(levelled: str) -> Marker | None:
    found = _SHEET.match(levelled)
    if (
        found is None
        or len(levelled) > _HEADING_LENGTH
        or (found[1] is None and found.end() < len(levelled))
    ):
        return None
    return Marker(Depth.SHEET, int(found[1] or 1), found.start())


def _sure(levelled: str) -> Marker | None:
    for depth, pattern in _SURE:
        if found := pattern.match(levelled):
            ordinal = read_count(found[1])
            if ordinal is not None:
                return Marker(depth, ordinal, found.end())
    return None


def _listed(levelled: str) -> Marker | None:
    words = levelled.lstrip()
    for depth, signs in _LISTED:
        if words[:1] and words[0] in signs:
            return Marker(depth, signs.index(words[0]) + 1, len(levelled) - len(words) + 1)
    found = _BULLET.match(levelled)
    return Marker(Depth.BULLET, None, found.end()) if found else None


def _expected(line: str, last: Mapping[Depth, int], is_fresh: bool) -> Marker | None:
    levelled = level(line)
    found = _EXPECTED_ITEM.match(levelled)
    if found:
        skipped = int(found[1]) - last.get(Depth.ITEM, 0) - 1
        if skipped == 0 or (is_fresh and 0 < skipped <= _MOST_SKIPPED):
            return Marker(Depth.ITEM, int(found[1]), found.end())
    return _mended(line, last)


def _mended(line: str, last: Mapping[Depth, int]) -> Marker | None:
    levelled = level(line)
    found = _HALF_BRACKETED.match(levelled) or _UNBRACKETED.match(levelled)
    if found is None or len(line.strip()) > _HEADING_LENGTH:
        return None
    numeral = next(filter(None, found.groups()))
    ordinal = read_count(numeral)
    if ordinal is None or ordinal == 1 or ordinal != last.get(Depth.SECTION, 0) + 1:
        return None
    mended = f"({numeral}){line[found.end() :].strip()}"
    return Marker(Depth.SECTION, ordinal, found.end(), mended)
