"""The December warning: the coming year's holidays are not published to us yet."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from rules.workdays import WorkCalendar
from storage.calendar import calendar_gap
from storage.outbox import Draft, NoticeKind, Priority, queue
from storage.rounds import PlanFacts
from storage.tables import Member


def warn_of_calendar(
    session: Session, plan: PlanFacts, calendar: WorkCalendar, now: datetime
) -> int:
    """Queue, once a plan, year and supervisor, that the calendar is missing; return how many."""
    year = calendar_gap(calendar, plan.day(now))
    if year is None or plan.is_over(now):
        return 0
    supervisors = session.exec(
        select(Member.id).where(col(Member.supervisor), col(Member.unreachable_since).is_(None))
    )
    drafts = [
        Draft(
            key=f"calendar:plan={plan.id}:year={year}:member={member_id}",
            kind=NoticeKind.CALENDAR,
            priority=Priority.BROADCAST,
            subject={"year": year},
            plan_id=plan.id,
            member_id=member_id,
            not_before=plan.rhythm.hours.speakable(now, calendar),
        )
        for member_id in supervisors
    ]
    return queue(session, drafts, at=now)
