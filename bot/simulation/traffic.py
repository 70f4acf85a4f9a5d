"""What went over the wire, as somebody outside the bot sees it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

SETTLING = ("firm", "all", "ack", "appr", "slip", "noslip")
CARDS = ("firm", "all")
OPENS = "open"


class Nature(StrEnum):
    """Why the bot spoke. Only INITIATED interrupts somebody who asked for nothing."""

    INITIATED = "initiated"
    RECEIPT = "receipt"
    ANSWER = "answer"
    EDIT = "edit"
    TOAST = "toast"


@dataclass(frozen=True)
class Button:
    """A button as the person sees it, and what pressing it sends."""

    label: str
    data: str

    @property
    def verb(self) -> str:
        """What it does."""
        return self.data.partition(":")[0]

    @property
    def keys(self) -> tuple[int, ...]:
        """The ids it names; none where they are not numbers."""
        try:
            return tuple(int(key, 36) for key in self.data.split(":")[1:])
        except ValueError:
            return ()


@dataclass(frozen=True)
class Shown:
    """A message of the bot as it stands in a chat; a negative chat is a group."""

    chat_id: int
    id: int
    at: datetime
    nature: Nature
    text: str
    buttons: tuple[Button, ...] = ()

    def settling(self) -> tuple[Button, ...]:
        """Return the buttons each of which settles something whole by one tap."""
        return tuple(one for one in self.buttons if one.verb in SETTLING)

    def card(self, round_id: int) -> Button | None:
        """Return the button that answers all of a round's card, if the card owes an answer."""
        return next(
            (one for one in self.buttons if one.verb in CARDS and one.keys == (round_id,)), None
        )

    @property
    def rounds(self) -> tuple[int, ...]:
        """The rounds whose cards owe an answer here."""
        return tuple(one.keys[0] for one in self.buttons if one.verb in CARDS)

    @property
    def told_of(self) -> tuple[int, ...]:
        """The rounds whose cards stand here, in full or as a heading that a button opens."""
        return tuple(one.keys[0] for one in self.buttons if one.verb in (*CARDS, OPENS))


@dataclass(frozen=True)
class Said:
    """One thing the bot said: why, where and when."""

    at: datetime
    chat_id: int
    nature: Nature
    text: str = ""


@dataclass
class Traffic:
    """Everything said, in order, and every message as it stands now."""

    said: list[Said] = field(default_factory=list)
    messages: dict[tuple[int, int], Shown] = field(default_factory=dict)
    shown_rounds: dict[tuple[int, int], datetime] = field(default_factory=dict)

    def put(self, shown: Shown) -> None:
        """Keep a message as it now stands, and which rounds its chat has been shown."""
        self.messages[shown.chat_id, shown.id] = shown
        for round_id in shown.told_of:
            self.shown_rounds.setdefault((shown.chat_id, round_id), shown.at)
