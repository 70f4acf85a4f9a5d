"""A question waits for one person's words: by reply for a day, without one for ten minutes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import dialogues
from storage.database import Database
from storage.dialogues import OpenDialogue
from tests.office import clock

LI_MING, WANG_FANG = 5210000117, 812345678
ASKED = clock("2024-02-26 09:00")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def question(database: Database) -> int:
    """李明 was asked at 9:00, in message 70."""
    dialogue_id = ask(database, "send_back", {"round": 3})
    database.write_now(dialogues.asked, dialogue_id, 70)
    return dialogue_id


def ask(database: Database, kind: str, subject: dict[str, int]) -> int:
    return database.write_now(dialogues.open_dialogue, LI_MING, kind, subject, ASKED)


def find(
    database: Database,
    reply_to: int | None,
    *,
    user_id: int = LI_MING,
    after: timedelta = MINUTE,
) -> OpenDialogue | None:
    return database.read_now(dialogues.find_dialogue, user_id, reply_to, ASKED + after)


def test_a_reply_finds_its_question(database: Database, question: int):
    assert find(database, 70) == OpenDialogue(question, "send_back", {"round": 3})


def test_a_reply_to_another_message_answers_nothing(database: Database, question: int):
    assert find(database, 71) is None


def test_a_reply_by_somebody_else_answers_nothing(database: Database, question: int):
    assert find(database, 70, user_id=WANG_FANG) is None
    assert find(database, None, user_id=WANG_FANG) is None


@pytest.mark.parametrize(
    ("reply_to", "last"),
    [(70, timedelta(hours=24)), (None, timedelta(minutes=10))],
    ids=["by reply for a day", "without a reply for ten minutes"],
)
def test_a_question_waits(database: Database, question: int, reply_to: int | None, last: timedelta):
    assert find(database, reply_to, after=last - MINUTE) is not None
    assert find(database, reply_to, after=last) is None


def test_an_answered_question_waits_no_more(database: Database, question: int):
    database.write_now(dialogues.close_dialogue, question, ASKED + MINUTE)
    assert find(database, 70) is None
    assert find(database, None) is None


def test_the_newest_question_is_the_one_answered_without_a_reply(database: Database, question: int):
    newer = ask(database, "target", {"task": 15})
    assert find(database, None) == OpenDialogue(newer, "target", {"task": 15})
    database.write_now(dialogues.close_dialogue, newer, ASKED + MINUTE)
    assert find(database, None) == OpenDialogue(question, "send_back", {"round": 3})


def test_a_question_whose_message_was_never_noted_is_still_answered(database: Database):
    dialogue_id = ask(database, "send_back", {})
    assert find(database, None) == OpenDialogue(dialogue_id, "send_back", {})


def test_a_question_can_be_given_less_time(database: Database):
    dialogue_id = database.write_now(
        dialogues.open_dialogue, LI_MING, "target", {}, ASKED, ASKED + timedelta(hours=1)
    )
    database.write_now(dialogues.asked, dialogue_id, 71)
    assert find(database, 71, after=timedelta(minutes=59)) is not None
    assert find(database, 71, after=timedelta(hours=1)) is None
