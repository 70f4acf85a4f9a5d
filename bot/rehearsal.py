"""A rehearsal (演练): the production process against a sandbox of our own, with a cast bound.

The notice is loaded and a handful of people hold their posts, so that a card is there at once.
"""

from __future__ import annotations

import contextlib
import socket
import tempfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

from sqlmodel import Session

from bot.app import Process, running, stop_signal
from bot.clock import DrillClock
from bot.sandbox.cast import assemble
from bot.sandbox.chats import Standing
from bot.sandbox.server import create_app, serve
from bot.sandbox.world import World
from bot.settings import Misconfigured, Settings
from rules.facts import Duty
from seeds.calendar import published_days
from seeds.loading import draft
from seeds.notice import read_notice
from storage import calendar, kept, members, plans, rounds, targets
from storage.database import Database
from storage.ledger.targets import target_rows

OPENING = datetime.fromisoformat("2024-02-01T16:00:00+08:00")
POSTS = (
    (5210000117, "李明", "市城管执法局", Duty.LIAISON),
    (812345678, "王芳", "市住建局", Duty.LIAISON),
    (6003817254, "赵强", "市发改委", Duty.LIAISON),
    (2410338512, "陈局长", "市住建局", Duty.HEAD),
)
SUPERVISOR = (700100204, "刘主任")


class RehearsalSteps:
    """What the page's clock buttons ask of the process."""

    def __init__(self) -> None:
        self.process: Process | None = None

    async def next_event(self) -> datetime | None:
        """Return when something is next due."""
        return await self.process.next_event() if self.process else None

    async def after_step(self) -> None:
        """Do at once what became due."""
        if self.process:
            await self.process.tick()


async def rehearse(settings: Settings) -> None:
    """Run the sandbox and the process under it until SIGTERM or SIGINT."""
    stopped = stop_signal()
    with tempfile.TemporaryDirectory(prefix="duban-") as folder:
        url = settings.database_url or f"sqlite:///{Path(folder) / 'rehearsal.db'}"
        async with staged(settings, url) as address:
            print(f"\n  督办 · 演练  {address}\n", flush=True)
            await stopped.wait()


@contextlib.asynccontextmanager
async def staged(settings: Settings, url: str) -> AsyncIterator[str]:
    """Set the stage in a database and run everything; yield the page's address."""
    opening = settings.drill_start or OPENING
    clock = DrillClock(opening, settings.drill_speed, datetime.now(UTC))
    world = assemble(clock.now)
    db = Database(url)
    steps = RehearsalSteps()
    try:
        db.migrate()
        await db.write(_claim_for_rehearsal)
        await db.write(calendar.load_days, published_days(), "chinesecalendar")
        await db.write(_set_the_stage, next(iter(_groups(world))), opening)
        for chat in world.chats.values():
            world.place(chat, world.bot.id, Standing.MEMBER)
        app = create_app(world, clock=clock, steps=steps)
        async with serve(app, port=free_port(settings.sandbox_port)) as port:
            address = f"http://127.0.0.1:{port}"
            played = settings.model_copy(
                update={
                    "token": world.token,
                    "api": address,
                    "admin_ids": settings.admin_ids or frozenset({SUPERVISOR[0]}),
                }
            )
            async with running(played, db, clock) as process:
                steps.process = process
                yield address
    finally:
        db.close()


def free_port(wanted: int) -> int:
    """Return `wanted` where it is free; raises Misconfigured where it is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            raise Misconfigured(
                f"DUBAN_SANDBOX_PORT: port {wanted} is taken; stop what uses it or set another"
            ) from None
    return wanted


def _groups(world: World) -> tuple[int, ...]:
    return tuple(chat_id for chat_id in world.chats if chat_id < 0)


def _claim_for_rehearsal(session: Session) -> None:
    """Mark a database as a rehearsal's; raises Misconfigured where real work is in it."""
    if kept.recall(session, "rehearsal") is None and rounds.plan_ids(session):
        raise Misconfigured(
            "DATABASE_URL: this database holds real work; set TELEGRAM_BOT_TOKEN to go on with it, "
            "or remove DATABASE_URL to rehearse"
        )
    kept.remember(session, "rehearsal", {})


def _set_the_stage(session: Session, group_id: int, at: datetime) -> None:
    """Load the notice, bind the cast and the group, as their own taps would."""
    text = files("seeds").joinpath("data/qianjiang_2024.txt").read_text(encoding="utf-8")
    at = at.astimezone(UTC)
    plan_id = plans.load(session, draft(read_notice(text)), at=at - timedelta(minutes=1))
    expires = at + timedelta(days=1)
    for number, (user_id, name, unit, duty) in enumerate(POSTS):
        if members.actor(session, user_id).posts:
            continue
        token = f"stage-{number}-{at.isoformat()}"
        members.issue_invite(session, token, unit, duty, at=at, expires_at=expires)
        session.flush()
        members.accept(session, token, user_id, name, at=at)
    members.grant_supervisor(session, *SUPERVISOR, at=at)
    suggested = {
        row.number: row.standing
        for row in target_rows(session, plan_id)
        if row.standing is not None and not row.confirmed
    }
    targets.confirm_all(session, plan_id, suggested, at=at)
    rounds.bind_group(session, plan_id, group_id, at=at)
