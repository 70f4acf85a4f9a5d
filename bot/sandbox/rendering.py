"""Formatted text as HTML for the page.

Everything a message says is escaped; only the tags written here reach the browser.
"""

from collections.abc import Sequence
from html import escape

from bot.sandbox.entities import Entity, FormattedText, stretch, units
from bot.sandbox.links import checked_link, start_token

_PLAIN_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
}
_CLASSES = {"mention": "mention", "text_mention": "mention", "hashtag": "hashtag"}


def render(words: FormattedText, bot_username: str) -> str:
    """Return the HTML of a text.

    A command becomes `<a data-command>`, a deep link to the bot `<a data-start>` with its token;
    other links open in a new window.
    """
    return _render(words, words.entities, 0, units(words.text), bot_username)


def _render(
    words: FormattedText, entities: Sequence[Entity], start: int, end: int, bot: str
) -> str:
    """Render a stretch with the entities inside it; one that sticks out is cut at the end."""
    parts = []
    position = start
    rest = list(entities)
    while rest:
        outer = rest.pop(0)
        if outer.offset < position or outer.offset >= end:
            continue
        close = min(outer.end, end)
        inner = [e for e in rest if e.offset < close]
        rest = [e for e in rest if e.offset >= close]
        before, behind = _tags(outer, words.part(outer), bot)
        parts.append(escape(stretch(words.text, position, outer.offset)))
        parts.append(before + _render(words, inner, outer.offset, close, bot) + behind)
        position = close
    return "".join(parts) + escape(stretch(words.text, position, end))


def _tags(entity: Entity, words: str, bot: str) -> tuple[str, str]:
    """Return the opening and the closing tag."""
    if tag := _PLAIN_TAGS.get(entity.type):
        return f"<{tag}>", f"</{tag}>"
    if entity.type == "bot_command":
        return f'<a href="#" data-command="{escape(words)}">', "</a>"
    if entity.type in {"url", "text_link"}:
        return _link(entity.url or words, bot)
    if entity.type == "spoiler":
        return '<span class="spoiler" tabindex="0">', "</span>"
    return f'<span class="{_CLASSES.get(entity.type, "other")}">', "</span>"


def _link(address: str, bot: str) -> tuple[str, str]:
    token = start_token(address, bot)
    if token is not None:
        return f'<a href="{escape(address)}" data-start="{escape(token)}">', "</a>"
    url = checked_link(address)
    if url is None or not url.startswith(("http://", "https://")):
        return "<span>", "</span>"
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">', "</a>"
