import struct

import pytest
from telegram.error import BadRequest, NetworkError

from bot.sandbox.attachments import LARGEST_PHOTO
from bot.sandbox.deeds import membership, speech
from bot.sandbox.files import LARGEST_DOWNLOAD, Upload
from bot.sandbox.pictures import picture_size
from tests.sandbox_client import GROUP, LI_MING


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"\x08\2\0\0\0"


@pytest.fixture(autouse=True)
def _started(world):
    membership.start(world, LI_MING)


async def test_a_document_keeps_name_and_bytes(bot):
    content = bytes(range(256)) * 5
    message = await bot.send_document(LI_MING, content, filename="督查台账.xlsx", caption="附件")
    document = message.document
    assert (document.file_name, document.file_size) == ("督查台账.xlsx", len(content))
    assert message.caption == "附件"
    file = await bot.get_file(document.file_id)
    assert file.file_path.endswith(".xlsx")
    assert bytes(await file.download_as_bytearray()) == content


@pytest.mark.parametrize(
    ("size", "longest_sides"),
    [
        ((60, 40), [60]),
        ((300, 200), [90, 300]),
        ((1000, 700), [90, 320, 800, 1000]),
        ((4000, 3000), [90, 320, 800, 1280]),
    ],
)
async def test_a_photo_comes_in_growing_sizes(bot, size, longest_sides):
    photo = (await bot.send_photo(LI_MING, png(*size))).photo
    assert [max(s.width, s.height) for s in photo] == longest_sides
    assert photo[-1].width / photo[-1].height == pytest.approx(size[0] / size[1], rel=0.02)
    assert len({s.file_id for s in photo}) == len(longest_sides)


async def test_a_known_file_is_sent_again_by_its_id(bot):
    first = await bot.send_document(LI_MING, b"a,b\n1,2", filename="表.csv")
    again = await bot.send_document(GROUP, first.document.file_id)
    assert again.document.file_name == "表.csv"
    assert bytes(await (await again.document.get_file()).download_as_bytearray()) == b"a,b\n1,2"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"no picture", "Image_process_failed"),
        (b"", "File must be non-empty"),
        (png(9000, 1001), "Photo_invalid_dimensions"),
        (png(2100, 100), "Photo_invalid_dimensions"),
    ],
)
async def test_a_photo_telegram_would_refuse(bot, content, sentence):
    with pytest.raises(BadRequest, match=sentence):
        await bot.send_photo(LI_MING, content)


async def test_too_large_a_photo_is_a_413(bot):
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_photo(LI_MING, png(100, 100) + bytes(LARGEST_PHOTO))


async def test_a_caption_has_1024_units(bot):
    assert await bot.send_photo(LI_MING, png(9, 9), caption="字" * 1024)
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_photo(LI_MING, png(9, 9), caption="字" * 1025)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("BQACAgIAAx0", "Wrong file identifier/http url specified"),
        ("https://example.com/a.pdf", "Failed to get http url content"),
    ],
)
async def test_an_unknown_source_is_refused(bot, source, sentence):
    with pytest.raises(BadRequest) as refused:
        await bot.send_document(LI_MING, source)
    assert refused.value.message.lower() == sentence.lower()


async def test_a_call_without_its_file_is_refused(http, world):
    answer = await http.post(f"/bot{world.token}/sendPhoto", data={"chat_id": LI_MING})
    assert answer.json()["description"] == "Bad Request: there is no photo in the request"


async def test_what_people_send_can_be_fetched(bot, world):
    uploads = [Upload("a.png", png(400, 300)), Upload("b.png", png(300, 400))]
    speech.upload(world, LI_MING, LI_MING, uploads, as_photo=True, caption="15 两处已划线")
    first, second = [u.message for u in await bot.get_updates() if u.message.photo]
    assert first.caption == "15 两处已划线"
    assert second.caption is None, "only the first of an album carries the caption"
    assert first.media_group_id == second.media_group_id
    file = await first.photo[-1].get_file()
    assert bytes(await file.download_as_bytearray()) == png(400, 300)


async def test_a_sticker_is_a_sticker(bot, world):
    speech.send_sticker(world, LI_MING, LI_MING, "🙏")
    sticker = (await bot.get_updates())[-1].message.sticker
    assert (sticker.emoji, sticker.is_animated) == ("🙏", False)


async def test_a_file_above_20_mb_cannot_be_fetched(bot, world):
    upload = Upload("a.zip", bytes(LARGEST_DOWNLOAD + 1))
    sent = speech.upload(world, LI_MING, LI_MING, [upload], as_photo=False)
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(sent[0].attachment.file.id)
    with pytest.raises(BadRequest, match="Invalid file_id"):
        await bot.get_file("unknown")


async def test_files_need_the_token_and_a_known_path(http, world):
    wrong = world.token.replace("0", "1")
    assert (await http.get(f"/file/bot{wrong}/documents/file_0.txt")).status_code == 401
    assert (await http.get(f"/file/bot{world.token}/documents/none")).status_code == 404


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (png(640, 480), (640, 480)),
        (b"GIF89a" + struct.pack("<HH", 12, 34), (12, 34)),
        (b"\xff\xd8\xff\xe0\0\4ab\xff\xc0\0\x11\x08" + struct.pack(">HH", 48, 64), (64, 48)),
        (b"RIFF....WEBPVP8X" + bytes(8) + b"\x3f\x01\0\xef\0\0", (320, 240)),
        (b"RIFF....WEBPVP8L" + bytes(4) + b"\x2f" + struct.pack("<I", 319 | 239 << 14), (320, 240)),
        (b"RIFF....WEBPVP8 " + bytes(10) + struct.pack("<HH", 320, 240), (320, 240)),
        (b"\x89PNG\r\n\x1a\n", None),
        (b"\xff\xd8\xff", None),
        (b"RIFF....WEBPVP9 ", None),
        (b"%PDF-1.7", None),
    ],
)
def test_the_size_of_a_picture_is_in_its_head(content, size):
    assert picture_size(content) == size
