"""The inbox, committed before Telegram is told of it; the outbox, committed before we speak."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Text, text
from sqlmodel import Field, SQLModel

from storage.tables.columns import JsonText


class Incoming(SQLModel, table=True):
    """One update as received; `conversation` orders it; its effect commits with `done_at`."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index(
            "ix_inbox_waiting",
            "update_id",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    update_id: int = Field(
        sa_column=Column(BigInteger, primary_key=True, autoincrement=False, nullable=False)
    )
    conversation: str
    payload: dict[str, Any] = Field(sa_column=Column(JsonText, nullable=False))
    received_at: datetime
    attempts: int = 0
    not_before: datetime | None = None
    done_at: datetime | None = None
    set_aside: bool = False
    error: str | None = Field(default=None, sa_type=Text)


class Notice(SQLModel, table=True):
    """One thing to say: `key` makes it once, `subject` what it is about; never the words.

    `member_id` is the recipient; None means the supervision group of `plan_id`. Sent, buried and
    evaporated notices keep their row: `finished_at` with `outcome`. `merged_into` is the notice in
    whose message this one was said.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_waiting",
            "priority",
            "not_before",
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
        Index("ix_outbox_message", "chat_id", "message_id"),
        Index("ix_outbox_round", "round_id", "kind"),
        Index("ix_outbox_member", "member_id", "finished_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    kind: str
    plan_id: int | None = Field(default=None, foreign_key="plan.id")
    member_id: int | None = Field(default=None, foreign_key="member.id")
    round_id: int | None = Field(default=None, foreign_key="round.id")
    subject: dict[str, Any] = Field(sa_column=Column(JsonText, nullable=False))
    priority: int
    queued_at: datetime
    not_before: datetime
    expires_at: datetime | None = None
    leased_until: datetime | None = None
    attempts: int = 0
    finished_at: datetime | None = None
    outcome: str | None = None
    reason: str | None = Field(default=None, sa_type=Text)
    chat_id: int | None = Field(default=None, sa_type=BigInteger)
    message_id: int | None = Field(default=None, sa_type=BigInteger)
    merged_into: int | None = Field(default=None, foreign_key="outbox.id")
