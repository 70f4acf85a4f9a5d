"""A year lived in halves is one year: nothing is counted twice, and nothing is left out."""

from datetime import date

import pytest

from bot.simulation.findings import find
from bot.simulation.halves import halves, side_by_side, together
from bot.simulation.run import simulate
from rules.facts import PeriodKind
from rules.periods import Span

pytestmark = pytest.mark.xdist_group("simulation")
MIDYEAR = Span(date(2024, 6, 28), date(2024, 7, 1))


@pytest.mark.parametrize(
    ("days", "parts"),
    [
        (("2024-01-31", "2024-12-31"), ["2024-01-31 2024-06-30", "2024-07-01 2024-12-31"]),
        (("2024-02-01", "2024-06-30"), ["2024-02-01 2024-06-30"]),
        (("2024-07-01", "2024-07-01"), ["2024-07-01 2024-07-01"]),
        (("2024-12-31", "2025-01-02"), ["2024-12-31 2024-12-31", "2025-01-01 2025-01-02"]),
    ],
)
def test_the_halves_tile_the_days(days, parts):
    span = Span(*(date.fromisoformat(day) for day in days))
    assert [f"{part.first} {part.last}" for part in halves(span)] == parts


def test_what_was_lived_side_by_side_adds_up_to_its_halves():
    seen: list[date] = []
    lived = side_by_side(MIDYEAR, "prompt", 1, 4, seen.append)
    one, other = (simulate(part, "prompt", 1, 4) for part in halves(MIDYEAR))
    assert find(lived) == find(together([one, other]))
    assert sorted(seen) == list(MIDYEAR)
    days = find(lived).record.check_ins[PeriodKind.DAY]
    assert days.total() == 2 * 150  # 28 June and 1 July, both worked
