"""Nothing is typed twice: what was said below is the draft of what is asked above."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import wait
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session

from rules.drafts import Told
from rules.facts import PeriodKind, Status
from rules.replies import ValueKind
from storage import answers
from storage.check_ins import Filing, Source, file_reports
from storage.outbox import NoticeKind
from tests.office import Office, clock
from tests.quantities import confirm
from tests.round_play import opened

LI_MING, ZHAO_QIANG = 5210000117, 6003817254
CITY = "市城管执法局"
WEEK, NEXT_WEEK, MONTH, QUARTER, YEAR = (
    "W2024-10",
    "W2024-11",
    "M2024-03",
    "Q2024-1",
    "Y2024",
)
MONDAY, TUESDAY, WEDNESDAY = "D2024-03-04", "D2024-03-05", "D2024-03-06"
THURSDAY, FRIDAY = "D2024-03-07", "D2024-03-08"
CUMULATIVE, THIS_PERIOD, PERCENT = ValueKind.CUMULATIVE, ValueKind.THIS_PERIOD, ValueKind.PERCENT


@pytest.fixture
def staffed(office: Office) -> Office:
    office.bind(LI_MING, "李明", CITY)
    return office


def open_day(office: Office, key: str) -> None:
    opened(office, PeriodKind.DAY, key.removeprefix("D"), CITY)


def open_week(office: Office, day: str = "2024-03-07") -> None:
    opened(office, PeriodKind.WEEK, day, CITY)


def tell(office: Office, key: str, at: str, number: str = "15", **parts: Any) -> None:
    """File what 李明 says of one task in a round."""
    value = parts.pop("value", None)
    filing = Filing(
        office.item(LI_MING, key, number).check_in_id,
        parts.pop("status", Status.NORMAL),
        value=None if value is None else Decimal(value),
        **parts,
    )
    source = Source(office.member_id(LI_MING), clock(at), clock(at))
    office.write(file_reports, office.round(key).id or 0, [filing], source)


def drafted(office: Office, key: str, number: str = "15") -> Told:
    draft = office.item(LI_MING, key, number).draft
    assert draft is not None
    return draft


@pytest.fixture
def answered(staffed: Office) -> Office:
    """Thursday 7 March 2024, 10:00: the week is open, its days are answered for 15 and 16."""
    for key in (MONDAY, TUESDAY, WEDNESDAY):
        open_day(staffed, key)
    figure = {"value_kind": CUMULATIVE, "measure": "个"}
    tell(staffed, MONDAY, "2024-03-04 16:05", value="96", progress="首批已划线", **figure)
    tell(staffed, TUESDAY, "2024-03-05 16:05", value="104", progress="两处已划线", **figure)
    trouble = {"difficulty": "缺资金批复", "awaited": "市财政局"}
    tell(staffed, WEDNESDAY, "2024-03-06 16:05", status=Status.LAGGING, **trouble)
    tell(staffed, TUESDAY, "2024-03-05 16:05", "16", progress="更换井盖12个")
    tell(staffed, WEDNESDAY, "2024-03-06 16:05", "16", progress="更换井盖20个")
    open_week(staffed)
    return staffed


def test_a_week_is_drafted_from_its_days(answered: Office):
    draft = drafted(answered, WEEK)
    assert (draft.status, draft.difficulty, draft.awaited) == (
        Status.LAGGING,
        "缺资金批复",
        "市财政局",
    )
    assert (draft.value, draft.value_kind, draft.measure) == (Decimal(104), CUMULATIVE, "个")
    assert draft.progress == "首批已划线;两处已划线"


def test_each_task_has_its_own_draft_and_a_silent_one_none(answered: Office):
    assert drafted(answered, WEEK, "16").progress == "更换井盖12个;更换井盖20个"
    assert answered.item(LI_MING, WEEK, "11").draft is None
    assert [item.number for item in answered.card(LI_MING, WEEK).drafted] == ["15", "16"]


def test_a_day_is_drafted_from_nothing(answered: Office):
    open_day(answered, THURSDAY)
    assert answered.card(LI_MING, THURSDAY).drafted == ()


def test_what_is_over_is_no_difficulty_any_more(answered: Office):
    open_day(answered, THURSDAY)
    tell(answered, THURSDAY, "2024-03-07 16:05", status=Status.NORMAL, progress="批复已到")
    draft = drafted(answered, WEEK)
    assert (draft.status, draft.difficulty, draft.awaited) == (Status.NORMAL, "", None)


def test_only_the_last_revision_of_a_day_is_drafted(answered: Office):
    tell(answered, TUESDAY, "2024-03-06 17:00", value="140", value_kind=CUMULATIVE, measure="个")
    assert drafted(answered, WEEK).value == 140


def test_another_units_and_another_weeks_words_are_not_drafted(answered: Office):
    opened(answered, PeriodKind.DAY, "2024-03-01", CITY)
    tell(answered, "D2024-03-01", "2024-03-01 16:05", "11", progress="上周的事")
    assert answered.item(LI_MING, WEEK, "11").draft is None


@pytest.mark.parametrize(
    ("told", "value", "kind", "measure"),
    [
        ([("96", CUMULATIVE, "个"), ("104", CUMULATIVE, "个")], "104", CUMULATIVE, "个"),
        ([("30", THIS_PERIOD, "个"), ("12", THIS_PERIOD, "个")], "42", THIS_PERIOD, "个"),
        ([("96", CUMULATIVE, "个"), ("12", THIS_PERIOD, "个")], "108", CUMULATIVE, "个"),
        ([("12", THIS_PERIOD, "个"), ("96", CUMULATIVE, "个")], "96", CUMULATIVE, "个"),
        ([("40", PERCENT, "%"), ("60", PERCENT, "%")], "60", PERCENT, "%"),
        ([("96", CUMULATIVE, "个"), (None, None, None)], "96", CUMULATIVE, "个"),
        ([("30", THIS_PERIOD, "个"), ("12", THIS_PERIOD, "处")], None, ValueKind.UNSTATED, None),
        ([("60", PERCENT, "%"), ("12", THIS_PERIOD, "个")], None, ValueKind.UNSTATED, None),
    ],
    ids=["totals", "additions", "total+addition", "addition, then total", "shares", "silence",
         "two measures", "share+addition"],
)  # fmt: skip
def test_figures_add_up_by_what_they_count(
    staffed: Office,
    told: Sequence[tuple[str | None, ValueKind | None, str | None]],
    value: str | None,
    kind: ValueKind,
    measure: str | None,
):
    for day, (said, said_kind, said_measure) in enumerate(told, 4):
        open_day(staffed, f"D2024-03-0{day}")
        figure = {"value": said, "value_kind": said_kind, "measure": said_measure}
        tell(staffed, f"D2024-03-0{day}", f"2024-03-0{day} 16:05", **figure)
    open_week(staffed)
    draft = drafted(staffed, WEEK)
    assert draft.value == (None if value is None else Decimal(value))
    assert (draft.value_kind, draft.measure) == (kind, measure)


@pytest.mark.parametrize(("wanted", "value"), [(CUMULATIVE, 12), (THIS_PERIOD, 42)])
def test_a_figure_of_no_kind_is_what_its_card_asked_for(
    staffed: Office, wanted: ValueKind, value: int
):
    confirm(staffed, "15", wanted=wanted)
    for key, said in ((MONDAY, "30"), (TUESDAY, "12")):
        open_day(staffed, key)
        unstated = {"value_kind": ValueKind.UNSTATED, "measure": "个"}
        tell(staffed, key, f"{key.removeprefix('D')} 16:05", value=said, **unstated)
    open_week(staffed)
    draft = drafted(staffed, WEEK)
    assert (draft.value, draft.value_kind) == (value, wanted)


def test_a_month_is_drafted_from_its_weeks_and_not_again_from_their_days(answered: Office):
    week = {"value": "110", "value_kind": CUMULATIVE, "measure": "个", "progress": "本周小结"}
    tell(answered, WEEK, "2024-03-07 17:00", **week)
    opened(answered, PeriodKind.MONTH, "2024-03-20", CITY)
    draft = drafted(answered, MONTH)
    assert (draft.status, draft.value, draft.progress) == (Status.NORMAL, 110, "本周小结")


def test_a_week_nobody_answered_is_drafted_from_its_days(answered: Office):
    opened(answered, PeriodKind.WEEK, "2024-03-14", CITY)
    week = {"value": "130", "value_kind": CUMULATIVE, "measure": "个", "progress": "次周小结"}
    tell(answered, NEXT_WEEK, "2024-03-14 17:00", **week)
    opened(answered, PeriodKind.MONTH, "2024-03-20", CITY)
    assert drafted(answered, MONTH).progress == "首批已划线;两处已划线;次周小结"
    assert drafted(answered, MONTH, "16").progress == "更换井盖12个;更换井盖20个"
    assert drafted(answered, MONTH).value == 130


def test_a_day_after_its_weeks_report_still_counts_for_the_month(answered: Office):
    week = {"value": "40", "value_kind": THIS_PERIOD, "measure": "个", "progress": "本周小结"}
    tell(answered, WEEK, "2024-03-08 11:00", **week)
    open_day(answered, FRIDAY)
    day = {"value": "10", "value_kind": THIS_PERIOD, "measure": "个", "progress": "周五又划两处"}
    tell(answered, FRIDAY, "2024-03-08 16:05", **day)
    opened(answered, PeriodKind.MONTH, "2024-03-20", CITY)
    draft = drafted(answered, MONTH)
    assert (draft.value, draft.progress) == (50, "本周小结;周五又划两处")


def test_a_quarter_is_drafted_from_its_months_and_the_year_from_its_quarters(answered: Office):
    opened(answered, PeriodKind.MONTH, "2024-03-20", CITY)
    opened(answered, PeriodKind.QUARTER, "2024-03-20", CITY)
    tell(answered, MONTH, "2024-03-22 10:00", value="150", value_kind=CUMULATIVE, progress="月小结")
    assert (drafted(answered, QUARTER).value, drafted(answered, QUARTER).progress) == (
        150,
        "月小结",
    )
    tell(answered, QUARTER, "2024-03-26 10:00", value="180", value_kind=CUMULATIVE, progress="季结")
    opened(answered, PeriodKind.YEAR, "2024-12-10", CITY)
    assert (drafted(answered, YEAR).value, drafted(answered, YEAR).progress) == (180, "季结")


def test_one_tap_confirms_every_draft_and_marks_it(answered: Office):
    taken = answered.firm(LI_MING, WEEK, "2024-03-07 10:05")
    assert taken.filed == len(answered.card(LI_MING, WEEK).items)
    said = {item.number: item.said for item in answered.card(LI_MING, WEEK).items}
    assert {number: one.drafted for number, one in said.items() if one} == {
        number: number in {"15", "16"} for number in said
    }
    confirmed, silent = said["15"], said["11"]
    assert confirmed is not None
    assert (confirmed.status, confirmed.value, confirmed.progress, confirmed.awaited) == (
        Status.LAGGING,
        104,
        "首批已划线;两处已划线",
        "市财政局",
    )
    assert silent is not None
    assert (silent.status, silent.value) == (Status.NORMAL, None)


def test_a_draft_vanishes_once_its_task_is_answered(answered: Office):
    tell(answered, WEEK, "2024-03-07 10:05", progress="已全部划线")
    assert answered.item(LI_MING, WEEK, "15").draft is None
    assert [item.number for item in answered.card(LI_MING, WEEK).drafted] == ["16"]
    answered.firm(LI_MING, WEEK, "2024-03-07 10:06")
    assert answered.card(LI_MING, WEEK).drafted == ()
    latest = answered.item(LI_MING, WEEK, "15").said
    assert latest is not None
    assert (latest.progress, latest.revision) == ("已全部划线", 1)


def test_a_second_tap_files_nothing(answered: Office):
    answered.firm(LI_MING, WEEK, "2024-03-07 10:05")
    assert answered.firm(LI_MING, WEEK, "2024-03-07 10:06").filed == 0


@pytest.fixture
def delivered(staffed: Office) -> Office:
    """The same three days and the week's card, asked and answered as people do."""
    staffed.skip_to("2024-03-04 09:00")
    for day, words in (
        ("04", "15 累计96,首批已划线"),
        ("05", "15 累计104,两处已划线;16 正常,更换井盖12个"),
        ("06", "15 滞后 缺资金批复→市财政局"),
    ):
        staffed.ask(f"2024-03-{day} 16:00")
        staffed.write_words(LI_MING, words, f"2024-03-{day} 16:05")
    staffed.ask("2024-03-07 10:00")
    return staffed


