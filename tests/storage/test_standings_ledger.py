"""Each task stands by arithmetic, nodes and silence; what its units say is told beside it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from rules.facts import Bound, Status, TargetKind
from rules.lights import Ground, Light
from rules.pace import Node
from storage.calendar import work_calendar
from storage.ledger.courses import TaskCourse, courses
from storage.ledger.leads import COUNTED
from storage.ledger.standings import TaskStanding, task_standings
from storage.rounds import plan_facts
from tests.office import Office, clock
from tests.quantities import add_stage, confirm, counted, report, suggestion, task_id

LI_MING, ZHAO_QIANG = 5210000117, 6003817254
THURSDAY, WEEK = "D2024-02-01", "W2024-05"


@pytest.fixture
def asked(office: Office) -> Office:
    office.bind(LI_MING, "李明", "市城管执法局")
    office.ask("2024-02-01 16:00")
    return office


def standings(office: Office, at: str) -> tuple[TaskStanding, ...]:
    def work(session):
        plan = plan_facts(session, office.plan_id)
        return task_standings(session, plan, work_calendar(session), clock(at))

    return office.read(work)


def standing(office: Office, number: str, at: str = "2024-02-01 17:00") -> TaskStanding:
    def work(session):
        plan, calendar = plan_facts(session, office.plan_id), work_calendar(session)
        return task_standings(session, plan, calendar, clock(at), [task_id(office, number)])

    (found,) = office.read(work)
    return found


def course(office: Office, number: str) -> TaskCourse | None:
    def work(session):
        return courses(session, plan_facts(session, office.plan_id))

    return office.read(work).get(task_id(office, number))


def test_every_task_stands_once_in_the_order_of_the_notice(office: Office):
    found = standings(office, "2024-02-01 09:00")
    assert [one.number for one in found] == [str(number) for number in range(1, 141)]
    assert found[6].leads == ("市人社局", "市农业农村局")
    assert found[14].section


def test_the_number_of_statements_is_the_same_for_one_task_and_for_all(asked: Office):
    def work(session):
        plan, calendar = plan_facts(session, asked.plan_id), work_calendar(session)
        sizes = []
        for keys in ([task_id(asked, "15")], None):
            session.expunge_all()
            with counted(session) as sent:
                task_standings(session, plan, calendar, clock("2024-02-05 17:00"), keys)
            sizes.append(len(sent))
        return sizes

    assert asked.read(work) == [8, 8]


def test_a_suggestion_is_shown_and_never_judged(asked: Office):
    report(asked, LI_MING, THURSDAY, "15", "2024-02-01 16:05", "1")
    found = standing(asked, "15")
    assert found.target is not None
    assert (found.target.confirmed, found.target.goal) == (False, 2000)
    assert found.target.judged is None
    assert found.total == 1
    assert (found.judgement.light, found.judgement.ground) == (Light.GREY, Ground.NO_FIGURE)


def test_the_first_confirmed_figure_is_the_tasks_figure(office: Office):
    assert course(office, "13") is None
    suggested = suggestion(office, "15")
    assert course(office, "15").target_id == suggested.id
    nodes = ((date(2024, 6, 30), "900"), (date(2024, 3, 31), "300"))
    confirm(office, "15", "1500", baseline="100", bound=Bound.AT_LEAST, nodes=nodes)
    add_stage(office, "15", date(2024, 9, 30), "划线完工")
    found = course(office, "15")
    assert (found.confirmed, found.goal, found.course.baseline) == (True, 1500, 100)
    assert (found.course.begins, found.course.ends) == (date(2024, 1, 1), date(2024, 12, 31))
    assert found.course.nodes == (
        Node(date(2024, 3, 31), Decimal(300)),
        Node(date(2024, 6, 30), Decimal(900)),
    )


def test_what_a_unit_says_never_beats_arithmetic(asked: Office):
    confirm(asked, "15")
    report(asked, LI_MING, THURSDAY, "15", "2024-02-01 16:05", "30", status=Status.NORMAL)
    found = standing(asked, "15", "2024-03-29 09:00")
    assert found.status is Status.NORMAL
    assert (found.total, found.total_on) == (30, date(2024, 2, 1))
    assert (found.judgement.light, found.judgement.ground) == (Light.RED, Ground.UNDER_HALF)


def test_a_confirmed_figure_without_a_count_waits_for_one(asked: Office):
    confirm(asked, "15")
    found = standing(asked, "15", "2024-06-28 09:00")
    assert (found.total, found.judgement.ground) == (None, Ground.NO_FIGURE)


def test_a_rate_is_judged_against_its_goal(asked: Office):
    confirm(asked, "15", "6", measure="%", kind=TargetKind.GROWTH, bound=Bound.AT_LEAST)
    report(asked, LI_MING, THURSDAY, "15", "2024-02-01 16:05", "5.8", measure="%")
    found = standing(asked, "15")
    assert (found.judgement.ground, found.judgement.gap) == (Ground.GROWTH_SHORT, Decimal("-0.2"))


@pytest.mark.parametrize(
    ("at", "ground"),
    [
        ("2024-03-25 07:30", Ground.UNHEARD),
        ("2024-03-25 23:59", Ground.UNHEARD),
        ("2024-03-26 00:30", Ground.NODE_NEAR),
        ("2024-03-29 07:30", Ground.NODE_NEAR),
        ("2024-03-31 23:59", Ground.NODE_NEAR),
        ("2024-04-01 00:30", Ground.NODE_PAST),
        ("2024-04-01 07:30", Ground.NODE_PAST),
    ],
)
def test_a_node_nears_and_passes_on_the_plans_date(office: Office, at: str, ground: Ground):
    add_stage(office, "13", date(2024, 2, 20), "方案", reached="2024-02-19 10:00")
    add_stage(office, "13", date(2024, 3, 31), "开工")
    judged = standing(office, "13", at).judgement
    assert judged.ground is ground
    assert judged.node == (None if ground is Ground.UNHEARD else date(2024, 3, 31))


def test_a_task_is_done_when_all_its_leads_say_so(office: Office):
    office.bind(LI_MING, "李明", "市发改委")
    office.bind(ZHAO_QIANG, "赵强", "市经信局")
    office.ask("2024-02-01 16:00")
    number = next(
        one.number
        for one in standings(office, "2024-02-01 17:00")
        if len(one.leads) == 1 and one.leads == ("市发改委",) and one.target is None
    )
    report(office, LI_MING, THURSDAY, number, "2024-02-01 16:05", status=Status.DONE)
    assert standing(office, number).judgement.ground is Ground.COMPLETED
    report(office, LI_MING, WEEK, number, "2024-02-01 16:06", status=Status.LAGGING)
    found = standing(office, number)
    assert (found.status, found.judgement.ground) == (Status.LAGGING, Ground.STEADY)


def test_of_several_leads_the_gravest_latest_word_counts(office: Office):
    office.bind(LI_MING, "李明", "市人社局")
    office.bind(ZHAO_QIANG, "赵强", "市农业农村局")
    office.ask("2024-02-01 16:00")
    report(office, LI_MING, THURSDAY, "7", "2024-02-01 16:05", status=Status.LAGGING)
    report(office, ZHAO_QIANG, THURSDAY, "7", "2024-02-01 16:06", status=Status.AT_RISK)
    assert standing(office, "7").status is Status.LAGGING
    report(office, LI_MING, WEEK, "7", "2024-02-01 16:07", status=Status.NORMAL)
    assert standing(office, "7").status is Status.AT_RISK


def test_two_missed_check_ins_in_a_row_turn_a_task_without_a_figure_yellow(asked: Office):
    for day in ("02", "04"):
        asked.ask(f"2024-02-{day} 16:00")
    assert standing(asked, "13", "2024-02-04 23:59").missed == 0
    found = standing(asked, "13", "2024-02-05 00:30")
    assert (found.missed, found.judgement.ground) == (3, Ground.MISSED)
    assert found.status is None


def test_a_report_ends_the_count_and_so_does_one_that_covers(asked: Office):
    for day in ("02", "04"):
        asked.ask(f"2024-02-{day} 16:00")
    report(asked, LI_MING, "D2024-02-04", "13", "2024-02-04 17:00", status=Status.NORMAL)
    report(asked, LI_MING, WEEK, "11", "2024-02-04 17:00", status=Status.NORMAL)
    at = "2024-02-05 07:30"
    assert [standing(asked, number, at).missed for number in ("13", "11", "16")] == [0, 0, 3]


def test_who_was_never_asked_never_missed_anything(office: Office):
    for day in ("01", "02", "04", "05"):
        office.ask(f"2024-02-{day} 16:00")
    assert {one.missed for one in standings(office, "2024-03-04 09:00")} == {0}


def test_a_dozen_missed_say_as_much_as_more(asked: Office):
    days = [f"02-{day:02}" for day in (2, 4, 5, 6, 7, 8, 9, 18, 19, 20, 21, 22, 23, 26, 27)]
    for day in days:
        asked.ask(f"2024-{day} 16:00")
    assert 10 <= standing(asked, "13", "2024-03-08 09:00").missed <= COUNTED
