"""At most two messages a day that the bot begins: cards first, the rest merged or tomorrow."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import wait
from dataclasses import replace

import pytest
from sqlmodel import Session

from rules.facts import PeriodKind
from storage import outbox, plans
from storage.chases import chase
from storage.outbox import Draft, NoticeKind, Parcel, Priority
from storage.plans import PlanDraft
from storage.rounds import plan_facts
from storage.tables import Notice, Plan
from tests.office import GROUP, Office, clock
from tests.round_play import opened, unit_of

LI_MING, WANG_FANG = 5210000117, 812345678
CITY, HOUSING = "市城管执法局", "市住建局"
CARD, CHASE, LADDER, RECEIPT = (
    NoticeKind.CARD,
    NoticeKind.CHASE,
    NoticeKind.LADDER,
    NoticeKind.RECEIPT,
)
PRIORITIES = {CARD: Priority.BROADCAST, RECEIPT: Priority.ANSWER}
Send = Callable[[str], list[list[str]]]


@pytest.fixture
def desk(office: Office) -> Office:
    """Two people and the group; cards open at 16:00 on workdays, on Thursdays at 10:00 too."""
    office.bind(LI_MING, "李明", CITY)
    office.bind(WANG_FANG, "王芳", HOUSING)
    office.bind_group()
    return office


def queue(
    office: Office,
    key: str,
    at: str,
    kind: NoticeKind = CHASE,
    *,
    user: int = LI_MING,
    expires: str | None = None,
) -> None:
    """Queue something to say to somebody."""
    draft = Draft(
        key=key,
        kind=kind,
        priority=PRIORITIES.get(kind, Priority.REMINDER),
        subject={},
        plan_id=office.plan_id,
        member_id=office.member_id(user),
        expires_at=clock(expires) if expires else None,
    )
    office.write(outbox.queue, [draft], at=clock(at))


def claim(office: Office, at: str) -> tuple[Parcel, ...]:
    return office.write(outbox.claim, clock(at))


def send(office: Office, at: str) -> list[list[str]]:
    """Send what may go at `at`, the cards of until then being asked; return each message's keys."""
    office.skip_to(at)
    office.write(outbox.expire, clock(at))
    messages: list[list[str]] = []
    while parcels := claim(office, at):
        for parcel in parcels:
            ids = tuple(one.id for one in parcel)
            office.write(
                outbox.sent, ids, at=clock(at), chat_id=LI_MING, message_id=len(messages) + 1
            )
            messages.append(sorted(one.key for one in parcel))
    return messages


def outcome(office: Office, key: str) -> str | None:
    return office.rows(Notice, key=key)[0].outcome


def test_at_most_two_messages_a_day_and_the_rest_on_the_next_workdays_morning(desk: Office):
    for hour, key in enumerate("abcd", 16):
        queue(desk, key, f"2024-03-05 {hour}:00")
    assert send(desk, "2024-03-05 16:00") == [["a"]]
    assert send(desk, "2024-03-05 17:00") == [["b"]]
    assert send(desk, "2024-03-05 18:00") == []
    assert send(desk, "2024-03-05 18:29") == []
    assert send(desk, "2024-03-06 08:29") == []
    assert send(desk, "2024-03-06 08:30") == [["c", "d"]]


def test_what_is_due_together_is_one_message(desk: Office):
    for key in "abc":
        queue(desk, key, "2024-03-05 16:00")
    assert send(desk, "2024-03-05 16:00") == [["a", "b", "c"]]
    queue(desk, "d", "2024-03-05 16:10")
    assert send(desk, "2024-03-05 16:10") == [["d"]]  # three notices were one message


def test_each_person_has_a_day_of_their_own(desk: Office):
    for key, at in (("a", "16:00"), ("b", "16:10")):
        queue(desk, key, f"2024-03-05 {at}")
        send(desk, f"2024-03-05 {at}")
    queue(desk, "mine", "2024-03-05 16:20")
    queue(desk, "hers", "2024-03-05 16:20", user=WANG_FANG)
    assert send(desk, "2024-03-05 16:20") == [["hers"]]


def test_room_is_kept_for_the_days_cards_and_what_waits_rides_with_them(desk: Office):
    queue(desk, "first", "2024-03-05 09:00")
    assert send(desk, "2024-03-05 09:00") == [["first"]]
    queue(desk, "second", "2024-03-05 11:00")
    assert send(desk, "2024-03-05 11:00") == []
    assert send(desk, "2024-03-05 15:59") == []
    queue(desk, "card", "2024-03-05 16:00", CARD)
    assert send(desk, "2024-03-05 16:00") == [["card", "second"]]


