"""Cards shown once more, at somebody's wish: what is replied to them is about their round."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from storage.notice_kinds import NoticeKind, Priority
from storage.once import insert_once
from storage.tables import Notice


def note_shown(
    session: Session,
    member_id: int,
    round_id: int,
    *,
    chat_id: int,
    message_id: int,
    at: datetime,
) -> None:
    """Remember which round's card a message shows."""
    row = {
        "key": f"shown:chat={chat_id}:message={message_id}",
        "kind": NoticeKind.SHOWN.value,
        "member_id": member_id,
        "round_id": round_id,
        "subject": {},
        "priority": int(Priority.ANSWER),
        "queued_at": at,
        "not_before": at,
        "attempts": 1,
        "finished_at": at,
        "outcome": "sent",
        "chat_id": chat_id,
        "message_id": message_id,
    }
    insert_once(session, Notice, [row])
