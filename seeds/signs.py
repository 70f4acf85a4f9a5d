"""Signs levelled one for one: a position in the levelled text is a position in the text.

Patterns look at the levelled text, where every width of a sign and every shape of bracket is
one; what is kept is always sliced from the text as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

HAN = r"[\u3400-\u9fff]"
BLANKS = " \t\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f\u2060\u3000\ufeff\x0b\x0c\x85"

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_OPENING = dict.fromkeys(map(ord, "[{〔【〖［｛﹙﹝"), "(")
_CLOSING = dict.fromkeys(map(ord, "]}〕】〗］｝﹚﹞"), ")")
_LOOKALIKES = {"﹕": ":", "︰": ":", "∶": ":", "﹔": ";", "﹐": ",", "､": "、", "｡": "。"}
_LEVEL = _WIDTH | _OPENING | _CLOSING | str.maketrans(_LOOKALIKES)
_BLANK = re.compile(f"[{BLANKS}]")
_NEEDLESS = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")


def level(text: str) -> str:
    """Return the text with half-width signs, round brackets and plain blanks, of equal length."""
    return _BLANK.sub(" ", text.translate(_LEVEL))


def squeeze(text: str) -> str:
    """Return the text without the blanks that Chinese does not need."""
    return _NEEDLESS.sub("", _BLANK.sub(" ", text)).strip()


def has_words(text: str) -> bool:
    """Whether a letter, a Chinese character or a digit is left in it."""
    return any(map(str.isalnum, text))


def run_on(text: str, more: str) -> str:
    """Return two lines as one; only between Latin words does the break leave a blank."""
    before, after = text.rstrip(), more.strip()
    is_latin = before[-1:].isascii() and after[:1].isascii()
    is_word = before[-1:].isalnum() and after[:1].isalnum()
    return f"{before} {after}" if is_latin and is_word else before + after


def trim(text: str, signs: str) -> str:
    """Return the text without these signs, of any width, at its ends."""
    levelled = level(text)
    start = len(text) - len(levelled.lstrip(signs))
    return text[start : max(start, len(levelled.rstrip(signs)))]


def trim_end(text: str, signs: str) -> str:
    """Return the text without these signs, of any width, at its end."""
    return text[: len(level(text).rstrip(signs))]


def closing(levelled: str, opening: int) -> int | None:
    """Where the bracket that opens at `opening` closes; None if it never does."""
    depth = 0
    for position in range(opening, len(levelled)):
        depth += (levelled[position] == "(") - (levelled[position] == ")")
        if depth == 0:
            return position
    return None


def split_outside(text: str, separators: str) -> Iterator[str]:
    """Yield the pieces between separators that stand outside every bracket, blank ones too."""
    depth, start = 0, 0
    for position, sign in enumerate(level(text)):
        depth = max(0, depth + (sign == "(") - (sign == ")"))
        if depth == 0 and sign in separators:
            yield text[start:position]
            start = position + 1
    yield text[start:]
