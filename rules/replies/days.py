"""Days as typed: 2.5-2.9, 2月5日至9日, 2024-02-05 2024-02-09, 今天, 明天-周五, 下周, 2.5起3天.

A day named without its year, month or week is the coming one; the last day of a span is the first
of its name after the span's beginning, so that 12.30-1.3 crosses New Year. 2.9-2.5 is a slip, not a
year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rules.periods import DAY, Span
from rules.refusals import DaysPast, DaysUnread
from rules.replies.folding import fold, tidy
from rules.replies.numerals import CHINESE, read_whole

_NUMBER = rf"(?:[0-9]{{1,2}}|{CHINESE}{{1,3}})"
_TO = "(?:-+|~|—+|–|至|到)"
_NAMED = (
    rf"(?<![0-9.])(?:(?P<year>20[0-9]{{2}})[-/.年])?(?P<month>{_NUMBER})(?(year)[-/.月]|[/.月])"
    rf"(?P<day>{_NUMBER})[日号]?(?![0-9.])"
    rf"|(?<![0-9.])(?P<only>{_NUMBER})[日号]"
    rf"|(?P<near>今|即|当|明|大后|后)[天日]"
    rf"|(?P<week>[上本这]|下下?)?个?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])"
    rf"|(?P<whole>[上本这]|下下?)个?(?:周|星期|礼拜)"
)
_FIRST = re.compile(_NAMED)
_LAST = re.compile(rf" ?(?:起|开始)?[ ,]?{_TO}? ?(?:{_NAMED})")
_BARE = re.compile(rf" ?{_TO} ?(?P<only>[0-9]{{1,2}})(?![0-9.]|个?天)")
_FOR = re.compile(
    rf" ?(?:起|开始)?[ ,]?(?:共|连续|请假|休假|休)? ?(?P<count>[0-9]{{1,3}}|{CHINESE}{{1,3}})个?天"
)
_NEAR = {"今": 0, "即": 0, "当": 0, "明": 1, "后": 2, "大后": 3}
_WEEKS = {"上": -1, "本": 0, "这": 0, "下": 1, "下下": 2}
_WEEKDAYS = {sign: index for index, sign in enumerate("一二三四五六日")} | {"天": 6}
_WEEK = timedelta(weeks=1)
_BEGUN = timedelta(days=60)
"""How long a span that names no year may have begun already."""
_MONTHS = 12


@dataclass(frozen=True)
class DayWords:
    """The days that were named, and the words around them."""

    span: Span
    before: str
    after: str


def coming_days(text: str, today: date) -> DayWords:
    """Read the days a text names; raises DaysUnread, and DaysPast where all of them are over."""
    found = read_days(text, today)
    if found is None:
        raise DaysUnread(tidy(fold(text)))
    if found.span.last < today:
        raise DaysPast(found.span.last)
    return found


def read_days(text: str, today: date) -> DayWords | None:
    """Read the first day or span of days a text names.

    None where it names none, where the calendar has no such day, or the span runs backwards.
    """
    folded = fold(text)
    opening = _FIRST.search(folded)
    if opening is None:
        lasting = _FOR.search(folded)
        return _around(folded, lasting.start(), *_lasting(lasting, today)) if lasting else None
    first = _named(opening, today, None)
    ended = _ended(folded, opening.end(), first, today) if first else None
    return _around(folded, opening.start(), *ended) if ended else None


def _ended(text: str, end: int, first: Span, today: date) -> tuple[Span, int] | None:
    """Return the whole span and where its words end: so many days, up to a day, or just `first`."""
    lasting = _FOR.match(text, end)
    if lasting is not None:
        return _lasting(lasting, first.first)
    closing = _LAST.match(text, end) or _BARE.match(text, end)
    if closing is None:
        return first, end
    last = _named(closing, today, first.first)
    return (Span(first.first, last.last), closing.end()) if last else None


def _around(text: str, start: int, span: Span, end: int) -> DayWords | None:
    if span.first > span.last:
        return None
    return DayWords(span, tidy(text[:start]), tidy(text[end:]))


def _lasting(found: re.Match[str], first: date) -> tuple[Span, int]:
    """Return so many days from `first`; backwards where the number is none."""
    count = read_whole(found["count"]) or 0
    return Span(first, first + (count - 1) * DAY), found.end()


def _named(found: re.Match[str], today: date, since: date | None) -> Span | None:
    """Return the days that are meant; `since` is where the span begins, None for its beginning."""
    named = found.groupdict()
    if near := named.get("near"):
        return _one(today + _NEAR[near] * DAY)
    monday = today - today.weekday() * DAY
    if whole := named.get("whole"):
        begins = monday + _WEEKS[whole] * _WEEK
        return Span(begins, begins + _WEEK - DAY)
    if weekday := named.get("weekday"):
        if week := named.get("week"):
            return _one(monday + _WEEKS[week] * _WEEK + _WEEKDAYS[weekday] * DAY)
        begins = since or today
        return _one(begins + (_WEEKDAYS[weekday] - begins.weekday()) % 7 * DAY)
    return _dated(named, today, since)


def _dated(named: dict[str, str | None], today: date, since: date | None) -> Span | None:
    day = read_whole(named.get("day") or named["only"] or "") or 0
    if not named.get("month"):
        return _first(_months(since or today - _WEEK), day, since or today - _WEEK)
    month = read_whole(named["month"] or "") or 0
    if year := named["year"]:
        return _first(iter([(int(year), month)]), day, date.min)
    begins = since or today - _BEGUN
    crosses = since is None or 0 < (month - since.month) % _MONTHS <= _MONTHS // 2
    years = (begins.year, begins.year + 1) if crosses else (begins.year,)
    return _first(((one, month) for one in years), day, begins)


def _months(begins: date) -> Iterator[tuple[int, int]]:
    for index in range(begins.month - 1, begins.month - 1 + _MONTHS):
        yield begins.year + index // _MONTHS, index % _MONTHS + 1


def _first(months: Iterator[tuple[int, int]], day: int, since: date) -> Span | None:
    """Return the first such day of these months from `since` on."""
    for year, month in months:
        try:
            found = date(year, month, day)
        except ValueError:  # 30 February
            continue
        if found >= since:
            return _one(found)
    return None


def _one(day: date) -> Span:
    return Span(day, day)
