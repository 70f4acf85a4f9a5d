"""The bounds the burden is promised to keep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.simulation.burden import EVERYBODY
from bot.simulation.findings import Findings
from rules.settings import PlanSettings

ONE_TAP = 0.9
LIMITS = PlanSettings()


@dataclass(frozen=True)
class Bound:
    """A promise by name, in words, what was found, and whether it holds."""

    name: str
    promise: str
    found: float
    holds: bool


def bounds(findings: Findings) -> tuple[Bound, ...]:
    """Hold the findings against every promise."""
    return tuple(_bounds(findings))


def _bounds(found: Findings) -> Iterator[Bound]:
    private = found.burdens[EVERYBODY].rarely
    yield _at_most(
        "private_messages",
        "private messages the bot begins, a person and workday (99.9th percentile)",
        private,
        LIMITS.private_limit,
    )
    yield _at_most(
        "group_posts", "group posts the bot begins, a day", found.group_most, LIMITS.group_limit
    )
    yield _at_most("quiet_hours", "messages begun in quiet hours or on days off", found.quiet, 0)
    share = found.one_tap.share
    yield Bound(
        "one_tap",
        f"at least {ONE_TAP:.0%} of cards of week and above take one tap if answered below",
        share,
        share >= ONE_TAP,
    )
    yield _at_most(
        "undelivered", "overdue check-ins that were never delivered", found.undelivered, 0
    )
    yield _at_most("digests", "sums in digests that do not add up", len(found.digests.wrong), 0)
    yield _at_most("faults", "notices that could not be said", len(found.record.faults), 0)


def _at_most(name: str, what: str, found: int, limit: int) -> Bound:
    return Bound(name, f"at most {limit} {what}", found, found <= limit)
