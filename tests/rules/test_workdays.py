"""Workdays with holidays and make-up days, and the hours in which the bot may speak."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.periods import Span
from rules.workdays import OfficeHours, WorkCalendar

ZONE = ZoneInfo("Asia/Shanghai")
HOURS = OfficeHours(ZONE)
PLAIN = WorkCalendar()


def _days(month: int, first: int, last: int) -> list[date]:
    return [date(2024, month, day) for day in range(first, last + 1)]


C2024 = WorkCalendar(
    {day: False for day in [*_days(2, 10, 17), *_days(10, 1, 7)] if day.weekday() < 5}
    | {date(2024, 2, day): True for day in (4, 18)}
    | {date(2024, 9, 29): True, date(2024, 10, 12): True},
    frozenset({2024}),
)
moments = st.integers(0, 365 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=ZONE) + timedelta(minutes=minutes)
)
calendars = st.sampled_from([PLAIN, C2024])


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [
        (date(2024, 2, 4), True),  # a working Sunday before Spring Festival
        (date(2024, 2, 9), True),
        (date(2024, 2, 12), False),
        (date(2024, 2, 16), False),
        (date(2024, 2, 18), True),  # a working Sunday after it
        (date(2024, 2, 25), False),
        (date(2024, 9, 29), True),
        (date(2024, 10, 1), False),
        (date(2024, 10, 7), False),
        (date(2024, 10, 8), True),
        (date(2024, 10, 12), True),
    ],
)
def test_holidays_and_make_up_days_of_2024(day: date, is_worked: bool):
    assert C2024.is_workday(day) is is_worked


def test_spring_festival_leaves_two_working_days_in_two_weeks():
    worked = C2024.workdays(Span(date(2024, 2, 10), date(2024, 2, 19)))
    assert worked == (date(2024, 2, 18), date(2024, 2, 19))


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2024, 2, 9), date(2024, 2, 9)),
        (date(2024, 2, 10), date(2024, 2, 18)),
        (date(2024, 10, 1), date(2024, 10, 8)),
    ],
)
def test_the_next_workday_is_the_day_itself_or_the_first_after_the_holiday(
    day: date, following: date
):
    assert C2024.next_workday(day) == following


def test_workdays_are_counted_over_a_holiday():
    assert C2024.add_workdays(date(2024, 2, 8), 3) == date(2024, 2, 19)


def test_a_year_without_a_published_calendar_is_monday_to_friday_and_provisional():
    around_new_year = Span(date(2026, 12, 31), date(2027, 1, 4))
    calendar = WorkCalendar({}, frozenset({2026}))
    assert calendar.workdays(around_new_year) == (
        date(2026, 12, 31),
        date(2027, 1, 1),
        date(2027, 1, 4),
    )
    assert not calendar.is_provisional(date(2026, 12, 31))
    assert calendar.is_provisional(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("moment", "spoken"),
    [
        ("2024-02-01T16:00", "2024-02-01T16:00"),
        ("2024-02-01T08:30", "2024-02-01T08:30"),
        ("2024-02-01T08:29", "2024-02-01T08:30"),
        ("2024-02-01T18:29", "2024-02-01T18:29"),
        ("2024-02-01T18:30", "2024-02-02T08:30"),
        ("2024-02-03T12:00", "2024-02-04T08:30"),  # Saturday, before a working Sunday
        ("2024-02-09T19:00", "2024-02-18T08:30"),
    ],
)
def test_quiet_hours_put_off_to_the_next_working_morning(moment: str, spoken: str):
    assert HOURS.speakable(at(moment), C2024) == at(spoken)


@given(moments, calendars)
def test_what_is_put_off_falls_in_office_hours_and_stays_there(
    moment: datetime, calendar: WorkCalendar
):
    spoken = HOURS.speakable(moment, calendar)
    local = spoken.astimezone(ZONE)
    assert spoken >= moment
    assert calendar.is_workday(local.date())
    assert HOURS.opens <= local.time() < HOURS.closes
    assert HOURS.speakable(spoken, calendar) == spoken


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("2024-02-01T10:00", "2024-02-01T14:00"),
        ("2024-02-01T16:30", "2024-02-02T10:30"),
        ("2024-02-02T17:30", "2024-02-04T11:30"),  # Friday to the working Sunday
        ("2024-02-09T22:00", "2024-02-18T12:30"),
    ],
)
def test_four_office_hours_skip_nights_and_holidays(since: str, until: str):
    assert HOURS.add(at(since), timedelta(hours=4), C2024) == at(until)


@given(moments, st.integers(1, 40), calendars)
def test_office_hours_add_up_hour_by_hour(moment: datetime, hours: int, calendar: WorkCalendar):
    step = moment
    for _ in range(hours):
        step = HOURS.add(step, timedelta(hours=1), calendar)
    whole = HOURS.add(moment, timedelta(hours=hours), calendar)
    assert HOURS.speakable(step, calendar) == HOURS.speakable(whole, calendar)


@given(
    st.dates(date(2023, 12, 1), date(2025, 2, 1)),
    st.dates(date(2023, 12, 1), date(2025, 2, 1)),
    calendars,
)
def test_counting_workdays_is_listing_them(first: date, last: date, calendar: WorkCalendar):
    assert calendar.count(Span(first, last)) == len(calendar.workdays(Span(first, last)))
