"""The numerals that count headings and spell out dates: 二十一, 二〇二四."""

from __future__ import annotations

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | dict.fromkeys(
    "〇○Oo", 0
)
NUMERAL = f"[{''.join(_DIGITS)}十]"


def read_count(words: str) -> int | None:
    """Return a whole number written in Arabic digits or spelled out; None if it is neither.

    Below a hundred with 十 (二十一), digit by digit without (二〇二四).
    """
    if words.isdecimal():
        return int(words)
    tens, ten, ones = words.partition("十")
    if not ten:
        return _digit_by_digit(words)
    if len(tens) > 1 or len(ones) > 1:
        return None
    count = _digit_by_digit(tens or "一"), _digit_by_digit(ones or "零")
    return None if count[0] is None or count[1] is None else count[0] * 10 + count[1]


def _digit_by_digit(words: str) -> int | None:
    digits = [_DIGITS.get(sign) for sign in words]
    if not digits or None in digits:
        return None
    return int("".join(map(str, digits)))
