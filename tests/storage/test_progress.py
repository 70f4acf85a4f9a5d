"""A task's running total is a copy of what its reports say, whoever asks and however often."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import Session, delete, select

from rules.facts import Share, Status, TargetKind
from rules.figures import Point
from rules.periods import DAY
from rules.replies import ValueKind
from storage import progress
from storage.answers import tap_all_normal
from storage.tables import Assignment, Progress
from tests.office import Office, clock
from tests.quantities import confirm, counted, report, task_id

LI_MING = 5210000117
FIRST, SECOND = date(2024, 2, 1), date(2024, 2, 2)
THURSDAY, FRIDAY, WEEK = "D2024-02-01", "D2024-02-02", "W2024-05"


@pytest.fixture
def asked(office: Office) -> Office:
    """Thursday 1 February 2024, 16:00: 市城管执法局 has its cards; task 15 wants 2000 个."""
    office.bind(LI_MING, "李明", "市城管执法局")
    confirm(office, "15")
    office.ask("2024-02-01 16:00")
    return office


def say(office: Office, key: str, at: str, value: str, **how: object) -> None:
    """Let 李明 report a figure of task 15 on his card of a round."""
    report(office, LI_MING, key, "15", at, value, **how)


def series(office: Office, number: str = "15") -> list[tuple[date, Decimal]]:
    points = office.read(progress.series, task_id(office, number))
    return [(point.day, point.total) for point in points]


def test_a_figure_is_a_total_as_soon_as_it_is_filed(asked: Office):
    assert series(asked) == []
    say(asked, THURSDAY, "2024-02-01 16:05", "104")
    assert series(asked) == [(FIRST, Decimal(104))]


def test_a_correction_changes_the_day_it_corrects(asked: Office):
    say(asked, THURSDAY, "2024-02-01 16:05", "104")
    asked.ask("2024-02-02 16:00")
    say(asked, FRIDAY, "2024-02-02 16:05", "150")
    say(asked, THURSDAY, "2024-02-02 16:30", "140")
    assert series(asked) == [(FIRST, Decimal(140)), (SECOND, Decimal(150))]


def test_what_a_period_brought_is_added_to_the_baseline_and_to_what_was_before(office: Office):
    office.bind(LI_MING, "李明", "市城管执法局")
    confirm(office, "15", baseline="500", wanted=ValueKind.THIS_PERIOD)
    office.ask("2024-02-01 16:00")
    say(office, THURSDAY, "2024-02-01 16:05", "20", kind=ValueKind.THIS_PERIOD)
    office.ask("2024-02-02 16:00")
    say(office, FRIDAY, "2024-02-02 16:05", "30", kind=ValueKind.UNSTATED)
    assert series(office) == [(FIRST, Decimal(520)), (SECOND, Decimal(550))]


@pytest.mark.parametrize(
    ("value", "kind", "measure", "total"),
    [
        ("104", ValueKind.CUMULATIVE, None, "104"),
        ("104", ValueKind.CUMULATIVE, "个", "104"),
        ("0.05", ValueKind.CUMULATIVE, "万个", "500"),
        ("60", ValueKind.PERCENT, "%", "1200"),
        ("104", ValueKind.CUMULATIVE, "家", None),
        ("3", ValueKind.CUMULATIVE, "万元", None),
    ],
)
def test_a_figure_counts_in_the_targets_measure_or_not_at_all(
    asked: Office, value: str, kind: ValueKind, measure: str | None, total: str | None
):
    say(asked, THURSDAY, "2024-02-01 16:05", value, kind=kind, measure=measure)
    assert series(asked) == ([] if total is None else [(FIRST, Decimal(total))])


@pytest.mark.parametrize(
    ("goal", "kind"), [("6", TargetKind.GROWTH), ("95", TargetKind.QUANTITY)], ids=["rate", "share"]
)
def test_where_the_target_is_in_percent_so_is_its_level(
    office: Office, goal: str, kind: TargetKind
):
    office.bind(LI_MING, "李明", "市城管执法局")
    confirm(office, "15", goal, measure="%", kind=kind)
    office.ask("2024-02-01 16:00")
    say(office, THURSDAY, "2024-02-01 16:05", "5.8", kind=ValueKind.PERCENT, measure="%")
    assert series(office) == [(FIRST, Decimal("5.8"))]


def test_a_task_without_a_target_has_no_total(asked: Office):
    report(asked, LI_MING, THURSDAY, "13", "2024-02-01 16:05", "104", measure="处")
    assert asked.reports()[0].value == 104
    assert series(asked, "13") == []


def test_a_target_in_another_measure_is_counted_anew(asked: Office):
    say(asked, THURSDAY, "2024-02-01 16:05", "104", measure="个")
    confirm(asked, "15", "2", measure="万个")
    assert series(asked) == [(FIRST, Decimal("0.0104"))]
    confirm(asked, "15", "900", measure="家")
    assert series(asked) == []


@pytest.mark.parametrize(
    ("at", "key", "day"),
    [
        ("2024-02-02 00:30", THURSDAY, FIRST),
        ("2024-02-02 07:30", THURSDAY, FIRST),
        ("2024-02-02 00:30", WEEK, SECOND),
        ("2024-02-02 07:30", WEEK, SECOND),
    ],
)
def test_a_figure_counts_from_the_plans_date_and_no_later_than_its_period(
    asked: Office, at: str, key: str, day: date
):
    say(asked, key, at, "104")
    assert series(asked) == [(day, Decimal(104))]


def test_only_the_lead_units_report_for_the_task(asked: Office):
    say(asked, THURSDAY, "2024-02-01 16:05", "104")
    key = task_id(asked, "15")
    asked.write(_swap_shares, key)
    asked.write(progress.rebuild, key)
    assert series(asked) == []


def _swap_shares(session: Session, key: int) -> None:
    for row in session.exec(select(Assignment).where(Assignment.task_id == key)):
        row.share = Share.RESPONSIBLE if row.share is Share.LEAD else Share.LEAD


def test_the_copy_equals_a_rebuild_from_scratch_and_an_idle_rebuild_writes_nothing(asked: Office):
    say(asked, THURSDAY, "2024-02-01 16:05", "104")
    say(asked, WEEK, "2024-02-01 17:05", "110")
    asked.ask("2024-02-02 16:00")
    say(asked, FRIDAY, "2024-02-02 16:05", "30", kind=ValueKind.THIS_PERIOD)
    asked.ask("2024-02-04 16:00")
    say(asked, "D2024-02-04", "2024-02-04 16:05", "10", kind=ValueKind.PERCENT)
    say(asked, THURSDAY, "2024-02-04 16:30", "99")
    asked.ask("2024-02-05 16:00")
    say(asked, "D2024-02-05", "2024-02-05 16:05", "260")
    kept = series(asked)
    assert [total for _, total in kept] == [99, 129, 200, 260]
    key = task_id(asked, "15")
    assert asked.write(_writes_of_a_rebuild, key) == []
    asked.write(lambda session: session.exec(delete(Progress)))
    asked.write(progress.rebuild, key)
    assert series(asked) == kept


def _writes_of_a_rebuild(session: Session, key: int) -> list[str]:
    with counted(session) as sent:
        progress.rebuild(session, key)
        session.flush()
    return [one for one in sent if not one.startswith("SELECT")]


def test_the_latest_total_and_the_one_before_a_day_take_one_statement_each(asked: Office):
    say(asked, THURSDAY, "2024-02-01 16:05", "104")
    asked.ask("2024-02-02 16:00")
    say(asked, FRIDAY, "2024-02-02 16:05", "150")
    keys = task_id(asked, "15"), task_id(asked, "13")

    def work(session: Session):
        with counted(session) as sent:
            found = (
                progress.latest(session, keys),
                progress.latest(session, keys, FIRST),
                progress.around(session, keys, SECOND),
                progress.around(session, keys, FIRST),
                progress.around(session, keys, SECOND + DAY),
            )
        return found, len(sent)

    found, statements = asked.read(work)
    key, total = keys[0], Decimal(104)
    newest = Point(SECOND, Decimal(150))
    assert found == (
        {key: newest},
        {key: Point(FIRST, total)},
        {key: (total, newest)},
        {key: (None, newest)},
        {key: (newest.total, newest)},
    )
    assert statements == len(found)


def test_a_tap_says_no_figure_and_takes_none_away(asked: Office):
    say(asked, THURSDAY, "2024-02-01 16:05", "104")
    asked.tap(LI_MING, THURSDAY, "15", Status.LAGGING, "2024-02-01 16:10")
    round_id = asked.round(WEEK).id or 0
    asked.write(tap_all_normal, LI_MING, round_id, at=clock("2024-02-01 16:11"))
    assert series(asked) == [(FIRST, Decimal(104))]
