"""The clock wakes the tick, one at a time."""

from __future__ import annotations

import asyncio

from scheduler.clockwork import clockwork


async def test_the_clock_wakes_again_and_again_but_never_twice_at_a_time():
    awake = most = woken = 0
    enough = asyncio.Event()

    async def wake() -> None:
        nonlocal awake, most, woken
        awake, woken = awake + 1, woken + 1
        most = max(most, awake)
        await asyncio.sleep(0.05)
        awake -= 1
        if woken == 3:
            enough.set()

    scheduler = clockwork(wake, seconds=0.02)
    scheduler.start()
    try:
        await asyncio.wait_for(enough.wait(), 20)
    finally:
        scheduler.shutdown(wait=False)
    assert most == 1
