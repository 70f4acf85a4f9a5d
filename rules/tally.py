"""How a plan's tasks stand in one period: each task in one bucket, so that counts add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from rules.facts import Labelled, Status
from rules.standing import Standing


class Bucket(Labelled):
    """Where a task is counted. The first five are what its lead units say of it themselves."""

    DONE = "done", "已完成"
    NORMAL = "normal", "正常"
    AT_RISK = "at_risk", "有风险"
    LAGGING = "lagging", "滞后"
    BLOCKED = "blocked", "需协调"
    PENDING = "pending", "待报"
    SILENT = "silent", "未反馈"
    NOT_ASKED = "not_asked", "未下发"


SEVERITY = (Status.DONE, Status.NORMAL, Status.AT_RISK, Status.BLOCKED, Status.LAGGING)
ANSWER_OWED = frozenset({Standing.OVERDUE, Standing.MISSED})


@dataclass(frozen=True)
class LeadFacts:
    """One lead unit in one period: its latest report there, and the standings of its check-ins."""

    status: Status | None
    standings: frozenset[Standing]

    @property
    def is_silent(self) -> bool:
        """Asked in this period, an answer is owed, and none was given."""
        return self.status is None and bool(self.standings & ANSWER_OWED)


def bucket(leads: Iterable[LeadFacts]) -> Bucket:
    """Count a task by the gravest report of its lead units, else by why there is none.

    Silence is 未反馈 only where an answer is owed; not asked is 未下发, never 未反馈 or 滞后.
    """
    leads = tuple(leads)
    said = [lead.status for lead in leads if lead.status is not None]
    if said:
        return Bucket[max(said, key=SEVERITY.index).name]
    if any(lead.is_silent for lead in leads):
        return Bucket.SILENT
    if any(Standing.OPEN in lead.standings for lead in leads):
        return Bucket.PENDING
    return Bucket.NOT_ASKED


Kind = TypeVar("Kind", bound=Labelled)


@dataclass(frozen=True)
class Tally(Generic[Kind]):
    """How many of each kind. `total` is counted apart from the kinds and must equal their sum."""

    counts: Mapping[Kind, int]
    total: int

    def __post_init__(self) -> None:
        if sum(self.counts.values()) != self.total:
            raise ValueError(f"the counts {dict(self.counts)} do not add up to {self.total}")


def tally(kinds: type[Kind], placed: Iterable[Kind], total: int) -> Tally[Kind]:
    """Count what was `placed` under each kind; raises ValueError unless it is `total` many."""
    found = list(placed)
    return Tally({kind: found.count(kind) for kind in kinds}, total)
