"""Typing habits levelled: width, spaces, emoji and invisible signs carry no meaning."""

from __future__ import annotations

import re

HAN = r"[\u3400-\u9fff]"
STOPS = frozenset("\n;。!?")
COMMAS = frozenset(",、:")
SEPARATORS = STOPS | COMMAS | frozenset(" ()[]…")

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_INVISIBLE = dict.fromkeys([*range(0x200B, 0x2010), *range(0xFE00, 0xFE10), 0x20E3, 0xFEFF])
_ARROWS = dict.fromkeys(map(ord, "➡➔➜⇒⟶⮕"), "→")
_CHINESE_STOPS = {ord("\uff61"): "。", ord("\uff64"): "、"}
_ALIKE = str.maketrans(_FULL_WIDTH | _INVISIBLE | _ARROWS | _CHINESE_STOPS)
_LINE_BREAK = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_EMOJI = re.compile(
    "[\U0001f000-\U0001f0ff\U0001f10d-\U0001faff\u2600-\u2775\u2794-\u27bf\u2b00-\u2bff]+"
)
_CONTROL = re.compile("[\x00-\x09\x0e-\x1b\x1f\x7f]")
_BLANKS = re.compile(r"[^\S\n]+")
_LINE_END = re.compile(r" ?\n[ \n]*")
_PAUSE = re.compile(r"[ \n,;、。]+")
_LOOSE = " ,;、。:.=-—~|*_+→"


def fold(text: str) -> str:
    """Half-width text with single spaces and line breaks; an emoji is no more than a pause."""
    text = _LINE_BREAK.sub("\n", text.translate(_ALIKE))
    text = _CONTROL.sub(" ", _EMOJI.sub(",", text))
    text = _BLANKS.sub(" ", text)
    return _LINE_END.sub("\n", text).strip()


def tidy(words: str) -> str:
    """Words as one line: one sign a pause, none at the ends; "" if only signs are left."""
    return _PAUSE.sub(_one_sign, words).strip(_LOOSE) if has_words(words) else ""


def has_words(text: str) -> bool:
    """Whether a letter, a Chinese character or a digit is left in it."""
    return any(map(str.isalnum, text))


def _one_sign(pause: re.Match[str]) -> str:
    signs = pause[0].replace(" ", "").replace("\n", ",")
    return signs[:1] or " "
