"""The inbox: an update is here before Telegram is told that we have it.

Its effect and `finish` commit in one transaction, so a kill at any instant loses nothing and
applies nothing twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from storage.once import insert_once
from storage.tables import Incoming

ATTEMPTS = 5
BACK_OFF = timedelta(seconds=2)


class AlreadyDone(Exception):  # noqa: N818 - a fact, not a fault
    """The update took effect before; nothing is to be done."""


@dataclass(frozen=True)
class Received:
    """One update waiting for its turn in its conversation."""

    update_id: int
    conversation: str
    payload: dict[str, Any]
    received_at: datetime


def receive(session: Session, updates: Sequence[dict[str, Any]], *, at: datetime) -> int:
    """Keep raw updates; those already known change nothing. Return how many were new."""
    rows = [
        {
            "update_id": update["update_id"],
            "conversation": conversation(update),
            "payload": update,
            "received_at": at,
            "attempts": 0,
            "set_aside": False,
        }
        for update in updates
    ]
    return len(insert_once(session, Incoming, rows))


def conversation(update: dict[str, Any]) -> str:
    """Return the order key of an update: `chat:person`, as far as it names them."""
    for kind, body in update.items():
        if kind != "update_id" and isinstance(body, dict):
            message = body.get("message") if "message" in body else body
            chat = (message or {}).get("chat", {}).get("id", 0)
            return f"{chat}:{body.get('from', {}).get('id', 0)}"
    return "0:0"


def waiting(session: Session, now: datetime, limit: int = 200) -> tuple[Received, ...]:
    """Return the updates to work on, oldest first.

    A conversation whose oldest update is to be tried again later waits with it, in order.
    """
    rows = session.exec(
        select(Incoming)
        .where(col(Incoming.done_at).is_(None), col(Incoming.set_aside).is_(False))
        .order_by(col(Incoming.update_id))
        .limit(limit)
    ).all()
    held = {row.conversation for row in rows if row.not_before and row.not_before > now}
    return tuple(
        Received(row.update_id, row.conversation, row.payload, row.received_at)
        for row in rows
        if row.conversation not in held
    )


def finish(session: Session, update_id: int, *, at: datetime) -> None:
    """Mark an update done, in the transaction of its effect; raises AlreadyDone."""
    row = session.exec(
        select(Incoming).where(Incoming.update_id == update_id).with_for_update()
    ).one()
    if row.done_at is not None:
        raise AlreadyDone
    row.done_at = at


def failed(session: Session, update_id: int, error: str, *, at: datetime) -> bool:
    """Try an update again later, or set it aside; return whether it was set aside."""
    row = session.get_one(Incoming, update_id)
    row.attempts += 1
    row.error = error
    row.not_before = at + BACK_OFF * 2**row.attempts
    row.set_aside = row.attempts >= ATTEMPTS
    return row.set_aside
