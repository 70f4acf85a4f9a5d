"""Fetching updates. Only getUpdates is played; a webhook is refused."""

from bot.sandbox.errors import bad_request
from bot.sandbox.parameters import Parameters
from bot.sandbox.payload import Json
from bot.sandbox.updates import LARGEST_BATCH
from bot.sandbox.world import World


async def get_updates(world: World, request: Parameters) -> list[Json]:
    """getUpdates: waits `timeout` real seconds for the first update. allowed_updates is ignored."""
    return await world.updates.fetch(
        offset=request.integer("offset"),
        limit=request.integer("limit", LARGEST_BATCH),
        seconds=request.integer("timeout"),
    )


def set_webhook(world: World, request: Parameters) -> bool:
    """setWebhook: an empty address takes the webhook away, any other is refused."""
    if request.text("url"):
        raise bad_request("bad webhook: the sandbox delivers by getUpdates only")
    return delete_webhook(world, request)


def delete_webhook(world: World, request: Parameters) -> bool:
    """deleteWebhook, perhaps with drop_pending_updates."""
    if request.flag("drop_pending_updates"):
        world.updates.clear()
    return True


def get_webhook_info(world: World, _request: Parameters) -> Json:
    """getWebhookInfo: there is none, and so many updates wait."""
    return {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
    }
