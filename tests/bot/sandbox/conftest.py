import threading
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import telegram

from bot.sandbox import cast
from bot.sandbox.server import create_app, serve
from bot.sandbox.world import World

LI_MING = 5210000117
WANG_FANG = 812345678
CHEN = 2410338512
ZHAO_QIANG = 6003817254
LIU = 700100204
GROUP = -1002041580001
EVERYBODY = [LI_MING, WANG_FANG, CHEN, ZHAO_QIANG, LIU]


class StillClock:
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
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def world(clock: StillClock) -> World:
    return cast.assemble(clock.now)


@pytest.fixture
async def base_url(world: World, clock: StillClock) -> AsyncIterator[str]:
    async with serve(create_app(world, clock=clock)) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
async def bot(world: World, base_url: str) -> AsyncIterator[telegram.Bot]:
    async with telegram.Bot(
        world.token, base_url=f"{base_url}/bot", base_file_url=f"{base_url}/file/bot"
    ) as bot:
        yield bot
