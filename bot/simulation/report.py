"""The findings as tables for a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from bot.simulation.bounds import Bound
from bot.simulation.burden import Burden
from bot.simulation.findings import Findings
from rules.facts import PeriodKind
from rules.lights import Light
from rules.standing import Standing


def as_json(findings: Findings, bounds: Iterable[Bound]) -> dict[str, Any]:
    """Return the findings with plain keys; shares are between 0 and 1."""
    record = findings.record
    return {
        "from": findings.days.first.isoformat(),
        "to": findings.days.last.isoformat(),
        "workdays": findings.workdays,
        "people": {name: asdict(one) for name, one in findings.burdens.items()},
        "one_tap": {**asdict(findings.one_tap), "share": findings.one_tap.share},
        "check_ins": {
            kind.value: _duties(record.check_ins[kind], record.drafted[kind]) for kind in PeriodKind
        },
        "group": {"posts": findings.group_posts, "most_a_day": findings.group_most},
        "quiet": findings.quiet,
        "merged": record.merged,
        "undelivered": findings.undelivered,
        "digests": asdict(findings.digests),
        "faults": list(record.faults),
        "lights": {
            day.isoformat(): {light.value: count for light, count in lights.items()}
            for day, lights in findings.quarters.items()
        },
        "bounds": [asdict(bound) for bound in bounds],
    }


def show(console: Console, findings: Findings, bounds: Iterable[Bound]) -> None:
    """Print the findings as tables."""
    span = findings.days
    console.print(f"{span.first} to {span.last}: {findings.workdays} workdays")
    console.print(_burdens(findings.burdens))
    console.print(_check_ins(findings))
    for day, lights in findings.quarters.items():
        told = ", ".join(f"{light.value} {lights[light]}" for light in Light)
        console.print(f"lights on {day}: {told}")
    console.print(
        f"notices merged: {findings.record.merged}; group posts: {findings.group_posts}; "
        f"digests: {findings.digests.digests} with {findings.digests.sums} sums"
    )
    console.print(_bounds(bounds))


def _burdens(burdens: Mapping[str, Burden]) -> Table:
    table = _table("a person and workday", ("", *burdens))
    for one in fields(Burden):
        row = (_number(getattr(burden, one.name)) for burden in burdens.values())
        table.add_row(one.name, *row)
    return table


def _check_ins(findings: Findings) -> Table:
    record = findings.record
    seen = [
        standing
        for standing in Standing
        if any(record.check_ins[kind][standing] for kind in PeriodKind)
    ]
    table = _table("check-ins", ("", "asked", "prefilled", *(one.value for one in seen)))
    for kind in PeriodKind:
        duties = _duties(record.check_ins[kind], record.drafted[kind])
        shares = [duties[name] for name in ("prefilled", *(one.value for one in seen))]
        table.add_row(kind.value, str(duties["asked"]), *(f"{share:.1%}" for share in shares))
    return table


def _bounds(bounds: Iterable[Bound]) -> Table:
    table = _table("promises", ("", "found", ""))
    for bound in bounds:
        mark = "holds" if bound.holds else "[red]BROKEN[/red]"
        table.add_row(bound.promise, _number(bound.found), mark)
    return table


def _duties(standings: Mapping[Standing, int], drafted: int) -> dict[str, Any]:
    """Return how many check-ins there were, and the share of each standing.

    `prefilled` is the share of the answered ones that confirmed a draft.
    """
    asked = sum(standings.values())
    answered = standings.get(Standing.ANSWERED, 0) + standings.get(Standing.LATE, 0)
    shares = {
        standing.value: standings.get(standing, 0) / asked if asked else 0.0
        for standing in Standing
    }
    return {"asked": asked, "prefilled": drafted / answered if answered else 0.0, **shares}


def _table(title: str, columns: Sequence[str]) -> Table:
    table = Table(title=title, title_justify="left", box=SIMPLE, padding=(0, 1, 0, 0))
    for name in columns:
        table.add_column(name, justify="left" if not name else "right")
    return table


def _number(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.2f}"
