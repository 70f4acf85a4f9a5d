"""What may stand in a cell: never a formula, never a sign the file format forbids.

Texts come from chats. One that begins like a formula is stored as a quoted text, so that no
spreadsheet ever evaluates it, not even after it was edited there.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime, tzinfo
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LINE_END = re.compile("\r\n?")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST = 32_767  # UTF-16 units, the most a cell holds
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip entry can bear


def write_text(cell: Cell, text: str) -> None:
    """Write a text as what it says; one that begins like a formula is quoted besides."""
    cell.value = legal(text) or None
    if cell.value is not None:
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(FORMULA)


def write_figure(cell: Cell, value: Decimal | int | None, form: str = "General") -> None:
    """Write a number as a number, shown in a spreadsheet's number format; nothing for None."""
    cell.value = value
    cell.number_format = form


def write_instant(cell: Cell, moment: datetime | None, zone: tzinfo) -> None:
    """Write an instant as the wall-clock time of a zone, to the minute."""
    if moment is not None:
        cell.value = moment.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0)
        cell.number_format = "yyyy-mm-dd hh:mm"


def legal(text: str) -> str:
    """Return a text without forbidden signs, with plain line ends, no longer than a cell holds."""
    text = FORBIDDEN.sub("", LINE_END.sub("\n", text))
    if len(text.encode("utf-16-le")) // 2 <= LONGEST:
        return text
    kept = text.encode("utf-16-le")[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore")
    return f"{kept}…"


def saved(book: Workbook, at: datetime) -> bytes:
    """Return a workbook's file, the same bytes for the same content and instant."""
    stamp = at.astimezone(UTC).replace(microsecond=0)
    book.properties.created = stamp.replace(tzinfo=None)
    written, fixed = io.BytesIO(), io.BytesIO()
    book.save(written)
    modified = f"{stamp:%Y-%m-%dT%H:%M:%SZ}".encode()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            content = MODIFIED.sub(rb"\g<1>" + modified + rb"\g<2>", source.read(name))
            entry = zipfile.ZipInfo(name, EPOCH)
            target.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return fixed.getvalue()
