"""以天保周 and upwards: whether a period holds, why, and what a higher report stands for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.cascade import (
    OUTLOOKS,
    Amount,
    Cause,
    Child,
    Outlook,
    Securing,
    amount_in,
    covers,
    secure,
)
from rules.facts import Bound, PeriodKind, Status
from rules.figures import Point
from rules.pace import OUT_OF_REACH, Course, planned
from rules.periods import LEVELS, Period, Span, period_of
from rules.standing import CheckInFacts, Standing, standing
from rules.workdays import WorkCalendar
from seeds.calendar import published_days

CALENDAR = WorkCalendar(published_days(), frozenset({2024}))
PLAN = Span(date(2024, 1, 31), date(2024, 12, 31))
DONE, NORMAL, AT_RISK, LAGGING, BLOCKED = Status
SECURED, RISKY, SLIPPING, UNKNOWN = Outlook
GRAVITY = (SECURED, UNKNOWN, RISKY, SLIPPING)
ANSWERED, COVERED, MISSED = Standing.ANSWERED, Standing.COVERED, Standing.MISSED
OVERDUE, OPEN, UPCOMING = Standing.OVERDUE, Standing.OPEN, Standing.UPCOMING


def child(
    key: str,
    status: Status | None = None,
    outlook: Outlook | None = None,
    stands: Standing | None = None,
) -> Child:
    """A child that said `status`, and holds by its own report unless told otherwise."""
    stands = stands or (ANSWERED if status else UPCOMING)
    return Child(key, stands, status, outlook or secure(status, stands, (), None).outlook)


def amount(actual: int, now: int, end: int, needed: str = "1", best: str | None = None) -> Amount:
    return Amount(
        Decimal(actual),
        Decimal(now),
        Decimal(end),
        Decimal(needed),
        None if best is None else Decimal(best),
    )


MON = child("mon", NORMAL)


@pytest.mark.parametrize(
    ("status", "stands", "outlook", "cause"),
    [
        (DONE, ANSWERED, SECURED, Cause.OWN_FINE),
        (NORMAL, Standing.LATE, SECURED, Cause.OWN_FINE),
        (AT_RISK, ANSWERED, RISKY, Cause.OWN_AT_RISK),
        (BLOCKED, ANSWERED, RISKY, Cause.OWN_BLOCKED),
        (LAGGING, ANSWERED, SLIPPING, Cause.OWN_LAGGING),
        (LAGGING, COVERED, SLIPPING, Cause.OWN_LAGGING),  # by the report that covers it
        (None, COVERED, UNKNOWN, Cause.OWN_COVERED),
        (None, MISSED, UNKNOWN, Cause.OWN_SILENT),
        (None, OVERDUE, UNKNOWN, Cause.OWN_SILENT),
        (None, OPEN, UNKNOWN, Cause.NOTHING_YET),
        (None, UPCOMING, UNKNOWN, Cause.NOTHING_YET),
        (None, Standing.NOT_ASKED, UNKNOWN, Cause.NOTHING_YET),
        (None, None, UNKNOWN, Cause.NOTHING_YET),
    ],
)
def test_a_day_is_what_its_own_report_says(
    status: Status | None, stands: Standing | None, outlook: Outlook, cause: Cause
):
    assert secure(status, stands, (), None) == Securing(outlook, cause)


@pytest.mark.parametrize(
    ("children", "outlook", "cause", "keys"),
    [
        ([MON, child("tue", DONE)], SECURED, Cause.ALL_ANSWERED, ("mon", "tue")),
        ([MON, child("tue")], SECURED, Cause.ALL_ANSWERED, ("mon",)),
        ([MON, child("tue", stands=OPEN)], SECURED, Cause.ALL_ANSWERED, ("mon",)),
        ([MON, child("tue", stands=COVERED)], SECURED, Cause.ALL_ANSWERED, ("mon", "tue")),
        ([MON, child("tue", stands=MISSED)], RISKY, Cause.CHILD_MISSED, ("tue",)),
        ([child("mon", stands=MISSED), MON], RISKY, Cause.CHILD_MISSED, ("mon",)),
        ([MON, child("tue", stands=OVERDUE)], RISKY, Cause.CHILD_OVERDUE, ("tue",)),
        ([MON, child("tue", AT_RISK)], RISKY, Cause.CHILD_AT_RISK, ("tue",)),
        ([child("mon", AT_RISK), child("tue", NORMAL)], RISKY, Cause.CHILD_AT_RISK, ("mon",)),
        ([MON, child("tue", BLOCKED)], RISKY, Cause.CHILD_BLOCKED, ("tue",)),
        ([MON, child("tue", LAGGING)], SLIPPING, Cause.LATEST_BEHIND, ("tue",)),
        ([child("mon", LAGGING), child("tue", NORMAL)], RISKY, Cause.CHILD_SLIPPING, ("mon",)),
        ([child("mon", LAGGING), child("tue")], SLIPPING, Cause.LATEST_BEHIND, ("mon",)),
        # silence after a lagging day does not lighten it
        (
            [child("mon", LAGGING), child("tue", stands=MISSED)],
            SLIPPING,
            Cause.LATEST_BEHIND,
            ("mon",),
        ),
        # a week not asked yet whose days lag already
        (
            [child("w5", NORMAL), child("w6", outlook=SLIPPING)],
            SLIPPING,
            Cause.LATEST_BEHIND,
            ("w6",),
        ),
        ([child("w5", NORMAL), child("w6", outlook=RISKY)], RISKY, Cause.CHILD_AT_RISK, ("w6",)),
        ([child("w5", NORMAL, RISKY)], RISKY, Cause.CHILD_AT_RISK, ("w5",)),
        ([child("mon"), child("tue", stands=OPEN)], UNKNOWN, Cause.NOTHING_YET, ()),
        ([child("mon", stands=Standing.NOT_ASKED)], UNKNOWN, Cause.NOTHING_YET, ()),
    ],
)
def test_a_period_holds_by_its_children(
    children: list[Child], outlook: Outlook, cause: Cause, keys: tuple[str, ...]
):
    assert secure(None, UPCOMING, children, None) == Securing(outlook, cause, keys)


@pytest.mark.parametrize(
    ("status", "children", "outlook", "cause"),
    [
        # the period's own report answers for what was said before it
        (NORMAL, [child("mon", AT_RISK), child("tue", NORMAL)], SECURED, Cause.OWN_FINE),
        (NORMAL, [child("mon", LAGGING), child("tue", stands=COVERED)], SECURED, Cause.OWN_FINE),
        # the latest word counts after it
        (NORMAL, [MON, child("tue", LAGGING)], SLIPPING, Cause.LATEST_BEHIND),
        (NORMAL, [MON, child("tue", BLOCKED)], RISKY, Cause.CHILD_BLOCKED),
        # and so does what is missing since
        (NORMAL, [MON, child("fri", stands=MISSED)], RISKY, Cause.CHILD_MISSED),
        (NORMAL, [child("w5", NORMAL), child("w6", outlook=RISKY)], RISKY, Cause.CHILD_AT_RISK),
        (AT_RISK, [MON], RISKY, Cause.OWN_AT_RISK),
        (LAGGING, [MON], SLIPPING, Cause.OWN_LAGGING),
        (NORMAL, [child("mon"), child("tue")], SECURED, Cause.OWN_FINE),
    ],
)
def test_a_report_answers_for_what_was_said_below_before_it(
    status: Status, children: list[Child], outlook: Outlook, cause: Cause
):
    found = secure(status, ANSWERED, children, None)
    assert (found.outlook, found.cause) == (outlook, cause)


@pytest.mark.parametrize(
    ("known", "children", "outlook", "cause"),
    [
        (amount(96, 90, 180), [MON], SECURED, Cause.ALL_ANSWERED),
        (amount(180, 90, 180), [MON], SECURED, Cause.MET),
        (amount(180, 90, 180), [], SECURED, Cause.MET),
        (amount(96, 90, 180), [], UNKNOWN, Cause.NOTHING_YET),
        (amount(80, 90, 180), [], RISKY, Cause.SHORT),
        (amount(80, 90, 180), [MON], RISKY, Cause.SHORT),
        (amount(80, 90, 180, "10", "5"), [MON], RISKY, Cause.SHORT),
        (amount(80, 90, 180, "10.1", "5"), [MON], SLIPPING, Cause.TOO_FAST),
        (amount(80, 90, 180, "1", "0"), [MON], SLIPPING, Cause.TOO_FAST),
        (amount(96, 90, 180, "10.1", "5"), [MON], SECURED, Cause.ALL_ANSWERED),  # on its line
        (amount(170, 180, 180, str(OUT_OF_REACH), "5"), [MON], SLIPPING, Cause.OUT_OF_TIME),
        (amount(170, 180, 180, str(OUT_OF_REACH)), [], SLIPPING, Cause.OUT_OF_TIME),
        (amount(180, 90, 180), [child("mon", stands=MISSED)], RISKY, Cause.CHILD_MISSED),
        (amount(180, 90, 180), [child("mon", LAGGING)], SLIPPING, Cause.LATEST_BEHIND),
    ],
)
def test_a_quantity_is_reckoned_with(
    known: Amount, children: list[Child], outlook: Outlook, cause: Cause
):
    found = secure(None, UPCOMING, children, known)
    assert (found.outlook, found.cause, found.amount) == (outlook, cause, known)


def test_a_good_word_does_not_beat_arithmetic():
    assert secure(NORMAL, ANSWERED, [MON], amount(80, 90, 180)).outlook is RISKY


def test_a_lagging_day_is_felt_up_to_the_year_and_healed_by_the_reports_above():
    day = secure(LAGGING, ANSWERED, (), None)
    below = Child("day", ANSWERED, LAGGING, day.outlook)
    for key in ("week", "month", "quarter", "year"):
        level = secure(None, UPCOMING, [below], None)
        assert (level.outlook, level.cause) == (SLIPPING, Cause.LATEST_BEHIND)
        below = Child(key, UPCOMING, None, level.outlook)
    covered = Child("friday", COVERED, None, UNKNOWN)
    week = secure(NORMAL, ANSWERED, [Child("day", ANSWERED, LAGGING, day.outlook), covered], None)
    assert week.outlook is SECURED


amounts = st.builds(
    Amount,
    *[st.integers(0, 200).map(Decimal)] * 3,
    st.integers(0, 50).map(Decimal) | st.just(OUT_OF_REACH),
    st.none() | st.integers(0, 50).map(Decimal),
)
statuses = st.none() | st.sampled_from(Status)
standings = st.sampled_from(Standing)
families = st.lists(
    st.builds(Child, st.uuids().map(str), standings, statuses, st.sampled_from(Outlook)),
    max_size=6,
)


@given(statuses, st.none() | standings, families, st.none() | amounts)
def test_no_period_is_secured_with_a_missed_child_or_a_short_quantity(
    status: Status | None,
    stands: Standing | None,
    children: list[Child],
    known: Amount | None,
):
    found = secure(status, stands, children, known)
    if found.outlook is SECURED:
        assert not {one.standing for one in children} & {MISSED, OVERDUE}
        assert known is None or known.actual >= known.planned_now
        assert status in {None, DONE, NORMAL}
    assert set(found.children) <= {one.key for one in children}
    assert found.outlook is OUTLOOKS[found.cause]


@given(statuses, standings, families, st.none() | amounts, st.sampled_from((UNKNOWN, RISKY)))
def test_a_missed_child_more_never_lightens_the_outlook(
    status: Status | None,
    stands: Standing,
    children: list[Child],
    known: Amount | None,
    outlook: Outlook,
):
    missed = Child("missed", MISSED, None, outlook)
    before = secure(status, stands, children, known).outlook
    after = secure(status, stands, [*children, missed], known).outlook
    assert GRAVITY.index(after) >= GRAVITY.index(before)


@given(statuses, standings, families, amounts, st.integers(0, 200))
def test_a_higher_total_never_darkens_the_outlook(
    status: Status | None, stands: Standing, children: list[Child], known: Amount, more: int
):
    richer = Amount(
        known.actual + more,
        known.planned_now,
        known.planned_end,
        known.needed_pace,
        known.best_pace,
    )
    before = secure(status, stands, children, known).outlook
    after = secure(status, stands, children, richer).outlook
    assert GRAVITY.index(after) <= GRAVITY.index(before)


SPACES = Course(date(2024, 1, 1), date(2024, 12, 31), Decimal(251), Decimal(0), Bound.EXACT)
MONTH = period_of(PeriodKind.MONTH, date(2024, 3, 4), PLAN)


def march(*found: tuple[int, int, int]) -> Amount | None:
    points = [Point(date(2024, month, day), Decimal(total)) for month, day, total in found]
    return amount_in(SPACES, points, MONTH, CALENDAR)


def test_a_quantity_is_measured_on_the_day_of_its_latest_figure():
    assert MONTH.span == Span(date(2024, 3, 4), date(2024, 3, 31))
    found = march((2, 23, 36), (3, 15, 51), (4, 3, 70))  # April's figure is not March's
    assert found == Amount(Decimal(51), Decimal(51), Decimal(61), Decimal(1), Decimal(1))


def test_a_figure_from_before_the_period_is_measured_on_its_eve():
    found = march((2, 5, 31))
    assert found == Amount(Decimal(31), Decimal(41), Decimal(61), Decimal("1.5"), None)


def test_a_monthly_reporter_on_the_line_is_not_short_when_the_month_is_over():
    found = march((3, 25, 57))
    assert found is not None
    assert not found.is_short
    assert secure(NORMAL, ANSWERED, (), found).outlook is SECURED


@pytest.mark.parametrize(
    ("goal", "baseline", "bound"), [(500, 0, Bound.AT_MOST), (35, 40, Bound.AT_MOST)]
)
def test_of_a_ceiling_and_a_decline_nothing_is_added_up(goal: int, baseline: int, bound: Bound):
    way = Course(SPACES.begins, SPACES.ends, Decimal(goal), Decimal(baseline), bound)
    points = [Point(date(2024, 3, 15), Decimal(38))]
    assert amount_in(way, points, MONTH, CALENDAR) is None


def test_without_a_figure_there_is_no_amount():
    assert march() is None
    assert march((4, 3, 70)) is None


@given(st.integers(0, 80), st.dates(MONTH.first, MONTH.last))
def test_who_is_on_the_line_on_the_day_of_the_figure_is_not_short(more: int, day: date):
    total = planned(SPACES, day, CALENDAR) + more
    found = amount_in(SPACES, [Point(day, total)], MONTH, CALENDAR)
    assert found is not None
    assert not found.is_short


def period(kind: PeriodKind, text: str) -> Period:
    return period_of(kind, date.fromisoformat(f"2024-{text}"), PLAN)


OPENED = datetime(2024, 2, 6, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY_LEVEL, WEEK, MONTH_LEVEL, QUARTER, YEAR = LEVELS


@pytest.mark.parametrize(
    ("higher", "lower", "said_after", "answered", "is_covered"),
    [
        (period(WEEK, "02-06"), period(DAY_LEVEL, "02-06"), HOUR, False, True),
        (period(WEEK, "02-06"), period(DAY_LEVEL, "02-06"), 0 * HOUR, False, True),
        (period(WEEK, "02-06"), period(DAY_LEVEL, "02-06"), -HOUR, False, False),
        (period(WEEK, "02-06"), period(DAY_LEVEL, "02-06"), HOUR, True, False),
        (period(WEEK, "02-18"), period(DAY_LEVEL, "02-18"), HOUR, False, True),
        (period(WEEK, "02-06"), period(DAY_LEVEL, "02-02"), HOUR, False, False),
        (period(WEEK, "02-06"), period(DAY_LEVEL, "02-19"), HOUR, False, False),
        (period(WEEK, "02-06"), period(WEEK, "02-06"), HOUR, False, False),
        (period(DAY_LEVEL, "02-06"), period(WEEK, "02-06"), HOUR, False, False),
        (period(MONTH_LEVEL, "02-06"), period(DAY_LEVEL, "02-06"), HOUR, False, True),
        (period(MONTH_LEVEL, "02-06"), period(WEEK, "01-31"), HOUR, False, True),
        (period(YEAR, "02-06"), period(QUARTER, "02-06"), HOUR, False, True),
    ],
)
def test_a_higher_report_covers_what_had_opened_inside_it(
    higher: Period, lower: Period, said_after: timedelta, answered: bool, is_covered: bool
):
    assert covers(higher, lower, OPENED + said_after, OPENED, answered) is is_covered


instants = st.integers(-72, 72).map(lambda hours: OPENED + hours * HOUR)
periods = st.builds(
    period_of, st.sampled_from(LEVELS), st.dates(PLAN.first, date(2024, 3, 10)), st.just(PLAN)
)


@given(periods, periods, instants, instants, instants)
def test_covering_never_turns_an_answered_check_in(
    higher: Period, lower: Period, said_at: datetime, answered: datetime, now: datetime
):
    asked = (OPENED, OPENED + 2 * HOUR, OPENED + 48 * HOUR, OPENED)
    is_covered = covers(higher, lower, said_at, OPENED, lower_answered=True)
    facts = CheckInFacts(*asked, answered, said_at if is_covered else None)
    assert standing(facts, now) is standing(CheckInFacts(*asked, answered), now)
    assert not is_covered
