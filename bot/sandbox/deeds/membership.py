"""Coming and going: pressing start, blocking, entering and leaving groups."""

from bot.sandbox import wire
from bot.sandbox.chats import Person, Standing
from bot.sandbox.deeds.acting import DeedError, chat_of, person_of, speak, speaker
from bot.sandbox.deeds.speech import say
from bot.sandbox.messages import Arrival, Departure, Message
from bot.sandbox.world import World

_FIRST_STRANGER = 7_000_000_001


def start(world: World, person_id: int, token: str = "") -> Message:
    """Press start in the private chat, by the button or by a deep link with a token.

    It lifts a block first, as “restart” does in the app.
    """
    chat = chat_of(world, person_of(world, person_id).id)
    if chat.standing(world.bot.id) is Standing.KICKED:
        place_bot(world, person_id, chat.id, Standing.MEMBER)
    return say(world, person_id, chat.id, f"/start {token}".strip())


def block(world: World, person_id: int, *, blocked: bool) -> None:
    """Block the bot in the private chat, or lift the block."""
    standing = Standing.KICKED if blocked else Standing.MEMBER
    place_bot(world, person_id, person_id, standing)


def place_bot(world: World, person_id: int, chat_id: int, standing: Standing) -> None:
    """Let a person change the bot's standing in a chat; the bot hears of it."""
    actor, chat = person_of(world, person_id), chat_of(world, chat_id)
    before = chat.standing(world.bot.id)
    if before is standing:
        return
    world.place(chat, world.bot.id, standing)
    changed = wire.my_member_changed(world, chat, actor, before, standing)
    world.updates.add("my_chat_member", changed)


def join(world: World, person_id: int, chat_id: int) -> Message:
    """Enter a group; the group and the bot are told."""
    person, chat = person_of(world, person_id), chat_of(world, chat_id)
    if chat.standing(person.id).inside:
        raise DeedError("already_a_member")
    world.place(chat, person.id, Standing.MEMBER)
    return speak(world, person, chat, service=Arrival((person.id,)))


def leave(world: World, person_id: int, chat_id: int) -> Message:
    """Leave a group; the group and the bot are told."""
    person, chat = speaker(world, person_id, chat_id)
    world.place(chat, person.id, Standing.LEFT)
    return speak(world, person, chat, service=Departure(person.id))


def add_stranger(world: World, name: str) -> Person:
    """Bring in somebody nobody knows, with an account and nothing else."""
    if not name.strip():
        raise DeedError("nothing_to_say")
    new_id = max(*world.people, _FIRST_STRANGER - 1) + 1
    stranger = Person(new_id, name.strip(), language_code="zh-hans")
    world.add_person(stranger)
    return stranger
