"""The group hears of each period once, and at the end that the plan is over."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from storage.outbox import NoticeKind
from storage.tables import Notice, Plan
from tests.office import GROUP, Office, clock


def digests(office: Office) -> list[str]:
    return [notice.subject["day"] for notice in office.notices(NoticeKind.DIGEST)]


def test_the_digest_of_a_week_is_queued_once(office: Office):
    office.bind_group()
    office.tick("2024-02-02 15:59")
    assert digests(office) == []
    for at in ("2024-02-02 16:00", "2024-02-02 16:01", "2024-02-04 16:00", "2024-02-08 09:00"):
        office.tick(at)
    assert digests(office) == ["2024-01-31"]


def test_the_digest_goes_to_the_group_of_its_plan(office: Office):
    office.bind_group()
    delivered = office.ask("2024-02-02 16:00")
    assert [(notice.kind, notice.chat_id) for notice in delivered] == [(NoticeKind.DIGEST, GROUP)]


def test_a_digest_is_sent_after_a_restart_and_not_twice(office: Office):
    office.bind_group()
    office.ask("2024-02-02 16:00")
    assert office.ask("2024-02-05 09:00") == []


def test_without_a_group_no_digest_is_queued(office: Office):
    office.tick("2024-02-02 16:00")
    assert office.count(Notice) == 0


def test_a_group_bound_later_hears_only_of_the_weeks_after(office: Office):
    office.tick("2024-02-02 16:00")
    office.bind_group("2024-02-02 16:30")
    office.tick("2024-02-02 16:31")
    assert digests(office) == []
    office.tick("2024-02-09 16:00")
    assert digests(office) == ["2024-02-05"]


def test_a_digest_late_by_a_week_is_dropped_for_the_next(office: Office):
    office.bind_group()
    office.tick("2024-02-02 09:00")
    office.tick("2024-02-09 16:00")
    assert digests(office) == ["2024-02-05"]


def test_a_week_of_holidays_has_its_digest_on_the_worked_sunday(office: Office):
    office.bind_group()
    for at in ("2024-02-09 16:00", "2024-02-16 16:00", "2024-02-18 15:59"):
        office.tick(at)
    assert digests(office) == ["2024-02-05"]
    office.tick("2024-02-18 16:00")
    assert digests(office) == ["2024-02-05", "2024-02-12"]


def set_numbers(office: Office, **settings: str) -> None:
    def work(session: Session) -> None:
        session.get_one(Plan, office.plan_id).settings = settings

    office.write(work)


def keys(office: Office) -> list[str]:
    return [one.key.removeprefix("digest:plan=1:") for one in office.notices(NoticeKind.DIGEST)]


@pytest.mark.parametrize(
    ("before", "at", "key"),
    [
        ("2024-02-27 09:59", "2024-02-27 10:00", "M2024-02"),
        ("2024-03-29 09:59", "2024-03-29 10:00", "Q2024-1"),
        ("2024-12-26 09:59", "2024-12-26 10:00", "Y2024"),
    ],
)
def test_month_quarter_and_year_are_summed_up_once(office: Office, before: str, at: str, key: str):
    office.bind_group()
    office.skip_to(f"{at[:8]}01 08:00")
    office.tick(before)
    assert key not in keys(office)
    office.tick(at)
    office.tick(at)
    assert keys(office).count(key) == 1


def test_a_day_is_summed_up_only_where_the_plan_wants_it(office: Office):
    office.bind_group()
    office.tick("2024-02-05 18:00")
    assert keys(office) == ["W2024-05"]
    set_numbers(office, day_digest="on")
    office.tick("2024-02-06 18:00")
    assert "D2024-02-06" in keys(office)


def test_a_day_on_which_its_week_is_summed_up_has_no_digest_of_its_own(office: Office):
    set_numbers(office, day_digest="on")
    office.bind_group()
    office.skip_to("2024-02-08 09:00")
    for at in ("2024-02-08 18:00", "2024-02-09 16:00", "2024-02-09 18:00"):
        office.tick(at)
    assert keys(office) == ["D2024-02-08", "W2024-06"]


def test_a_days_digest_is_not_sent_on_another_day(office: Office):
    set_numbers(office, day_digest="on")
    office.bind_group()
    office.skip_to("2024-02-06 09:00")
    office.tick("2024-02-06 18:00")
    (day,) = office.notices(NoticeKind.DIGEST)
    assert day.expires_at == clock("2024-02-07 00:00")
    office.tick("2024-02-08 09:00")
    assert keys(office) == ["D2024-02-06"], "that of the seventh came too late"


def test_a_days_digest_that_comes_up_when_the_office_closes_waits_for_the_morning(office: Office):
    set_numbers(office, day_digest="on", day_due="18:30")
    office.bind_group()
    office.skip_to("2024-02-06 09:00")
    office.tick("2024-02-06 18:30")
    (day,) = office.notices(NoticeKind.DIGEST)
    assert day.not_before == clock("2024-02-07 08:30")
    assert day.expires_at == clock("2024-02-08 00:00")


def test_a_plan_that_is_over_tells_the_group_once(office: Office):
    office.bind_group()
    office.skip_to("2024-12-31 20:00")
    office.tick("2024-12-31 23:59")
    assert office.notices(NoticeKind.PLAN_OVER) == []
    for at in ("2025-01-01 00:00", "2025-01-01 00:01", "2025-01-02 09:00", "2025-06-01 09:00"):
        office.tick(at)
    (over,) = office.notices(NoticeKind.PLAN_OVER)
    assert over.queued_at == clock("2025-01-01 00:00")


def test_a_plan_that_is_over_has_nobody_to_tell_without_a_group(office: Office):
    office.skip_to("2024-12-31 20:00")
    office.tick("2025-01-01 09:00")
    assert office.notices(NoticeKind.PLAN_OVER) == []
