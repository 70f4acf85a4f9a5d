"""Commands as a shell gives them, each test in an empty folder with a database of its own."""

import sys
from dataclasses import dataclass
from importlib.resources import files

import pytest
import structlog

from bot import cli
from storage.database import Database
from storage.kept import remember

TOKEN = "123456:ABC-DEF_ghi"
NOTICE = files("seeds").joinpath("data/qianjiang_2024.txt").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'duban.db'}"


@pytest.fixture
def duban(monkeypatch, tmp_path, capsys, url):
    """Run a command in an empty folder with a database of its own."""
    monkeypatch.chdir(tmp_path)
    for name in ("TELEGRAM_API_BASE_URL", "ADMIN_IDS", "DUBAN_DRILL_START", "DUBAN_DRILL_SPEED"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("DATABASE_URL", url)

    def run(*words: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["duban", *words])
        with pytest.raises(SystemExit) as end:
            cli.main()
        told = capsys.readouterr()
        return Done(int(end.value.code or 0), told.out, told.err)

    yield run
    structlog.reset_defaults()  # a command logs to the error stream of its test


@pytest.fixture
def notice(tmp_path):
    file = tmp_path / "notice.txt"
    file.write_text(NOTICE, encoding="utf-8")
    return file


@pytest.fixture
def db(url):
    database = Database(url)
    yield database
    database.close()


@pytest.fixture
def met(duban, notice, db):
    """A loaded notice, and a bot whose name is known from an earlier run."""
    assert duban("import", str(notice)).code == 0
    db.write_now(remember, "bot", {"username": "duban_drill_bot"})
    return duban
