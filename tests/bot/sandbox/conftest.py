from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
import telegram
from starlette.applications import Starlette
from starlette.datastructures import State
from starlette.types import Receive, Scope, Send

from bot.sandbox import cast
from bot.sandbox.server import create_app, serve
from bot.sandbox.world import World


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the tests of this folder in one loop, so that one server serves them all."""
    in_one_loop = pytest.mark.asyncio(loop_scope="session")
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent) and pytest_asyncio.is_async_test(item):
            item.add_marker(in_one_loop, append=False)


class DrillClock:
    """Stands still unless it is moved."""

    def __init__(self) -> None:
        self.instant = datetime(2024, 2, 1, 8, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.instant

    def step_to(self, instant: datetime) -> None:
        self.instant = instant

    def advance(self, step: timedelta) -> None:
        self.instant += step


class RevolvingStage:
    """One address, behind which every test plays in a world of its own."""

    def __init__(self, app: Starlette) -> None:
        self.app = app

    @property
    def state(self) -> State:
        return self.app.state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


@pytest.fixture
def clock() -> DrillClock:
    return DrillClock()


@pytest.fixture
def world(clock: DrillClock) -> World:
    return cast.assemble(clock.now)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def stage() -> AsyncIterator[tuple[RevolvingStage, str]]:
    clock = DrillClock()
    stage = RevolvingStage(create_app(cast.assemble(clock.now), clock=clock))
    async with serve(stage) as port:
        yield stage, f"http://127.0.0.1:{port}"


@pytest_asyncio.fixture(loop_scope="session")
async def base_url(
    stage: tuple[RevolvingStage, str], world: World, clock: DrillClock
) -> AsyncIterator[str]:
    revolving, url = stage
    revolving.app = create_app(world, clock=clock)
    yield url
    world.close()


@pytest_asyncio.fixture(loop_scope="session")
async def bot(world: World, base_url: str) -> AsyncIterator[telegram.Bot]:
    async with telegram.Bot(
        world.token, base_url=f"{base_url}/bot", base_file_url=f"{base_url}/file/bot"
    ) as bot:
        yield bot


@pytest_asyncio.fixture(loop_scope="session")
async def http(base_url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=base_url, timeout=30, trust_env=False) as client:
        yield client
