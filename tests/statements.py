"""Counting the questions a piece of work asks of the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.engine import Engine


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect the questions that any engine is asked."""
    seen: list[str] = []

    def note(_conn, _cursor, statement, *_rest):
        seen.extend([statement] if statement.startswith(("SELECT", "WITH")) else [])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)
