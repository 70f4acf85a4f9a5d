"""Who approves for a unit and is escalated to: its heads, or whoever stands in for one."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from rules.facts import Duty
from storage.absences import absent
from storage.tables import Member, Post


def heads(session: Session, unit_ids: frozenset[int], day: date) -> dict[int, frozenset[int]]:
    """Return the reachable members who act as head on `day`, each with their units of these.

    A head who is away is not spoken to; whoever stands in for one is.
    """
    posts = session.exec(
        select(Post.unit_id, Post.member_id).where(
            col(Post.unit_id).in_(unit_ids), Post.duty == Duty.HEAD, col(Post.ended_at).is_(None)
        )
    ).all()
    away = absent(session, day)
    placed = [(unit_id, away.get(member_id, member_id)) for unit_id, member_id in posts]
    reachable = session.exec(
        select(Member.id).where(
            col(Member.id).in_({member_id for _, member_id in placed if member_id}),
            col(Member.unreachable_since).is_(None),
        )
    )
    return {
        one: frozenset(unit_id for unit_id, member_id in placed if member_id == one)
        for one in reachable
        if one is not None
    }


def headed(session: Session, member_id: int, day: date) -> frozenset[int]:
    """Return the units for which a member may act as head on `day`."""
    stood_for = [gone for gone, stand_in in absent(session, day).items() if stand_in == member_id]
    return frozenset(
        session.exec(
            select(Post.unit_id).where(
                col(Post.member_id).in_([member_id, *stood_for]),
                Post.duty == Duty.HEAD,
                col(Post.ended_at).is_(None),
            )
        )
    )


def of_unit(members: dict[int, frozenset[int]], unit_id: int) -> frozenset[int]:
    """Return which of the members, each given with their units, are there for one unit."""
    return frozenset(member_id for member_id, units in members.items() if unit_id in units)
