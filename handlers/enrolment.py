"""Coming in and going out: invitations, binding by one confirming tap, /me."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from sqlmodel import Session
from telegram import Update
from telegram.helpers import create_deep_linked_url

from handlers.context import Desk
from handlers.permissions import supervisor
from handlers.views import keyboards
from handlers.views.render import phrase, render
from rules.facts import Duty
from rules.refusals import Stranger
from storage.absences import Leave, leaves, standing_in
from storage.members import accept, actor, invitation, issue_invite
from storage.members import leave as end_posts
from storage.rounds import current_plan

VALID_FOR = timedelta(days=7)


async def start(update: Update, desk: Desk) -> None:
    """Offer what an invitation binds to, or greet."""
    if not desk.args:
        who = await desk.read(actor, desk.person.id)
        if who.member_id is None and not desk.is_admin:
            raise Stranger
        await desk.answer(render("greeting", who=who, is_admin=desk.is_admin))
        return
    token = desk.args[0]
    offer = await desk.read(invitation, token, at=desk.now)
    await desk.answer(
        render("offer", offer=offer, name=desk.person.full_name), keyboards.confirm_join(token)
    )


async def join(update: Update, desk: Desk) -> None:
    """Bind the sender to what the invitation offers, or let it lie."""
    token = (desk.query.data or "").removeprefix("join:")
    if token == "no":  # noqa: S105 - a button's word
        await desk.query.answer()
        await desk.redraw(phrase("declined"))
        return
    person = desk.person
    joined = await desk.write(
        accept, token, person.id, person.full_name, at=desk.now, username=person.username
    )
    await desk.query.answer(phrase("bound"))
    await desk.redraw(render("welcome", offer=joined))


async def me(update: Update, desk: Desk) -> None:
    """Say what the bot knows of the sender and offer to unbind."""
    who = await desk.read(actor, desk.person.id)
    if who.member_id is None and not desk.is_admin:
        raise Stranger
    keyboard = keyboards.leave() if who.member_id else None
    plan = await desk.read(current_plan)
    today = plan.day(desk.now) if plan else desk.now.date()
    own, others = await desk.read(_absences, who.member_id or 0, today)
    await desk.answer(
        render("me", who=who, is_admin=desk.is_admin, leaves=own, stands_in=others, today=today),
        keyboard,
    )


def _absences(
    session: Session, member_id: int, today: date
) -> tuple[tuple[Leave, ...], tuple[Leave, ...]]:
    """Return a member's own days away, and those on which he stands in for somebody."""
    return leaves(session, member_id, today), standing_in(session, member_id, today)


async def leave(update: Update, desk: Desk) -> None:
    """Unbind after a second tap."""
    if desk.query.data != "leave:yes":
        await desk.query.answer()
        await desk.redraw(phrase("leave_sure"), keyboards.leave_sure())
        return
    units = await desk.write(end_posts, desk.person.id, at=desk.now)
    await desk.query.answer(phrase("left"))
    await desk.redraw(render("left", units=units))


async def invite(update: Update, desk: Desk) -> None:
    """Issue an invitation: `/invite 市住建局`, `/invite 市住建局 一把手`, `/invite 督查室`."""
    who = await supervisor(desk)
    words = desk.args or []
    if not words:
        await desk.answer(render("invite_usage"))
        return
    duty = next((one for one in Duty if one.label == words[-1]), None)
    name = " ".join(words[:-1] if duty and len(words) > 1 else words)
    if name == phrase("supervision_office"):
        name = ""
    token = secrets.token_urlsafe(16)
    unit = await desk.write(
        issue_invite,
        token,
        name or None,
        duty or Duty.LIAISON,
        at=desk.now,
        expires_at=desk.now + VALID_FOR,
        issued_by=who.member_id,
    )
    link = create_deep_linked_url(desk.bot.username, token)
    await desk.answer(
        render("invited", unit=unit, duty=duty or Duty.LIAISON, link=link, days=VALID_FOR.days)
    )
