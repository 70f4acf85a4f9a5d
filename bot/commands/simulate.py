"""`duban simulate`: live the notice's year with simulated officials and count the burden."""

from __future__ import annotations

import json
import logging
from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bot.commands.console import fail
from bot.logs import configure
from bot.simulation.bounds import bounds
from bot.simulation.findings import find
from bot.simulation.halves import side_by_side
from bot.simulation.report import as_json, show
from bot.simulation.run import Lived, simulate
from bot.simulation.temper import PROFILES
from rules.periods import Span

LIAISONS = 7
FIRST, LAST = datetime(2024, 1, 31), datetime(2024, 12, 31)  # noqa: DTZ001 - days, as typer reads


def live(
    first: Annotated[
        datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day.")
    ] = FIRST,
    last: Annotated[
        datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="The last day.")
    ] = LAST,
    profile: Annotated[str, typer.Option(help=f"The officials: {', '.join(PROFILES)}.")] = next(
        iter(PROFILES)
    ),
    seed: Annotated[int, typer.Option(help="The same seed gives the same year.")] = 1,
    liaisons: Annotated[
        int,
        typer.Option(
            help="How many liaisons share the units; 76: one each, which takes four times as long."
        ),
    ] = LIAISONS,
    whole: Annotated[
        bool,
        typer.Option("--whole", help="Live the year in one piece, not its halves side by side."),
    ] = False,
    as_json_: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Live the notice's days with simulated officials; exit 1 where a promise is broken."""
    if profile not in PROFILES:
        fail(f"--profile is one of {', '.join(PROFILES)}, not {profile}.")
    if liaisons < 1:
        fail(f"--liaisons is at least 1, not {liaisons}.")
    if last < first:
        fail(f"The last day ({last.date()}) lies before the first ({first.date()}).")
    configure()
    logging.getLogger().setLevel(logging.WARNING)
    findings = find(_lived(Span(first.date(), last.date()), profile, seed, liaisons, whole=whole))
    held = bounds(findings)
    if as_json_:
        told = {"profile": profile, "seed": seed, "liaisons": liaisons, **as_json(findings, held)}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        show(Console(), findings, held)
    if broken := [bound.name for bound in held if not bound.holds]:
        fail(f"Broken: {', '.join(broken)}.")


def _lived(days: Span, profile: str, seed: int, liaisons: int, *, whole: bool) -> Lived:
    """Live the days under a progress bar on standard error."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    live_through = simulate if whole else side_by_side
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = progress.add_task(str(days.first), total=len(tuple(days)))
        return live_through(
            days,
            profile,
            seed,
            liaisons,
            lambda day: progress.update(bar, advance=1, description=str(day)),
        )
