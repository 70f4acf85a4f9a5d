"""What simulated officials type, as `words.toml` has it."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from bot.simulation.people import Load
from rules.periods import Span

WORDS = Path(__file__).with_name("words.toml")
NOISE = 0.03
DAYS = 366


@cache
def words() -> dict[str, Any]:
    """Return the whole vocabulary."""
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


def figures(loads: tuple[Load, ...], today: date, random: Random) -> str:
    """Return a message with the figure of one to three tasks, near their planned line."""
    chosen = random.sample(loads, min(len(loads), random.randint(1, 3)))
    return "\n".join(_figure(load, today, random) for load in chosen)


def away(leave: Span) -> str:
    """Return the command that tells of a leave."""
    return str(words()["away"]).format(
        first=f"{leave.first.month}.{leave.first.day}", last=f"{leave.last.month}.{leave.last.day}"
    )


def _figure(load: Load, today: date, random: Random) -> str:
    elapsed = today.timetuple().tm_yday / DAYS
    done = Decimal(elapsed * load.pace * (1 + random.uniform(-NOISE, NOISE)))
    total = load.baseline + (load.goal - load.baseline) * min(done, Decimal(1))
    grain = Decimal(1) if abs(load.goal) >= 10 else Decimal("0.01")  # noqa: PLR2004 - whole things
    return str(words()["figure"]).format(
        number=load.number,
        total=total.quantize(grain, ROUND_HALF_UP),
        progress=random.choice(words()["progress"]),
    )
