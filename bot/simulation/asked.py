"""The rounds of the record, read once each: what level a button's round is of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session, select

from rules.facts import PeriodKind
from storage.database import Database
from storage.tables import Round


@dataclass(frozen=True)
class Asked:
    """A round: its level and its days."""

    id: int
    kind: PeriodKind
    first: date
    last: date


@dataclass
class Rounds:
    """Rounds by id; they never change once they are open."""

    db: Database
    _known: dict[int, Asked] = field(default_factory=dict)

    def __getitem__(self, round_id: int) -> Asked:
        if round_id not in self._known:
            self._known[round_id] = self.db.read_now(_asked, round_id)
        return self._known[round_id]


def all_asked(session: Session) -> dict[int, Asked]:
    """Return every round by its id."""
    return {row.id or 0: _read(row) for row in session.exec(select(Round))}


def _asked(session: Session, round_id: int) -> Asked:
    return _read(session.get_one(Round, round_id))


def _read(row: Round) -> Asked:
    return Asked(row.id or 0, row.kind, row.first, row.last)
