"""The pump: claims due notices under a lease, words them at send time, sends, marks.

Each outcome is judged by its cause: a chat that blocks us is unreachable, a bad request is buried
with its reason, what perhaps failed is tried again later. One bad chat never blocks another.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from telegram import Message, ReplyParameters
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import ExtBot

from bot.clock import Clock
from handlers.views.notices import word
from handlers.views.wording import Wording
from storage import outbox
from storage.database import Database
from storage.outbox import Parcel
from storage.rounds import move_group

log = structlog.get_logger()
IDLE = 0.5
BATCH = 8
LONGEST = timedelta(minutes=5)
GONE = ("not modified", "message to edit not found", "message can't be edited")


@dataclass
class Pump:
    """Sends what the outbox holds. `turn(chat, urgent)` is the gate."""

    db: Database
    bot: ExtBot[None]
    clock: Clock
    turn: Callable[[int, bool], Awaitable[None]]
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    in_hand: set[asyncio.Task[None]] = field(default_factory=set)

    def wake(self) -> None:
        """Look at the outbox at once."""
        self.woken.set()

    async def run(self) -> None:
        """Send until cancelled; what is being said then is said and marked, so not said again."""
        await self.db.write(outbox.release)
        try:
            while True:
                self.woken.clear()
                await self._empty()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(IDLE):  # wait_for may swallow being cancelled
                        await self.woken.wait()
        finally:
            await asyncio.gather(*self.in_hand, return_exceptions=True)

    async def _empty(self) -> None:
        try:
            while await self.send_due() == BATCH:
                pass
        except Exception:
            log.exception("the outbox could not be worked")

    async def send_due(self) -> int:
        """Send the next messages that are due; fewer than BATCH: nothing more is."""
        lease = outbox.LEASE * self.clock.speed
        claimed = await self.db.write(outbox.claim, self.clock.now(), limit=BATCH, lease=lease)
        await asyncio.gather(*(self._deliver(parcel) for parcel in claimed))
        return len(claimed)

    async def _deliver(self, parcel: Parcel) -> None:
        try:
            worded = await self.db.read(word, parcel, self.clock.now())
            chat_id = parcel[0].chat_id
            if worded.wording is None or chat_id is None:
                await self.db.write(outbox.evaporate, _ids(parcel), at=self.clock.now())
                return
            if worded.dropped:
                await self.db.write(outbox.evaporate, _ids(worded.dropped), at=self.clock.now())
            await self._send(worded.said, chat_id, worded.wording)
        except Exception as fault:
            log.exception("a notice could not be worded", notices=_ids(parcel))
            await self._later(parcel, repr(fault))

    async def _send(self, parcel: Parcel, chat_id: int, wording: Wording) -> None:
        await self.turn(chat_id, parcel[0].kind in URGENT)
        speaking = asyncio.create_task(self._speak_and_mark(parcel, chat_id, wording))
        self.in_hand.add(speaking)
        speaking.add_done_callback(self.in_hand.discard)
        await asyncio.shield(speaking)

    async def _speak_and_mark(self, parcel: Parcel, chat_id: int, wording: Wording) -> None:
        try:
            message_id = await self._speak(chat_id, wording)
        except RetryAfter as busy:
            pause = busy.retry_after
            length = pause if isinstance(pause, timedelta) else timedelta(seconds=pause)
            await self.db.write(
                outbox.postpone, _ids(parcel), self.clock.now() + length, "Telegram asked to wait"
            )
        except ChatMigrated as moved:
            await self.db.write(move_group, chat_id, moved.new_chat_id)
            await self._later(parcel, "the group moved")
        except Forbidden as fault:
            await self._bury(parcel, fault, unreachable=True)
        except BadRequest as fault:
            await self._bury(parcel, fault, unreachable="chat not found" in fault.message.lower())
        except NetworkError as fault:
            await self._later(parcel, repr(fault))
        else:
            await self.db.write(
                outbox.sent,
                _ids(parcel),
                at=self.clock.now(),
                chat_id=chat_id,
                message_id=message_id,
                prompted=wording.prompted,
            )

    async def _speak(self, chat_id: int, wording: Wording) -> int:
        """Send or edit; return the message id."""
        if wording.document is not None:
            sent = await self.bot.send_document(
                chat_id,
                wording.document.content,
                filename=wording.document.name,
                caption=wording.text,
                parse_mode="HTML",
            )
            return sent.message_id
        if wording.edits is None:
            reply = wording.reply_to
            sent = await self.bot.send_message(
                chat_id,
                wording.text,
                parse_mode="HTML",
                reply_markup=wording.keyboard,
                reply_parameters=(
                    ReplyParameters(reply, allow_sending_without_reply=True) if reply else None
                ),
            )
            return sent.message_id
        try:
            edited = await self.bot.edit_message_text(
                wording.text,
                chat_id,
                wording.edits,
                parse_mode="HTML",
                reply_markup=wording.keyboard,
            )
        except BadRequest as fault:
            if not any(words in fault.message.lower() for words in GONE):
                raise
            return wording.edits
        return edited.message_id if isinstance(edited, Message) else wording.edits

    async def _bury(self, parcel: Parcel, fault: TelegramError, *, unreachable: bool) -> None:
        log.warning("notices are buried", notices=_ids(parcel), why=fault.message)
        await self.db.write(
            outbox.bury, _ids(parcel), fault.message, at=self.clock.now(), unreachable=unreachable
        )

    async def _later(self, parcel: Parcel, reason: str) -> None:
        attempts = max(notice.attempts for notice in parcel)
        pause = min(timedelta(seconds=2**attempts), LONGEST) * self.clock.speed
        await self.db.write(outbox.postpone, _ids(parcel), self.clock.now() + pause, reason)


def _ids(parcel: Parcel) -> tuple[int, ...]:
    return tuple(notice.id for notice in parcel)


URGENT = frozenset(
    {outbox.NoticeKind.RECEIPT, outbox.NoticeKind.REFRESH, outbox.NoticeKind.QUESTION}
)
