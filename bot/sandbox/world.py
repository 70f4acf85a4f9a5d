"""What exists in the sandbox, without any HTTP: the bot, the people, their chats and messages."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Unpack

from bot.sandbox.changes import Changes
from bot.sandbox.chats import Chat, Kind, Person, Standing
from bot.sandbox.command_menu import CommandMenu
from bot.sandbox.files import FileShelf
from bot.sandbox.messages import Content, Message
from bot.sandbox.taps import ANSWERABLE, TapLedger
from bot.sandbox.updates import UpdateQueue

_IDS_START = 1_700_000_000
"""Subtracted from the real time, so that ids stay within 32 bits as Telegram's do."""


class World:
    """The state behind both doors, and the only place that changes it.

    `now` gives every date: aware UTC, usually a drill clock. Ids of messages and updates start from
    the real time, so a new world never repeats those an older one gave to the same database.
    """

    def __init__(
        self,
        token: str,
        bot: Person,
        *,
        now: Callable[[], datetime],
        answerable: float = ANSWERABLE,
    ) -> None:
        first_id = int(time.time()) - _IDS_START
        self.token = token
        self.bot = bot
        self.now = now
        self.people: dict[int, Person] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.files = FileShelf()
        self.updates = UpdateQueue(first_id)
        self.taps = TapLedger(answerable)
        self.menu = CommandMenu()
        self.changes = Changes()
        self._first_id = first_id
        self._last_ids: dict[int, int] = {}

    def add_person(self, person: Person) -> Chat:
        """Let somebody in who has not pressed start yet; return the private chat."""
        self.people[person.id] = person
        standings = {person.id: Standing.MEMBER, self.bot.id: Standing.LEFT}
        return self._add(Chat(person.id, Kind.PRIVATE, person.name, standings))

    def add_group(self, group_id: int, title: str, members: dict[int, Standing]) -> Chat:
        """Open a supergroup of known people; the bot is in it if it stands among the members."""
        return self._add(Chat(group_id, Kind.SUPERGROUP, title, dict(members)))

    def place(self, chat: Chat, user_id: int, standing: Standing) -> None:
        """Give somebody, or the bot, a standing in a chat."""
        chat.members[user_id] = standing
        self.changes.touch(chat.id)

    def post(self, chat: Chat, sender: Person, **content: Unpack[Content]) -> Message:
        """Add a message under the chat's next id.

        As on Telegram, a supergroup counts for itself and all private chats of a bot count
        together, so the same id appears in several chats.
        """
        counter = chat.id if chat.kind is Kind.SUPERGROUP else self.bot.id
        message_id = self._last_ids[counter] = self._last_ids.get(counter, self._first_id) + 1
        return self.put(Message(chat.id, message_id, sender.id, self.now(), **content))

    def put(self, message: Message) -> Message:
        """Store a message, new or changed."""
        self.chats[message.chat_id].messages[message.id] = message
        self.changes.touch((message.chat_id, message.id))
        return message

    def rewrite(self, message: Message, **content: Unpack[Content]) -> Message:
        """Change what a message says, marking it as edited now."""
        return self.put(replace(message, edited=self.now(), **content))

    def remove(self, message: Message) -> None:
        """Delete a message for everybody."""
        del self.chats[message.chat_id].messages[message.id]
        self.changes.touch((message.chat_id, message.id))

    def close(self) -> None:
        """Release everybody who waits, for good."""
        self.updates.bell.close()
        self.changes.bell.close()

    def _add(self, chat: Chat) -> Chat:
        self.chats[chat.id] = chat
        self.changes.touch(chat.id)
        return chat
