"""Templates to text: every sentence a person reads is in `templates/zh`, escaped."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from decimal import ROUND_CEILING, Decimal
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from rules.refusals import Refusal

WORDS = Path(__file__).parent / "templates" / "zh"
LIMIT = 4000  # Telegram takes 4096 UTF-16 units; room is left for wide signs

environment = Environment(
    loader=FileSystemLoader(WORDS),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def upward(value: Decimal, whole: bool) -> str:
    """Return a figure rounded up, so that who reaches it reaches the plan: things in whole ones.

    What is measured (870.5亿元) keeps two decimals.
    """
    step = Decimal(1) if whole else Decimal("0.01")
    return f"{value.quantize(step, ROUND_CEILING).normalize():f}"


environment.filters["upward"] = upward


def render(
    template: str,
    /,
    *,
    cut: Callable[[list[str]], str] | None = None,
    **facts: Any,  # noqa: ANN401
) -> str:
    """Return the message `template` about `facts`, as Telegram HTML within its limit.

    `cut` takes the lines to that limit in another way than whole lines from the top.
    """
    lines = environment.get_template(f"{template}.html.j2").render(**facts).strip().split("\n")
    return (cut or fit)(lines)


def fit(lines: list[str]) -> str:
    """Return as many whole lines as one message holds."""
    kept: list[str] = []
    room = LIMIT
    for line in lines:
        room -= width(line) + 1
        if room < 0:
            return "\n".join([*kept, "…"])
        kept.append(line)
    return "\n".join(kept)


def width(text: str) -> int:
    """Return the length of a text as Telegram counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def phrase(name: str, **facts: Any) -> str:  # noqa: ANN401
    """Return a short phrase as plain text: a button's label, a toast, a menu line."""
    return _phrase(name).render(**facts)


def refusal(error: Refusal, zone: ZoneInfo | None) -> str:
    """Return the sentence for a refusal: what is the matter and what to do next."""
    facts = {key: value for key, value in vars(error).items() if not key.startswith("_")}
    return render(
        "refusal", refused=type(error).__name__, period=facts.pop("kind", None), zone=zone, **facts
    )


@cache
def phrases() -> dict[str, str]:
    """Return every phrase by name."""
    return tomllib.loads((WORDS / "phrases.toml").read_text(encoding="utf-8"))


@cache
def _phrase(name: str) -> Template:
    return Environment(undefined=StrictUndefined, autoescape=False).from_string(phrases()[name])  # noqa: S701 - plain text, never parsed as HTML
