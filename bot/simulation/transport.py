"""The Bot API in memory, below the real Application: what the bot sends is kept, nothing is sent.

It answers the methods the bot uses; an unknown one is a fault of the simulation and says so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from http import HTTPStatus
from itertools import count
from typing import Any, TypeAlias

from telegram.request import BaseRequest, RequestData

from bot.clock import Clock
from bot.simulation.traffic import Button, Nature, Said, Shown, Traffic

Parameters: TypeAlias = dict[str, Any]
BOT = {"id": 10000001, "is_bot": True, "first_name": "duban", "username": "duban_simulation_bot"}
TOKEN = "10000001:SIMULATION-0123456789-abcdefghijklmnop"  # noqa: S105 - nobody's
NOT_MODIFIED = "Bad Request: message is not modified"


class Refused(Exception):  # noqa: N818 - Telegram's answer, not ours
    """The Bot API says no; the text is its description."""


class Transport(BaseRequest):
    """Answers the Bot API from memory; `hear` is told of each new message.

    While `answering` is set, what is sent answers a person's own update.
    """

    def __init__(self, clock: Clock, hear: Callable[[Shown], None]) -> None:
        self.clock, self.hear = clock, hear
        self.traffic = Traffic()
        self.answering = False
        self._ids = count(1)
        self._methods: Mapping[str, Callable[[Parameters], Any]] = {
            "getMe": lambda _: BOT,
            "setMyCommands": lambda _: True,
            "sendMessage": lambda request: self._send(request, request["text"]),
            "sendDocument": lambda request: self._send(request, request.get("caption", "")),
            "sendPhoto": lambda request: self._send(request, request.get("caption", "")),
            "editMessageText": lambda request: self._edit(request, request["text"]),
            "editMessageReplyMarkup": lambda request: self._edit(request, None),
            "answerCallbackQuery": self._toast,
        }

    @property
    def read_timeout(self) -> float | None:
        """Nothing is waited for."""
        return None

    async def initialize(self) -> None:
        """Open nothing."""

    async def shutdown(self) -> None:
        """Close nothing."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = None,
        write_timeout: object = None,
        connect_timeout: object = None,
        pool_timeout: object = None,
    ) -> tuple[int, bytes]:
        """Answer one request as Telegram would."""
        name = url.rpartition("/")[2]
        request = request_data.parameters if request_data else {}
        try:
            answer = {"ok": True, "result": self._methods[name](request)}
            status = HTTPStatus.OK
        except Refused as refused:
            answer = {"ok": False, "description": str(refused)}
            status = HTTPStatus.BAD_REQUEST
        return status, json.dumps(answer).encode()

    def as_json(self, shown: Shown) -> Parameters:
        """Return a message as an update carries it."""
        message: Parameters = {
            "message_id": shown.id,
            "date": int(shown.at.timestamp()),
            "chat": chat(shown.chat_id),
            "from": BOT,
            "text": shown.text,
        }
        if shown.buttons:
            rows = [[{"text": one.label, "callback_data": one.data}] for one in shown.buttons]
            message["reply_markup"] = {"inline_keyboard": rows}
        return message

    def next_id(self) -> int:
        """Return the id of the next message, whoever writes it."""
        return next(self._ids)

    def _send(self, request: Parameters, text: str) -> Parameters:
        nature = Nature.INITIATED
        if self.answering:
            nature = Nature.ANSWER
        elif request.get("reply_parameters"):
            nature = Nature.RECEIPT
        shown = Shown(
            int(request["chat_id"]),
            self.next_id(),
            self.clock.now(),
            nature,
            text,
            _buttons(request),
        )
        self._note(shown, nature)
        self.hear(shown)
        return self.as_json(shown)

    def _edit(self, request: Parameters, text: str | None) -> Parameters:
        before = self.traffic.messages[int(request["chat_id"]), int(request["message_id"])]
        after = replace(
            before, text=before.text if text is None else text, buttons=_buttons(request)
        )
        if after == before:
            raise Refused(NOT_MODIFIED)
        self._note(after, Nature.EDIT)
        return self.as_json(after)

    def _toast(self, request: Parameters) -> bool:
        # Nobody waits for the query's id: whose tap it answers is known from the tap itself.
        self.traffic.said.append(
            Said(self.clock.now(), 0, Nature.TOAST, str(request.get("text", "")))
        )
        return True

    def _note(self, shown: Shown, nature: Nature) -> None:
        self.traffic.put(shown)
        self.traffic.said.append(Said(self.clock.now(), shown.chat_id, nature, shown.text))


def chat(chat_id: int) -> Parameters:
    """Return a chat as an update carries it."""
    if chat_id < 0:
        return {"id": chat_id, "type": "supergroup", "title": "simulation"}
    return {"id": chat_id, "type": "private", "first_name": str(chat_id)}


def _buttons(request: Parameters) -> tuple[Button, ...]:
    markup = request.get("reply_markup") or {}
    return tuple(
        Button(one["text"], one.get("callback_data", ""))
        for row in markup.get("inline_keyboard", ())
        for one in row
    )
