"""Loading a notice once, twice and changed: nothing that was ever asked is deleted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.facts import Share, Status
from storage import plans
from storage.calendar import load_days, work_calendar
from storage.database import Database
from storage.plans import PlanDraft
from storage.tables import Assignment, CalendarDay, Plan, Section, Target, Task, Unit
from tests.office import Office, clock, utc

TABLES = (Plan, Section, Task, Target, Unit, Assignment)
LATER = "2024-03-01 09:00"


def without_task(draft: PlanDraft, number: str) -> PlanDraft:
    return replace(draft, tasks=tuple(task for task in draft.tasks if task.number != number))


def with_task(draft: PlanDraft, number: str, **changes: object) -> PlanDraft:
    return replace(
        draft,
        tasks=tuple(
            replace(task, **changes) if task.number == number else task for task in draft.tasks
        ),
    )


def assignments(office: Office, number: str) -> dict[tuple[str, Share], bool]:
    """Return whether each assignment a task ever had still stands."""
    units = {unit.id: unit.name for unit in office.rows(Unit)}
    task = office.rows(Task, number=number)[0]
    return {
        (units[row.unit_id], row.share): row.ended_at is None
        for row in office.rows(Assignment, task_id=task.id)
    }


def test_the_notice_is_whole(office: Office):
    assert office.count(Task) == 140
    assert len(office.rows(Assignment, share=Share.LEAD)) == 150
    assert len(office.rows(Assignment, share=Share.RESPONSIBLE)) == 191
    assert office.count(Unit) == 76
    assert len(office.rows(Section, parent_id=None)) == 7
    assert office.count(Section) == 7 + 21


def test_tasks_keep_the_order_of_the_notice(office: Office):
    tasks = sorted(office.rows(Task), key=lambda task: task.position)
    assert [task.number for task in tasks] == [str(number) for number in range(1, 141)]


def test_collective_units_are_marked(office: Office):
    collective = {unit.name for unit in office.rows(Unit, collective=True)}
    assert {"各区镇街道", "各管理区"} <= collective
    assert "市城管执法局" not in collective


def test_loading_the_same_notice_again_adds_and_changes_nothing(
    office: Office, notice_draft: PlanDraft
):
    before = {table: [row.model_dump() for row in office.rows(table)] for table in TABLES}
    assert office.write(plans.load, notice_draft, at=clock(LATER)) == office.plan_id
    after = {table: [row.model_dump() for row in office.rows(table)] for table in TABLES}
    assert after == before


def test_what_was_loaded_is_told_back(office: Office, notice_draft: PlanDraft):
    told = office.read(plans.loaded, notice_draft.title, notice_draft.year).tasks
    assert told == tuple(replace(task, sections=(), targets=()) for task in notice_draft.tasks)


def test_nothing_is_told_of_a_notice_never_loaded(office: Office, notice_draft: PlanDraft):
    assert office.read(plans.loaded, notice_draft.title, 2023) is None


def test_a_task_that_is_gone_is_withdrawn_and_its_assignments_end(
    office: Office, notice_draft: PlanDraft
):
    counts = {table: office.count(table) for table in TABLES}
    office.write(plans.load, without_task(notice_draft, "15"), at=clock(LATER))
    assert {table: office.count(table) for table in TABLES} == counts
    assert office.rows(Task, number="15")[0].withdrawn_at == utc(LATER)
    assert set(assignments(office, "15").values()) == {False}
    told = office.read(plans.loaded, notice_draft.title, notice_draft.year).tasks
    assert "15" not in {task.number for task in told}


def test_a_withdrawal_keeps_its_first_date(office: Office, notice_draft: PlanDraft):
    for at in (LATER, "2024-04-01 09:00"):
        office.write(plans.load, without_task(notice_draft, "15"), at=clock(at))
    assert office.rows(Task, number="15")[0].withdrawn_at == utc(LATER)


def test_a_task_that_comes_back_stands_again(office: Office, notice_draft: PlanDraft):
    office.write(plans.load, without_task(notice_draft, "15"), at=clock(LATER))
    office.write(plans.load, notice_draft, at=clock("2024-04-01 09:00"))
    assert office.rows(Task, number="15")[0].withdrawn_at is None
    assert set(assignments(office, "15").values()) == {True}
    assert office.count(Assignment) == 341


def test_a_task_given_to_another_unit_ends_the_first_assignment(
    office: Office, notice_draft: PlanDraft
):
    changed = with_task(notice_draft, "15", lead=("市住建局",))
    office.write(plans.load, changed, at=clock(LATER))
    assert assignments(office, "15") == {
        ("市城管执法局", Share.LEAD): False,
        ("市住建局", Share.LEAD): True,
        ("市城发集团", Share.RESPONSIBLE): True,
    }


def test_reports_of_a_withdrawn_task_are_kept(office: Office, notice_draft: PlanDraft):
    office.bind(1, "李明", "市城管执法局")
    office.ask("2024-02-01 16:00")
    office.tap(1, "D2024-02-01", "15", Status.DONE, "2024-02-01 16:05")
    office.write(plans.load, without_task(notice_draft, "15"), at=clock(LATER))
    assert [report.status for report in office.reports()] == [Status.DONE]


def test_a_withdrawn_task_is_asked_no_more(office: Office, notice_draft: PlanDraft):
    office.bind(1, "李明", "市城管执法局")
    office.write(plans.load, without_task(notice_draft, "15"), at=clock("2024-02-01 09:00"))
    office.ask("2024-02-01 16:00")
    assert [item.number for item in office.card(1, "D2024-02-01").items] == ["11", "13", "16"]


@pytest.mark.parametrize(("is_confirmed", "kept"), [(True, 1), (False, 0)])
def test_a_rewritten_task_keeps_only_its_confirmed_targets(
    office: Office, notice_draft: PlanDraft, is_confirmed: bool, kept: int
):
    task = office.rows(Task, number="15")[0]
    (target,) = office.rows(Target, task_id=task.id)
    if is_confirmed:
        office.write(
            lambda session: setattr(
                session.get_one(Target, target.id), "confirmed_at", clock("2024-02-02 09:00")
            )
        )
    changed = with_task(notice_draft, "15", text="优化停车环境。", targets=())
    office.write(plans.load, changed, at=clock(LATER))
    assert len(office.rows(Target, task_id=task.id)) == kept


def test_the_same_title_of_another_year_is_another_plan(office: Office, notice_draft: PlanDraft):
    again = replace(notice_draft, year=2025)
    assert office.write(plans.load, again, at=clock(LATER)) != office.plan_id
    assert office.count(Task) == 280
    assert office.count(Unit) == 76


def test_days_of_the_calendar_are_added_once_and_never_replaced(database: Database):
    days = {clock("2024-02-04 00:00").date(): True, clock("2024-02-12 00:00").date(): False}
    assert database.write_now(load_days, days, "first") == 2
    assert database.write_now(load_days, dict.fromkeys(days, True), "second") == 0
    assert database.read_now(work_calendar).exceptions == days
    sources = database.read_now(
        lambda session: {session.get_one(CalendarDay, day).source for day in days}
    )
    assert sources == {"first"}
