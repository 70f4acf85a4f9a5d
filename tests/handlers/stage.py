"""A stage for handlers: the real process in this loop, a sandbox, a clock moved by hand."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from sqlmodel import Session, SQLModel, col, func, or_, select

from bot.app import Process, running
from bot.clock import DrillClock
from bot.sandbox.cast import assemble
from bot.sandbox.deeds import buttons, membership, speech
from bot.sandbox.messages import Message
from bot.sandbox.server import create_app, serve
from bot.sandbox.taps import Answer
from bot.sandbox.world import World
from bot.settings import Settings
from rules.facts import Duty
from storage import members, rounds
from storage.database import Database
from storage.tables import Acknowledgement, Incoming, Notice, Post
from tests.office import clock as instant
from tests.sandbox_client import CHEN, GROUP, LI_MING, LIU, WANG_FANG, ZHAO_QIANG

T = TypeVar("T")
OPENING = "2024-02-05 15:50"
POSTS = (
    (LI_MING, "李明", "市城管执法局", Duty.LIAISON),
    (WANG_FANG, "王芳", "市住建局", Duty.LIAISON),
    (ZHAO_QIANG, "赵强", "市发改委", Duty.LIAISON),
    (CHEN, "陈局长", "市住建局", Duty.HEAD),
)
PATIENCE = 20.0


class Stage:
    """People's hands and eyes, the clock, and the record behind it all."""

    def __init__(self, world: World, clock: DrillClock, db: Database, process: Process) -> None:
        self.world, self.clock, self.db, self.process = world, clock, db, process

    async def at(self, hour: str) -> None:
        """Make it `2024-02-05 16:00` in Qianjiang, and let everything due then be done."""
        self.clock.step_to(instant(hour))
        await self.process.tick()
        await self.settled()

    async def say(
        self, person: int, text: str, *, chat: int | None = None, reply_to: int | None = None
    ) -> Message:
        """Send a text and wait until everything that follows from it is done."""
        said = speech.say(self.world, person, chat or person, text, reply_to)
        await self.settled()
        return said

    async def ask(self, person: int, text: str, *, chat: int | None = None) -> str:
        """Send a text and return the newest answer in the chat."""
        said = await self.say(person, text, chat=chat)
        newer = [one for one in self.heard(chat or person) if one.id > said.id]
        return newer[-1].words.text if newer else ""

    async def start(self, person: int, token: str = "") -> None:
        """Press start."""
        membership.start(self.world, person, token)
        await self.settled()

    async def tap(self, person: int, message: Message, data: str) -> Answer:
        """Send callback data, whether a button has it or not; return what the person is told."""
        query = buttons.tap(self.world, person, message.chat_id, message.id, data)
        await self.until(lambda: self.world.taps[query].answer)
        await self.settled()
        answer = self.world.taps[query].answer
        assert answer is not None
        return answer

    async def press(self, person: int, message: Message, label: str) -> Answer:
        """Press the button whose text contains the label."""
        shown = self.now(message)
        found = [data for text, data in keyboard(shown) if label in text]
        assert found, f"no button {label!r} among {[text for text, _ in keyboard(shown)]}"
        return await self.tap(person, shown, found[0])

    def heard(self, chat: int, beginning: str = "") -> list[Message]:
        """Return what the bot said in a chat that begins so, oldest first."""
        return [
            message
            for message in self.world.chats[chat].messages.values()
            if message.sender_id == self.world.bot.id and message.words.text.startswith(beginning)
        ]

    def last(self, chat: int, beginning: str = "") -> Message:
        """Return the latest of them."""
        return self.heard(chat, beginning)[-1]

    def now(self, message: Message) -> Message:
        """Return a message as it stands now."""
        return self.world.chats[message.chat_id].messages[message.id]

    def menu(self, chat: int, person: int) -> list[str]:
        """Return the commands a person is offered in a chat."""
        offered = self.world.menu.offered(self.world.chats[chat], person, "zh")
        return [entry["command"] for entry in offered]

    async def rows(self, table: type[T]) -> list[T]:
        """Return every row of a table, oldest first."""

        def everything(session: Session) -> list[T]:
            found = list(session.exec(select(table)))
            session.expunge_all()
            return found

        return await self.db.read(everything)

    async def count(self, table: type[SQLModel]) -> int:
        """Return how many rows a table has."""
        return await self.db.read(
            lambda session: session.exec(select(func.count()).select_from(table)).one()
        )

    async def settled(self) -> None:
        """Wait until no update is unworked and no notice due now is unsent."""

        async def quiet() -> bool:
            return not len(self.world.updates) and await self.db.read(_at_rest, self.clock.now())

        for _ in range(2):  # the last answer of a handler follows its write
            async with asyncio.timeout(PATIENCE):
                while not await quiet():  # noqa: ASYNC110 - no event tells of rest
                    await asyncio.sleep(0.02)
            await asyncio.sleep(0.02)

    async def until(self, predicate: Callable[[], T | None]) -> T:
        """Wait for the first true value of the predicate."""
        async with asyncio.timeout(PATIENCE):
            while not (value := predicate()):
                await self.world.changes.beyond(self.world.changes.version, 0.05)
        return value


