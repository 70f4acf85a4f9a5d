"""Whom a round concerns: the members who answer for its check-ins on a day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from rules.facts import Duty
from storage.absences import absent
from storage.tables import Assignment, CheckIn, Member, Post


def answering(
    session: Session, round_id: int, day: date, *, unit_ids: frozenset[int] | None = None
) -> dict[int, frozenset[int]]:
    """Return the members who answer in a round, each with the units they answer for."""
    units = session.exec(
        select(Assignment.unit_id)
        .join(CheckIn, col(CheckIn.assignment_id) == Assignment.id)
        .where(CheckIn.round_id == round_id)
        .distinct()
    ).all()
    wanted = frozenset(units) & (unit_ids if unit_ids is not None else frozenset(units))
    return speakers(session, wanted, day)


def speakers(session: Session, unit_ids: frozenset[int], day: date) -> dict[int, frozenset[int]]:
    """Return the reachable members who answer for `unit_ids` on `day`, with their units of these.

    A unit's liaisons answer, whoever stands in for one who is away; its heads do only where no
    liaison can. Members who blocked the bot are left out.
    """
    return _speakers(session, unit_ids, absent(session, day))


def units_of(session: Session, member_id: int, day: date) -> frozenset[int]:
    """Return the units a member may speak for on `day`: his own, and those he stands in for."""
    return _units_of(session, member_id, absent(session, day))


def answered_by(session: Session, member_id: int, day: date) -> frozenset[int]:
    """Return the units a member is to answer for on `day`, of those he may speak for."""
    away = absent(session, day)
    own = select(Post.unit_id).where(_is_held_by(member_id, away), col(Post.ended_at).is_(None))
    return _speakers(session, own, away).get(member_id, frozenset())


def _speakers(
    session: Session,
    unit_ids: Collection[int] | SelectOfScalar[int],
    away: Mapping[int, int | None],
) -> dict[int, frozenset[int]]:
    rows = session.exec(
        select(
            col(Post.member_id), col(Post.unit_id), col(Post.duty), col(Member.unreachable_since)
        )
        .join(Member, col(Post.member_id) == Member.id)
        .where(col(Post.unit_id).in_(unit_ids), col(Post.ended_at).is_(None))
    ).all()
    reachable = {holder for holder, _, _, since in rows if since is None}
    placed = [(away.get(holder, holder), unit, duty) for holder, unit, duty, _ in rows]
    stand_ins = {member for member, _, _ in placed if member} - {row[0] for row in rows}
    reachable |= _reachable(session, stand_ins)
    held = [(member or 0, unit, duty) for member, unit, duty in placed if member in reachable]
    with_liaison = {unit for _, unit, duty in held if duty is Duty.LIAISON}
    found: dict[int, set[int]] = {}
    for member, unit, duty in held:
        if duty is Duty.LIAISON or unit not in with_liaison:
            found.setdefault(member, set()).add(unit)
    return {member: frozenset(units) for member, units in found.items()}


def _units_of(session: Session, member_id: int, away: Mapping[int, int | None]) -> frozenset[int]:
    return frozenset(
        session.exec(
            select(Post.unit_id).where(_is_held_by(member_id, away), col(Post.ended_at).is_(None))
        )
    )


def _is_held_by(member_id: int, away: Mapping[int, int | None]) -> ColumnElement[bool]:
    stood_for = [gone for gone, stand_in in away.items() if stand_in == member_id]
    return col(Post.member_id).in_([member_id, *stood_for])


def _reachable(session: Session, members: Collection[int]) -> set[int]:
    if not members:
        return set()
    return {
        key or 0
        for key in session.exec(
            select(Member.id).where(
                col(Member.id).in_(members), col(Member.unreachable_since).is_(None)
            )
        )
    }
