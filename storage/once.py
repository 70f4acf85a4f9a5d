"""Insert-once: the unique key decides, not a look beforehand, so any number of ticks may race."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel


def insert_once(
    session: Session, table: type[SQLModel], rows: Sequence[dict[str, Any]]
) -> tuple[int, ...]:
    """Insert the rows whose unique keys are new; return the primary keys of those inserted."""
    if not rows:
        return ()
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    key = next(iter(table.__table__.primary_key.columns))  # type: ignore[attr-defined]
    statement = insert(table).values(list(rows)).on_conflict_do_nothing().returning(key)
    return tuple(session.connection().execute(statement).scalars())
