"""`duban targets`: the sheet of targets written to a file and read back from one."""

from openpyxl import load_workbook
from sqlmodel import col, select

from storage.database import Database
from storage.tables import Target


def fill(file, values):
    book = load_workbook(file)
    for cell, value in values.items():
        book.worksheets[0][cell] = value
    book.save(file)


def confirmed(db: Database):
    question = select(Target.goal, Target.measure).where(col(Target.confirmed_at).is_not(None))
    return db.read_now(lambda session: list(session.exec(question)))


def test_the_sheet_is_written_and_read_back_without_a_change(met, tmp_path, db):
    file = tmp_path / "targets.xlsx"
    done = met("targets", "export", str(file))
    assert (done.code, done.out, done.err) == (0, "", f"{file}: 140 tasks.\n")
    again = met("targets", "import", str(file))
    assert again.code == 0
    assert "nothing changes" in again.err
    assert confirmed(db) == []


def test_changes_are_shown_and_wait_for_yes(met, tmp_path, db):
    file = tmp_path / "targets.xlsx"
    met("targets", "export", str(file))
    fill(file, {"K16": 300, "P17": "是", "L14": "主体完工"})
    asked = met("targets", "import", str(file))
    assert asked.code == 1
    assert "13: none -> no figure, 1 stages" in asked.err
    assert "15: 2000 个 (found in the text) -> 2000 个, 1 stages" in asked.err
    assert "--yes" in asked.err
    assert confirmed(db) == []

    done = met("targets", "import", "--yes", str(file))
    assert done.code == 0
    assert "Confirmed: 3 targets." in done.err
    assert sorted(confirmed(db)) == [(2000, "个"), (5000, "个")]
    assert "15: 2000 个, 1 stages -> 2100 个, 1 stages" in _change(met, file, 2100)


def test_every_fault_is_named_and_nothing_applied(met, tmp_path, db):
    file = tmp_path / "targets.xlsx"
    met("targets", "export", str(file))
    fill(file, {"K16": 300, "E17": "若干", "A4": "777"})
    done = met("targets", "import", "--yes", str(file))
    assert done.code == 1
    assert "E17 应为数值" in done.err
    assert "A4 没有这个序号的任务" in done.err
    assert "2 cells need a look; nothing was changed." in done.err
    assert confirmed(db) == []


def test_what_cannot_be_read_or_written_ends_in_a_sentence(met, tmp_path):
    missing = met("targets", "import", "nowhere.xlsx")
    assert (missing.code, missing.err) == (
        1,
        "nowhere.xlsx cannot be read: No such file or directory.\n",
    )
    other = tmp_path / "other.xlsx"
    other.write_bytes(b"PK nothing")
    assert "is no sheet of targets" in met("targets", "import", str(other)).err
    assert "cannot be written" in met("targets", "export", str(tmp_path / "no" / "t.xlsx")).err


def test_without_a_notice_there_are_no_targets(duban, tmp_path):
    assert "No notice is loaded yet" in duban("targets", "export", "t.xlsx").err
    (tmp_path / "t.xlsx").write_bytes(b"PK")
    assert "No notice is loaded yet" in duban("targets", "import", "t.xlsx").err


def _change(met, file, goal):
    met("targets", "export", str(file))
    fill(file, {"E16": goal})
    return met("targets", "import", str(file)).err
