"""The weekly digest as one phone screen."""

from __future__ import annotations

from handlers.views.render import render
from rules.tally import Bucket
from storage.ledger.digest import WeekDigest
from storage.rounds import PlanFacts

SHOWN = 8


def digest_text(week: WeekDigest, plan: PlanFacts, *, on_demand: bool = False) -> str:
    """Return the digest: unblock first, late second, praise third."""
    return render(
        "digest",
        week=week,
        plan=plan,
        zone=plan.zone,
        Bucket=Bucket,
        shown=SHOWN,
        on_demand=on_demand,
        over=plan.is_over(week.as_of),
    )
