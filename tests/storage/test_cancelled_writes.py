"""A caller who leaves takes nobody with him."""

import asyncio
import threading

import pytest


async def test_a_write_whose_caller_left_does_not_end_the_writer(sqlite):
    begun, go_on = threading.Event(), threading.Event()

    def slow(_session) -> None:
        begun.set()
        assert go_on.wait(5)

    leaving = asyncio.create_task(sqlite.write(slow))
    assert await asyncio.to_thread(begun.wait, 5)
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    go_on.set()
    assert await asyncio.wait_for(sqlite.write(lambda _session: 7), 5) == 7


async def test_a_write_that_was_not_begun_is_not_done_for_a_caller_who_left(sqlite):
    begun, go_on, done = threading.Event(), threading.Event(), []

    def slow(_session) -> None:
        begun.set()
        assert go_on.wait(5)

    first = asyncio.create_task(sqlite.write(slow))
    assert await asyncio.to_thread(begun.wait, 5)
    leaving = asyncio.create_task(sqlite.write(lambda _session: done.append("left")))
    await asyncio.sleep(0)
    leaving.cancel()
    await asyncio.gather(leaving, return_exceptions=True)
    go_on.set()
    await first
    await sqlite.write(lambda _session: done.append("stayed"))
    assert done == ["stayed"]
