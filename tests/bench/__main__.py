"""What the record costs, as ratios to a bare peer measured in the same run: `make bench`.

A ratio survives a slow machine, a time does not; so nothing here is asserted, only printed.
"""

from __future__ import annotations

import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlmodel import Session

from rules.facts import PeriodKind
from scheduler.tick import tick
from seeds.loading import draft
from seeds.notice import read_notice
from storage import plans
from storage.calendar import work_calendar
from storage.database import Database
from storage.inbox import receive
from storage.journal import record
from storage.ledger.cascade import CascadeLink, chain
from storage.ledger.digest import period_digest
from storage.ledger.lines import TaskLine
from storage.ledger.overdue import Owed, overdue
from storage.rounds import plan_facts

REPEATS = 300
QUESTIONS = 15
BATCH = 100
BATCHES = 30
OPEN_ROUNDS = 5
FEW, MANY = 1_000, 1_000_000
NOW = datetime(2024, 3, 1, 9, tzinfo=UTC)
BARE_TABLE = "CREATE TABLE bare (key INTEGER PRIMARY KEY, value TEXT)"


@dataclass(frozen=True)
class Line:
    """One comparison: median seconds of ours and of the peer."""

    what: str
    ours: float
    peer: str
    theirs: float


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as name:
        folder = Path(name)
        lines = [commits(folder), receiving(folder), *asking(folder)]
    table = Table("what", "ours", "peer", "theirs", "ratio", title="medians")
    for line in lines:
        ratio = f"{line.ours / line.theirs:.2f}"
        table.add_row(line.what, _shown(line.ours), line.peer, _shown(line.theirs), ratio)
    Console().print(table)


def commits(folder: Path) -> Line:
    """Compare one-row commits through the writer with bare ones, taken in turns."""
    bare = _bare(folder / "bare-commits.db")
    with closing(bare), closing(_migrated(folder / "commits.db")) as db:
        ours, theirs = _in_turns(
            lambda number: db.write_now(_one_row, number),
            lambda number: _insert(bare, [(number, f'{{"number": {number}}}')]),
            REPEATS,
        )
    return Line("db.write, one row", ours, "sqlite3, synchronous=FULL", theirs)


def receiving(folder: Path) -> Line:
    """Compare keeping 100 updates in the inbox with a bare insert of the same JSON."""
    bare = _bare(folder / "bare-inbox.db")

    def theirs_once(number: int) -> None:
        rows = [(update["update_id"], json.dumps(update)) for update in _updates(number)]
        _insert(bare, rows)

    with closing(bare), closing(_migrated(folder / "inbox.db")) as db:
        ours, theirs = _in_turns(
            lambda number: db.write_now(receive, _updates(number), at=NOW), theirs_once, BATCHES
        )
    return Line(f"inbox, {BATCH} updates", ours, "sqlite3, executemany", theirs)


def asking(folder: Path) -> Iterator[Line]:
    """Compare each question among a million check-ins with the same among a thousand."""
    with (
        closing(_ledger(folder / "many.db", MANY)) as many,
        closing(_ledger(folder / "few.db", FEW)) as few,
    ):
        for what, ask in ASKED.items():
            ours, theirs = _in_turns(
                partial(_again, ask, many), partial(_again, ask, few), QUESTIONS
            )
            answer = ask(few)
            if not answer or ask(many) != answer:
                raise AssertionError(f"a long history changed the answer: {what}")
            yield Line(f"{what}, {MANY:,} check-ins", ours, f"the same, {FEW:,} check-ins", theirs)


def _again(ask: Callable[[Database], object], db: Database, _number: int) -> object:
    return ask(db)


def _one_row(session: Session, number: int) -> None:
    record(session, "measured", f"bench:{number}", at=NOW)


def _overdue(db: Database) -> tuple[Owed, ...]:
    return db.read_now(overdue, 1, NOW)


def _tick(db: Database) -> bool:
    """Tick where nothing is owed any more: what the process does all day."""
    db.write_now(tick, 1, NOW)
    return True


def _digest(db: Database) -> tuple[TaskLine, ...]:
    def digest(session: Session) -> tuple[TaskLine, ...]:
        return period_digest(
            session, plan_facts(session, 1), PeriodKind.WEEK, NOW.date(), NOW
        ).lines

    return db.read_now(digest)


