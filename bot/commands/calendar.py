"""`duban calendar import FILE` and `duban calendar show [YEAR]`: holidays and make-up workdays."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.console import agreed, database, fail, process_clock, say
from bot.settings import read_settings
from seeds.calendar_file import read_calendar
from seeds.reading import decode_notice
from storage.calendar import (
    CalendarChange,
    calendar_change,
    named_days,
    overlay,
    work_calendar,
)

app = typer.Typer(help="Holidays and make-up workdays.", no_args_is_help=True)
WORD = {True: "work", False: "off"}


@app.command("import")
def import_calendar(
    file: Annotated[Path, typer.Argument(help="The yearly notice as text, a table, or JSON.")],
    yes: Annotated[bool, typer.Option("--yes", help="Apply the difference unasked.")] = False,
) -> None:
    """Lay a file's days over the calendar; its difference is shown first."""
    days = _read(file)
    settings = read_settings()
    with database(settings) as db:
        change = db.read_now(calendar_change, days)
        if change.is_empty:
            say("The calendar holds all of it already; nothing changes.")
            return
        _show(change)
        if not agreed("Apply this difference?", unasked=yes):
            fail("Nothing was changed. Run again with --yes to apply the difference.")
        db.write_now(overlay, days, file.name, at=process_clock(settings, db).now())
        published = db.read_now(work_calendar).published
    say(f"Applied: {len(days)} days. Rounds that are open keep their hours.")
    for year in sorted({day.year for day in days} - published):
        say(f"{year} stays provisional: no day off in the first week of October is known.")


@app.command()
def show(
    year: Annotated[int | None, typer.Argument(min=2000, max=2099, help="Default: now.")] = None,
) -> None:
    """Print the days of a year that are named, one a line, as `import` reads them."""
    settings = read_settings()
    with database(settings) as db:
        year = year or process_clock(settings, db).now().year
        days = db.read_now(named_days, year)
        published = db.read_now(work_calendar).published
    for one in days:
        typer.echo(f"{one.day} {one.day:%a} {WORD[one.worked]:4} {one.source}")
    if year not in published:
        say(f"{year} is provisional: Monday to Friday, but for the days above.")


def _read(file: Path) -> dict[date, bool]:
    """Return the days of a file; every fault in it ends the command, named by its line."""
    try:
        content = file.read_bytes()
    except OSError as fault:
        fail(f"{file} cannot be read: {fault.strerror}.")
    read = read_calendar(decode_notice(content))
    for fault_in in read.faults:
        say(f"  line {fault_in.line}: {fault_in.what}")
    if read.faults:
        fail("Nothing was changed. Correct these lines and import the file again.")
    return read.days


def _show(change: CalendarChange) -> None:
    for one in change.days:
        before = f"{WORD[not one.worked]}, {one.source or 'Monday to Friday'}"
        say(f"~ {one.day} {one.day:%a}: {WORD[one.worked]} (was {before})")
    if not change.days:
        say("Every day is worked as before; the file is noted as their source.")
    for year in change.published:
        say(f"+ {year} is published by it.")
