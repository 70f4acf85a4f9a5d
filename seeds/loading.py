"""From a notice that was read to a plan that can be loaded."""

from __future__ import annotations

from datetime import date

from rules.titles import short_title
from seeds.notice import Notice, NoticeTask
from seeds.reading import NotANotice
from seeds.targets import find_targets
from seeds.units import is_collective
from storage.plans import PlanDraft, TargetDraft, TaskDraft

ZONE = "Asia/Shanghai"


def draft(notice: Notice, start: date | None = None, end: date | None = None) -> PlanDraft:
    """Return the plan a notice makes: by default from its date to 31 December of its year.

    Raises NotANotice where neither the notice nor the caller says when, or the end is first.
    """
    year = notice.year or (start.year if start else None)
    start = start or notice.date or (date(year, 1, 1) if year else None)
    if start is None or year is None:
        raise NotANotice("The notice names no date and no year. Give --start and --end.")
    end = end or date(year, 12, 31)
    if end < start:
        raise NotANotice(f"The plan would end ({end}) before it starts ({start}).")
    names = {name for task in notice.tasks for name in (*task.lead, *task.responsible)}
    return PlanDraft(
        title=notice.title,
        document_no=notice.document_no,
        issuer=notice.issuer,
        year=year,
        start=start,
        end=end,
        zone=ZONE,
        tasks=tuple(_task(task) for task in notice.tasks),
        collective=frozenset(name for name in names if is_collective(name)),
    )


def _task(task: NoticeTask) -> TaskDraft:
    found = find_targets(task.text)
    return TaskDraft(
        number=task.number,
        title=short_title(task.text, found[0].phrase if found else ""),
        text=task.text,
        deadline=task.deadline,
        sections=task.sections,
        lead=task.lead,
        responsible=tuple(name for name in task.responsible if name not in task.lead),
        targets=tuple(
            TargetDraft(one.kind, one.value, one.unit, one.bound, one.phrase) for one in found
        ),
    )
