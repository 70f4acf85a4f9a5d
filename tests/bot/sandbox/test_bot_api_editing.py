from datetime import timedelta

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputMediaDocument, InputMediaPhoto
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.sandbox.chats import Standing
from bot.sandbox.deeds import membership, speech
from tests.sandbox_client import GROUP, LI_MING, LIU

BUTTONS = InlineKeyboardMarkup([[InlineKeyboardButton("好", callback_data="ok")]])
PIXEL = bytes.fromhex("89504e470d0a1a0a0000000d494844520000000100000001")


@pytest.fixture(autouse=True)
def _started(world):
    membership.start(world, LI_MING)


async def test_an_edit_changes_text_and_marks_it(bot, clock):
    card = await bot.send_message(LI_MING, "待报", reply_markup=BUTTONS)
    clock.advance(timedelta(hours=1))
    edited = await card.edit_text("<i>已报</i>", parse_mode=ParseMode.HTML, reply_markup=BUTTONS)
    assert (edited.text, edited.message_id) == ("已报", card.message_id)
    assert edited.edit_date == clock.now()
    assert edited.date == card.date


async def test_an_edit_without_markup_takes_the_buttons_away(bot):
    card = await bot.send_message(LI_MING, "待报", reply_markup=BUTTONS)
    assert (await card.edit_text("已报")).reply_markup is None


@pytest.mark.parametrize("change", ["text", "caption", "keyboard"])
async def test_an_edit_that_changes_nothing_is_refused(bot, change):
    if change == "caption":
        card = await bot.send_photo(LI_MING, PIXEL, caption="图", reply_markup=BUTTONS)
        edit = card.edit_caption("图", reply_markup=BUTTONS)
    else:
        card = await bot.send_message(LI_MING, "卡", reply_markup=BUTTONS)
        edit = (
            card.edit_text("卡", reply_markup=BUTTONS)
            if change == "text"
            else card.edit_reply_markup(BUTTONS)
        )
    with pytest.raises(
        BadRequest, match=r"^Message is not modified: specified new message content"
    ):
        await edit


async def test_formatting_alone_is_a_change(bot):
    card = await bot.send_message(LI_MING, "卡")
    assert await card.edit_text("<b>卡</b>", parse_mode=ParseMode.HTML)


async def test_changing_the_buttons_leaves_no_mark(bot):
    card = await bot.send_message(LI_MING, "卡", reply_markup=BUTTONS)
    edited = await card.edit_reply_markup(None)
    assert edited.reply_markup is None
    assert edited.edit_date is None


async def test_a_deleted_message_cannot_be_edited_or_deleted_again(bot):
    card = await bot.send_message(LI_MING, "卡")
    assert await card.delete()
    with pytest.raises(BadRequest, match=r"^Message to edit not found$"):
        await card.edit_text("新")
    with pytest.raises(BadRequest, match=r"^Message to delete not found$"):
        await card.delete()


async def test_somebody_elses_message_cannot_be_edited(bot, world):
    said = speech.say(world, LI_MING, LI_MING, "我的")
    with pytest.raises(BadRequest, match=r"^Message can't be edited$"):
        await bot.edit_message_text("你的", LI_MING, said.id)


async def test_in_a_group_only_an_administrator_deletes_what_others_wrote(bot, world):
    said = speech.say(world, LI_MING, GROUP, "闲谈")
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_message(GROUP, said.id)
    membership.place_bot(world, LIU, GROUP, Standing.ADMINISTRATOR)
    assert await bot.delete_message(GROUP, said.id)


async def test_text_and_caption_are_edited_each_in_its_own_way(bot):
    photo = await bot.send_photo(LI_MING, PIXEL, caption="旧")
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("新", LI_MING, photo.message_id)
    assert (await photo.edit_caption("新")).caption == "新"
    card = await bot.send_message(LI_MING, "卡")
    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await bot.edit_message_caption(LI_MING, card.message_id, caption="新")


async def test_media_is_replaced_by_an_upload(bot):
    card = await bot.send_photo(LI_MING, PIXEL, caption="旧图")
    edited = await card.edit_media(InputMediaPhoto(PIXEL, caption="新图"))
    assert edited.caption == "新图"
    assert edited.photo[-1].file_id != card.photo[-1].file_id
    edited = await card.edit_media(InputMediaDocument(b"a,b", filename="台账.csv"))
    assert edited.document.file_name == "台账.csv"
    assert edited.caption is None


async def test_an_edit_needs_a_message(http, world):
    asked = {"chat_id": LI_MING, "text": "新"}
    answer = await http.post(f"/bot{world.token}/editMessageText", data=asked)
    assert answer.json()["description"] == "Bad Request: message identifier is not specified"
