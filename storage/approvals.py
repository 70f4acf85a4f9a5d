"""A unit head confirms a unit's reports of month and above, or sends them back with a word.

Heads are asked once all is answered, and at the reminder for what is answered by then. Reports
count as answered all the while.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from rules.facts import PeriodKind
from rules.refusals import NotHead, PeriodClosed, Stranger, UnknownButton
from storage import journal
from storage.calendar import work_calendar
from storage.dialogues import OpenDialogue, close_dialogue
from storage.ledger.heads import headed, heads
from storage.ledger.roster import speakers
from storage.ledger.submissions import RULED, ApprovalState, Submission, submissions
from storage.members import actor
from storage.outbox import Draft, NoticeKind, Priority, queue
from storage.rounds import PlanFacts, plan_facts
from storage.tables import Approval, Notice, Round, Unit


@dataclass(frozen=True)
class Ruled:
    """A unit's report of a round as its head left it."""

    unit: str
    kind: PeriodKind
    first: date
    last: date
    state: ApprovalState


def state(session: Session, round_id: int, unit_ids: Collection[int]) -> dict[int, ApprovalState]:
    """Return where each unit's reports of a round stand; NOT_NEEDED where nothing is asked."""
    found = submissions(session, round_id, unit_ids)
    return {
        unit_id: found[unit_id].state if unit_id in found else ApprovalState.NOT_NEEDED
        for unit_id in unit_ids
    }


def after_reports(
    session: Session, round_id: int, unit_ids: Collection[int], member_id: int, at: datetime
) -> int:
    """Ask the heads of the units that a filing made complete, in the transaction of the filing.

    `member_id` filed it and is not asked. Returns how many notices were queued.
    """
    row = session.get_one(Round, round_id)
    if row.kind not in RULED:
        return 0
    complete = {
        unit_id: newest
        for unit_id, one in submissions(session, round_id, unit_ids).items()
        if one.state is ApprovalState.PENDING and not one.silent and (newest := one.newest(at))
    }
    return _ask(session, plan_facts(session, row.plan_id), row, complete, at, author=member_id)


def before_due(session: Session, plan: PlanFacts, now: datetime) -> int:
    """Ask the heads, at each reminder, for what was answered by then; return how many notices."""
    rounds = session.exec(
        select(Round).where(
            Round.plan_id == plan.id,
            col(Round.closed_at).is_(None),
            col(Round.kind).in_(RULED),
            Round.due_at > now,
        )
    ).all()
    queued = 0
    for row in rounds:
        reached = [one for one in (row.reminds_at, row.reminds_again_at) if one and one <= now]
        if reached:
            queued += _ask(session, plan, row, _unseen(session, row, max(reached)), now)
    return queued


def may_rule(session: Session, user_id: int, round_id: int, unit_id: int, *, at: datetime) -> Ruled:
    """Return what a head may rule on now.

    Raises Stranger, UnknownButton, NotHead, and PeriodClosed once nothing can be corrected.
    """
    _, row = _authorised(session, user_id, round_id, unit_id, at)
    _submission(session, row, unit_id)
    return _ruled(session, row, unit_id)


def approve(
    session: Session, user_id: int, round_id: int, unit_id: int, *, seen: int, at: datetime
) -> Ruled:
    """Confirm the unit's reports up to report `seen`, the newest the head was shown.

    What came later stays to be confirmed, and the state then says PENDING. Raises as `may_rule`.
    """
    member_id, row = _authorised(session, user_id, round_id, unit_id, at)
    found = _submission(session, row, unit_id)
    if found.state is not ApprovalState.APPROVED:
        _rule(session, row, unit_id, member_id, found.until(seen), "", approved=True, at=at)
    return _ruled(session, row, unit_id)


def send_back(
    session: Session,
    user_id: int,
    round_id: int,
    unit_id: int,
    words: str,
    *,
    seen: int,
    at: datetime,
) -> Ruled:
    """Send the unit's reports up to `seen` back, with a word to those who answer for it.

    What came later stays to be ruled on, and the state then says PENDING. Raises as `may_rule`.
    """
    member_id, row = _authorised(session, user_id, round_id, unit_id, at)
    shown = _submission(session, row, unit_id).until(seen)
    approval = _rule(session, row, unit_id, member_id, shown, words, approved=False, at=at)
    plan = plan_facts(session, row.plan_id)
    members = speakers(session, frozenset({unit_id}), plan.day(at))
    drafts = [
        Draft(
            key=f"sentback:approval={approval.id}:member={one}",
            kind=NoticeKind.SENT_BACK,
            priority=Priority.REMINDER,
            subject={"approval": approval.id},
            plan_id=plan.id,
            member_id=one,
            round_id=round_id,
            not_before=plan.rhythm.hours.speakable(at, work_calendar(session)),
            expires_at=row.closes_at,
        )
        for one in members
        if one != member_id
    ]
    queue(session, drafts, at=at)
    return _ruled(session, row, unit_id)


