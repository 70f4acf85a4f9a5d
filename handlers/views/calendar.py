"""Words about the calendar: a year without one, and dates that may still move."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.views.render import render
from handlers.views.wording import Wording
from storage.calendar import work_calendar
from storage.outbox import Claimed


def calendar_wording(session: Session, notice: Claimed, now: datetime) -> Wording | None:
    """Return the December warning; None where the year's calendar has come meanwhile."""
    year = notice.subject["year"]
    if year in work_calendar(session).published:
        return None
    return Wording(render("calendar_warning", year=year))
