"""The people's door: the page in the browser, and what it and the journey tests read and do."""

import secrets
from collections.abc import Awaitable, Callable
from datetime import tzinfo
from pathlib import Path
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.sandbox import drill
from bot.sandbox.deed_requests import DEEDS
from bot.sandbox.deeds.acting import DeedError
from bot.sandbox.errors import ApiError
from bot.sandbox.parameters import read_parameters
from bot.sandbox.payload import Json
from bot.sandbox.view import snapshot
from bot.sandbox.world import World

LONGEST_WAIT = 25.0
"""Seconds a request for news may wait."""

_PAGE = Path(__file__).parent / "page"
_SHOWN_INLINE = {"image/png", "image/jpeg", "image/gif", "image/webp"}


class PageApi:
    """The page's endpoints over one world and its drill clock.

    A deed Telegram's apps would not offer answers 409, a request that makes no sense 400, both with
    `{"error": <reason>}`.
    """

    def __init__(
        self, world: World, clock: drill.Clock, steps: drill.Steps | None, zone: tzinfo
    ) -> None:
        self.world = world
        self.clock = clock
        self.steps = steps
        self.zone = zone
        self.life = secrets.token_hex(8)
        """Tells a page that the process behind it is a new one."""

    def routes(self) -> list[BaseRoute]:
        """Return the page itself, its files, and its endpoints."""
        return [
            Route("/", self._page),
            Mount("/page", StaticFiles(directory=_PAGE)),
            Route("/sandbox/state", self._state),
            Route("/sandbox/file/{file_id}", self._file),
            Route("/sandbox/clock", _guarded(self._step), methods=["POST"]),
            Route("/sandbox/{deed}", _guarded(self._deed), methods=["POST"]),
        ]

    async def _page(self, _request: Request) -> Response:
        return FileResponse(_PAGE / "index.html", headers={"Cache-Control": "no-cache"})

    async def _state(self, request: Request) -> Response:
        """Answer the whole state; with `since` (and the `life` it belongs to) wait for news."""
        asked = await read_parameters(request)
        since = asked.integer("since", -1)
        if since < 0 or asked.text("life") not in {None, self.life}:
            return JSONResponse(self._everything(since=0))
        wait = min(asked.number("wait", LONGEST_WAIT), LONGEST_WAIT)
        await self.world.changes.beyond(since, wait)
        return JSONResponse(self._everything(since))

    def _everything(self, since: int) -> Json:
        return {"life": self.life, "clock": self._clock(), **snapshot(self.world, since)}

    def _clock(self) -> Json:
        """Describe the drill time: the instant, its zone, drill seconds a real second, steps."""
        offered = ["day", "week"] if isinstance(self.clock, drill.SteppableClock) else []
        return {
            "now": self.clock.now().isoformat(),
            "zone": str(self.zone),
            "speed": getattr(self.clock, "speed", 1.0),
            "steps": ["event", *offered] if offered and self.steps else offered,
        }

    async def _file(self, request: Request) -> Response:
        kept = self.world.files.by_id(request.path_params["file_id"])
        if kept is None:
            return _refused("no_such_file", 404)
        shown = kept.mime_type in _SHOWN_INLINE
        disposition = "inline" if shown else f"attachment; filename*=UTF-8''{quote(kept.name)}"
        return Response(
            kept.content,
            media_type=kept.mime_type if shown else "application/octet-stream",
            headers={
                "Content-Disposition": disposition,
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "private, max-age=86400, immutable",
            },
        )

    async def _step(self, request: Request) -> Json:
        asked = await read_parameters(request)
        if not isinstance(self.clock, drill.SteppableClock):
            raise DeedError("clock_cannot_be_stepped")
        step = asked.text("step") or ""
        instant = await drill.target(step, self.clock.now(), self.zone, self.steps)
        if instant is None:
            raise DeedError("nothing_ahead")
        self.clock.step_to(instant)
        if self.steps:
            await self.steps.after_step()
        self.world.changes.touch("clock")
        return self._clock()

    async def _deed(self, request: Request) -> Json:
        deed = DEEDS.get(request.path_params["deed"])
        if deed is None:
            raise DeedError("no_such_deed")
        return deed(self.world, await read_parameters(request))


def _guarded(act: Callable[[Request], Awaitable[Json]]) -> Callable[[Request], Awaitable[Response]]:
    """Answer refusals in JSON, and keep out foreign pages in the same browser."""

    async def answer(request: Request) -> Response:
        if not _from_here(request):
            return _refused("foreign_origin", 403)
        try:
            return JSONResponse(await act(request))
        except DeedError as refusal:
            return _refused(refusal.reason, 409)
        except ApiError as refusal:
            return _refused(refusal.description, refusal.code)

    return answer


def _from_here(request: Request) -> bool:
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def _refused(reason: str, status: int) -> JSONResponse:
    return JSONResponse({"error": reason}, status_code=status)
