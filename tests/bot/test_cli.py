"""The command line as a shell sees it: what stands on stdout, what on stderr, the exit code."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from bot import cli
from rules.facts import Duty
from storage.kept import recall
from storage.members import accept, invitation
from storage.rounds import current_plan
from storage.tables import Task
from tests.bot.conftest import NOTICE


def test_a_dry_run_prints_the_notice_as_json_and_touches_nothing(duban, notice, tmp_path):
    done = duban("import", "--dry-run", "--json", str(notice))
    assert done.code == 0
    read = json.loads(done.out)
    assert {"title", "document_no", "tasks", "sections"} <= set(read)
    assert len(read["tasks"]) == 140
    assert not (tmp_path / "duban.db").exists()


def test_a_dry_run_names_every_oddity_by_its_line(duban, notice):
    done = duban("import", "--dry-run", str(notice))
    assert done.out == ""
    assert "140 tasks, 7 parts, 21 sub-sections" in done.err
    assert "  line " in done.err


def test_importing_twice_changes_nothing(duban, notice, db):
    first = duban("import", str(notice))
    assert "Loaded: 140 tasks, 2024-01-31 to 2024-12-31." in first.err
    again = duban("import", str(notice))
    assert again.code == 0
    assert "nothing changes" in again.err
    assert db.read_now(_count) == 140


def test_a_plan_that_is_over_says_so(duban, notice):
    assert "This plan ended on 2024-12-31" in duban("import", str(notice)).err


def test_the_span_may_be_given(duban, notice, db):
    done = duban("import", "--start", "2024-03-01", "--end", "2024-06-30", str(notice))
    assert "2024-03-01 to 2024-06-30" in done.err
    span = db.read_now(current_plan).span
    assert (span.first.isoformat(), span.last.isoformat()) == ("2024-03-01", "2024-06-30")


def test_a_span_that_ends_before_it_starts_is_refused(duban, notice):
    done = duban("import", "--start", "2024-03-01", "--end", "2024-02-01", str(notice))
    assert (done.code, done.out) == (1, "")
    assert "would end (2024-02-01) before it starts (2024-03-01)" in done.err


@pytest.mark.parametrize(
    "content", [b"", "您好,今天下午开会。".encode(), b"\x89PNG\r\n\x1a\n\x00\x00", b"\xff\xfe\x00"]
)
def test_what_is_no_notice_ends_in_one_sentence(duban, tmp_path, content):
    file = tmp_path / "other.txt"
    file.write_bytes(content)
    done = duban("import", str(file))
    assert done.code == 1
    assert done.out == ""
    assert len(done.err.strip().split("\n")) == 1
    assert "Traceback" not in done.err


def test_a_missing_file_is_named(duban):
    done = duban("import", "nowhere.txt")
    assert done.code == 1
    assert done.err == "nowhere.txt cannot be read: No such file or directory.\n"


def test_a_changed_notice_shows_its_difference_and_waits_for_yes(met, notice, db):
    notice.write_text(NOTICE.replace("新增2000个停车位", "新增3000个停车位"), encoding="utf-8")
    asked = met("import", str(notice))
    assert asked.code == 1
    (change,) = [line for line in asked.err.split("\n") if line.startswith("~ ")]
    assert change.startswith("~ 15 text: ")
    assert "2000个停车位" in change
    assert "3000个停车位" in change
    assert "--yes" in asked.err
    assert "新增2000个停车位" in db.read_now(_text, "15")

    assert met("import", "--yes", str(notice)).code == 0
    assert "新增3000个停车位" in db.read_now(_text, "15")
    assert db.read_now(_count) == 140


def test_an_invitation_is_a_link_alone_on_its_line(met, db):
    done = met("invite", "市住建局")
    assert (done.code, done.err) == (0, "")
    (link,) = done.out.splitlines()
    address, _, token = link.partition("?start=")
    assert address == "https://t.me/duban_drill_bot"
    offer = db.read_now(invitation, token, at=datetime.now(UTC))
    assert (offer.unit, offer.duty) == ("市住建局", Duty.LIAISON)


def test_an_invitation_as_json_tells_all_of_it(met):
    told = json.loads(met("invite", "市住建局", "--duty", "head", "--json").out)
    assert (told["unit"], told["duty"]) == ("市住建局", "head")
    assert told["link"].startswith("https://t.me/duban_drill_bot?start=")
    left = datetime.fromisoformat(told["expires_at"]) - datetime.now(UTC)
    assert timedelta(days=6, hours=23) < left <= timedelta(days=7)


def test_a_supervisor_is_invited_without_a_unit(met, db):
    token = met("invite", "--supervisor").out.strip().partition("?start=")[2]
    offer = db.write_now(accept, token, 7, "刘主任", at=datetime.now(UTC))
    assert (offer.unit, offer.duty) == (None, None)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("invite",), "Name a unit, or give --supervisor."),
        (("invite", "市住建局", "--supervisor"), "Name a unit, or give --supervisor."),
        (("invite", "市住建局", "--duty", "boss"), "--duty is liaison or head, not boss."),
        (("invite", "住建局"), "No unit is called «住建局». Near: 市住建局"),
    ],
)
def test_an_invitation_that_cannot_be_meant_is_refused(met, words, sentence):
    done = met(*words)
    assert (done.code, done.out) == (1, "")
    assert sentence in done.err


def test_every_fault_of_the_settings_stops_a_command(duban, notice, monkeypatch):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "nonsense")
    monkeypatch.setenv("ADMIN_IDS", "liu")
    done = duban("import", str(notice))
    assert done.code == 1
    assert done.err.count("TELEGRAM_BOT_TOKEN: ") == done.err.count("ADMIN_IDS: ") == 1


def test_a_database_that_cannot_be_opened_is_named(duban, notice, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "sqlite:////nowhere/duban.db")
    done = duban("import", str(notice))
    assert done.code == 1
    assert "Check DATABASE_URL and the disk." in done.err


@pytest.fixture
def drill(met, monkeypatch):
    """Run commands under a drill; `run` is cut short and returns the clock it was given."""
    monkeypatch.setenv("TELEGRAM_API_BASE_URL", "http://127.0.0.1:8081")
    monkeypatch.setenv("DUBAN_DRILL_START", "2024-02-01T15:59:00+08:00")
    monkeypatch.setenv("DUBAN_DRILL_SPEED", "60")
    clocks = []

    async def run(_settings, _db, clock) -> None:
        clocks.append(clock)

    monkeypatch.setattr(cli, "run_process", run)
    monkeypatch.setattr(cli, "configure", lambda: None)

    def command(*words: str):
        done = met(*words)
        assert done.code == 0, done.err
        return clocks[-1] if words == ("run",) else done

    return command


def test_a_drill_stands_at_its_start_until_the_first_run(drill, db):
    told = json.loads(drill("invite", "市住建局", "--json").out)
    assert told["expires_at"].startswith("2024-02-08T07:59")
    assert db.read_now(recall, "drill") is None


def test_a_drill_goes_on_after_a_restart(drill):
    first, again = drill("run"), drill("run")
    assert first.start.isoformat() == "2024-02-01T07:59:00+00:00"
    assert (again.start, again.anchor, again.speed) == (first.start, first.anchor, 60)


def test_another_drill_begins_anew(drill, monkeypatch):
    first = drill("run")
    monkeypatch.setenv("DUBAN_DRILL_SPEED", "120")
    other = drill("run")
    assert other.speed == 120
    assert other.anchor > first.anchor


def _count(session) -> int:
    return len(session.exec(select(Task).where(col(Task.withdrawn_at).is_(None))).all())


def _text(session, number: str) -> str:
    return session.exec(select(Task.text).where(Task.number == number)).one()
