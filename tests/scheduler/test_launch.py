"""The launch asks units to sign from the plan's first day to its last."""

from __future__ import annotations

import pytest

from scheduler.launch import launch
from storage.calendar import work_calendar
from storage.rounds import plan_facts
from storage.tables import Acknowledgement
from tests.office import Office, clock


@pytest.mark.parametrize(
    ("at", "asked"),
    [
        ("2024-01-30 20:00", 0),
        ("2024-01-31 09:00", 1),
        ("2024-12-31 09:00", 1),
        ("2025-01-01 09:00", 0),
    ],
    ids=["before the plan", "on its first day", "on its last day", "after it"],
)
def test_units_are_asked_while_the_plan_lasts(office: Office, at: str, asked: int):
    office.bind(5210000117, "李明", "市城管执法局", at="2024-01-29 09:00")
    office.write(
        lambda session: launch(
            session, plan_facts(session, office.plan_id), work_calendar(session), clock(at)
        )
    )
    assert office.count(Acknowledgement) == asked
