"""A fresh database has the schema of the models, and columns keep what they are given."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import Session, select

from rules.facts import Bound, TargetKind
from rules.replies import ValueKind
from storage import kept
from storage.database import Database
from storage.migrations import configuration
from storage.tables import Member, Notice, Plan, Target, metadata
from tests.conftest import Engine, opened
from tests.office import Office


def looked_at(database: Database, look: Any) -> Any:
    seen = []
    database._transactions.migrate(lambda connection: seen.append(look(connection)))
    return seen[0]


def differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return compare_metadata(context, metadata)


def schema(connection: Connection) -> dict[str, Any]:
    found = inspect(connection)
    return {
        table: (
            sorted(str(column) for column in found.get_columns(table)),
            sorted(str(index["column_names"]) for index in found.get_indexes(table)),
            sorted(str(key["column_names"]) for key in found.get_unique_constraints(table)),
            sorted(str(key["constrained_columns"]) for key in found.get_foreign_keys(table)),
        )
        for table in found.get_table_names()
    }


def test_a_fresh_database_has_exactly_the_schema_of_the_models(database: Database):
    assert looked_at(database, differences) == []


def test_every_table_of_the_models_is_there(database: Database):
    assert set(looked_at(database, schema)) == {*metadata.tables, "alembic_version"}


def test_a_missing_index_would_be_noticed(database: Database):
    looked_at(database, lambda connection: connection.execute(text("DROP INDEX ix_inbox_waiting")))
    assert [kind for kind, *_ in looked_at(database, differences)] == ["add_index"]


def test_migrating_twice_changes_nothing(office: Office):
    before = looked_at(office.database, schema), office.rows(Plan)
    office.database.migrate()
    assert (looked_at(office.database, schema), office.rows(Plan)) == before


def test_an_instant_comes_back_as_the_same_instant_in_utc(database: Database):
    joined = datetime(2024, 2, 1, 16, 0, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
    database.write_now(
        lambda session: session.add(Member(user_id=1, name="李明", joined_at=joined))
    )
    found = database.read_now(lambda session: session.exec(select(Member.joined_at)).one())
    assert found == joined
    assert found.tzinfo is UTC


def test_an_instant_without_a_zone_is_refused(database: Database):
    unzoned = datetime(2024, 2, 1, 16)  # noqa: DTZ001
    with pytest.raises(StatementError):
        database.write_now(
            lambda session: session.add(Member(user_id=1, name="李明", joined_at=unzoned))
        )


def test_a_user_id_beyond_32_bits_fits(database: Database):
    at = datetime(2024, 2, 1, tzinfo=UTC)
    database.write_now(
        lambda session: session.add(Member(user_id=2**52 - 1, name="李明", joined_at=at))
    )
    assert database.read_now(lambda s: s.exec(select(Member.user_id)).one()) == 2**52 - 1


@pytest.mark.parametrize("digits", ["0.1", "10.70", "2000", "-3.5", "123456789012345678.9"])
def test_a_figure_keeps_its_digits(office: Office, digits: str):
    target = office.rows(Target)[0].id

    def put(session: Session) -> None:
        session.get_one(Target, target).goal = Decimal(digits)

    office.write(put)
    assert str(office.read(lambda session: session.get_one(Target, target).goal)) == digits


def test_a_reference_to_nothing_is_refused(database: Database):
    orphan = Target(
        task_id=99,
        kind=TargetKind.QUANTITY,
        goal=Decimal(1),
        measure="个",
        bound=Bound.AT_LEAST,
        phrase="1个",
    )
    with pytest.raises(IntegrityError):
        database.write_now(lambda session: session.add(orphan))


def test_a_named_value_is_replaced_by_the_next(database: Database):
    assert database.read_now(kept.recall, "bot") is None
    database.write_now(kept.remember, "bot", {"name": "duban_bot"})
    database.write_now(kept.remember, "bot", {"name": "督办", "since": 2024})
    assert database.read_now(kept.recall, "bot") == {"name": "督办", "since": 2024}


OLDER = """
INSERT INTO plan (id, title, year, start, "end", zone, loaded_at, asked_until)
VALUES (1, '通知', 2024, '2024-01-31', '2024-12-31', 'Asia/Shanghai',
        '2024-01-31 12:00:00+00:00', '2024-02-01 12:00:00+00:00');
INSERT INTO task (id, plan_id, position, number, title, text) VALUES (1, 1, 0, '15', '停车位', '');
INSERT INTO target (id, task_id, kind, goal, measure, at_least, phrase)
VALUES (1, 1, 'quantity', '2000', '个', false, '2000个'),
       (2, 1, 'growth', '7', '%', true, '7%以上');
INSERT INTO outbox (id, key, kind, plan_id, subject, priority, queued_at, not_before, attempts)
VALUES (1, 'over:1', 'plan_over', 1, '{}', 2,
        '2024-02-01 12:00:00+00:00', '2024-02-01 12:00:00+00:00', 0);
"""


def test_what_an_older_version_kept_is_still_there(engine: Engine):
    def at_the_first_version(connection: Connection) -> None:
        command.upgrade(configuration(connection), "0001")
        for statement in filter(None, map(str.strip, OLDER.split(";"))):
            connection.execute(text(statement))

    with opened(engine, engine.empty()) as database:
        database._transactions.migrate(at_the_first_version)
        database.migrate()
        office = Office(database)
        assert [row.bound for row in office.rows(Target)] == [Bound.EXACT, Bound.AT_LEAST]
        assert {row.wanted for row in office.rows(Target)} == {ValueKind.CUMULATIVE}
        assert office.rows(Plan)[0].settings == {}
        assert [row.merged_into for row in office.rows(Notice)] == [None]
        assert looked_at(database, differences) == []
