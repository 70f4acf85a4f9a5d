import json

import pytest
import telegram
from telegram.error import BadRequest, Forbidden, InvalidToken

from bot.sandbox.chats import Standing
from bot.sandbox.deeds import membership, speech
from tests.sandbox_client import GROUP, LI_MING, LIU

STRANGE_TOKEN = "10000002:SANDBOX-0123456789-abcdefghijklmnop"


async def test_the_bot_knows_itself(bot, world):
    me = await bot.get_me()
    assert (me.id, me.username, me.is_bot) == (world.bot.id, "duban_drill_bot", True)
    assert me.can_read_all_group_messages is False


@pytest.mark.parametrize(("token", "status"), [(STRANGE_TOKEN, 401), ("what", 404)])
async def test_a_wrong_token_is_turned_away(http, token, status):
    answer = await http.post(f"/bot{token}/getMe")
    assert answer.status_code == status
    assert answer.json()["ok"] is False
    assert answer.json()["error_code"] == status
    assert answer.json()["description"] == {401: "Unauthorized", 404: "Not Found"}[status]


async def test_the_library_takes_a_wrong_token_for_what_it_is(base_url):
    with pytest.raises(InvalidToken):
        async with telegram.Bot(STRANGE_TOKEN, base_url=f"{base_url}/bot"):
            pass


async def test_an_unknown_method_is_not_found(http, world):
    answer = await http.post(f"/bot{world.token}/sendTelegram")
    assert answer.status_code == 404
    assert answer.json() == {"ok": False, "error_code": 404, "description": "Not Found"}


async def test_method_names_ignore_case(http, world):
    assert (await http.get(f"/bot{world.token}/GETME")).json()["ok"] is True


@pytest.mark.parametrize("way", ["query", "form", "json", "multipart"])
async def test_parameters_travel_in_every_way(http, world, way):
    membership.start(world, LI_MING)
    markup = {"inline_keyboard": [[{"text": "好", "callback_data": "ok"}]]}
    asked = {"chat_id": LI_MING, "text": "你好", "reply_markup": json.dumps(markup)}
    url = f"/bot{world.token}/sendMessage"
    answer = {
        "query": lambda: http.get(url, params=asked),
        "form": lambda: http.post(url, data=asked),
        "json": lambda: http.post(url, json=asked | {"reply_markup": markup}),
        "multipart": lambda: http.post(url, data=asked, files={"unused": b"x"}),
    }[way]()
    message = (await answer).json()["result"]
    assert (message["text"], message["reply_markup"]) == ("你好", markup)


async def test_broken_json_is_a_400(http, world):
    url = f"/bot{world.token}/sendMessage"
    headers = {"Content-Type": "application/json"}
    assert (await http.post(url, content=b"{", headers=headers)).status_code == 400
    broken = {"chat_id": LI_MING, "text": "a", "reply_markup": "{"}
    answer = await http.post(url, data=broken)
    assert answer.json()["description"] == "Bad Request: can't parse reply markup JSON object"


async def test_the_bot_cannot_speak_before_start(bot, world):
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(LI_MING, "您好")
    membership.start(world, LI_MING)
    assert (await bot.send_message(LI_MING, "您好")).chat_id == LI_MING


async def test_a_first_word_opens_the_chat_as_start_does(bot, world):
    speech.say(world, LI_MING, LI_MING, "有人吗")
    assert await bot.send_message(LI_MING, "在")


async def test_who_blocks_the_bot_is_not_reached_until_restart(bot, world):
    membership.start(world, LI_MING)
    membership.block(world, LI_MING, blocked=True)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(LI_MING, "您好")
    membership.start(world, LI_MING)
    assert await bot.send_message(LI_MING, "您好")


async def test_the_bot_hears_of_being_blocked_and_let_in_again(bot, world):
    membership.start(world, LI_MING)
    membership.block(world, LI_MING, blocked=True)
    membership.start(world, LI_MING)
    updates = await bot.get_updates()
    changes = [u.my_chat_member for u in updates if u.my_chat_member]
    assert [c.new_chat_member.status for c in changes] == ["kicked", "member"]
    assert [c.old_chat_member.status for c in changes] == ["member", "kicked"]
    assert changes[0].from_user.id == LI_MING
    assert updates[-1].message.text == "/start"


@pytest.mark.parametrize("chat", [12345, -1009999999999, "@nobody"])
async def test_an_unknown_chat_is_not_found(bot, chat):
    with pytest.raises(BadRequest, match=r"^Chat not found$"):
        await bot.send_message(chat, "您好")


async def test_a_call_without_chat_is_refused(http, world):
    answer = await http.post(f"/bot{world.token}/sendMessage", data={"text": "a"})
    assert answer.json()["description"] == "Bad Request: chat_id is empty"


@pytest.mark.parametrize(
    ("standing", "sentence"),
    [
        (Standing.KICKED, "bot was kicked from the supergroup chat"),
        (Standing.LEFT, "bot is not a member of the supergroup chat"),
    ],
)
async def test_a_group_without_the_bot_is_forbidden(bot, world, standing, sentence):
    membership.place_bot(world, LIU, GROUP, standing)
    with pytest.raises(Forbidden, match=sentence):
        await bot.send_message(GROUP, "通报")
