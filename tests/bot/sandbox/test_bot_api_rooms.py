import pytest
from telegram import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatAdministrators,
    BotCommandScopeChatMember,
)
from telegram.error import BadRequest

from bot.sandbox.deeds import membership, speech
from tests.sandbox_client import CHEN, GROUP, LI_MING, LIU, WANG_FANG


async def test_a_chat_is_described(bot):
    person, group = await bot.get_chat(LI_MING), await bot.get_chat(GROUP)
    assert (person.type, person.first_name) == ("private", "李明")
    assert (group.type, group.title) == ("supergroup", "潜江市政府工作报告督查群")


async def test_members_have_their_standing(bot, world):
    stranger = membership.add_stranger(world, "周小川")
    standings = {
        user: (await bot.get_chat_member(GROUP, user)).status
        for user in (LIU, LI_MING, world.bot.id, stranger.id)
    }
    assert standings == {
        LIU: "creator",
        LI_MING: "member",
        world.bot.id: "member",
        stranger.id: "left",
    }
    with pytest.raises(BadRequest, match=r"(?i)participant_id_invalid"):
        await bot.get_chat_member(GROUP, 99)


async def test_administrators_and_members_are_counted(bot, world):
    assert [m.user.id for m in await bot.get_chat_administrators(GROUP)] == [LIU]
    assert await bot.get_chat_member_count(GROUP) == 6
    membership.leave(world, CHEN, GROUP)
    assert await bot.get_chat_member_count(GROUP) == 5
    membership.start(world, LI_MING)
    with pytest.raises(BadRequest, match="no administrators in the private chat"):
        await bot.get_chat_administrators(LI_MING)


async def test_the_bot_leaves_and_hears_of_it(bot, world):
    assert await bot.leave_chat(GROUP)
    changed = (await bot.get_updates())[-1].my_chat_member
    assert (changed.new_chat_member.status, changed.from_user.id) == ("left", world.bot.id)
    speech.say(world, LI_MING, GROUP, "/overdue")
    assert (await bot.get_updates())[-1].message is None, "nobody hears a group one has left"


async def test_the_bot_does_not_leave_a_person(bot, world):
    membership.start(world, LI_MING)
    with pytest.raises(BadRequest, match="can't be changed in private chats"):
        await bot.leave_chat(LI_MING)


async def test_commands_are_kept_by_scope_and_language(bot):
    group = BotCommandScopeAllGroupChats()
    await bot.set_my_commands([("help", "帮助")])
    await bot.set_my_commands([("overdue", "逾期")], scope=group)
    await bot.set_my_commands([("help", "Help")], language_code="en")
    assert await bot.get_my_commands() == (BotCommand("help", "帮助"),)
    assert await bot.get_my_commands(scope=group) == (BotCommand("overdue", "逾期"),)
    assert await bot.get_my_commands(language_code="en") == (BotCommand("help", "Help"),)
    assert await bot.delete_my_commands(scope=group)
    assert await bot.get_my_commands(scope=group) == ()


@pytest.mark.parametrize(
    ("commands", "sentence"),
    [
        ([("逾期", "逾期")], "bot_command_invalid"),
        ([("Overdue", "逾期")], "bot_command_invalid"),
        ([("x" * 33, "逾期")], "bot_command_invalid"),
        ([("overdue", "逾" * 257)], "bot_command_description_invalid"),
        ([(f"c{n}", "逾期") for n in range(101)], "bot_commands_too_much"),
    ],
)
async def test_commands_telegram_would_refuse(bot, commands, sentence):
    with pytest.raises(BadRequest, match=f"(?i){sentence}"):
        await bot.set_my_commands(commands)


async def test_a_scope_needs_a_known_chat(bot):
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.set_my_commands([("a", "甲")], scope=BotCommandScopeChat(42))


SCOPES = [
    None,
    BotCommandScopeAllGroupChats(),
    BotCommandScopeAllChatAdministrators(),
    BotCommandScopeChat(GROUP),
    BotCommandScopeChatAdministrators(GROUP),
    BotCommandScopeChatMember(GROUP, LIU),
]


async def test_the_narrowest_list_is_offered(bot, http):
    seen: dict[int, list[str]] = {LIU: [], LI_MING: []}
    for number, scope in enumerate(SCOPES):
        await bot.set_my_commands([(f"c{number}", "甲")], scope=scope)
        chats = {c["id"]: c for c in (await http.get("/sandbox/state")).json()["chats"]}
        for person, commands in seen.items():
            commands.append(chats[GROUP]["commands"][str(person)][0]["command"])
    assert seen[LIU] == ["c0", "c1", "c2", "c3", "c4", "c5"]
    assert seen[LI_MING] == ["c0", "c1", "c1", "c3", "c3", "c3"]


async def test_a_person_is_offered_the_list_in_their_language(bot, http):
    await bot.set_my_commands([("a", "A")], scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands([("b", "乙")], BotCommandScopeAllPrivateChats(), language_code="zh")
    await bot.set_my_commands([("c", "丙")], scope=BotCommandScopeChat(WANG_FANG))
    chats = {c["id"]: c for c in (await http.get("/sandbox/state")).json()["chats"]}
    assert chats[LI_MING]["commands"][str(LI_MING)][0]["command"] == "b"
    assert chats[WANG_FANG]["commands"][str(WANG_FANG)][0]["command"] == "c"


async def test_a_reaction_is_one_of_telegrams_emoji(bot, world, http):
    said = speech.say(world, LI_MING, LI_MING, "已报")
    assert await bot.set_message_reaction(LI_MING, said.id, "👌")
    shown = (await http.get("/sandbox/state")).json()["messages"]
    assert shown[-1]["reactions"] == ["👌"]
    with pytest.raises(BadRequest, match=r"(?i)reaction_invalid"):
        await bot.set_message_reaction(LI_MING, said.id, "✅")
    with pytest.raises(BadRequest, match=r"(?i)reactions_too_many"):
        await bot.set_message_reaction(LI_MING, said.id, ["👌", "👍"])
    with pytest.raises(BadRequest, match="Message to react not found"):
        await bot.set_message_reaction(LI_MING, 1, "👌")
    assert await bot.set_message_reaction(LI_MING, said.id)
