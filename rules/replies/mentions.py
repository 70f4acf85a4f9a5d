"""Where a message names tasks: 15、 · 第15项 · 十五 · 15、16 · 15-18 · 除16外."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rules.replies.answers import CardLine
from rules.replies.figures import LEAD_ENDINGS, LEAD_START
from rules.replies.folding import COMMAS, STOPS
from rules.replies.measures import MEASURE, TIME
from rules.replies.numerals import CHINESE, read_numeral
from rules.replies.statuses import ENDINGS, START

_ITEM = re.compile(
    r"(?P<sign>第|任务|事项|编号|序号|[Nn][Oo]\.?|#)?+ ?[(\[【〔<]?"
    rf"(?P<number>(?<![0-9])[0-9]{{1,4}}+(?![0-9])|{CHINESE}{{1,7}}+)"
    r"(?P<tail> ?(?:项(?!目)|条|号(?![文令楼线院公台机门桥])))?(?:任务|工作|事项)?[)\]】〕>]?"
)
_MARKS = re.compile(r"(?: ?[、.:=)\]】>])*(?:[-—](?!>))*")
_EXCEPT = re.compile(r"(?<![拆清排解扫消免])除了? ?$")
_OUTSIDE = re.compile(r"[之以]?外,?")

_JOIN = re.compile(r" ?(?:[、和与及跟&+/]|以及|还有) ?")
_LOOSE_JOIN = re.compile(r" ?, ?| |\.")
_RANGE = re.compile(r" ?[-~—至到] ?")

_MEASURED = re.compile(rf"(?:{MEASURE}|{TIME}|[多余几%A-Za-z0-9]|[国省县]道|\.[0-9])")
_DECIMAL_MEASURE = re.compile(rf"[.,][0-9]+ ?(?:{MEASURE}|%)")
_MARKED = re.compile(r" ?[、.:=)\]】](?![0-9])|[-—]|项")
_CUE = re.compile(r" ?(?:[缺未无没已因卡正还暂]|同上)")
_DATED = tuple("月年周期初在于计划到至近约")


class Boundary:
    """What comes before a number: the stronger, the less must follow it to name a task."""
