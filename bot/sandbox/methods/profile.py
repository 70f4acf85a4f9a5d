"""Who the bot is."""

from bot.sandbox import wire
from bot.sandbox.parameters import Parameters
from bot.sandbox.payload import Json
from bot.sandbox.world import World


def get_me(world: World, _request: Parameters) -> Json:
    """GetMe. Privacy mode is on."""
    return wire.user(world.bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
