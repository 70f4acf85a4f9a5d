"""The notice as loaded: plan, sections, tasks, targets, units and who answers for what."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field, SQLModel

from rules.facts import Share
from storage.tables.columns import Code, Exact


class Plan(SQLModel, table=True):
    """One notice being carried out from `start` to `end`, in `zone`.

    `chat_id` is its supervision group; `asked_until` how far the clock has opened rounds.
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


class Target(SQLModel, table=True):
    """A figure found in a task's text: a suggestion until a supervisor confirms it."""

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    kind: str
    goal: Decimal = Field(sa_type=Exact)
    measure: str
    at_least: bool
    phrase: str
    confirmed_at: datetime | None = None


class Assignment(SQLModel, table=True):
    """A unit's share in a task; `position` 0 is the first named."""

    __table_args__ = (UniqueConstraint("task_id", "unit_id", "share"),)

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id")
    unit_id: int = Field(foreign_key="unit.id", index=True)
    share: Share = Field(sa_type=Code(Share))
    position: int
    ended_at: datetime | None = None
