"""The command menus, per scope."""

from __future__ import annotations

from telegram import BotCommand

from handlers.views.render import phrase

PRIVATE = ("mine", "overdue", "task", "me", "help")
GROUP = ("overdue", "task", "help")
ADMINISTRATOR = ("overdue", "digest", "task", "invite", "mine", "me", "help")


def menu(names: tuple[str, ...]) -> list[BotCommand]:
    """Return a menu of the named commands."""
    return [BotCommand(name, phrase(f"menu_{name}")) for name in names]
