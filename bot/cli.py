"""The command line: `duban run`, `duban import FILE`, `duban invite UNIT`."""

from __future__ import annotations

import asyncio
import json
import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from sqlalchemy.exc import SQLAlchemyError
from telegram.helpers import create_deep_linked_url

from bot.app import run as run_process
from bot.commands import calendar, export, simulate, targets
from bot.commands.console import agreed, database, fail, process_clock, say
from bot.commands.settings import show_or_change
from bot.logs import configure
from bot.rehearsal import rehearse
from bot.settings import Misconfigured, Settings, read_settings
from rules.facts import Duty
from rules.refusals import UnknownUnit
from seeds.difference import Difference, difference
from seeds.loading import draft
from seeds.notice import Notice, read_notice
from seeds.reading import NotANotice, decode_notice
from storage import kept, members, plans
from storage.database import Database

VALID_FOR = timedelta(days=7)

app = typer.Typer(
    help="duban: carries a Government Work Report from notice to sign-off, in Telegram.",
    no_args_is_help=True,
    add_completion=False,
)
app.add_typer(calendar.app, name="calendar")
app.add_typer(export.app, name="export")
app.add_typer(targets.app, name="targets")
app.command("settings")(show_or_change)
app.command("simulate")(simulate.live)


def main() -> None:
    """Run the command line; a known fault ends in a sentence, not a trace."""
    try:
        app()
    except (Misconfigured, NotANotice) as fault:
        fail(str(fault))
    except SQLAlchemyError as fault:
        fail(f"The database cannot be used: {fault.args[0]}\nCheck DATABASE_URL and the disk.")


@app.command()
def run() -> None:
    """Run the bot; without TELEGRAM_BOT_TOKEN, a sandbox in the browser."""
    configure()
    settings = read_settings()
    if settings.token is None:
        asyncio.run(rehearse(settings))
        return
    with database(settings) as db:
        asyncio.run(run_process(settings, db, process_clock(settings, db, begin=True)))


@app.command("import")
def import_notice(
    file: Annotated[Path, typer.Argument(help="The notice as text.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read and show, change nothing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the notice as JSON.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Apply a changed notice unasked.")] = False,
    start: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
    end: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
) -> None:
    """Load a notice; a changed one shows its difference first."""
    notice = read_notice(decode_notice(_bytes(file)))
    if as_json:
        typer.echo(json.dumps(notice.as_json(), ensure_ascii=False, indent=2))
    else:
        _summarise(notice)
    if dry_run:
        return
    settings = read_settings()
    plan = draft(notice, start.date() if start else None, end.date() if end else None)
    with database(settings) as db:
        now = process_clock(settings, db).now()
        loaded = db.read_now(plans.loaded, plan.title, plan.year)
        if loaded is not None:
            plan = replace(
                plan,
                start=plan.start if start else loaded.start,
                end=plan.end if end else loaded.end,
            )
            changes = difference(loaded.tasks, plan.tasks)
            _confirm(changes, unasked=yes)
            is_same = changes.is_empty and (plan.start, plan.end) == (loaded.start, loaded.end)
        if loaded is None or not is_same:
            db.write_now(plans.load, plan, at=now)
    say(f"Loaded: {len(plan.tasks)} tasks, {plan.start} to {plan.end}.")
    if plan.end < now.date():
        say(f"This plan ended on {plan.end}: no rounds will open. Give --start and --end.")


@app.command()
def invite(
    unit: Annotated[str, typer.Argument(help="The unit's name as in the notice.")] = "",
    duty: Annotated[str, typer.Option(help="liaison or head.")] = Duty.LIAISON.value,
    supervisor: Annotated[bool, typer.Option(help="Invite a supervisor instead.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the link as JSON.")] = False,
) -> None:
    """Print a one-use link, alone on its line, that binds who opens it."""
    if bool(unit) == supervisor:
        fail("Name a unit, or give --supervisor.")
    chosen = next((one for one in Duty if one.value == duty), None)
    if chosen is None:
        fail(f"--duty is liaison or head, not {duty}.")
    settings = read_settings()
    token = secrets.token_urlsafe(16)
    with database(settings) as db:
        username = _username(settings, db)
        now = process_clock(settings, db).now()
        expires = now + VALID_FOR
        try:
            name = db.write_now(
                members.issue_invite, token, unit or None, chosen, at=now, expires_at=expires
            )
        except UnknownUnit as unknown:
            near = f" Near: {', '.join(unknown.near)}." if unknown.near else ""
            fail(f"No unit is called «{unknown.name}».{near} Import the notice first?")
        link = create_deep_linked_url(username, token)
    told = {"link": link, "unit": name, "duty": None if supervisor else duty}
    typer.echo(
        json.dumps(told | {"expires_at": expires.isoformat()}, ensure_ascii=False)
        if as_json
        else link
    )


def _username(settings: Settings, db: Database) -> str:
    if (met := db.read_now(kept.recall, "bot")) is not None:
        return str(met["username"])
    if settings.token is None:
        fail("Set TELEGRAM_BOT_TOKEN: the link needs the bot's name.")
    try:
        answer = httpx.get(f"{settings.api}/bot{settings.token}/getMe", timeout=15)
        answer.raise_for_status()
    except httpx.HTTPError as fault:
        fail(f"Telegram cannot be asked for the bot's name ({type(fault).__name__}).")
    me: dict[str, Any] = answer.json()["result"]
    return str(me["username"])


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as fault:
        raise NotANotice(f"{file} cannot be read: {fault.strerror}.") from None


def _summarise(notice: Notice) -> None:
    below = sum(len(section.subsections) for section in notice.sections)
    say(notice.title or "(no title)")
    say(f"{len(notice.tasks)} tasks, {len(notice.sections)} parts, {below} sub-sections")
    for problem in notice.problems:
        say(f"  line {problem.line}: {problem.what}")


def _confirm(changes: Difference, *, unasked: bool) -> None:
    """Show what a notice would change; go on only where that is wanted."""
    if changes.is_empty:
        say("The notice is loaded already; nothing changes.")
        return
    for line in changes.lines():
        say(line)
    if not agreed("Apply this difference?", unasked=unasked):
        fail("Nothing was changed. Run again with --yes to apply the difference.")
