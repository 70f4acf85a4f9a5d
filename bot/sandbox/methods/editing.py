"""Changing and deleting what was said."""

from dataclasses import replace
from datetime import timedelta
from typing import Unpack

from bot.sandbox import wire
from bot.sandbox.chats import Kind
from bot.sandbox.errors import bad_request
from bot.sandbox.keyboards import read_markup
from bot.sandbox.messages import Content, Message
from bot.sandbox.methods.media import read_media
from bot.sandbox.methods.targets import message_of
from bot.sandbox.methods.wording import read_caption, read_text
from bot.sandbox.parameters import Parameters
from bot.sandbox.payload import Json
from bot.sandbox.world import World

DELETABLE = timedelta(hours=48)

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def edit_message_text(world: World, request: Parameters) -> Json:
    """EditMessageText. Without a reply_markup it takes the buttons away, as Telegram does."""
    words = read_text(world, request)
    message = _own(world, request)
    if message.attachment:
        raise bad_request("there is no text in the message to edit")
    return _rewrite(world, request, message, words=words)


def edit_message_caption(world: World, request: Parameters) -> Json:
    """EditMessageCaption."""
    words = read_caption(world, request)
    message = _own(world, request)
    if not message.attachment:
        raise bad_request("there is no caption in the message to edit")
    return _rewrite(world, request, message, words=words)


def edit_message_media(world: World, request: Parameters) -> Json:
    """editMessageMedia, with a photo or a document; its caption comes with it."""
    media = request.structure("media")
    if not isinstance(media, dict) or media.get("type") not in {"photo", "document"}:
        raise bad_request("can't parse InputMedia: wrong type of the media")
    nested = Parameters(media, request.files)
    words = read_caption(world, nested)
    message = _own(world, request)
    attachment = read_media(world, nested, str(media["type"]), media.get("media"))
    return _rewrite(world, request, message, words=words, attachment=attachment)


def edit_message_reply_markup(world: World, request: Parameters) -> Json:
    """EditMessageReplyMarkup. It leaves no “edited” mark."""
    keyboard = read_markup(request.structure("reply_markup")).keyboard
    message = _own(world, request)
    if keyboard == message.keyboard:
        raise bad_request(_NOT_MODIFIED)
    return wire.message(world, world.put(replace(message, keyboard=keyboard)))


def delete_message(world: World, request: Parameters) -> bool:
    """deleteMessage: within 48 hours, one's own, or anybody's where the bot may."""
    message = message_of(world, request, "message to delete not found")
    chat = world.chats[message.chat_id]
    own = message.sender_id == world.bot.id
    rights = chat.kind is Kind.PRIVATE or chat.standing(world.bot.id).leads
    if not (own or rights) or world.now() - message.date > DELETABLE:
        raise bad_request("message can't be deleted for everyone")
    world.remove(message)
    return True


def _own(world: World, request: Parameters) -> Message:
    message = message_of(world, request, "message to edit not found")
    if message.sender_id != world.bot.id:
        raise bad_request("message can't be edited")
    return message


def _rewrite(
    world: World, request: Parameters, message: Message, **content: Unpack[Content]
) -> Json:
    content["keyboard"] = read_markup(request.structure("reply_markup")).keyboard
    if replace(message, **content) == message:
        raise bad_request(_NOT_MODIFIED)
    return wire.message(world, world.rewrite(message, **content))
