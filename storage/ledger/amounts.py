"""The quantities of tasks along a chain of periods: what is there by now, and what was planned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from rules.cascade import Amount, amount_in
from rules.facts import PeriodKind
from rules.figures import Point
from rules.pace import Course, best_pace
from rules.periods import Period
from rules.workdays import WorkCalendar
from storage import progress
from storage.ledger.chains import Link
from storage.ledger.courses import TaskCourse

Amounts = dict[Period, Amount]


def amounts(
    session: Session,
    calendar: WorkCalendar,
    targets: Mapping[int, TaskCourse],
    chain: Sequence[Link],
    day: date,
) -> dict[int, Amounts]:
    """Return how each confirmed quantity stands as of `day` in the periods of a chain.

    The best pace so far matters only to what is short: of all else the newest total is read.
    """
    newest = progress.latest(session, targets, day)
    found = {
        task_id: _along(chain, course, newest[task_id], calendar)
        for task_id, target in targets.items()
        if (course := target.judged) is not None and task_id in newest
    }
    short = [key for key, own in found.items() if any(one.is_short for one in own.values())]
    for task_id, points in progress.histories(session, short, day).items():
        best = best_pace(points, calendar)
        found[task_id] = {
            period: replace(amount, best_pace=best) for period, amount in found[task_id].items()
        }
    return found


def _along(chain: Sequence[Link], course: Course, newest: Point, calendar: WorkCalendar) -> Amounts:
    """Judge the periods above the day; a day is judged by its report, never by its share."""
    return {
        link.period: amount
        for link in chain
        if link.period.kind is not PeriodKind.DAY
        and (amount := amount_in(course, (newest,), link.period, calendar)) is not None
    }
