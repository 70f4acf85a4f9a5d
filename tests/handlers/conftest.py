import functools
import ssl

import pytest

from tests.handlers.stage import Stage, staged


@pytest.fixture(scope="package", autouse=True)
def certificates():
    """Read the certificates once: each stage opens three clients, and all speak plain HTTP."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", functools.cache(ssl.create_default_context))
        yield


@pytest.fixture
async def stage(sqlite_files) -> Stage:
    """Monday 15:50: everybody is bound, no card is out yet."""
    url = sqlite_files.loaded()
    async with staged(url) as play:
        yield play
    sqlite_files.discard(url)


@pytest.fixture
async def asked(stage) -> Stage:
    """Monday 16:01: the day's cards are out."""
    await stage.at("2024-02-05 16:01")
    return stage


@pytest.fixture
def engine(sqlite_files):
    """SQLite alone: what differs between the engines is tested where the record is."""
    return sqlite_files
