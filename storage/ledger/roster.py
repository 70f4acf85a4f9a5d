"""Whom a round concerns: the members who answer for its check-ins."""

from __future__ import annotations

from sqlmodel import Session, col, select

from rules.facts import Duty
from storage.tables import Assignment, CheckIn, Member, Post


def answering(
    session: Session, round_id: int, *, unit_ids: frozenset[int] | None = None
) -> dict[int, frozenset[int]]:
    """Return the members who answer in a round, each with the units they answer for.

    A unit's liaisons answer; its heads do only where it has no liaison. Members who blocked the
    bot are left out.
    """
    units = session.exec(
        select(Assignment.unit_id)
        .join(CheckIn, col(CheckIn.assignment_id) == Assignment.id)
        .where(CheckIn.round_id == round_id)
        .distinct()
    ).all()
    wanted = frozenset(units) & (unit_ids if unit_ids is not None else frozenset(units))
    return speakers(session, wanted)


def speakers(session: Session, unit_ids: frozenset[int]) -> dict[int, frozenset[int]]:
    """Return the reachable members who answer for `unit_ids`, each with their units of these."""
    posts = session.exec(
        select(Post)
        .join(Member)
        .where(
            col(Post.unit_id).in_(unit_ids),
            col(Post.ended_at).is_(None),
            col(Member.unreachable_since).is_(None),
        )
    ).all()
    with_liaison = {post.unit_id for post in posts if post.duty is Duty.LIAISON}
    found: dict[int, set[int]] = {}
    for post in posts:
        if post.duty is Duty.LIAISON or post.unit_id not in with_liaison:
            found.setdefault(post.member_id, set()).add(post.unit_id)
    return {member: frozenset(units) for member, units in found.items()}
