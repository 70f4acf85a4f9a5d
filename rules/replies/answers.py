"""What a typed answer says, as facts: a card's lines go in, an understanding comes out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from rules.facts import Labelled, Status


class ValueKind(Labelled):
    """What a figure counts. UNSTATED also where no figure was said."""

    CUMULATIVE = "cumulative", "累计"
    THIS_PERIOD = "this_period", "本期新增"
    PERCENT = "percent", "完成率"
    UNSTATED = "unstated", "未说明"


@dataclass(frozen=True)
class CardLine:
    """One task as its card shows it: number "15", its target's measure "个", its short title."""

    number: str
    measure: str | None
    title: str = ""


@dataclass(frozen=True)
class Answer:
    """What was said of one task. Nothing here is judged or guessed from other tasks.

    `status` is None where none was said. `measure` is the one typed, with its multiplier
    ("万吨" for "80 万吨", whose value is 80); it may differ from the target's. `progress` and
    `difficulty` are the words left over, "" if none; `awaited` names the unit waited for.
    """

    number: str
    status: Status | None
    value: Decimal | None = None
    value_kind: ValueKind = ValueKind.UNSTATED
    measure: str | None = None
    progress: str = ""
    difficulty: str = ""
    awaited: str | None = None


@dataclass(frozen=True)
class Understanding:
    """A whole message, read against one card.

    `answers` holds one answer a task, in the order said; a status given to all or to the rest
    ("其余正常") is already spread over the tasks it covers, in the card's order, last.
    `all_normal`: the message called every task normal that it did not except.
    `same_as_before`: tasks without an answer of their own stand as last reported.
    `rest`: the tasks that got their status as 其余, those not named in this message.
    `unplaced`: fragments, and numbers with nothing said of them, to be asked back.
    """

    answers: tuple[Answer, ...] = ()
    all_normal: bool = False
    same_as_before: bool = False
    rest: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()
    unknown_numbers: tuple[str, ...] = ()
