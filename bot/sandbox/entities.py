"""Formatted text: plain text with entities counted in UTF-16 code units, as Telegram counts.

<https://core.telegram.org/bots/api#messageentity>
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

MOST_ENTITIES = 100
"""Formatting beyond this many entities is lost without a word."""

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
"""UTF-16 code units, counted after the markup is parsed."""

_OPAQUE = {"code", "pre", "text_link", "text_mention"}
_ORDER = ("blockquote", "expandable_blockquote", "pre", "code", "text_link", "text_mention")

_FOUND = re.compile(
    r"(?P<url>(?:https?://|(?<![\w./])t\.me/)[^\s<>\"'、。，；：！？（）《》【】“”]+)"
    r"|(?<![\w/<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/<>@])"
    r"|(?<!\w)(?P<mention>@[A-Za-z0-9_]{4,32})(?!\w)"
    r"|(?<![\w#])(?P<hashtag>#(?=\w*[^\W\d])\w{1,256})(?![\w#])"
)


@dataclass(frozen=True)
class Entity:
    """A stretch of text with a meaning. Offset and length are UTF-16 code units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    user_id: int | None = None

    @property
    def end(self) -> int:
        """First code unit behind the stretch."""
        return self.offset + self.length


@dataclass(frozen=True)
class FormattedText:
    """What a message says."""

    text: str
    entities: tuple[Entity, ...] = ()

    def part(self, entity: Entity) -> str:
        """Return the characters an entity covers."""
        return stretch(self.text, entity.offset, entity.end)


NOTHING = FormattedText("")


def units(text: str) -> int:
    """Length in UTF-16 code units: a Chinese character counts 1, most emoji 2."""
    return len(text.encode("utf-16-le")) // 2


def stretch(text: str, start: int, end: int) -> str:
    """Return the text between two UTF-16 positions."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le", errors="replace")


def tidied(raw: FormattedText) -> FormattedText:
    """Trim the text as Telegram does, add what it finds by itself, keep the first 100 entities.

    White space goes at the end, and at the beginning up to the first entity; entities over nothing
    but white space go too.
    """
    text = raw.text.replace("\r", "")
    kept = [entity for entity in raw.entities if stretch(text, entity.offset, entity.end).strip()]
    text = text.rstrip()
    end = units(text)
    kept = [replace(e, length=min(e.length, end - e.offset)) for e in kept]
    margin = min(
        len(text) - len(text.lstrip(" \n")), min((e.offset for e in kept), default=len(text))
    )
    text = text[margin:]
    kept = [replace(e, offset=e.offset - margin) for e in kept]
    found = [e for e in _found(text) if not any(_collide(e, other) for other in kept)]
    return FormattedText(text, tuple(sorted(kept + found, key=_rank))[:MOST_ENTITIES])


def _found(text: str) -> Iterator[Entity]:
    """Yield commands, links, mentions and hashtags that stand in plain text."""
    for match in _FOUND.finditer(text):
        kind = match.lastgroup or ""
        words = match[kind].rstrip(".,;:!?)") if kind == "url" else match[kind]
        yield Entity(kind, units(text[: match.start(kind)]), units(words))


def _collide(found: Entity, given: Entity) -> bool:
    return given.type in _OPAQUE and found.offset < given.end and given.offset < found.end


def _rank(entity: Entity) -> tuple[int, int, int]:
    order = _ORDER.index(entity.type) if entity.type in _ORDER else len(_ORDER)
    return entity.offset, -entity.length, order
