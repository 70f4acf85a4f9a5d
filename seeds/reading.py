"""The bytes of a file as the text of a notice, whatever its encoding."""

from __future__ import annotations

import codecs

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Word, Excel or WPS document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3", "an SQLite database"),
)
_ZIPPED: tuple[tuple[bytes, str], ...] = (
    (b"word/", "a Word document (docx)"),
    (b"xl/", "an Excel workbook (xlsx)"),
    (b"ppt/", "a PowerPoint presentation (pptx)"),
    (b"", "a ZIP archive"),
)
_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MOST_CONTROLS = 0.01
_HEAD = 4096


class NotANotice(Exception):  # noqa: N818 - says what the file is not
    """The file cannot be read as a notice; the sentence says why and what to do next."""


def decode_notice(content: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 or GB18030, with or without a byte order mark.

    Raises `NotANotice` for an empty file and for one that is no text, naming what it is.
    """
    if not content.strip(b"\0 \t\r\n"):
        raise NotANotice("The file is empty. Save the notice as plain text and try again.")
    if found := _kind(content):
        raise NotANotice(
            f"The file is {found}, not plain text. Open it, save the notice as a plain text "
            "file (.txt, UTF-8) and try again."
        )
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_readable(text):
            return text
    raise NotANotice(
        "The file is no text in UTF-8, UTF-16 or GB18030. Save the notice as a plain text file "
        "(.txt, UTF-8) and try again."
    )


def _kind(content: bytes) -> str | None:
    if content.startswith(b"PK\x03\x04"):
        return next(name for part, name in _ZIPPED if part in content)
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "a WebP picture"
    return next((name for magic, name in _MAGIC if content.startswith(magic)), None)


def _encodings(content: bytes) -> list[str]:
    marked = [encoding for bom, encoding in _BOMS if content.startswith(bom)]
    if marked:
        return marked
    head = content[:_HEAD]
    if b"\0" in head:
        odd, even = head[1::2].count(0), head[0::2].count(0)
        return ["utf-16-le" if odd >= even else "utf-16-be"]
    return ["utf-8", "gb18030"]


def _is_readable(text: str) -> bool:
    controls = sum(ord(sign) < ord(" ") and sign not in "\t\n\r\f\v" for sign in text)
    return controls <= len(text) * _MOST_CONTROLS
