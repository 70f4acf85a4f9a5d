import asyncio
import signal
import socket
import statistics
import time

import httpx
import pytest

from bot.sandbox import cast
from bot.sandbox.deeds import membership
from bot.sandbox.server import create_app, serve


async def test_leaving_answers_who_waits_and_leaves_nothing_running(world, clock):
    before = asyncio.all_tasks()
    app = create_app(world, clock=clock)
    async with httpx.AsyncClient(trust_env=False, timeout=30) as http:
        async with serve(app) as port:
            url = f"http://127.0.0.1:{port}"
            poll = asyncio.create_task(http.get(f"{url}/bot{world.token}/getUpdates?timeout=30"))
            news = asyncio.create_task(http.get(f"{url}/sandbox/state?since=999&wait=25"))
            await asyncio.sleep(0.3)
            left = time.monotonic()
        assert time.monotonic() - left < 2
        assert (await poll).json() == {"ok": True, "result": []}
        assert (await news).status_code == 200
    assert asyncio.all_tasks() == before
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=1)


async def test_a_given_port_is_used_and_a_taken_one_refused(world, clock):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        busy = taken.getsockname()[1]
        with pytest.raises(OSError, match="in use"):
            async with serve(create_app(world, clock=clock), port=busy):
                pass
    async with serve(create_app(world, clock=clock), port=busy) as port:
        assert port == busy


async def test_signals_stay_with_the_process(world, clock):
    handlers = [signal.getsignal(which) for which in (signal.SIGINT, signal.SIGTERM)]
    async with serve(create_app(world, clock=clock)) as port:
        async with httpx.AsyncClient(trust_env=False) as http:
            await http.get(f"http://127.0.0.1:{port}/")
        assert [signal.getsignal(which) for which in (signal.SIGINT, signal.SIGTERM)] == handlers


async def test_an_answer_does_not_wait_for_a_delayed_acknowledgement(world, clock):
    spans = []
    app = create_app(world, clock=clock)
    async with serve(app) as port, httpx.AsyncClient(trust_env=False) as http:
        for _ in range(25):
            asked = time.monotonic()
            await http.post(f"http://127.0.0.1:{port}/bot{world.token}/getMe", data={"a": "b"})
            spans.append(time.monotonic() - asked)
    assert statistics.median(spans) < 0.03


async def test_a_failure_inside_the_block_comes_through(world, clock):
    with pytest.raises(ZeroDivisionError):
        async with serve(create_app(world, clock=clock)):
            raise ZeroDivisionError


async def test_two_worlds_live_side_by_side(clock):
    one, other = cast.assemble(clock.now), cast.assemble(clock.now)
    async with (
        serve(create_app(one, clock=clock)),
        serve(create_app(other, clock=clock)) as port,
        httpx.AsyncClient(trust_env=False) as http,
    ):
        membership.start(one, 5210000117)
        state = (await http.get(f"http://127.0.0.1:{port}/sandbox/state")).json()
        assert state["messages"] == []
