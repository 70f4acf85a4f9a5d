"""The chase ladder: who is spoken to how many workdays after a report fell due.

First the liaison, then the unit head, then a slip (督办单) is drafted, which a human sends. A day
has no ladder: its week secures it, and nobody files stale dailies.
"""

from __future__ import annotations

from datetime import datetime

from rules.cadence import Rhythm
from rules.facts import Labelled, PeriodKind
from rules.workdays import WorkCalendar


class Rung(Labelled):
    """A step of the ladder, lowest first."""

    LIAISON = "liaison", "催办联络员"
    HEAD = "head", "提请一把手"
    SLIP = "slip", "拟发督办单"


def rungs(
    kind: PeriodKind, due: datetime, closes: datetime, rhythm: Rhythm, calendar: WorkCalendar
) -> tuple[tuple[Rung, datetime], ...]:
    """Return the steps that come before the round closes, in order, each with its instant."""
    if kind is PeriodKind.DAY:
        return ()
    chosen = rhythm.settings
    due_day = due.astimezone(rhythm.zone).date()
    steps = zip(Rung, (chosen.chase_liaison, chosen.chase_head, chosen.chase_slip), strict=True)
    ladder = (
        (rung, rhythm.at(calendar.add_workdays(due_day, count), chosen.long_opens))
        for rung, count in steps
    )
    return tuple((rung, moment) for rung, moment in ladder if moment < closes)
