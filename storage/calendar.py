"""The table of holidays and make-up workdays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlmodel import Session, select

from rules.workdays import WorkCalendar
from storage.once import insert_once
from storage.tables import CalendarDay


def load_days(session: Session, days: Mapping[date, bool], source: str) -> int:
    """Add days the table does not hold yet; return how many were new."""
    rows = [{"day": day, "worked": worked, "source": source} for day, worked in days.items()]
    return len(insert_once(session, CalendarDay, rows))


def work_calendar(session: Session) -> WorkCalendar:
    """Return the calendar the law works with."""
    days = session.exec(select(CalendarDay)).all()
    return WorkCalendar(
        {row.day: row.worked for row in days}, frozenset(row.day.year for row in days)
    )
