"""Reply markup: what Telegram accepts under a message.

<https://core.telegram.org/bots/api#inlinekeyboardmarkup>
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.links import checked_link
from bot.sandbox.messages import ForceReply
from bot.sandbox.payload import Json

MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
LONGEST_DATA = 64
"""Bytes of callback_data."""
_LONGEST_MARKUP = 10_000
"""Bytes of a whole keyboard; measured by others, published nowhere."""
_LONGEST_COPY = 256

_ACTIONS = (
    "callback_data", "url", "copy_text", "web_app", "login_url", "switch_inline_query",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "callback_game", "pay",
)  # fmt: skip
_STYLES = (None, "primary", "success", "danger")
_OTHER_MARKUPS = ("keyboard", "remove_keyboard")


@dataclass(frozen=True)
class Markup:
    """What a reply_markup came to: inline buttons, a request for a reply, or nothing shown here."""

    keyboard: Json | None = None
    prompt: ForceReply | None = None


def read_markup(value: object) -> Markup:
    """Check a decoded reply_markup; ApiError 400 where Telegram would refuse it."""
    if value is None:
        return Markup()
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in value:
        return Markup(keyboard=_inline(value["inline_keyboard"]))
    if value.get("force_reply"):
        placeholder = value.get("input_field_placeholder")
        words = str(placeholder) if placeholder else None
        return Markup(prompt=ForceReply(words, bool(value.get("selective"))))
    if any(name in value for name in _OTHER_MARKUPS):
        return Markup()
    raise bad_request("object expected as reply markup")


def _inline(rows: object) -> Json | None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array')
    kept = [[_button(button) for button in row] for row in rows if row]
    too_many = sum(map(len, kept)) > MOST_BUTTONS or any(len(row) > MOST_IN_A_ROW for row in kept)
    if too_many or len(json.dumps(kept, ensure_ascii=False).encode()) > _LONGEST_MARKUP:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": kept} if kept else None


def _button(button: object) -> Json:
    if not isinstance(button, dict):
        raise _unparsed("Expected an Object")
    if not button.get("text") or not isinstance(button["text"], str):
        raise _unparsed('Can\'t find field "text"')
    action = next((name for name in _ACTIONS if button.get(name) is not None), None)
    if action is None:
        raise _unparsed("Text buttons are unallowed in the inline keyboard")
    if button.get("style") not in _STYLES:
        raise _unparsed("Invalid button style specified")
    kept = {name: button[name] for name in ("text", "style", action) if name in button}
    if action in _CHECKS:
        kept[action] = _CHECKS[action](button[action])
    return kept


def _data(value: object) -> str:
    if not 1 <= len(str(value).encode()) <= LONGEST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    return str(value)


def _copied(value: object) -> Json:
    text = value.get("text") if isinstance(value, dict) else None
    if not isinstance(text, str) or not 1 <= len(text) <= _LONGEST_COPY:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return {"text": text}


def _link(value: object) -> str:
    link = checked_link(str(value))
    if link is None:
        raise bad_request(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
    return link


_CHECKS: Mapping[str, Callable[[object], object]] = {
    "callback_data": _data,
    "copy_text": _copied,
    "url": _link,
}


def _unparsed(reason: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {reason}")
