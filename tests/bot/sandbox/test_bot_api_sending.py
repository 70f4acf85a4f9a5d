import json
from datetime import UTC, datetime, timedelta

import pytest
from telegram import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MessageEntity,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest

from bot.sandbox.deeds import membership, speech
from tests.sandbox_client import GROUP, LI_MING, WANG_FANG


@pytest.fixture(autouse=True)
def _started(world):
    membership.start(world, LI_MING)


def keyboard(*rows: list[str]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(t, callback_data=t) for t in r] for r in rows]
    )


async def test_a_message_comes_back_as_it_stands(bot, world, clock):
    message = await bot.send_message(
        LI_MING, "<b>日报</b> 第3期", parse_mode=ParseMode.HTML, reply_markup=keyboard(["好", "坏"])
    )
    assert message.text == "日报 第3期"
    assert message.entities == (MessageEntity(MessageEntity.BOLD, 0, 2),)
    assert message.from_user.id == world.bot.id
    assert message.chat.username == "liming_cg"
    assert message.reply_markup == keyboard(["好", "坏"])
    assert message.date == clock.now()


async def test_dates_follow_the_drill_clock(bot, clock):
    clock.step_to(datetime(2024, 12, 25, 1, 2, 3, tzinfo=UTC))
    message = await bot.send_message(LI_MING, "年报")
    assert message.date == datetime(2024, 12, 25, 1, 2, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Message text is empty"),
        (" \n ", "Text must be non-empty"),
        ("<b></b>", "Text must be non-empty"),
        ("字" * 4097, "Message is too long"),
        ("📌" * 2049, "Message is too long"),
        ("<b>字", "Can't parse entities: can't find end tag corresponding to start tag \"b\""),
        ("a < b", 'Can\'t parse entities: unsupported start tag "" at byte offset 2'),
    ],
)
async def test_what_telegram_does_not_take(bot, text, sentence):
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(LI_MING, text, parse_mode=ParseMode.HTML)
    assert refused.value.message.lower() == sentence.lower()


@pytest.mark.parametrize(
    "text", ["字" * 4096, "📌" * 2048, "<b>" + "字" * 4096 + "</b>", "&amp;" * 4096]
)
async def test_length_counts_utf16_units_after_parsing(bot, text):
    assert await bot.send_message(LI_MING, text, parse_mode=ParseMode.HTML)


async def test_only_a_hundred_entities_survive(bot):
    text = "\n".join(f"<b>{number}</b>" for number in range(140))
    message = await bot.send_message(LI_MING, text, parse_mode=ParseMode.HTML)
    assert len(message.entities) == 100
    assert message.text.splitlines()[-1] == "139"


async def test_entities_can_be_given_instead_of_markup(bot):
    bold = MessageEntity(MessageEntity.BOLD, 2, 2)
    assert (await bot.send_message(LI_MING, "📌日报", entities=[bold])).entities == (bold,)


async def test_a_mention_by_id_carries_the_user(bot):
    text = f'请<a href="tg://user?id={WANG_FANG}">王芳</a>看'
    message = await bot.send_message(GROUP, text, parse_mode=ParseMode.HTML)
    assert message.entities[0].type == MessageEntity.TEXT_MENTION
    assert message.entities[0].user.id == WANG_FANG


async def test_markdown_is_not_played(bot):
    with pytest.raises(BadRequest, match="Unsupported parse_mode"):
        await bot.send_message(LI_MING, "*a*", parse_mode=ParseMode.MARKDOWN_V2)


@pytest.mark.parametrize("data", ["发" * 21 + "a", "x" * 64])
async def test_64_bytes_of_callback_data_pass(bot, data):
    button = InlineKeyboardButton("好", callback_data=data)
    assert await bot.send_message(LI_MING, "卡", reply_markup=InlineKeyboardMarkup([[button]]))


@pytest.mark.parametrize("data", ["发" * 22, "x" * 65, ""])
async def test_callback_data_of_another_length_is_invalid(bot, data):
    markup = {"inline_keyboard": [[{"text": "好", "callback_data": data}]]}
    with pytest.raises(BadRequest, match="Button_data_invalid"):
        await bot.send_message(LI_MING, "卡", reply_markup=json.dumps(markup))


