"""A unit head confirms a report (审定) by one tap, or sends it back with a word."""

from __future__ import annotations

from telegram import Update

from handlers import questions
from handlers.context import Desk
from handlers.taps import numbers, settle
from handlers.views.render import phrase, render
from storage.approvals import answer_with_words, approve, may_rule
from storage.ledger.submissions import ApprovalState

QUESTION = "send_back"


async def approved(update: Update, desk: Desk) -> None:
    """Confirm what the message showed: `appr:<round>:<unit>:<newest report>`."""
    data = desk.query.data or ""
    round_id, unit_id, seen = numbers(data, 3)
    ruled = await desk.write(approve, desk.person.id, round_id, unit_id, seen=seen, at=desk.now)
    if ruled.state is ApprovalState.PENDING:
        await desk.query.answer(phrase("approved_in_part"), show_alert=True)
    else:
        await desk.query.answer(phrase("approved", ruled=ruled))
    await settle(desk, {data, _sending_back(data)}, phrase("approved_label", ruled=ruled))


async def sending_back(update: Update, desk: Desk) -> None:
    """Ask for the word that goes with it: `sendback:<round>:<unit>:<newest report>`."""
    round_id, unit_id, seen = numbers(desk.query.data or "", 3)
    ruled = await desk.read(may_rule, desk.person.id, round_id, unit_id, at=desk.now)
    about = {"round": round_id, "unit": unit_id, "seen": seen}
    await questions.ask(desk, QUESTION, about, render("why_send_back", ruled=ruled))
    await desk.query.answer()


async def dialogue(update: Update, desk: Desk) -> bool:
    """Send a report back with the words at hand; False where they answer no such question."""
    waiting = await questions.answered(desk)
    words = (desk.message.text or desk.message.caption or "").strip()
    if waiting is None or waiting.kind != QUESTION or not words:
        return False
    ruled = await desk.write(answer_with_words, desk.person.id, waiting, words, at=desk.now)
    await desk.answer(render("sent_back_done", ruled=ruled, words=words))
    return True


def _sending_back(data: str) -> str:
    """Return the other button's data of an approval."""
    return data.replace("appr:", "sendback:", 1)
