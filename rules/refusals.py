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
├── NotHead               the approval belongs to the unit's head
├── SlipDecided           the slip was sent or dropped before
├── SlipSettled           the unit owes nothing the slip was drafted for
├── NoPlan                no notice is loaded yet
├── UnknownSetting        no setting of that name (near names are offered)
├── BadSetting            the text is not what the setting takes
├── SettingsClash         the new value does not go together with another setting
├── TargetUnread          a piece of a typed target could not be understood
├── BadTarget             the target may not stand so
├── NoTarget              the task has no figure to start from
├── ProposalDecided       somebody decided on the proposal already
├── BadSheet              the file is no sheet of targets
├── DaysUnread            no day, or no such day, is named
├── DaysPast              the days named are over
├── NotAway               no leave is noted for the person
├── UnknownMember         nobody of that name is bound
├── MemberUnclear         several people of that name are bound
├── StandInSelf           nobody stands in for himself
├── StandInAway           who should stand in is away as well
├── NotExempt             the unit is asked as always
├── BadCadence            the text is no cadence
├── NoOpenRound           no round of a week or above is open
├── NoResponsible         the task has no responsible unit
├── NotInGroup            the command belongs in a group
└── AnonymousAdministrator  the sender hides behind the group

The words a person reads are chosen by the class name; the fields fill them in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from rules.facts import PeriodKind
from rules.targets import Flaw
from rules.terms import Clash, Form, Setting


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
class NotHead(Refusal):
    """Only the head of `unit` approves its reports."""

    unit: str


@dataclass(eq=False)
class SlipDecided(Refusal):
    """Slip `number` was `sent`, or dropped, before."""

    number: int
    sent: bool


@dataclass(eq=False)
class SlipSettled(Refusal):
    """`unit` has reported meanwhile what slip `number` was drafted for."""

    number: int
    unit: str


@dataclass(eq=False)
class NoPlan(Refusal):
    """No notice is loaded yet."""


@dataclass(eq=False)
class UnknownSetting(Refusal):
    """No setting of that name; `near` holds names that resemble it."""

    name: str
    near: tuple[str, ...] = field(default_factory=tuple)


@dataclass(eq=False)
class BadSetting(Refusal):
    """The text is not what the setting takes; `expects` tells what it does take."""

    setting: Setting
    text: str
    expects: Form


@dataclass(eq=False)
class SettingsClash(Refusal):
    """The settings would not go together; `why` tells what must hold."""

    why: Clash


@dataclass(eq=False)
class TargetUnread(Refusal):
    """Pieces of a target typed for task `number` that were not understood or count other things."""

    number: str
    pieces: tuple[str, ...]


@dataclass(eq=False)
class BadTarget(Refusal):
    """The target may not stand so; `day` is that of the stage at fault."""

    flaw: Flaw
    day: date | None = None


@dataclass(eq=False)
class NoTarget(Refusal):
    """Task `number` has no figure to start from."""

    number: str


@dataclass(eq=False)
class ProposalDecided(Refusal):
    """Somebody decided on the proposal already, or a newer one took its place."""


@dataclass(eq=False)
class BadSheet(Refusal):
    """The file is no sheet of targets, or too large."""


@dataclass(eq=False)
class DaysUnread(Refusal):
    """No day is named in `text`, or one the calendar does not have."""

    text: str


@dataclass(eq=False)
class DaysPast(Refusal):
    """The days named ended on `last`, before today."""

    last: date


@dataclass(eq=False)
class NotAway(Refusal):
    """No leave is noted for the person, today or later."""


@dataclass(eq=False)
class UnknownMember(Refusal):
    """Nobody of that name is bound; `near` holds names that resemble it."""

    name: str
    near: tuple[str, ...] = field(default_factory=tuple)


@dataclass(eq=False)
class MemberUnclear(Refusal):
    """Several people of that name are bound; `people` names them with their units."""

    name: str
    people: tuple[str, ...]


@dataclass(eq=False)
class StandInSelf(Refusal):
    """Nobody stands in for himself."""


@dataclass(eq=False)
class StandInAway(Refusal):
    """Who should stand in is away from `first` to `last` as well."""

    name: str
    first: date
    last: date


@dataclass(eq=False)
class NotExempt(Refusal):
    """The unit is asked as always, and will be."""

    unit: str


@dataclass(eq=False)
class BadCadence(Refusal):
    """The text is no cadence."""

    text: str


@dataclass(eq=False)
class NoOpenRound(Refusal):
    """No round of a week or above is open for answers."""


@dataclass(eq=False)
class NoResponsible(Refusal):
    """Task `number` has no responsible unit to ask."""

    number: str


@dataclass(eq=False)
class NotInGroup(Refusal):
    """The command belongs in a group."""


@dataclass(eq=False)
class AnonymousAdministrator(Refusal):
    """The sender hides behind the group, so nobody can be held to the action."""
