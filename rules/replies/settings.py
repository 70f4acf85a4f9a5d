"""A setting and its new value as typed: 月报截止日 26日, month_due_day=26, 默认 月报截止日."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rules.replies.folding import fold
from rules.terms import Setting

_DEFAULT = r"(?:恢复)?(?:默认值?|缺省值?)|default|reset"
_RESET_FIRST = re.compile(rf"(?:{_DEFAULT})[ :]*(?P<rest>.*)", re.IGNORECASE)
_RESET_LAST = re.compile(_DEFAULT, re.IGNORECASE)
_BECOMES = re.compile(r"^[ =:,]*(?:改成|改为|设为|调整为|为)?[ =:,]*")
_NAMES = sorted(
    (word for setting in Setting for word in (setting.value, setting.label)), key=len, reverse=True
)


@dataclass(frozen=True)
class SettingWords:
    """What was typed: `name` may be unknown; no `value` and no `resets` means to look."""

    name: str
    value: str
    resets: bool


def read_setting(text: str) -> SettingWords:
    """Take a setting's name and value apart, with or without a sign between them."""
    text = fold(text)
    if found := _RESET_FIRST.fullmatch(text):
        return SettingWords(_split(found["rest"])[0], "", resets=True)
    name, value = _split(text)
    resets = _RESET_LAST.fullmatch(value) is not None
    return SettingWords(name, "" if resets else value, resets)


def _split(text: str) -> tuple[str, str]:
    """Cut behind the longest name the text begins with; behind the first word where it has none."""
    code = text.casefold().replace(" ", "_").replace("-", "_")
    known = next((name for name in _NAMES if code.startswith(name)), None)
    length = len(known) if known else len(re.split("[ =:]", text, maxsplit=1)[0])
    return known or text[:length], _BECOMES.sub("", text[length:])
