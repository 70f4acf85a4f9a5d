"""Why a notice that is due waits: quiet hours, or the day's messages are used up.

At most so many messages a day that the bot begins by itself, to a person and to the group; what is
too much rides with the next card or waits for the next workday's morning. Receipts and answers are
not counted and never wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlmodel import Session, col, func, select

from rules.facts import PeriodKind
from rules.periods import DAY
from rules.posts import may_send, opens_after
from rules.workdays import WorkCalendar
from storage.calendar import work_calendar
from storage.notice_kinds import CARDS, INITIATED, NoticeKind
from storage.rounds import PlanFacts, plan_facts
from storage.tables import Member, Notice, Round

TO_THE_GROUP = frozenset({NoticeKind.DIGEST, NoticeKind.PLAN_OVER})
SOON = timedelta(seconds=2)  # when to look again at what only has to happen


def held_until(session: Session, notices: Sequence[Notice], now: datetime) -> datetime | None:
    """Return when these notices of one message may be tried again, None where they may go now."""
    first = notices[0]
    if first.plan_id is None or first.kind not in INITIATED | TO_THE_GROUP:
        return None
    plan = plan_facts(session, first.plan_id)
    calendar = work_calendar(session)
    speaks = plan.rhythm.hours.speakable(now, calendar)
    if speaks > now:
        return speaks
    if first.member_id is None:
        return _group_waits(session, plan, first, calendar, now)
    return _person_waits(session, plan, notices, calendar, now)


def is_spent(session: Session, plan: PlanFacts, member_id: int, now: datetime) -> bool:
    """Return whether a person has had the day's messages, so that another one waits."""
    spoken = _sent_since(session, plan, INITIATED, now, member_id=member_id)
    return spoken >= plan.settings.private_limit


def _person_waits(
    session: Session,
    plan: PlanFacts,
    notices: Sequence[Notice],
    calendar: WorkCalendar,
    now: datetime,
) -> datetime | None:
    first = notices[0]
    if _in_flight(session, first, now):
        return now + SOON
    to_come = opens_after(_asked_until(plan, now), plan.span, plan.rhythm, calendar)
    is_card = any(one.kind in CARDS for one in notices)
    spoken = _sent_since(session, plan, INITIATED, now, member_id=first.member_id)
    if may_send(plan.settings.private_limit, spoken, len(to_come), is_card):
        return None
    if to_come and not is_card:
        return max(to_come[0], now + SOON)
    return _next_morning(plan, calendar, now)


def _asked_until(plan: PlanFacts, now: datetime) -> datetime:
    """Return until when today's cards are queued: what opened since then is still to come."""
    return max(min(now, plan.asked_until), _midnight(plan, plan.day(now)))


def _group_waits(
    session: Session, plan: PlanFacts, notice: Notice, calendar: WorkCalendar, now: datetime
) -> datetime | None:
    """The week's digest has the day: another one of that day comes on the next."""
    spoken = _sent_since(session, plan, TO_THE_GROUP, now) + _being_posted(session, plan, now)
    to_come = _weeks_digest_today(session, plan, notice, now)
    if may_send(plan.settings.group_limit, spoken, to_come, is_card=False):
        return None
    return _next_morning(plan, calendar, now)


def _being_posted(session: Session, plan: PlanFacts, now: datetime) -> int:
    return session.exec(
        select(func.count())
        .select_from(Notice)
        .where(
            Notice.plan_id == plan.id,
            col(Notice.kind).in_(TO_THE_GROUP),
            col(Notice.finished_at).is_(None),
            col(Notice.leased_until) > now,
        )
    ).one()


def _weeks_digest_today(session: Session, plan: PlanFacts, notice: Notice, now: datetime) -> int:
    midnight = _midnight(plan, plan.day(now) + DAY)
    return session.exec(
        select(func.count())
        .select_from(Round)
        .where(
            Round.plan_id == plan.id,
            Round.kind == PeriodKind.WEEK,
            col(Round.id) != notice.round_id,
            col(Round.digest_at) > now,
            col(Round.digest_at) < midnight,
        )
    ).one()


def _in_flight(session: Session, notice: Notice, now: datetime) -> bool:
    """Whether another message to the person is being sent at this moment.

    One claim at a time counts a person's messages: another one that runs now holds the lock.
    """
    free = session.exec(
        select(Member)
        .where(Member.id == notice.member_id)
        .with_for_update(skip_locked=True, key_share=True)
    ).first()
    if free is None:
        return True
    return (
        session.exec(
            select(Notice.id).where(
                Notice.member_id == notice.member_id,
                col(Notice.kind).in_(INITIATED),
                col(Notice.finished_at).is_(None),
                col(Notice.leased_until) > now,
            )
        ).first()
        is not None
    )


def _sent_since(
    session: Session,
    plan: PlanFacts,
    kinds: frozenset[NoticeKind],
    now: datetime,
    member_id: int | None = None,
) -> int:
    """Count the messages, not the notices merged in them, of today."""
    whose = Notice.member_id == member_id if member_id else Notice.plan_id == plan.id
    return session.exec(
        select(func.count())
        .select_from(Notice)
        .where(
            whose,
            col(Notice.kind).in_(kinds),
            Notice.outcome == "sent",
            col(Notice.merged_into).is_(None),
            col(Notice.finished_at) >= _midnight(plan, plan.day(now)),
        )
    ).one()


def _next_morning(plan: PlanFacts, calendar: WorkCalendar, now: datetime) -> datetime:
    return plan.rhythm.hours.speakable(_midnight(plan, plan.day(now) + DAY), calendar)


def _midnight(plan: PlanFacts, day: date) -> datetime:
    return plan.rhythm.at(day, time(0))
