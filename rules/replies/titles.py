"""Tasks named by their titles instead of their numbers: 停车位 已完成."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rules.replies.answers import CardLine
from rules.replies.figures import LEAD_START
from rules.replies.folding import HAN
from rules.replies.statuses import START

_NAME = re.compile(rf"[ ,:]*({HAN}{{3,20}})")
_SHORTEST = 3


def line_titled(sentence: str, card: Iterable[CardLine]) -> tuple[CardLine, str] | None:
    """Find the only task whose title holds the first words; hand back the words after them."""
    match = _NAME.match(sentence)
    if match is None:
        return None
    end = _end_of_name(sentence, match.start(1), match.end(1))
    name = sentence[match.start(1) : end]
    titled = [line for line in card if name in line.title]
    return (titled[0], sentence[end:]) if len(titled) == 1 else None


def _end_of_name(sentence: str, start: int, end: int) -> int:
    for position in range(start + _SHORTEST, end):
        if START.match(sentence, position) or LEAD_START.match(sentence, position):
            return position
    return end
