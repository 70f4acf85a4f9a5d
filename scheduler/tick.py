"""The one idempotent step. Running it twice, late, or on two machines changes nothing more."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from rules.cadence import next_instant
from scheduler.calendar_warning import warn_of_calendar
from scheduler.digests import post_digests, tell_the_end
from scheduler.escalation import escalate
from scheduler.launch import launch
from scheduler.reminders import remind
from scheduler.rounds import advance
from storage.approvals import before_due
from storage.calendar import work_calendar
from storage.outbox import expire
from storage.rounds import plan_facts


def tick(session: Session, plan_id: int, now: datetime) -> int:
    """Record what one plan owes at `now`; return how many things were new."""
    plan = plan_facts(session, plan_id)
    calendar = work_calendar(session)
    return (
        expire(session, now)
        + launch(session, plan, calendar, now)
        + advance(session, plan, calendar, now)
        + remind(session, plan, now)
        + before_due(session, plan, now)
        + escalate(session, plan, calendar, now)
        + post_digests(session, plan, calendar, now)
        + tell_the_end(session, plan, calendar, now)
        + warn_of_calendar(session, plan, calendar, now)
    )


def next_event(session: Session, plan_id: int, now: datetime) -> datetime | None:
    """Return the next instant at which the plan owes something, None after its end."""
    plan = plan_facts(session, plan_id)
    return next_instant(now, plan.span, plan.rhythm, work_calendar(session))
