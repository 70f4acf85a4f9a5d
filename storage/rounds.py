"""Opening and closing rounds, and the plan they belong to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from rules.cadence import Rhythm, Window
from rules.periods import Period, Span
from rules.settings import PlanSettings, from_record
from storage import journal
from storage.once import insert_once
from storage.tables import CheckIn, Plan, Round


@dataclass(frozen=True)
class PlanFacts:
    """What the clock and the law need of a plan."""

    id: int
    title: str
    year: int
    span: Span
    rhythm: Rhythm
    asked_until: datetime
    chat_id: int | None
    chat_since: datetime | None

    @property
    def settings(self) -> PlanSettings:
        """The plan's numbers."""
        return self.rhythm.settings

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the plan's dates and hours are read."""
        zone = self.rhythm.zone
        if not isinstance(zone, ZoneInfo):
            raise TypeError("a plan's zone is named")
        return zone

    def day(self, moment: datetime) -> date:
        """Return the plan's date at an instant."""
        return moment.astimezone(self.zone).date()

    def is_over(self, now: datetime) -> bool:
        """Return whether the plan's last day has passed."""
        return self.day(now) > self.span.last


def plan_facts(session: Session, plan_id: int) -> PlanFacts:
    """Return the facts of one plan."""
    plan = session.get_one(Plan, plan_id)
    return PlanFacts(
        id=plan_id,
        title=plan.title,
        year=plan.year,
        span=Span(plan.start, plan.end),
        rhythm=Rhythm(ZoneInfo(plan.zone), from_record(plan.settings)),
        asked_until=plan.asked_until,
        chat_id=plan.chat_id,
        chat_since=plan.chat_since,
    )


def plan_ids(session: Session) -> tuple[int, ...]:
    """Return every plan, the newest last."""
    return tuple(key for key in session.exec(select(Plan.id).order_by(col(Plan.id))) if key)


def current_plan(session: Session) -> PlanFacts | None:
    """Return the plan that questions are about: the newest one."""
    ids = plan_ids(session)
    return plan_facts(session, ids[-1]) if ids else None


def open_round(
    session: Session, plan_id: int, period: Period, hours: Window, roster: Iterable[int]
) -> int | None:
    """Open a round with a check-in for each assignment of `roster`; None where it is open already.

    The roster is frozen here: what changes later counts from the next round on.
    """
    opened = insert_once(
        session,
        Round,
        [
            {
                "plan_id": plan_id,
                "kind": period.kind,
                "key": period.key,
                "first": period.first,
                "last": period.last,
                "opens_at": hours.opens,
                "reminds_at": hours.reminds,
                "reminds_again_at": hours.reminds_again,
                "due_at": hours.due,
                "digest_at": hours.digest,
                "closes_at": hours.closes,
            }
        ],
    )
    if not opened:
        return None
    insert_once(
        session,
        CheckIn,
        [{"round_id": opened[0], "assignment_id": key, "revision": 0} for key in roster],
    )
    return opened[0]


def is_open(session: Session, plan_id: int, period: Period) -> bool:
    """Return whether the round of a period was opened before."""
    return (
        session.exec(
            select(Round.id).where(
                Round.plan_id == plan_id, Round.kind == period.kind, Round.first == period.first
            )
        ).first()
        is not None
    )


def move_watermark(session: Session, plan_id: int, until: datetime) -> None:
    """Note how far rounds have been opened; the mark never moves back."""
    plan = session.get_one(Plan, plan_id)
    plan.asked_until = max(plan.asked_until, until)


def close_rounds(session: Session, plan_id: int, now: datetime) -> int:
    """Close the rounds whose time has come; return how many."""
    due = session.exec(
        select(Round).where(
            Round.plan_id == plan_id, col(Round.closed_at).is_(None), Round.closes_at <= now
        )
    ).all()
    for row in due:
        row.closed_at = now
        journal.record(session, "round closed", f"round:{row.id}", at=now, key=row.key)
    return len(due)


def bind_group(session: Session, plan_id: int, chat_id: int, *, at: datetime) -> None:
    """Make a group the plan's supervision group."""
    plan = session.get_one(Plan, plan_id)
    if plan.chat_id != chat_id:
        plan.chat_id, plan.chat_since = chat_id, at
        journal.record(session, "group bound", f"plan:{plan_id}", at=at, chat_id=chat_id)


def move_group(session: Session, old: int, new: int) -> None:
    """Follow a supervision group to its new chat id."""
    for plan in session.exec(select(Plan).where(Plan.chat_id == old)):
        plan.chat_id = new
