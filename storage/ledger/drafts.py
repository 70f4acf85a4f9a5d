"""What a unit's lower reports add up to: the draft of a week, a month, a quarter, a year.

Nothing is typed twice: a week is drafted from its days, a month from its weeks, and where a week
was not answered from that week's days.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from rules.cascade import covers
from rules.drafts import Told, draft
from rules.periods import LEVELS, Period
from rules.replies import ValueKind
from storage.tables import CheckIn, Report, Round


def drafts(
    session: Session, row: Round, check_ins: Sequence[CheckIn], wanted: Mapping[int, ValueKind]
) -> dict[int, Told]:
    """Return the draft of each check-in of a round whose unit reported below, by check-in.

    `wanted` is the kind of figure that each check-in's cards ask for.
    """
    lower = LEVELS[: LEVELS.index(row.kind)]
    if not lower or not check_ins:
        return {}
    held = {check_in.assignment_id: check_in.id or 0 for check_in in check_ins}
    rows = session.exec(
        select(CheckIn.assignment_id, Round, Report)
        .select_from(Round)
        .join(CheckIn, col(CheckIn.round_id) == Round.id)
        .join(
            Report,
            (col(Report.check_in_id) == CheckIn.id) & (col(Report.revision) == CheckIn.revision),
        )
        .where(
            Round.plan_id == row.plan_id,
            col(Round.kind).in_(lower),
            Round.first >= row.first,
            Round.last <= row.last,
            col(CheckIn.assignment_id).in_(held),
        )
        .order_by(col(Round.first), col(Report.said_at))
    ).all()
    found: dict[int, list[tuple[Round, Report]]] = {}
    for assignment_id, lower_round, report in rows:
        found.setdefault(assignment_id, []).append((lower_round, report))
    drafted = {
        held[key]: draft(_told(reports), wanted[held[key]]) for key, reports in found.items()
    }
    return {key: one for key, one in drafted.items() if one is not None}


def _told(reports: Sequence[tuple[Round, Report]]) -> list[Told]:
    """Leave out what a report between it and the draft stands for; the rest in order of time.

    It stands for what had opened when it was given: a Friday's report comes after its week's.
    """
    spoken: list[tuple[Round, Report]] = []
    for level in reversed(LEVELS):
        wider = tuple(spoken)
        spoken += [
            (row, report)
            for row, report in reports
            if row.kind is level and not any(_stands_for(wide, row) for wide in wider)
        ]
    return [_said(report) for _, report in sorted(spoken, key=lambda one: one[0].first)]


def _stands_for(wider: tuple[Round, Report], row: Round) -> bool:
    higher, report = wider
    return covers(_period(higher), _period(row), report.said_at, row.opens_at, lower_answered=False)


def _period(row: Round) -> Period:
    return Period(row.kind, row.key, row.first, row.last)


def _said(report: Report) -> Told:
    return Told(
        status=report.status,
        value=report.value,
        value_kind=report.value_kind or ValueKind.UNSTATED,
        measure=report.measure,
        progress=report.progress,
        difficulty=report.difficulty,
        awaited=report.awaited,
        said_at=report.said_at,
    )
