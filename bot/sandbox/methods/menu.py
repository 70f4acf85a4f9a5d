"""The list of commands behind the “/” button."""

from bot.sandbox.chats import chat_not_found
from bot.sandbox.command_menu import Scope, read_commands
from bot.sandbox.errors import bad_request
from bot.sandbox.parameters import Parameters
from bot.sandbox.payload import Json
from bot.sandbox.world import World

_PLAIN = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
_OF_A_CHAT = {"chat", "chat_administrators", "chat_member"}


def set_my_commands(world: World, request: Parameters) -> bool:
    """SetMyCommands for a scope and a language."""
    key = _scope(world, request), request.text("language_code") or ""
    world.menu.lists[key] = read_commands(request.structure("commands"))
    world.changes.touch("commands")
    return True


def get_my_commands(world: World, request: Parameters) -> list[Json]:
    """GetMyCommands of exactly that scope and language."""
    return world.menu.lists.get((_scope(world, request), request.text("language_code") or ""), [])


def delete_my_commands(world: World, request: Parameters) -> bool:
    """deleteMyCommands: wider scopes show through again."""
    key = _scope(world, request), request.text("language_code") or ""
    world.menu.lists.pop(key, None)
    world.changes.touch("commands")
    return True


def _scope(world: World, request: Parameters) -> Scope:
    given = request.structure("scope")
    if not isinstance(given, dict):
        return Scope()
    kind = str(given.get("type"))
    if kind in _PLAIN:
        return Scope(kind)
    if kind not in _OF_A_CHAT:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    inner = Parameters(given)
    chat_id = inner.integer("chat_id")
    if chat_id not in world.chats:
        raise chat_not_found()
    return Scope(kind, chat_id, inner.integer("user_id") if kind == "chat_member" else None)
