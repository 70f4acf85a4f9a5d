"""Pressing units by hand (催办): logged, and again only after some working hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from rules.refusals import ChaseCooling
from storage import journal
from storage.calendar import work_calendar
from storage.daily_limit import is_spent
from storage.ledger.roster import speakers
from storage.outbox import Draft, NoticeKind, Priority, queue
from storage.rounds import plan_facts
from storage.tables import Chase, Unit


@dataclass(frozen=True)
class Chased:
    """The units pressed now, those still cooling, and those nobody can be reached for.

    `later` are those pressed whose people have had the day's messages: they hear it next morning.
    """

    pressed: tuple[str, ...]
    later: tuple[str, ...]
    cooling: tuple[str, ...]
    unreached: tuple[str, ...]


def chase(
    session: Session,
    plan_id: int,
    unit_ids: tuple[int, ...],
    *,
    by_user: int,
    by_member: int | None,
    at: datetime,
) -> Chased:
    """Queue one message to everyone who answers for these units; raises ChaseCooling."""
    plan, calendar = plan_facts(session, plan_id), work_calendar(session)
    hours, cooling = plan.rhythm.hours, timedelta(hours=plan.settings.manual_chase_hours)
    free_at = {
        unit_id: hours.add(last, cooling, calendar) if last else at
        for unit_id in unit_ids
        for last in (_last_chase(session, unit_id),)
    }
    warm = [unit_id for unit_id in unit_ids if free_at[unit_id] <= at]
    if unit_ids and not warm:
        raise ChaseCooling(min(free_at.values()))
    members = speakers(session, frozenset(warm), plan.day(at))
    heard = frozenset(unit for units in members.values() for unit in units)
    soon = frozenset(
        unit
        for member, units in members.items()
        if not is_spent(session, plan, member, at)
        for unit in units
    )
    for unit_id in warm:
        if unit_id in heard:
            session.add(Chase(unit_id=unit_id, by_member=by_member, by_user=by_user, at=at))
            journal.record(session, "chased", f"unit:{unit_id}", at=at, member_id=by_member)
    notices = [_notice(plan_id, member, units, hours.speakable(at, calendar), at)
               for member, units in members.items()]  # fmt: skip
    queue(session, notices, at=at)
    names = {unit.id: unit.name for unit in session.exec(select(Unit).where(
        col(Unit.id).in_(unit_ids)))}  # fmt: skip
    return Chased(
        pressed=tuple(names[key] for key in warm if key in heard),
        later=tuple(names[key] for key in warm if key in heard - soon),
        cooling=tuple(names[key] for key in unit_ids if key not in warm),
        unreached=tuple(names[key] for key in warm if key not in heard),
    )


def _last_chase(session: Session, unit_id: int) -> datetime | None:
    return session.exec(
        select(Chase.at).where(Chase.unit_id == unit_id).order_by(col(Chase.at).desc()).limit(1)
    ).first()


def _notice(
    plan_id: int, member_id: int, units: frozenset[int], not_before: datetime, at: datetime
) -> Draft:
    return Draft(
        key=f"chase:member={member_id}:at={at.isoformat()}",
        kind=NoticeKind.CHASE,
        priority=Priority.REMINDER,
        subject={"units": sorted(units)},
        plan_id=plan_id,
        member_id=member_id,
        not_before=not_before,
    )
