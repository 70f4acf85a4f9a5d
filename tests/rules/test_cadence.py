"""When rounds open, remind, fall due, are summed up and close."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.cadence import ASKED_KINDS, Rhythm, next_instant, rounds_between, window
from rules.facts import PeriodKind
from rules.periods import Span, period_of
from rules.workdays import OfficeHours, WorkCalendar

ZONE = ZoneInfo("Asia/Shanghai")
RHYTHM = Rhythm(OfficeHours(ZONE))
PLAN = Span(date(2024, 1, 31), date(2024, 12, 31))
DAY, WEEK = ASKED_KINDS
FESTIVAL = {date(2024, 2, day): False for day in (12, 13, 14, 15, 16)}
NATIONAL = {date(2024, 10, day): False for day in (1, 2, 3, 4, 7)}
MADE_UP = {date(2024, *day): True for day in ((2, 4), (2, 18), (9, 29), (10, 12))}
C2024 = WorkCalendar(FESTIVAL | NATIONAL | MADE_UP, frozenset({2024}))
PLAIN = WorkCalendar()

days = st.dates(PLAN.first, PLAN.last)
free_days = st.dictionaries(days, st.booleans(), max_size=40)
calendars = st.builds(WorkCalendar, free_days) | st.sampled_from([C2024, PLAIN])
moments = st.integers(0, 346 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 25, tzinfo=ZONE) + timedelta(minutes=minutes)
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2024-{text}").replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("kind", "day", "instants"),
    [
        # an ordinary day closes with its week
        (DAY, date(2024, 3, 6), "03-06T16:00 03-06T17:30 03-06T18:00 - 03-11T00:00"),
        # an ordinary week closes with its month, which has no half weeks
        (WEEK, date(2024, 3, 6), "03-07T10:00 03-08T08:30 03-08T12:00 03-08T16:00 04-01T00:00"),
        # the first week of a plan that starts on a Wednesday, with a working Sunday after it
        (WEEK, date(2024, 1, 31), "02-01T10:00 02-02T08:30 02-02T12:00 02-02T16:00 03-04T00:00"),
        (DAY, date(2024, 2, 4), "02-04T16:00 02-04T17:30 02-04T18:00 - 02-05T00:00"),
        # only Sunday is worked in the week of Spring Festival, so it opens and is due there
        (WEEK, date(2024, 2, 14), "02-18T10:00 02-18T11:30 02-18T12:00 02-18T16:00 03-04T00:00"),
        # only Monday is worked in the week of National Day
        (WEEK, date(2024, 10, 2), "09-30T10:00 09-30T11:30 09-30T12:00 09-30T16:00 11-04T00:00"),
        # a made-up Saturday does not move Friday
        (WEEK, date(2024, 10, 9), "10-10T10:00 10-11T08:30 10-11T12:00 10-11T16:00 11-04T00:00"),
        # the last week of the plan ends on Tuesday, and everything closes with the plan
        (WEEK, date(2024, 12, 31), "12-30T10:00 12-31T08:30 12-31T12:00 12-31T16:00 2025"),
    ],
)
def test_the_windows_of_2024(kind: PeriodKind, day: date, instants: str):
    hours = window(period_of(kind, day, PLAN), PLAN, RHYTHM, C2024)
    assert hours is not None
    opens, reminds, due, digest, closes = instants.split()
    assert (hours.opens, hours.reminds, hours.due) == (at(opens), at(reminds), at(due))
    assert hours.digest == (None if digest == "-" else at(digest))
    new_year = datetime(2025, 1, 1, tzinfo=ZONE)
    assert hours.closes == (new_year if closes == "2025" else at(closes))


def test_a_week_whose_friday_is_off_is_due_on_its_last_workday():
    calendar = WorkCalendar({date(2024, 5, 10): False})
    hours = window(period_of(WEEK, date(2024, 5, 8), PLAN), PLAN, RHYTHM, calendar)
    assert hours is not None
    assert (hours.opens, hours.due) == (at("05-08T10:00"), at("05-09T12:00"))
    assert hours.digest == at("05-09T16:00")


@pytest.mark.parametrize("day", [date(2024, 2, 14), date(2024, 2, 10), date(2024, 3, 9)])
def test_nothing_is_asked_on_a_day_off(day: date):
    assert window(period_of(DAY, day, PLAN), PLAN, RHYTHM, C2024) is None


def test_a_week_without_workdays_has_no_window():
    calendar = WorkCalendar({date(2024, 5, day): False for day in range(6, 11)})
    assert window(period_of(WEEK, date(2024, 5, 8), PLAN), PLAN, RHYTHM, calendar) is None


def test_new_year_without_a_calendar_is_asked_as_any_friday():
    plan = Span(date(2026, 1, 1), date(2027, 12, 31))
    hours = window(period_of(WEEK, date(2027, 1, 1), plan), plan, RHYTHM, PLAIN)
    assert hours is not None
    assert hours.opens == datetime(2026, 12, 31, 10, tzinfo=ZONE)
    assert hours.due == datetime(2027, 1, 1, 12, tzinfo=ZONE)
    assert hours.closes == datetime(2027, 1, 4, tzinfo=ZONE)


@given(st.sampled_from(ASKED_KINDS), days, calendars)
def test_a_window_opens_before_it_is_due_and_closes_last(
    kind: PeriodKind, day: date, calendar: WorkCalendar
):
    hours = window(period_of(kind, day, PLAN), PLAN, RHYTHM, calendar)
    if hours is None:
        return
    assert hours.opens < hours.due < hours.closes
    assert hours.digest is None or hours.due < hours.digest < hours.closes
    for moment in (hours.opens, hours.due):
        assert calendar.is_workday(moment.date())


@given(st.sampled_from(ASKED_KINDS), days, calendars)
def test_a_reminder_comes_inside_the_window_and_never_in_quiet_hours(
    kind: PeriodKind, day: date, calendar: WorkCalendar
):
    hours = window(period_of(kind, day, PLAN), PLAN, RHYTHM, calendar)
    if hours is None or hours.reminds is None:
        return
    assert hours.opens < hours.reminds < hours.due
    assert RHYTHM.hours.speakable(hours.reminds, calendar) == hours.reminds


@given(moments, st.lists(st.integers(1, 60 * 24 * 20), min_size=1, max_size=6), calendars)
def test_looking_often_or_seldom_finds_every_round_that_is_still_due(
    start: datetime, steps: list[int], calendar: WorkCalendar
):
    looks = [start]
    for minutes in steps:
        looks.append(looks[-1] + timedelta(minutes=minutes))
    found = {
        period.key
        for since, until in pairwise(looks)
        for period, _ in rounds_between(since, until, PLAN, RHYTHM, calendar)
    }
    at_once = {
        period.key for period, _ in rounds_between(looks[0], looks[-1], PLAN, RHYTHM, calendar)
    }
    assert found == at_once


def test_a_round_already_open_is_given_again_and_one_past_due_is_not():
    keys = [
        period.key
        for period, _ in rounds_between(at("02-01T16:30"), at("02-01T16:31"), PLAN, RHYTHM, C2024)
    ]
    assert keys == ["W2024-05", "D2024-02-01"]
    later = rounds_between(at("02-01T18:00"), at("02-01T18:01"), PLAN, RHYTHM, C2024)
    assert [period.key for period, _ in later] == ["W2024-05"]


@given(moments, calendars)
def test_the_next_instant_lies_ahead_and_within_the_plan(now: datetime, calendar: WorkCalendar):
    ahead = next_instant(now, PLAN, RHYTHM, calendar)
    assert ahead is None or now < ahead < datetime.combine(
        PLAN.last + timedelta(days=1), time(0), tzinfo=ZONE
    )


def test_the_next_instants_of_a_friday_follow_each_other():
    now, seen = at("02-02T07:00").astimezone(UTC), []
    for _ in range(6):
        ahead = next_instant(now, PLAN, RHYTHM, C2024)
        assert ahead is not None
        seen.append(ahead)
        now = ahead
    moments_of_day = ("08:30", "12:00", "16:00", "17:30", "18:00")
    assert seen == [*(at(f"02-02T{clock}") for clock in moments_of_day), at("02-04T16:00")]


def test_after_the_last_day_nothing_is_owed():
    assert next_instant(datetime(2025, 1, 1, tzinfo=ZONE), PLAN, RHYTHM, C2024) is None
