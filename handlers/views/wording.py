"""What one message consists of, before it is sent."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import InlineKeyboardMarkup


@dataclass(frozen=True)
class Document:
    """A file that goes with a message; its text is then the caption."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Wording:
    """A message to send, or to put in place of `edits`; `prompted` are the check-ins it asks.

    `brief` is its heading, said instead of the text where one message cannot hold all of it.
    """

    text: str
    keyboard: InlineKeyboardMarkup | None = None
    reply_to: int | None = None
    edits: int | None = None
    prompted: tuple[int, ...] = ()
    document: Document | None = None
    brief: str = ""
