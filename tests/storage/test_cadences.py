"""How finely a task is asked is set by supervisors, kept, and logged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rules.facts import Cadence
from rules.refusals import UnknownTask
from storage import cadences, plans
from storage.cadences import CadenceSheet
from storage.plans import PlanDraft
from storage.rounds import plan_facts
from storage.settings import change_setting
from storage.tables import CadenceChange, Event, Task
from tests.office import Office, clock

LIU = 700100204


def put(office: Office, number: str, wanted: Cadence, at: str) -> CadenceSheet:
    plan = office.read(plan_facts, office.plan_id)
    return office.write(cadences.set_cadence, plan, number, wanted, at=clock(at), by_user=LIU)


def sheet(office: Office, number: str, at: str) -> CadenceSheet:
    plan = office.read(plan_facts, office.plan_id)
    return office.read(cadences.cadence_sheet, plan, number, clock(at))


def task(office: Office, number: str) -> int:
    return office.rows(Task, number=number)[0].id or 0


def test_a_task_is_asked_as_the_plan_asks_until_somebody_says_otherwise(office: Office):
    told = sheet(office, "12", "2024-02-01 09:00")
    assert (told.now, told.coming, told.usual) == (Cadence.DAILY,) * 3
    assert (told.number, told.title) == ("12", "实施103个老旧小区改造")
    office.write(
        change_setting, office.plan_id, "lead_finest", "每周", at=clock("2024-02-01 09:00")
    )
    assert sheet(office, "12", "2024-02-01 09:00").now is Cadence.WEEKLY


def test_a_change_comes_into_force_the_day_after(office: Office):
    told = put(office, "12", Cadence.WEEKLY, "2024-02-01 23:30")
    assert (told.now, told.coming) == (Cadence.DAILY, Cadence.WEEKLY)
    later = sheet(office, "12", "2024-02-02 00:10")
    assert (later.now, later.coming) == (Cadence.WEEKLY, Cadence.WEEKLY)
    key = task(office, "12")
    assert office.read(cadences.cadences, office.plan_id, date(2024, 2, 1)) == {}
    assert office.read(cadences.cadences, office.plan_id, date(2024, 2, 2)) == {key: Cadence.WEEKLY}


def test_the_last_change_of_a_day_counts(office: Office):
    put(office, "12", Cadence.WEEKLY, "2024-02-01 09:00")
    put(office, "12", Cadence.NEVER, "2024-02-01 10:00")
    found = office.read(cadences.cadences, office.plan_id, date(2024, 2, 2))
    assert found == {task(office, "12"): Cadence.NEVER}


def test_every_change_is_logged_and_the_same_again_is_none(office: Office):
    put(office, "12", Cadence.WEEKLY, "2024-02-01 09:00")
    put(office, "12", Cadence.WEEKLY, "2024-02-02 09:00")
    put(office, "13", Cadence.DAILY, "2024-02-02 09:00")
    assert office.count(CadenceChange) == 1
    (event,) = office.rows(Event, kind="cadence changed")
    assert event.subject == f"task:{task(office, '12')}"
    assert event.details == {"user_id": LIU, "before": "daily", "after": "weekly"}


@pytest.mark.parametrize("number", ["141", "", "12 每周" * 9])
def test_an_unknown_task_is_refused(office: Office, number: str):
    with pytest.raises(UnknownTask):
        put(office, number, Cadence.WEEKLY, "2024-02-01 09:00")
    with pytest.raises(UnknownTask):
        sheet(office, number, "2024-02-01 09:00")


def test_a_withdrawn_task_is_unknown_and_plans_are_told_apart(
    office: Office, notice_draft: PlanDraft
):
    second = replace(notice_draft, title="补充通知")
    other = Office(office.database, office.write(plans.load, second, at=clock("2024-02-01 09:00")))
    put(other, "12", Cadence.NEVER, "2024-02-01 10:00")
    assert sheet(office, "12", "2024-02-02 09:00").now is Cadence.DAILY
    assert office.read(cadences.cadences, office.plan_id, date(2024, 2, 2)) == {}
    shorter = replace(
        notice_draft, tasks=tuple(one for one in notice_draft.tasks if one.number != "12")
    )
    office.write(plans.load, shorter, at=clock("2024-02-02 09:00"))
    with pytest.raises(UnknownTask):
        sheet(office, "12", "2024-02-02 10:00")
