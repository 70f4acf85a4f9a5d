"""Working the inbox: in order within a conversation, concurrently across conversations."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import structlog
from telegram import Update
from telegram.error import TelegramError
from telegram.ext import Application

from bot.clock import Clock
from handlers.context import Desk, Office
from handlers.views.render import render
from storage import inbox
from storage.database import Database
from storage.inbox import Received

log = structlog.get_logger()
IDLE = 0.5


@dataclass
class Workers:
    """Works on what the inbox holds until cancelled."""

    db: Database
    application: Application[Any, Desk, Any, Any, Any, Any]
    office: Office
    clock: Clock
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    busy: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    def wake(self) -> None:
        """Look at the inbox at once."""
        self.woken.set()

    async def run(self) -> None:
        """Work until cancelled; conversations in hand are finished first."""
        try:
            while True:
                self.woken.clear()
                await self._hand_out()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(IDLE):  # wait_for may swallow being cancelled
                        await self.woken.wait()
        finally:
            await asyncio.gather(*self.busy.values())

    async def _hand_out(self) -> None:
        try:
            waiting = await self.db.read(inbox.waiting, self.clock.now())
        except Exception:
            log.exception("the inbox could not be read")
            return
        ordered = sorted(waiting, key=lambda one: (one.conversation, one.update_id))
        for conversation, items in groupby(ordered, key=lambda one: one.conversation):
            if conversation not in self.busy:
                task = asyncio.create_task(self._converse(conversation, list(items)))
                self.busy[conversation] = task

    async def _converse(self, conversation: str, items: list[Received]) -> None:
        try:
            for item in items:
                if not await self._work(item):
                    break
        except Exception:
            log.exception("a conversation could not be worked", conversation=conversation)
        finally:
            del self.busy[conversation]
            self.wake()

    async def _work(self, item: Received) -> bool:
        """Handle one update; return False where it has to be tried again first."""
        fault: BaseException | None = None
        try:
            update = Update.de_json(item.payload, self.application.bot)
            await self.application.process_update(update)
            fault = self.office.faults.pop(item.update_id, None)
        except Exception as error:  # noqa: BLE001 - an unreadable update is set aside, not fatal
            fault = error
        if fault is None:
            with contextlib.suppress(inbox.AlreadyDone):
                await self.db.write(inbox.finish, item.update_id, at=self.clock.now())
            return True
        aside = await self.db.write(inbox.failed, item.update_id, repr(fault), at=self.clock.now())
        log.error("an update failed", update=item.update_id, set_aside=aside, exc_info=fault)
        if aside:
            await self._own_up(item)
        return aside

    async def _own_up(self, item: Received) -> None:
        """Give the person an incident code; the administrator finds the rest under it."""
        chat_id = int(item.conversation.partition(":")[0])
        if chat_id > 0:
            with contextlib.suppress(TelegramError):
                await self.application.bot.send_message(
                    chat_id, render("incident", code=item.update_id)
                )
