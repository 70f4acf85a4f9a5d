"""Who may speak for whom: invitations, posts and roles, all by the immutable user id."""

from __future__ import annotations

import difflib
import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from rules.facts import Duty
from rules.refusals import InviteExpired, InviteUnknown, InviteUsed, UnknownUnit
from storage import journal
from storage.tables import Invite, Member, Post, Unit


@dataclass(frozen=True)
class PostHeld:
    """One duty of a person for a unit."""

    unit_id: int
    unit: str
    duty: Duty


@dataclass(frozen=True)
class Actor:
    """What the record knows of a Telegram user; a stranger has no `member_id`."""

    user_id: int
    member_id: int | None = None
    name: str = ""
    supervisor: bool = False
    posts: tuple[PostHeld, ...] = ()

    @property
    def unit_ids(self) -> tuple[int, ...]:
        """The units the person speaks for."""
        return tuple(dict.fromkeys(post.unit_id for post in self.posts))


@dataclass(frozen=True)
class Invitation:
    """What an invitation offers: a duty for `unit`, or the supervisor's role where it is None."""

    unit: str | None
    duty: Duty | None
    expires_at: datetime


def actor(session: Session, user_id: int) -> Actor:
    """Return what is known of a Telegram user."""
    member = session.exec(select(Member).where(Member.user_id == user_id)).first()
    if member is None:
        return Actor(user_id)
    rows = session.exec(
        select(Post, Unit.name)
        .join(Unit)
        .where(Post.member_id == member.id, col(Post.ended_at).is_(None))
        .order_by(col(Post.id))
    )
    posts = tuple(PostHeld(post.unit_id, name, post.duty) for post, name in rows)
    return Actor(user_id, member.id, member.name, member.supervisor, posts)


def find_unit(session: Session, name: str) -> tuple[int, str]:
    """Return a unit by its name; raises UnknownUnit with the nearest names."""
    units = {unit.name: unit.id for unit in session.exec(select(Unit))}
    if (unit_id := units.get(name.strip())) is not None:
        return unit_id, name.strip()
    inside = [known for known in units if name.strip() and name.strip() in known]
    near = inside or difflib.get_close_matches(name, units, n=4, cutoff=0.4)
    raise UnknownUnit(name.strip()[:40], tuple(near[:4]))


def issue_invite(
    session: Session,
    token: str,
    unit_name: str | None,
    duty: Duty | None,
    *,
    at: datetime,
    expires_at: datetime,
    issued_by: int | None = None,
) -> str | None:
    """Record an invitation and return the unit's full name; only the token's hash is kept."""
    unit_id, name = find_unit(session, unit_name) if unit_name else (None, None)
    session.add(
        Invite(
            token_hash=_hash(token),
            unit_id=unit_id,
            duty=duty if unit_id else None,
            issued_by=issued_by,
            issued_at=at,
            expires_at=expires_at,
        )
    )
    subject = f"unit:{unit_id}" if unit_id else "supervisor"
    journal.record(session, "invited", subject, at=at, member_id=issued_by)
    return name


def invitation(session: Session, token: str, *, at: datetime) -> Invitation:
    """Return what an unused invitation offers; raises InviteUnknown, InviteUsed, InviteExpired."""
    invite = _valid(session, token, at)
    unit = session.get(Unit, invite.unit_id) if invite.unit_id else None
    return Invitation(unit.name if unit else None, invite.duty, invite.expires_at)


def accept(
    session: Session,
    token: str,
    user_id: int,
    name: str,
    *,
    at: datetime,
    username: str | None = None,
) -> Invitation:
    """Bind a Telegram user to what the invitation offers, and use it up."""
    invite = _valid(session, token, at)
    member = _enrol(session, user_id, name, at, username)
    invite.used_at, invite.used_by = at, member.id
    if invite.unit_id is None:
        member.supervisor = True
        journal.record(session, "supervisor granted", f"member:{member.id}", at=at)
        return Invitation(None, None, invite.expires_at)
    _take_post(session, member, invite, at)
    unit = session.get_one(Unit, invite.unit_id)
    journal.record(
        session, "bound", f"unit:{unit.id}", at=at, member_id=member.id, duty=invite.duty
    )
    return Invitation(unit.name, invite.duty, invite.expires_at)


def grant_supervisor(
    session: Session, user_id: int, name: str, *, at: datetime, username: str | None = None
) -> None:
    """Make a Telegram user a supervisor."""
    member = _enrol(session, user_id, name, at, username)
    member.supervisor = True
    journal.record(session, "supervisor granted", f"member:{member.id}", at=at)


def leave(session: Session, user_id: int, *, at: datetime) -> tuple[str, ...]:
    """End every post and role of a user; return the names of the units left."""
    member = session.exec(select(Member).where(Member.user_id == user_id)).first()
    if member is None:
        return ()
    held = session.exec(
        select(Post, Unit.name)
        .join(Unit)
        .where(Post.member_id == member.id, col(Post.ended_at).is_(None))
    ).all()
    for post, _ in held:
        post.ended_at = at
    member.supervisor = False
    journal.record(session, "left", f"member:{member.id}", at=at, member_id=member.id)
    return tuple(name for _, name in held)


def reachable(session: Session, user_id: int, since: datetime | None) -> None:
    """Note that a member cannot be written to since then; None: can be again."""
    member = session.exec(select(Member).where(Member.user_id == user_id)).first()
    if member is not None and (member.unreachable_since is None) != (since is None):
        member.unreachable_since = since


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _valid(session: Session, token: str, at: datetime) -> Invite:
    invite = session.exec(
        select(Invite).where(Invite.token_hash == _hash(token)).with_for_update()
    ).first()
    if invite is None:
        raise InviteUnknown
    if invite.used_at is not None:
        raise InviteUsed
    if invite.expires_at <= at:
        raise InviteExpired(invite.expires_at)
    return invite


def _enrol(session: Session, user_id: int, name: str, at: datetime, username: str | None) -> Member:
    member = session.exec(select(Member).where(Member.user_id == user_id)).first()
    if member is None:
        member = Member(user_id=user_id, name=name, joined_at=at)
        session.add(member)
    member.name, member.unreachable_since = name, None
    member.username = username or member.username
    session.flush()
    return member


def _take_post(session: Session, member: Member, invite: Invite, at: datetime) -> None:
    post = session.exec(
        select(Post).where(
            Post.member_id == member.id, Post.unit_id == invite.unit_id, Post.duty == invite.duty
        )
    ).first()
    if post is None:
        post = Post(
            member_id=member.id,  # type: ignore[arg-type]
            unit_id=invite.unit_id,  # type: ignore[arg-type]
            duty=invite.duty,  # type: ignore[arg-type]
            since=at,
        )
        session.add(post)
    post.ended_at = None
