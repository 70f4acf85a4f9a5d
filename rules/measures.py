"""Units of measure by their size: what may be counted together, and what must be asked back.

A multiplier before a unit multiplies it (亿元, 千万元, 万个); units of one dimension are turned
into one another (亩, 公顷, 平方公里). Units of count stay apart: 个 is not 家, 人 is not 人次,
元 is not 美元.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Context, Decimal
from fractions import Fraction
from types import MappingProxyType

from rules.replies.answers import ValueKind
from rules.replies.folding import fold

_DIMENSIONS: tuple[dict[str, Fraction | int], ...] = (
    {
        "平方公里": 1_000_000,
        "平方千米": 1_000_000,
        "公顷": 10_000,
        "亩": Fraction(2000, 3),
        "平方米": 1,
        "平米": 1,
        "㎡": 1,
    },
    {"公里": 1000, "千米": 1000, "里": 500, "米": 1},
    {"吨": 1000, "公斤": 1, "千克": 1, "斤": Fraction(1, 2), "克": Fraction(1, 1000)},
    {"立方米": 1000, "升": 1},
    {"兆瓦": 1000, "千瓦": 1},
    {"千瓦时": 1, "度": 1},
    {"%": 10, "‰": 1},
    {"人": 1, "名": 1},
)
_SIZES: Mapping[str, tuple[str, Fraction]] = MappingProxyType(
    {
        unit: (next(iter(units)), Fraction(size))
        for units in _DIMENSIONS
        for unit, size in units.items()
    }
)
_MULTIPLIER = re.compile("(?:[十百千]?[万亿]|[百千])")
_TIMES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_DIGITS = Context(prec=15)


def convert(value: Decimal, said_measure: str | None, target_measure: str | None) -> Decimal | None:
    """Return a figure in the target's measure; None where it counts something else.

    No measure said is the target's own; a bare multiplier (1.2万) counts the target's unit. Exact,
    but for what does not end (亩 in 平方米), which is rounded to 15 digits. A share of the goal
    (完成60%) is no figure in a measure: "%" converts only to a target that is a percentage itself.
    """
    if not said_measure:
        return value
    if not target_measure:
        return None
    said_unit, said_size = _parted(said_measure)
    unit, size = _parted(target_measure)
    if said_unit and said_unit != unit:
        return None
    if not said_unit:
        size /= _unit_size(target_measure)
    if said_size == size:
        return value
    turned = Fraction(value) * said_size / size
    return _DIGITS.divide(Decimal(turned.numerator), Decimal(turned.denominator))


def counted(
    value: Decimal, kind: ValueKind, said_measure: str | None, target_measure: str
) -> Decimal | None:
    """Return a reported figure as it is counted towards a target; None where it cannot be.

    A share of the goal (完成60%) counts whatever the target is measured in.
    """
    if kind is ValueKind.PERCENT:
        return value
    return convert(value, said_measure, target_measure)


def _parted(measure: str) -> tuple[str, Fraction]:
    """Return the unit that stands for the measure's dimension, and how many of it it is."""
    times, unit = _cut(measure)
    dimension, size = _SIZES.get(unit, (unit, Fraction(1)))
    return dimension, times * size


def _unit_size(measure: str) -> Fraction:
    return _SIZES.get(_cut(measure)[1], ("", Fraction(1)))[1]


def _cut(measure: str) -> tuple[Fraction, str]:
    """Cut a multiplier off: 千万元 is ten million of 元, but 千克 and 千米 are units."""
    measure = fold(measure).replace(" ", "")
    multiplier = None if measure in _SIZES else _MULTIPLIER.match(measure)
    if multiplier is None:
        return Fraction(1), measure
    times = Fraction(1)
    for sign in multiplier[0]:
        times *= _TIMES[sign]
    return times, measure[multiplier.end() :]
