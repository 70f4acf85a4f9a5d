"""What happened, append-only, and the few values the process keeps about itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from storage.tables.columns import JsonText


class Event(SQLModel, table=True):
    """One thing done: who (None: the clock or the command line), what, about what, details."""

    __table_args__ = (Index("ix_event_subject", "subject"),)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    member_id: int | None = Field(default=None, foreign_key="member.id")
    kind: str
    subject: str
    details: dict[str, Any] = Field(sa_column=Column(JsonText, nullable=False))


class Kept(SQLModel, table=True):
    """One named value: the bot's own user name, the anchor of a drill."""

    name: str = Field(primary_key=True)
    value: dict[str, Any] = Field(sa_column=Column(JsonText, nullable=False))
