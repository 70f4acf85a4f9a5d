"""What a call is about: which chat, which message, in answer to what."""

from bot.sandbox.chats import Chat, chat_not_found
from bot.sandbox.errors import bad_request
from bot.sandbox.messages import Message
from bot.sandbox.parameters import Parameters
from bot.sandbox.world import World


def chat_of(world: World, request: Parameters) -> Chat:
    """Return the chat that `chat_id` names, whether or not the bot may write there."""
    if request.text("chat_id") is None:
        raise bad_request("chat_id is empty")
    chat = world.chats.get(request.integer("chat_id"))
    if chat is None:
        raise chat_not_found()
    return chat


def open_chat_of(world: World, request: Parameters) -> Chat:
    """Return the chat that `chat_id` names; 403 where the bot is not let in."""
    chat = chat_of(world, request)
    chat.admit(world.bot.id)
    return chat


def message_of(world: World, request: Parameters, missing: str) -> Message:
    """Return the message of `chat_id` and `message_id`; 400 with that sentence if there is none."""
    chat = open_chat_of(world, request)
    if request.text("message_id") is None:
        raise bad_request("message identifier is not specified")
    return chat.message(request.integer("message_id"), missing)


def answered_message(chat: Chat, request: Parameters) -> int | None:
    """Return the id of the message a new one answers, by the new parameter or the old ones.

    A message that is gone is a 400, unless the bot allows sending without it.
    """
    nested = request.structure("reply_parameters")
    if isinstance(nested, dict):
        inner = Parameters(nested)
        message_id = inner.integer("message_id")
        lenient = inner.flag("allow_sending_without_reply")
    else:
        message_id = request.integer("reply_to_message_id")
        lenient = request.flag("allow_sending_without_reply")
    if not message_id:
        return None
    if message_id in chat.messages:
        return message_id
    if lenient:
        return None
    raise bad_request("message to be replied not found")