@pytest.mark.parametrize(
    ("words", "changed"),
    [
        ("15 累计120", {"value": Decimal(120)}),
        ("15 全部划线完毕", {"progress": "全部划线完毕"}),
        ("15 正常", {"status": Status.NORMAL, "difficulty": "", "awaited": None}),
        ("15 有风险", {"status": Status.AT_RISK}),
        ("15 滞后 缺人手", {"difficulty": "缺人手"}),
        ("15 本期新增8个", {"value": Decimal(8), "value_kind": THIS_PERIOD}),
    ],
)
def test_a_reply_corrects_one_part_and_keeps_the_rest_of_the_draft(
    delivered: Office, words: str, changed: dict[str, object]
):
    draft = drafted(delivered, WEEK)
    parts = ("status", "value", "value_kind", "measure", "progress", "difficulty", "awaited")
    expected = {part: getattr(draft, part) for part in parts} | changed
    shown = delivered.message_of(LI_MING, WEEK)
    delivered.write_words(LI_MING, words, "2024-03-07 10:05", reply_to=shown)
    latest = delivered.item(LI_MING, WEEK, "15").said
    assert latest is not None
    assert {part: getattr(latest, part) for part in parts} == expected
    assert not latest.drafted


def test_a_reply_about_one_task_leaves_the_other_drafts_to_be_confirmed(delivered: Office):
    shown = delivered.message_of(LI_MING, WEEK)
    delivered.write_words(LI_MING, "15 累计120", "2024-03-07 10:05", reply_to=shown)
    assert delivered.item(LI_MING, WEEK, "16").said is None
    assert drafted(delivered, WEEK, "16").progress == "更换井盖12个"


