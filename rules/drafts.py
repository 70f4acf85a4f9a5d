"""What a higher period's report would say, from the lower ones: nothing is typed twice.

The draft holds the latest status and figure, the progress joined, and what is still difficult. It
is only a proposal: one tap confirms it, a reply corrects any part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from itertools import takewhile

from rules.facts import Status
from rules.replies.answers import ValueKind

JOINT = ";"
LONGEST = 1000
TROUBLED = frozenset({Status.AT_RISK, Status.LAGGING, Status.BLOCKED})
_LINE_ENDS = str.maketrans({"\n": JOINT, "；": JOINT})
_TRIMMED = " 。　"


@dataclass(frozen=True)
class Told:
    """What one report says of one task, and when; `measure` is None where it is the target's."""

    status: Status
    said_at: datetime
    value: Decimal | None = None
    value_kind: ValueKind = ValueKind.UNSTATED
    measure: str | None = None
    progress: str = ""
    difficulty: str = ""
    awaited: str | None = None


def draft(told: Sequence[Told], wanted: ValueKind = ValueKind.CUMULATIVE) -> Told | None:
    """Return what the latest reports of the lower periods, one each, add up to; None of none.

    A figure of UNSTATED kind counts as `wanted`, the kind its card asked for. A draft drafted again
    stays as it is.
    """
    if not told:
        return None
    ordered = sorted(told, key=lambda one: one.said_at)
    latest = ordered[-1]
    still_open = list(takewhile(lambda one: one.status in TROUBLED, reversed(ordered)))[::-1]
    figure = _figure([_stated(one, wanted) for one in ordered if one.value is not None])
    return Told(
        latest.status,
        latest.said_at,
        *figure,
        progress=_joined(one.progress for one in ordered),
        difficulty=_joined(one.difficulty for one in still_open),
        awaited=next((one.awaited for one in reversed(still_open) if one.awaited), None),
    )


def _stated(one: Told, wanted: ValueKind) -> Told:
    return replace(one, value_kind=wanted) if one.value_kind is ValueKind.UNSTATED else one


def _figure(told: Sequence[Told]) -> tuple[Decimal | None, ValueKind, str | None]:
    """Return the latest total with what came after it; without a total, the sum of the periods.

    What cannot be added (another measure, a count upon a percentage) leaves no figure to confirm:
    the card asks for it.
    """
    later = list(takewhile(lambda one: one.value_kind is ValueKind.THIS_PERIOD, reversed(told)))
    added = told[-len(later) - 1 :]
    mixes_kinds = bool(later) and added[0].value_kind is ValueKind.PERCENT
    if mixes_kinds or len({one.measure for one in added}) != 1:
        return None, ValueKind.UNSTATED, None
    value = sum((one.value for one in added if one.value is not None), Decimal(0))
    return value, added[0].value_kind, added[0].measure


def _joined(texts: Iterable[str]) -> str:
    """Join the lines of `texts` that say something more: the latest that fit, whole if any does."""
    lines: list[str] = []
    for line in (line for text in texts for line in _lines(text)):
        if not any(line in kept for kept in lines):
            lines = [*(kept for kept in lines if kept not in line), line]
    while len(lines) > 1 and len(JOINT.join(lines)) > LONGEST:
        del lines[0]
    return JOINT.join(lines)[:LONGEST].rstrip(_TRIMMED)


def _lines(text: str) -> list[str]:
    trimmed = (line.strip(_TRIMMED) for line in text.translate(_LINE_ENDS).split(JOINT))
    return [line for line in trimmed if line]
