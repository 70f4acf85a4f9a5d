"""The bot's door: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

import logging
import re
import secrets

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.errors import ApiError, not_found, unauthorized
from bot.sandbox.methods import METHODS
from bot.sandbox.methods.polling import get_updates
from bot.sandbox.parameters import read_parameters
from bot.sandbox.world import World

_TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{20,}")

log = logging.getLogger(__name__)


def bot_routes(world: World) -> list[Route]:
    """Return the routes under which the bot reaches this world."""

    async def call(request: Request) -> Response:
        try:
            _check_token(world, request.path_params["token"])
            result = await _result(world, request)
        except ApiError as refusal:
            return _refused(request, refusal)
        return JSONResponse({"ok": True, "result": result})

    async def download(request: Request) -> Response:
        try:
            _check_token(world, request.path_params["token"])
            kept = world.files.by_path(request.path_params["path"])
            if kept is None:
                raise not_found()
        except ApiError as refusal:
            return _refused(request, refusal)
        return Response(kept.content, media_type="application/octet-stream")

    return [
        Route("/bot{token}/{method}", call, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", download),
    ]


async def _result(world: World, request: Request) -> object:
    name = request.path_params["method"].lower()
    parameters = await read_parameters(request)
    if name == "getupdates":
        return await get_updates(world, parameters)
    method = METHODS.get(name)
    if method is None:
        raise not_found()
    return method(world, parameters)


def _check_token(world: World, token: str) -> None:
    if not _TOKEN.fullmatch(token):
        raise not_found()
    if not secrets.compare_digest(token, world.token):
        raise unauthorized()


def _refused(request: Request, refusal: ApiError) -> JSONResponse:
    log.info("%s: %s", request.path_params.get("method", "file"), refusal.description)
    body = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    return JSONResponse(body, status_code=refusal.code)
