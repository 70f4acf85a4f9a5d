"""Speaking: texts, files, stickers, and second thoughts."""

import itertools
import secrets

from bot.sandbox import attachments
from bot.sandbox.chats import Chat
from bot.sandbox.deeds.acting import DeedError, message_of, report, speak, speaker
from bot.sandbox.entities import (
    LONGEST_CAPTION,
    LONGEST_TEXT,
    NOTHING,
    FormattedText,
    tidied,
    units,
)
from bot.sandbox.files import Upload
from bot.sandbox.messages import Message
from bot.sandbox.world import World


def say(
    world: World, person_id: int, chat_id: int, text: str, reply_to: int | None = None
) -> Message:
    """Send a text, perhaps as a reply."""
    person, chat = speaker(world, person_id, chat_id)
    words = _worded(text, LONGEST_TEXT)
    if not words.text:
        raise DeedError("nothing_to_say")
    return speak(world, person, chat, words=words, reply_to=_target(chat, reply_to))


def upload(
    world: World,
    person_id: int,
    chat_id: int,
    files: list[Upload],
    *,
    as_photo: bool,
    caption: str = "",
    reply_to: int | None = None,
) -> list[Message]:
    """Send pictures or files; several become an album, whose caption stands under the first.

    Raises ApiError for a file Telegram would refuse.
    """
    person, chat = speaker(world, person_id, chat_id)
    words = _worded(caption, LONGEST_CAPTION)
    target = _target(chat, reply_to)
    make = attachments.photo if as_photo else attachments.document
    carried = [make(world.files, file) for file in files]
    album = secrets.token_hex(8) if len(carried) > 1 else None
    captions = itertools.chain([words], itertools.repeat(NOTHING))
    return [
        speak(world, person, chat, words=text, attachment=it, reply_to=target, album=album)
        for it, text in zip(carried, captions, strict=False)
    ]


def send_sticker(world: World, person_id: int, chat_id: int, emoji: str) -> Message:
    """Send the sticker of an emoji."""
    person, chat = speaker(world, person_id, chat_id)
    return speak(world, person, chat, attachment=attachments.sticker(world.files, emoji))


def edit(world: World, person_id: int, chat_id: int, message_id: int, text: str) -> Message:
    """Rewrite one's own message, or the caption of one's own file."""
    _, chat = speaker(world, person_id, chat_id)
    message = message_of(chat, message_id)
    if message.sender_id != person_id or message.service:
        raise DeedError("not_your_message")
    words = _worded(text, LONGEST_CAPTION if message.attachment else LONGEST_TEXT)
    if not words.text and not message.attachment:
        raise DeedError("nothing_to_say")
    edited = world.rewrite(message, words=words)
    report(world, chat, "edited_message", edited)
    return edited


def _worded(text: str, limit: int) -> FormattedText:
    words = tidied(FormattedText(text))
    if units(words.text) > limit:
        raise DeedError("too_long")
    return words


def _target(chat: Chat, reply_to: int | None) -> int | None:
    return None if reply_to is None else message_of(chat, reply_to).id
