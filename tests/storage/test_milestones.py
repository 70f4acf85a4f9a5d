"""A stage in words is reached when the unit that leads the task says so."""

from __future__ import annotations

from datetime import date

import pytest

from rules.facts import Duty
from rules.lights import Ground
from rules.refusals import NotYourTask, Stranger, UnknownButton
from rules.stages import Stage
from storage.calendar import work_calendar
from storage.ledger.standings import task_standings
from storage.ledger.targets import target_row
from storage.members import grant_supervisor
from storage.milestones import tap_reached
from storage.rounds import plan_facts
from storage.targets import TargetSheet, confirm_all
from tests.office import Office, clock

LI_MING, WANG_FANG, LIU = 5210000117, 812345678, 700100204
DAY = date(2024, 3, 29)
SOON, LATER = "2024-03-29 09:00", "2024-04-01 09:00"


@pytest.fixture
def staged(office: Office) -> Office:
    """Task 13 has no figure, and one stage in words."""
    office.bind(LI_MING, "李明", "市城管执法局")
    office.bind(WANG_FANG, "王芳", "市住建局", Duty.LIAISON)
    office.write(grant_supervisor, LIU, "刘主任", at=clock("2024-02-01 09:00"))
    sheet = TargetSheet(stages=(Stage(DAY, None, "方案印发"),))
    office.write(confirm_all, office.plan_id, {"13": sheet}, at=clock("2024-02-01 09:00"))
    return office


def task_id(office: Office) -> int:
    return office.read(target_row, office.plan_id, "13").task_id


def tap(office: Office, user_id: int, at: str = SOON, day: date = DAY) -> bool:
    return office.write(tap_reached, user_id, task_id(office), day, at=clock(at))


def ground(office: Office, at: str) -> Ground:
    def judged(session):
        plan, calendar = plan_facts(session, office.plan_id), work_calendar(session)
        (one,) = task_standings(session, plan, calendar, clock(at), [task_id(office)])
        return one.judgement.ground

    return office.read(judged)


def test_a_stage_that_was_reached_is_not_past(staged: Office):
    assert ground(staged, SOON) is Ground.NODE_NEAR
    assert ground(staged, LATER) is Ground.NODE_PAST
    assert tap(staged, LI_MING)
    assert ground(staged, LATER) is not Ground.NODE_PAST
    assert staged.read(target_row, staged.plan_id, "13").reached == {DAY}


def test_the_same_tap_takes_it_back(staged: Office):
    assert tap(staged, LI_MING)
    assert not tap(staged, LIU)
    assert ground(staged, LATER) is Ground.NODE_PAST


def test_another_unit_a_stranger_and_a_forged_day_are_refused(staged: Office):
    with pytest.raises(NotYourTask):
        tap(staged, WANG_FANG)
    with pytest.raises(Stranger):
        tap(staged, 99)
    with pytest.raises(UnknownButton):
        tap(staged, LI_MING, day=date(2024, 6, 28))
    assert ground(staged, LATER) is Ground.NODE_PAST