def test_on_a_day_of_two_cards_nothing_else_has_a_message_of_its_own(desk: Office):
    queue(desk, "early", "2024-03-07 09:00")
    assert send(desk, "2024-03-07 09:00") == []
    queue(desk, "week", "2024-03-07 10:00", CARD)
    assert send(desk, "2024-03-07 10:00") == [["early", "week"]]
    queue(desk, "noon", "2024-03-07 12:00")
    assert send(desk, "2024-03-07 12:00") == []
    queue(desk, "day", "2024-03-07 16:00", CARD)
    assert send(desk, "2024-03-07 16:00") == [["day", "noon"]]


def test_what_waits_leaves_the_card_its_place_though_the_clock_is_late(desk: Office):
    """The pump may look before the tick has queued the cards that open at this moment."""
    queue(desk, "first", "2024-03-05 09:00")
    send(desk, "2024-03-05 09:00")
    queue(desk, "second", "2024-03-05 11:00")
    desk.skip_to("2024-03-05 15:59")
    assert claim(desk, "2024-03-05 16:00") == ()
    queue(desk, "card", "2024-03-05 16:00", CARD)
    assert send(desk, "2024-03-05 16:00") == [["card", "second"]]


def test_a_card_too_many_waits_for_the_morning_unless_it_is_stale_by_then(desk: Office):
    for key, at in (("a", "16:00"), ("b", "16:10")):
        queue(desk, key, f"2024-03-07 {at}")
        send(desk, f"2024-03-07 {at}")
    queue(desk, "day", "2024-03-07 16:20", CARD, expires="2024-03-07 18:00")
    queue(desk, "week", "2024-03-07 16:20", CARD, expires="2024-03-08 12:00")
    assert send(desk, "2024-03-07 16:20") == []
    assert send(desk, "2024-03-08 08:30") == [["week"]]
    assert outcome(desk, "day") == "expired"


def test_a_reminder_that_finds_no_room_before_its_hour_is_not_sent_at_all(desk: Office):
    for key, at in (("a", "16:00"), ("b", "16:10")):
        queue(desk, key, f"2024-03-05 {at}")
        send(desk, f"2024-03-05 {at}")
    queue(desk, "late", "2024-03-05 17:30", NoticeKind.REMINDER, expires="2024-03-05 18:00")
    assert send(desk, "2024-03-05 17:30") == []
    assert send(desk, "2024-03-06 08:30") == []
    assert outcome(desk, "late") == "expired"


def test_many_that_must_wait_do_not_keep_others_from_their_turn(desk: Office):
    for key, at in (("a", "16:00"), ("b", "16:10")):
        queue(desk, key, f"2024-03-05 {at}")
        send(desk, f"2024-03-05 {at}")
    for number in range(20):
        queue(desk, f"mine {number}", "2024-03-05 16:20")
    queue(desk, "hers", "2024-03-05 16:20", CARD, user=WANG_FANG)
    (parcel,) = claim(desk, "2024-03-05 16:20")
    assert [one.key for one in parcel] == ["hers"]


def test_receipts_never_wait_and_do_not_count(desk: Office):
    for number in range(4):
        queue(desk, f"receipt {number}", "2024-03-05 16:00", RECEIPT)
    assert send(desk, "2024-03-05 16:00") == [[f"receipt {number}"] for number in range(4)]
    for key, at in (("a", "16:10"), ("b", "16:20")):
        queue(desk, key, f"2024-03-05 {at}")
        assert send(desk, f"2024-03-05 {at}") == [[key]]
    for at in ("2024-03-05 16:30", "2024-03-05 23:10", "2024-03-09 10:00"):
        queue(desk, f"receipt {at}", at, RECEIPT)
        assert send(desk, at) == [[f"receipt {at}"]]


def test_a_chase_by_hand_counts(desk: Office):
    plan = desk.read(plan_facts, desk.plan_id)
    at = clock("2024-03-05 16:00")
    units = (unit_of(desk, CITY),)
    desk.write(chase, plan.id, units, by_user=1, by_member=None, at=at)
    (pressed,) = send(desk, "2024-03-05 16:00")
    assert [key.split(":")[0] for key in pressed] == ["chase"]
    for key, hour in (("b", "16:10"), ("c", "16:20")):
        queue(desk, key, f"2024-03-05 {hour}", LADDER)
    assert send(desk, "2024-03-05 16:20") == [["b", "c"]]
    queue(desk, "d", "2024-03-05 16:30", LADDER)
    assert send(desk, "2024-03-05 16:30") == []


@pytest.mark.parametrize("limit", [1, 2, 3, 5])
def test_the_limit_is_a_number_of_the_plan(desk: Office, limit: int):
    desk.set("private_limit", str(limit))
    sent = 0
    for minute in range(10, 20):
        queue(desk, f"{minute}", f"2024-03-05 16:{minute}")
        sent += len(send(desk, f"2024-03-05 16:{minute}"))
    assert sent == limit


