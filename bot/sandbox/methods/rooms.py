"""Chats and their members."""

from bot.sandbox import wire
from bot.sandbox.chats import Kind, Standing
from bot.sandbox.errors import bad_request
from bot.sandbox.methods.targets import chat_of, open_chat_of
from bot.sandbox.parameters import Parameters
from bot.sandbox.payload import Json
from bot.sandbox.world import World

_GIFTS = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}


def get_chat(world: World, request: Parameters) -> Json:
    """getChat: a person's chat even before start, a group only while the bot is in it."""
    chat = chat_of(world, request)
    if chat.kind is Kind.SUPERGROUP:
        chat.admit(world.bot.id)
    return wire.chat(world, chat) | {
        "accent_color_id": chat.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": _GIFTS,
    }


def get_chat_member(world: World, request: Parameters) -> Json:
    """getChatMember: who is known but not here has “left”."""
    chat = open_chat_of(world, request)
    user_id = request.integer("user_id")
    if user_id not in world.people:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return wire.member(world, user_id, chat.standing(user_id))


def get_chat_administrators(world: World, request: Parameters) -> list[Json]:
    """getChatAdministrators: of a group, its creator included."""
    chat = open_chat_of(world, request)
    if chat.kind is Kind.PRIVATE:
        raise bad_request("there are no administrators in the private chat")
    return [
        wire.member(world, user_id, standing)
        for user_id, standing in chat.members.items()
        if standing.leads
    ]


def get_chat_member_count(world: World, request: Parameters) -> int:
    """getChatMemberCount, the bot counted."""
    chat = open_chat_of(world, request)
    return sum(standing.inside for standing in chat.members.values())


def leave_chat(world: World, request: Parameters) -> bool:
    """leaveChat: the bot goes, and hears of it."""
    chat = open_chat_of(world, request)
    if chat.kind is Kind.PRIVATE:
        raise bad_request("chat member status can't be changed in private chats")
    before = chat.standing(world.bot.id)
    world.place(chat, world.bot.id, Standing.LEFT)
    changed = wire.my_member_changed(world, chat, world.bot, before, Standing.LEFT)
    world.updates.add("my_chat_member", changed)
    return True
