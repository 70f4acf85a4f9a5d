"""`duban export ledger FILE`: the ledger for a spreadsheet."""

import io

from openpyxl import load_workbook


def test_the_ledger_is_written_to_a_file(duban, notice, tmp_path):
    duban("import", str(notice))
    target = tmp_path / "ledger.xlsx"
    done = duban("export", "ledger", str(target))
    assert (done.code, done.out) == (0, "")
    assert f"{target}: 140 tasks as of " in done.err
    assert load_workbook(io.BytesIO(target.read_bytes())).active.max_row == 141


def test_a_file_that_cannot_be_written_is_named(duban, notice, tmp_path):
    duban("import", str(notice))
    done = duban("export", "ledger", str(tmp_path / "nowhere" / "ledger.xlsx"))
    assert done.code == 1
    assert "ledger.xlsx cannot be written: No such file or directory." in done.err


def test_without_a_notice_there_is_no_ledger(duban, tmp_path):
    done = duban("export", "ledger", str(tmp_path / "ledger.xlsx"))
    assert done.code == 1
    assert "No notice is loaded yet" in done.err
    assert not (tmp_path / "ledger.xlsx").exists()
