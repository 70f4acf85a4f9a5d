"""Every task is counted once in every state of a period, and nobody is silent who was not asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rules.facts import PeriodKind, Status
from rules.tally import Bucket, Tally
from storage import answers, plans
from storage.ledger.digest import PeriodDigest, elapsed_share, period_digest
from storage.rounds import plan_facts
from tests.office import Office, clock

LI_MING, ZHAO_QIANG = 5210000117, 6003817254
DAY, WEEK = "D2024-02-01", "W2024-05"
FIRST_WEEK = date(2024, 2, 1)


def digest(
    office: Office, at: str, day: date = FIRST_WEEK, kind: PeriodKind = PeriodKind.WEEK
) -> PeriodDigest:
    plan = office.read(plan_facts, office.plan_id)
    told = office.read(period_digest, plan, kind, day, clock(at))
    keys = [line.task_id for line in told.lines]
    assert keys == list(told.standings)
    assert set(keys) == set(told.outlooks)
    assert len(set(keys)) == len(keys) == told.tally.total
    assert told.tally.total == told.lights.total == told.outlook.total
    return told


def counted(tally: Tally[Bucket]) -> dict[Bucket, int]:
    return {kind: count for kind, count in tally.counts.items() if count}


def bucket_of(told: PeriodDigest, number: str) -> Bucket:
    return next(line.bucket for line in told.lines if line.number == number)


def test_before_any_round_nothing_was_asked(office: Office):
    told = digest(office, "2024-02-01 09:00")
    assert counted(told.tally) == {Bucket.NOT_ASKED: 140}


def test_units_without_people_are_never_silent(office: Office):
    office.ask("2024-02-01 16:00")
    for at in ("2024-02-01 17:00", "2024-02-02 16:00", "2024-03-04 00:00", "2024-12-01 00:00"):
        assert counted(digest(office, at).tally) == {Bucket.NOT_ASKED: 140}


def test_a_card_that_was_not_delivered_makes_nobody_silent(office: Office):
    office.bind(LI_MING, "李明", "市城管执法局")
    office.tick("2024-02-01 16:00")
    assert counted(digest(office, "2024-02-02 16:00").tally) == {Bucket.NOT_ASKED: 140}


def test_what_was_asked_is_pending_until_due_and_silent_after(office: Office):
    office.bind(LI_MING, "李明", "市城管执法局")
    office.ask("2024-02-01 16:00")
    asked = {Bucket.PENDING: 4, Bucket.NOT_ASKED: 136}
    assert counted(digest(office, "2024-02-01 17:59").tally) == asked
    silent = {Bucket.SILENT: 4, Bucket.NOT_ASKED: 136}
    assert counted(digest(office, "2024-02-02 16:00").tally) == silent
    assert counted(digest(office, "2024-12-01 00:00").tally) == silent


@pytest.mark.parametrize("status", list(Status))
def test_a_report_counts_as_what_it_says(office: Office, status: Status):
    office.bind(LI_MING, "李明", "市城管执法局")
    office.ask("2024-02-01 16:00")
    office.tap(LI_MING, WEEK, "15", status, "2024-02-01 16:05")
    told = digest(office, "2024-02-02 16:00")
    assert bucket_of(told, "15") is Bucket[status.name]
    assert told.tally.counts[Bucket.SILENT] == 3


def test_the_latest_report_of_the_week_counts(office: Office):
    office.bind(LI_MING, "李明", "市城管执法局")
    office.ask("2024-02-01 16:00")
    office.tap(LI_MING, WEEK, "15", Status.LAGGING, "2024-02-01 16:05")
    office.tap(LI_MING, DAY, "15", Status.NORMAL, "2024-02-01 16:06")
    assert bucket_of(digest(office, "2024-02-02 16:00"), "15") is Bucket.NORMAL


def test_a_task_of_several_leads_counts_by_the_gravest_and_names_the_silent(office: Office):
    office.bind(LI_MING, "李明", "市人社局")
    office.bind(ZHAO_QIANG, "赵强", "市农业农村局")
    office.ask("2024-02-01 16:00")
    for key in (DAY, WEEK):
        round_id = office.round(key).id or 0
        office.write(answers.tap_all_normal, LI_MING, round_id, at=clock("2024-02-01 16:05"))
    told = digest(office, "2024-02-02 16:00")
    assert bucket_of(told, "7") is Bucket.NORMAL
    (line,) = told.partly_silent
    assert (line.number, line.silent) == ("7", ("市农业农村局",))
    office.tap(ZHAO_QIANG, WEEK, "7", Status.BLOCKED, "2024-02-02 16:05")
    told = digest(office, "2024-02-02 16:10")
    assert bucket_of(told, "7") is Bucket.BLOCKED
    assert told.partly_silent == ()


def test_a_lead_without_people_does_not_make_a_task_partly_silent(office: Office):
    office.bind(LI_MING, "李明", "市人社局")
    office.ask("2024-02-01 16:00")
    office.tap(LI_MING, WEEK, "7", Status.NORMAL, "2024-02-01 16:05")
    told = digest(office, "2024-02-02 16:00")
    assert bucket_of(told, "7") is Bucket.NORMAL
    assert told.partly_silent == ()


def test_a_mixed_week_adds_up_to_the_whole_notice(office: Office):
    office.bind(LI_MING, "李明", "市城管执法局")
    office.bind(ZHAO_QIANG, "赵强", "市发改委")
    office.ask("2024-02-01 16:00")
    for number, status in (("11", Status.DONE), ("13", Status.AT_RISK), ("15", Status.LAGGING)):
        office.tap(LI_MING, WEEK, number, status, "2024-02-01 16:05")
    assert counted(digest(office, "2024-02-02 16:00").tally) == {
        Bucket.DONE: 1,
        Bucket.AT_RISK: 1,
        Bucket.LAGGING: 1,
        Bucket.SILENT: 1 + 15,
        Bucket.NOT_ASKED: 140 - 19,
    }


def test_a_withdrawn_task_is_counted_no_more(office: Office, notice_draft: plans.PlanDraft):
    kept = tuple(task for task in notice_draft.tasks if task.number != "15")
    office.ask("2024-02-01 16:00")
    shorter = replace(notice_draft, tasks=kept)
    office.write(plans.load, shorter, at=clock("2024-02-02 09:00"))
    assert digest(office, "2024-02-02 16:00").tally.total == 139


def test_a_week_is_told_beside_the_one_before(office: Office):
    office.bind(LI_MING, "李明", "市城管执法局")
    office.ask("2024-02-01 16:00")
    office.tap(LI_MING, WEEK, "15", Status.LAGGING, "2024-02-01 16:05")
    office.ask("2024-02-08 16:00")
    office.tap(LI_MING, "W2024-06", "15", Status.DONE, "2024-02-08 16:05")
    told = digest(office, "2024-02-09 16:00", date(2024, 2, 8))
    assert (told.tally.counts[Bucket.DONE], told.tally.counts[Bucket.LAGGING]) == (1, 0)
    assert told.former is not None
    assert (told.former.counts[Bucket.DONE], told.former.counts[Bucket.LAGGING]) == (0, 1)
    assert told.issue == 2


def test_the_first_week_has_none_before_it(office: Office):
    told = digest(office, "2024-02-02 16:00")
    assert (told.former, told.issue) == (None, 1)


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2024, 2, 1), date(2024, 1, 31), date(2024, 2, 4)),
        (date(2024, 2, 14), date(2024, 2, 18), date(2024, 2, 18)),
        (date(2024, 3, 6), date(2024, 3, 4), date(2024, 3, 8)),
        (date(2023, 1, 1), date(2024, 1, 31), date(2024, 2, 4)),
        (date(2030, 1, 1), date(2024, 12, 30), date(2024, 12, 31)),
    ],
    ids=["to a worked Sunday", "the Spring Festival", "a plain week", "before", "after"],
)
def test_a_digest_covers_the_workdays_of_its_week(
    office: Office, day: date, first: date, last: date
):
    told = digest(office, "2024-12-31 16:00", day)
    assert (told.first, told.last) == (first, last)
    assert told.tally.total == 140


def test_the_share_of_the_year_runs_from_its_first_day_to_the_plans_last(office: Office):
    span = office.read(plan_facts, office.plan_id).span
    assert elapsed_share(span, date(2023, 12, 31)) == 0
    assert elapsed_share(span, date(2024, 2, 9)) == pytest.approx(40 / 366)
    assert elapsed_share(span, date(2024, 12, 31)) == 1
    assert elapsed_share(span, date(2025, 6, 1)) == 1


def test_only_a_week_without_a_published_calendar_is_provisional(
    office: Office, notice_draft: plans.PlanDraft
):
    assert not digest(office, "2024-02-02 16:00").provisional
    longer = replace(notice_draft, end=date(2027, 12, 31))
    office.write(plans.load, longer, at=clock("2024-02-02 09:00"))
    assert digest(office, "2027-03-05 16:00", date(2027, 3, 4)).provisional
