import pytest
import pytest_asyncio
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from bot.sandbox import cast
from bot.sandbox.deeds import buttons, membership
from bot.sandbox.deeds.acting import DeedError
from bot.sandbox.taps import Answer, TapLedger
from tests.sandbox_client import CHEN, GROUP, LI_MING, WANG_FANG

BUTTONS = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("好", callback_data="ci:1:ok")],
        [
            InlineKeyboardButton("坏", callback_data="ci:1:bad"),
            InlineKeyboardButton("网", url="https://example.com/"),
        ],
    ]
)
TOO_OLD = "Query is too old and response timeout expired or query id is invalid"


@pytest_asyncio.fixture(loop_scope="session")
async def card(bot, world):
    membership.start(world, LI_MING)
    return await bot.send_message(LI_MING, "卡", reply_markup=BUTTONS)


async def test_a_tap_reaches_the_bot_with_its_message(bot, world, card):
    data = buttons.button_data(world, LI_MING, card.message_id, 1, 0)
    query_id = buttons.tap(world, LI_MING, LI_MING, card.message_id, data)
    query = (await bot.get_updates())[-1].callback_query
    assert (query.id, query.data, query.from_user.id) == (query_id, "ci:1:bad", LI_MING)
    assert query.message.message_id == card.message_id
    assert query.message.reply_markup == BUTTONS


async def test_a_forged_tap_is_delivered_too(bot, world, card):
    buttons.tap(world, LI_MING, LI_MING, card.message_id, "ci:99:signoff")
    assert (await bot.get_updates())[-1].callback_query.data == "ci:99:signoff"


async def test_the_answer_is_shown_to_who_tapped(bot, world, http, card):
    query_id = buttons.tap(world, LI_MING, LI_MING, card.message_id, "ci:1:ok")
    query = (await bot.get_updates())[-1].callback_query
    assert await query.answer("已记录", show_alert=True)
    shown = (await http.get("/sandbox/state")).json()["answers"]
    assert shown == [
        {"query": query_id, "person": LI_MING, "chat": LI_MING, "text": "已记录", "alert": True}
    ]


async def test_a_query_is_answered_once(bot, world, card):
    query_id = buttons.tap(world, LI_MING, LI_MING, card.message_id, "ci:1:ok")
    assert await bot.answer_callback_query(query_id)
    with pytest.raises(BadRequest, match=f"(?i){TOO_OLD}"):
        await bot.answer_callback_query(query_id)


async def test_an_unknown_query_cannot_be_answered(bot):
    with pytest.raises(BadRequest, match=f"(?i){TOO_OLD}"):
        await bot.answer_callback_query("123456789012345678")


def test_a_query_grows_too_old_in_real_seconds():
    ledger = TapLedger(answerable=0.0)
    tap = ledger.open(person_id=1, chat_id=1, message_id=1, data="x")
    with pytest.raises(Exception, match=f"(?i){TOO_OLD}"):
        ledger.answer(tap.id, Answer("", alert=False, url=None))


async def test_an_answer_has_200_characters(bot, world, card):
    query_id = buttons.tap(world, LI_MING, LI_MING, card.message_id, "ci:1:ok")
    with pytest.raises(BadRequest, match=r"(?i)message_too_long"):
        await bot.answer_callback_query(query_id, "字" * 201)
    assert await bot.answer_callback_query(query_id, "字" * 200)


@pytest.mark.parametrize(
    ("person", "chat", "reason"),
    [
        (WANG_FANG, LI_MING, "not_a_member"),
        (7, LI_MING, "no_such_person"),
        (LI_MING, 7, "no_such_chat"),
    ],
)
async def test_nobody_taps_in_a_chat_of_others(world, card, person, chat, reason):
    with pytest.raises(DeedError) as refused:
        buttons.tap(world, person, chat, card.message_id, "ci:1:ok")
    assert refused.value.reason == reason


async def test_any_member_taps_in_the_group(bot, world):
    card = await bot.send_message(GROUP, "卡", reply_markup=BUTTONS)
    buttons.tap(world, CHEN, GROUP, card.message_id, "ci:1:ok")
    query = (await bot.get_updates())[-1].callback_query
    assert query.from_user.id == CHEN > 2**31
    assert query.message.chat.id == GROUP


@pytest.mark.parametrize(("row", "column"), [(0, 1), (2, 0), (-1, 0), (1, 1)])
async def test_only_buttons_with_data_are_pressed_by_place(world, card, row, column):
    with pytest.raises(DeedError, match="no_such_button"):
        buttons.button_data(world, LI_MING, card.message_id, row, column)


async def test_a_message_that_is_gone_cannot_be_tapped(world, card):
    await card.delete()
    with pytest.raises(DeedError, match="no_such_message"):
        buttons.tap(world, LI_MING, LI_MING, card.message_id, "ci:1:ok")


def test_query_ids_do_not_repeat_between_worlds(clock):
    ids = set()
    for _ in range(3):
        world = cast.assemble(clock.now)
        message = membership.start(world, LI_MING)
        ids.add(buttons.tap(world, LI_MING, LI_MING, message.id, "x"))
    assert len(ids) == 3
