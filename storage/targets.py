"""Targets and stages of tasks (时间表、路线图): lead units propose, supervisors confirm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from rules.facts import Bound, Share
from rules.periods import Span
from rules.refusals import (
    BadTarget,
    NotSupervisor,
    NotYourTask,
    ProposalDecided,
    Stranger,
)
from rules.stages import Stage
from rules.targets import TargetSheet, flaws
from storage import journal
from storage.dialogues import close_dialogue
from storage.members import Actor, actor
from storage.progress import rebuild
from storage.tables import Assignment, Milestone, Plan, Proposal, Target, Task
from storage.target_records import from_record, to_record
from storage.tasks import find_task

__all__ = ["Decided", "Proposed", "TargetSheet", "confirm_all", "decide", "propose", "sheet_of"]


@dataclass(frozen=True)
class Proposed:
    """A proposal as taken: a supervisor's own is confirmed at once."""

    proposal_id: int
    confirmed: bool


@dataclass(frozen=True)
class Decided:
    """What a supervisor decided about the task `number`."""

    number: str
    accepted: bool


def propose(
    session: Session,
    plan_id: int,
    user_id: int,
    number: str,
    sheet: TargetSheet,
    *,
    at: datetime,
    admin: bool = False,
    answers: int | None = None,
) -> Proposed:
    """Take a target from a lead unit, a supervisor or an administrator (`admin`).

    It takes the place of an older proposal for the task that nobody decided yet, and closes the
    dialogue it `answers`. Raises UnknownTask, Stranger, NotYourTask and BadTarget.
    """
    task = find_task(session, plan_id, number, hold=True)
    who = actor(session, user_id)
    decides = who.supervisor or admin
    if not decides:
        require_lead(session, who, task)
    _require_sound(session, task, sheet)
    for older in _undecided(session, task.id or 0):
        older.decided_at, older.decided_by = at, who.member_id
    if answers is not None:
        close_dialogue(session, answers, at)
    row = Proposal(task_id=task.id or 0, member_id=who.member_id, content=to_record(sheet), at=at)
    session.add(row)
    session.flush()
    subject, content = f"task:{task.id}", row.content
    journal.record(
        session, "target proposed", subject, at=at, member_id=who.member_id, after=content
    )
    if decides:
        row.decided_at, row.decided_by, row.accepted = at, who.member_id, True
        _confirm(session, task.id or 0, sheet, who.member_id, at)
    return Proposed(row.id or 0, decides)


def decide(
    session: Session,
    user_id: int,
    proposal_id: int,
    accepted: bool,
    words: str = "",
    *,
    at: datetime,
    admin: bool = False,
    answers: int | None = None,
) -> Decided:
    """Confirm a proposal or refuse it with a word; raises NotSupervisor, ProposalDecided."""
    who = actor(session, user_id)
    if not (who.supervisor or admin):
        raise NotSupervisor
    row = session.exec(select(Proposal).where(Proposal.id == proposal_id).with_for_update()).first()
    if row is None or row.decided_at is not None:
        raise ProposalDecided
    task = session.get_one(Task, row.task_id)
    sheet = from_record(row.content)
    if accepted:
        _require_sound(session, task, sheet)
        _confirm(session, row.task_id, sheet, who.member_id, at)
    else:
        journal.record(
            session,
            "target refused",
            f"task:{row.task_id}",
            at=at,
            member_id=who.member_id,
            before=row.content,
            words=words,
        )
    if answers is not None:
        close_dialogue(session, answers, at)
    row.decided_at, row.decided_by, row.accepted, row.words = at, who.member_id, accepted, words
    return Decided(task.number, accepted)


def confirm_all(
    session: Session,
    plan_id: int,
    sheets: Mapping[str, TargetSheet],
    *,
    at: datetime,
    user_id: int | None = None,
    admin: bool = False,
) -> int:
    """Confirm the targets of many tasks by number, all or none; return how many.

    Without `user_id` it is the command line that acts. Raises NotSupervisor, UnknownTask and
    BadTarget.
    """
    who = Actor(0) if user_id is None else actor(session, user_id)
    if user_id is not None and not (who.supervisor or admin):
        raise NotSupervisor
    for number, sheet in sheets.items():
        task = find_task(session, plan_id, number, hold=True)
        _require_sound(session, task, sheet)
        for older in _undecided(session, task.id or 0):
            older.decided_at, older.decided_by = at, who.member_id
        _confirm(session, task.id or 0, sheet, who.member_id, at)
    return len(sheets)


