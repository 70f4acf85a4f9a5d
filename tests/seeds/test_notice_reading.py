"""Any encoding of the genre is read; what is no text is named and refused."""

import pytest

from seeds.notice import read_notice
from seeds.reading import NotANotice, decode_notice

WORDS = "1.新建公园5个。(牵头单位:市住建局)\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"]
)
def test_every_encoding_of_the_genre_gives_the_same_text(encoding):
    assert decode_notice(WORDS.encode(encoding)) == WORDS


def test_a_byte_order_mark_of_utf_16_be_is_obeyed():
    assert decode_notice(b"\xfe\xff" + WORDS.encode("utf-16-be")) == WORDS


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"PK\x03\x04\0\0word/document.xml", "Word document (docx)"),
        (b"PK\x03\x04\0\0xl/workbook.xml", "Excel workbook (xlsx)"),
        (b"PK\x03\x04\0\0readme", "ZIP archive"),
        (b"%PDF-1.7 text", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Word, Excel or WPS"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"RIFF\0\0\0\0WEBPVP8", "WebP"),
        (b"Rar!\x1a", "RAR"),
    ],
)
def test_a_renamed_document_is_named_in_the_refusal(content, name):
    with pytest.raises(NotANotice, match="plain text") as refusal:
        decode_notice(content)
    assert name in str(refusal.value)


@pytest.mark.parametrize("content", [b"", b" \r\n\t", b"\0\0"])
def test_an_empty_file_is_refused_as_empty(content):
    with pytest.raises(NotANotice, match="empty"):
        decode_notice(content)


@pytest.mark.parametrize("content", [bytes(range(1, 32)) * 9, b"\xff\x00\xff" * 9])
def test_bytes_that_are_no_text_are_refused(content):
    with pytest.raises(NotANotice, match="UTF-8, UTF-16 or GB18030"):
        decode_notice(content)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "你好",
        "一、提高认识\n各单位要高度重视。\n二、加强领导\n",
        "1.买菜\n2.做饭\n",
        "一、經濟\n1.地區生產總值增長。(牽頭單位:市發改委)\n",
    ],
)
def test_a_text_without_tasks_is_refused_with_what_to_do(text):
    with pytest.raises(NotANotice, match="Check that"):
        read_notice(text)
