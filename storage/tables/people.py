"""Who speaks, and for whom."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field, SQLModel

from rules.facts import Duty
from storage.tables.columns import Code


class Member(SQLModel, table=True):
    """A Telegram user who accepted an invitation; known by the immutable user id alone."""

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(sa_type=BigInteger, unique=True)
    name: str
    supervisor: bool = False
    joined_at: datetime
    unreachable_since: datetime | None = None


class Post(SQLModel, table=True):
    """A member's duty for a unit; the unit is the holder, people are replaceable."""

    __table_args__ = (UniqueConstraint("member_id", "unit_id", "duty"),)

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    duty: Duty = Field(sa_type=Code(Duty))
    since: datetime
    ended_at: datetime | None = None


class Invite(SQLModel, table=True):
    """A one-use, expiring invitation, known by the SHA-256 of its token.

    It offers `duty` for `unit_id`, or the supervisor's role where `unit_id` is None.
    """

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    duty: Duty | None = Field(default=None, sa_type=Code(Duty))
    issued_by: int | None = Field(default=None, foreign_key="member.id")
    issued_at: datetime
    expires_at: datetime
    used_by: int | None = Field(default=None, foreign_key="member.id")
    used_at: datetime | None = None
