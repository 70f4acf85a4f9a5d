"""A person's hands and eyes in the sandbox: drives its page endpoints from a test.

    with SandboxClient("http://127.0.0.1:8081") as sandbox:
        sandbox.start(LI_MING)
        card = sandbox.wait_for(lambda: sandbox.last_message(LI_MING, "【日报】"))
        sandbox.press(LI_MING, card, "全部正常推进")

A private chat has the id of its person, so `chat` may be left out there.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

import httpx

# The default cast.
LIU = 700100204
LI_MING = 5210000117
WANG_FANG = 812345678
ZHAO_QIANG = 6003817254
CHEN = 2410338512
GROUP = -1002041580001

Json = dict[str, Any]
T = TypeVar("T")


class SandboxRefusal(Exception):
    """The sandbox would not let a person do that; `reason` is its word for why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Bubble:
    """A message as the page shows it."""

    chat: int
    id: int
    sender: int
    at: str
    text: str
    html: str
    edited: str | None = None
    reply_to: int | None = None
    album: str | None = None
    keyboard: list[list[Json]] = field(default_factory=list)
    asks_reply: Json | None = None
    photo: Json | None = None
    document: Json | None = None
    sticker: str | None = None
    service: Json | None = None
    reactions: list[str] = field(default_factory=list)

    @property
    def buttons(self) -> list[Json]:
        """All buttons, row after row."""
        return [button for row in self.keyboard for button in row]

    def button(self, label: str) -> Json:
        """Return the first button whose text contains the label."""
        for button in self.buttons:
            if label in button["text"]:
                return button
        raise AssertionError(f"no button {label!r} among {[b['text'] for b in self.buttons]}")


