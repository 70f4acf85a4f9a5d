"""Days that differ from Monday–Friday."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field, SQLModel


class CalendarDay(SQLModel, table=True):
    """One holiday on a weekday (`worked` false) or make-up workday on a weekend (true).

    A year with at least one row is published; `source` says by whom.
    """

    __tablename__ = "calendar_day"

    day: date = Field(primary_key=True)
    worked: bool
    source: str
