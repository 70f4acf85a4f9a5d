"""Questions that wait for a person's words. They are rows: a restart forgets none of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from storage.tables import Dialogue

LIFETIME = timedelta(hours=24)
"""How long a question usually waits: expires_at = at + LIFETIME."""

FRESH = timedelta(minutes=10)
"""How long words that reply to nothing may still be the answer to it."""


@dataclass(frozen=True)
class OpenDialogue:
    """A question without an answer yet: its kind and what it is about."""

    id: int
    kind: str
    subject: dict[str, Any]


def open_dialogue(
    session: Session,
    user_id: int,
    kind: str,
    subject: dict[str, Any],
    at: datetime,
    expires_at: datetime | None = None,
) -> int:
    """Note that a person is being asked something, and return the dialogue's id."""
    row = Dialogue(
        user_id=user_id, kind=kind, subject=subject, expires_at=expires_at or at + LIFETIME
    )
    session.add(row)
    session.flush()
    return row.id or 0


def asked(session: Session, dialogue_id: int, message_id: int) -> None:
    """Note the message that asks the question; a reply to it is the answer."""
    session.get_one(Dialogue, dialogue_id).message_id = message_id


def find_dialogue(
    session: Session, user_id: int, reply_to: int | None, at: datetime
) -> OpenDialogue | None:
    """Return the open question that a person's message answers, if it answers one.

    A reply answers the question it replies to and nothing else. Words that reply to nothing answer
    the newest question, while it is fresh: later they are about the day's card.
    """
    question = select(Dialogue).where(
        Dialogue.user_id == user_id, col(Dialogue.done_at).is_(None), Dialogue.expires_at > at
    )
    if reply_to is not None:
        question = question.where(Dialogue.message_id == reply_to)
    else:
        question = question.where(Dialogue.expires_at > at + LIFETIME - FRESH)
    row = session.exec(question.order_by(col(Dialogue.id).desc()).limit(1)).first()
    return None if row is None else OpenDialogue(row.id or 0, row.kind, row.subject)


def close_dialogue(session: Session, dialogue_id: int, at: datetime) -> None:
    """Note that a question is answered."""
    session.get_one(Dialogue, dialogue_id).done_at = at
