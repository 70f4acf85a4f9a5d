"""The real process on a simulated wire: Application, handlers, outbox and pump."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable

from telegram.ext import Application, ContextTypes

from bot.clock import Clock
from bot.delivery.pump import Pump
from bot.simulation.hands import Hands
from bot.simulation.traffic import Shown
from bot.simulation.transport import TOKEN, Transport
from handlers import wire
from handlers.context import OFFICE, Desk, Office
from seeds.target_sheet import read_target_sheet
from storage.database import Database


@contextlib.asynccontextmanager
async def running(
    db: Database, clock: Clock, hear: Callable[[Shown], None]
) -> AsyncIterator[Hands]:
    """Run the process; `hear` is told of each message, and the hands are how people answer."""
    transport = Transport(clock, hear)
    application = (
        Application.builder()
        .token(TOKEN)
        .request(transport)
        .get_updates_request(transport)
        .updater(None)
        .job_queue(None)
        .context_types(ContextTypes(context=Desk))
        .build()
    )
    office = Office(db, clock.now, frozenset(), lambda: None, _no_gate, read_target_sheet)
    application.bot_data[OFFICE] = office
    wire(application)
    pump = Pump(db, application.bot, clock, _no_gate)
    async with application:
        yield Hands(office, transport, application, pump)


async def _no_gate(_chat_id: int, _urgent: bool = True) -> None:
    """Let everything through: Telegram's limits are no part of the burden."""
