"""Who speaks, and for whom."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from rules.facts import Duty
from storage.tables.columns import Code, JsonText


class Member(SQLModel, table=True):
    """A Telegram user who accepted an invitation; known by the immutable user id alone.

    `username` is the public name as of then, so that others can name the person as @username.
    """

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(sa_type=BigInteger, unique=True)
    name: str
    username: str | None = None
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


class Absence(SQLModel, table=True):
    """A member is away from `first` to `last`; `stand_in` gets the cards meanwhile."""

    __table_args__ = (Index("ix_absence_last", "last"),)

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    first: date
    last: date
    stand_in: int | None = Field(default=None, foreign_key="member.id")
    by_member: int | None = Field(default=None, foreign_key="member.id")
    at: datetime
    ended_at: datetime | None = None


class Exemption(SQLModel, table=True):
    """A unit is not asked in rounds that open from `first` to `last`, with the reason."""

    __table_args__ = (Index("ix_exemption_last", "last"),)

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    first: date
    last: date
    reason: str = Field(default="", sa_type=Text)
    by_member: int | None = Field(default=None, foreign_key="member.id")
    at: datetime
    ended_at: datetime | None = None


class Acknowledgement(SQLModel, table=True):
    """A unit signs for its tasks (签收), once a plan; `prompted_at` when it was asked."""

    __table_args__ = (UniqueConstraint("plan_id", "unit_id"),)

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    unit_id: int = Field(foreign_key="unit.id", index=True)
    opened_at: datetime
    due_at: datetime
    prompted_at: datetime | None = None
    acknowledged_at: datetime | None = None
    member_id: int | None = Field(default=None, foreign_key="member.id")


class Dialogue(SQLModel, table=True):
    """A question that waits for the words of one person, so that a restart forgets nothing.

    `message_id` is the question's message once it is sent; a reply to it is the answer.
    """

    __table_args__ = (Index("ix_dialogue_user", "user_id", "done_at"),)

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(sa_type=BigInteger)
    message_id: int | None = Field(default=None, sa_type=BigInteger)
    kind: str
    subject: dict[str, Any] = Field(sa_column=Column(JsonText, nullable=False))
    expires_at: datetime
    done_at: datetime | None = None
