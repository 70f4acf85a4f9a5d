"""Pressing units by hand (催办): logged, and again only after four working hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from rules.refusals import ChaseCooling
from rules.workdays import OfficeHours
from storage import journal
from storage.calendar import work_calendar
from storage.ledger.roster import speakers
from storage.outbox import Draft, NoticeKind, Priority, queue
from storage.tables import Chase, Unit

COOLING = timedelta(hours=4)


@dataclass(frozen=True)
class Chased:
    """The units pressed now, those still cooling, and those nobody can be reached for."""

    pressed: tuple[str, ...]
    cooling: tuple[str, ...]
    unreached: tuple[str, ...]


def chase(
    session: Session,
    plan_id: int,
    unit_ids: tuple[int, ...],
    *,
    by_user: int,
    by_member: int | None,
    hours: OfficeHours,
    at: datetime,
) -> Chased:
    """Queue one message to everyone who answers for these units; raises ChaseCooling."""
    calendar = work_calendar(session)
    free_at = {
        unit_id: hours.add(last, COOLING, calendar) if last else at
        for unit_id in unit_ids
        for last in (_last_chase(session, unit_id),)
    }
    warm = [unit_id for unit_id in unit_ids if free_at[unit_id] <= at]
    if unit_ids and not warm:
        raise ChaseCooling(min(free_at.values()))
    members = speakers(session, frozenset(warm))
    heard = frozenset(unit for units in members.values() for unit in units)
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
