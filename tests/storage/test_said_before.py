"""What a card shows as said last time, and what one tap repeats."""

from __future__ import annotations

from rules.facts import Status
from tests.office import Office

LI = 11


def test_the_last_word_counts_whichever_round_it_was_said_in(office: Office):
    office.bind(LI, "李明", "市城管执法局")
    office.ask("2024-02-01 16:00")
    office.tap(LI, "D2024-02-01", "15", Status.NORMAL, "2024-02-01 16:05")
    office.tap(LI, "W2024-05", "15", Status.LAGGING, "2024-02-01 17:00")
    office.ask("2024-02-02 16:00")
    before = office.item(LI, "D2024-02-02", "15").before
    assert before is not None
    assert before.status is Status.LAGGING


def test_a_task_never_reported_has_no_last_time(office: Office):
    office.bind(LI, "李明", "市城管执法局")
    office.ask("2024-02-01 16:00")
    office.tap(LI, "D2024-02-01", "15", Status.NORMAL, "2024-02-01 16:05")
    assert office.item(LI, "D2024-02-01", "15").before is None
    assert office.item(LI, "W2024-05", "16").before is None
