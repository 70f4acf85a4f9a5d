"""The State Council's holidays and make-up workdays, as far as the packaged table reaches."""

from __future__ import annotations

from datetime import date

import chinese_calendar

SATURDAY = 5
OLDEST = 2022
"""Earlier plans are no longer carried out; a calendar file can still be laid over their years."""


def published_days() -> dict[date, bool]:
    """Return the days that differ from Monday–Friday: True where a weekend day is worked."""
    worked = dict.fromkeys(chinese_calendar.workdays, True)
    off = {day: False for day in chinese_calendar.holidays if day.weekday() < SATURDAY}
    return {day: works for day, works in (worked | off).items() if day.year >= OLDEST}
