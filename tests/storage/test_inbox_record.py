"""An update is kept once, takes effect once, and is tried again with growing patience."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, func, select

from storage import inbox, kept
from storage.database import Database
from storage.inbox import AlreadyDone
from storage.tables import Incoming

NOW = datetime(2024, 2, 1, 8, tzinfo=UTC)


def message(
    update_id: int, text: str = "15 正常", chat: int = 1, sender: int = 1
) -> dict[str, Any]:
    return {
        "update_id": update_id,
        "message": {"chat": {"id": chat}, "from": {"id": sender}, "text": text},
    }


def waiting_ids(database: Database, at: datetime = NOW) -> list[int]:
    return [one.update_id for one in database.read_now(inbox.waiting, at)]


def is_done(session: Session, update_id: int) -> bool:
    """Return whether an update took effect."""
    row = session.get(Incoming, update_id)
    return row is not None and row.done_at is not None


def last_update_id(session: Session) -> int | None:
    """Return the newest update we have, None in an empty inbox."""
    return session.exec(select(func.max(Incoming.update_id))).one()


def take_effect(session: Session, update_id: int) -> None:
    inbox.finish(session, update_id, at=NOW)
    kept.remember(session, f"effect {update_id}", {"done": True})


def take_effect_and_fail(session: Session, update_id: int) -> None:
    take_effect(session, update_id)
    session.flush()
    raise ConnectionError


def test_an_update_comes_back_as_it_was_received(database: Database):
    update = message(7, "【日报】15 累计104 🟡")
    assert database.write_now(inbox.receive, [update], at=NOW) == 1
    (one,) = database.read_now(inbox.waiting, NOW)
    assert (one.update_id, one.payload, one.received_at) == (7, update, NOW)


def test_the_same_update_twice_is_kept_once_as_it_came_first(database: Database):
    database.write_now(inbox.receive, [message(7, "first")], at=NOW)
    both = [message(7, "second"), message(8)]
    assert database.write_now(inbox.receive, both, at=NOW + timedelta(seconds=1)) == 1
    first, _ = database.read_now(inbox.waiting, NOW)
    assert first.payload["message"]["text"] == "first"
    assert first.received_at == NOW


def test_receiving_nothing_is_no_fault(database: Database):
    assert database.write_now(inbox.receive, [], at=NOW) == 0
    assert database.read_now(last_update_id) is None


def test_updates_wait_in_the_order_of_their_numbers(database: Database):
    database.write_now(inbox.receive, [message(9), message(7)], at=NOW)
    database.write_now(inbox.receive, [message(8)], at=NOW)
    assert waiting_ids(database) == [7, 8, 9]
    assert database.read_now(last_update_id) == 9


def test_an_effect_and_its_end_are_one(database: Database):
    database.write_now(inbox.receive, [message(7)], at=NOW)
    database.write_now(take_effect, 7)
    assert waiting_ids(database) == []
    assert database.read_now(is_done, 7)
    assert database.read_now(kept.recall, "effect 7") == {"done": True}


def test_a_failing_effect_leaves_the_update_waiting_and_no_trace(database: Database):
    database.write_now(inbox.receive, [message(7)], at=NOW)
    with pytest.raises(ConnectionError):
        database.write_now(take_effect_and_fail, 7)
    assert waiting_ids(database) == [7]
    assert not database.read_now(is_done, 7)
    assert database.read_now(kept.recall, "effect 7") is None


def test_an_update_takes_effect_once(database: Database):
    database.write_now(inbox.receive, [message(7)], at=NOW)
    database.write_now(take_effect, 7)
    with pytest.raises(AlreadyDone):
        database.write_now(take_effect, 7)


def test_of_many_who_work_on_one_update_at_once_one_succeeds(database: Database):
    database.write_now(inbox.receive, [message(7)], at=NOW)
    work = [
        database._transactions.write(lambda session: inbox.finish(session, 7, at=NOW))
        for _ in range(8)
    ]
    faults = [type(future.exception()) for future in work]
    assert faults.count(type(None)) == 1
    assert faults.count(AlreadyDone) == 7


def test_a_failed_update_waits_longer_each_time_and_then_is_set_aside(database: Database):
    database.write_now(inbox.receive, [message(7), message(8, chat=2, sender=2)], at=NOW)
    pauses = []
    for _ in range(inbox.ATTEMPTS - 1):
        assert not database.write_now(inbox.failed, 7, "ValueError()", at=NOW)
        row = database.read_now(lambda session: session.get_one(Incoming, 7))
        assert row.not_before is not None
        pauses.append((row.not_before - NOW).total_seconds())
        assert waiting_ids(database, row.not_before - timedelta(seconds=1)) == [8]
        assert waiting_ids(database, row.not_before) == [7, 8]
    assert pauses == [4, 8, 16, 32]
    assert database.write_now(inbox.failed, 7, "ValueError('last')", at=NOW)
    assert waiting_ids(database, NOW + timedelta(days=365)) == [8]


def test_a_conversation_waits_in_order_behind_its_failed_update(database: Database):
    updates = [message(1), message(2), message(3, chat=2, sender=2)]
    database.write_now(inbox.receive, updates, at=NOW)
    database.write_now(inbox.failed, 1, "lost", at=NOW)
    assert waiting_ids(database) == [3]
    assert waiting_ids(database, NOW + timedelta(minutes=1)) == [1, 2, 3]


def test_an_update_set_aside_is_kept_with_its_reason(database: Database):
    database.write_now(inbox.receive, [message(7)], at=NOW)
    for _ in range(inbox.ATTEMPTS):
        database.write_now(inbox.failed, 7, "ValueError('broken')", at=NOW)
    row = database.read_now(lambda session: session.exec(select(Incoming)).one())
    assert (row.set_aside, row.error, row.payload) == (True, "ValueError('broken')", message(7))


@pytest.mark.parametrize(
    ("update", "key"),
    [
        (message(1, chat=-100, sender=5), "-100:5"),
        ({"update_id": 1, "edited_message": {"chat": {"id": 5}, "from": {"id": 5}}}, "5:5"),
        (
            {
                "update_id": 1,
                "callback_query": {"from": {"id": 5}, "message": {"chat": {"id": -100}}},
            },
            "-100:5",
        ),
        ({"update_id": 1, "callback_query": {"from": {"id": 5}, "message": None}}, "0:5"),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": -100}, "from": {"id": 5}}}, "-100:5"),
        ({"update_id": 1, "message": {"chat": {"id": -100}}}, "-100:0"),
        ({"update_id": 1, "poll": {"id": "1"}}, "0:0"),
        ({"update_id": 1}, "0:0"),
    ],
)
def test_an_update_belongs_to_the_conversation_of_a_person_in_a_chat(
    update: dict[str, Any], key: str
):
    assert inbox.conversation(update) == key