@pytest.mark.parametrize(
    "rows",
    [
        [["x"]] * 101,
        [["x"] * 8] * 13,
        [["x"] * 9],
        [["字" * 20] * 8] * 12,
    ],
    ids=["101 rows", "104 buttons", "9 in a row", "10 000 bytes"],
)
async def test_too_large_a_keyboard_is_refused(bot, rows):
    with pytest.raises(BadRequest, match="Reply markup is too long"):
        await bot.send_message(LI_MING, "卡", reply_markup=keyboard(*rows))


async def test_a_hundred_buttons_in_rows_of_eight_pass(bot):
    rows = [["x"] * 8] * 12 + [["x"] * 4]
    message = await bot.send_message(LI_MING, "卡", reply_markup=keyboard(*rows))
    assert sum(map(len, message.reply_markup.inline_keyboard)) == 100


@pytest.mark.parametrize("url", ["http://localhost:8080/export", "ftp://example.com", "no link"])
async def test_a_button_needs_a_link_telegram_accepts(bot, url):
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("台账", url=url)]])
    with pytest.raises(BadRequest, match=r"(?i)wrong http url"):
        await bot.send_message(LI_MING, "卡", reply_markup=markup)


async def test_a_button_without_an_action_is_refused(bot):
    markup = '{"inline_keyboard": [[{"text": "好"}]]}'
    with pytest.raises(BadRequest, match="text buttons are unallowed in the inline keyboard"):
        await bot.send_message(LI_MING, "卡", reply_markup=markup)


@pytest.mark.parametrize("markup", [ForceReply(selective=True), ReplyKeyboardRemove()])
async def test_other_markups_are_accepted_and_not_echoed(bot, markup):
    assert (await bot.send_message(GROUP, "请回复", reply_markup=markup)).reply_markup is None


async def test_a_reply_carries_what_it_answers(bot, world):
    question = speech.say(world, LI_MING, LI_MING, "怎么报")
    for how in (
        {"reply_to_message_id": question.id},
        {"reply_parameters": ReplyParameters(question.id)},
    ):
        answer = await bot.send_message(LI_MING, "回复卡片即可", **how)
        assert answer.reply_to_message.text == "怎么报"
        assert answer.reply_to_message.from_user.id == LI_MING


async def test_a_reply_to_nothing_is_refused_unless_allowed(bot):
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(LI_MING, "答", reply_to_message_id=1)
    for how in (
        {"reply_to_message_id": 1, "allow_sending_without_reply": True},
        {"reply_parameters": ReplyParameters(1, allow_sending_without_reply=True)},
    ):
        assert (await bot.send_message(LI_MING, "答", **how)).reply_to_message is None


async def test_ids_repeat_across_chats_as_telegrams_do(bot, world):
    membership.start(world, WANG_FANG)
    private = [(await bot.send_message(chat, "一")).message_id for chat in (LI_MING, WANG_FANG)]
    assert private[1] == private[0] + 1, "all private chats of a bot count together"
    group = (await bot.send_message(GROUP, "一")).message_id
    assert group < private[0], "a supergroup counts for itself"


async def test_protection_is_kept(bot):
    assert (await bot.send_message(LI_MING, "密", protect_content=True)).has_protected_content


async def test_typing_is_seen_and_a_wrong_action_refused(bot, http):
    assert await bot.send_chat_action(LI_MING, ChatAction.TYPING)
    state = (await http.get("/sandbox/state")).json()
    assert [c["id"] for c in state["chats"] if c["typing"]] == [LI_MING]
    await bot.send_message(LI_MING, "写完了")
    state = (await http.get("/sandbox/state")).json()
    assert not any(c["typing"] for c in state["chats"])
    with pytest.raises(BadRequest, match="Wrong parameter action in request"):
        await bot.send_chat_action(LI_MING, "dancing")


async def test_no_forum_is_played(bot):
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(GROUP, "话题", message_thread_id=7)


async def test_old_messages_can_no_longer_be_deleted(bot, clock):
    old = await bot.send_message(LI_MING, "旧")
    clock.advance(timedelta(hours=48, seconds=1))
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await old.delete()
    assert await (await bot.send_message(LI_MING, "新")).delete()
