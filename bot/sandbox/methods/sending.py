"""Saying something new."""

import time

from bot.sandbox import wire
from bot.sandbox.entities import FormattedText
from bot.sandbox.errors import bad_request
from bot.sandbox.keyboards import read_markup
from bot.sandbox.messages import Attachment
from bot.sandbox.methods.media import read_media
from bot.sandbox.methods.targets import answered_message, open_chat_of
from bot.sandbox.methods.wording import read_caption, read_text
from bot.sandbox.parameters import Parameters
from bot.sandbox.payload import Json
from bot.sandbox.world import World

_ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip


def send_message(world: World, request: Parameters) -> Json:
    """SendMessage."""
    return _send(world, request, read_text(world, request))


def send_photo(world: World, request: Parameters) -> Json:
    """SendPhoto."""
    words = read_caption(world, request)
    return _send(world, request, words, read_media(world, request, "photo"))


def send_document(world: World, request: Parameters) -> Json:
    """SendDocument."""
    words = read_caption(world, request)
    return _send(world, request, words, read_media(world, request, "document"))


def send_chat_action(world: World, request: Parameters) -> bool:
    """sendChatAction: shown for five seconds, or until the next message."""
    if request.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = open_chat_of(world, request)
    chat.action_at = time.monotonic()
    world.changes.touch(chat.id)
    return True


def _send(
    world: World, request: Parameters, words: FormattedText, attachment: Attachment | None = None
) -> Json:
    markup = read_markup(request.structure("reply_markup"))
    chat = open_chat_of(world, request)
    if request.integer("message_thread_id"):
        raise bad_request("message thread not found")  # no forum is played here
    reply_to = answered_message(chat, request)
    chat.action_at = None
    message = world.post(
        chat,
        world.bot,
        words=words,
        attachment=attachment,
        keyboard=markup.keyboard,
        prompt=markup.prompt,
        reply_to=reply_to,
        protected=request.flag("protect_content"),
    )
    return wire.message(world, message)
