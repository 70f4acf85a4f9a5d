from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import telegram

from bot.sandbox import cast
from bot.sandbox.server import create_app, serve
from bot.sandbox.world import World


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


@pytest.fixture
def clock() -> DrillClock:
    return DrillClock()


@pytest.fixture
def world(clock: DrillClock) -> World:
    return cast.assemble(clock.now)


@pytest.fixture
async def base_url(world: World, clock: DrillClock) -> AsyncIterator[str]:
    async with serve(create_app(world, clock=clock)) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
async def bot(world: World, base_url: str) -> AsyncIterator[telegram.Bot]:
    async with telegram.Bot(
        world.token, base_url=f"{base_url}/bot", base_file_url=f"{base_url}/file/bot"
    ) as bot:
        yield bot


@pytest.fixture
async def http(base_url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=base_url, timeout=30, trust_env=False) as client:
        yield client
