"""The bot's list of commands, by scope and language, and which list a person is offered.

<https://core.telegram.org/bots/api#determining-list-of-commands>
"""

import re
from dataclasses import dataclass, field

from bot.sandbox.chats import Chat, Kind
from bot.sandbox.errors import bad_request
from bot.sandbox.payload import Json

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LONGEST_DESCRIPTION = 256
_MOST_COMMANDS = 100


@dataclass(frozen=True)
class Scope:
    """Where a list holds: Telegram's name for it, with the chat and the user it needs."""

    type: str = "default"
    chat_id: int | None = None
    user_id: int | None = None


@dataclass
class CommandMenu:
    """The lists the bot has set."""

    lists: dict[tuple[Scope, str], list[Json]] = field(default_factory=dict)

    def offered(self, chat: Chat, user_id: int, language: str) -> list[Json]:
        """Return the list Telegram shows this person in this chat: the narrowest that is set."""
        for scope in _scopes(chat, user_id):
            for code in (language, ""):
                if commands := self.lists.get((scope, code)):
                    return commands
        return []


def read_commands(value: object) -> list[Json]:
    """Check a decoded list of BotCommand; ApiError 400 as Telegram words it."""
    if not isinstance(value, list):
        raise bad_request("can't parse commands: expected an Array of BotCommand")
    if len(value) > _MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return [_command(entry) for entry in value]


def _command(entry: object) -> Json:
    if not isinstance(entry, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name = str(entry.get("command", "")).removeprefix("/")
    description = str(entry.get("description", "")).strip()
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= _LONGEST_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def _scopes(chat: Chat, user_id: int) -> list[Scope]:
    """Narrowest first."""
    if chat.kind is Kind.PRIVATE:
        return [Scope("chat", chat.id), Scope("all_private_chats"), Scope()]
    leads = chat.standing(user_id).leads
    return [
        Scope("chat_member", chat.id, user_id),
        *([Scope("chat_administrators", chat.id)] if leads else []),
        Scope("chat", chat.id),
        *([Scope("all_chat_administrators")] if leads else []),
        Scope("all_group_chats"),
        Scope(),
    ]