@pytest.mark.parametrize("queued", ["18:30", "22:00", "23:59"])
def test_what_comes_up_in_quiet_hours_is_one_message_in_the_morning(desk: Office, queued: str):
    queue(desk, "evening", f"2024-03-05 {queued}")
    assert send(desk, f"2024-03-05 {queued}") == []
    for at in ("00:30", "07:30"):
        queue(desk, at, f"2024-03-06 {at}")
        assert send(desk, f"2024-03-06 {at}") == []
    assert send(desk, "2024-03-06 08:30") == [["00:30", "07:30", "evening"]]


@pytest.mark.parametrize("at", ["00:30", "07:30"])
def test_a_new_day_begins_at_the_plans_midnight(desk: Office, at: str):
    """At 00:30 and at 07:30 in Qianjiang it is still the day before in Greenwich."""
    desk.set("office_opens", "00:00")
    for key, hour in (("a", "16:00"), ("b", "17:00"), ("c", "17:30")):
        queue(desk, key, f"2024-03-05 {hour}")
        send(desk, f"2024-03-05 {hour}")
    assert outcome(desk, "c") is None
    assert send(desk, f"2024-03-06 {at}") == [["c"]]
    queue(desk, "d", "2024-03-06 08:10")
    assert send(desk, "2024-03-06 08:10") == []  # one today, and a card is to come
    assert send(desk, "2024-03-06 16:00") == [["d"]]


def test_a_worked_sunday_has_its_messages_and_its_limit(desk: Office):
    """18 February 2024, the first day after the Spring Festival: cards open at 10:00 and 16:00."""
    queue(desk, "festival", "2024-02-12 10:00")
    assert send(desk, "2024-02-12 10:00") == []
    assert send(desk, "2024-02-17 12:00") == []
    queue(desk, "early", "2024-02-18 00:30")
    assert send(desk, "2024-02-18 08:30") == []
    queue(desk, "week", "2024-02-18 10:00", CARD)
    assert send(desk, "2024-02-18 10:00") == [["early", "festival", "week"]]
    queue(desk, "day", "2024-02-18 16:00", CARD)
    assert send(desk, "2024-02-18 16:00") == [["day"]]
    queue(desk, "over", "2024-02-18 17:00")
    assert send(desk, "2024-02-18 17:00") == []
    assert send(desk, "2024-02-19 08:30") == [["over"]]


def test_the_day_after_the_old_year_is_the_first_one_worked(
    office: Office, notice_draft: PlanDraft
):
    ahead = replace(
        notice_draft,
        title="跨年通知",
        year=2025,
        start=clock("2024-12-02 00:00").date(),
        end=clock("2025-12-31 00:00").date(),
    )
    plan_id = office.write(plans.load, ahead, at=clock("2024-12-02 09:00"))
    desk = Office(office.database, plan_id)
    desk.bind(LI_MING, "李明", CITY, at="2024-12-02 10:00")
    for key, hour in (("a", "16:00"), ("b", "17:00"), ("c", "17:30")):
        queue(desk, key, f"2024-12-31 {hour}")
    assert send(desk, "2024-12-31 16:00") == [["a"]]
    assert send(desk, "2024-12-31 17:00") == [["b"]]
    assert send(desk, "2024-12-31 17:30") == []
    assert send(desk, "2025-01-01 10:00") == []
    assert send(desk, "2025-01-02 08:30") == []  # a Thursday: two cards have its room
    queue(desk, "week", "2025-01-02 10:00", CARD)
    assert send(desk, "2025-01-02 10:00") == [["c", "week"]]


def posts(office: Office, at: str) -> list[str]:
    """Let the clock tick and return the rounds whose digests go to the group."""
    found = office.ask(at)
    return [one.key.split(":")[-1] for one in found if one.kind is NoticeKind.DIGEST]


def test_the_weeks_digest_has_its_friday_and_the_months_comes_after_it(desk: Office):
    opened(desk, PeriodKind.MONTH, "2024-04-22", CITY)
    opened(desk, PeriodKind.WEEK, "2024-04-25", CITY)
    desk.skip_to("2024-04-26 09:00")
    assert posts(desk, "2024-04-26 10:00") == []
    assert posts(desk, "2024-04-26 16:00") == ["W2024-17"]
    assert posts(desk, "2024-04-27 10:00") == []
    assert posts(desk, "2024-04-28 08:30") == ["M2024-04"]  # a worked Sunday


