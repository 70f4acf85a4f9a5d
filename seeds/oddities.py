"""Oddities seen only over the whole notice: uneven headings, blanks of unusual kinds."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

from seeds.blocks import Problem
from seeds.body import Heading

_BLANKS = re.compile("[\u2000-\u200d\u202f\u205f\u2060\ufeff]")
_STOP = "。"


def uneven_headings(headings: Iterable[Heading]) -> Iterator[Problem]:
    """Report the headings without 。 where most of their depth end in one."""
    by_depth: dict[int, list[Heading]] = defaultdict(list)
    for heading in headings:
        by_depth[heading.depth].append(heading)
    for alike in by_depth.values():
        without = [heading for heading in alike if not heading.text.endswith(_STOP)]
        if len(without) * 2 < len(alike):
            for heading in without:
                what = f"the heading «{heading.text}» lacks the final 。 of its like; kept as it is"
                yield Problem(heading.line, what)


def unusual_blanks(text: str) -> Iterator[Problem]:
    """Report each kind of unusual blank once, at the first line that holds it."""
    reported: set[str] = set()
    for number, line in enumerate(text.split("\n"), start=1):
        for sign in dict.fromkeys(_BLANKS.findall(line)):
            if sign not in reported:
                reported.add(sign)
                name = unicodedata.name(sign).lower()
                count = line.count(sign)
                what = f"{count} × U+{ord(sign):04X} ({name}) first stands here; read as blanks"
                yield Problem(number, what)
