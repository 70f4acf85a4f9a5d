"""Digests as messages: unblock first, late second, praise third."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from handlers.views.outline import outlined
from handlers.views.render import LIMIT, render
from handlers.views.sheets.ledger import ledger_document
from handlers.views.wording import Wording
from rules.facts import PeriodKind, TargetKind
from rules.tally import Bucket
from storage.calendar import work_calendar
from storage.ledger.book import book
from storage.ledger.digest import PeriodDigest, period_digest
from storage.outbox import Claimed
from storage.rounds import PlanFacts, plan_facts
from storage.tables import Round

SHORT = frozenset({PeriodKind.DAY, PeriodKind.WEEK})
SCREEN = 600  # UTF-16 units: about thirty lines of twenty signs, what a phone shows at once
CAPTION = 1024  # UTF-16 units: what Telegram takes under a document
FEW, ALL = 3, 140


def digest_text(digest: PeriodDigest, plan: PlanFacts, *, on_demand: bool = False) -> str:
    """Return the whole digest, as far as one message holds it."""
    return _text(digest, plan, LIMIT, ALL, on_demand=on_demand, attached=False)


def digest_caption(digest: PeriodDigest, plan: PlanFacts) -> str:
    """Return the digest to stand under the ledger: day and week on one screen of a phone."""
    limit = SCREEN if digest.kind in SHORT else CAPTION
    return _text(digest, plan, limit, FEW, on_demand=False, attached=True)


def digest_wording(session: Session, notice: Claimed, now: datetime) -> Wording:
    """Return the group's message about a digest notice: one document, the digest its caption."""
    plan = plan_facts(session, notice.plan_id or 0)
    kind = session.get_one(Round, notice.round_id).kind
    day = date.fromisoformat(notice.subject["day"])
    digest = period_digest(session, plan, kind, day, now)
    rows = book(session, plan, work_calendar(session), now)
    return Wording(digest_caption(digest, plan), document=ledger_document(rows, plan, now))


def _text(
    digest: PeriodDigest,
    plan: PlanFacts,
    limit: int,
    most: int,
    *,
    on_demand: bool,
    attached: bool,
) -> str:
    facts = {
        "digest": digest,
        "plan": plan,
        "on_demand": on_demand,
        "attached": attached,
        "Bucket": Bucket,
        "TargetKind": TargetKind,
    }
    cut = outlined(limit, most)
    if digest.kind in SHORT:
        return render("digest", cut=cut, **facts)
    return render("bulletin", cut=cut, **facts)