def test_two_digests_that_waited_for_the_same_morning_come_on_two_days(desk: Office):
    drafts = [
        Draft(f"digest:{number}", NoticeKind.PLAN_OVER, Priority.BROADCAST, {}, desk.plan_id)
        for number in (1, 2)
    ]
    desk.write(outbox.queue, drafts, at=clock("2024-02-04 20:00"))
    assert [one.key for (one,) in claim(desk, "2024-02-05 08:30")] == ["digest:1"]


def test_a_group_with_room_for_two_gets_both_on_friday(desk: Office):
    desk.set("group_limit", "2")
    opened(desk, PeriodKind.MONTH, "2024-04-22", CITY)
    opened(desk, PeriodKind.WEEK, "2024-04-25", CITY)
    desk.skip_to("2024-04-26 09:00")
    assert posts(desk, "2024-04-26 10:00") == ["M2024-04"]
    assert posts(desk, "2024-04-26 16:00") == ["W2024-17"]


def test_the_groups_messages_are_not_counted_to_anybody(desk: Office):
    desk.set("private_limit", "1")
    opened(desk, PeriodKind.WEEK, "2024-04-25", CITY)
    desk.skip_to("2024-04-26 15:59")
    assert posts(desk, "2024-04-26 16:00") == ["W2024-17"]
    assert desk.rows(Plan)[0].chat_id == GROUP
    desk.write(lambda session: session.exec(Notice.__table__.delete()))
    queue(desk, "mine", "2024-04-26 16:10")
    assert send(desk, "2024-04-26 16:10") == [["mine"]]


def test_while_one_message_is_being_sent_another_waits(desk: Office):
    queue(desk, "a", "2024-03-05 16:00")
    desk.skip_to("2024-03-05 16:00")
    (parcel,) = claim(desk, "2024-03-05 16:00")
    queue(desk, "b", "2024-03-05 16:00")
    assert claim(desk, "2024-03-05 16:00") == ()
    ids = tuple(one.id for one in parcel)
    desk.write(outbox.sent, ids, at=clock("2024-03-05 16:00"), chat_id=1, message_id=1)
    assert send(desk, "2024-03-05 16:01") == [["b"]]


def test_a_message_that_failed_does_not_use_the_day_up(desk: Office):
    queue(desk, "a", "2024-03-05 16:00")
    desk.skip_to("2024-03-05 16:00")
    (parcel,) = claim(desk, "2024-03-05 16:00")
    later = clock("2024-03-05 16:05")
    desk.write(outbox.postpone, tuple(one.id for one in parcel), later, "busy")
    for key, minute in (("b", "01"), ("c", "02")):
        queue(desk, key, f"2024-03-05 16:{minute}")
        assert send(desk, f"2024-03-05 16:{minute}") == [[key]]
    assert send(desk, "2024-03-05 16:05") == []


def test_two_claims_at_once_never_send_three(desk: Office):
    queue(desk, "a", "2024-03-05 16:00")
    assert send(desk, "2024-03-05 16:00") == [["a"]]
    queue(desk, "b", "2024-03-05 16:10")
    at = clock("2024-03-05 16:10")
    begun, go_on = threading.Event(), threading.Event()

    def slowly(session: Session) -> tuple[Parcel, ...]:
        parcels = outbox.claim(session, at)
        begun.set()
        go_on.wait(20)
        return parcels

    writes = desk.database._transactions
    first = writes.write(slowly)
    assert begun.wait(20)
    also = Draft("c", LADDER, Priority.REMINDER, {}, plan_id=1, member_id=desk.member_id(LI_MING))
    queued = writes.write(lambda session: outbox.queue(session, [also], at=at))
    wait([queued], timeout=0.5)
    second = writes.write(lambda session: outbox.claim(session, at))
    wait([second], timeout=0.5)
    go_on.set()
    queued.result()
    claimed = [[one.key for one in parcel] for parcel in (*first.result(), *second.result())]
    assert claimed == [["b"]]


def test_what_was_never_said_does_not_use_the_day_up(desk: Office):
    """A notice that evaporated, expired or was buried is finished, and was no message."""
    desk.skip_to("2024-03-05 16:00")
    for key in ("a", "b"):
        queue(desk, key, "2024-03-05 16:00")
        (parcel,) = claim(desk, "2024-03-05 16:00")
        ids, at = tuple(one.id for one in parcel), clock("2024-03-05 16:00")
        if key == "a":
            desk.write(outbox.evaporate, ids, at=at)
        else:
            desk.write(outbox.bury, ids, "Bad Request", at=at)
    queue(desk, "stale", "2024-03-05 16:00", expires="2024-03-05 16:01")
    assert send(desk, "2024-03-05 16:01") == []
    assert outcome(desk, "stale") == "expired"
    for key, minute in (("c", "02"), ("d", "03")):
        queue(desk, key, f"2024-03-05 16:{minute}")
        assert send(desk, f"2024-03-05 16:{minute}") == [[key]]
