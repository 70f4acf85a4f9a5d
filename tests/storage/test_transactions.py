"""Writes that group, fail alone and lose nothing; reads that wait for nobody."""

from __future__ import annotations

import asyncio
import sqlite3
import threading

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from storage import kept
from storage.database import Database
from storage.tables import Kept, Unit

PATIENCE = 20


def add_unit(session: Session, name: str) -> None:
    session.add(Unit(name=name))


def add_then_fail(session: Session, name: str) -> None:
    add_unit(session, name)
    session.flush()
    raise ValueError(name)


def unit_names(session: Session) -> set[str]:
    return set(session.exec(select(Unit.name)))


def increment(session: Session) -> None:
    row = session.exec(select(Kept).where(Kept.name == "counter").with_for_update()).one()
    row.value = {"count": row.value["count"] + 1}


async def test_a_write_is_there_for_the_next_read(database: Database):
    await database.write(add_unit, "市城管执法局")
    assert await database.read(unit_names) == {"市城管执法局"}


async def test_fifty_concurrent_increments_count_to_fifty(database: Database):
    await database.write(kept.remember, "counter", {"count": 0})
    await asyncio.gather(*(database.write(increment) for _ in range(50)))
    assert await database.read(kept.recall, "counter") == {"count": 50}


async def test_a_failing_write_reaches_its_caller_and_leaves_nothing(database: Database):
    with pytest.raises(ValueError, match="市财政局"):
        await database.write(add_then_fail, "市财政局")
    assert await database.read(unit_names) == set()


async def test_a_failing_write_does_not_undo_its_neighbours(database: Database):
    await database.write(add_unit, "市住建局")
    outcomes = await asyncio.gather(
        database.write(add_unit, "市教育局"),
        database.write(add_then_fail, "市财政局"),
        database.write(add_unit, "市住建局"),
        database.write(add_unit, "市公安局"),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes] == [
        type(None),
        ValueError,
        IntegrityError,
        type(None),
    ]
    assert await database.read(unit_names) == {"市住建局", "市教育局", "市公安局"}


def test_writes_that_wait_together_are_committed_together(sqlite: Database):
    started, go_on = threading.Event(), threading.Event()
    seen: list[set[str]] = []

    def hold(session: Session) -> None:
        started.set()
        go_on.wait(PATIENCE)

    def look(session: Session) -> None:
        seen.append(sqlite.read_now(unit_names))

    writes = sqlite._transactions
    held = writes.write(hold)
    assert started.wait(PATIENCE)
    waiting = [writes.write(lambda session, n=n: add_unit(session, f"第{n}局")) for n in range(3)]
    looked = writes.write(look)
    go_on.set()
    for future in (held, *waiting, looked):
        future.result(PATIENCE)
    assert seen == [set()], "the three before it must not be committed one by one"
    assert len(sqlite.read_now(unit_names)) == 3


def test_a_read_does_not_wait_for_a_writer(database: Database):
    database.write_now(add_unit, "市住建局")
    started, go_on = threading.Event(), threading.Event()

    def hold(session: Session) -> None:
        add_unit(session, "市教育局")
        session.flush()
        started.set()
        assert go_on.wait(PATIENCE)

    held = database._transactions.write(hold)
    try:
        assert started.wait(PATIENCE)
        assert database._transactions.read(unit_names).result(PATIENCE) == {"市住建局"}
        assert not held.done()
    finally:
        go_on.set()
    held.result(PATIENCE)
    assert database.read_now(unit_names) == {"市住建局", "市教育局"}


def test_a_read_sees_one_moment_however_long_it_takes(database: Database):
    database.write_now(add_unit, "市住建局")

    def look_twice(session: Session) -> tuple[set[str], set[str]]:
        before = unit_names(session)
        database.write_now(add_unit, "市教育局")
        return before, unit_names(session)

    before, after = database.read_now(look_twice)
    assert before == after == {"市住建局"}


async def test_closing_finishes_what_was_submitted(sqlite_files):
    url = sqlite_files.empty()
    database = Database(url)
    database.migrate()
    writes = [
        database._transactions.write(lambda session, n=n: add_unit(session, f"第{n}局"))
        for n in range(200)
    ]
    database.close()
    assert all(future.done() for future in writes)
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        assert connection.execute("SELECT count(*) FROM unit").fetchone() == (200,)
    connection.close()
