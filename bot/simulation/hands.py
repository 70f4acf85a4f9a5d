"""The hands of a person: taps and words become updates, worked by the real Application."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

from telegram import Update
from telegram.ext import Application

from bot.delivery.pump import BATCH, Pump
from bot.simulation.people import Person
from bot.simulation.traffic import Button, Shown
from bot.simulation.transport import Transport, chat
from handlers.context import Desk, Office
from storage import inbox


@dataclass
class Effort:
    """What one person did on one day."""

    taps: int = 0
    characters: int = 0


@dataclass
class Hands:
    """Turns what people do into updates; `efforts` counts it by person and day."""

    office: Office
    transport: Transport
    application: Application[Any, Desk, Any, Any, Any, Any]
    pump: Pump
    efforts: dict[tuple[int, date], Effort] = field(default_factory=lambda: defaultdict(Effort))
    _ids: count[int] = field(default_factory=lambda: count(1))

    async def look(self) -> None:
        """Let everything that is due arrive."""
        while await self.pump.send_due() == BATCH:
            pass

    async def tap(self, person: Person, shown: Shown, pressed: Button, day: date) -> Shown:
        """Press a button; return the message as it stands then."""
        self.efforts[person.user_id, day].taps += 1
        query = {
            "id": str(next(self._ids)),
            "from": _user(person),
            "message": self.transport.as_json(shown),
            "chat_instance": "1",
            "data": pressed.data,
        }
        await self._work({"callback_query": query})
        return self.transport.traffic.messages[shown.chat_id, shown.id]

    async def write(self, person: Person, text: str, reply_to: Shown | None, day: date) -> None:
        """Write to the bot, perhaps as a reply."""
        self.efforts[person.user_id, day].characters += len(text)
        message: dict[str, Any] = {
            "message_id": self.transport.next_id(),
            "date": int(self.office.now().timestamp()),
            "chat": chat(person.user_id),
            "from": _user(person),
            "text": text,
        }
        if reply_to is not None:
            message["reply_to_message"] = self.transport.as_json(reply_to)
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        await self._work({"message": message})

    async def _work(self, content: dict[str, Any]) -> None:
        """Receive an update and work it, as the intake does; a fault in a handler ends the run."""
        update = {"update_id": next(self._ids), **content}
        await self.office.db.write(inbox.receive, [update], at=self.office.now())
        self.transport.answering = True
        try:
            read = Update.de_json(update, self.application.bot)
            await self.application.process_update(read)
        finally:
            self.transport.answering = False
        if fault := self.office.faults.pop(update["update_id"], None):
            raise fault
        await self.look()


def _user(person: Person) -> dict[str, Any]:
    return {"id": person.user_id, "is_bot": False, "first_name": person.name}
