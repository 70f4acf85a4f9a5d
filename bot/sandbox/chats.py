"""People, the chats they share with the bot, and who may speak there."""

import enum
from dataclasses import dataclass, field

from bot.sandbox.errors import ApiError, bad_request, forbidden
from bot.sandbox.messages import Message


@dataclass(frozen=True)
class Person:
    """A Telegram account: one of the cast, or the bot itself."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    office: str = ""
    """What the page writes under the name; Telegram knows nothing of it."""
    is_bot: bool = False

    @property
    def name(self) -> str:
        """First and last name as a chat list shows them."""
        return " ".join(filter(None, (self.first_name, self.last_name)))


class Standing(enum.StrEnum):
    """Somebody's place in a chat, in Telegram's words.

    In a private chat the bot is LEFT until the person pressed start, a MEMBER after it, and KICKED
    while the person blocks it.
    """

    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    LEFT = "left"
    KICKED = "kicked"

    @property
    def inside(self) -> bool:
        """Whether one with this standing reads and writes in the chat."""
        return self not in {Standing.LEFT, Standing.KICKED}

    @property
    def leads(self) -> bool:
        """Whether one with this standing administers the chat."""
        return self in {Standing.CREATOR, Standing.ADMINISTRATOR}


class Kind(enum.StrEnum):
    """The kinds of chat that are played here."""

    PRIVATE = "private"
    SUPERGROUP = "supergroup"


_SHUT_OUT = {
    (Kind.PRIVATE, Standing.LEFT): "bot can't initiate conversation with a user",
    (Kind.PRIVATE, Standing.KICKED): "bot was blocked by the user",
    (Kind.SUPERGROUP, Standing.LEFT): "bot is not a member of the supergroup chat",
    (Kind.SUPERGROUP, Standing.KICKED): "bot was kicked from the supergroup chat",
}


@dataclass
class Chat:
    """A private chat (its id is the person's) or a supergroup, with everything said in it."""

    id: int
    kind: Kind
    title: str
    members: dict[int, Standing]
    messages: dict[int, Message] = field(default_factory=dict)
    action_at: float | None = None
    """When the bot last showed that it is typing, in monotonic seconds."""

    def standing(self, user_id: int) -> Standing:
        """Return somebody's place; who was never here has LEFT."""
        return self.members.get(user_id, Standing.LEFT)

    def admit(self, bot_id: int) -> None:
        """Raise the 403 Telegram would give the bot if it may not write here."""
        reason = _SHUT_OUT.get((self.kind, self.standing(bot_id)))
        if reason:
            raise forbidden(reason)

    def message(self, message_id: int, missing: str) -> Message:
        """Return a message; 400 with that sentence if there is none (any more)."""
        found = self.messages.get(message_id)
        if found is None:
            raise bad_request(missing)
        return found


def chat_not_found() -> ApiError:
    """400: the bot never met this chat."""
    return bad_request("chat not found")
