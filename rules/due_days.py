"""On which days a period is asked: the day it opens and the day it is due, both workdays in it.

A day is asked on itself. A week is due on Friday, else on its last workday, and opens on the
workday before. Month, quarter and year open and fall due on days of their last month.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from rules.facts import PeriodKind
from rules.periods import Period
from rules.settings import PlanSettings

FRIDAY = 4
MONTHS_OF = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}


def opening_and_due(
    period: Period, workdays: Sequence[date], settings: PlanSettings
) -> tuple[date, date]:
    """Return the days on which a period opens and is due; `workdays` are its own, at least one.

    They fall on the same day where the period has no other, never the wrong way round.
    """
    if period.kind is PeriodKind.DAY:
        return period.first, period.first
    if period.kind is PeriodKind.WEEK:
        due = next((day for day in workdays if day.weekday() == FRIDAY), workdays[-1])
        return max((day for day in workdays if day < due), default=due), due
    opens_on, due_on = _numbers(period.kind, settings)
    return _rolled(period, opens_on, workdays), _rolled(period, due_on, workdays)


def _numbers(kind: PeriodKind, settings: PlanSettings) -> tuple[int, int]:
    if kind is PeriodKind.MONTH:
        return settings.month_opens_day, settings.month_due_day
    if kind is PeriodKind.QUARTER:
        return settings.quarter_opens_day, settings.quarter_due_day
    return settings.year_opens_day, settings.year_due_day


def _rolled(period: Period, number: int, workdays: Sequence[date]) -> date:
    """Return the workday on or after a day of the last month, else the period's last workday.

    The month is the key's, not the span's: weeks straddle months and plans are clipped. A day that
    the month or the period lacks counts as the nearest one.
    """
    year, _, within = period.key[1:].partition("-")
    month = int(within or 1) * MONTHS_OF[period.kind]
    number = min(number, monthrange(int(year), month)[1])
    wanted = period.span.clamp(date(int(year), month, number))
    return next((day for day in workdays if day >= wanted), workdays[-1])
