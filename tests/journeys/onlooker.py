"""What a journey's people see: the bot's messages as they stand in the sandbox."""

from __future__ import annotations

from collections import Counter

from tests.sandbox_client import Bubble, SandboxClient

PATIENCE = 30.0


class Onlooker:
    """Eyes on every chat."""

    def __init__(self, sandbox: SandboxClient) -> None:
        self.sandbox = sandbox
        self.repeated: Counter[tuple[int, str]] = Counter()

    def told(self, chat: int, beginning: str) -> list[Bubble]:
        """Return the bot's messages in a chat that begin so, the last of each heading.

        A message sent in the instant of a kill, before it was marked, is sent again.
        """
        said = [one for one in self.sandbox.messages(chat) if one.text.startswith(beginning)]
        latest = {heading(one): one for one in said}
        self.repeated[chat, beginning] = len(said) - len(latest)
        return list(latest.values())

    def shown(self, bubble: Bubble) -> Bubble:
        """Return a message as it stands now."""
        return next(one for one in self.sandbox.messages(bubble.chat) if one.id == bubble.id)

    def wait(self, chat: int, words: str, *, after: int = 0) -> Bubble:
        """Wait for a message with these words, the latest; `after` a message where one is given."""
        return self.sandbox.wait_for(lambda: self._latest(chat, words, after), PATIENCE)

    def _latest(self, chat: int, words: str, after: int) -> Bubble | None:
        found = self.sandbox.last_message(chat, words)
        return found if found is not None and found.id > after else None


def heading(bubble: Bubble) -> str:
    """Return a message's first line: the kind, the period, the unit."""
    return bubble.text.partition("\n")[0]
