"""`duban targets export FILE`, `duban targets import FILE`: the targets of all tasks as a sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.console import agreed, database, fail, process_clock, say
from bot.settings import read_settings
from handlers.views.sheets.targets import target_sheet
from rules.refusals import BadSheet
from rules.target_columns import SheetReading
from rules.targets import TargetSheet
from seeds.target_sheet import read_target_sheet
from storage.ledger.targets import TargetRow, target_rows
from storage.rounds import current_plan
from storage.targets import confirm_all

app = typer.Typer(help="The targets of all tasks as a sheet.", no_args_is_help=True)


@app.command("export")
def write_sheet(
    file: Annotated[Path, typer.Argument(help="Where to write, like targets.xlsx.")],
) -> None:
    """Write every task with its target, confirmed or found in the text (xlsx)."""
    process = read_settings()
    with database(process) as db:
        plan = db.read_now(current_plan)
        if plan is None:
            fail("No notice is loaded yet: duban import FILE.")
        rows = db.read_now(target_rows, plan.id)
        content = target_sheet(rows, plan.span, process_clock(process, db).now())
    try:
        file.write_bytes(content)
    except OSError as fault:
        fail(f"{file} cannot be written: {fault.strerror}.")
    say(f"{file}: {len(rows)} tasks.")


@app.command("import")
def read_sheet(
    file: Annotated[Path, typer.Argument(help="The sheet as exported, filled in.")],
    yes: Annotated[bool, typer.Option("--yes", help="Apply the changes unasked.")] = False,
) -> None:
    """Confirm the targets of a sheet, all or none; every fault is named by its cell."""
    try:
        content = file.read_bytes()
    except OSError as fault:
        fail(f"{file} cannot be read: {fault.strerror}.")
    process = read_settings()
    with database(process) as db:
        plan = db.read_now(current_plan)
        if plan is None:
            fail("No notice is loaded yet: duban import FILE.")
        rows = {row.number: row for row in db.read_now(target_rows, plan.id)}
        try:
            reading = read_target_sheet(content, rows, plan.span)
        except BadSheet:
            fail(f"{file} is no sheet of targets: duban targets export FILE writes one.")
        _require_sound(reading)
        if not reading.changes:
            say("The targets stand as in the sheet; nothing changes.")
            return
        for number, sheet in reading.changes.items():
            say(f"{number}: {_told(rows[number])} -> {_figure(sheet)}")
        if not agreed("Confirm these targets?", unasked=yes):
            fail("Nothing was changed. Run again with --yes to confirm them.")
        at = process_clock(process, db).now()
        db.write_now(confirm_all, plan.id, reading.changes, at=at)
    say(f"Confirmed: {len(reading.changes)} targets.")


def _require_sound(reading: SheetReading) -> None:
    for fault in reading.faults:
        say(f"{fault.cell} {fault.what}")
    if reading.faults:
        fail(f"{len(reading.faults)} cells need a look; nothing was changed.")


def _told(row: TargetRow) -> str:
    if row.standing is None:
        return "none"
    return _figure(row.standing) + ("" if row.confirmed else " (found in the text)")


def _figure(sheet: TargetSheet) -> str:
    stages = f", {len(sheet.stages)} stages" if sheet.stages else ""
    figure = "no figure" if sheet.goal is None else f"{sheet.goal:f} {sheet.measure}"
    return figure + stages
