"""A notice is queued once, leased to one sender, and never sent when it is stale."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any

from sqlmodel import Session, col, select

from storage import outbox
from storage.database import Database
from storage.outbox import LEASE, Claimed, Draft, NoticeKind, Priority
from storage.rounds import move_group
from storage.tables import CheckIn, Member, Notice
from tests.office import GROUP, Office, clock, utc

NOW = datetime(2024, 2, 1, 8, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def next_due(session: Session) -> datetime | None:
    """Return when the next waiting notice may be sent."""
    return session.exec(
        select(Notice.not_before)
        .where(col(Notice.finished_at).is_(None))
        .order_by(col(Notice.not_before))
        .limit(1)
    ).first()


def draft(key: str, **changes: Any) -> Draft:
    plain = Draft(key, NoticeKind.RECEIPT, Priority.ANSWER, {"reports": [1], "词": "正常"})
    return replace(plain, **changes)


def queue(database: Database, *drafts: Draft) -> int:
    return database.write_now(outbox.queue, drafts, at=NOW)


def claim(database: Database, at: datetime = NOW, **how: Any) -> tuple[Claimed, ...]:
    return tuple(chain.from_iterable(database.write_now(outbox.claim, at, **how)))


def keys(database: Database, claimed: tuple[Claimed, ...]) -> list[str]:
    return database.read_now(lambda s: [s.get_one(Notice, notice.id).key for notice in claimed])


def notice(database: Database, notice_id: int) -> Notice:
    return database.read_now(lambda session: session.get_one(Notice, notice_id))


def test_a_key_is_queued_once(database: Database):
    assert queue(database, draft("a"), draft("b")) == 2
    assert queue(database, draft("b", subject={}), draft("c")) == 1
    assert keys(database, claim(database)) == ["a", "b", "c"]


def test_queueing_nothing_is_no_fault(database: Database):
    assert queue(database) == 0
    assert claim(database) == ()
    assert database.read_now(next_due) is None


def test_a_key_queued_by_many_at_once_is_queued_once(database: Database):
    work = [
        database._transactions.write(lambda s: outbox.queue(s, [draft("a")], at=NOW))
        for _ in range(8)
    ]
    assert sum(future.result() for future in work) == 1


def test_the_subject_comes_back_as_it_was_given(database: Database):
    queue(database, draft("a"))
    (claimed,) = claim(database)
    assert claimed.subject == {"reports": [1], "词": "正常"}
    assert (claimed.kind, claimed.attempts) == (NoticeKind.RECEIPT, 1)


def test_a_leased_notice_is_nobody_elses_until_the_lease_runs_out(database: Database):
    queue(database, draft("a"))
    assert len(claim(database)) == 1
    assert claim(database, NOW + LEASE - SECOND) == ()
    (again,) = claim(database, NOW + LEASE)
    assert again.attempts == 2


def test_claims_made_at_once_never_share_a_notice(database: Database):
    queue(database, *(draft(str(number)) for number in range(20)))
    work = [database._transactions.write(lambda s: outbox.claim(s, NOW, limit=4)) for _ in range(5)]
    claimed = [one.id for future in work for parcel in future.result() for one in parcel]
    assert len(claimed) == len(set(claimed))
    assert {one.id for one in claim(database, limit=20)}.isdisjoint(claimed)


def test_released_leases_are_free_at_once(database: Database):
    queue(database, draft("a"))
    claim(database)
    database.write_now(outbox.release)
    assert keys(database, claim(database)) == ["a"]


def test_answers_go_before_reminders_and_reminders_before_broadcasts(database: Database):
    queue(
        database,
        draft("digest", priority=Priority.BROADCAST),
        draft("reminder", priority=Priority.REMINDER),
        draft("second answer", not_before=NOW - SECOND),
        draft("first answer", not_before=NOW - 2 * SECOND),
    )
    order = ["first answer", "second answer", "reminder", "digest"]
    assert keys(database, claim(database)) == order


def test_a_claim_takes_no_more_than_its_limit(database: Database):
    queue(database, *(draft(str(number)) for number in range(5)))
    assert keys(database, claim(database, limit=2)) == ["0", "1"]
    assert keys(database, claim(database, limit=9)) == ["2", "3", "4"]


def test_a_notice_is_not_sent_before_its_time(database: Database):
    queue(database, draft("a", not_before=NOW + SECOND))
    assert database.read_now(next_due) == NOW + SECOND
    assert claim(database) == ()
    assert len(claim(database, NOW + SECOND)) == 1


def test_an_expired_notice_is_never_sent(database: Database):
    queue(database, draft("a", expires_at=NOW + SECOND), draft("b"))
    claimed = claim(database, NOW + SECOND)
    assert keys(database, claimed) == ["b"]
    assert database.write_now(outbox.expire, NOW + SECOND) == 1
    expired = database.read_now(lambda session: session.get_one(Notice, 1))
    assert (expired.key, expired.outcome, expired.finished_at) == ("a", "expired", NOW + SECOND)


def test_a_sent_notice_is_finished_where_it_stands(database: Database):
    queue(database, draft("a"))
    (claimed,) = claim(database)
    database.write_now(outbox.sent, (claimed.id,), at=NOW, chat_id=-(10**12), message_id=5)
    row = notice(database, claimed.id)
    assert (row.outcome, row.chat_id, row.message_id) == ("sent", -(10**12), 5)
    assert claim(database, NOW + timedelta(days=1)) == ()


def test_a_notice_not_worth_saying_evaporates(database: Database):
    queue(database, draft("a"))
    (claimed,) = claim(database)
    database.write_now(outbox.evaporate, (claimed.id,), at=NOW)
    assert notice(database, claimed.id).outcome == "evaporated"
    assert claim(database, NOW + timedelta(days=1)) == ()


def test_a_postponed_notice_waits_for_its_time_without_a_lease(database: Database):
    queue(database, draft("a"))
    (claimed,) = claim(database)
    database.write_now(outbox.postpone, (claimed.id,), NOW + 5 * SECOND, "busy")
    assert claim(database, NOW + 4 * SECOND) == ()
    assert len(claim(database, NOW + 5 * SECOND)) == 1


def test_a_notice_goes_to_its_member_or_to_the_group_of_its_plan(office: Office):
    member_id = office.bind(5210000117, "李明", "市城管执法局")
    office.bind_group()
    queue(
        office.database,
        draft("mine", member_id=member_id, plan_id=office.plan_id),
        draft("ours", plan_id=office.plan_id),
        draft("nobody's"),
    )
    assert [one.chat_id for one in claim(office.database)] == [5210000117, GROUP, None]


def test_a_group_that_moved_gets_what_was_queued_before(office: Office):
    office.bind_group()
    queue(office.database, draft("ours", plan_id=office.plan_id))
    office.write(move_group, GROUP, -1009)
    assert [one.chat_id for one in claim(office.database)] == [-1009]


def test_a_member_who_blocked_us_is_noted_and_the_notice_buried(office: Office):
    member_id = office.bind(1, "李明", "市城管执法局")
    queue(office.database, draft("a", member_id=member_id))
    (claimed,) = claim(office.database)
    office.write(outbox.bury, (claimed.id,), "Forbidden", at=NOW, unreachable=True)
    row = notice(office.database, claimed.id)
    assert (row.outcome, row.reason) == ("buried", "Forbidden")
    assert office.rows(Member)[0].unreachable_since == NOW


def test_a_bad_notice_does_not_make_its_member_unreachable(office: Office):
    member_id = office.bind(1, "李明", "市城管执法局")
    queue(office.database, draft("a", member_id=member_id))
    (claimed,) = claim(office.database)
    office.write(outbox.bury, (claimed.id,), "Bad Request", at=NOW)
    assert office.rows(Member)[0].unreachable_since is None


def test_delivery_of_a_card_marks_its_check_ins_as_asked(office: Office):
    office.bind(1, "李明", "市城管执法局")
    office.tick("2024-02-01 16:00")
    assert {row.prompted_at for row in office.rows(CheckIn)} == {None}
    office.deliver("2024-02-01 16:02")
    asked = {item.check_in_id for item in office.card(1, "D2024-02-01").items}
    day = office.round("D2024-02-01").id
    prompted = {row.id: row.prompted_at for row in office.rows(CheckIn, round_id=day)}
    assert {key for key, at in prompted.items() if at == utc("2024-02-01 16:02")} == asked
    assert len(asked) == 4


def test_a_second_liaisons_later_card_does_not_move_the_first_prompt(office: Office):
    office.bind(1, "李明", "市城管执法局")
    office.ask("2024-02-01 16:00")
    office.bind(2, "王芳", "市城管执法局", at="2024-02-01 16:30")
    cards = [one for one in office.ask("2024-02-01 16:30") if one.kind is NoticeKind.CARD]
    assert len(cards) == 2  # the day's and the week's
    facts = office.item(2, "D2024-02-01", "15").facts
    assert facts.prompted == clock("2024-02-01 16:00")
