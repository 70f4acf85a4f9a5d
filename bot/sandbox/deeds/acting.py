"""The common ground of every deed: who acts, where, and what the bot gets to hear of it."""

from typing import Unpack

from bot.sandbox import wire
from bot.sandbox.chats import Chat, Kind, Person, Standing
from bot.sandbox.messages import Content, Message
from bot.sandbox.privacy import hears
from bot.sandbox.world import World


class DeedError(Exception):
    """A deed Telegram's apps would not offer; `reason` is a word for the page to explain."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def person_of(world: World, person_id: int) -> Person:
    """Return one of the people; the bot is none of them."""
    person = world.people.get(person_id)
    if person is None or person.is_bot:
        raise DeedError("no_such_person")
    return person


def chat_of(world: World, chat_id: int) -> Chat:
    """Return a chat by id."""
    if chat_id not in world.chats:
        raise DeedError("no_such_chat")
    return world.chats[chat_id]


def speaker(world: World, person_id: int, chat_id: int) -> tuple[Person, Chat]:
    """Return who speaks and where; the person must be in the chat and must not block the bot."""
    person, chat = person_of(world, person_id), chat_of(world, chat_id)
    if not chat.standing(person.id).inside:
        raise DeedError("not_a_member")
    if chat.kind is Kind.PRIVATE and chat.standing(world.bot.id) is Standing.KICKED:
        raise DeedError("blocked")
    return person, chat


def message_of(chat: Chat, message_id: int) -> Message:
    """Return a message somebody acts upon."""
    if message_id not in chat.messages:
        raise DeedError("no_such_message")
    return chat.messages[message_id]


def speak(world: World, person: Person, chat: Chat, **content: Unpack[Content]) -> Message:
    """Post a person's message and tell the bot.

    Whatever a person says first in a private chat lets the bot in, as pressing start does.
    """
    if chat.kind is Kind.PRIVATE and not chat.standing(world.bot.id).inside:
        world.place(chat, world.bot.id, Standing.MEMBER)
    message = world.post(chat, person, **content)
    report(world, chat, "message", message)
    return message


def report(world: World, chat: Chat, kind: str, message: Message) -> None:
    """Queue an update about a person's message, unless the bot does not hear it."""
    if hears(world.bot, chat, message):
        world.updates.add(kind, wire.message(world, message))
