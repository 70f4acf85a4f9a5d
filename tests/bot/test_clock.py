import time
from datetime import UTC, datetime, timedelta

import pytest

from bot import clock as clocks
from bot.clock import DrillClock, SystemClock

START = datetime.fromisoformat("2024-02-01T16:00:00+08:00")
ANCHOR = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def real(monkeypatch):
    """Real time, set by hand."""

    def is_now(instant: datetime) -> None:
        monkeypatch.setattr(time, "time", instant.timestamp)

    is_now(ANCHOR)
    return is_now


def test_the_systems_clock_tells_aware_utc():
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_a_drill_begins_where_it_is_told_and_runs_at_its_speed(real):
    clock = DrillClock(START, 60, ANCHOR)
    assert clock.now() == START
    assert clock.now().tzinfo is UTC
    real(ANCHOR + timedelta(seconds=30))
    assert clock.now() == START + timedelta(minutes=30)


def test_a_drill_goes_on_after_a_restart_where_real_time_has_carried_it(real):
    real(ANCHOR + timedelta(seconds=10))
    before = DrillClock(START, 60, ANCHOR).now()
    real(ANCHOR + timedelta(seconds=25))
    after = DrillClock(START, 60, ANCHOR).now()
    assert after - before == timedelta(minutes=15)


def test_a_step_by_hand_keeps_the_speed(real):
    clock = DrillClock(START, 60, ANCHOR)
    real(ANCHOR + timedelta(seconds=7))
    clock.step_to(START + timedelta(days=1))
    assert clock.now() == START + timedelta(days=1)
    real(ANCHOR + timedelta(seconds=8))
    assert clock.now() == START + timedelta(days=1, minutes=1)


async def test_a_sleep_is_as_long_as_the_drill_makes_it(monkeypatch):
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(clocks.asyncio, "sleep", sleep)
    await clocks.sleep(DrillClock(START, 60, ANCHOR), timedelta(minutes=2))
    assert slept == [2.0]
