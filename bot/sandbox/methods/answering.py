"""Answering a tap, and reacting to a message."""

from dataclasses import replace

from bot.sandbox.entities import units
from bot.sandbox.errors import bad_request
from bot.sandbox.methods.targets import message_of
from bot.sandbox.parameters import Parameters
from bot.sandbox.taps import LONGEST_ANSWER, Answer
from bot.sandbox.world import World

REACTIONS = {
    "❤", "👍", "👎", "🔥", "🥰", "👏", "😁", "🤔", "🤯", "😱", "🤬", "😢",
    "🎉", "🤩", "🤮", "💩", "🙏", "👌", "🕊", "🤡", "🥱", "🥴", "😍", "🐳",
    "❤‍🔥", "🌚", "🌭", "💯", "🤣", "⚡", "🍌", "🏆", "💔", "🤨", "😐", "🍓",
    "🍾", "💋", "🖕", "😈", "😴", "😭", "🤓", "👻", "👨‍💻", "👀", "🎃", "🙈",
    "😇", "😨", "🤝", "✍", "🤗", "🫡", "🎅", "🎄", "☃", "💅", "🤪", "🗿",
    "🆒", "💘", "🙉", "🦄", "😘", "💊", "🙊", "😎", "👾", "🤷‍♂", "🤷", "🤷‍♀",
    "😡",
}  # fmt: skip
"""The only emoji a reaction can be. ✅ is not among them."""


def answer_callback_query(world: World, request: Parameters) -> bool:
    """answerCallbackQuery: once, while the query is fresh."""
    text = request.text("text") or ""
    if units(text) > LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = Answer(text, request.flag("show_alert"), request.text("url"))
    tap = world.taps.answer(request.text("callback_query_id") or "", answer)
    world.changes.touch(tap.id)
    return True


def set_message_reaction(world: World, request: Parameters) -> bool:
    """setMessageReaction: one emoji of the bot's, or none."""
    chosen = request.structure("reaction") or []
    if not isinstance(chosen, list) or not all(isinstance(entry, dict) for entry in chosen):
        raise bad_request("can't parse ReactionType: expected an Array of Objects")
    emoji = tuple(str(entry.get("emoji")) for entry in chosen)
    if not REACTIONS.issuperset(emoji):
        raise bad_request("REACTION_INVALID")
    if len(emoji) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    message = message_of(world, request, "message to react not found")
    world.put(replace(message, reactions=emoji))
    return True
