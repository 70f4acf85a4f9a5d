"""The command menus, per scope."""

from __future__ import annotations

from telegram import BotCommand

from handlers.views.render import phrase

PRIVATE = ("mine", "overdue", "task", "cascade", "target", "ask", "away", "me", "help")
GROUP = ("overdue", "task", "cascade", "help")
ADMINISTRATOR = (
    "overdue", "digest", "task", "cascade", "targets", "ledger", "cadence", "exempt", "invite",
    "settings", "mine", "me", "help",
)  # fmt: skip


def menu(names: tuple[str, ...]) -> list[BotCommand]:
    """Return a menu of the named commands."""
    return [BotCommand(name, phrase(f"menu_{name}")) for name in names]
