"""Who may do what, decided at the moment of the action by the numeric user id."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.context import Desk
from rules.refusals import NotAdministrator, NotSupervisor, Stranger
from storage.members import Actor, actor


@dataclass(frozen=True)
class Reader:
    """A person who asks: `everything`, or their own units only; `may_act` on what they see."""

    actor: Actor
    everything: bool
    may_act: bool


async def administrator(desk: Desk) -> None:
    """Refuse everyone but administrators."""
    if not desk.is_admin:
        raise NotAdministrator


async def supervisor(desk: Desk) -> Actor:
    """Return the sender, refusing all but supervisors and administrators."""
    who = await desk.read(actor, desk.person.id)
    if not (who.supervisor or desk.is_admin):
        raise NotSupervisor
    return who


async def reader(desk: Desk) -> Reader:
    """Return what the sender may see: all in the supervision group and for supervisors."""
    who = await desk.read(actor, desk.person.id)
    may_act = who.supervisor or desk.is_admin
    in_group = (await desk.plan()).chat_id == desk.message.chat_id
    if not (may_act or in_group or who.posts):
        raise Stranger
    return Reader(who, may_act or in_group, may_act)
