"""What each task is to reach: the target that stands, what is proposed, what the text suggests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlmodel import Session, col, select

from rules.facts import Share
from rules.refusals import ProposalDecided, UnknownTask
from rules.targets import TargetSheet
from storage.tables import Assignment, Member, Milestone, Proposal, Target, Task, Unit
from storage.target_records import from_record
from storage.targets import sheet_of

Row = TypeVar("Row", Target, Milestone)


@dataclass(frozen=True)
class OpenProposal:
    """A proposal no supervisor decided yet."""

    id: int
    sheet: TargetSheet
    author: str
    at: datetime


@dataclass(frozen=True)
class Refused:
    """The word with which the latest proposal was refused."""

    words: str
    at: datetime


@dataclass(frozen=True)
class TargetRow:
    """One task and its target: `standing` is confirmed, or the first suggestion of its text.

    `reached` are the days of the stages that the unit said are done.
    `phrases` are the text's figures as they stand there. `refused` only while nothing newer is
    proposed or confirmed.
    """

    plan_id: int
    task_id: int
    number: str
    title: str
    leads: tuple[str, ...]
    lead_ids: tuple[int, ...]
    phrases: tuple[str, ...]
    standing: TargetSheet | None
    confirmed: bool
    reached: frozenset[date] = frozenset()
    proposal: OpenProposal | None = None
    refused: Refused | None = None

    @property
    def basis(self) -> TargetSheet | None:
        """What a change starts from: the open proposal, else what stands."""
        return self.proposal.sheet if self.proposal else self.standing


def target_rows(
    session: Session, plan_id: int, numbers: Collection[str] | None = None
) -> tuple[TargetRow, ...]:
    """Return the tasks of a plan in notice order, or those of some numbers; five statements."""
    question = select(Task).where(Task.plan_id == plan_id, col(Task.withdrawn_at).is_(None))
    if numbers is not None:
        question = question.where(col(Task.number).in_(numbers))
    tasks = session.exec(question.order_by(col(Task.position))).all()
    ids = [task.id or 0 for task in tasks]
    targets = _by_task(
        session.exec(select(Target).where(col(Target.task_id).in_(ids)).order_by(col(Target.id)))
    )
    milestones = _by_task(
        session.exec(
            select(Milestone).where(col(Milestone.task_id).in_(ids)).order_by(col(Milestone.day))
        )
    )
    leads = _leads(session, ids)
    proposals = _newest_proposals(session, ids)
    return tuple(
        _row(
            task,
            targets.get(task.id or 0, []),
            milestones.get(task.id or 0, []),
            leads.get(task.id or 0, []),
            proposals.get(task.id or 0),
        )
        for task in tasks
    )


def target_row(session: Session, plan_id: int, number: str) -> TargetRow:
    """Return one task's; raises UnknownTask."""
    rows = target_rows(session, plan_id, (number,))
    if not rows:
        raise UnknownTask(number[:12])
    return rows[0]


def target_row_of(session: Session, plan_id: int, task_id: int) -> TargetRow:
    """Return one task's by its id; raises UnknownTask where the plan has no such task."""
    task = session.get(Task, task_id)
    if task is None or task.plan_id != plan_id:
        raise UnknownTask("")
    return target_row(session, plan_id, task.number)


def proposed_row(session: Session, proposal_id: int) -> TargetRow:
    """Return the task's of a proposal that waits; raises ProposalDecided where none does."""
    proposal = session.get(Proposal, proposal_id)
    if proposal is None or proposal.decided_at is not None:
        raise ProposalDecided
    task = session.get_one(Task, proposal.task_id)
    return target_row(session, task.plan_id, task.number)


def _row(
    task: Task,
    targets: list[Target],
    milestones: list[Milestone],
    leads: list[tuple[int, str]],
    newest: tuple[Proposal, str] | None,
) -> TargetRow:
    confirmed = next((one for one in targets if one.confirmed_at is not None), None)
    target = confirmed or next(iter(targets), None)
    proposal = refused = None
    if newest is not None and newest[0].decided_at is None:
        row, author = newest
        proposal = OpenProposal(row.id or 0, from_record(row.content), author, row.at)
    elif newest is not None and newest[0].words and newest[0].decided_at is not None:
        refused = Refused(newest[0].words, newest[0].decided_at)
    is_figureless = target is None and bool(milestones)
    return TargetRow(
        plan_id=task.plan_id,
        task_id=task.id or 0,
        number=task.number,
        title=task.title,
        leads=tuple(name for _, name in leads),
        lead_ids=tuple(unit_id for unit_id, _ in leads),
        phrases=tuple(one.phrase for one in targets),
        standing=sheet_of(target, milestones),
        confirmed=confirmed is not None or is_figureless,
        reached=frozenset(one.day for one in milestones if one.reached_at is not None),
        proposal=proposal,
        refused=refused,
    )


def _by_task(rows: Iterable[Row]) -> dict[int, list[Row]]:
    grouped: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row.task_id].append(row)
    return grouped


def _leads(session: Session, task_ids: list[int]) -> dict[int, list[tuple[int, str]]]:
    grouped: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for task_id, unit_id, name in session.exec(
        select(Assignment.task_id, Unit.id, Unit.name)
        .join(Unit, col(Assignment.unit_id) == Unit.id)
        .where(
            col(Assignment.task_id).in_(task_ids),
            Assignment.share == Share.LEAD,
            col(Assignment.ended_at).is_(None),
        )
        .order_by(col(Assignment.position))
    ):
        grouped[task_id].append((unit_id or 0, name))
    return grouped


def _newest_proposals(session: Session, task_ids: list[int]) -> dict[int, tuple[Proposal, str]]:
    rows = session.exec(
        select(Proposal, Member.name)
        .join(Member, col(Proposal.member_id) == Member.id, isouter=True)
        .where(col(Proposal.task_id).in_(task_ids))
        .order_by(col(Proposal.id))
    )
    return {proposal.task_id: (proposal, name or "") for proposal, name in rows}
