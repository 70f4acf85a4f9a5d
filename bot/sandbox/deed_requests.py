"""The deeds a page or a journey test asks for, by name.

`POST /sandbox/<name>` with JSON, a form or, for an upload, multipart. The keys are `person`,
`chat`, `message_id`, `text` and so on; what comes back is the id of what was made.
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from bot.sandbox.chats import Standing
from bot.sandbox.deeds import buttons, membership, speech
from bot.sandbox.deeds.acting import DeedError
from bot.sandbox.parameters import Parameters
from bot.sandbox.payload import Json
from bot.sandbox.world import World

Deed: TypeAlias = Callable[[World, Parameters], Json]


def _say(world: World, asked: Parameters) -> Json:
    words = asked.text("text") or ""
    return {"message_id": speech.say(world, *_place(asked), words, _reply_to(asked)).id}


def _upload(world: World, asked: Parameters) -> Json:
    """Send every file of the request, as pictures if `as` is `photo`."""
    sent = speech.upload(
        world,
        *_place(asked),
        list(asked.files.values()),
        as_photo=asked.text("as") == "photo",
        caption=asked.text("caption") or "",
        reply_to=_reply_to(asked),
    )
    return {"message_ids": [message.id for message in sent]}


def _sticker(world: World, asked: Parameters) -> Json:
    emoji = asked.text("emoji") or "👍"
    return {"message_id": speech.send_sticker(world, *_place(asked), emoji).id}


def _edit(world: World, asked: Parameters) -> Json:
    words = asked.text("text") or ""
    edited = speech.edit(world, *_place(asked), asked.integer("message_id"), words)
    return {"message_id": edited.id}


def _tap(world: World, asked: Parameters) -> Json:
    """Press the button at `row` and `column`, or any `data`, whether a button has it or not."""
    person, chat = _place(asked)
    message = asked.integer("message_id")
    data = asked.text("data")
    if data is None:
        row, column = asked.integer("row"), asked.integer("column")
        data = buttons.button_data(world, chat, message, row, column)
    return {"query_id": buttons.tap(world, person, chat, message, data)}


def _start(world: World, asked: Parameters) -> Json:
    token = asked.text("token") or ""
    return {"message_id": membership.start(world, asked.integer("person"), token).id}


def _block(world: World, asked: Parameters) -> Json:
    membership.block(world, asked.integer("person"), blocked=asked.flag("blocked"))
    return {}


def _add_person(world: World, asked: Parameters) -> Json:
    return {"person": membership.add_stranger(world, asked.text("name") or "").id}


def _join(world: World, asked: Parameters) -> Json:
    return {"message_id": membership.join(world, *_place(asked)).id}


def _leave(world: World, asked: Parameters) -> Json:
    return {"message_id": membership.leave(world, *_place(asked)).id}


def _place_bot(world: World, asked: Parameters) -> Json:
    """Give the bot a `standing` in a chat: member, administrator, left, kicked."""
    standing = asked.text("standing")
    if standing not in set(Standing):
        raise DeedError("no_such_standing")
    membership.place_bot(world, *_place(asked), Standing(standing))
    return {}


DEEDS: Mapping[str, Deed] = {
    "say": _say,
    "upload": _upload,
    "sticker": _sticker,
    "edit": _edit,
    "tap": _tap,
    "start": _start,
    "block": _block,
    "add_person": _add_person,
    "join": _join,
    "leave": _leave,
    "place_bot": _place_bot,
}


def _place(asked: Parameters) -> tuple[int, int]:
    """Return who acts and where."""
    return asked.integer("person"), asked.integer("chat")


def _reply_to(asked: Parameters) -> int | None:
    return asked.integer("reply_to") or None
