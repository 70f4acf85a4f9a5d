import pytest

from bot.sandbox.chats import Standing
from bot.sandbox.deeds import membership, speech
from bot.sandbox.files import Upload
from tests.sandbox_client import GROUP, LI_MING, LIU


def heard(world) -> list[str]:
    pending = world.updates._pending
    return [u[kind].get("text", kind) for u in pending for kind in u if kind != "update_id"]


@pytest.mark.parametrize(
    "text", ["/overdue", "/overdue@duban_drill_bot", "/task@Duban_Drill_Bot 15", "/task 15"]
)
def test_the_bot_hears_commands(world, text):
    speech.say(world, LI_MING, GROUP, text)
    assert heard(world) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "我们下午报",
        "@duban_drill_bot 在吗",
        "请发 /overdue",
        "/overdue@other_bot",
        "//overdue",
        "/逾期",
        "/overdue逾期",
    ],
)
def test_the_bot_does_not_hear_plain_talk(world, text):
    speech.say(world, LI_MING, GROUP, text)
    assert heard(world) == []


async def test_the_bot_hears_replies_to_itself_and_to_nobody_else(bot, world):
    card = await bot.send_message(GROUP, "请回复")
    said = speech.say(world, LIU, GROUP, "各位看一下")
    speech.say(world, LI_MING, GROUP, "15 累计104", reply_to=card.message_id)
    speech.say(world, LI_MING, GROUP, "好的", reply_to=said.id)
    update = (await bot.get_updates())[-1]
    assert update.message.text == "15 累计104"
    assert update.message.reply_to_message.message_id == card.message_id
    assert heard(world) == ["15 累计104"]


async def test_an_edit_is_heard_where_the_message_would_be(bot, world):
    card = await bot.send_message(GROUP, "请回复")
    answer = speech.say(world, LI_MING, GROUP, "15 累计104", reply_to=card.message_id)
    talk = speech.say(world, LI_MING, GROUP, "闲谈")
    speech.edit(world, LI_MING, GROUP, answer.id, "15 累计105")
    speech.edit(world, LI_MING, GROUP, talk.id, "还是闲谈")
    edits = [u.edited_message for u in await bot.get_updates() if u.edited_message]
    assert [edit.text for edit in edits] == ["15 累计105"]
    assert edits[0].edit_date is not None


async def test_a_file_in_reply_to_the_bot_is_heard(bot, world):
    card = await bot.send_message(GROUP, "请传佐证")
    upload = [Upload("a.txt", b"a")]
    speech.upload(world, LI_MING, GROUP, upload, as_photo=False, reply_to=card.message_id)
    speech.upload(world, LI_MING, GROUP, upload, as_photo=False)
    assert len(await bot.get_updates()) == 1


async def test_comings_and_goings_are_heard(bot, world):
    stranger = membership.add_stranger(world, "周小川")
    membership.join(world, stranger.id, GROUP)
    membership.leave(world, stranger.id, GROUP)
    joined, left = [u.message for u in await bot.get_updates()]
    assert [user.id for user in joined.new_chat_members] == [stranger.id]
    assert left.left_chat_member.first_name == "周小川"


def test_an_administrator_bot_hears_everything(world):
    membership.place_bot(world, LIU, GROUP, Standing.ADMINISTRATOR)
    speech.say(world, LI_MING, GROUP, "我们下午报")
    assert heard(world)[-1] == "我们下午报"


def test_in_private_the_bot_hears_everything(world):
    membership.start(world, LI_MING)
    speech.say(world, LI_MING, LI_MING, "闲谈")
    assert heard(world) == ["/start", "闲谈"]
