"""The words of a message as the bot gives them: a parse mode or entities, and the length limits."""

from dataclasses import replace

from bot.sandbox.entities import LONGEST_CAPTION, LONGEST_TEXT, Entity, FormattedText, tidied, units
from bot.sandbox.errors import bad_request
from bot.sandbox.html_text import parse_html
from bot.sandbox.links import checked_link
from bot.sandbox.parameters import Parameters
from bot.sandbox.world import World


def read_text(world: World, request: Parameters) -> FormattedText:
    """Read `text`, which must say something."""
    if request.text("text") is None:
        raise bad_request("message text is empty")
    words = _read(world, request, "text", "entities")
    if not words.text:
        raise bad_request("text must be non-empty")
    if units(words.text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return words


def read_caption(world: World, request: Parameters) -> FormattedText:
    """Read `caption`, which may be absent."""
    words = _read(world, request, "caption", "caption_entities")
    if units(words.text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return words


def _read(world: World, request: Parameters, name: str, entities_name: str) -> FormattedText:
    source = request.text(name) or ""
    mode = request.text("parse_mode")
    if mode is None:
        words = FormattedText(source, _given(request.structure(entities_name)))
    elif mode.lower() == "html":
        words = parse_html(source)
    else:
        raise bad_request("unsupported parse_mode")  # Markdown is real, but not played here
    known = (e for e in words.entities if e.user_id is None or e.user_id in world.people)
    return tidied(replace(words, entities=tuple(known)))


def _given(entities: object) -> tuple[Entity, ...]:
    if entities is None:
        return ()
    if not isinstance(entities, list) or not all(isinstance(entry, dict) for entry in entities):
        raise bad_request("can't parse MessageEntity: expected an Array of Objects")
    return tuple(_entity(Parameters(entry)) for entry in entities)


def _entity(entry: Parameters) -> Entity:
    user = entry.structure("user")
    url = entry.text("url")
    offset, length = entry.integer("offset"), entry.integer("length")
    if offset < 0 or length < 0:
        raise bad_request("receive an entity with incorrect offset or length")
    return Entity(
        type=entry.text("type") or "",
        offset=offset,
        length=length,
        url=checked_link(url) if url else None,
        language=entry.text("language"),
        user_id=Parameters(user).integer("id") if isinstance(user, dict) else None,
    )
