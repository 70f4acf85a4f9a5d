"""Units that are not asked for a while, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from rules.periods import Span
from rules.refusals import NotExempt
from storage import journal
from storage.members import find_unit
from storage.tables import Exemption, Unit


@dataclass(frozen=True)
class Spared:
    """A unit that is not asked in these days, and why."""

    unit: str
    span: Span
    reason: str


def exempted(session: Session, day: date) -> frozenset[int]:
    """Return the units that rounds opening on `day` do not ask."""
    return frozenset(
        session.exec(
            select(Exemption.unit_id).where(
                col(Exemption.last) >= day,
                col(Exemption.first) <= day,
                col(Exemption.ended_at).is_(None),
            )
        )
    )


def exemptions(session: Session, today: date) -> tuple[Spared, ...]:
    """Return the exemptions that are not over, the earliest first."""
    rows = session.exec(_coming(today)).all()
    names = dict(session.exec(select(Unit.id, Unit.name)).all()) if rows else {}
    return tuple(_spared(row, names[row.unit_id]) for row in rows)


def exempt(
    session: Session,
    unit_name: str,
    span: Span,
    reason: str,
    *,
    at: datetime,
    by_user: int | None = None,
    by_member: int | None = None,
) -> Spared:
    """Do not ask a unit in these days; days it overlaps are replaced. Raises UnknownUnit.

    Rounds that are open keep asking: their roster was frozen when they opened.
    """
    unit_id, unit = find_unit(session, unit_name)
    for row in session.exec(_coming(span.first).where(Exemption.unit_id == unit_id)):
        if row.first <= span.last:
            row.ended_at = at
    row = Exemption(
        unit_id=unit_id,
        first=span.first,
        last=span.last,
        reason=reason,
        by_member=by_member,
        at=at,
    )
    session.add(row)
    journal.record(
        session,
        "exempted",
        f"unit:{unit_id}",
        at=at,
        member_id=by_member,
        user_id=by_user,
        first=span.first.isoformat(),
        last=span.last.isoformat(),
        reason=reason,
    )
    return _spared(row, unit)


def ask_again(
    session: Session,
    unit_name: str,
    today: date,
    *,
    at: datetime,
    by_user: int | None = None,
    by_member: int | None = None,
) -> str:
    """End a unit's exemptions that are not over; return its name. Raises UnknownUnit, NotExempt."""
    unit_id, unit = find_unit(session, unit_name)
    rows = session.exec(_coming(today).where(Exemption.unit_id == unit_id)).all()
    if not rows:
        raise NotExempt(unit)
    for row in rows:
        row.ended_at = at
    journal.record(
        session,
        "exemption ended",
        f"unit:{unit_id}",
        at=at,
        member_id=by_member,
        user_id=by_user,
    )
    return unit


def _coming(today: date) -> SelectOfScalar[Exemption]:
    return (
        select(Exemption)
        .where(col(Exemption.last) >= today, col(Exemption.ended_at).is_(None))
        .order_by(col(Exemption.first), col(Exemption.id))
    )


def _spared(row: Exemption, unit: str) -> Spared:
    return Spared(unit, Span(row.first, row.last), row.reason)
