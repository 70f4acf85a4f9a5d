"""The table of holidays and make-up workdays: packaged days, and days laid over them from a file.

A year counts as published once its table holds a day off in the first week of October: every yearly
notice of the State Council gives one, and a single local holiday does not make a year's calendar.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from rules.workdays import WorkCalendar
from storage import journal
from storage.once import insert_once
from storage.tables import CalendarDay

CALENDAR = "calendar"
DECEMBER = 12
NATIONAL_DAY_MONTH, NATIONAL_DAY_WEEK = 10, 7


@dataclass(frozen=True)
class NamedDay:
    """A day of the table, worked or off, and by whose word."""

    day: date
    worked: bool
    source: str


@dataclass(frozen=True)
class DayChange:
    """A day whose work changes, and who said otherwise before; None: nobody."""

    day: date
    worked: bool
    source: str | None


@dataclass(frozen=True)
class CalendarChange:
    """What laying days over the table does: to which days, and which years it publishes."""

    days: tuple[DayChange, ...]
    published: tuple[int, ...]
    is_empty: bool


def load_days(session: Session, days: Mapping[date, bool], source: str) -> int:
    """Add days the table does not hold yet; return how many were new."""
    session.info.pop(CALENDAR, None)
    rows = [{"day": day, "worked": worked, "source": source} for day, worked in days.items()]
    return len(insert_once(session, CalendarDay, rows))


def work_calendar(session: Session) -> WorkCalendar:
    """Return the calendar the law works with, read once a transaction."""
    if CALENDAR not in session.info:
        rows = session.exec(select(col(CalendarDay.day), col(CalendarDay.worked)))
        session.info[CALENDAR] = _calendar(rows.all())
    calendar: WorkCalendar = session.info[CALENDAR]
    return calendar


def named_days(session: Session, year: int) -> tuple[NamedDay, ...]:
    """Return the days of the table in a year, in order."""
    rows = session.exec(
        select(CalendarDay)
        .where(CalendarDay.day >= date(year, 1, 1), CalendarDay.day <= date(year, 12, 31))
        .order_by(col(CalendarDay.day))
    )
    return tuple(NamedDay(row.day, row.worked, row.source) for row in rows)


def calendar_change(session: Session, days: Mapping[date, bool]) -> CalendarChange:
    """Return what laying `days` over the table would do."""
    rows = {row.day: row for row in session.exec(select(CalendarDay))}
    held = [(row.day, row.worked) for row in rows.values()]
    before, after = _calendar(held), _calendar([*held, *days.items()])
    return CalendarChange(
        days=tuple(
            DayChange(day, worked, rows[day].source if day in rows else None)
            for day, worked in sorted(days.items())
            if before.is_workday(day) != worked
        ),
        published=tuple(sorted(after.published - before.published)),
        is_empty=all(day in rows and rows[day].worked == days[day] for day in days),
    )


def overlay(
    session: Session, days: Mapping[date, bool], source: str, *, at: datetime
) -> CalendarChange:
    """Lay days over the table, each in place of what it held, and log what changed.

    Rounds that are open keep their hours; those opened later follow the new days.
    """
    change = calendar_change(session, days)
    if change.is_empty:
        return change
    session.info.pop(CALENDAR, None)
    for day, worked in days.items():
        session.merge(CalendarDay(day=day, worked=worked, source=source))
    journal.record(
        session,
        "calendar overlaid",
        "calendar",
        at=at,
        source=source,
        days={one.day.isoformat(): one.worked for one in change.days},
        published=list(change.published),
    )
    return change


def calendar_gap(calendar: WorkCalendar, today: date) -> int | None:
    """Return the coming year where December has come and its calendar has not, else None."""
    coming = today.year + 1
    return coming if today.month == DECEMBER and coming not in calendar.published else None


def _calendar(rows: Iterable[tuple[date, bool]]) -> WorkCalendar:
    """Return the calendar of these days and whether each is worked; of two the later counts."""
    days = dict(rows)
    return WorkCalendar(
        days, frozenset(day.year for day, worked in days.items() if _tells_the_year(day, worked))
    )


def _tells_the_year(day: date, worked: bool) -> bool:
    return not worked and day.month == NATIONAL_DAY_MONTH and day.day <= NATIONAL_DAY_WEEK
