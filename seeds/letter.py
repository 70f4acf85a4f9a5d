"""What a notice says of itself before its tasks begin: title, number, issuer, date and year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from seeds.blocks import Block, Problem
from seeds.letterhead import document_number, ends_title, is_date, is_list_title, is_office
from seeds.numerals import read_count
from seeds.signs import HAN, level, squeeze

_OFFICE = r"(?:人民政府|政府|委员会|管委会)(?:办公室|办公厅)?"
_TITLE_OFFICE = re.compile(
    rf"^(?:中共{HAN}{{1,12}}委(?:办公室)?)? *({HAN}{{1,16}}?{_OFFICE})(?=关于)"
)
_BROKEN_NUMBER = re.compile(
    rf"({HAN}{{1,8}}(?:发|办|函|字|政|令)) *\(?(20\d\d)\)? *第?(\d{{1,3}}) *号?"
)
_ADDRESSEE = re.compile(
    "(?:人民政府|办事处|管委会|部门|单位).*[、,]|[、,].*(?:人民政府|办事处|部门|单位)"
)
_DATED = re.compile(r"(?:成文|发文|发布|印发)日期 *[:|]? *(20\d\d)[年-] *(\d{1,2})[月-] *(\d{1,2})")
_YEAR = re.compile(r"(20\d\d) *年")
_REPORT_YEAR = re.compile(r"(20\d\d) *年[^,。;]{0,12}(?:政府工作报告|重点工作|民生实事|工作任务)")
_NAMELESS = ("市", "区", "县", "州", "旗", "省")
_LONGEST_LINE = 80
_LONGEST_TITLE = 120
_TITLE_LINES = 4
_MENTIONS = 3  # that settle which city an office belongs to


@dataclass(frozen=True)
class Letter:
    """The notice's own particulars as written; None where it does not say."""

    title: str
    document_no: str | None
    issuer: str | None
    date: date | None
    year: int | None
    problems: tuple[Problem, ...]


def letter_of(blocks: Sequence[Block], text: str) -> Letter:
    """Read the particulars from the blocks before the first task and the whole text."""
    lines = [block for block in blocks if len(block.written) <= _LONGEST_TITLE]
    title = _title(lines)
    number, number_problems = _document_number(lines)
    issuer, issuer_problems = _issuer(title, lines, number, text)
    signed = _date(lines, text)
    problems = (*number_problems, *issuer_problems, *_addressees(lines))
    return Letter(title, number, issuer, signed, _year(title, lines, text, signed), problems)


def _title(lines: Sequence[Block]) -> str:
    plain = [block.written for block in lines if block.depth is None]
    for place, words in enumerate(plain):
        if not ends_title(words):
            continue
        for start in range(place, max(-1, place - _TITLE_LINES), -1):
            joined = "".join(plain[start : place + 1])
            if "关于" in joined:
                has_office = start > 0 and joined.startswith("关于") and is_office(plain[start - 1])
                return plain[start - 1] + joined if has_office else joined
    untitled = plain[0] if plain and not level(plain[0]).endswith("。") else ""
    return next(filter(is_list_title, plain), untitled)


def _document_number(lines: Sequence[Block]) -> tuple[str | None, list[Problem]]:
    for block in lines:
        if len(block.written) <= _LONGEST_LINE and (number := document_number(block.written)):
            return squeeze(number), []
    for block in lines:
        if found := _BROKEN_NUMBER.fullmatch(level(block.written)):
            probable = f"{found[1]}〔{found[2]}〕{found[3]}号"
            what = f"the document number «{block.written}» is damaged; it probably is {probable}"
            return block.written, [Problem(block.line, what)]
    return None, []


def _issuer(
    title: str, lines: Sequence[Block], number: str | None, text: str
) -> tuple[str | None, list[Problem]]:
    headed = _TITLE_OFFICE.search(title)
    offices = [block.written for block in lines if is_office(block.written)]
    if headed:
        offices.insert(0, headed[1])
    full = next((office for office in offices if not office.startswith(_NAMELESS)), None)
    if full or not offices:
        return full, []
    place = _place(number, text)
    if place is None:
        return offices[0], []
    line = next((b.line for b in lines if offices[0] in b.written), 1)
    what = f"«{offices[0]}» does not say of where; «{place}» is read from the number and the text"
    return place + offices[0], [Problem(line, what)]


def _place(number: str | None, text: str) -> str | None:
    """Return the city whose short form begins the document number, if the text names it often."""
    if not number or number.startswith((*_NAMELESS, "政", "办")):
        return None
    (place, mentions), *others = Counter(
        re.findall(rf"{number[0]}(?![政办]){HAN}", text)
    ).most_common(2) or [("", 0)]
    is_settled = mentions >= _MENTIONS and all(mentions > 2 * count for _, count in others)
    return place if is_settled else None


def _date(lines: Sequence[Block], text: str) -> date | None:
    written = [block.written for block in lines if is_date(block.written)]
    for words in reversed(written):
        if found := _calendar(re.split("[年月日]", level(words))[:3]):
            return found
    found_date = _DATED.search(level(text))
    return _calendar(found_date.groups()) if found_date else None


def _calendar(parts: Sequence[str]) -> date | None:
    """Return the day of year, month and day as written; None if there is none such."""
    year, month, day = (read_count(part.strip()) or 0 for part in parts)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(title: str, lines: Sequence[Block], text: str, signed: date | None) -> int | None:
    titles = [title, *(block.written for block in lines if is_list_title(block.written))]
    for words in titles:
        if found := _YEAR.search(level(words)):
            return int(found[1])
    found = _REPORT_YEAR.search(level(text))
    return int(found[1]) if found else signed.year if signed else None


def _addressees(lines: Sequence[Block]) -> Iterator[Problem]:
    for block in lines:
        words = level(block.written)
        is_prose = len(words) > _LONGEST_LINE or words.endswith("。") or block.depth is not None
        if is_prose or "关于" in words:
            continue
        if _ADDRESSEE.search(words) and not words.endswith(":"):
            what = f"the addressees «{block.written}» do not end in a colon; signs may be lost"
            yield Problem(block.line, what)