def test_a_tap_on_one_status_keeps_the_figure_and_the_words_of_the_draft(delivered: Office):
    delivered.tap(LI_MING, WEEK, "15", Status.NORMAL, "2024-03-07 10:05")
    latest = delivered.item(LI_MING, WEEK, "15").said
    assert latest is not None
    assert (latest.status, latest.value, latest.progress) == (
        Status.NORMAL,
        104,
        "首批已划线;两处已划线",
    )
    assert (latest.difficulty, latest.awaited, latest.drafted) == ("", None, False)


def test_a_days_answer_redraws_the_week_that_is_drafted_from_it(delivered: Office):
    delivered.ask("2024-03-07 16:00")
    day, week = (delivered.message_of(LI_MING, key) for key in (THURSDAY, WEEK))
    delivered.deliver("2024-03-07 16:01")
    before = len(delivered.notices(NoticeKind.REFRESH))
    delivered.tap(LI_MING, THURSDAY, "15", Status.NORMAL, "2024-03-07 16:05")
    redrawn = [one.subject["message_id"] for one in delivered.notices(NoticeKind.REFRESH)[before:]]
    assert sorted(redrawn) == sorted([day, week])


def test_a_days_answer_leaves_a_week_that_was_answered_as_it_is(delivered: Office):
    delivered.firm(LI_MING, WEEK, "2024-03-07 10:05")
    delivered.ask("2024-03-07 16:00")
    before = len(delivered.notices(NoticeKind.REFRESH))
    delivered.tap(LI_MING, THURSDAY, "15", Status.NORMAL, "2024-03-07 16:05")
    redrawn = [one.subject["message_id"] for one in delivered.notices(NoticeKind.REFRESH)[before:]]
    assert redrawn == [delivered.message_of(LI_MING, THURSDAY)]


def test_a_colleagues_answer_in_between_wins_over_the_drafts_one_tap_confirms(answered: Office):
    answered.bind(ZHAO_QIANG, "赵强", CITY, at="2024-03-07 10:01")
    check_in_id = answered.item(LI_MING, WEEK, "15").check_in_id
    asked = len(answered.card(LI_MING, WEEK).items)
    week, at = answered.round(WEEK).id or 0, clock("2024-03-07 10:05")
    begun, go_on = threading.Event(), threading.Event()

    def say_done(session: Session) -> None:
        answers.tap_status(session, ZHAO_QIANG, check_in_id, Status.DONE, at=at)
        session.flush()
        begun.set()
        go_on.wait(20)

    writes = answered.database._transactions
    colleague = writes.write(say_done)
    assert begun.wait(20)
    hurried = writes.write(lambda session: answers.tap_drafts(session, LI_MING, week, at=at))
    wait([hurried], timeout=0.5)
    go_on.set()
    colleague.result()
    assert hurried.result().filed == asked - 1
    latest = answered.item(LI_MING, WEEK, "15").said
    assert latest is not None
    assert (latest.status, latest.revision, latest.author) == (Status.DONE, 1, "赵强")
