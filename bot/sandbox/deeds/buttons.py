"""Pressing the buttons under a message."""

from bot.sandbox import wire
from bot.sandbox.deeds.acting import DeedError, chat_of, message_of, speaker
from bot.sandbox.world import World


def tap(world: World, person_id: int, chat_id: int, message_id: int, data: str) -> str:
    """Press a button; return the query id.

    The data may be one no button has: a modified app can send anything.
    """
    _, chat = speaker(world, person_id, chat_id)
    message = message_of(chat, message_id)
    opened = world.taps.open(person_id=person_id, chat_id=chat.id, message_id=message.id, data=data)
    if chat.standing(world.bot.id).inside:
        world.updates.add("callback_query", wire.callback_query(world, opened))
    return opened.id


def button_data(world: World, chat_id: int, message_id: int, row: int, column: int) -> str:
    """Return the callback data of the button at a place, counted from zero."""
    message = message_of(chat_of(world, chat_id), message_id)
    rows = message.keyboard["inline_keyboard"] if message.keyboard else []
    if not (0 <= row < len(rows) and 0 <= column < len(rows[row])):
        raise DeedError("no_such_button")
    button = rows[row][column]
    if "callback_data" not in button:
        raise DeedError("no_such_button")
    return str(button["callback_data"])
