"""Long polling: raw updates are committed to the inbox, then the next offset confirms them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import structlog

from bot.clock import Clock
from storage.database import Database
from storage.inbox import receive

log = structlog.get_logger()
WAIT = 25
PAUSE = 3.0
REFUSED = {
    401: "Telegram refuses the token; check TELEGRAM_BOT_TOKEN with @BotFather",
    409: "another process is polling with this token; stop it, or give duban a bot of its own",
}


async def poll(address: str, db: Database, clock: Clock, arrived: Callable[[], None]) -> None:
    """Fetch updates from `address` (`…/bot<token>`) until cancelled."""
    offset: int | None = None
    timeout = httpx.Timeout(10, read=WAIT + 10)
    async with httpx.AsyncClient(timeout=timeout, trust_env=True) as client:
        while True:
            try:
                updates = await _fetch(client, address, offset)
                if updates:
                    await db.write(receive, updates, at=clock.now())
                    offset = updates[-1]["update_id"] + 1
                    arrived()
            except Exception as fault:  # noqa: BLE001 - any outage is waited out, nothing is lost
                log.warning("polling pauses", why=_reason(fault))
                await asyncio.sleep(PAUSE)


async def _fetch(
    client: httpx.AsyncClient, address: str, offset: int | None
) -> list[dict[str, Any]]:
    asked: dict[str, Any] = {"timeout": WAIT}
    if offset is not None:
        asked["offset"] = offset
    answer = await client.post(f"{address}/getUpdates", json=asked)
    answer.raise_for_status()
    updates: list[dict[str, Any]] = answer.json()["result"]
    return updates


def _reason(fault: Exception) -> str:
    """Return the fault in words that hold no address: the token is part of it."""
    if isinstance(fault, httpx.HTTPStatusError):
        code = fault.response.status_code
        return REFUSED.get(code, f"Telegram answered {code}")
    return type(fault).__name__
