"""The chase ladder climbs by workdays after due and stops where the round closes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.cadence import ASKED_KINDS, Rhythm, window
from rules.escalation import Rung, rungs
from rules.facts import PeriodKind
from rules.periods import Span, period_of
from rules.settings import PlanSettings, changed
from rules.workdays import WorkCalendar
from seeds.calendar import published_days

ZONE = ZoneInfo("Asia/Shanghai")
RHYTHM = Rhythm(ZONE)
PLAN = Span(date(2024, 1, 31), date(2024, 12, 31))
REAL = WorkCalendar(published_days(), frozenset({2024}))
DAY, WEEK, MONTH, QUARTER, YEAR = ASKED_KINDS


def ladder(kind: PeriodKind, day: date, rhythm: Rhythm = RHYTHM) -> dict[Rung, str]:
    hours = window(period_of(kind, day, PLAN), PLAN, rhythm, REAL)
    assert hours is not None
    steps = rungs(kind, hours.due.astimezone(UTC), hours.closes, rhythm, REAL)
    return {rung: f"{moment.astimezone(ZONE):%m-%d %H:%M}" for rung, moment in steps}


@pytest.mark.parametrize(
    ("kind", "day", "steps"),
    [
        (DAY, date(2024, 3, 6), []),
        # due on Friday 8 March: Monday, Wednesday, Friday
        (WEEK, date(2024, 3, 6), ["03-11 10:00", "03-13 10:00", "03-15 10:00"]),
        # due on the Friday before Spring Festival: the working Sunday is the first workday after
        (WEEK, date(2024, 2, 8), ["02-18 10:00", "02-20 10:00", "02-22 10:00"]),
        # the last week of a month closes on Monday, before anybody is chased
        (WEEK, date(2024, 3, 28), []),
        # the last but one closes with the month too, after all three
        (WEEK, date(2024, 3, 21), ["03-25 10:00", "03-27 10:00", "03-29 10:00"]),
        (MONTH, date(2024, 5, 8), ["05-28 10:00", "05-30 10:00", "06-03 10:00"]),
        # September closes with its quarter on the 30th, between the head and the slip
        (MONTH, date(2024, 9, 9), ["09-26 10:00", "09-29 10:00"]),
        (QUARTER, date(2024, 9, 9), ["09-30 10:00", "10-09 10:00", "10-11 10:00"]),
        (YEAR, date(2024, 9, 9), ["12-26 10:00", "12-30 10:00"]),
    ],
)
def test_the_ladder_of_2024(kind: PeriodKind, day: date, steps: list[str]):
    assert ladder(kind, day) == dict(zip(Rung, steps, strict=False))


def test_the_ladder_follows_the_settings_of_the_plan():
    settings = changed(PlanSettings(), "chase_slip", "10")
    settings = changed(changed(settings, "chase_head", "4"), "long_opens", "9:00")
    steps = ladder(MONTH, date(2024, 5, 8), Rhythm(ZONE, settings))
    assert list(steps.values()) == ["05-28 09:00", "05-31 09:00", "06-11 09:00"]


def test_the_ladder_counts_from_the_day_of_the_plans_zone():
    due = datetime(2024, 3, 7, 22, tzinfo=UTC)  # already Friday in Shanghai
    closes = datetime(2024, 4, 1, tzinfo=ZONE)
    (_, first), *_ = rungs(WEEK, due, closes, RHYTHM, REAL)
    assert first == datetime(2024, 3, 11, 10, tzinfo=ZONE)


def test_a_rung_at_the_instant_of_closing_is_left_out():
    due, closes = (datetime(2024, 3, day, 10, tzinfo=ZONE) for day in (8, 13))
    assert [rung for rung, _ in rungs(WEEK, due, closes, RHYTHM, REAL)] == [Rung.LIAISON]


@given(st.sampled_from(ASKED_KINDS), st.dates(PLAN.first, PLAN.last))
def test_rungs_climb_in_order_after_due_and_before_closing(kind: PeriodKind, day: date):
    hours = window(period_of(kind, day, PLAN), PLAN, RHYTHM, REAL)
    if hours is None:
        return
    steps = rungs(kind, hours.due, hours.closes, RHYTHM, REAL)
    assert [rung for rung, _ in steps] == list(Rung)[: len(steps)]
    instants = [hours.due, *(moment for _, moment in steps), hours.closes]
    assert all(before < after for before, after in pairwise(instants))
    assert all(RHYTHM.hours.speakable(moment, REAL) == moment for _, moment in steps)
