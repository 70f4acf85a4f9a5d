"""What an answer files: the tap, the words, the draft or the shares of a card, as reports to be."""

from __future__ import annotations

from dataclasses import replace

from rules.facts import Status
from rules.replies import Answer, Understanding, ValueKind
from rules.tally import SEVERITY
from storage.check_ins import STUCK, Filing
from storage.ledger.cards import Card, CardItem
from storage.ledger.said import Said


def normal(check_in_id: int) -> Filing:
    """Return 正常 for what is not answered yet."""
    return Filing(check_in_id, Status.NORMAL, unless_answered=True)


def from_words(
    asked: Card, said: Understanding, attachment: str | None, message_id: int
) -> list[Filing]:
    """Return what a message says of a card's tasks; a file without words is for the only one.

    其余 are those not answered yet: what another message or a tap said of them stands.
    """
    answers = {answer.number: answer for answer in said.answers}
    filings = [
        from_answer(item, answers[item.number])
        for item in asked.items
        if item.number in answers
        and not (item.number in said.rest and _is_said_elsewhere(item, message_id))
    ]
    if said.same_as_before:
        named = {filing.check_in_id for filing in filings}
        filings += [one for one in from_before(asked) if one.check_in_id not in named]
    if attachment and not filings and len(asked.items) == 1:
        filings = [Filing(asked.items[0].check_in_id, None)]
    return [replace(filing, attachment=attachment) for filing in filings]


def from_answer(item: CardItem, answer: Answer) -> Filing:
    """Return what was said of one task; what was not said stands as its draft has it."""
    said = Filing(
        check_in_id=item.check_in_id,
        status=answer.status,
        value=answer.value,
        value_kind=_kind(item, answer),
        measure=_measure(item, answer),
        progress=answer.progress,
        difficulty=answer.difficulty,
        awaited=answer.awaited,
    )
    if item.draft is None or not item.owes:
        return said
    drafted = from_draft(item)
    figure = said if said.value is not None else drafted
    is_stuck = (said.status or drafted.status) in STUCK
    return replace(
        said,
        status=said.status or drafted.status,
        value=figure.value,
        value_kind=figure.value_kind,
        measure=figure.measure,
        progress=said.progress or drafted.progress,
        difficulty=said.difficulty or (drafted.difficulty if is_stuck else ""),
        awaited=said.awaited or (drafted.awaited if is_stuck else None),
    )


def from_draft(item: CardItem) -> Filing:
    """Return what the lower reports add up to, to be confirmed as it is; 正常 without any."""
    if item.draft is None:
        return normal(item.check_in_id)
    return Filing(
        check_in_id=item.check_in_id,
        status=item.draft.status,
        value=item.draft.value,
        value_kind=item.draft.value_kind,
        measure=item.draft.measure,
        progress=item.draft.progress,
        difficulty=item.draft.difficulty,
        awaited=item.draft.awaited,
        unless_answered=True,
        drafted=True,
    )


def from_shares(item: CardItem) -> Filing:
    """Return the lead unit's report with its responsible units' words: the gravest status leads."""
    own = from_draft(item)
    reported = [(share.unit, share.said) for share in item.shares if share.said]
    statuses = [own.status or Status.NORMAL, *(said.status for _, said in reported)]
    stuck = [(unit, said) for unit, said in reported if said.status in STUCK]
    lines = [f"{unit}:{said.progress}" for unit, said in reported if said.progress]
    troubles = [f"{unit}:{said.difficulty}" for unit, said in stuck if said.difficulty]
    return replace(
        own,
        status=max(statuses, key=SEVERITY.index),
        progress=";".join([*([own.progress] if own.progress else []), *lines]),
        difficulty=";".join([*([own.difficulty] if own.difficulty else []), *troubles]),
        awaited=own.awaited or next((said.awaited for _, said in stuck if said.awaited), None),
        drafted=True,
    )


def from_before(asked: Card) -> list[Filing]:
    """Return the latest word on everything a card still asks, where there is one."""
    return [_as_before(item.check_in_id, item.before) for item in asked.unanswered if item.before]


def _as_before(check_in_id: int, before: Said) -> Filing:
    """Repeat a report; what it said its own period brought is not brought again."""
    is_brought = before.value_kind is ValueKind.THIS_PERIOD
    return Filing(
        check_in_id,
        before.status,
        value=None if is_brought else before.value,
        value_kind=before.value_kind,
        measure=before.measure,
        progress=before.progress,
        difficulty=before.difficulty,
        awaited=before.awaited,
        unless_answered=True,
    )


def _is_said_elsewhere(item: CardItem, message_id: int) -> bool:
    return item.said is not None and item.said.message_id != message_id


def _kind(item: CardItem, answer: Answer) -> ValueKind:
    """Return what the figure counts: as said, else as the card asked."""
    is_open = answer.value is not None and answer.value_kind is ValueKind.UNSTATED
    return item.wanted if is_open else answer.value_kind


def _measure(item: CardItem, answer: Answer) -> str | None:
    """Return the unit of measure said, else the target's; a share is in %."""
    if answer.value_kind is ValueKind.PERCENT:
        return "%"
    return answer.measure or (item.measure if answer.value is not None else None)
