"""Answers as people give them: a tap, a sentence, a picture. Each function is one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from rules.facts import Status
from rules.refusals import NothingBefore, NotYourCard, Stranger, UnknownButton
from rules.replies import (
    Answer,
    CardLine,
    Understanding,
    ValueKind,
    understand,
    without_number,
)
from rules.standing import said_at
from storage.check_ins import Filing, Source, file_reports, round_of
from storage.ledger.cards import Card, CardItem, Said, card, current_round, round_of_message
from storage.members import actor
from storage.outbox import Draft, NoticeKind, Priority, queue
from storage.tables import Remark, Round


@dataclass(frozen=True)
class Words:
    """What somebody wrote: its text, its attachment, its place, its date and its arrival."""

    user_id: int
    text: str
    chat_id: int
    message_id: int
    dated: datetime
    received: datetime
    reply_to: int | None = None
    attachment: str | None = None


@dataclass(frozen=True)
class Taken:
    """What became of an answer: how many tasks it was filed for."""

    round_id: int | None
    filed: int


def tap_status(
    session: Session, user_id: int, check_in_id: int, status: Status, *, at: datetime
) -> Taken:
    """File a status for one check-in."""
    round_id = round_of(session, check_in_id)
    filed = file_reports(
        session, round_id, [Filing(check_in_id, status)], _tap(session, user_id, at)
    )
    return Taken(round_id, len(filed))


def tap_all_normal(session: Session, user_id: int, round_id: int, *, at: datetime) -> Taken:
    """File 正常 for everything on the card that is not answered yet."""
    source = _tap(session, user_id, at)
    asked = _own_card(session, source.member_id, round_id)
    filings = [
        Filing(item.check_in_id, Status.NORMAL, unless_answered=True) for item in asked.unanswered
    ]
    return Taken(round_id, len(file_reports(session, round_id, filings, source)))


def tap_same(session: Session, user_id: int, round_id: int, *, at: datetime) -> Taken:
    """Repeat the latest report of everything on the card that is not answered yet.

    Raises NothingBefore where no item was ever reported.
    """
    source = _tap(session, user_id, at)
    asked = _own_card(session, source.member_id, round_id)
    filings = _repeated(asked)
    if asked.unanswered and not filings:
        raise NothingBefore
    return Taken(round_id, len(file_reports(session, round_id, filings, source)))


def take_words(session: Session, words: Words) -> Taken:
    """File what a message says; keep and ask back what cannot be placed.

    Raises Stranger for a person the bot does not know, PeriodClosed for a closed card.
    """
    member_id = _member(session, words.user_id)
    round_id = _round(session, words, member_id)
    source = _source(session, words, member_id, round_id)
    if round_id is None:
        _keep(session, words, source, None, words.text)
        return Taken(None, 0)
    asked = _own_card(session, member_id, round_id)
    understood = understand(words.text, _lines(asked))
    filings = _filings(asked, understood, words.attachment)
    filed = file_reports(session, round_id, filings, source)
    unplaced = "\n".join(understood.unplaced)
    if unplaced or (not filings and (words.attachment or words.text)):
        _keep(session, words, source, round_id, unplaced or words.text)
    if filed:
        _acknowledge(session, words, source, round_id, filed)
    return Taken(round_id, len(filed))


def place_remark(
    session: Session, user_id: int, remark_id: int, check_in_id: int, *, at: datetime
) -> Taken:
    """Tie words that waited to the task a button names."""
    source = _tap(session, user_id, at)
    remark = session.get(Remark, remark_id)
    if remark is None or remark.member_id != source.member_id or remark.placed_in is not None:
        raise UnknownButton
    round_id = round_of(session, check_in_id)
    asked = _own_card(session, source.member_id, round_id)
    item = next((one for one in asked.items if one.check_in_id == check_in_id), None)
    if item is None:
        raise NotYourCard
    line = CardLine(item.number, item.measure, item.title)
    answers = understand(without_number(remark.text), [line]).answers or (
        Answer(item.number, None, progress=remark.text),
    )
    filing = replace(_filing(item, answers[0]), attachment=remark.attachment)
    source = replace(source, chat_id=remark.chat_id, message_id=remark.message_id)
    filed = file_reports(session, round_id, [filing], replace(source, said_at=remark.said_at))
    remark.placed_in = filed[0]
    return Taken(round_id, len(filed))


def _tap(session: Session, user_id: int, at: datetime) -> Source:
    return Source(_member(session, user_id), at, at)


def _member(session: Session, user_id: int) -> int:
    member_id = actor(session, user_id).member_id
    if member_id is None:
        raise Stranger
    return member_id


def _own_card(session: Session, member_id: int, round_id: int) -> Card:
    asked = card(session, member_id, round_id)
    if not asked.items:
        raise NotYourCard
    return asked


def _round(session: Session, words: Words, member_id: int) -> int | None:
    for message_id in (words.reply_to, words.message_id):
        if message_id is not None:
            found = round_of_message(session, words.chat_id, message_id)
            if found is not None:
                return found
    return current_round(session, member_id, words.received)


def _source(session: Session, words: Words, member_id: int, round_id: int | None) -> Source:
    asked = session.get_one(Round, round_id).opens_at if round_id else words.received
    said = said_at(words.dated, asked, words.received)
    return Source(member_id, said, words.received, words.chat_id, words.message_id)


def _lines(asked: Card) -> tuple[CardLine, ...]:
    lines = {item.number: CardLine(item.number, item.measure, item.title) for item in asked.items}
    return tuple(lines.values())


def _filings(asked: Card, said: Understanding, attachment: str | None) -> list[Filing]:
    answers = {answer.number: answer for answer in said.answers}
    filings = [
        _filing(item, answers[item.number]) for item in asked.items if item.number in answers
    ]
    if said.same_as_before:
        named = {filing.check_in_id for filing in filings}
        filings += [one for one in _repeated(asked) if one.check_in_id not in named]
    if attachment and not filings and len(asked.items) == 1:
        filings = [Filing(asked.items[0].check_in_id, None)]
    return [replace(filing, attachment=attachment) for filing in filings]


def _filing(item: CardItem, answer: Answer) -> Filing:
    return Filing(
        check_in_id=item.check_in_id,
        status=answer.status,
        value=answer.value,
        value_kind=answer.value_kind,
        measure=_measure(item, answer),
        progress=answer.progress,
        difficulty=answer.difficulty,
        awaited=answer.awaited,
    )


def _measure(item: CardItem, answer: Answer) -> str | None:
    """Return the unit of measure said, else the target's; a share is in %."""
    if answer.value_kind is ValueKind.PERCENT:
        return "%"
    return answer.measure or (item.measure if answer.value is not None else None)


