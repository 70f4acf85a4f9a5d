"""Transactions: a write is one function of a `Session`, a read is one too.

    report = await db.write(check_ins.file_report, slot, answer, at=now)
    items = await db.read(ledger.overdue, plan_id, now)

The function runs whole in one transaction; it never commits and never awaits. It returns frozen
dataclasses, not rows. `write_now` and `read_now` are the same for callers without an event loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sqlmodel import Session

from storage.engines.postgresql import PostgresqlTransactions
from storage.engines.sqlite import SqliteTransactions
from storage.migrations import upgrade

P = ParamSpec("P")
T = TypeVar("T")


class Transactions(Protocol):
    """What an engine offers: transactions that write, transactions that read, one schema."""

    def write(self, work: Callable[[Session], T]) -> Future[T]:
        """Run `work` in a transaction that is durable once the future has a result."""

    def read(self, work: Callable[[Session], T]) -> Future[T]:
        """Run `work` on a snapshot, never waiting for a writer."""

    def migrate(self, step: Callable[..., None]) -> None:
        """Run a schema step on a connection of its own."""

    def close(self) -> None:
        """Finish what was submitted and let go of the database."""


class Database:
    """One database by URL: `sqlite:///path` or `postgresql://…`."""

    def __init__(self, url: str) -> None:
        is_sqlite = url.startswith("sqlite")
        self._transactions: Transactions = (
            SqliteTransactions(url) if is_sqlite else PostgresqlTransactions(url)
        )

    async def write(
        self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `work(session, *args, **kwargs)` in one durable transaction."""
        future = self._transactions.write(lambda session: work(session, *args, **kwargs))
        return await asyncio.wrap_future(future)

    async def read(
        self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `work(session, *args, **kwargs)` on one snapshot."""
        future = self._transactions.read(lambda session: work(session, *args, **kwargs))
        return await asyncio.wrap_future(future)

    def write_now(
        self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do as `write` does and wait for it."""
        return self._transactions.write(lambda session: work(session, *args, **kwargs)).result()

    def read_now(
        self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do as `read` does and wait for it."""
        return self._transactions.read(lambda session: work(session, *args, **kwargs)).result()

    def migrate(self) -> None:
        """Bring the schema to the newest version; does nothing when it is there."""
        self._transactions.migrate(upgrade)

    def close(self) -> None:
        """Finish what was submitted and let go of the database."""
        self._transactions.close()
