"""The calendar: packaged days, days laid over them, and the years that are published."""

from __future__ import annotations

from datetime import date

import pytest

from seeds.calendar import published_days
from storage import calendar
from storage.calendar import DayChange, NamedDay
from storage.tables import CalendarDay, Event
from tests.office import Office, clock

AT = clock("2026-11-20 09:00")
NEW_YEAR, SUNDAY = date(2027, 1, 1), date(2027, 1, 3)
FIRST_OF_OCTOBER = date(2027, 10, 1)
LAID = {NEW_YEAR: False, SUNDAY: True, FIRST_OF_OCTOBER: False}


def lay(office: Office, days: dict[date, bool], source: str = "2027.txt"):
    return office.write(calendar.overlay, days, source, at=AT)


def test_the_packaged_years_are_published_and_the_next_is_not(office: Office):
    known = office.read(calendar.work_calendar)
    assert {2024, 2025, 2026} <= known.published
    assert 2027 not in known.published
    assert known.is_provisional(NEW_YEAR)


def test_days_laid_over_the_table_count_at_once(office: Office):
    change = lay(office, LAID)
    assert change.days == (
        DayChange(NEW_YEAR, False, None),
        DayChange(SUNDAY, True, None),
        DayChange(FIRST_OF_OCTOBER, False, None),
    )
    assert change.published == (2027,)
    known = office.read(calendar.work_calendar)
    assert (known.is_workday(NEW_YEAR), known.is_workday(SUNDAY)) == (False, True)
    assert not known.is_provisional(NEW_YEAR)


def test_a_local_holiday_does_not_publish_a_year(office: Office):
    assert lay(office, {date(2027, 4, 9): False}).published == ()
    assert office.read(calendar.work_calendar).is_provisional(date(2027, 4, 9))


def test_a_worked_sunday_in_october_does_not_publish_a_year_either(office: Office):
    assert lay(office, {date(2027, 10, 3): True}).published == ()


def test_a_packaged_day_gives_way_and_stays_away(office: Office):
    sunday = date(2024, 2, 4)
    change = lay(office, {sunday: False}, "local.txt")
    assert change.days == (DayChange(sunday, False, "chinesecalendar"),)
    assert office.write(calendar.load_days, published_days(), "chinesecalendar") == 0
    assert not office.read(calendar.work_calendar).is_workday(sunday)
    assert NamedDay(sunday, False, "local.txt") in office.read(calendar.named_days, 2024)


def test_a_later_package_does_not_bring_back_what_a_file_took_away(office: Office):
    saturday = date(2027, 1, 2)
    lay(office, {saturday: False})
    office.write(calendar.load_days, {saturday: True}, "chinesecalendar")
    assert not office.read(calendar.work_calendar).is_workday(saturday)


def test_the_difference_is_told_without_a_trace(office: Office):
    rows = office.count(CalendarDay)
    assert office.read(calendar.calendar_change, LAID).published == (2027,)
    assert office.count(CalendarDay) == rows
    assert office.rows(Event, kind="calendar overlaid") == []


def test_laying_the_same_twice_changes_nothing_more(office: Office):
    lay(office, LAID)
    again = lay(office, LAID)
    assert (again.days, again.published, again.is_empty) == ((), (), True)
    assert len(office.rows(Event, kind="calendar overlaid")) == 1


def test_an_overlay_is_logged_with_its_source(office: Office):
    lay(office, LAID)
    (event,) = office.rows(Event, kind="calendar overlaid")
    assert event.details == {
        "source": "2027.txt",
        "days": {"2027-01-01": False, "2027-01-03": True, "2027-10-01": False},
        "published": [2027],
    }


def test_the_named_days_of_a_year_come_in_order(office: Office):
    lay(office, {SUNDAY: True, NEW_YEAR: False, date(2028, 1, 3): False})
    assert [one.day for one in office.read(calendar.named_days, 2027)] == [NEW_YEAR, SUNDAY]


@pytest.mark.parametrize(
    ("today", "gap"),
    [
        (date(2026, 11, 30), None),
        (date(2026, 12, 1), 2027),
        (date(2026, 12, 31), 2027),
        (date(2027, 1, 1), None),
        (date(2024, 12, 15), None),
    ],
)
def test_the_coming_year_is_missed_from_december_on(office: Office, today: date, gap: int | None):
    assert calendar.calendar_gap(office.read(calendar.work_calendar), today) == gap


def test_nothing_is_missed_once_the_coming_year_is_there(office: Office):
    lay(office, LAID)
    known = office.read(calendar.work_calendar)
    assert calendar.calendar_gap(known, date(2026, 12, 1)) is None