class SandboxClient:
    """One HTTP connection to a running sandbox, with a mirror of all it shows."""

    def __init__(self, base_url: str) -> None:
        self._http = httpx.Client(base_url=base_url, timeout=40, trust_env=False)
        self._life: str | None = None
        self._version = -1
        self._bubbles: dict[tuple[int, int], Bubble] = {}
        self._answers: dict[str, Json] = {}
        self.state: Json = {}
        """The latest state, but only with the latest news among its messages."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    # What a person does

    def start(self, person: int, token: str = "") -> int:
        """Press start, perhaps through a deep link; return the message id."""
        return int(self._do("start", person=person, token=token)["message_id"])

    def say(
        self, person: int, text: str, *, chat: int | None = None, reply_to: int | None = None
    ) -> int:
        """Send a text; return the message id."""
        place = person if chat is None else chat
        asked = {"person": person, "chat": place, "text": text, "reply_to": reply_to}
        return int(self._do("say", **asked)["message_id"])

    def edit(self, person: int, message_id: int, text: str, *, chat: int | None = None) -> None:
        """Rewrite one's own message."""
        place = person if chat is None else chat
        self._do("edit", person=person, chat=place, message_id=message_id, text=text)

    def press(self, person: int, bubble: Bubble, label: str) -> str:
        """Press the button whose text contains the label; return the query id."""
        return self.tap(person, bubble.id, bubble.button(label)["data"], chat=bubble.chat)

    def tap(self, person: int, message_id: int, data: str, *, chat: int | None = None) -> str:
        """Send callback data, whether a button has it or not; return the query id."""
        place = person if chat is None else chat
        asked = {"person": person, "chat": place, "message_id": message_id, "data": data}
        return str(self._do("tap", **asked)["query_id"])

    def upload(
        self,
        person: int,
        *files: tuple[str, bytes],
        chat: int | None = None,
        as_photo: bool = False,
        caption: str = "",
        reply_to: int | None = None,
    ) -> list[int]:
        """Send files, each a name and its bytes, as one album; return the message ids."""
        place = person if chat is None else chat
        asked = {"person": person, "chat": place, "caption": caption, "reply_to": reply_to or ""}
        parts = {f"file{number}": file for number, file in enumerate(files)}
        answer = self._http.post(
            "/sandbox/upload", data=asked | {"as": "photo" if as_photo else "file"}, files=parts
        )
        return [int(message_id) for message_id in self._result(answer)["message_ids"]]

    def sticker(self, person: int, emoji: str, *, chat: int | None = None) -> int:
        """Send a sticker; return the message id."""
        place = person if chat is None else chat
        return int(self._do("sticker", person=person, chat=place, emoji=emoji)["message_id"])

    def block(self, person: int, *, blocked: bool = True) -> None:
        """Block the bot, or let it in again."""
        self._do("block", person=person, blocked=blocked)

    def add_person(self, name: str) -> int:
        """Bring in a stranger; return the user id."""
        return int(self._do("add_person", name=name)["person"])

    def join(self, person: int, chat: int) -> None:
        """Enter a group."""
        self._do("join", person=person, chat=chat)

    def leave(self, person: int, chat: int) -> None:
        """Leave a group."""
        self._do("leave", person=person, chat=chat)

    def place_bot(self, person: int, chat: int, standing: str) -> None:
        """Let a person make the bot a `member` or `administrator`, or put it out (`kicked`)."""
        self._do("place_bot", person=person, chat=chat, standing=standing)

    def step(self, step: str) -> Json:
        """Move the drill clock to the next `event`, `day` or `week`; return what it shows."""
        return self._do("clock", step=step)

    # What a person sees

    def messages(self, chat: int) -> list[Bubble]:
        """Return what stands in a chat now, oldest first."""
        self.refresh()
        return [b for (place, _), b in sorted(self._bubbles.items()) if place == chat]

    def last_message(self, chat: int, containing: str = "") -> Bubble | None:
        """Return the latest message whose text contains that, or None."""
        found = [bubble for bubble in self.messages(chat) if containing in bubble.text]
        return found[-1] if found else None

    def answer(self, query_id: str) -> Json | None:
        """Return what the bot answered a tap with (`text`, `alert`), or None if not yet."""
        self.refresh()
        return self._answers.get(query_id)

    def file(self, file_id: str) -> bytes:
        """Return the bytes of a photo or document."""
        return self._http.get(f"/sandbox/file/{file_id}").raise_for_status().content

    def wait_for(self, predicate: Callable[[], T | None], timeout: float = 10.0) -> T:
        """Return the first true value of the predicate, asking again after every change.

        Raises TimeoutError, with what every chat shows last.
        """
        deadline = time.monotonic() + timeout
        while True:
            if value := predicate():
                return value
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"nothing came within {timeout} s; last seen: {self._last()}")
            self.refresh(wait=min(left, 1.0))

    def refresh(self, wait: float = 0.0) -> None:
        """Take in what is new, waiting that many seconds for something."""
        asked: dict[str, str | float] = {"since": self._version, "wait": wait}
        if self._life:
            asked["life"] = self._life
        self.state = self._http.get("/sandbox/state", params=asked).raise_for_status().json()
        if self.state["life"] != self._life:
            self._bubbles.clear()
            self._answers.clear()
            self._life = self.state["life"]
        self._version = self.state["version"]
        for entry in self.state["messages"]:
            key = entry["chat"], entry["id"]
            self._bubbles.pop(key, None)
            if not entry.get("deleted"):
                self._bubbles[key] = Bubble(**entry)
        self._answers |= {entry["query"]: entry for entry in self.state["answers"]}

    def _last(self) -> dict[int, str]:
        return {chat: bubble.text[:80] for (chat, _), bubble in sorted(self._bubbles.items())}

    def _do(self, deed: str, **asked: object) -> Json:
        return self._result(self._http.post(f"/sandbox/{deed}", json=asked))

    def _result(self, answer: httpx.Response) -> Json:
        body: Json = answer.json()
        if answer.is_error:
            raise SandboxRefusal(body["error"])
        return body
