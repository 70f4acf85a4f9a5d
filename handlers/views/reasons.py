"""Why a light has its colour and why a period holds, in a clause with the numbers.

In a template: `{% import "reasons.j2" as r %}`, then `r.judged(judgement)`, `r.task(standing)` or
`r.secured(securing, measure)`; the same words come from here as plain text.
"""

from __future__ import annotations

from html import unescape
from types import MappingProxyType

from handlers.views.render import environment
from rules.cascade import Outlook, Securing
from rules.lights import Judgement, Light
from storage.ledger.standings import TaskStanding

LIGHTS = MappingProxyType(
    {Light.GREEN: "🟢", Light.YELLOW: "🟡", Light.RED: "🔴", Light.GREY: "⚪"}
)
OUTLOOKS = MappingProxyType(
    {
        Outlook.SECURED: "🟢",
        Outlook.AT_RISK: "🟡",
        Outlook.SLIPPING: "🔴",
        Outlook.UNKNOWN: "⚪",
    }
)


def judgement_words(judgement: Judgement) -> str:
    """Return the reason of a light: 完成年度目标53.3%,低于序时21.7个百分点."""
    return _said("judged", judgement)


def standing_words(standing: TaskStanding) -> str:
    """Return the reason of a task's light; a figure that is not confirmed is said to be so."""
    return _said("task", standing)


def securing_words(securing: Securing, measure: str) -> str:
    """Return the reason of an outlook; amounts are in `measure`."""
    return _said("secured", securing, measure)


def _said(macro: str, *facts: object) -> str:
    words = getattr(environment.get_template("reasons.j2").module, macro)
    return unescape(str(words(*facts)))
