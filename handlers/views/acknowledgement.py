"""The message that asks a person to sign for tasks (签收)."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from itertools import groupby

from sqlmodel import Session
from telegram import InlineKeyboardMarkup

from handlers.views.keyboards import base36, button
from handlers.views.render import phrase, render
from handlers.views.wording import Wording
from storage.acknowledgements import offer
from storage.calendar import work_calendar
from storage.outbox import Claimed
from storage.rounds import plan_facts

SHOWN = 10


def acknowledgement_wording(session: Session, notice: Claimed, now: datetime) -> Wording | None:
    """Return the tasks still to be signed for, with the one button; None where all is signed."""
    plan = plan_facts(session, notice.plan_id or 0)
    asked = offer(session, plan, work_calendar(session), notice.subject["units"], now)
    if not asked.tasks or plan.is_over(now):
        return None
    shown = asked.tasks[:SHOWN]
    text = render(
        "acknowledgement",
        plan=plan,
        units=[(unit, list(tasks)) for unit, tasks in groupby(shown, key=lambda one: one.unit)],
        counts=Counter((one.unit, one.share.value) for one in asked.tasks),
        total=len(asked.tasks),
        more=asked.tasks[SHOWN:],
        due_at=asked.due_at,
    )
    sign = button(phrase("sign", n=len(asked.tasks)), f"ack:{base36(notice.id)}")
    return Wording(text, InlineKeyboardMarkup([[sign]]))
