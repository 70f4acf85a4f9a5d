"""Setting the stage: a fresh database with the notice, the calendar, everybody bound."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from importlib.resources import files

from sqlmodel import Session, col, select

from bot.simulation.people import Person, cast
from bot.simulation.temper import Temper
from rules.facts import Share, TargetKind
from rules.periods import Span
from seeds.calendar import published_days
from seeds.loading import draft
from seeds.notice import read_notice
from storage import calendar, members, plans, rounds
from storage.database import Database
from storage.ledger.targets import TargetRow, target_rows
from storage.tables import Assignment, Unit
from storage.targets import confirm_all

GROUP = -1002041580001


def set_stage(
    db: Database,
    days: Span,
    mix: Mapping[Temper, int],
    seed: int,
    liaisons: int | None,
    at: datetime,
) -> tuple[Person, ...]:
    """Load the notice at `at` and bind its people and its group; return the people.

    Every unit of the notice has a liaison, perhaps one it shares with others, and each target found
    in its text is confirmed.
    """
    text = files("seeds").joinpath("data/qianjiang_2024.txt").read_text(encoding="utf-8")
    db.migrate()
    db.write_now(calendar.load_days, published_days(), "chinesecalendar")
    plan_id = db.write_now(plans.load, draft(read_notice(text)), at=at)
    return db.write_now(_people_it, plan_id, days, mix, seed, liaisons, at)


def _people_it(
    session: Session,
    plan_id: int,
    days: Span,
    mix: Mapping[Temper, int],
    seed: int,
    liaisons: int | None,
    at: datetime,
) -> tuple[Person, ...]:
    rows = [row for row in target_rows(session, plan_id) if row.standing and row.standing.goal]
    confirm_all(session, plan_id, {row.number: row.standing for row in rows if row.standing}, at=at)
    units = session.exec(
        select(Unit.name, Assignment.share)
        .join(Assignment, col(Assignment.unit_id) == Unit.id)
        .order_by(col(Unit.id))
    ).all()
    leading = frozenset(name for name, share in units if share is Share.LEAD)
    amounts = {name: _amounts(rows, name) for name, _ in units}
    people = cast(amounts, leading, mix, days, seed, liaisons)
    for person in people:
        _bind(session, person, at)
    rounds.bind_group(session, plan_id, GROUP, at=at)
    return people


def _amounts(rows: list[TargetRow], unit: str) -> list[tuple[str, Decimal, Decimal]]:
    """Return the amounts a unit counts: it is the first lead of their tasks."""
    return [
        (row.number, sheet.goal, sheet.baseline or Decimal(0))
        for row in rows
        if (sheet := row.standing)
        and sheet.goal is not None
        and sheet.kind is TargetKind.QUANTITY
        and row.leads[:1] == (unit,)
    ]


def _bind(session: Session, person: Person, at: datetime) -> None:
    if person.duty is None:
        members.grant_supervisor(session, person.user_id, person.name, at=at)
        return
    for unit in person.units:
        token = f"simulation-{person.user_id}-{unit}"
        expires = at + timedelta(days=1)
        members.issue_invite(session, token, unit, person.duty, at=at, expires_at=expires)
        session.flush()
        members.accept(session, token, person.user_id, person.name, at=at)
