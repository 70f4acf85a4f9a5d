"""Callback queries: a person taps, the bot answers once and soon."""

import secrets
import time
from dataclasses import dataclass, replace

from bot.sandbox.errors import bad_request

ANSWERABLE = 60.0
"""Real seconds a query waits for its answer; Telegram names no number."""

LONGEST_ANSWER = 200


@dataclass(frozen=True)
class Answer:
    """What the tapping person is shown: a toast, an alert, a link, or just the end of waiting."""

    text: str
    alert: bool
    url: str | None


@dataclass(frozen=True)
class Tap:
    """One press of a button, or of a button that never was."""

    id: str
    person_id: int
    chat_id: int
    message_id: int
    data: str
    since: float
    answer: Answer | None = None


class TapLedger:
    """Taps by query id."""

    def __init__(self, answerable: float = ANSWERABLE) -> None:
        self._answerable = answerable
        self._taps: dict[str, Tap] = {}

    def open(self, *, person_id: int, chat_id: int, message_id: int, data: str) -> Tap:
        """Record a tap under a fresh query id."""
        query_id = str(10**17 + secrets.randbelow(9 * 10**17))
        tap = Tap(query_id, person_id, chat_id, message_id, data, time.monotonic())
        self._taps[query_id] = tap
        return tap

    def answer(self, query_id: str, answer: Answer) -> Tap:
        """Record the bot's answer; 400 if the query is unknown, too old or already answered."""
        tap = self._taps.get(query_id)
        if tap is None or tap.answer or time.monotonic() - tap.since > self._answerable:
            raise bad_request(
                "query is too old and response timeout expired or query ID is invalid"
            )
        self._taps[query_id] = answered = replace(tap, answer=answer)
        return answered

    def __getitem__(self, query_id: str) -> Tap:
        return self._taps[query_id]
