"""Numbers as typed and as spoken: 1,150 · 13.5 · 一百零四 · 六点五."""

from __future__ import annotations

from decimal import Decimal

DIGIT = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
UNIT = {"十": 10, "百": 100, "千": 1000}

CHINESE = f"[{''.join(DIGIT)}{''.join(UNIT)}]"
NUMBER = (
    rf"(?:[0-9]{{1,3}}+(?:,[0-9]{{3}}){{1,3}}+(?:\.[0-9]{{1,6}}+)?+(?![0-9])"
    rf"|[0-9]{{1,10}}+(?:\.[0-9]{{1,6}}+)?+(?![0-9])"
    rf"|{CHINESE}{{1,9}}+(?:点{CHINESE}{{1,4}}+)?+)"
)


def read_numeral(words: str) -> int | None:
    """Read a whole number below ten thousand; None if it is malformed (十四五)."""
    total, digit, last_unit, zero = 0, None, 10_000, False
    for sign in words:
        if sign in UNIT:
            unit = UNIT[sign]
            if unit >= last_unit or (not digit and unit != UNIT["十"]):
                return None
            total, digit, last_unit, zero = total + (digit or 1) * unit, None, unit, False
        elif digit is not None:
            return None
        elif DIGIT[sign]:
            digit = DIGIT[sign]
        else:
            zero = True
    if digit is None:
        return total
    is_clipped = last_unit in (100, 1000) and not zero  # 一百五 is 150, 一百零五 is 105
    return total + digit * (last_unit // 10 if is_clipped else 1)


def read_whole(words: str) -> int | None:
    """Read a whole number in digits or Chinese numerals; None if those are malformed."""
    return int(words) if words.isascii() else read_numeral(words)


def read_number(words: str) -> Decimal | None:
    """Read a number matched by NUMBER; None if its Chinese numerals are malformed."""
    if words[0].isascii():
        return Decimal(words.replace(",", ""))
    whole, _, fraction = words.partition("点")
    value = read_numeral(whole)
    if value is None or not DIGIT.keys() >= set(fraction):
        return None
    digits = "".join(str(DIGIT[sign]) for sign in fraction)
    return Decimal(f"{value}.{digits}" if digits else value)
