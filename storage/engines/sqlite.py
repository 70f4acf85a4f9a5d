"""SQLite: one writer thread, several waiting writes grouped in one durable commit.

`BEGIN IMMEDIATE` because the driver's own deferred transactions lose updates between concurrent
writers, and `synchronous=FULL` because an acknowledged update must survive a power cut. Readers
use plain `BEGIN` on WAL snapshots and never wait for the writer.
"""

from __future__ import annotations

import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlmodel import Session

T = TypeVar("T")
GROUP = 64
READERS = 4
READ_ONLY = "duban_read_only"


@dataclass
class Work(Generic[T]):
    """One write waiting for its turn."""

    run: Callable[[Session], T]
    future: Future[T] = field(default_factory=Future)


class SqliteTransactions:
    """Transactions on one SQLite file."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url, connect_args={"check_same_thread": False})
        event.listen(self._engine, "connect", _prepare)
        event.listen(self._engine, "begin", _begin)
        self._snapshots = self._engine.execution_options(**{READ_ONLY: True})
        self._waiting: queue.SimpleQueue[Work[Any] | None] = queue.SimpleQueue()
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="duban-read")
        self._writer = threading.Thread(target=self._write_all, name="duban-write", daemon=True)
        self._writer.start()

    def write(self, work: Callable[[Session], T]) -> Future[T]:
        """Queue `work` for the writer thread."""
        item = Work(work)
        self._waiting.put(item)
        return item.future

    def read(self, work: Callable[[Session], T]) -> Future[T]:
        """Run `work` on a snapshot in a reader thread."""
        return self._readers.submit(_on_snapshot, self._snapshots, work)

    def migrate(self, step: Callable[..., None]) -> None:
        """Run a schema step in a transaction of its own."""
        with self._engine.begin() as connection:
            step(connection)

    def close(self) -> None:
        """Finish the queued writes, then let go of the file."""
        self._waiting.put(None)
        self._writer.join()
        self._readers.shutdown()
        self._engine.dispose()

    def _write_all(self) -> None:
        while (first := self._waiting.get()) is not None:
            waiting = [first, *self._also_waiting()]
            # From here on nobody can cancel a write; one whose caller has left is not begun.
            group = [item for item in waiting if item.future.set_running_or_notify_cancel()]
            try:
                with self._engine.begin() as connection:
                    outcomes = [_attempt(connection, item) for item in group]
            except Exception as fault:  # noqa: BLE001 - a failed commit fails everyone in it
                for item in group:
                    item.future.set_exception(fault)
            else:
                for tell in outcomes:
                    tell()

    def _also_waiting(self) -> Iterator[Work[Any]]:
        for _ in range(GROUP - 1):
            try:
                item = self._waiting.get_nowait()
            except queue.Empty:
                return
            if item is None:
                self._waiting.put(None)
                return
            yield item


def _attempt(connection: Connection, item: Work[Any]) -> Callable[[], None]:
    """Run one write in a savepoint; return how to tell its caller once the group has committed."""
    savepoint = connection.begin_nested()
    try:
        with Session(
            connection, expire_on_commit=False, join_transaction_mode="rollback_only"
        ) as session:
            result = item.run(session)
            session.flush()
        savepoint.commit()
    except Exception as fault:  # noqa: BLE001 - the caller gets it
        error = fault
        if savepoint.is_active:  # a failed flush has rolled it back already
            savepoint.rollback()
        return lambda: item.future.set_exception(error)
    return lambda: item.future.set_result(result)


def _on_snapshot(engine: Engine, work: Callable[[Session], T]) -> T:
    with Session(engine, expire_on_commit=False) as session:
        return work(session)


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "busy_timeout = 10000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    read_only = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
