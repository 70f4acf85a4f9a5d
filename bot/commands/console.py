"""What every command shares: the database, the process's clock, and how it speaks and fails."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import NoReturn

import typer

from bot.clock import Clock, DrillClock, SystemClock
from bot.settings import Settings
from seeds.calendar import published_days
from storage import calendar, kept
from storage.database import Database


@contextmanager
def database(settings: Settings) -> Iterator[Database]:
    """Open the process's database, brought to the newest schema, with the packaged calendar."""
    db = Database(settings.database)
    try:
        db.migrate()
        db.write_now(calendar.load_days, published_days(), "chinesecalendar")
        yield db
    finally:
        db.close()


def process_clock(settings: Settings, db: Database, *, begin: bool = False) -> Clock:
    """Return the process's clock: a drill goes on where real time has carried it.

    A drill begins with the first `run`; until then its clock stands at its start.
    """
    if settings.drill_start is None and settings.drill_speed == 1.0:
        return SystemClock()
    start = settings.drill_start or datetime.now(UTC)
    asked = {"start": settings.drill_start and start.isoformat(), "speed": settings.drill_speed}
    held = db.read_now(kept.recall, "drill") or {}
    if held.get("asked") != asked:
        held = {
            "asked": asked,
            "start": start.isoformat(),
            "anchor": datetime.now(UTC).isoformat(),
        }
        if begin:
            db.write_now(kept.remember, "drill", held)
    return DrillClock(
        datetime.fromisoformat(held["start"]),
        settings.drill_speed,
        datetime.fromisoformat(held["anchor"]),
    )


def agreed(question: str, *, unasked: bool) -> bool:
    """Return whether to go on: asked at a terminal, or wanted beforehand with --yes."""
    return unasked or (sys.stdin.isatty() and typer.confirm(question))


def say(text: str) -> None:
    """Tell what was done, on stderr: stdout is for what a command was asked for."""
    typer.echo(text, err=True)


def fail(text: str) -> NoReturn:
    """End the command with a sentence and the exit code 1."""
    say(text)
    raise SystemExit(1)
