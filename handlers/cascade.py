"""/cascade 15: how a task's days secure its week, its weeks the month, and so on to the year."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session
from telegram import Update

from handlers.context import Desk
from handlers.task import asked_task
from handlers.views.cascade import cascade_text
from handlers.views.render import render
from storage.calendar import work_calendar
from storage.ledger.cascade import CascadeSheet, chain
from storage.rounds import PlanFacts


async def command(update: Update, desk: Desk) -> None:
    """Show the chain year, quarter, month, week, day with each outlook and why."""
    number = await asked_task(desk)
    if number is None:
        await desk.answer(render("cascade_usage"))
        return
    plan = await desk.plan()
    sheet = await desk.read(_sheet, plan, number, desk.now)
    await desk.answer(cascade_text(sheet, plan, desk.now))


def _sheet(session: Session, plan: PlanFacts, number: str, now: datetime) -> CascadeSheet:
    return chain(session, plan, work_calendar(session), number, now)
