"""Figures as a phone shows them: 2,000个, 870亿元, 95.5%, 3,450亿元 for 34500000万元."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from handlers.views.render import phrase

LONG = 1_000_000  # from seven digits on, a figure is shown in 万, 亿 or 万亿
MOST_PLACES = 2
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Scale:
    """How figures are shown: `size` of them make one `measure`, to `places` decimals."""

    size: Decimal
    measure: str
    places: int

    def number(self, value: Decimal) -> str:
        """Return `value` in the measure shown, without the measure."""
        return plain(value / self.size, self.places)

    def amount(self, value: Decimal) -> str:
        """Return `value` with the measure shown."""
        return self.number(value) + self.measure


def scale(stated: Sequence[Decimal], measure: str) -> Scale:
    """Return how to show figures beside `stated` ones: short, and no finer than these are."""
    largest = max(map(abs, stated))
    if largest < LONG:
        return Scale(Decimal(1), measure, max(map(_places, stated)))
    units = _large_units()
    sign = next((sign for sign in units if measure.startswith(sign)), "")
    one = units.get(sign, Decimal(1))
    shown = next(sign for sign, size in units.items() if largest * one >= size)
    size = units[shown] / one
    places = max(MOST_PLACES - (largest / size).adjusted(), 0)
    return Scale(size, shown + measure.removeprefix(sign), places)


def plain(value: Decimal, places: int) -> str:
    """Return a number with thousands apart and at most `places` decimals."""
    digits = f"{value:,.{places}f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits.replace("-", MINUS)


def _places(value: Decimal) -> int:
    _, _, fraction = f"{value:f}".partition(".")
    return min(len(fraction.rstrip("0")), MOST_PLACES)


def _large_units() -> dict[str, Decimal]:
    ten_thousand, hundred_million = phrase("board_ten_thousand"), phrase("board_hundred_million")
    return {
        ten_thousand + hundred_million: Decimal(10**12),
        hundred_million: Decimal(10**8),
        ten_thousand: Decimal(10**4),
    }
