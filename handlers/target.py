"""/target 15: a task's goal, baseline, measure and stages, proposed and confirmed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from telegram import Update
from telegram.constants import ChatType

from handlers import questions
from handlers.context import Desk
from handlers.permissions import reader
from handlers.taps import numbers
from handlers.views.render import phrase, render
from handlers.views.targets import Powers, target_keyboard, target_text
from rules.periods import Span
from rules.refusals import (
    NoTarget,
    NotSupervisor,
    NotYourTask,
    ProposalDecided,
    TargetUnread,
    UnknownButton,
)
from rules.replies import ValueKind
from rules.replies.targets import TargetWords, read_decision, read_request, read_target
from rules.stages import even_stages
from rules.targets import TargetSheet, revised
from storage.ledger.targets import TargetRow, proposed_row, target_row, target_row_of
from storage.milestones import tap_reached
from storage.targets import decide, propose

ANSWER, REFUSAL = "target", "target_refusal"
"""The kinds of dialogue: the words of a target, the word with which a proposal is refused."""


async def command(update: Update, desk: Desk) -> None:
    """Answer `/target 15`, `/target 15 目标2000个 …`, `/target 15 核定`, `/target 15 退回 …`."""
    number, words = read_request(" ".join(desk.args or []))
    if not number:
        await desk.answer(render("target_usage"))
        return
    row = await desk.read(target_row, (await desk.plan()).id, number)
    powers = await _powers(desk, row)
    if not words:
        await _show(desk, row, powers)
    elif (decision := read_decision(words)) is not None:
        if row.proposal is None:
            raise ProposalDecided
        await _decide(desk, row, row.proposal.id, *decision)
    else:
        await _propose(desk, row, await _read(desk, row, words))


async def tapped(update: Update, desk: Desk) -> None:
    """Do what a button under a target says: `target_<verb>:<task or proposal>`."""
    data = desk.query.data or ""
    verb = data.partition(":")[0].removeprefix("target_")
    (subject,) = numbers(data, 1)
    if verb in {"yes", "no"}:
        await _rule(desk, verb, subject)
        return
    plan = await desk.plan()
    row = await desk.read(target_row_of, plan.id, subject)
    powers = await _powers(desk, row)
    if verb == "show":
        await desk.query.answer()
        await _show(desk, row, powers)
    elif verb == "type":
        await questions.ask(desk, ANSWER, {"task": subject}, render("target_question", row=row))
        await desk.query.answer()
    elif verb in _CHANGES:
        if row.basis is None or row.basis.goal is None:
            raise NoTarget(row.number)
        done = await _file(desk, row, _CHANGES[verb](row.basis, plan.span))
        stands = done == "confirmed"
        await desk.query.answer(phrase("target_stands") if stands else phrase("target_handed_in"))
        await _redraw(desk, row, done)
    else:
        raise UnknownButton


async def reached(update: Update, desk: Desk) -> None:
    """Note that a stage in words is reached, or is not after all: `node:<task>:<day>`."""
    task_id, day = numbers(desk.query.data or "", 2)
    if not 1 <= day <= date.max.toordinal():
        raise UnknownButton
    done = await desk.write(
        tap_reached,
        desk.person.id,
        task_id,
        date.fromordinal(day),
        at=desk.now,
        admin=desk.is_admin,
    )
    await desk.query.answer(phrase("node_reached") if done else phrase("node_not_reached"))
    row = await desk.read(target_row_of, (await desk.plan()).id, task_id)
    await _redraw(desk, row, "")


async def dialogue(update: Update, desk: Desk) -> bool:
    """Take a message as the answer to a question of ours; False where it is none.

    Words that reply to nothing are an answer only where all of them speak of a target.
    """
    waiting = await questions.answered(desk)
    words = (desk.message.text or "").strip()
    if waiting is None or waiting.kind not in {ANSWER, REFUSAL} or not words:
        return False
    plan = await desk.plan()
    row = await desk.read(target_row_of, plan.id, int(waiting.subject["task"]))
    is_reply = desk.message.reply_to_message is not None
    if waiting.kind == REFUSAL:
        if is_reply:
            proposal_id = int(waiting.subject["proposal"])
            await _decide(desk, row, proposal_id, False, words, answers=waiting.id)
        return is_reply
    said = _understood(row, words, plan.span)
    if not is_reply and (said.unread or not said.says_something):
        return False
    await _propose(desk, row, _sheet(row, said), answers=waiting.id)
    return True


def _evened(basis: TargetSheet, plan: Span) -> TargetSheet:
    goal, baseline = basis.goal or Decimal(0), basis.baseline or Decimal(0)
    return replace(basis, stages=even_stages(goal, baseline, plan))


_CHANGES: Mapping[str, Callable[[TargetSheet, Span], TargetSheet]] = {
    "take": lambda basis, _: basis,
    "even": _evened,
    "total": lambda basis, _: replace(basis, wanted=ValueKind.CUMULATIVE),
    "each": lambda basis, _: replace(basis, wanted=ValueKind.THIS_PERIOD),
}


async def _read(desk: Desk, row: TargetRow, words: str) -> TargetSheet:
    return _sheet(row, _understood(row, words, (await desk.plan()).span))


def _understood(row: TargetRow, words: str, plan: Span) -> TargetWords:
    return read_target(words, plan, row.basis.measure if row.basis else "", row.title)


def _sheet(row: TargetRow, said: TargetWords) -> TargetSheet:
    """Return the target with what was said of it; nothing is taken while a piece is unread."""
    if said.unread or not said.says_something:
        raise TargetUnread(row.number, said.unread)
    return revised(row.basis, said)


async def _powers(desk: Desk, row: TargetRow) -> Powers:
    """Return what the sender may do; refuses those who may not even see it."""
    who = await reader(desk)
    leads = bool(set(row.lead_ids) & set(who.actor.unit_ids))
    if not (who.everything or leads):
        raise NotYourTask(row.number)
    private = desk.message.chat.type == ChatType.PRIVATE
    return Powers(proposes=leads or who.may_act, decides=who.may_act, typing=private)


async def _file(desk: Desk, row: TargetRow, sheet: TargetSheet, answers: int | None = None) -> str:
    """Propose a target; return what became of it."""
    plan = await desk.plan()
    taken = await desk.write(
        propose,
        plan.id,
        desk.person.id,
        row.number,
        sheet,
        at=desk.now,
        admin=desk.is_admin,
        answers=answers,
    )
    return "confirmed" if taken.confirmed else "proposed"


async def _propose(
    desk: Desk, row: TargetRow, sheet: TargetSheet, answers: int | None = None
) -> None:
    await _tell(desk, row, await _file(desk, row, sheet, answers))


async def _decide(
    desk: Desk,
    row: TargetRow,
    proposal_id: int,
    accepted: bool,
    words: str,
    answers: int | None = None,
) -> None:
    await desk.write(
        decide,
        desk.person.id,
        proposal_id,
        accepted,
        words,
        at=desk.now,
        admin=desk.is_admin,
        answers=answers,
    )
    await _tell(desk, row, "confirmed" if accepted else "refused")


async def _rule(desk: Desk, verb: str, proposal_id: int) -> None:
    """Confirm the proposal under the button, or ask for the word with which it is refused."""
    row = await desk.read(proposed_row, proposal_id)
    if not (await _powers(desk, row)).decides:
        raise NotSupervisor
    if verb == "no":
        subject = {"task": row.task_id, "proposal": proposal_id}
        await questions.ask(desk, REFUSAL, subject, render("target_why", row=row))
        await desk.query.answer()
        return
    await desk.write(
        decide, desk.person.id, proposal_id, accepted=True, at=desk.now, admin=desk.is_admin
    )
    await desk.query.answer(phrase("target_stands"))
    await _redraw(desk, row, "confirmed")


async def _tell(desk: Desk, row: TargetRow, done: str) -> None:
    row = await desk.read(target_row_of, (await desk.plan()).id, row.task_id)
    await _show(desk, row, await _powers(desk, row), done)


async def _show(desk: Desk, row: TargetRow, powers: Powers, done: str = "") -> None:
    text = target_text(row, await desk.plan(), powers, done)
    await desk.answer(text, target_keyboard(row, powers))


async def _redraw(desk: Desk, row: TargetRow, done: str) -> None:
    plan = await desk.plan()
    row = await desk.read(target_row_of, plan.id, row.task_id)
    powers = await _powers(desk, row)
    await desk.redraw(target_text(row, plan, powers, done), target_keyboard(row, powers))
