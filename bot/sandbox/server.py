"""The sandbox as an application, and running it beside a bot in one event loop."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from datetime import tzinfo
from zoneinfo import ZoneInfo

import uvicorn
from starlette.applications import Starlette

from bot.sandbox import drill
from bot.sandbox.bot_api import bot_routes
from bot.sandbox.page_api import PageApi
from bot.sandbox.world import World

HOME = ZoneInfo("Asia/Shanghai")


def create_app(
    world: World,
    *,
    clock: drill.Clock,
    steps: drill.Steps | None = None,
    zone: tzinfo = HOME,
) -> Starlette:
    """Open both doors of a world: the Bot API under `/bot<token>/`, the page under `/`.

    The page shows the drill time of the clock; it can be moved by hand if the clock has `step_to`,
    and to the next event if `steps` knows of one.
    """
    page = PageApi(world, clock, steps, zone)
    app = Starlette(routes=[*bot_routes(world), *page.routes()])
    app.state.world = world
    return app


class _Server(uvicorn.Server):
    """A server that leaves signals to the process it is a guest of."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def serve(app: Starlette, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[int]:
    """Serve an application of `create_app` inside the block; yield the port it listens on.

    Port 0 takes a free one. OSError if the port is taken. On leaving, those who wait for updates
    or news are answered at once, and nothing is left running.
    """
    listener = socket.create_server((host, port))
    # asyncio forgets this for sockets it did not make, and every answer then takes 40 ms longer
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    config = uvicorn.Config(app, lifespan="off", ws="none", log_config=None, access_log=False)
    server = _Server(config)
    running = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield listener.getsockname()[1]
    finally:
        app.state.world.close()
        server.should_exit = True
        await running
