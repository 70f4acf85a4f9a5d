"""The people a drill begins with, as `cast.toml` lists them."""

import tomllib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.sandbox.chats import Person, Standing
from bot.sandbox.world import World

CAST = Path(__file__).with_name("cast.toml")
_LANGUAGE = "zh-hans"


def assemble(now: Callable[[], datetime], cast: Path = CAST) -> World:
    """Build a world of a cast: its token, the bot, people who have not pressed start, groups."""
    listed = tomllib.loads(cast.read_text(encoding="utf-8"))
    world = World(listed["token"], Person(**listed["bot"], is_bot=True), now=now)
    for entry in listed["people"]:
        world.add_person(Person(**entry, language_code=_LANGUAGE))
    for group in listed["groups"]:
        members = {int(user): Standing(place) for user, place in group["members"].items()}
        world.add_group(group["id"], group["title"], members)
    return world
