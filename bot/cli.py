"""The command line: `duban run`, `duban import FILE`, `duban invite UNIT`."""

from __future__ import annotations

import asyncio
import json
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from sqlalchemy.exc import SQLAlchemyError
from telegram.helpers import create_deep_linked_url

from bot.app import run as run_process
from bot.clock import Clock, DrillClock, SystemClock
from bot.logs import configure
from bot.rehearsal import rehearse
from bot.settings import Misconfigured, Settings, read_settings
from rules.facts import Duty
from rules.refusals import UnknownUnit
from seeds.calendar import published_days
from seeds.difference import Difference, difference
from seeds.loading import draft
from seeds.notice import Notice, read_notice
from seeds.reading import NotANotice, decode_notice
from storage import calendar, kept, members, plans
from storage.database import Database

VALID_FOR = timedelta(days=7)

app = typer.Typer(
    help="duban: carries a Government Work Report from notice to sign-off, in Telegram.",
    no_args_is_help=True,
    add_completion=False,
)


def main() -> None:
    """Run the command line; a known fault ends in a sentence, not a trace."""
    try:
        app()
    except (Misconfigured, NotANotice) as fault:
        _fail(str(fault))
    except SQLAlchemyError as fault:
        _fail(f"The database cannot be used: {fault.args[0]}\nCheck DATABASE_URL and the disk.")


@app.command()
def run() -> None:
    """Run the bot; without TELEGRAM_BOT_TOKEN, a sandbox in the browser."""
    configure()
    settings = read_settings()
    if settings.token is None:
        asyncio.run(rehearse(settings))
        return
    with _database(settings) as db:
        asyncio.run(run_process(settings, db, _clock(settings, db, begin=True)))


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
    with _database(settings) as db:
        now = _clock(settings, db).now()
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
    _say(f"Loaded: {len(plan.tasks)} tasks, {plan.start} to {plan.end}.")
    if plan.end < now.date():
        _say(f"This plan ended on {plan.end}: no rounds will open. Give --start and --end.")


@app.command()
def invite(
    unit: Annotated[str, typer.Argument(help="The unit's name as in the notice.")] = "",
    duty: Annotated[str, typer.Option(help="liaison or head.")] = Duty.LIAISON.value,
    supervisor: Annotated[bool, typer.Option(help="Invite a supervisor instead.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the link as JSON.")] = False,
) -> None:
    """Print a one-use link, alone on its line, that binds who opens it."""
    if bool(unit) == supervisor:
        _fail("Name a unit, or give --supervisor.")
    chosen = next((one for one in Duty if one.value == duty), None)
    if chosen is None:
        _fail(f"--duty is liaison or head, not {duty}.")
    settings = read_settings()
    token = secrets.token_urlsafe(16)
    with _database(settings) as db:
        username = _username(settings, db)
        now = _clock(settings, db).now()
        expires = now + VALID_FOR
        try:
            name = db.write_now(
                members.issue_invite, token, unit or None, chosen, at=now, expires_at=expires
            )
        except UnknownUnit as unknown:
            near = f" Near: {', '.join(unknown.near)}." if unknown.near else ""
            _fail(f"No unit is called «{unknown.name}».{near} Import the notice first?")
        link = create_deep_linked_url(username, token)
    told = {"link": link, "unit": name, "duty": None if supervisor else duty}
    typer.echo(
        json.dumps(told | {"expires_at": expires.isoformat()}, ensure_ascii=False)
        if as_json
        else link
    )


@contextmanager
def _database(settings: Settings) -> Iterator[Database]:
    db = Database(settings.database)
    try:
        db.migrate()
        db.write_now(calendar.load_days, published_days(), "chinesecalendar")
        yield db
    finally:
        db.close()


def _clock(settings: Settings, db: Database, *, begin: bool = False) -> Clock:
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


def _username(settings: Settings, db: Database) -> str:
    if (met := db.read_now(kept.recall, "bot")) is not None:
        return str(met["username"])
    if settings.token is None:
        _fail("Set TELEGRAM_BOT_TOKEN: the link needs the bot's name.")
    try:
        answer = httpx.get(f"{settings.api}/bot{settings.token}/getMe", timeout=15)
        answer.raise_for_status()
    except httpx.HTTPError as fault:
        _fail(f"Telegram cannot be asked for the bot's name ({type(fault).__name__}).")
    me: dict[str, Any] = answer.json()["result"]
    return str(me["username"])


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as fault:
        raise NotANotice(f"{file} cannot be read: {fault.strerror}.") from None


def _summarise(notice: Notice) -> None:
    below = sum(len(section.subsections) for section in notice.sections)
    _say(notice.title or "(no title)")
    _say(f"{len(notice.tasks)} tasks, {len(notice.sections)} parts, {below} sub-sections")
    for problem in notice.problems:
        _say(f"  line {problem.line}: {problem.what}")


def _confirm(changes: Difference, *, unasked: bool) -> None:
    """Show what a notice would change; go on only where that is wanted."""
    if changes.is_empty:
        _say("The notice is loaded already; nothing changes.")
        return
    for line in changes.lines():
        _say(line)
    if not unasked and not (sys.stdin.isatty() and typer.confirm("Apply this difference?")):
        _fail("Nothing was changed. Run again with --yes to apply the difference.")


def _say(text: str) -> None:
    typer.echo(text, err=True)


def _fail(text: str) -> Any:  # noqa: ANN401 - never returns
    typer.echo(text, err=True)
    raise SystemExit(1)