@contextlib.asynccontextmanager
async def staged(database: str) -> AsyncIterator[Stage]:
    """Run everything on a database that has the notice loaded; the cast is bound to its posts."""
    clock = DrillClock(instant(OPENING), 1.0, datetime.now(UTC))
    world = assemble(clock.now)
    db = Database(database)
    try:
        await db.write(_bind, instant(OPENING).astimezone(UTC))
        for person in (LIU, *(user for user, *_ in POSTS)):
            membership.place_bot(world, person, person, membership.Standing.MEMBER)
        async with serve(create_app(world, clock=clock)) as port:
            settings = Settings(
                token=world.token, api=f"http://127.0.0.1:{port}", admin_ids=frozenset({LIU})
            )
            async with running(settings, db, clock) as process:
                stage = Stage(world, clock, db, process)
                await stage.settled()
                yield stage
    finally:
        db.close()


def keyboard(message: Message) -> list[tuple[str, str]]:
    """Return the buttons under a message: text and data."""
    rows = message.keyboard["inline_keyboard"] if message.keyboard else []
    return [(one["text"], one["callback_data"]) for row in rows for one in row]


def _bind(session: Session, at: datetime) -> None:
    for number, (user_id, name, unit, duty) in enumerate(POSTS):
        token, expires = f"post-{number}", at + timedelta(days=1)
        members.issue_invite(session, token, unit, duty, at=at, expires_at=expires)
        session.flush()
        members.accept(session, token, user_id, name, at=at)
    plan_id = rounds.plan_ids(session)[-1]
    rounds.bind_group(session, plan_id, GROUP, at=at)
    _sign(session, plan_id, at)


def _sign(session: Session, plan_id: int, at: datetime) -> None:
    """Let every unit have signed for its tasks before the play begins."""
    for unit_id in dict.fromkeys(session.exec(select(Post.unit_id))):
        session.add(
            Acknowledgement(
                plan_id=plan_id,
                unit_id=unit_id,
                opened_at=at,
                due_at=at + timedelta(days=3),
                prompted_at=at,
                acknowledged_at=at,
            )
        )


def _at_rest(session: Session, now: datetime) -> bool:
    unworked = session.exec(
        select(Incoming.update_id).where(
            col(Incoming.done_at).is_(None),
            col(Incoming.set_aside).is_(False),
            or_(col(Incoming.not_before).is_(None), col(Incoming.not_before) <= now),
        )
    ).first()
    unsent = session.exec(
        select(Notice.id).where(
            col(Notice.finished_at).is_(None),
            col(Notice.not_before) <= now,
            or_(col(Notice.expires_at).is_(None), col(Notice.expires_at) > now),
        )
    ).first()
    return unworked is None and unsent is None
