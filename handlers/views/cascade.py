"""The chain of a task's periods, the year first: each with its outlook and why."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

from handlers.views.reasons import LIGHTS, OUTLOOKS
from handlers.views.render import render
from rules.periods import LEVELS
from storage.ledger.cascade import CascadeSheet
from storage.rounds import PlanFacts


def cascade_text(sheet: CascadeSheet, plan: PlanFacts, now: datetime) -> str:
    """Return the chain as one message."""
    return render(
        "cascade",
        task=sheet.task,
        links=sheet.links,
        plan=plan,
        over=plan.is_over(now),
        light=LIGHTS[sheet.task.judgement.light],
        outlooks=OUTLOOKS,
        below={outer: inner for inner, outer in pairwise(LEVELS)},
    )
