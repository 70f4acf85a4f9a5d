"""PostgreSQL: a small pool of threads, one transaction each; reads on repeatable snapshots."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import create_engine
from sqlmodel import Session

T = TypeVar("T")
THREADS = 4


class PostgresqlTransactions:
    """Transactions on one PostgreSQL database."""

    def __init__(self, url: str) -> None:
        url = url.replace("postgres://", "postgresql://", 1)
        self._engine = create_engine(url, pool_size=2 * THREADS, pool_pre_ping=True)
        self._snapshots = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._writers = ThreadPoolExecutor(THREADS, thread_name_prefix="duban-write")
        self._readers = ThreadPoolExecutor(THREADS, thread_name_prefix="duban-read")

    def write(self, work: Callable[[Session], T]) -> Future[T]:
        """Run `work` in a transaction of a writer thread."""
        return self._writers.submit(self._transact, work)

    def read(self, work: Callable[[Session], T]) -> Future[T]:
        """Run `work` on a snapshot in a reader thread."""
        return self._readers.submit(self._snapshot, work)

    def migrate(self, step: Callable[..., None]) -> None:
        """Run a schema step in a transaction of its own."""
        with self._engine.begin() as connection:
            step(connection)

    def close(self) -> None:
        """Finish what was submitted, then let go of the connections."""
        self._writers.shutdown()
        self._readers.shutdown()
        self._engine.dispose()

    def _transact(self, work: Callable[[Session], T]) -> T:
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            return work(session)

    def _snapshot(self, work: Callable[[Session], T]) -> T:
        with Session(self._snapshots, expire_on_commit=False) as session:
            return work(session)
