"""The methods of the Bot API that are played here, by their names in lower case.

Each takes the world and the parameters of one call, returns the JSON of `result`, and raises
ApiError where Telegram would refuse. getUpdates alone has to wait: it is `polling.get_updates`.
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from bot.sandbox.methods import answering, editing, menu, polling, profile, rooms, sending, shelf
from bot.sandbox.parameters import Parameters
from bot.sandbox.world import World

Method: TypeAlias = Callable[[World, Parameters], object]

METHODS: Mapping[str, Method] = {
    "getme": profile.get_me,
    "sendmessage": sending.send_message,
    "sendphoto": sending.send_photo,
    "senddocument": sending.send_document,
    "sendchataction": sending.send_chat_action,
    "editmessagetext": editing.edit_message_text,
    "editmessagecaption": editing.edit_message_caption,
    "editmessagemedia": editing.edit_message_media,
    "editmessagereplymarkup": editing.edit_message_reply_markup,
    "deletemessage": editing.delete_message,
    "setmessagereaction": answering.set_message_reaction,
    "answercallbackquery": answering.answer_callback_query,
    "getfile": shelf.get_file,
    "setmycommands": menu.set_my_commands,
    "getmycommands": menu.get_my_commands,
    "deletemycommands": menu.delete_my_commands,
    "getchat": rooms.get_chat,
    "getchatmember": rooms.get_chat_member,
    "getchatadministrators": rooms.get_chat_administrators,
    "getchatmembercount": rooms.get_chat_member_count,
    "leavechat": rooms.leave_chat,
    "setwebhook": polling.set_webhook,
    "deletewebhook": polling.delete_webhook,
    "getwebhookinfo": polling.get_webhook_info,
}
