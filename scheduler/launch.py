"""The launch of a plan: its units are asked to sign for their tasks (签收)."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from rules.workdays import WorkCalendar
from storage.acknowledgements import open_acknowledgements
from storage.rounds import PlanFacts


def launch(session: Session, plan: PlanFacts, calendar: WorkCalendar, now: datetime) -> int:
    """Ask whoever was not asked yet, from the plan's first day to its last; return what was new."""
    return open_acknowledgements(session, plan, calendar, now) if plan.day(now) in plan.span else 0