def _chain(db: Database) -> tuple[CascadeLink, ...]:
    def links(session: Session) -> tuple[CascadeLink, ...]:
        return chain(session, plan_facts(session, 1), work_calendar(session), "15", NOW).links

    return db.read_now(links)


ASKED: Mapping[str, Callable[[Database], object]] = {
    "/overdue": _overdue,
    "tick": _tick,
    "the week's digest": _digest,
    "/cascade 15": _chain,
}


def _ledger(path: Path, check_ins: int) -> Database:
    """Return a ledger with the notice, a closed history, and the same few rounds open at NOW."""
    db = _migrated(path)
    leads = db.write_now(_load_notice)
    with closing(sqlite3.connect(path)) as connection:
        rounds = -(-check_ins // len(leads))
        opened = [_round(number, rounds) for number in range(rounds)]
        names = ", ".join(opened[0])
        marks = ", ".join("?" * len(opened[0]))
        connection.executemany(
            f"INSERT INTO round ({names}) VALUES ({marks})",
            [tuple(row.values()) for row in opened],
        )
        connection.executemany(
            "INSERT INTO check_in (round_id, assignment_id, prompted_at, answered_at, revision)"
            " VALUES (?, ?, ?, ?, ?)",
            ((row["id"], lead, row["opens_at"], None, 0) for row in opened for lead in leads),
        )
        connection.commit()
        connection.execute("ANALYZE")
    return db


def _round(number: int, rounds: int) -> dict[str, Any]:
    """Return a day's round, counted backwards from NOW; only the newest are still open."""
    age = rounds - number
    day = NOW - timedelta(days=age)
    is_open = age <= OPEN_ROUNDS
    return {
        "id": number + 1,
        "plan_id": 1,
        "kind": PeriodKind.DAY.value,
        "key": f"D{day.date()}",
        "first": day.date().isoformat(),
        "last": day.date().isoformat(),
        "opens_at": _stored(day),
        "due_at": _stored(day + timedelta(hours=2)),
        "closes_at": _stored(NOW + timedelta(days=1) if is_open else day + timedelta(days=7)),
        "closed_at": None if is_open else _stored(day + timedelta(days=7)),
    }


def _stored(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f")


def _load_notice(session: Session) -> tuple[int, ...]:
    """Load the notice of Qianjiang and return its lead assignments."""
    text = files("seeds").joinpath("data/qianjiang_2024.txt").read_text(encoding="utf-8")
    notice = draft(read_notice(text), date(2024, 1, 31), date(2024, 12, 31))
    plans.load(session, notice, at=NOW - timedelta(days=30))
    rows = session.connection().exec_driver_sql("SELECT id FROM assignment WHERE share = 'lead'")
    return tuple(row[0] for row in rows)


def _migrated(path: Path) -> Database:
    db = Database(f"sqlite:///{path}")
    db.migrate()
    return db


def _bare(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(BARE_TABLE)
    return connection


def _insert(connection: sqlite3.Connection, rows: list[tuple[int, str]]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO bare VALUES (?, ?)", rows)
    connection.execute("COMMIT")


def _updates(batch: int) -> list[dict[str, Any]]:
    return [
        {
            "update_id": batch * BATCH + number,
            "message": {
                "message_id": number,
                "date": 1_706_774_400,
                "chat": {"id": 5210000117, "type": "private"},
                "from": {"id": 5210000117, "is_bot": False, "first_name": "Li"},
                "text": "15 normal",
            },
        }
        for number in range(BATCH)
    ]


def _in_turns(
    ours: Callable[[int], object], theirs: Callable[[int], object], times: int
) -> tuple[float, float]:
    """Return the median seconds of each, run by turns so that both meet the same weather."""
    taken: tuple[list[float], list[float]] = [], []
    for number in range(times):
        for work, seconds in zip((ours, theirs), taken, strict=True):
            begun = time.perf_counter()
            work(number)
            seconds.append(time.perf_counter() - begun)
    return statistics.median(taken[0]), statistics.median(taken[1])


def _shown(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms"


if __name__ == "__main__":
    main()
