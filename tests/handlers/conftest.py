import shutil
from datetime import timedelta

import pytest

from seeds.calendar import published_days
from seeds.loading import draft
from seeds.notice import read_notice
from storage import calendar, plans
from storage.database import Database
from tests.handlers.stage import OPENING, Stage, instant, staged
from tests.journeys.office import ROOT


@pytest.fixture(scope="session")
def loaded(tmp_path_factory):
    """A database file with the schema, the holidays and the notice."""
    file = tmp_path_factory.mktemp("loaded") / "loaded.db"
    notice = read_notice((ROOT / "seeds/data/qianjiang_2024.txt").read_text(encoding="utf-8"))
    db = Database(f"sqlite:///{file}")
    db.migrate()
    db.write_now(calendar.load_days, published_days(), "chinesecalendar")
    db.write_now(plans.load, draft(notice), at=instant(OPENING) - timedelta(minutes=1))
    db.close()
    return file


@pytest.fixture
async def stage(loaded, tmp_path) -> Stage:
    """Monday 15:50: everybody is bound, no card is out yet."""
    copy = shutil.copy(loaded, tmp_path / "stage.db")
    async with staged(f"sqlite:///{copy}") as play:
        yield play


@pytest.fixture
async def asked(stage) -> Stage:
    """Monday 16:01: the day's cards are out."""
    await stage.at("2024-02-05 16:01")
    return stage
