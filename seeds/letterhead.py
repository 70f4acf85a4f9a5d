"""Lines of a notice that stand alone however they are broken: date, number, office, titles."""

from __future__ import annotations

import re

from seeds.numerals import NUMERAL
from seeds.signs import HAN, level

_DATE = re.compile(
    r" *(?:20\d\d *年 *\d{1,2} *月 *\d{1,2} *日"
    rf"|{NUMERAL}{{4}}年{NUMERAL}{{1,2}}月{NUMERAL}{{1,3}}日) *"
)
_LIST_TITLE = re.compile(
    r"(?:方案|分工|分解|清单|一览表|任务表|分工表|分解表|任务书|责任表|明细表|安排表)(?:\(.*\))?$"
)
_LETTER_TITLE = re.compile("通知|关于|意见|函$")
_OFFICE = re.compile(rf"{HAN}{{1,16}}?(?:人民政府|政府|委员会|管委会)(?:办公室|办公厅)?")
_NUMBER = re.compile(rf"(?:(?<=通知)|(?<!{HAN})){HAN}{{2,10}} *\(20\d\d\) *第? *\d{{1,4}} *号")
_TITLE_END = re.compile(r"(?:通知|意见|决定|公告|方案|的函|通报|批复)(?:\(.*\))?$")
_SENTENCE_END = ("。", ";", ":", ",", "、", "!")
_SHORTEST_TITLE, _TITLE_LENGTH = 6, 60


def is_date(text: str) -> bool:
    """Whether the line is the date of a letter and nothing else."""
    return _DATE.fullmatch(level(text)) is not None


def is_list_title(text: str) -> bool:
    """Whether the line is the title of a list of tasks, not of the letter that sends it."""
    words = level(text)
    if not _SHORTEST_TITLE <= len(words) <= _TITLE_LENGTH or words.endswith(_SENTENCE_END):
        return False
    return _LIST_TITLE.search(words) is not None and not _LETTER_TITLE.search(words)


def is_office(text: str) -> bool:
    """Whether the line is the name of an issuing office and nothing else."""
    return _OFFICE.fullmatch(level(text).strip()) is not None


def ends_title(text: str) -> bool:
    """Whether the line ends as the title of a letter does: …的通知."""
    return _TITLE_END.search(level(text).strip()) is not None


def document_number(text: str) -> str | None:
    """Return the document number in a line as it is written: 潜政办发〔2024〕1号."""
    found = _NUMBER.search(level(text))
    return text[found.start() : found.end()] if found else None


def stands_alone(text: str) -> bool:
    """Whether no line before it can run on into this one."""
    number = document_number(text)
    is_number = number is not None and len(number) * 2 > len(text.strip())
    return is_number or is_date(text) or is_office(text) or is_list_title(text)
