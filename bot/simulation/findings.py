"""What a simulation found, counted from the outside; the record adds standings and lights."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from bot.simulation.burden import Burden, burdens
from bot.simulation.digests import Sums, add_up
from bot.simulation.one_tap import OneTap
from bot.simulation.record import Ended
from bot.simulation.run import Lived
from bot.simulation.traffic import Nature
from rules.lights import Light
from rules.periods import Span


@dataclass(frozen=True)
class Findings:
    """Everything counted. `group_most` is the most posts the bot began on one day.

    `quiet` is what it began to say in quiet hours or on days off, `undelivered` the check-ins
    counted late, by round and unit, whose card nobody of the unit was shown, `quarters` the lights
    at the end of each quarter lived through.
    """

    days: Span
    workdays: int
    burdens: dict[str, Burden]
    one_tap: OneTap
    record: Ended
    group_posts: int
    group_most: int
    quiet: int
    undelivered: int
    digests: Sums
    quarters: dict[date, dict[Light, int]]


def find(lived: Lived) -> Findings:
    """Count what the days brought."""
    begun = [one for one in lived.said if one.nature is Nature.INITIATED]
    posts = [one for one in begun if one.chat_id < 0]
    by_day = Counter(one.at.astimezone(lived.zone).date() for one in posts)
    workdays = len(lived.workdays)
    return Findings(
        days=lived.days,
        workdays=workdays,
        burdens=burdens(lived.people, workdays, lived.said, lived.efforts, lived.zone),
        one_tap=lived.one_tap,
        record=lived.record,
        group_posts=len(posts),
        group_most=max(by_day.values(), default=0),
        quiet=lived.quiet,
        undelivered=lived.undelivered,
        digests=add_up(one.text for one in posts),
        quarters=lived.quarters,
    )
