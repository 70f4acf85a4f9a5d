"""Answers as people give them: a tap, a sentence, a picture. Each function is one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from rules.facts import Status
from rules.refusals import NothingBefore, NotYourCard, Stranger, UnknownButton
from rules.replies import Answer, CardLine, understand, without_number
from rules.standing import said_at
from storage import filings
from storage.check_ins import Filing, Source, file_reports, round_of
from storage.ledger.cards import (
    Card,
    CardItem,
    card,
    current_round,
    owing,
    rounds_of_message,
)
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
    """File a status for one check-in; its draft stands for the rest."""
    round_id, source = round_of(session, check_in_id), _tap(session, user_id, at)
    shown = _item(card(session, source.member_id, round_id, at), check_in_id)
    report = (
        filings.from_answer(shown, Answer(shown.number, status))
        if shown
        else Filing(check_in_id, status)
    )
    return Taken(round_id, len(file_reports(session, round_id, [report], source)))


def tap_all_normal(session: Session, user_id: int, round_id: int, *, at: datetime) -> Taken:
    """File 正常 for everything on the card that owes an answer."""
    source = _tap(session, user_id, at)
    asked = owing(session, source.member_id, round_id, at)
    if not asked.all:
        raise NotYourCard
    reports = [filings.normal(check_in_id) for check_in_id in asked.open]
    return Taken(round_id, len(file_reports(session, round_id, reports, source)))


def tap_drafts(session: Session, user_id: int, round_id: int, *, at: datetime) -> Taken:
    """File what the lower reports add up to; what has no draft and owes an answer is 正常."""
    source = _tap(session, user_id, at)
    asked = _own_card(session, source.member_id, round_id, at)
    reports = [filings.from_draft(item) for item in asked.unanswered]
    return Taken(round_id, len(file_reports(session, round_id, reports, source)))


def tap_shares(session: Session, user_id: int, round_id: int, *, at: datetime) -> Taken:
    """Take what responsible units reported over into the lead unit's reports."""
    source = _tap(session, user_id, at)
    asked = _own_card(session, source.member_id, round_id, at)
    reports = [filings.from_shares(item) for item in asked.offered]
    return Taken(round_id, len(file_reports(session, round_id, reports, source)))


def tap_same(session: Session, user_id: int, round_id: int, *, at: datetime) -> Taken:
    """Repeat the latest report of everything on the card that is not answered yet.

    Raises NothingBefore where no item was ever reported.
    """
    source = _tap(session, user_id, at)
    asked = _own_card(session, source.member_id, round_id, at)
    reports = filings.from_before(asked)
    if asked.unanswered and not reports:
        raise NothingBefore
    return Taken(round_id, len(file_reports(session, round_id, reports, source)))


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
    asked = _own_card(session, member_id, round_id, words.received)
    understood = understand(words.text, _lines(asked))
    reports = filings.from_words(asked, understood, words.attachment, words.message_id)
    filed = file_reports(session, round_id, reports, source)
    unplaced = "\n".join(understood.unplaced)
    if unplaced or (not reports and (words.attachment or words.text)):
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
    asked = _own_card(session, source.member_id, round_id, at)
    item = _item(asked, check_in_id)
    if item is None:
        raise NotYourCard
    line = CardLine(item.number, item.measure, item.title)
    answers = understand(without_number(remark.text), [line]).answers or (
        Answer(item.number, None, progress=remark.text),
    )
    filing = replace(filings.from_answer(item, answers[0]), attachment=remark.attachment)
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


def _own_card(session: Session, member_id: int, round_id: int, now: datetime) -> Card:
    asked = card(session, member_id, round_id, now)
    if not asked.items:
        raise NotYourCard
    return asked


def _item(asked: Card, check_in_id: int) -> CardItem | None:
    return next((item for item in asked.items if item.check_in_id == check_in_id), None)


def _round(session: Session, words: Words, member_id: int) -> int | None:
    """Return the round a message answers: where it was filed before, else what it replies to.

    Where that message held several cards, it is the newest that still owes an answer.
    """
    for message_id in (words.message_id, words.reply_to):
        if message_id is not None:
            found = rounds_of_message(session, words.chat_id, message_id)
            if len(found) > 1:
                cards = [card(session, member_id, key, words.received) for key in found]
                return next((one.round_id for one in cards if one.unanswered), found[0])
            if found:
                return found[0]
    return current_round(session, member_id, words.received)


def _source(session: Session, words: Words, member_id: int, round_id: int | None) -> Source:
    asked = session.get_one(Round, round_id).opens_at if round_id else words.received
    said = said_at(words.dated, asked, words.received)
    return Source(member_id, said, words.received, words.chat_id, words.message_id)


def _lines(asked: Card) -> tuple[CardLine, ...]:
    lines = {item.number: CardLine(item.number, item.measure, item.title) for item in asked.items}
    return tuple(lines.values())


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
