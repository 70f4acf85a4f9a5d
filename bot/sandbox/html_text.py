"""Telegram's HTML: the tags it knows, and the sentences it refuses the rest with.

<https://core.telegram.org/bots/api#html-style>
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bot.sandbox.entities import Entity, FormattedText, units
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.links import checked_link, mentioned_user

_TYPES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler", "code": "code", "pre": "pre", "a": "text_link",
    "blockquote": "blockquote",
}  # fmt: skip
_NAME_ENDS = {*" \t\n\r\f\v>"}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_HIGHEST_CODE_POINT = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)

_PLAIN = re.compile(r"[^<&]+")
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,7})|#([0-9]{1,7})|([a-zA-Z]+));?")
_ATTRIBUTES = re.compile(r"(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_ATTRIBUTE = re.compile(r"([^\s=>]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([\w.-]+)))?")
_TAG_END = re.compile(r"\s*>")


@dataclass(frozen=True)
class _Open:
    tag: str
    attributes: Mapping[str, str]
    offset: int
    start: int


class _Reader:
    """One pass over the source; `text` grows, open tags wait on a stack."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self.text = ""
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def read(self) -> FormattedText:
        while self.position < len(self.source):
            plain = _PLAIN.match(self.source, self.position)
            if plain:
                self.text += plain[0]
                self.position = plain.end()
            elif self.source[self.position] == "&":
                self._reference()
            elif self.source.startswith("</", self.position):
                self._end_tag()
            else:
                self._start_tag()
        if self.open:
            tag = self.open[-1].tag
            raise _refusal(f'Can\'t find end tag corresponding to start tag "{tag}"')
        return FormattedText(self.text, tuple(_without_stray_language(self.entities)))

    def _reference(self) -> None:
        match = _REFERENCE.match(self.source, self.position)
        decoded = _decoded(match) if match else None
        self.text += decoded or "&"
        self.position = match.end() if match and decoded else self.position + 1

    def _start_tag(self) -> None:
        tag, behind = self._tag_name(self.position + 1)
        if behind == len(self.source):
            raise self._refusal_here("Unclosed start tag")
        if tag not in _TYPES:
            raise self._refusal_here(f'Unsupported start tag "{tag}"')
        rest = _ATTRIBUTES.match(self.source, behind)
        if rest is None:
            raise self._refusal_here("Unclosed start tag")
        attributes = {
            name.lower(): _REFERENCE.sub(lambda m: _decoded(m) or m[0], double or single or bare)
            for name, double, single, bare in _ATTRIBUTE.findall(rest[0])
        }
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self._refusal_here('Tag "span" must have class "tg-spoiler"')
        self.open.append(_Open(tag, attributes, units(self.text), len(self.text)))
        self.position = rest.end()

    def _end_tag(self) -> None:
        if not self.open:
            raise self._refusal_here("Unexpected end tag")
        tag, behind = self._tag_name(self.position + 2)
        closing = _TAG_END.match(self.source, behind)
        if closing is None:
            raise self._refusal_here("Unclosed end tag")
        opened = self.open.pop()
        if tag not in {"", opened.tag}:
            where = self._refusal_here("Unmatched end tag").description
            raise ApiError(400, f'{where}, expected "</{opened.tag}>", found "</{tag}>"')
        self.position = closing.end()
        self._close(opened)

    def _close(self, opened: _Open) -> None:
        length = units(self.text) - opened.offset
        entity = _entity(opened, length, self.text[opened.start :])
        if not length or entity is None:
            return
        inner = self.entities[-1] if self.entities else None
        if inner and inner.language and entity == Entity("pre", inner.offset, inner.length):
            self.entities[-1] = replace(entity, language=inner.language)
        else:
            self.entities.append(entity)

    def _tag_name(self, start: int) -> tuple[str, int]:
        behind = next(
            (i for i in range(start, len(self.source)) if self.source[i] in _NAME_ENDS),
            len(self.source),
        )
        return self.source[start:behind].lower(), behind

    def _refusal_here(self, reason: str) -> ApiError:
        offset = len(self.source[: self.position].encode())
        return _refusal(f"{reason} at byte offset {offset}")


def parse_html(source: str) -> FormattedText:
    """Turn Telegram's HTML into text and entities; ApiError 400 where Telegram would refuse."""
    return _Reader(source).read()


def _without_stray_language(entities: list[Entity]) -> Iterator[Entity]:
    """Take the language off all but code blocks, which are `pre` around `code`."""
    for entity in entities:
        yield replace(entity, language=None) if entity.type == "code" else entity


def _entity(opened: _Open, length: int, words: str) -> Entity | None:
    kind = _TYPES[opened.tag]
    if kind == "text_link":
        return _link(opened, length, words)
    if kind == "blockquote" and "expandable" in opened.attributes:
        kind = "expandable_blockquote"
    name = opened.attributes.get("class", "")
    language = name.removeprefix("language-") if name.startswith("language-") else None
    return Entity(kind, opened.offset, length, language=language if kind == "code" else None)


def _link(opened: _Open, length: int, words: str) -> Entity | None:
    """Make a link or a mention of an anchor; an address Telegram refuses leaves plain text."""
    address = opened.attributes.get("href") or words
    user = mentioned_user(address)
    if user is not None:
        return Entity("text_mention", opened.offset, length, user_id=user)
    url = checked_link(address)
    return Entity("text_link", opened.offset, length, url=url) if url else None


def _decoded(reference: re.Match[str]) -> str | None:
    hexadecimal, decimal, name = reference.groups()
    if name:
        return _NAMED.get(name)
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < _HIGHEST_CODE_POINT and code not in _SURROGATES else None


def _refusal(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")
