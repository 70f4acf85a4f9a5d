"""Days are read however an official writes them, across New Year too."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.periods import Span
from rules.refusals import DaysPast, DaysUnread
from rules.replies.days import DayWords, coming_days, read_days

THURSDAY = date(2024, 2, 1)
SPRING = Span(date(2024, 2, 5), date(2024, 2, 9))


def days(first: str, last: str = "") -> Span:
    return Span(date.fromisoformat(first), date.fromisoformat(last or first))


def read(text: str, today: date = THURSDAY) -> Span | None:
    found = read_days(text, today)
    return found.span if found else None


@pytest.mark.parametrize(
    "text",
    [
        "2.5-2.9",
        "2.5—2.9",
        "2.5——2.9",
        "2.5 ~ 2.9",
        "2.5～2.9",
        "２．５－２．９",
        "2.5 2.9",
        "2.5-9",
        "2/5-2/9",
        "02/05至02/09",
        "2月5日至2月9日",
        "2月5号到9号",
        "2月5日—9日",
        "二月五日至二月九日",
        "2月5日起至2月9日",
        "5日-9日",
        "2024-02-05 2024-02-09",
        "2024-02-05至2024-02-09",
        "2024年2月5日—2月9日",
        "2024.2.5-9",
        "2024/2/5 - 2024/2/9",
        "下周一至周五",
        "下周一到下周五",
        "周一-周五",
        "星期一到星期五",
        "2.5起5天",
        "2月5日请假五天",
        "下周一开始共5天",
    ],
)
def test_five_days_are_the_same_however_they_are_written(text: str):
    assert read(text) == SPRING


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("今天", days("2024-02-01")),
        ("今日", days("2024-02-01")),
        ("明天", days("2024-02-02")),
        ("后天", days("2024-02-03")),
        ("大后天", days("2024-02-04")),
        ("即日起至2月9日", days("2024-02-01", "2024-02-09")),
        ("明天-周五", days("2024-02-02")),
        ("明天至下周二", days("2024-02-02", "2024-02-06")),
        ("周四", days("2024-02-01")),
        ("周三", days("2024-02-07")),
        ("本周五", days("2024-02-02")),
        ("这周五", days("2024-02-02")),
        ("上周五", days("2024-01-26")),
        ("下周五", days("2024-02-09")),
        ("下下周一", days("2024-02-12")),
        ("星期天", days("2024-02-04")),
        ("礼拜日", days("2024-02-04")),
        ("周五-周一", days("2024-02-02", "2024-02-05")),
        ("下周", days("2024-02-05", "2024-02-11")),
        ("本周", days("2024-01-29", "2024-02-04")),
        ("下个星期", days("2024-02-05", "2024-02-11")),
        ("2.5", days("2024-02-05")),
        ("2月5日", days("2024-02-05")),
        ("5号", days("2024-02-05")),
        ("28日-3日", days("2024-01-28", "2024-02-03")),
        ("20日", days("2024-02-20")),
        ("3天", days("2024-02-01", "2024-02-03")),
        ("请假两天", days("2024-02-01", "2024-02-02")),
        ("明天起三天", days("2024-02-02", "2024-02-04")),
        ("2.29", days("2024-02-29")),
        ("2.1-12.31", days("2024-02-01", "2024-12-31")),
    ],
)
def test_days_are_counted_from_today(text: str, span: Span):
    assert read(text) == span


@pytest.mark.parametrize(
    ("today", "text", "span"),
    [
        ("2024-12-27", "12.30-1.3", days("2024-12-30", "2025-01-03")),
        ("2024-12-31", "12.30-1.3", days("2024-12-30", "2025-01-03")),
        ("2025-01-02", "12.30-1.3", days("2024-12-30", "2025-01-03")),
        ("2024-12-27", "1.3", days("2025-01-03")),
        ("2024-12-30", "30日-3日", days("2024-12-30", "2025-01-03")),
        ("2024-12-31", "今天-周五", days("2024-12-31", "2025-01-03")),
        ("2024-12-27", "2024年12月30日至2025年1月3日", days("2024-12-30", "2025-01-03")),
        ("2024-12-27", "12.30起5天", days("2024-12-30", "2025-01-03")),
        ("2024-11-25", "6.1", days("2025-06-01")),
        ("2024-02-10", "2.5-2.9", days("2024-02-05", "2024-02-09")),
        ("2024-02-07", "2.5-2.12", days("2024-02-05", "2024-02-12")),
        ("2024-02-07", "5号到9号", days("2024-02-05", "2024-02-09")),
    ],
)
def test_a_day_without_its_year_or_month_is_the_nearest_to_come_or_just_begun(
    today: str, text: str, span: Span
):
    assert read(text, date.fromisoformat(today)) == span


@pytest.mark.parametrize(
    "text",
    [
        "",
        "出差",
        "代 王芳",
        "2.30",
        "2.30-3.5",
        "13.5",
        "2.5-2.30",
        "2月32日",
        "32日",
        "2023.2.29",
        "2.9-2.5",
        "3.1-2.5",
        "2024-02-09 2024-02-05",
        "后天-今天",
        "0天",
        "2.5起0天",
        "十十月五日",
        "周矶街道",
    ],
)
def test_what_names_no_day_of_the_calendar_is_not_read(text: str):
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("2.5-2.9 代 @wangfang", "", "代 @wangfang"),
        ("2.5-9代王芳", "", "代王芳"),
        ("代王芳 2.5-2.9", "代王芳", ""),
        ("2.5 代王芳", "", "代王芳"),
        ("市住建局 2.5-2.9 抗洪抢险,城区", "市住建局", "抗洪抢险,城区"),
        ("周矶街道办 2月5日至9日:抗洪", "周矶街道办", "抗洪"),
        ("3天 代王芳", "", "代王芳"),
        ("2.5-3天", "", "3天"),
        ("下周 市住建局", "", "市住建局"),
    ],
)
def test_the_words_around_the_days_are_kept(text: str, before: str, after: str):
    found = read_days(text, THURSDAY)
    assert found is not None
    assert (found.before, found.after) == (before, after)


def test_days_to_come_are_given_and_others_refused():
    assert coming_days("2.5-2.9 抗洪", THURSDAY) == DayWords(SPRING, "", "抗洪")
    assert coming_days("今天", THURSDAY).span == days("2024-02-01")
    with pytest.raises(DaysPast) as past:
        coming_days("1.29-1.31", THURSDAY)
    assert past.value.last == date(2024, 1, 31)
    with pytest.raises(DaysUnread) as unread:
        coming_days("出差 ", THURSDAY)
    assert unread.value.text == "出差"


near = st.integers(0, 180).map(timedelta)
todays = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(todays, near, near)
def test_a_span_to_come_within_half_a_year_is_read_back_without_its_year(
    today: date, ahead: timedelta, length: timedelta
):
    first = today + ahead
    last = first + length
    text = f"{first.month}.{first.day}-{last.month}.{last.day}"
    assert read(text, today) == Span(first, last)


@given(todays, st.dates(date(2020, 1, 1), date(2030, 12, 31)), near)
def test_a_span_with_its_years_means_the_same_on_any_day(
    today: date, first: date, length: timedelta
):
    last = first + length
    assert read(f"{first} {last}", today) == Span(first, last)
    assert read(f"{first}至{last}", today) == Span(first, last)


@given(st.text("0123456789.-月日号周一二三四五天起至 明今下2", max_size=14), todays)
def test_whatever_is_typed_gives_days_in_order_or_none(text: str, today: date):
    found = read(text, today)
    assert found is None or found.first <= found.last
