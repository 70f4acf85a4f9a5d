"""The few named values the process keeps about itself."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from storage.tables import Kept


def remember(session: Session, name: str, value: dict[str, Any]) -> None:
    """Keep `value` under `name`, in place of an earlier one."""
    session.merge(Kept(name=name, value=value))


def recall(session: Session, name: str) -> dict[str, Any] | None:
    """Return what is kept under `name`, None where nothing is."""
    kept = session.get(Kept, name)
    return None if kept is None else kept.value
