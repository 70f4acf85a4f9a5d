"""A task's page: what is drawn of its year is what the ledger holds, and no more is judged."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from handlers.views.board import YearBoard, year_picture
from handlers.views.task import TaskPage, task_page
from rules.facts import Bound, Status
from storage.rounds import plan_facts
from tests.office import Office, clock
from tests.quantities import add_stage, confirm, report

LI_MING = 5210000117
THURSDAY, WEEK = "D2024-02-01", "W2024-05"


@pytest.fixture
def asked(office: Office) -> Office:
    office.bind(LI_MING, "李明", "市城管执法局")
    office.ask("2024-02-01 16:00")
    return office


def page(office: Office, number: str, at: str = "2024-02-02 09:00") -> TaskPage:
    def work(session):
        return task_page(session, plan_facts(session, office.plan_id), number, clock(at))

    return office.read(work)


def board(office: Office, number: str, at: str = "2024-02-02 09:00") -> YearBoard:
    drawn = page(office, number, at).board
    assert year_picture(drawn).startswith(b"\x89PNG")
    return drawn


def test_a_confirmed_quantity_is_drawn_on_its_way_from_the_first_of_january(asked: Office):
    confirm(asked, "15", nodes=((date(2024, 6, 30), "800"),))
    report(asked, LI_MING, THURSDAY, "15", "2024-02-01 16:05", "96")
    drawn = board(asked, "15")
    assert (drawn.first, drawn.last) == (date(2024, 1, 1), date(2024, 12, 31))
    assert (drawn.goal, drawn.measure) == (2000, "个")
    assert drawn.planned[0] == (date(2023, 12, 31), 0)
    assert (date(2024, 6, 30), 800) in drawn.planned
    assert drawn.planned[-1] == (date(2024, 12, 31), 2000)
    assert date(2024, 2, 2) in {day for day, _ in drawn.planned}
    assert [total for _, total in drawn.planned] == sorted(total for _, total in drawn.planned)
    assert drawn.actual == ((date(2024, 2, 1), Decimal(96)),)
    assert drawn.nodes == ((date(2024, 6, 30), Decimal(800)),)
    assert drawn.projection > 96
    assert (drawn.light, drawn.light_label) == ("green", "绿灯")


def test_a_suggestion_draws_no_line(asked: Office):
    report(asked, LI_MING, THURSDAY, "15", "2024-02-01 16:05", "96")
    drawn = board(asked, "15")
    assert (drawn.goal, drawn.planned, drawn.projection) == (None, (), None)
    assert drawn.actual == ((date(2024, 2, 1), Decimal(96)),)
    assert drawn.reason == "目标待核定,未作测算"


@pytest.mark.parametrize("at", ["2024-02-02 00:30", "2024-02-02 07:30"])
def test_what_was_said_stands_on_the_plans_date_the_last_word_of_each(asked: Office, at: str):
    report(asked, LI_MING, THURSDAY, "13", "2024-02-01 16:05", status=Status.LAGGING)
    report(asked, LI_MING, WEEK, "13", "2024-02-01 16:06", status=Status.NORMAL)
    report(asked, LI_MING, THURSDAY, "13", at, status=Status.AT_RISK)
    drawn = board(asked, "13")
    assert drawn.marks == ((date(2024, 2, 1), Status.NORMAL), (date(2024, 2, 2), Status.AT_RISK))
    assert drawn.first == date(2024, 1, 31)


def test_nodes_in_words_are_milestones_and_stand_in_the_text(asked: Office):
    add_stage(asked, "13", date(2024, 2, 1), "方案印发", reached="2024-02-01 10:00")
    add_stage(asked, "13", date(2024, 6, 30), "全面开工")
    shown = page(asked, "13")
    assert [(one.name, one.reached) for one in shown.board.milestones] == [
        ("方案印发", True),
        ("全面开工", False),
    ]
    assert "节点:2月1日 方案印发(已达);6月30日 全面开工" in shown.text


def test_the_text_says_what_is_confirmed_in_its_own_terms(asked: Office):
    confirm(asked, "15", "500", measure="亿元", baseline="120", bound=Bound.AT_LEAST)
    assert "量化目标(已核定):500亿元以上,基数 120亿元\n" in page(asked, "15").text


@pytest.mark.parametrize("at", ["2024-01-10 09:00", "2025-02-01 09:00"])
def test_a_day_outside_the_plan_is_drawn_at_its_edge(asked: Office, at: str):
    drawn = board(asked, "13", at)
    assert drawn.today in {drawn.first, drawn.last}
