"""The people: what each command, button and message does. `wire` is the table of contents."""

from __future__ import annotations

from typing import Any

from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
)
from telegram.ext.filters import UpdateType

from handlers import (
    check_in,
    digest,
    enrolment,
    failures,
    group,
    help,
    my_tasks,
    overdue,
    reach,
    task,
)
from handlers.context import Desk


def wire(application: Application[Any, Desk, Any, Any, Any, Any]) -> None:
    """Connect every command, button and message to its handler, the first match taking it."""
    once = UpdateType.MESSAGE
    commands = {
        "start": enrolment.start,
        "me": enrolment.me,
        "invite": enrolment.invite,
        "bind": group.bind,
        "supervisor": group.supervisor,
        "overdue": overdue.command,
        "task": task.command,
        "mine": my_tasks.command,
        "digest": digest.command,
        "help": help.command,
    }
    buttons = {
        r"^join:": enrolment.join,
        r"^leave:": enrolment.leave,
        r"^(all|same|pick|say|back|place):": check_in.tapped,
        r"^owed:": overdue.turned,
        r"^chase:": overdue.chased,
        r"": check_in.unknown,
    }
    for name, command in commands.items():
        application.add_handler(CommandHandler(name, command, filters=once))
    for pattern, button in buttons.items():
        application.add_handler(CallbackQueryHandler(button, pattern=pattern))
    application.add_handler(MessageHandler(check_in.ANSWERS, check_in.written))
    application.add_handler(MessageHandler(check_in.UNREADABLE, check_in.unreadable))
    application.add_handler(MessageHandler(group.MIGRATED, group.migrated))
    application.add_handler(ChatMemberHandler(reach.changed, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_error_handler(failures.tell)
