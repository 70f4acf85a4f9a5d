"""The chase ladder: the liaison, then the head, then a slip (督办单) for a supervisor to send.

Each rung is taken once for a unit's debt in a round, and one rung a day at most, so that a clock
that stood still does not heap the ladder on anybody. A rung that would reach nobody is passed over.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from sqlmodel import Session, col, select

from rules.escalation import Rung, rungs
from rules.facts import PeriodKind
from rules.workdays import WorkCalendar
from storage.ledger.debts import debts
from storage.ledger.heads import heads, of_unit
from storage.ledger.roster import speakers
from storage.outbox import Draft, NoticeKind, Priority, queue
from storage.rounds import PlanFacts
from storage.slips import draft_slips
from storage.tables import Notice, Round, Slip

Owing: TypeAlias = tuple[int, int]
"""A unit's debt in a round: the round's id, the unit's id."""


@dataclass(frozen=True)
class Reach:
    """Whom the rungs speak to: each member with their units."""

    liaisons: dict[int, frozenset[int]]
    heads: dict[int, frozenset[int]]

    def members(self, rung: Rung, unit_id: int) -> frozenset[int]:
        """Return who of the unit hears of its debt on a rung; a slip goes to supervisors."""
        speaking = {Rung.LIAISON: self.liaisons, Rung.HEAD: self.heads}
        return of_unit(speaking.get(rung, {}), unit_id)

    def next(
        self, ladder: Sequence[Rung], taken: Mapping[Rung, date], unit_id: int, today: date
    ) -> Rung | None:
        """Return the rung to take now; `taken` has the days of those taken before."""
        for rung in ladder:
            if taken.get(rung) == today:
                return None
            if rung not in taken and (rung is Rung.SLIP or self.members(rung, unit_id)):
                return rung
        return None


def escalate(session: Session, plan: PlanFacts, calendar: WorkCalendar, now: datetime) -> int:
    """Take the rungs whose moment has come; return how many notices and slips are new."""
    reached = _reached(session, plan, calendar, now)
    owed = debts(session, plan, now, rounds=reached.keys()) if reached else ()
    if not owed:
        return 0
    owing = sorted({(one.round_id, one.unit_id) for one in owed})
    units, today = frozenset(unit_id for _, unit_id in owing), plan.day(now)
    reach = Reach(speakers(session, units, today), heads(session, units, today))
    taken = _taken(session, plan, reached)
    steps = {one: reach.next(reached[one[0]], taken.get(one, {}), one[1], today) for one in owing}
    notices = _notices(plan, reach, steps, plan.rhythm.hours.speakable(now, calendar))
    slips = [one for one, rung in steps.items() if rung is Rung.SLIP]
    return queue(session, notices, at=now) + draft_slips(session, plan, slips, now)


def _reached(
    session: Session, plan: PlanFacts, calendar: WorkCalendar, now: datetime
) -> dict[int, tuple[Rung, ...]]:
    """Return the open rounds past their first rung, each with the rungs whose moment has come."""
    rows = session.exec(
        select(Round).where(
            Round.plan_id == plan.id,
            col(Round.closed_at).is_(None),
            Round.kind != PeriodKind.DAY,
            Round.due_at <= now,
        )
    )
    ladders = {
        row.id or 0: rungs(row.kind, row.due_at, row.closes_at, plan.rhythm, calendar)
        for row in rows
    }
    reached = {
        round_id: tuple(rung for rung, moment in ladder if moment <= now)
        for round_id, ladder in ladders.items()
    }
    return {round_id: ladder for round_id, ladder in reached.items() if ladder}


def _taken(
    session: Session, plan: PlanFacts, rounds: Collection[int]
) -> dict[Owing, dict[Rung, date]]:
    """Return the rungs taken in these rounds, each with its day."""
    taken: dict[Owing, dict[Rung, date]] = {}
    for notice in session.exec(
        select(Notice).where(
            col(Notice.round_id).in_(rounds), Notice.kind == NoticeKind.LADDER.value
        )
    ):
        if "rung" in notice.subject:
            of_debt = taken.setdefault((notice.round_id or 0, notice.subject["unit"]), {})
            of_debt[_rung(notice.subject["rung"])] = plan.day(notice.queued_at)
    for slip in session.exec(select(Slip).where(col(Slip.round_id).in_(rounds))):
        taken.setdefault((slip.round_id, slip.unit_id), {})[Rung.SLIP] = plan.day(slip.drafted_at)
    return taken


def _rung(code: str) -> Rung:
    return next(rung for rung in Rung if rung.value == code)


def _notices(
    plan: PlanFacts, reach: Reach, steps: Mapping[Owing, Rung | None], speaks: datetime
) -> list[Draft]:
    return [
        Draft(
            key=f"ladder:{rung.value}:round={round_id}:unit={unit_id}:member={member_id}",
            kind=NoticeKind.LADDER,
            priority=Priority.REMINDER,
            subject={"rung": rung.value, "unit": unit_id},
            plan_id=plan.id,
            member_id=member_id,
            round_id=round_id,
            not_before=speaks,
        )
        for (round_id, unit_id), rung in steps.items()
        if rung is not None
        for member_id in reach.members(rung, unit_id)
    ]
