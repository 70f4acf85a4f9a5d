"""A calendar as a file: a table, JSON, or the State Council's own notice.

    2027-01-01 休            2027-02-05,2027-02-11,休,春节       2027年1月3日(周日) 班
    {"date": "2027-01-01", "isOffDay": true}       {"days": [...]}       1月4日(周日)上班。

Every fault is named by its line; what is read is worth applying only where there is none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from seeds.holiday_sentences import (
    Unreadable,
    checked,
    days_to,
    days_told,
    speaks_of_days,
    titled_year,
)
from seeds.signs import level

_DATE = re.compile(
    r"(?<!\d)(?P<year>20\d\d)(?P<mark>[-/.年])? *(?P<month>(?(mark)\d{1,2}|\d\d))"
    r"(?(mark)[-/.月]) *(?P<day>(?(mark)\d{1,2}|\d\d))(?!\d)日?(?: *\((?P<aside>[^()]*)\))?"
)
_BLANKS = re.compile(r"[\s,;|:~至到—–-]+")
_OFF = frozenset({"休", "假", "放假", "休息", "休假", "节假日", "法定节假日", "off", "holiday"})
_ON = frozenset({"班", "上班", "补班", "调班", "工作日", "on", "work", "workday"})
_MOST_DATES = 2


@dataclass(frozen=True)
class Fault:
    """What is wrong in a line of the file."""

    line: int
    what: str


@dataclass(frozen=True)
class CalendarFile:
    """The days a file gives, True where worked, and what is wrong with it."""

    days: dict[date, bool]
    faults: tuple[Fault, ...]


def read_calendar(text: str) -> CalendarFile:
    """Read a calendar file's text, in any of its forms."""
    days: dict[date, bool] = {}
    faults: list[Fault] = []
    for line, found in _found(text):
        if isinstance(found, str):
            faults.append(Fault(line, found))
            continue
        contrary = [day for day, worked in found.items() if days.get(day, worked) != worked]
        faults += [Fault(line, f"{day} is both worked and off") for day in contrary]
        days |= found
    if not days and not faults:
        faults.append(Fault(1, "no day off or on can be read in the file"))
    return CalendarFile(dict(sorted(days.items())), tuple(faults))


def _found(text: str) -> Iterator[tuple[int, dict[date, bool] | str]]:
    """Yield what each line gives: its days, or what is wrong with it."""
    document = _document(text)
    if document is not None:
        for entry in document:
            yield _line_of(text, entry), _attempt(partial(_from_json, entry))
        return
    is_notice, year = speaks_of_days(text), titled_year(text)
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, _attempt(partial(_from_line, line, number, is_notice, year))


def _attempt(read: Callable[[], dict[date, bool]]) -> dict[date, bool] | str:
    try:
        return read()
    except Unreadable as fault:
        return str(fault)


def _from_line(line: str, number: int, is_notice: bool, year: int | None) -> dict[date, bool]:
    if line.lstrip().startswith("{"):
        return _from_json(_parsed(line))
    told = days_told(line, year) if is_notice else {}
    return told or _from_table(level(line), is_heading=number == 1, is_notice=is_notice)


def _from_table(line: str, *, is_heading: bool, is_notice: bool) -> dict[date, bool]:
    """Read a line that names one day or two ends, and 休 or 班, in any order."""
    dates = [_date(match) for match in _DATE.finditer(line)]
    words = set(_BLANKS.split(_DATE.sub(" ", line).casefold()))
    is_off, is_on = bool(words & _OFF), bool(words & _ON)
    if not (is_off or is_on) and (is_notice or (is_heading and not dates)):
        return {}  # the names of the columns, the title and the date of a notice
    if len(dates) not in range(1, _MOST_DATES + 1):
        raise Unreadable("names no day, like 2027-01-01")
    if is_off == is_on:
        raise Unreadable("says neither 休 (off) nor 班 (worked), or both")
    days = dates if len(dates) == 1 else [dates[0], *days_to(*dates)]
    return dict.fromkeys(days, is_on)


def _date(found: re.Match[str]) -> date:
    year, month, day = (int(part) for part in found.group("year", "month", "day"))
    return checked(year, month, day, found["aside"] or "")


def _document(text: str) -> list[Any] | None:
    """Return the entries of a JSON document, None where the text is not one."""
    try:
        read = json.loads(text)
    except ValueError:
        return None
    entries = read.get("days", [read]) if isinstance(read, dict) else read
    return entries if isinstance(entries, list) else None


def _parsed(line: str) -> Any:  # noqa: ANN401
    try:
        return json.loads(line.strip().rstrip(","))
    except ValueError:
        raise Unreadable("is no JSON object") from None


def _from_json(entry: Any) -> dict[date, bool]:  # noqa: ANN401
    if not isinstance(entry, dict) or not (found := _DATE.fullmatch(str(entry.get("date")))):
        raise Unreadable('names no day, like {"date": "2027-01-01", "isOffDay": true}')
    is_off, is_on = entry.get("isOffDay"), entry.get("worked")
    if isinstance(is_off, bool):
        is_on = not is_off
    if not isinstance(is_on, bool):
        raise Unreadable("says neither isOffDay nor worked")
    return {_date(found): is_on}


def _line_of(text: str, entry: Any) -> int:  # noqa: ANN401
    """Return the line of a document on which an entry's date stands, 1 where it has none."""
    wanted = str(entry.get("date")) if isinstance(entry, dict) else ""
    return text.count("\n", 0, max(text.find(wanted), 0)) + 1
