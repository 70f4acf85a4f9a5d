"""Members who are away, and who stands in for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from rules.periods import Span
from rules.refusals import NotAway, StandInAway, StandInSelf, Stranger
from storage import journal
from storage.tables import Absence, Member


@dataclass(frozen=True)
class Leave:
    """Somebody's days away, and the name of who stands in, if there is one."""

    member: str
    span: Span
    stand_in: str | None


def absent(session: Session, day: date) -> dict[int, int | None]:
    """Return the members away on `day`, each with the member standing in, if there is one.

    Where a stand-in is away himself, his own stands in for both.
    """
    rows = session.exec(
        select(Absence)
        .where(col(Absence.last) >= day, col(Absence.first) <= day, col(Absence.ended_at).is_(None))
        .order_by(col(Absence.id))
    )
    named = {row.member_id: row.stand_in for row in rows}
    return {member_id: _present(named, member_id) for member_id in named}


def leaves(session: Session, member_id: int, today: date) -> tuple[Leave, ...]:
    """Return a member's days away that are not over, the earliest first."""
    return _told(session, _coming(session, today, Absence.member_id == member_id))


def standing_in(session: Session, member_id: int, today: date) -> tuple[Leave, ...]:
    """Return the days away of others, not over, for which a member was named stand-in."""
    return _told(session, _coming(session, today, Absence.stand_in == member_id))


def away(
    session: Session, user_id: int, span: Span, stand_in: int | None, *, at: datetime
) -> Leave:
    """Note that a member is away, and who stands in; days it overlaps are replaced.

    Raises Stranger, StandInSelf, and StandInAway where the stand-in is away in these days too.
    """
    member = _member(session, user_id)
    if stand_in == member.id:
        raise StandInSelf
    if stand_in is not None:
        _present_all_the_time(session, stand_in, span)
    for row in _coming(session, span.first, Absence.member_id == member.id):
        if row.first <= span.last:
            row.ended_at = at
    row = Absence(
        member_id=member.id or 0,
        first=span.first,
        last=span.last,
        stand_in=stand_in,
        by_member=member.id,
        at=at,
    )
    session.add(row)
    session.flush()
    journal.record(
        session,
        "away",
        f"member:{member.id}",
        at=at,
        member_id=member.id,
        first=span.first.isoformat(),
        last=span.last.isoformat(),
        stand_in=stand_in,
    )
    return _told(session, [row])[0]


def back(session: Session, user_id: int, today: date, *, at: datetime) -> tuple[Leave, ...]:
    """End a member's days away that are not over, and return them; raises NotAway, Stranger."""
    member = _member(session, user_id)
    rows = _coming(session, today, Absence.member_id == member.id)
    if not rows:
        raise NotAway
    for row in rows:
        row.ended_at = at
    journal.record(session, "back", f"member:{member.id}", at=at, member_id=member.id)
    return _told(session, rows)


def _present(named: dict[int, int | None], member_id: int) -> int | None:
    """Follow the stand-ins to one who is there; None where the row of them ends or turns back."""
    seen = {member_id}
    found = named[member_id]
    while found in named:
        if found in seen:
            return None
        seen.add(found)
        found = named[found]
    return found


def _present_all_the_time(session: Session, member_id: int, span: Span) -> None:
    for row in _coming(session, span.first, Absence.member_id == member_id):
        if row.first <= span.last:
            raise StandInAway(session.get_one(Member, member_id).name, row.first, row.last)


def _coming(session: Session, today: date, whose: bool) -> list[Absence]:
    return list(
        session.exec(
            select(Absence)
            .where(col(Absence.last) >= today, col(Absence.ended_at).is_(None), whose)
            .order_by(col(Absence.first), col(Absence.id))
        )
    )


def _told(session: Session, rows: Iterable[Absence]) -> tuple[Leave, ...]:
    return tuple(
        Leave(
            session.get_one(Member, row.member_id).name,
            Span(row.first, row.last),
            session.get_one(Member, row.stand_in).name if row.stand_in else None,
        )
        for row in rows
    )


def _member(session: Session, user_id: int) -> Member:
    member = session.exec(select(Member).where(Member.user_id == user_id)).first()
    if member is None:
        raise Stranger
    return member
