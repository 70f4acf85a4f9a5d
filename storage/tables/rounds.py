"""What was asked, what was answered, and who was pressed for it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlmodel import Field, SQLModel

from rules.facts import PeriodKind, Status
from rules.replies import ValueKind
from storage.tables.columns import Code, Exact, JsonText


class Round(SQLModel, table=True):
    """One asking of a plan: the period, its instants, and the roster frozen when it opened."""

    __table_args__ = (
        UniqueConstraint("plan_id", "kind", "first"),
        Index(
            "ix_round_open",
            "plan_id",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    kind: PeriodKind = Field(sa_type=Code(PeriodKind))
    key: str
    first: date
    last: date
    opens_at: datetime
    reminds_at: datetime | None = None
    reminds_again_at: datetime | None = None
    due_at: datetime
    digest_at: datetime | None = None
    closes_at: datetime
    closed_at: datetime | None = None


class CheckIn(SQLModel, table=True):
    """One unit's duty to report on one task in one round.

    `prompted_at` is when a card with it was delivered; `answered_at` when it was first answered;
    `revision` the number of its latest report, 0 while there is none. `covered_by` is the report of
    a higher level that was given while this one was unanswered.
    """

    __tablename__ = "check_in"
    __table_args__ = (
        UniqueConstraint("round_id", "assignment_id"),
        Index("ix_check_in_assignment", "assignment_id", "round_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id")
    assignment_id: int = Field(foreign_key="assignment.id")
    prompted_at: datetime | None = None
    answered_at: datetime | None = None
    revision: int = 0
    covered_at: datetime | None = None
    covered_by: int | None = None


class Report(SQLModel, table=True):
    """One revision of the answer to a check-in. Never changed, never deleted.

    `drafted`: the unit confirmed by one tap what its lower reports had said.
    """

    __table_args__ = (
        UniqueConstraint("check_in_id", "revision"),
        CheckConstraint("revision > 0", name="revision_counts"),
        Index("ix_report_message", "chat_id", "message_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    check_in_id: int = Field(foreign_key="check_in.id")
    revision: int
    member_id: int = Field(foreign_key="member.id")
    status: Status = Field(sa_type=Code(Status))
    value: Decimal | None = Field(default=None, sa_type=Exact)
    value_kind: ValueKind | None = Field(default=None, sa_type=Code(ValueKind))
    measure: str | None = None
    progress: str = Field(default="", sa_type=Text)
    difficulty: str = Field(default="", sa_type=Text)
    awaited: str | None = None
    attachment: str | None = None
    drafted: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    said_at: datetime
    recorded_at: datetime
    chat_id: int | None = Field(default=None, sa_type=BigInteger)
    message_id: int | None = Field(default=None, sa_type=BigInteger)


class Remark(SQLModel, table=True):
    """Words that could not be tied to a task yet. They wait here until a button places them."""

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    round_id: int | None = Field(default=None, foreign_key="round.id")
    text: str = Field(sa_type=Text)
    attachment: str | None = None
    said_at: datetime
    chat_id: int = Field(sa_type=BigInteger)
    message_id: int = Field(sa_type=BigInteger)
    placed_in: int | None = Field(default=None, foreign_key="report.id")


class Chase(SQLModel, table=True):
    """A supervisor pressed a unit (催办)."""

    __table_args__ = (Index("ix_chase_unit", "unit_id", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id")
    by_member: int | None = Field(default=None, foreign_key="member.id")
    by_user: int = Field(sa_type=BigInteger)
    at: datetime


class Approval(SQLModel, table=True):
    """A unit head confirmed (审定) a unit's reports of a round, or sent them back with a word."""

    __table_args__ = (Index("ix_approval_round", "round_id", "unit_id"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id")
    unit_id: int = Field(foreign_key="unit.id")
    member_id: int = Field(foreign_key="member.id")
    approved: bool
    words: str = Field(default="", sa_type=Text)
    reports: list[Any] = Field(sa_column=Column(JsonText, nullable=False))
    at: datetime


class Slip(SQLModel, table=True):
    """A supervision slip (督办单), drafted for a unit's debt in a round; a human sends it."""

    __table_args__ = (
        UniqueConstraint("round_id", "unit_id"),
        UniqueConstraint("plan_id", "number"),
    )

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    number: int
    round_id: int = Field(foreign_key="round.id")
    unit_id: int = Field(foreign_key="unit.id")
    drafted_at: datetime
    decided_at: datetime | None = None
    decided_by: int | None = Field(default=None, foreign_key="member.id")
    sent: bool = False
