"""Who has to do a task, as its units clause says it, and who leads where it does not say so."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Self

from seeds.signs import level

_FIRST = "(?:第一|首|最前|前)"
_LEADS = "(?:为|是|作为|即为|系)?[^,。;()]{0,10}?(?:牵头|主办|汇总|主责|总负责)"
FIRST_LEADS = (
    rf"(?:列|排|居|位|名)[^,。;()]{{0,4}}{_FIRST}[^,。;()]{{0,8}}{_LEADS}"
    rf"|{_FIRST}个?(?:责任)?单位{_LEADS}|第一责任单位{_LEADS}"
)
ALL_LEAD = "责任单位[^,。;()]{0,4}(?:即为|均为|就是|视为)牵头单位|责任单位[^。()]{0,12}分别牵头"
_FEW = 4  # helpers set beside the primary in every fourth task make it the notice's habit


@dataclass(frozen=True)
class Duties:
    """The names behind each role of one task, in the order of the notice."""

    lead: tuple[str, ...] = ()
    primary: tuple[str, ...] = ()
    helper: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    deadline: str | None = None
    remarks: tuple[str, ...] = ()

    @property
    def units(self) -> tuple[str, ...]:
        """Every unit named, whatever its role."""
        return self.lead + self.primary + self.helper

    def __bool__(self) -> bool:
        return bool(self.units or self.leaders or self.persons)

    def joined(self, other: Self) -> Self:
        """Return both clauses as one; a name given twice in one role is kept once."""
        merged = {
            name: tuple(dict.fromkeys(getattr(self, name) + getattr(other, name)))
            for name in (field.name for field in fields(self))
            if name != "deadline"
        }
        return type(self)(deadline=self.deadline or other.deadline, **merged)

    def inheriting(self, above: Self) -> Self:
        """Return these duties with what they lack filled from the heading or the row above."""
        mine = self if self.units else above
        return type(self)(
            mine.lead,
            mine.primary,
            mine.helper,
            self.leaders or above.leaders,
            self.persons or above.persons,
            self.deadline or above.deadline,
            self.remarks,
        )


NO_DUTIES = Duties()


@dataclass(frozen=True)
class Custom:
    """What a notice as a whole says, or shows, about who leads where a task does not say 牵头."""

    first_leads: bool = False
    all_lead: bool = False
    primary_leads: bool = False

    def settle(self, duties: Duties) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the lead units and the responsible units of a task."""
        lead, primary, helper = duties.lead, duties.primary, duties.helper
        if not lead and self.first_leads:
            lead, primary = primary[:1], primary[1:]
        elif not lead and (helper or self.all_lead or self.primary_leads):
            lead, primary = primary, ()
        return lead, tuple(dict.fromkeys(primary + helper))


def custom_of(text: str, tasks: Collection[Duties]) -> Custom:
    """Read the custom off the notice's words (列第一位的为牵头单位) and its tasks' labels."""
    levelled = re.sub(r"\s", "", level(text))
    with_primary = [duties for duties in tasks if duties.primary]
    helped = sum(bool(duties.helper) for duties in with_primary)
    says_lead = any(duties.lead for duties in tasks)
    return Custom(
        first_leads=re.search(FIRST_LEADS, levelled) is not None,
        all_lead=re.search(ALL_LEAD, levelled) is not None,
        primary_leads=not says_lead and helped * _FEW >= len(with_primary) > 0,
    )
