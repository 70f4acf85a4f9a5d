"""`duban export ledger FILE`: what the process knows, as a file for a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.console import database, fail, process_clock, say
from bot.settings import read_settings
from handlers.views.sheets.ledger import ledger_sheet
from storage.calendar import work_calendar
from storage.ledger.book import book
from storage.rounds import current_plan

app = typer.Typer(help="Write what is known to a file.", no_args_is_help=True)


@app.callback()
def export() -> None:
    """Write what is known to a file."""


@app.command()
def ledger(file: Annotated[Path, typer.Argument(help="Where to write, like ledger.xlsx.")]) -> None:
    """Write the ledger (xlsx): one row a task, as it stands now."""
    process = read_settings()
    with database(process) as db:
        plan = db.read_now(current_plan)
        if plan is None:
            fail("No notice is loaded yet: duban import FILE.")
        now = process_clock(process, db).now()
        rows = db.read_now(book, plan, db.read_now(work_calendar), now)
    try:
        file.write_bytes(ledger_sheet(rows, plan, now))
    except OSError as fault:
        fail(f"{file} cannot be written: {fault.strerror}.")
    say(f"{file}: {len(rows)} tasks as of {now.astimezone(plan.zone):%Y-%m-%d %H:%M}.")
