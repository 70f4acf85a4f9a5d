"""The days off and on in the State Council's own sentences.

    一、元旦:1月1日(周四)至3日(周六)放假调休,共3天。1月4日(周日)上班。

A date takes year and month from the one before it in its clause; the weekday and the number of
days that a sentence adds must agree with its dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rules.periods import DAY, Span
from seeds.signs import level

_DATE = r"(?:(?P<year>20\d\d) *年 *)?(?:(?P<month>\d{1,2}) *月 *)?(?P<day>\d{1,2}) *[日号]"
_ASIDE = r"(?: *\((?P<aside>[^()]*)\))?"
_UNTIL = "[至到~—–-]+"
_JOIN = rf" *(?P<join>{_UNTIL}|[、,和及]) *"
_UNNAMED = re.compile(r"\?P<\w+>")
_BARE = _UNNAMED.sub("?:", _DATE + _ASIDE)
_CLAUSE = re.compile(
    rf"(?P<dates>{_BARE}(?:{_UNNAMED.sub('?:', _JOIN)}{_BARE})*) *(?:正常|照常|均|都)?"
    r"(?:(?P<off>放假|补休|休息)|(?:调休)?(?:上班|补班|调班))(?:[^。;\d]*共 *(?P<count>\d+) *天)?"
)
_ONE = re.compile(f"(?:{_JOIN})?{_DATE}{_ASIDE}")
_TITLED = re.compile(r"(20\d\d) *年")
_HEADING = re.compile(r" *[一二三四五六七八九十]+ *、")
_SPOKEN_OF = re.compile(r"\d *[日号].*(?:放假|上班|调休)")
_WISH = re.compile("鼓励[^。]*")  # to give leave besides: no day off for all
_WEEKDAY = re.compile("(?:周|星期|礼拜)([一二三四五六日天])")
_WEEKDAYS = "一二三四五六日"


class Unreadable(Exception):  # noqa: N818 - says what is wrong with a line
    """A line that should tell days and does not; the text says why."""


@dataclass(frozen=True)
class _Told:
    """A date as written, without what it takes from the one before it."""

    join: str
    year: str
    month: str
    day: str
    aside: str

    def after(self, former: date | None, year: int | None) -> date:
        """Return the date, completed by the one before it and by the notice's year."""
        month = self.month or (former.month if former else None)
        year = int(self.year) if self.year else former.year if former else year
        if year is None:
            raise Unreadable("no year is named here or in the title")
        if month is None:
            raise Unreadable(f"no month is named for {self.day}日")
        return checked(year, int(month), int(self.day), self.aside)


def titled_year(text: str) -> int | None:
    """Return the year a notice is about, the first it names; None where it names none."""
    found = _TITLED.search(level(text))
    return int(found[1]) if found else None


def speaks_of_days(text: str) -> bool:
    """Whether a text holds a sentence that gives days off or on."""
    return _CLAUSE.search(level(text)) is not None


def days_told(line: str, year: int | None) -> dict[date, bool]:
    """Return the days a line of a notice gives, True where worked; none where it gives none.

    Raises Unreadable where the line contradicts itself or its days cannot be told.
    """
    line = _WISH.sub("", level(line))
    days: dict[date, bool] = {}
    for clause in _CLAUSE.finditer(line):
        told = tuple(_days(clause["dates"], year))
        days |= dict.fromkeys(told, clause["off"] is None)
        all_off = list(days.values()).count(False)
        if clause["count"] and int(clause["count"]) not in {len(told), all_off}:
            raise Unreadable(f"says {clause['count']} days, its dates give {len(told)}")
    if not days and (_HEADING.match(line) or _SPOKEN_OF.search(line)):
        raise Unreadable("no day off or on can be read in it")
    return days


def checked(year: int, month: int, day: int, aside: str) -> date:
    """Return a date that exists and falls on the weekday named aside; raises Unreadable."""
    try:
        found = date(year, month, day)
    except ValueError:
        raise Unreadable(f"there is no {year}-{month:02}-{day:02}") from None
    named = _WEEKDAY.search(aside)
    if named and _WEEKDAYS.index(named[1].replace("天", "日")) != found.weekday():
        raise Unreadable(f"{found} is a 周{_WEEKDAYS[found.weekday()]}, not a {named[0]}")
    return found


def _days(dates: str, year: int | None) -> Iterator[date]:
    former: date | None = None
    for match in _ONE.finditer(dates):
        told = _Told(**{name: value or "" for name, value in match.groupdict().items()})
        day = told.after(former, year)
        if former is not None and re.fullmatch(_UNTIL, told.join):
            yield from days_to(former, day)
        else:
            yield day
        former = day


def days_to(first: date, last: date) -> Iterator[date]:
    """Yield the days after `first` up to `last`; raises Unreadable where `last` is not later."""
    if last <= first:
        raise Unreadable(f"{last} is not after {first}")
    yield from Span(first + DAY, last)
