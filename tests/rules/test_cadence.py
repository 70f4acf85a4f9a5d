"""When rounds open, remind, fall due, are summed up and close."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.cadence import (
    ASKED_KINDS,
    Rhythm,
    Window,
    asked,
    finest_of,
    next_instant,
    rounds_between,
    window,
)
from rules.facts import Cadence, PeriodKind, Share
from rules.periods import Span, period_of, periods_between
from rules.settings import PlanSettings, changed
from rules.workdays import OfficeHours, WorkCalendar
from seeds.calendar import published_days
from tests.rules.legal_settings import legal_settings

ZONE = ZoneInfo("Asia/Shanghai")
RHYTHM = Rhythm(ZONE)
PLAN = Span(date(2024, 1, 31), date(2024, 12, 31))
DAY, WEEK, MONTH, QUARTER, YEAR = ASKED_KINDS
LONG = (MONTH, QUARTER, YEAR)
DAYS = {day: worked for day, worked in published_days().items() if day.year <= 2026}
REAL = WorkCalendar(DAYS, frozenset(day.year for day in DAYS))
PLAIN = WorkCalendar()

days = st.dates(PLAN.first, PLAN.last)
plans = st.tuples(days, st.integers(0, 120)).map(
    lambda drawn: Span(drawn[0], drawn[0] + timedelta(days=drawn[1]))
)
free_days = st.dictionaries(days, st.booleans(), max_size=40)
calendars = st.builds(WorkCalendar, free_days) | st.sampled_from([REAL, PLAIN])
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
    hours = window(period_of(kind, day, PLAN), PLAN, RHYTHM, REAL)
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
    assert window(period_of(DAY, day, PLAN), PLAN, RHYTHM, REAL) is None


def test_a_week_without_workdays_has_no_window():
    calendar = WorkCalendar({date(2024, 5, day): False for day in range(6, 11)})
    assert window(period_of(WEEK, date(2024, 5, 8), PLAN), PLAN, RHYTHM, calendar) is None


def test_new_year_without_a_calendar_is_asked_as_any_friday():
    plan = Span(date(2026, 1, 1), date(2027, 12, 31))
    hours = window(period_of(WEEK, date(2027, 1, 1), plan), plan, RHYTHM, REAL)
    assert hours is not None
    assert hours.opens == datetime(2026, 12, 31, 10, tzinfo=ZONE)
    assert hours.due == datetime(2027, 1, 1, 12, tzinfo=ZONE)
    assert hours.closes == datetime(2027, 1, 4, tzinfo=ZONE)
    assert not REAL.is_provisional(hours.opens.date())
    assert REAL.is_provisional(hours.due.date())


def told(kind: PeriodKind, key: str, plan: Span = PLAN, rhythm: Rhythm = RHYTHM) -> str:
    """The window of a period as `opens due digest closes`, the reminders left out."""
    hours = hours_of(kind, key, plan, rhythm)
    assert hours.digest is not None
    opens, due, digest = (f"{at:%m-%dT%H}" for at in (hours.opens, hours.due, hours.digest))
    return f"{opens} {due} {digest} {hours.closes:%m-%d}"


def hours_of(kind: PeriodKind, key: str, plan: Span, rhythm: Rhythm = RHYTHM) -> Window:
    (period,) = [one for one in periods_between(kind, plan, plan) if one.key == key]
    hours = window(period, plan, rhythm, REAL)
    assert hours is not None
    return hours


@pytest.mark.parametrize(
    ("kind", "key", "instants"),
    [
        # the plan starts on Wednesday 31 January, which counts to February; the 25th is a Sunday
        (MONTH, "M2024-02", "02-20T10 02-26T18 02-27T10 04-01"),
        (MONTH, "M2024-03", "03-20T10 03-25T18 03-26T10 04-01"),
        # the 20th is a Saturday; Sunday 28 April is worked, and is not the next workday of Thursday
        (MONTH, "M2024-04", "04-22T10 04-25T18 04-26T10 07-01"),
        (MONTH, "M2024-05", "05-20T10 05-27T18 05-28T10 07-01"),
        (MONTH, "M2024-06", "06-20T10 06-25T18 06-26T10 07-01"),
        (MONTH, "M2024-07", "07-22T10 07-25T18 07-26T10 09-30"),
        (MONTH, "M2024-08", "08-20T10 08-26T18 08-27T10 09-30"),
        (MONTH, "M2024-09", "09-20T10 09-25T18 09-26T10 09-30"),
        # the digest waits for Monday
        (MONTH, "M2024-10", "10-21T10 10-25T18 10-28T10 01-01"),
        (MONTH, "M2024-11", "11-20T10 11-25T18 11-26T10 01-01"),
        (MONTH, "M2024-12", "12-20T10 12-25T18 12-26T10 01-01"),
        (QUARTER, "Q2024-1", "03-20T10 03-28T18 03-29T10 01-01"),
        (QUARTER, "Q2024-2", "06-20T10 06-28T18 07-01T10 01-01"),
        # the 28th is a Saturday, and Sunday 29 September is worked for National Day
        (QUARTER, "Q2024-3", "09-20T10 09-29T18 09-30T10 01-01"),
        (QUARTER, "Q2024-4", "12-20T10 12-30T18 12-31T10 01-01"),
        (YEAR, "Y2024", "12-10T10 12-25T18 12-26T10 01-01"),
    ],
)
def test_month_quarter_and_year_of_the_notice(kind: PeriodKind, key: str, instants: str):
    assert told(kind, key) == instants


@pytest.mark.parametrize(
    ("kind", "key", "plan", "instants"),
    [
        # January 2024 ends with the week of its last Thursday
        (MONTH, "M2024-01", (date(2024, 1, 1), date(2024, 6, 30)), "01-22T10 01-25T18 01-26T10"),
        # the year's round of a plan to Sunday 30 June comes on its last workday
        (YEAR, "Y2024", (date(2024, 1, 1), date(2024, 6, 30)), "06-28T10 06-28T18 07-01T10"),
        (QUARTER, "Q2024-2", (date(2024, 1, 1), date(2024, 6, 30)), "06-20T10 06-28T18 07-01T10"),
        # three days before Spring Festival: the digest comes on the working Sunday after it
        (MONTH, "M2024-02", (date(2024, 2, 7), date(2024, 2, 9)), "02-09T10 02-09T18 02-18T10"),
        (YEAR, "Y2024", (date(2024, 2, 7), date(2024, 2, 9)), "02-09T10 02-09T18 02-18T10"),
        # a plan that begins after the due day asks on its first days
        (MONTH, "M2024-03", (date(2024, 3, 27), date(2024, 4, 30)), "03-27T10 03-27T18 03-28T10"),
        # one that ends between the two days
        (MONTH, "M2024-03", (date(2024, 3, 1), date(2024, 3, 22)), "03-20T10 03-22T18 03-25T10"),
        # 25 and 26 September 2026: Mid-Autumn, and the quarter ends on Sunday the 27th
        (QUARTER, "Q2026-3", (date(2026, 1, 1), date(2027, 12, 31)), "09-20T10 09-24T18 09-28T10"),
        # Spring Festival 2026 covers the 20th
        (MONTH, "M2026-02", (date(2026, 1, 1), date(2027, 12, 31)), "02-24T10 02-25T18 02-26T10"),
        # December 2026 and its quarter reach over New Year, for which nothing is published
        (MONTH, "M2026-12", (date(2026, 1, 1), date(2027, 12, 31)), "12-21T10 12-25T18 12-28T10"),
        (QUARTER, "Q2026-4", (date(2026, 1, 1), date(2027, 12, 31)), "12-21T10 12-28T18 12-29T10"),
        (YEAR, "Y2027", (date(2026, 1, 1), date(2027, 12, 31)), "12-10T10 12-27T18 12-28T10"),
    ],
)
def test_clipped_plans_and_days_off(
    kind: PeriodKind, key: str, plan: tuple[date, date], instants: str
):
    assert told(kind, key, Span(*plan)).rpartition(" ")[0] == instants


@pytest.mark.parametrize(
    ("kind", "key", "changes", "instants"),
    [
        # the last day of the month is the 29th in February, and Sunday in March
        (MONTH, "M2024-02", {"month_due_day": "31"}, "02-20T10 02-29T18 03-01T10 04-01"),
        (MONTH, "M2024-03", {"month_due_day": "31"}, "03-20T10 03-29T18 04-01T10 04-01"),
        # July counts to Sunday the 28th
        (MONTH, "M2024-07", {"month_due_day": "31"}, "07-22T10 07-26T18 07-29T10 09-30"),
        # the 1st to the 7th of October are off, and the month opens and is due on one day
        (
            MONTH,
            "M2024-10",
            {"month_opens_day": "1", "month_due_day": "5"},
            "10-08T10 10-08T18 10-09T10 01-01",
        ),
        (YEAR, "Y2024", {"year_due_day": "28"}, "12-10T10 12-30T18 12-31T10 01-01"),
        (
            QUARTER,
            "Q2024-1",
            {"long_opens": "9:00", "long_due": "12:00", "long_digest": "15:00"},
            "03-20T09 03-28T12 03-29T15 01-01",
        ),
    ],
)
def test_a_plan_keeps_its_own_days_and_times(
    kind: PeriodKind, key: str, changes: dict[str, str], instants: str
):
    settings = PlanSettings()
    for name, text in changes.items():
        settings = changed(settings, name, text)
    assert told(kind, key, rhythm=Rhythm(ZONE, settings)) == instants


@pytest.mark.parametrize(
    ("kind", "key", "changes", "reminders"),
    [
        # three quarters of Tuesday to Monday fall on a Sunday
        (MONTH, "M2024-02", {}, "02-26T08:30 02-23T08:30"),
        (QUARTER, "Q2024-1", {}, "03-26T16:00 03-27T08:30"),
        # three quarters fall in the night, and the next morning is the workday before: once
        (MONTH, "M2024-04", {"remind_percent": "45"}, "04-24T08:30 -"),
        (MONTH, "M2024-04", {"remind_percent": "99"}, "04-25T17:12 04-24T08:30"),
        (MONTH, "M2024-04", {"remind_workdays": "0"}, "04-25T08:30 -"),
        (MONTH, "M2024-04", {"remind_workdays": "2"}, "04-25T08:30 04-23T08:30"),
        # the morning of the opening day has passed when it opens
        (MONTH, "M2024-04", {"remind_workdays": "3"}, "04-25T08:30 -"),
        # the morning is the instant at which it opens
        (
            MONTH,
            "M2024-04",
            {"remind_workdays": "3", "long_opens": "8:30"},
            "04-25T08:30 -",
        ),
        # the period had not begun
        (MONTH, "M2024-04", {"remind_workdays": "60"}, "04-25T08:30 -"),
        (
            MONTH,
            "M2024-04",
            {"remind_workdays": "2", "office_opens": "9:00"},
            "04-25T09:00 04-23T09:00",
        ),
        (WEEK, "W2024-10", {"remind_workdays": "0"}, "03-08T08:30 -"),
    ],
)
def test_reminders_of_a_round(kind: PeriodKind, key: str, changes: dict[str, str], reminders: str):
    settings = PlanSettings()
    for name, text in changes.items():
        settings = changed(settings, name, text)
    hours = hours_of(kind, key, PLAN, Rhythm(ZONE, settings))
    shown = [f"{at:%m-%dT%H:%M}" if at else "-" for at in (hours.reminds, hours.reminds_again)]
    assert " ".join(shown) == reminders


@given(st.sampled_from(ASKED_KINDS), days, calendars)
def test_a_window_opens_before_it_is_due_and_closes_last(
    kind: PeriodKind, day: date, calendar: WorkCalendar
):
    hours = window(period_of(kind, day, PLAN), PLAN, RHYTHM, calendar)
    if hours is None:
        return
    assert hours.opens < hours.due < hours.closes
    for moment in (hours.opens, hours.due):
        assert calendar.is_workday(moment.date())
    if kind in LONG:
        assert hours.digest == RHYTHM.at(calendar.add_workdays(hours.due.date(), 1), time(10))
    else:
        assert hours.digest is None or hours.due < hours.digest < hours.closes


@given(legal_settings, plans, st.sampled_from(ASKED_KINDS), calendars)
def test_no_legal_settings_make_a_round_due_before_it_opens(
    settings: PlanSettings, plan: Span, kind: PeriodKind, calendar: WorkCalendar
):
    rhythm = Rhythm(ZONE, settings)
    for period in periods_between(kind, plan, plan):
        hours = window(period, plan, rhythm, calendar)
        if hours is None:
            assert not calendar.workdays(period.span)
            continue
        assert hours.opens < hours.due < hours.closes
        assert {hours.opens.date(), hours.due.date()} <= set(calendar.workdays(period.span))
        assert hours.digest is None or hours.due <= hours.digest
        for reminder in filter(None, (hours.reminds, hours.reminds_again)):
            assert hours.opens < reminder < hours.due
            assert rhythm.hours.speakable(reminder, calendar) == reminder
        assert hours.reminds != hours.reminds_again


def test_a_reminder_that_would_wait_until_after_due_is_none():
    unjudged = PlanSettings(day_opens=time(17), day_due=time(20))
    assert hours_of(DAY, "D2024-03-06", PLAN, Rhythm(ZONE, unjudged)).reminds is None


def test_the_day_is_summed_up_when_it_is_due_where_the_plan_wants_it():
    settings = changed(changed(PlanSettings(), "day_digest", "on"), "day_due", "17:30")
    hours = hours_of(DAY, "D2024-03-06", PLAN, Rhythm(ZONE, settings))
    assert hours.digest == hours.due == at("03-06T17:30")


@given(st.sampled_from(ASKED_KINDS), days, calendars)
def test_a_reminder_comes_inside_the_window_and_never_in_quiet_hours(
    kind: PeriodKind, day: date, calendar: WorkCalendar
):
    hours = window(period_of(kind, day, PLAN), PLAN, RHYTHM, calendar)
    if hours is None:
        return
    for reminder in filter(None, (hours.reminds, hours.reminds_again)):
        assert hours.opens < reminder < hours.due
        assert RHYTHM.hours.speakable(reminder, calendar) == reminder


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
        for period, _ in rounds_between(at("02-01T16:30"), at("02-01T16:31"), PLAN, RHYTHM, REAL)
    ]
    assert keys == ["W2024-05", "D2024-02-01"]
    later = rounds_between(at("02-01T18:00"), at("02-01T18:01"), PLAN, RHYTHM, REAL)
    assert [period.key for period, _ in later] == ["W2024-05"]


@given(moments, calendars)
def test_the_next_instant_lies_ahead_and_no_later_than_the_last_digest(
    now: datetime, calendar: WorkCalendar
):
    ahead = next_instant(now, PLAN, RHYTHM, calendar)
    last = RHYTHM.at(calendar.add_workdays(PLAN.last, 1), time(10))
    assert ahead is None or now < ahead <= last


def test_the_next_instants_of_a_friday_follow_each_other():
    now, seen = at("02-02T07:00").astimezone(UTC), []
    for _ in range(6):
        ahead = next_instant(now, PLAN, RHYTHM, REAL)
        assert ahead is not None
        seen.append(ahead)
        now = ahead
    moments_of_day = ("08:30", "12:00", "16:00", "17:30", "18:00")
    assert seen == [*(at(f"02-02T{clock}") for clock in moments_of_day), at("02-04T16:00")]


def test_after_the_last_day_nothing_is_owed():
    assert next_instant(datetime(2025, 1, 1, tzinfo=ZONE), PLAN, RHYTHM, REAL) is None


def test_the_digest_of_a_short_plan_is_still_owed_after_its_last_day():
    plan = Span(date(2024, 2, 7), date(2024, 2, 9))
    after = at("02-10T00:00")
    assert next_instant(after, plan, RHYTHM, REAL) == at("02-18T10:00")
    assert next_instant(at("02-18T10:00"), plan, RHYTHM, REAL) is None


def test_the_levels_of_a_busy_december_follow_each_other():
    now, seen = at("12-23T18:00"), []
    while (ahead := next_instant(now, PLAN, RHYTHM, REAL)) and ahead < at("12-27T10:00"):
        seen.append(f"{ahead:%dT%H:%M}")
        now = ahead
    day = ("16:00", "17:30", "18:00")
    # month and year remind on the 24th and are due on the 25th; their digests come on Thursday
    # the 26th, when the week opens
    assert seen == [
        *("24T08:30", "24T10:00", *(f"24T{clock}" for clock in day)),
        *(f"25T{clock}" for clock in day),
        *("26T10:00", *(f"26T{clock}" for clock in day)),
        "27T08:30",
    ]


def test_where_daily_reports_are_off_no_day_is_opened():
    rhythm = Rhythm(ZONE, changed(PlanSettings(), "day_policy", "off"))
    owed = rounds_between(at("02-01T08:00"), at("02-02T18:00"), PLAN, rhythm, REAL)
    assert [period.key for period, _ in owed] == ["W2024-05"]
    assert next_instant(at("02-05T08:00"), PLAN, rhythm, REAL) == at("02-08T10:00")


def test_of_rounds_that_open_together_the_longest_comes_first():
    plan = Span(date(2024, 2, 7), date(2024, 2, 9))
    owed = rounds_between(at("02-09T00:00"), at("02-09T10:00"), plan, RHYTHM, REAL)
    assert [period.kind for period, _ in owed] == [WEEK, YEAR, QUARTER, MONTH]


def test_the_hours_of_a_plan_are_its_settings_in_its_zone():
    assert RHYTHM.hours == OfficeHours(ZONE)
    settings = changed(PlanSettings(), "office_opens", "9:00")
    assert Rhythm(ZONE, settings).hours == OfficeHours(ZONE, time(9), time(18, 30))


@pytest.mark.parametrize(
    ("finest", "levels"),
    [
        (Cadence.DAILY, (DAY, WEEK, MONTH, QUARTER, YEAR)),
        (Cadence.WEEKLY, (WEEK, MONTH, QUARTER, YEAR)),
        (Cadence.MONTHLY, (MONTH, QUARTER, YEAR)),
        (Cadence.QUARTERLY, (QUARTER, YEAR)),
        (Cadence.NEVER, ()),
    ],
)
def test_a_task_is_asked_at_its_finest_level_and_every_level_above(
    finest: Cadence, levels: tuple[PeriodKind, ...]
):
    assert tuple(kind for kind in PeriodKind if asked(kind, finest)) == levels


@pytest.mark.parametrize(
    ("chosen", "lead", "responsible"),
    [
        (None, Cadence.DAILY, Cadence.MONTHLY),
        (Cadence.DAILY, Cadence.DAILY, Cadence.MONTHLY),
        (Cadence.WEEKLY, Cadence.WEEKLY, Cadence.MONTHLY),
        (Cadence.MONTHLY, Cadence.MONTHLY, Cadence.MONTHLY),
        (Cadence.QUARTERLY, Cadence.QUARTERLY, Cadence.QUARTERLY),
        (Cadence.NEVER, Cadence.NEVER, Cadence.NEVER),
    ],
)
def test_what_a_supervisor_chose_for_a_task(
    chosen: Cadence | None, lead: Cadence, responsible: Cadence
):
    assert finest_of(Share.LEAD, PlanSettings(), chosen) is lead
    assert finest_of(Share.RESPONSIBLE, PlanSettings(), chosen) is responsible


def test_responsible_units_a_plan_never_asks_stay_unasked():
    settings = changed(PlanSettings(), "responsible_finest", "never")
    assert finest_of(Share.RESPONSIBLE, settings, Cadence.DAILY) is Cadence.NEVER
    assert finest_of(Share.LEAD, settings, None) is Cadence.DAILY


@given(st.sampled_from(Cadence), st.none() | st.sampled_from(Cadence))
def test_a_responsible_unit_is_never_asked_where_the_choice_or_the_plan_forbids(
    usual: Cadence, chosen: Cadence | None
):
    settings = changed(PlanSettings(), "responsible_finest", usual)
    finest = finest_of(Share.RESPONSIBLE, settings, chosen)
    for kind in PeriodKind:
        allowed = asked(kind, usual) and (chosen is None or asked(kind, chosen))
        assert asked(kind, finest) is allowed