def answer_with_words(
    session: Session, user_id: int, dialogue: OpenDialogue, words: str, *, at: datetime
) -> Ruled:
    """Send back what a dialogue is about, with the words it waited for, and close it."""
    close_dialogue(session, dialogue.id, at)
    about = dialogue.subject
    return send_back(
        session, user_id, about["round"], about["unit"], words, seen=about["seen"], at=at
    )


def _authorised(
    session: Session, user_id: int, round_id: int, unit_id: int, at: datetime
) -> tuple[int, Round]:
    member_id = actor(session, user_id).member_id
    if member_id is None:
        raise Stranger
    row, unit = session.get(Round, round_id), session.get(Unit, unit_id)
    if row is None or unit is None:
        raise UnknownButton
    if unit_id not in headed(session, member_id, plan_facts(session, row.plan_id).day(at)):
        raise NotHead(unit.name)
    if at >= row.closes_at:
        raise PeriodClosed(row.kind, row.first, row.last, row.closes_at)
    return member_id, row


def _submission(session: Session, row: Round, unit_id: int) -> Submission:
    """Return what there is to rule on; raises UnknownButton where there is nothing."""
    found = submissions(session, row.id or 0, {unit_id}).get(unit_id)
    if found is None or found.state is ApprovalState.NOT_NEEDED:
        raise UnknownButton
    return found


def _rule(
    session: Session,
    row: Round,
    unit_id: int,
    member_id: int,
    reports: list[int],
    words: str,
    *,
    approved: bool,
    at: datetime,
) -> Approval:
    approval = Approval(
        round_id=row.id or 0,
        unit_id=unit_id,
        member_id=member_id,
        approved=approved,
        words=words,
        reports=reports,
        at=at,
    )
    session.add(approval)
    session.flush()
    journal.record(
        session,
        "approved" if approved else "sent back",
        f"round:{row.id}",
        at=at,
        member_id=member_id,
        unit=unit_id,
        reports=reports,
    )
    return approval


def _ruled(session: Session, row: Round, unit_id: int) -> Ruled:
    unit = session.get_one(Unit, unit_id)
    now = state(session, row.id or 0, (unit_id,))[unit_id]
    return Ruled(unit.name, row.kind, row.first, row.last, now)


def _unseen(session: Session, row: Round, until: datetime) -> dict[int, int]:
    """Return the newest report by then of each unit whose heads were shown nothing as new."""
    told: dict[int, int] = {}
    for subject in session.exec(
        select(Notice.subject).where(
            Notice.round_id == row.id, Notice.kind == NoticeKind.APPROVAL.value
        )
    ):
        told[subject["unit"]] = max(subject["report"], told.get(subject["unit"], 0))
    return {
        unit_id: newest
        for unit_id, one in submissions(session, row.id or 0).items()
        if one.state is ApprovalState.PENDING
        and (newest := one.newest(until)) is not None
        and newest > told.get(unit_id, 0)
    }


def _ask(
    session: Session,
    plan: PlanFacts,
    row: Round,
    newest: Mapping[int, int],
    at: datetime,
    *,
    author: int | None = None,
) -> int:
    if not newest:
        return 0
    speaks = plan.rhythm.hours.speakable(at, work_calendar(session))
    drafts = [
        Draft(
            key=f"approval:round={row.id}:unit={unit_id}:member={member_id}"
            f":report={newest[unit_id]}",
            kind=NoticeKind.APPROVAL,
            priority=Priority.REMINDER,
            subject={"unit": unit_id, "report": newest[unit_id]},
            plan_id=plan.id,
            member_id=member_id,
            round_id=row.id,
            not_before=speaks,
            expires_at=row.closes_at,
        )
        for member_id, units in heads(session, frozenset(newest), plan.day(at)).items()
        for unit_id in sorted(units)
        if member_id != author
    ]
    return queue(session, drafts, at=at)
