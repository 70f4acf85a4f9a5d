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
    absence,
    acknowledgement,
    approval,
    cadence,
    cascade,
    check_in,
    digest,
    enrolment,
    exemption,
    failures,
    group,
    help,
    ledger,
    my_tasks,
    overdue,
    reach,
    request,
    settings,
    slip,
    target,
    targets,
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
        "cascade": cascade.command,
        "target": target.command,
        "targets": targets.command,
        "mine": my_tasks.command,
        "ask": request.command,
        "away": absence.command,
        "cadence": cadence.command,
        "exempt": exemption.command,
        "digest": digest.command,
        "ledger": ledger.command,
        "settings": settings.command,
        "help": help.command,
    }
    buttons = {
        r"^join:": enrolment.join,
        r"^leave:": enrolment.leave,
        r"^(all|same|firm|adopt|pick|say|back|open|place):": check_in.tapped,
        r"^ack:": acknowledgement.tapped,
        r"^appr:": approval.approved,
        r"^sendback:": approval.sending_back,
        r"^(slip|noslip):": slip.tapped,
        r"^target_": target.tapped,
        r"^node:": target.reached,
        r"^owed:": overdue.turned,
        r"^chase:": overdue.chased,
        r"^set:": settings.tapped,
        r"^cadence:": cadence.tapped,
        r"": check_in.unknown,
    }
    for name, command in commands.items():
        application.add_handler(CommandHandler(name, command, filters=once))
    for pattern, button in buttons.items():
        application.add_handler(CallbackQueryHandler(button, pattern=pattern))
    application.add_handler(MessageHandler(targets.RETURNED, targets.returned))
    application.add_handler(MessageHandler(check_in.ANSWERS, check_in.written))
    application.add_handler(MessageHandler(check_in.UNREADABLE, check_in.unreadable))
    application.add_handler(MessageHandler(group.MIGRATED, group.migrated))
    application.add_handler(ChatMemberHandler(reach.changed, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_error_handler(failures.tell)
