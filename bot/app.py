"""The composition root: one process from its parts, started and stopped in order."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from telegram import (
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ContextTypes, ExtBot
from telegram.request import HTTPXRequest

from bot.clock import Clock, sleep
from bot.delivery.gate import Gate, pass_gate
from bot.delivery.pump import Pump
from bot.intake.polling import poll
from bot.intake.work import Workers
from bot.settings import Misconfigured, Settings
from handlers import wire
from handlers.context import OFFICE, Desk, Office
from handlers.views.menus import ADMINISTRATOR, GROUP, PRIVATE, menu
from scheduler.clockwork import clockwork
from scheduler.tick import next_event, tick
from seeds.target_sheet import read_target_sheet
from storage.calendar import calendar_gap, work_calendar
from storage.database import Database
from storage.kept import remember
from storage.rounds import plan_facts, plan_ids

log = structlog.get_logger()
TICK = 5.0
SHORTEST_TICK = 0.05
START_TRIES = 5


@dataclass
class Process:
    """What runs: `tick` makes the clock look at once."""

    db: Database
    clock: Clock
    pump: Pump
    ticking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def tick(self) -> None:
        """Record what every plan owes now; one bad plan never stops the others."""
        async with self.ticking:
            for plan_id in await self.db.read(plan_ids):
                try:
                    await self.db.write(tick, plan_id, self.clock.now())
                except Exception:
                    log.exception("a plan could not be ticked", plan=plan_id)
            self.pump.wake()

    async def next_event(self) -> datetime | None:
        """Return when a plan owes something next."""
        plans = await self.db.read(plan_ids)
        moments = [await self.db.read(next_event, plan, self.clock.now()) for plan in plans]
        return min((moment for moment in moments if moment), default=None)


@contextlib.asynccontextmanager
async def running(settings: Settings, db: Database, clock: Clock) -> AsyncIterator[Process]:
    """Run intake, delivery and clock inside the block; the database is migrated already."""
    gate = Gate()

    async def turn(chat_id: int, urgent: bool = True) -> None:
        await pass_gate(
            gate, chat_id, urgent=urgent, now=clock.now, sleep=lambda length: sleep(clock, length)
        )

    application = _application(settings)
    bot: ExtBot[None] = application.bot
    pump = Pump(db, bot, clock, turn)
    office = Office(db, clock.now, settings.admin_ids, pump.wake, turn, read_target_sheet)
    application.bot_data[OFFICE] = office
    wire(application)
    workers = Workers(db, application, office, clock)
    process = Process(db, clock, pump)
    await _meet(application, settings, db)
    address = f"{settings.api}/bot{settings.token}"
    ticking = clockwork(process.tick, seconds=max(TICK / clock.speed, SHORTEST_TICK))
    try:
        await _warn_of_plans(db, clock)
        await process.tick()
        ticking.start()
        async with _background(pump.run(), workers.run(), poll(address, db, clock, workers.wake)):
            log.info("duban runs", bot=bot.username, speed=clock.speed)
            yield process
    finally:
        if ticking.running:
            ticking.pause()
            async with process.ticking:  # a tick in hand is finished
                ticking.shutdown(wait=False)
        await application.shutdown()


async def run(settings: Settings, db: Database, clock: Clock) -> None:
    """Run until SIGTERM or SIGINT."""
    stopped = stop_signal()
    async with running(settings, db, clock):
        await stopped.wait()
    log.info("duban stopped")


def stop_signal() -> asyncio.Event:
    """Return an event that SIGTERM and SIGINT set."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    return stopped


def _application(settings: Settings) -> Application[Any, Desk, Any, Any, Any, Any]:
    return (
        Application.builder()
        .token(settings.token or "")
        .base_url(f"{settings.api}/bot")
        .base_file_url(f"{settings.api}/file/bot")
        .request(HTTPXRequest(connection_pool_size=16, pool_timeout=10))
        .updater(None)
        .job_queue(None)
        .context_types(ContextTypes(context=Desk))
        .build()
    )


async def _meet(
    application: Application[Any, Desk, Any, Any, Any, Any], settings: Settings, db: Database
) -> None:
    """Ask Telegram who we are, and set the menus; raises Misconfigured for a wrong token."""
    for attempt in range(1, START_TRIES + 1):
        try:
            await application.initialize()
            break
        except InvalidToken:
            raise Misconfigured(
                "TELEGRAM_BOT_TOKEN: Telegram refuses it; copy it again from @BotFather"
            ) from None
        except TelegramError as fault:
            if attempt == START_TRIES:
                raise Misconfigured(
                    f"TELEGRAM_API_BASE_URL: the server cannot be reached ({fault.message}); "
                    "check the address, the network and the proxy"
                ) from None
            await asyncio.sleep(attempt)
    bot: ExtBot[None] = application.bot
    await db.write(remember, "bot", {"username": bot.username})
    scopes = [
        (PRIVATE, BotCommandScopeAllPrivateChats()),
        (GROUP, BotCommandScopeAllGroupChats()),
        *((ADMINISTRATOR, BotCommandScopeChat(admin)) for admin in settings.admin_ids),
    ]
    for names, scope in scopes:
        try:
            await bot.set_my_commands(menu(names), scope=scope)
        except TelegramError as fault:
            log.warning("a menu was not set", scope=str(scope.type), why=fault.message)


async def _warn_of_plans(db: Database, clock: Clock) -> None:
    for plan_id in await db.read(plan_ids):
        plan = await db.read(plan_facts, plan_id)
        if plan.is_over(clock.now()):
            log.warning("the plan is over, no rounds open", plan=plan_id, ended=str(plan.span.last))
        elif year := calendar_gap(await db.read(work_calendar), plan.day(clock.now())):
            log.warning("no holidays of the coming year: duban calendar import FILE", year=year)


@contextlib.asynccontextmanager
async def _background(*work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(one) for one in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
