"""After an outage the bot does not make up for it at night."""

from __future__ import annotations

import pytest

from storage.outbox import NoticeKind
from tests.office import Office


def kinds(office: Office, at: str) -> list[NoticeKind]:
    return [notice.kind for notice in office.ask(at)]


@pytest.mark.parametrize("back_at", ["2024-02-01 18:30", "2024-02-01 23:00", "2024-02-02 06:00"])
def test_the_week_s_card_waits_for_the_morning(office: Office, back_at: str):
    office.bind(11, "李明", "市城管执法局")
    assert kinds(office, back_at) == []
    assert kinds(office, "2024-02-02 08:29") == []
    assert NoticeKind.CARD in kinds(office, "2024-02-02 08:30")


def test_somebody_who_joins_at_night_is_asked_in_the_morning(office: Office):
    office.tick("2024-02-01 10:00")
    office.bind(11, "李明", "市城管执法局", at="2024-02-01 22:00")
    assert kinds(office, "2024-02-01 22:01") == []
    assert NoticeKind.CARD in kinds(office, "2024-02-02 08:30")


def test_a_digest_held_up_on_friday_evening_comes_on_the_next_workday(office: Office):
    office.bind_group()
    office.tick("2024-02-02 15:00")
    assert kinds(office, "2024-02-02 20:00") == []
    assert kinds(office, "2024-02-03 12:00") == []
    assert kinds(office, "2024-02-04 08:30") == [NoticeKind.DIGEST]  # a working Sunday


def test_the_end_of_the_plan_is_not_told_at_midnight(office: Office):
    office.bind_group()
    office.skip_to("2024-12-31 23:00")
    assert kinds(office, "2025-01-01 00:00") == []
    assert kinds(office, "2025-01-02 08:30") == [NoticeKind.PLAN_OVER]
