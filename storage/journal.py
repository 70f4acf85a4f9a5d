"""The journal: what was done, by whom, about what. Lines are only ever added."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from storage.tables import Event


def record(
    session: Session,
    kind: str,
    subject: str,
    *,
    at: datetime,
    member_id: int | None = None,
    **details: Any,  # noqa: ANN401
) -> None:
    """Add one line, in the transaction of what it tells."""
    session.add(Event(at=at, member_id=member_id, kind=kind, subject=subject, details=details))
