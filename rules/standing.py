"""How one check-in stands at one instant, from its facts alone.

Fairness is the rule of this module: no delivered prompt, no overdue; and a prompt that came late
leaves at least a quarter of the window to answer it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rules.facts import Labelled

SECOND = timedelta(seconds=1)


class Standing(Labelled):
    """What is said of a check-in."""

    UPCOMING = "upcoming", "未开始"
    OPEN = "open", "待报"
    ANSWERED = "answered", "已报"
    LATE = "late", "迟报"
    OVERDUE = "overdue", "逾期"
    MISSED = "missed", "未报"
    NOT_ASKED = "not_asked", "未下发"
    COVERED = "covered", "已覆盖"


@dataclass(frozen=True)
class CheckInFacts:
    """The instants of one check-in; `prompted` is when its card was delivered, if it was.

    `covered` is when a report of a higher level was given that stands for it, if one was.
    """

    opens: datetime
    due: datetime
    closes: datetime
    prompted: datetime | None = None
    answered: datetime | None = None
    covered: datetime | None = None


def as_of(facts: CheckInFacts, now: datetime) -> CheckInFacts:
    """Return what was known of a check-in at `now`: nothing of an answer that came later."""
    answered, covered = facts.answered, facts.covered
    return replace(
        facts,
        answered=answered if answered is not None and answered <= now else None,
        covered=covered if covered is not None and covered <= now else None,
    )


def fair_due(facts: CheckInFacts) -> datetime:
    """Return the instant from which an answer is late: due, or later after a late prompt."""
    if facts.prompted is None:
        return facts.due
    return max(facts.due, facts.prompted + (facts.due - facts.opens) / 4)


def standing(facts: CheckInFacts, now: datetime) -> Standing:
    """Judge a check-in at `now`: its own answer first, then a higher report's, then its clock."""
    due = fair_due(facts)
    if facts.answered is not None:
        late = facts.prompted is not None and facts.answered > due
        return Standing.LATE if late else Standing.ANSWERED
    if facts.covered is not None:
        return Standing.COVERED
    if now < facts.opens:
        return Standing.UPCOMING
    if facts.prompted is None:
        return Standing.NOT_ASKED
    if now < due:
        return Standing.OPEN
    return Standing.OVERDUE if now < facts.closes else Standing.MISSED


def said_at(dated: datetime, asked: datetime, received: datetime) -> datetime:
    """Return when an answer was given: its own date where that is possible, else its arrival.

    An answer that waited out an outage counts from when it was written; one dated before its card
    or after its arrival is dated by its arrival. Telegram dates in whole seconds: what arrived
    within a second of its date arrived at once, and its arrival tells it from a tap just before.
    """
    is_possible = asked <= dated <= received - SECOND
    return dated if is_possible else received
