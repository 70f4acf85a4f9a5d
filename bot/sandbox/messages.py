"""A message and what it can carry."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias, TypedDict

from bot.sandbox.entities import NOTHING, FormattedText
from bot.sandbox.files import StoredFile
from bot.sandbox.payload import Json


@dataclass(frozen=True)
class Photo:
    """A picture. Each size is a file of its own; only the last one has the full resolution."""

    sizes: tuple[tuple[StoredFile, int, int], ...]
    """File, width and height in pixels, smallest first."""

    @property
    def largest(self) -> tuple[StoredFile, int, int]:
        """The full picture."""
        return self.sizes[-1]


@dataclass(frozen=True)
class Document:
    """A file that is shown as a file."""

    file: StoredFile


@dataclass(frozen=True)
class Sticker:
    """A picture that stands for an emoji."""

    file: StoredFile
    emoji: str


Attachment: TypeAlias = Photo | Document | Sticker


@dataclass(frozen=True)
class Arrival:
    """A service message: these people joined the group."""

    user_ids: tuple[int, ...]


@dataclass(frozen=True)
class Departure:
    """A service message: this person left the group."""

    user_id: int


@dataclass(frozen=True)
class ForceReply:
    """The bot asks the client to open a reply to this message."""

    placeholder: str | None
    selective: bool


@dataclass(frozen=True)
class Message:
    """One message in a chat. With an attachment, `words` are its caption."""

    chat_id: int
    id: int
    sender_id: int
    date: datetime
    words: FormattedText = NOTHING
    attachment: Attachment | None = None
    reply_to: int | None = None
    keyboard: Json | None = None
    """An InlineKeyboardMarkup; None where there are no buttons."""
    prompt: ForceReply | None = None
    service: Arrival | Departure | None = None
    album: str | None = None
    edited: datetime | None = None
    reactions: tuple[str, ...] = ()
    protected: bool = False


class Content(TypedDict, total=False):
    """The fields of a message that its author chooses."""

    words: FormattedText
    attachment: Attachment | None
    reply_to: int | None
    keyboard: Json | None
    prompt: ForceReply | None
    service: Arrival | Departure | None
    album: str | None
    protected: bool
