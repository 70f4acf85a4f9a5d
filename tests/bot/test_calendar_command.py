"""`duban calendar`: the difference first, every fault by its line, and a listing to read back."""

import pytest

from storage.calendar import named_days, work_calendar

TABLE = "2027-01-01 休\n2027-01-03 班\n2027-10-01 休\n"


@pytest.fixture
def table(tmp_path):
    file = tmp_path / "2027.txt"
    file.write_text(TABLE, encoding="utf-8")
    return file


def test_the_difference_is_shown_and_waits_for_yes(duban, table, db):
    asked = duban("calendar", "import", str(table))
    assert (asked.code, asked.out) == (1, "")
    assert "~ 2027-01-01 Fri: off (was work, Monday to Friday)" in asked.err
    assert "~ 2027-01-03 Sun: work (was off, Monday to Friday)" in asked.err
    assert "+ 2027 is published by it." in asked.err
    assert "--yes" in asked.err
    assert 2027 not in db.read_now(work_calendar).published

    done = duban("calendar", "import", "--yes", str(table))
    assert done.code == 0
    assert "Applied: 3 days." in done.err
    assert "provisional" not in done.err
    assert 2027 in db.read_now(work_calendar).published


def test_importing_twice_changes_nothing(duban, table):
    duban("calendar", "import", "--yes", str(table))
    again = duban("calendar", "import", str(table))
    assert again.code == 0
    assert "nothing changes" in again.err


def test_every_fault_is_named_and_nothing_applied(duban, table, tmp_path):
    table.write_text(TABLE + "2027-02-30 休\n2027-02-05\n", encoding="utf-8")
    done = duban("calendar", "import", "--yes", str(table))
    assert done.code == 1
    assert "  line 4: there is no 2027-02-30" in done.err
    assert "  line 5: says neither" in done.err
    assert not (tmp_path / "duban.db").exists()


def test_a_file_with_part_of_a_year_leaves_it_provisional(duban, table):
    table.write_text("2027-04-09 休\n", encoding="utf-8")
    done = duban("calendar", "import", "--yes", str(table))
    assert "2027 stays provisional" in done.err


def test_days_that_stay_as_they_were_are_noted(duban, table, db):
    table.write_text("2026-01-01 休\n2026-01-03 休\n", encoding="utf-8")
    done = duban("calendar", "import", "--yes", str(table))
    assert "Every day is worked as before" in done.err
    assert "2027.txt" in {one.source for one in db.read_now(named_days, 2026)}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "The file is empty."), (b"%PDF-1.7", "The file is a PDF, not plain text.")],
)
def test_what_is_no_text_ends_in_one_sentence(duban, table, content, sentence):
    table.write_bytes(content)
    done = duban("calendar", "import", str(table))
    assert done.code == 1
    assert sentence in done.err


def test_a_missing_file_is_named(duban):
    done = duban("calendar", "import", "nowhere.txt")
    assert (done.code, done.err) == (1, "nowhere.txt cannot be read: No such file or directory.\n")


def test_what_is_shown_can_be_imported_again(duban, table, tmp_path):
    duban("calendar", "import", "--yes", str(table))
    shown = duban("calendar", "show", "2027")
    assert shown.out.splitlines() == [
        "2027-01-01 Fri off  2027.txt",
        "2027-01-03 Sun work 2027.txt",
        "2027-10-01 Fri off  2027.txt",
    ]
    assert shown.err == ""
    table.write_text(shown.out, encoding="utf-8")
    assert "nothing changes" in duban("calendar", "import", str(table)).err


def test_a_year_without_a_calendar_says_it_is_provisional(duban):
    shown = duban("calendar", "show", "2028")
    assert (shown.code, shown.out) == (0, "")
    assert shown.err == "2028 is provisional: Monday to Friday, but for the days above.\n"


def test_without_a_year_the_clock_s_is_shown(duban, monkeypatch):
    monkeypatch.setenv("TELEGRAM_API_BASE_URL", "http://127.0.0.1:8081")
    monkeypatch.setenv("DUBAN_DRILL_START", "2024-02-01T15:59:00+08:00")
    assert "2024-02-04 Sun work chinesecalendar" in duban("calendar", "show").out
