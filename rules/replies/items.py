"""Numbers that may name a task, and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from enum import IntEnum

from rules.replies.figures import LEAD_ENDINGS, LEAD_START
from rules.replies.folding import COMMAS, STOPS
from rules.replies.measures import MEASURE, TIME
from rules.replies.numerals import CHINESE, read_whole
from rules.replies.statuses import ENDINGS, START

_ITEM = re.compile(
    r"(?:(?P<sign>第|任务|事项|编号|序号|[Nn][Oo]\.?|#) ?)?+[(\[【〔<]?"
    rf"(?P<number>(?<![0-9])[0-9]{{1,4}}+(?![0-9])|{CHINESE}{{1,7}}+)"
    r"(?P<tail> ?(?:项(?!目)|条|号(?![文令楼线院公台机门桥])))?(?:任务|工作|事项)?[)\]】〕>]?"
)
_EXCEPT = re.compile(r"(?<![拆清排解扫消免])除了? ?$")
_EXCEPT_REACH = 4
_MEASURE = re.compile(rf"{MEASURE}|{TIME}|[多余几%A-Za-z0-9]|[国省县]道|分")
_CHINESE_MEASURE = re.compile(rf"{_MEASURE.pattern}|大|是")
_SPACED_MEASURE = re.compile(rf" (?:{MEASURE}|{TIME})")
_MARKS = re.compile(r"(?:(?: ?[、.:=)\]】])|[-—](?!>))+")
_MARK = re.compile(
    rf" ?[、.:=)\]】](?![0-9])|[-—](?![0-9]+ ?(?:{MEASURE}|{TIME}))"
    r"| ?(?:[缺未无没已因卡正还暂]|同上)"
)
_COMMA = re.compile(r",(?![0-9])")
_BULLETS = " -—*•·"
_BREAKS = (" ", "\n")
_COUNTED = ("任务", "事项")


class Before(IntEnum):
    """What stands before a number. The stronger, the less must follow for it to name a task."""

    WORDS = 0
    SPACE = 1
    COMMA = 2
    STOP = 3


class After(IntEnum):
    """What follows a number. Words alone prove little, a status nearly all."""

    WORDS = 0
    COMMA = 1
    BREAK = 2
    MARK = 3
    FIGURE = 4
    STATUS = 5


@dataclass(frozen=True, slots=True)
class Item:
    """A number at text[start:end], with the signs that belong to it (第15项, 除16)."""

    text: str
    start: int
    end: int
    number: int
    before: Before
    after: After
    is_known: bool
    is_chinese: bool
    is_signed: bool
    is_exception: bool
    tail: str

    @property
    def says_at_once(self) -> bool:
        """Whether a status or a figure's lead follows without as much as a space."""
        return self.after >= After.FIGURE and not self.text.startswith(_BREAKS, self.end)

    @property
    def marks_end(self) -> int:
        """Where the marks after it end: what is said begins there."""
        marks = _MARKS.match(self.text, self.end)
        return marks.end() if marks else self.end

    @property
    def opens_status(self) -> bool:
        """Whether a status is said next, and it is not the figure 16项 before one."""
        is_counted = self.tail != "" and self.text.startswith(_BREAKS, self.end)
        return not is_counted and bool(START.match(self.text, self.marks_end))

    @property
    def is_measured(self) -> bool:
        """Whether it counts something: 15个, 15日, 15多, 318国道, 二十大."""
        if self.tail or self.says_at_once:
            return False
        measure = _CHINESE_MEASURE if self.is_chinese else _MEASURE
        return bool(measure.match(self.text, self.end))

    @property
    def is_measured_after_space(self) -> bool:
        """Whether it counts something, also across a space: 15 个."""
        return self.is_measured or bool(_SPACED_MEASURE.match(self.text, self.end))

    @property
    def is_announced(self) -> bool:
        """Whether the words before it lead to a figure (累计16)."""
        return self.follows(LEAD_ENDINGS)

    def follows(self, words: tuple[str, ...]) -> bool:
        """Tell whether it comes right after one of these words."""
        at = self.start - self.text.startswith(" ", self.start - 1)
        return self.text.endswith(words, 0, at)


def find_items(text: str, known: Container[int]) -> list[Item]:
    """Find every number of the text that could name a task, in order."""
    return [
        _item(match, number, number in known)
        for match in _ITEM.finditer(text)
        if (number := read_whole(match["number"])) is not None
    ]


def _item(match: re.Match[str], number: int, is_known: bool) -> Item:
    text, start = match.string, match.start()
    sign, digits, tail = match["sign"], match["number"], (match["tail"] or "").strip()
    exception = _EXCEPT.search(text, max(0, start - _EXCEPT_REACH), start)
    is_counted = tail != "" and sign in _COUNTED
    return Item(
        text,
        start=exception.start() if exception else start,
        end=match.end(),
        number=number,
        before=_before(text, exception.start() if exception else start),
        after=_after(text, match.end(), tail, is_chinese=not digits.isascii()),
        is_known=is_known,
        is_chinese=not digits.isascii(),
        is_signed=exception is not None or (sign is not None and not is_counted),
        is_exception=exception is not None,
        tail=tail,
    )


def _before(text: str, start: int) -> Before:
    """Grade what stands before: a status just said is a comma's worth (十五正常十六滞后)."""
    at = start
    while at > 0 and text[at - 1] in _BULLETS:
        at -= 1
    if at == 0 or text[at - 1] in STOPS:
        return Before.STOP
    if text[at - 1] in COMMAS or text.endswith(ENDINGS, 0, at):
        return Before.COMMA
    return Before.SPACE if at < start else Before.WORDS


def _after(text: str, end: int, tail: str, *, is_chinese: bool) -> After:
    """Grade what follows: 三是 opens a point of a speech, not what is said of the third task."""
    if is_chinese and text.startswith("是", end):
        return After.WORDS
    if START.match(text, end):
        return After.STATUS
    if LEAD_START.match(text, end):
        return After.FIGURE
    if tail == "项" or _MARK.match(text, end):
        return After.MARK
    if end == len(text) or text.startswith(_BREAKS, end):
        return After.BREAK
    return After.COMMA if _COMMA.match(text, end) else After.WORDS
