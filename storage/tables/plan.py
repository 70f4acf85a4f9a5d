"""The notice as loaded: plan, sections, tasks, targets, units and who answers for what."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from rules.facts import Bound, Cadence, Share, TargetKind
from rules.replies import ValueKind
from storage.tables.columns import Code, Exact, JsonText


class Plan(SQLModel, table=True):
    """One notice being carried out from `start` to `end`, in `zone`.

    `chat_id` is its supervision group; `asked_until` how far the clock has opened rounds;
    `settings` holds what differs from the default numbers, as text by name.
    """

    __table_args__ = (UniqueConstraint("title", "year"),)

    id: int | None = Field(default=None, primary_key=True)
    title: str
    document_no: str | None = None
    issuer: str | None = None
    year: int
    start: date
    end: date
    zone: str
    loaded_at: datetime
    asked_until: datetime
    chat_id: int | None = Field(default=None, sa_type=BigInteger)
    chat_since: datetime | None = None
    settings: dict[str, str] = Field(
        default_factory=dict, sa_column=Column(JsonText, nullable=False, server_default="{}")
    )


class Section(SQLModel, table=True):
    """A part (`parent_id` None) or sub-section of the notice."""

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    parent_id: int | None = Field(default=None, foreign_key="section.id")
    position: int
    title: str


class Unit(SQLModel, table=True):
    """A unit by its full name; a collective one (各区镇街道) stands for several."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    collective: bool = False


class Task(SQLModel, table=True):
    """One numbered task; `withdrawn_at` when a later notice no longer holds it."""

    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    section_id: int | None = Field(default=None, foreign_key="section.id")
    position: int
    number: str
    title: str
    text: str
    deadline: str | None = None
    withdrawn_at: datetime | None = None


class CadenceChange(SQLModel, table=True):
    """A supervisor set how finely a task is asked, for the periods that begin after `day`."""

    __tablename__ = "cadence_change"

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    cadence: Cadence = Field(sa_type=Code(Cadence))
    day: date
    by_member: int | None = Field(default=None, foreign_key="member.id")
    at: datetime


class Target(SQLModel, table=True):
    """A task's figure: a suggestion found in its text until a supervisor confirms it.

    `wanted` says whether cards ask for the running total or for what a period brought;
    `baseline` is where the count starts (0 where it is None).
    """

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    kind: TargetKind = Field(sa_type=Code(TargetKind))
    goal: Decimal = Field(sa_type=Exact)
    measure: str
    bound: Bound = Field(
        sa_type=Code(Bound), sa_column_kwargs={"server_default": Bound.EXACT.value}
    )
    phrase: str
    baseline: Decimal | None = Field(default=None, sa_type=Exact)
    wanted: ValueKind = Field(
        default=ValueKind.CUMULATIVE,
        sa_type=Code(ValueKind),
        sa_column_kwargs={"server_default": ValueKind.CUMULATIVE.value},
    )
    confirmed_at: datetime | None = None
    confirmed_by: int | None = Field(default=None, foreign_key="member.id")


class Milestone(SQLModel, table=True):
    """A stage of a task to be reached by `day`: a figure in the target's measure, or words."""

    __table_args__ = (UniqueConstraint("task_id", "day"),)

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id")
    day: date
    value: Decimal | None = Field(default=None, sa_type=Exact)
    words: str = ""
    reached_at: datetime | None = None


class Proposal(SQLModel, table=True):
    """A unit's proposal of a task's target and milestones, decided once by a supervisor.

    `content` is the JSON of `storage.targets.TargetSheet`; kept whatever was decided.
    """

    __table_args__ = (Index("ix_proposal_task", "task_id", "decided_at"),)

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id")
    member_id: int | None = Field(default=None, foreign_key="member.id")
    content: dict[str, Any] = Field(sa_column=Column(JsonText, nullable=False))
    at: datetime
    decided_at: datetime | None = None
    decided_by: int | None = Field(default=None, foreign_key="member.id")
    accepted: bool = False
    words: str = Field(default="", sa_type=Text)


class Progress(SQLModel, table=True):
    """A task's running total at the end of a day: a copy that can be rebuilt from the reports."""

    task_id: int = Field(foreign_key="task.id", primary_key=True)
    day: date = Field(primary_key=True)
    total: Decimal = Field(sa_type=Exact)


class Assignment(SQLModel, table=True):
    """A unit's share in a task; `position` 0 is the first named."""

    __table_args__ = (UniqueConstraint("task_id", "unit_id", "share"),)

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id")
    unit_id: int = Field(foreign_key="unit.id", index=True)
    share: Share = Field(sa_type=Code(Share))
    position: int
    ended_at: datetime | None = None
