"""Finding the member who is to stand in for another: by Telegram user, or by name."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from sqlmodel import Session, col, or_, select

from rules.refusals import MemberUnclear, UnknownMember
from storage.tables import Member, Post, Unit

NEAR = 4
LONGEST = 40


def member_of_user(session: Session, user_id: int, name: str) -> int:
    """Return the bound member a Telegram user is; raises UnknownMember, naming him by `name`."""
    member_id = session.exec(select(Member.id).where(Member.user_id == user_id)).first()
    if member_id is None or member_id not in _bound(session):
        raise UnknownMember(name[:LONGEST])
    return member_id


def member_named(session: Session, name: str) -> int:
    """Return the bound member of a name or @username; a unit before the name tells namesakes apart.

    Raises UnknownMember with the nearest names, MemberUnclear with the people who share the name.
    """
    wanted = _level(name).casefold()
    people = _bound(session)
    found = [key for key, person in people.items() if wanted in person.spellings]
    if len(found) > 1:
        raise MemberUnclear(name, tuple(people[key].title for key in found))
    if not found:
        known = [person.name for person in people.values()]
        near = difflib.get_close_matches(_level(name), known, n=NEAR)
        raise UnknownMember(name[:LONGEST], tuple(dict.fromkeys(near)))
    return found[0]


@dataclass(frozen=True)
class _Person:
    name: str
    username: str | None
    units: tuple[str, ...]

    @property
    def spellings(self) -> frozenset[str]:
        """Return every way to name the person."""
        named = (self.name, *(unit + self.name for unit in self.units))
        signed = (f"@{self.username}", self.username) if self.username else ()
        return frozenset(one.casefold() for one in (*named, *signed))

    @property
    def title(self) -> str:
        """Return the name with the unit before it."""
        return "".join(self.units[:1]) + self.name


def _bound(session: Session) -> dict[int, _Person]:
    """Return the members who hold a post or a role."""
    people: dict[int, _Person] = {}
    rows = session.exec(
        select(Member, Unit.name)
        .join(Post, (col(Post.member_id) == Member.id) & col(Post.ended_at).is_(None), isouter=True)
        .join(Unit, col(Post.unit_id) == Unit.id, isouter=True)
        .where(or_(col(Post.id).is_not(None), col(Member.supervisor)))
        .order_by(col(Member.id), col(Post.id))
    )
    for member, unit in rows:
        known = people.get(member.id or 0)
        units = (*(known.units if known else ()), *((unit,) if unit else ()))
        people[member.id or 0] = _Person(_level(member.name), member.username, units)
    return people


def _level(name: str) -> str:
    return "".join(name.split())
