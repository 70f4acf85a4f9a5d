"""The desk an update is handled at: the database, one `now`, and the way to answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlmodel import Session
from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update, User
from telegram.ext import Application, CallbackContext, ExtBot

from rules.periods import Span
from rules.refusals import AnonymousAdministrator, NoPlan
from rules.target_columns import SheetReading
from storage.database import Database
from storage.inbox import finish
from storage.ledger.targets import TargetRow
from storage.rounds import PlanFacts, current_plan

P = ParamSpec("P")
T = TypeVar("T")
OFFICE = "office"
ANONYMOUS = 1087968824  # the account Telegram shows for administrators who hide behind a group


@dataclass
class Office:
    """What every desk shares.

    `read_targets` reads a sheet that comes back. `faults` holds what a handler failed with, by
    update.
    """

    db: Database
    now: Callable[[], datetime]
    admin_ids: frozenset[int]
    wake: Callable[[], None]
    turn: Callable[[int], Awaitable[None]]
    read_targets: Callable[[bytes, Mapping[str, TargetRow], Span], SheetReading]
    faults: dict[int, BaseException] = field(default_factory=dict)


class Desk(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """One update at work: `now` is frozen, and at most one write takes effect."""

    incoming: Update
    _plan: PlanFacts | None = None

    @classmethod
    def from_update(
        cls, update: object, application: Application[Any, Any, Any, Any, Any, Any]
    ) -> Desk:
        """Keep the update beside the context PTB builds for it."""
        desk = super().from_update(update, application)
        desk.incoming = cast("Update", update)
        return desk

    @property
    def office(self) -> Office:
        """Return what every desk shares."""
        return cast("Office", self.bot_data[OFFICE])

    @cached_property
    def now(self) -> datetime:
        """The one instant of this update."""
        return self.office.now()

    @property
    def person(self) -> User:
        """The sender; raises AnonymousAdministrator where nobody can be named."""
        user = self.incoming.effective_user
        if user is None or user.id == ANONYMOUS:
            raise AnonymousAdministrator
        return user

    @property
    def message(self) -> Message:
        """The message at hand: written, edited, or under a button."""
        message = self.incoming.effective_message
        if message is None:
            raise AnonymousAdministrator
        return message

    @property
    def query(self) -> CallbackQuery:
        """The tap at hand."""
        return cast("CallbackQuery", self.incoming.callback_query)

    @property
    def is_admin(self) -> bool:
        """Whether the sender is named in ADMIN_IDS."""
        return self.person.id in self.office.admin_ids

    async def read(
        self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Ask the ledger."""
        return await self.office.db.read(work, *args, **kwargs)

    async def write(
        self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run the one write of this update and its `done` in one transaction, then wake the pump.

        Raises AlreadyDone where the update took effect before.
        """
        update_id, at = self.incoming.update_id, self.now

        def effect(session: Session) -> T:
            finish(session, update_id, at=at)
            return work(session, *args, **kwargs)

        result = await self.office.db.write(effect)
        self.office.wake()
        return result

    async def plan(self) -> PlanFacts:
        """Return the plan that questions are about, read once an update; raises NoPlan."""
        if self._plan is None:
            self._plan = await self.read(current_plan)
        if self._plan is None:
            raise NoPlan
        return self._plan

    async def answer(self, text: str, keyboard: InlineKeyboardMarkup | None = None) -> Message:
        """Answer where the update came from, at once; return what was sent."""
        await self.office.turn(self.message.chat_id)
        return await self.message.reply_html(
            text, reply_markup=keyboard, disable_web_page_preview=True
        )

    async def redraw(self, text: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
        """Redraw the message under the button."""
        await self.office.turn(self.message.chat_id)
        await self.message.edit_text(text, parse_mode="HTML", reply_markup=keyboard)
