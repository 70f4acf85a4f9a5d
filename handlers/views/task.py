"""One task as a text and a picture of its year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Session

from handlers.views.board import Milestone, YearBoard
from handlers.views.outline import visible
from handlers.views.reasons import LIGHTS, OUTLOOKS, standing_words
from handlers.views.render import render
from rules.facts import PeriodKind
from rules.figures import Point
from rules.periods import DAY, Span
from storage.calendar import work_calendar
from storage.ledger.cascade import chain
from storage.ledger.standings import TaskStanding
from storage.ledger.tasks import task_sheet
from storage.ledger.year import TaskYear, task_year
from storage.rounds import PlanFacts

CAPTION = 1024  # UTF-16 units: what Telegram takes under a picture


@dataclass(frozen=True)
class TaskPage:
    """What is said of a task, and what is drawn."""

    text: str
    board: YearBoard

    @property
    def is_caption(self) -> bool:
        """Whether the text fits under the picture."""
        return visible(self.text) <= CAPTION


def task_page(session: Session, plan: PlanFacts, number: str, now: datetime) -> TaskPage:
    """Return the page of a task; raises UnknownTask."""
    calendar = work_calendar(session)
    sheet = chain(session, plan, calendar, number, now)
    week = next(link for link in sheet.links if link.period.kind is PeriodKind.WEEK)
    today = plan.day(now)
    year = task_year(session, plan, calendar, sheet.task, today)
    text = render(
        "task",
        task=task_sheet(session, plan.id, number),
        standing=sheet.task,
        week=week,
        stages=year.stages,
        zone=plan.zone,
        light=LIGHTS[sheet.task.judgement.light],
        outlook=OUTLOOKS[week.securing.outlook],
    )
    return TaskPage(text, _board(plan, sheet.task, year, today))


def _board(plan: PlanFacts, task: TaskStanding, year: TaskYear, today: date) -> YearBoard:
    """Return what is drawn: a figure's year begins on 1 January, any other's with the plan."""
    target = task.target
    is_figure = target is not None and target.confirmed
    begins = year.planned[0].day + DAY if year.planned else plan.span.first
    span = Span(begins, plan.span.last)
    return YearBoard(
        number=task.number,
        title=task.title,
        units=task.leads,
        first=span.first,
        last=span.last,
        today=span.clamp(today),
        light=task.judgement.light.value,
        light_label=task.judgement.light.label,
        reason=standing_words(task),
        measure=target.measure if target else "",
        goal=target.goal if target and is_figure else None,
        planned=_drawn(year.planned),
        actual=_drawn(year.actual),
        nodes=tuple((one.day, one.value) for one in year.stages if one.value is not None),
        projection=year.projection,
        milestones=tuple(
            Milestone(one.day, one.words, one.is_reached) for one in year.stages if one.words
        ),
        marks=year.said,
    )


def _drawn(points: tuple[Point, ...]) -> tuple[tuple[date, Decimal], ...]:
    return tuple((point.day, point.total) for point in points)
