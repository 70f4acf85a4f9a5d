"""The pump at its edges: a stop while a message is on its way."""

import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from bot.clock import SystemClock
from bot.delivery import pump as pumps
from bot.delivery.pump import Pump
from handlers.views.notices import Worded
from handlers.views.wording import Wording
from storage.outbox import Draft, NoticeKind, Priority, queue
from storage.tables import Member, Notice

NOW = datetime(2024, 2, 1, 8, 0, tzinfo=UTC)


class SlowTelegram:
    """Takes a message and answers only when told."""

    def __init__(self) -> None:
        self.taken, self.answered = asyncio.Event(), asyncio.Event()
        self.messages = 0

    async def send_message(self, *_: object, **__: object) -> SimpleNamespace:
        self.messages += 1
        self.taken.set()
        await self.answered.wait()
        return SimpleNamespace(message_id=77)


@pytest.fixture
def waiting(sqlite, monkeypatch):
    """One notice in the outbox, already worded."""
    monkeypatch.setattr(pumps, "word", lambda _s, parcel, _now: Worded(Wording("您好"), parcel, ()))

    def one(session) -> None:
        session.add(Member(id=1, user_id=7, name="李明", joined_at=NOW))
        session.flush()
        draft = Draft("receipt:1", NoticeKind.RECEIPT, Priority.ANSWER, {}, member_id=1)
        queue(session, [draft], at=NOW)

    sqlite.write_now(one)
    return sqlite


async def test_what_is_on_its_way_when_the_process_stops_is_marked_and_not_said_twice(waiting):
    async def at_once(_chat: int, _urgent: bool) -> None:
        return None

    telegram = SlowTelegram()
    running = asyncio.create_task(Pump(waiting, telegram, SystemClock(), at_once).run())
    await asyncio.wait_for(telegram.taken.wait(), 5)
    running.cancel()
    await asyncio.sleep(0.05)
    telegram.answered.set()
    await asyncio.gather(running, return_exceptions=True)
    notice = await waiting.read(lambda session: session.get_one(Notice, 1))
    assert (notice.outcome, notice.message_id, telegram.messages) == ("sent", 77, 1)


async def test_a_stop_while_waiting_at_the_gate_leaves_the_notice_for_the_next_start(waiting):
    telegram, gate = SlowTelegram(), asyncio.Event()

    async def shut(_chat: int, _urgent: bool) -> None:
        gate.set()
        await asyncio.Event().wait()

    running = asyncio.create_task(Pump(waiting, telegram, SystemClock(), shut).run())
    await asyncio.wait_for(gate.wait(), 5)
    running.cancel()
    await asyncio.wait_for(asyncio.gather(running, return_exceptions=True), 5)
    notice = await waiting.read(lambda session: session.get_one(Notice, 1))
    assert (notice.outcome, telegram.messages) == (None, 0)


@pytest.mark.parametrize("steps", range(4))
async def test_a_stop_at_the_moment_of_waking_is_heeded(waiting, steps):
    async def at_once(_chat: int, _urgent: bool) -> None:
        return None

    telegram = SlowTelegram()
    telegram.answered.set()
    pump = Pump(waiting, telegram, SystemClock(), at_once)
    running = asyncio.create_task(pump.run())
    await asyncio.wait_for(telegram.taken.wait(), 5)
    await asyncio.sleep(0.1)
    pump.wake()
    for _ in range(steps):
        await asyncio.sleep(0)
    running.cancel()
    assert running in (await asyncio.wait([running], timeout=2))[0]
