"""APScheduler as a mere clock: it wakes the tick; the tables hold the truth."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler


def clockwork(wake: Callable[[], Awaitable[None]], *, seconds: float) -> AsyncIOScheduler:
    """Return a scheduler that awaits `wake` every `seconds`, never twice at a time."""
    scheduler = AsyncIOScheduler(timezone=ZoneInfo("Asia/Shanghai"))
    scheduler.add_job(
        wake,
        "interval",
        seconds=seconds,
        id="tick",
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
    return scheduler
