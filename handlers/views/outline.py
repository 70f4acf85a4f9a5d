"""A long message cut to its room: what counts always stays, details go, and their number is told.

In a template's text a line that begins with `- ` is a detail, and one that begins with `+ ` an item
that goes on in the line above it. All other lines stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import unescape

from handlers.views.render import phrase, width

DETAIL, ITEM = "- ", "+ "
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Block:
    """A line that stays, with details under it or items behind it, of which `shown` are shown."""

    head: str
    details: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    shown: int = 0

    @property
    def size(self) -> int:
        """How many details and items there are."""
        return len(self.details) + len(self.items)

    def text(self) -> str:
        """Return the lines as they are shown, ending with the number of what is not."""
        hidden = self.size - self.shown
        if self.items:
            told = phrase("joined", parts=self.items[: self.shown])
            rest = phrase("items_hidden", n=hidden, shown=self.shown) if hidden else ""
            return f"{self.head} {told}{rest}"
        rest = phrase("details_hidden", n=hidden, shown=self.shown) if hidden else ""
        return "\n".join(line for line in (self.head, *self.details[: self.shown], rest) if line)


def outlined(limit: int, most: int) -> Callable[[list[str]], str]:
    """Return the cut of a template's lines to `limit` UTF-16 units, as Telegram counts them.

    At most `most` details stand under one line. Where room is short each line gets its first detail
    before any gets its second, the earlier lines first.
    """

    def cut(lines: list[str]) -> str:
        blocks = _blocks([kept for line in lines if (kept := line.rstrip())])
        growing = list(range(len(blocks)))
        while growing:
            growing = [place for place in growing if _grown(blocks, place, limit, most)]
        return _joined(blocks)

    return cut


def visible(html: str) -> int:
    """Return the length of a message as Telegram counts it: UTF-16 units without the tags."""
    return width(unescape(TAG.sub("", html)))


def _blocks(lines: list[str]) -> list[Block]:
    blocks: list[Block] = []
    for line in lines:
        if blocks and line.startswith(DETAIL):
            last = blocks[-1]
            blocks[-1] = replace(last, details=(*last.details, line.removeprefix(DETAIL)))
        elif blocks and line.startswith(ITEM):
            last = blocks[-1]
            blocks[-1] = replace(last, items=(*last.items, line.removeprefix(ITEM)))
        else:
            blocks.append(Block(line))
    return blocks


def _grown(blocks: list[Block], place: int, limit: int, most: int) -> bool:
    """Show one more detail of a block where there is one and room for it."""
    block = blocks[place]
    if block.shown == block.size or (block.details and block.shown == most):
        return False
    blocks[place] = replace(block, shown=block.shown + 1)
    if visible(_joined(blocks)) > limit:
        blocks[place] = block
        return False
    return True


def _joined(blocks: list[Block]) -> str:
    return "\n".join(block.text() for block in blocks).strip()
