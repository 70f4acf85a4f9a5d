"""Fetching files."""

from bot.sandbox import wire
from bot.sandbox.errors import bad_request
from bot.sandbox.files import LARGEST_DOWNLOAD
from bot.sandbox.parameters import Parameters
from bot.sandbox.payload import Json
from bot.sandbox.world import World


def get_file(world: World, request: Parameters) -> Json:
    """getFile: the path to fetch it under, up to 20 MB."""
    known = world.files.by_id(request.text("file_id") or "")
    if known is None:
        raise bad_request("invalid file_id")
    if len(known.content) > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return wire.file(known)
