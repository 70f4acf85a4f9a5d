"""What the law and the record refuse, each with the reason as a type.

Refusal
├── Stranger              nobody invited this person yet
├── NotSupervisor         the action belongs to supervisors
├── NotAdministrator      the action belongs to administrators
├── NotYourTask           the task belongs to another unit
├── NotYourCard           the card was given to somebody else
├── UnknownTask           no task of that number
├── UnknownUnit           no unit of that name (near names are offered)
├── UnknownButton         a button nobody of ours made
├── NothingBefore         "as before" was tapped and there is no before
├── PeriodClosed          the period of the card is closed
├── InviteUnknown, InviteUsed, InviteExpired
├── ChaseCooling          chased less than four working hours ago
├── NoPlan                no notice is loaded yet
├── NotInGroup            the command belongs in a group
└── AnonymousAdministrator  the sender hides behind the group

The words a person reads are chosen by the class name; the fields fill them in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from rules.facts import PeriodKind


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A request that is understood and not granted; its fields fill the sentence."""


@dataclass(eq=False)
class Stranger(Refusal):
    """Nobody invited this person yet."""


@dataclass(eq=False)
class NotSupervisor(Refusal):
    """The action belongs to supervisors."""


@dataclass(eq=False)
class NotAdministrator(Refusal):
    """The action belongs to administrators."""


@dataclass(eq=False)
class NotYourTask(Refusal):
    """The task belongs to another unit than the person speaks for."""

    number: str


@dataclass(eq=False)
class NotYourCard(Refusal):
    """The card holds no task of a unit the person speaks for."""


@dataclass(eq=False)
class UnknownTask(Refusal):
    """No task of that number in the plan."""

    number: str


@dataclass(eq=False)
class UnknownUnit(Refusal):
    """No unit of that name; `near` holds names that resemble it."""

    name: str
    near: tuple[str, ...] = field(default_factory=tuple)


@dataclass(eq=False)
class UnknownButton(Refusal):
    """The data of a tap that no button of ours carries."""


@dataclass(eq=False)
class NothingBefore(Refusal):
    """No earlier report exists to repeat."""


@dataclass(eq=False)
class PeriodClosed(Refusal):
    """The period from `first` to `last` that the card is about closed at `closed_at`."""

    kind: PeriodKind
    first: date
    last: date
    closed_at: datetime


@dataclass(eq=False)
class InviteUnknown(Refusal):
    """No invitation has this token."""


@dataclass(eq=False)
class InviteUsed(Refusal):
    """The invitation was used already."""


@dataclass(eq=False)
class InviteExpired(Refusal):
    """The invitation ran out at `expired_at`."""

    expired_at: datetime


@dataclass(eq=False)
class ChaseCooling(Refusal):
    """Everybody named was chased less than four working hours ago; free again at `until`."""

    until: datetime


@dataclass(eq=False)
class NoPlan(Refusal):
    """No notice is loaded yet."""


@dataclass(eq=False)
class NotInGroup(Refusal):
    """The command belongs in a group."""


@dataclass(eq=False)
class AnonymousAdministrator(Refusal):
    """The sender hides behind the group, so nobody can be held to the action."""