def sheet_of(target: Target | None, milestones: list[Milestone]) -> TargetSheet | None:
    """Return rows as a sheet; None where there is neither a figure nor a stage."""
    if target is None and not milestones:
        return None
    stages = tuple(Stage(one.day, one.value, one.words) for one in milestones)
    if target is None:
        return TargetSheet(stages=stages)
    return TargetSheet(
        target.goal,
        target.measure,
        target.kind,
        target.bound,
        target.baseline,
        target.wanted,
        stages,
    )


def require_lead(session: Session, who: Actor, task: Task) -> None:
    """Refuse whoever speaks for no lead unit of the task: raises Stranger, NotYourTask."""
    if not who.posts:
        raise Stranger
    leads = session.exec(
        select(Assignment.unit_id).where(
            Assignment.task_id == task.id,
            Assignment.share == Share.LEAD,
            col(Assignment.ended_at).is_(None),
        )
    )
    if not set(leads) & set(who.unit_ids):
        raise NotYourTask(task.number)


def _require_sound(session: Session, task: Task, sheet: TargetSheet) -> None:
    plan = session.get_one(Plan, task.plan_id)
    for found in flaws(sheet, Span(plan.start, plan.end)):
        raise BadTarget(found.flaw, found.stage.day if found.stage else None)


def _undecided(session: Session, task_id: int) -> list[Proposal]:
    return list(
        session.exec(
            select(Proposal).where(Proposal.task_id == task_id, col(Proposal.decided_at).is_(None))
        )
    )


def _confirm(
    session: Session, task_id: int, sheet: TargetSheet, member_id: int | None, at: datetime
) -> None:
    """Make a sheet the task's confirmed target and its stages."""
    targets = session.exec(
        select(Target).where(Target.task_id == task_id).order_by(col(Target.id))
    ).all()
    confirmed = next((one for one in targets if one.confirmed_at is not None), None)
    held = session.exec(
        select(Milestone).where(Milestone.task_id == task_id).order_by(col(Milestone.day))
    ).all()
    before = sheet_of(confirmed, list(held))
    if sheet.goal is not None:
        suggested = (one for one in targets if _agrees(one, sheet))
        row = confirmed or next(suggested, None)
        _write_target(session, row, task_id, sheet, sheet.goal, member_id, at)
    elif confirmed is not None:
        confirmed.confirmed_at = confirmed.confirmed_by = None
    _write_stages(session, task_id, list(held), sheet.stages)
    session.flush()
    rebuild(session, task_id)  # what was reported counts towards the new figure
    journal.record(
        session,
        "target confirmed",
        f"task:{task_id}",
        at=at,
        member_id=member_id,
        before=to_record(before) if before else None,
        after=to_record(sheet),
    )


def _agrees(target: Target, sheet: TargetSheet) -> bool:
    return (target.kind, target.goal, target.measure) == (sheet.kind, sheet.goal, sheet.measure)


def _write_target(
    session: Session,
    row: Target | None,
    task_id: int,
    sheet: TargetSheet,
    goal: Decimal,
    member_id: int | None,
    at: datetime,
) -> None:
    """Write the figure; a phrase of the notice stays while it still says the same."""
    keeps_phrase = row is not None and _agrees(row, sheet) and row.bound is sheet.bound
    figure, side = f"{goal.normalize():f}{sheet.measure}", sheet.bound.label
    phrase = side + figure if sheet.bound is Bound.EXACT else figure + side
    target = row or Target(
        task_id=task_id,
        kind=sheet.kind,
        goal=goal,
        measure=sheet.measure,
        bound=sheet.bound,
        phrase=phrase,
    )
    target.kind, target.goal, target.measure = sheet.kind, goal, sheet.measure
    target.bound, target.baseline, target.wanted = sheet.bound, sheet.baseline, sheet.wanted
    target.phrase = target.phrase if keeps_phrase else phrase
    target.confirmed_at, target.confirmed_by = at, member_id
    session.add(target)


def _write_stages(
    session: Session, task_id: int, held: list[Milestone], stages: tuple[Stage, ...]
) -> None:
    """Keep the stages that stay, with when they were reached; the journal keeps the others."""
    by_day = {one.day: one for one in held}
    for stage in stages:
        row = by_day.pop(stage.day, None) or Milestone(task_id=task_id, day=stage.day)
        row.value, row.words = stage.value, stage.words
        session.add(row)
    for gone in by_day.values():
        session.delete(gone)