def _repeated(asked: Card) -> list[Filing]:
    return [_as_before(item.check_in_id, item.before) for item in asked.unanswered if item.before]


def _as_before(check_in_id: int, before: Said) -> Filing:
    return Filing(
        check_in_id,
        before.status,
        value=before.value,
        value_kind=before.value_kind,
        measure=before.measure,
        progress=before.progress,
        difficulty=before.difficulty,
        awaited=before.awaited,
        unless_answered=True,
    )


def _keep(session: Session, words: Words, source: Source, round_id: int | None, text: str) -> None:
    """Keep words until a button places them; an edit takes the place of what it edits."""
    remark = session.exec(
        select(Remark).where(
            Remark.chat_id == words.chat_id,
            Remark.message_id == words.message_id,
            col(Remark.placed_in).is_(None),
        )
    ).first() or Remark(
        member_id=source.member_id,
        round_id=round_id,
        text=text,
        said_at=source.said_at,
        chat_id=words.chat_id,
        message_id=words.message_id,
    )
    remark.text, remark.said_at = text, source.said_at
    remark.attachment = words.attachment or remark.attachment
    session.add(remark)
    session.flush()
    question = Draft(
        key=f"question:remark={remark.id}:said={source.said_at.isoformat()}",
        kind=NoticeKind.QUESTION,
        priority=Priority.ANSWER,
        subject={"remark": remark.id, "reply_to": words.message_id},
        member_id=source.member_id,
        round_id=round_id,
    )
    queue(session, [question], at=source.recorded_at)


def _acknowledge(
    session: Session, words: Words, source: Source, round_id: int, filed: tuple[int, ...]
) -> None:
    receipt = Draft(
        key=f"receipt:report={filed[0]}",
        kind=NoticeKind.RECEIPT,
        priority=Priority.ANSWER,
        subject={"reports": list(filed), "reply_to": words.message_id},
        member_id=source.member_id,
        round_id=round_id,
    )
    queue(session, [receipt], at=source.recorded_at)
