"""A supervision office at work: people are bound, the clock ticks, cards arrive, answers come.

Times are read in the plan's zone: `clock("2024-02-01 16:00")`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from sqlmodel import Session, SQLModel, func, select

from rules.facts import Duty, Status
from scheduler.tick import tick
from storage import answers, members, outbox, rounds
from storage.answers import Taken, Words
from storage.database import Database
from storage.ledger.cards import Card, CardItem, card
from storage.outbox import Claimed, NoticeKind, Parcel
from storage.settings import change_setting
from storage.tables import Notice, Report, Round

P = ParamSpec("P")
T = TypeVar("T")
ZONE = ZoneInfo("Asia/Shanghai")
GROUP = -1001234567890


def clock(text: str) -> datetime:
    """Return the instant of a wall-clock time in the plan's zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


class Office:
    """One plan in one database."""

    def __init__(self, database: Database, plan_id: int = 1) -> None:
        self.database, self.plan_id = database, plan_id
        self._message_ids = itertools.count(1000)

    def read(
        self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return self.database.read_now(work, *args, **kwargs)

    def write(
        self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return self.database.write_now(work, *args, **kwargs)

    def rows(self, table: type[T], **wanted: object) -> list[T]:
        """Return the rows of a table, the oldest first."""
        return self.read(lambda session: _rows(session, table, wanted))

    def count(self, table: type[SQLModel]) -> int:
        return self.read(lambda s: s.exec(select(func.count()).select_from(table)).one())

    def bind(
        self,
        user_id: int,
        name: str,
        unit: str,
        duty: Duty = Duty.LIAISON,
        at: str = "2024-01-31 20:30",
    ) -> int:
        """Invite somebody to a unit, let them accept, and return their member id."""
        now = clock(at)
        token = f"{user_id}:{unit}:{duty}:{at}"
        self.write(
            members.issue_invite, token, unit, duty, at=now, expires_at=now + timedelta(days=1)
        )
        self.write(members.accept, token, user_id, name, at=now)
        return self.member_id(user_id)

    def member_id(self, user_id: int) -> int:
        member_id = self.read(members.actor, user_id).member_id
        if member_id is None:
            raise LookupError(f"nobody is bound as {user_id}")
        return member_id

    def bind_group(self, at: str = "2024-01-31 20:30") -> None:
        self.write(rounds.bind_group, self.plan_id, GROUP, at=clock(at))

    def tick(self, at: str) -> int:
        return self.write(tick, self.plan_id, clock(at))

    def skip_to(self, at: str) -> None:
        """Take every round before `at` as asked, so that the next tick starts from there."""
        self.write(rounds.move_watermark, self.plan_id, clock(at))

    def deliver(self, at: str) -> list[Claimed]:
        """Send everything that is due, as the pump does; return what was sent."""
        delivered: list[Claimed] = []
        while parcels := self.write(outbox.claim, clock(at)):
            for parcel in parcels:
                self._deliver(parcel, clock(at))
                delivered += parcel
        return delivered

    def _deliver(self, parcel: Parcel, now: datetime) -> None:
        prompted = [
            item.check_in_id
            for notice in parcel
            if notice.kind is NoticeKind.CARD and notice.member_id and notice.round_id
            for item in self.read(card, notice.member_id, notice.round_id, now).items
        ]
        self.write(
            outbox.sent,
            tuple(notice.id for notice in parcel),
            at=now,
            chat_id=parcel[0].chat_id or 0,
            message_id=next(self._message_ids),
            prompted=prompted,
        )

    def ask(self, at: str) -> list[Claimed]:
        """Let the clock tick and the post go out."""
        self.tick(at)
        return self.deliver(at)

    def round(self, key: str) -> Round:
        return self.rows(Round, key=key)[0]

    def card(self, user_id: int, key: str, at: str | None = None) -> Card:
        """Return somebody's card as it stands at `at`, by default when it opened."""
        row = self.round(key)
        now = clock(at) if at else row.opens_at
        return self.read(card, self.member_id(user_id), row.id or 0, now)

    def item(self, user_id: int, key: str, number: str) -> CardItem:
        """Return one task on somebody's card."""
        return next(one for one in self.card(user_id, key).items if one.number == number)

    def tap(self, user_id: int, key: str, number: str, status: Status, at: str) -> Taken:
        check_in_id = self.item(user_id, key, number).check_in_id
        return self.write(answers.tap_status, user_id, check_in_id, status, at=clock(at))

    def firm(self, user_id: int, key: str, at: str) -> Taken:
        """Let somebody confirm the drafts of a card by one tap."""
        return self.write(answers.tap_drafts, user_id, self.round(key).id or 0, at=clock(at))

    def set(self, name: str, text: str, at: str = "2024-01-31 21:00") -> None:
        """Change one of the plan's numbers."""
        self.write(change_setting, self.plan_id, name, text, at=clock(at))

    def message_of(self, user_id: int, key: str) -> int:
        """Return the message that shows somebody the card of a round."""
        whose = {"member_id": self.member_id(user_id), "round_id": self.round(key).id}
        (shown,) = self.rows(Notice, kind=NoticeKind.CARD.value, outcome="sent", **whose)
        return shown.message_id or 0

    def write_words(
        self,
        user_id: int,
        text: str,
        at: str,
        *,
        message_id: int | None = None,
        reply_to: int | None = None,
        received: str | None = None,
        attachment: str | None = None,
    ) -> Taken:
        """Let somebody write to the bot in their private chat."""
        words = Words(
            user_id=user_id,
            text=text,
            chat_id=user_id,
            message_id=message_id or next(self._message_ids),
            dated=clock(at),
            received=clock(received or at),
            reply_to=reply_to,
            attachment=attachment,
        )
        return self.write(answers.take_words, words)

    def reports(self) -> list[Report]:
        return self.rows(Report)

    def notices(self, kind: NoticeKind) -> list[Notice]:
        return self.rows(Notice, kind=kind.value)


def _rows(session: Session, table: type[T], wanted: dict[str, object]) -> list[T]:
    order = getattr(table, "id", None) or getattr(table, "update_id", None)
    question = select(table).filter_by(**wanted)
    return list(session.exec(question if order is None else question.order_by(order)))


def utc(text: str) -> datetime:
    """Return the instant of a wall-clock time as the record gives it back."""
    return clock(text).astimezone(UTC)
