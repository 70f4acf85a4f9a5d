"""How often the bot may begin to speak in a day, to one person or to the group.

Cards come first: what else there is to say waits if today's cards would find no room.
"""

from __future__ import annotations

from datetime import datetime

from rules.cadence import Rhythm, window
from rules.periods import Span, period_of
from rules.workdays import WorkCalendar


def may_send(limit: int, sent_today: int, cards_to_come: int, is_card: bool) -> bool:
    """Return whether a message may go out today; all but a card leaves room for cards to come."""
    return sent_today + (0 if is_card else cards_to_come) < limit


def opens_after(
    now: datetime, plan: Span, rhythm: Rhythm, calendar: WorkCalendar
) -> tuple[datetime, ...]:
    """Return the instants later today at which cards open, each once, in order."""
    today = now.astimezone(rhythm.zone).date()
    if today not in plan:
        return ()
    windows = (
        window(period_of(kind, today, plan), plan, rhythm, calendar) for kind in rhythm.kinds
    )
    opening = {hours.opens for hours in windows if hours is not None}
    return tuple(
        sorted(
            moment
            for moment in opening
            if moment > now and moment.astimezone(rhythm.zone).date() == today
        )
    )
