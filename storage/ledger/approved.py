"""The reports of a period that no head has confirmed yet (未经审定)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from rules.periods import Period
from storage.ledger.submissions import ApprovalState, Submission, submissions
from storage.rounds import PlanFacts
from storage.tables import Round, Unit

WAITING = frozenset({ApprovalState.PENDING, ApprovalState.SENT_BACK})


@dataclass(frozen=True)
class Unapproved:
    """A unit with a head bound, and how many of its reports wait for a ruling or were sent back."""

    unit: str
    reports: int
    sent_back: bool


def unapproved(session: Session, plan: PlanFacts, period: Period) -> tuple[Unapproved, ...]:
    """Return the units in the order of the record; none below the month, where nobody rules."""
    round_id = session.exec(
        select(Round.id).where(
            Round.plan_id == plan.id, Round.kind == period.kind, Round.first == period.first
        )
    ).first()
    if round_id is None:
        return ()
    waiting = {
        unit_id: one
        for unit_id, one in submissions(session, round_id).items()
        if one.state in WAITING
    }
    units = session.exec(select(Unit).where(col(Unit.id).in_(waiting)).order_by(col(Unit.id)))
    return tuple(_unapproved(unit.name, waiting[unit.id or 0]) for unit in units)


def _unapproved(unit: str, one: Submission) -> Unapproved:
    is_back = one.state is ApprovalState.SENT_BACK
    settled = one.ruling[1] if one.ruling and not is_back else frozenset()
    open_ = [filed for filed in one.filed if not filed.by_head and filed.report_id not in settled]
    return Unapproved(unit, len(open_), is_back)
