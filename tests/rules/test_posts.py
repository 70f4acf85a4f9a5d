"""How much may be said in a day: cards come first, and keep their room."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.cadence import Rhythm
from rules.periods import Span
from rules.posts import may_send, opens_after
from rules.settings import PlanSettings, changed
from rules.workdays import WorkCalendar
from seeds.calendar import published_days

ZONE = ZoneInfo("Asia/Shanghai")
RHYTHM = Rhythm(ZONE)
PLAN = Span(date(2024, 1, 31), date(2024, 12, 31))
REAL = WorkCalendar(published_days(), frozenset({2024}))
counts = st.integers(0, 5)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("sent_today", "cards_to_come", "card", "other"),
    [
        (0, 0, True, True),
        (1, 0, True, True),
        (2, 0, False, False),
        (0, 1, True, True),
        (1, 1, True, False),
        (0, 2, True, False),
        (0, 3, True, False),
    ],
)
def test_two_messages_a_day_of_which_the_cards_come_first(
    sent_today: int, cards_to_come: int, card: bool, other: bool
):
    assert may_send(2, sent_today, cards_to_come, is_card=True) is card
    assert may_send(2, sent_today, cards_to_come, is_card=False) is other


@given(st.integers(1, 5), counts, counts, st.lists(st.booleans(), max_size=12))
def test_no_more_than_the_limit_is_ever_sent(
    limit: int, sent: int, cards_to_come: int, wanted: list[bool]
):
    began = sent
    for is_card in wanted:
        if may_send(limit, sent, cards_to_come, is_card):
            sent += 1
    assert sent <= max(limit, began)


@given(st.integers(1, 5), counts, counts)
def test_after_anything_else_the_cards_to_come_still_find_room(
    limit: int, sent: int, cards_to_come: int
):
    if may_send(limit, sent, cards_to_come, is_card=False):
        assert sent + 1 + cards_to_come <= limit


@pytest.mark.parametrize(
    ("now", "clocks"),
    [
        ("2024-02-01T08:30", ["10:00", "16:00"]),  # Thursday: the week, then the day
        ("2024-02-01T10:00", ["16:00"]),
        ("2024-02-01T16:00", []),
        ("2024-02-02T08:30", ["16:00"]),
        ("2024-12-20T08:30", ["10:00", "16:00"]),  # month and quarter open at one instant
        ("2024-02-04T08:30", ["16:00"]),  # a working Sunday
        ("2024-02-18T08:30", ["10:00", "16:00"]),  # the only workday of its week
        ("2024-02-12T08:30", []),  # Spring Festival
        ("2024-01-30T08:30", []),  # the plan has not begun
        ("2025-01-02T08:30", []),  # the plan is over
    ],
)
def test_cards_still_to_open_today(now: str, clocks: list[str]):
    found = opens_after(at(now).astimezone(UTC), PLAN, RHYTHM, REAL)
    assert found == tuple(at(f"{now[:10]}T{clock}") for clock in clocks)


def test_where_no_daily_reports_are_asked_no_daily_card_is_to_come():
    rhythm = Rhythm(ZONE, changed(PlanSettings(), "day_policy", "off"))
    assert opens_after(at("2024-02-01T08:30"), PLAN, rhythm, REAL) == (at("2024-02-01T10:00"),)
