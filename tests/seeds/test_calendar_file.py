"""A calendar file is read in any of its forms, and every fault is named by its line."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.calendar import published_days
from seeds.calendar_file import Fault, read_calendar

NOTICE = """国务院办公厅关于2024年
部分节假日安排的通知
国办发明电〔2023〕7号

各省、自治区、直辖市人民政府,国务院各部委、各直属机构:
经国务院批准,现将2024年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦:1月1日放假,与周末连休。
二、春节:2月10日至17日放假调休,共8天。2月4日(星期日)、2月18日(星期日)上班。\
鼓励各单位结合带薪年休假等制度落实,安排职工在除夕(2月9日)休息。
三、清明节:4月4日至6日放假调休,共3天。4月7日(星期日)上班。
四、劳动节:5月1日至5日放假调休,共5天。4月28日(星期日)、5月11日(星期六)上班。
五、端午节:6月10日放假,与周末连休。
六、中秋节:9月15日至17日放假调休,共3天。9月14日(星期六)上班。
七、国庆节:10月1日至7日放假调休,共7天。9月29日(星期日)、10月12日(星期六)上班。
节假日期间,各地区、各部门要妥善安排好值班和安全、保卫等工作。

国务院办公厅
2023年10月25日
"""
OF_2025 = """关于2025年部分节假日安排的通知
一、元旦:1月1日(周三)放假1天,不调休。
二、春节:1月28日(农历除夕、周二)至2月4日(农历正月初七、周二)放假调休,共8天。\
1月26日(周日)、2月8日(周六)上班。
三、清明节:4月4日(周五)至6日(周日)放假,共3天。
四、劳动节:5月1日(周四)至5日(周一)放假调休,共5天。4月27日(周日)上班。
五、端午节:5月31日(周六)至6月2日(周一)放假,共3天。
六、国庆节、中秋节:10月1日(周三)至8日(周三)放假调休,共8天。9月28日(周日)、10月11日(周六)上班。
"""
OF_2026 = """关于2026年部分节假日安排的通知
一、元旦:1月1日(周四)至3日(周六)放假调休,共3天。1月4日(周日)上班。
二、春节:2月15日(农历腊月二十八、周日)至23日(农历正月初七、周一)放假调休,共9天。\
2月14日(周六)、2月28日(周六)上班。
三、清明节:4月4日(周六)至6日(周一)放假,共3天。
四、劳动节:5月1日(周五)至5日(周二)放假调休,共5天。5月9日(周六)上班。
五、端午节:6月19日(周五)至21日(周日)放假,共3天。
六、中秋节:9月25日(周五)至27日(周日)放假,共3天。
七、国庆节:10月1日(周四)至7日(周三)放假调休,共7天。9月20日(周日)、10月10日(周六)上班。
"""
DOCUMENT = """{
    "year": 2027,
    "days": [
        {"name": "元旦", "date": "2027-01-01", "isOffDay": true},
        {"name": "元旦", "date": "2027-01-03", "isOffDay": false}
    ]
}"""
NEW_YEAR, THIRD = date(2027, 1, 1), date(2027, 1, 3)


@pytest.mark.parametrize(("year", "notice"), [(2024, NOTICE), (2025, OF_2025), (2026, OF_2026)])
def test_a_yearly_notice_gives_the_days_of_the_packaged_table(year: int, notice: str):
    read = read_calendar(notice)
    differing = {day: worked for day, worked in read.days.items() if (day.weekday() < 5) != worked}
    packaged = {day: worked for day, worked in published_days().items() if day.year == year}
    assert read.faults == ()
    assert differing == packaged


@pytest.mark.parametrize(
    "text",
    [
        "2027-01-01 休\n2027-01-03 班",
        "2027-1-1,休,元旦\n2027-1-3,班,补元旦",
        "日期,类型,说明\n2027/01/01,假,元旦\n2027/1/3,上班,",
        "# 2027\n20270101 off\n\n20270103 work",
        "2027.1.1\t放假\n2027.1.3\t补班",
        "2027年1月1日(周五) 休\n2027年1月3日(星期日) 班",
        "2027-01-01 00:00:00 休息\n2027-01-03 00:00:00 工作日",
        '{"date": "2027-01-01", "worked": false}\n{"date": "2027-01-03", "worked": true}',
        '[{"date": "2027-01-01", "isOffDay": true},\n{"date": "2027-01-03", "isOffDay": false}]',
        DOCUMENT,
        "2027年元旦:1月1日(周五)放假,1月3日(周日)上班。",
        "2027年1月1日放假,1月3日(星期天)照常上班。",
        "关于2027年放假的通知\n1月1日放假。\n2027-01-03 班",
        "2027-01-01 休\r\n2027-01-03 班\r\n",
    ],
)
def test_every_form_of_two_days_reads_the_same(text: str):
    read = read_calendar(text)
    assert (read.days, read.faults) == ({NEW_YEAR: False, THIRD: True}, ())


@pytest.mark.parametrize(
    "text",
    [
        "2027-02-05,2027-02-11,休,春节",
        "2027-02-05 至 2027-02-11 休",
        "2027-02-05~2027-02-11 休",
        "2027年:2月5日至11日放假调休,共7天。",
        "2027年2月5日(腊月二十九、周五)至2月11日(正月初六、周四)放假调休,共7天。",
    ],
)
def test_a_range_gives_each_of_its_days(text: str):
    read = read_calendar(text)
    assert read.faults == ()
    assert read.days == {date(2027, 2, day): False for day in range(5, 12)}


@pytest.mark.parametrize(
    ("told", "days"),
    [
        ("4月5日放假,4月6日(星期二)补休,共2天。", {5: False, 6: False}),
        ("4月9日(周五)、10日(周六)调休上班。", {9: True, 10: True}),
        ("4月5日放假。鼓励各单位安排职工4月6日休息。", {5: False}),
        ("4月5日放假。4月6日至7日停止办公,请予谅解。", {5: False}),
    ],
)
def test_a_sentence_is_read_by_its_verb(told: str, days: dict[int, bool]):
    read = read_calendar(f"2027年清明节:{told}")
    assert read.faults == ()
    assert {day.day: worked for day, worked in read.days.items()} == days


def test_a_range_may_cross_new_year():
    read = read_calendar("一、元旦:2022年12月31日至2023年1月2日放假调休,共3天。")
    assert [day.isoformat() for day in read.days] == ["2022-12-31", "2023-01-01", "2023-01-02"]


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("2027-01-01", 1, "says neither 休"),
        ("2027-01-01 休\n2027-01-02 调休", 2, "says neither 休"),
        ("2027-01-01 休 班", 1, "or both"),
        ("2027-01-01 休\n元旦 休", 2, "names no day"),
        ("2027-01-01 休\n2027-01 休", 2, "names no day"),
        ("2027-01-01 2027-01-02 2027-01-03 休", 1, "names no day"),
        ("2027-02-30 休", 1, "there is no 2027-02-30"),
        ("2027-01-03(周六) 班", 1, "2027-01-03 is a 周日, not a 周六"),
        ("2027-02-11,2027-02-05,休", 1, "2027-02-05 is not after 2027-02-11"),
        ("2027-01-01 休\n2027-01-03 休\n2027-01-01 班", 3, "2027-01-01 is both worked and off"),
        ("1月1日放假。", 1, "no year is named"),
        ("2027年:\n1日放假。", 2, "no month is named for 1日"),
        ("2027年:1月1日至3日放假调休,共4天。", 1, "says 4 days, its dates give 3"),
        ("2027年:1月4日(周日)上班。", 1, "2027-01-04 is a 周一, not a 周日"),
        ("2027年:\n一、元旦:1月1日放假。\n二、春节:另行通知。", 3, "no day off or on"),
        ("2027年:\n1月1日放假。\n1月9日调休。", 3, "no day off or on"),
        ("2027年:\n1月1日放假。\n1月9日不再安排上班。", 3, "no day off or on"),
        ('{"date": "2027-01-01"}', 1, "neither isOffDay nor worked"),
        ('{"date": "2027-01-01", "worked": false}\n{"day": 3}', 2, "names no day"),
        ('{"date": "2027-01-01", "worked": false}\n{"date":', 2, "is no JSON object"),
        ('[{"date": "2027-01-01", "worked": false},\n{"date": "x"}]', 2, "names no day"),
        ('{"days": [1]}', 1, "names no day"),
        ('{"days": 1}', 1, "names no day"),
        ("", 1, "no day off or on"),
        ("节假日期间,要安排好值班。", 1, "no day off or on"),
    ],
)
def test_a_fault_is_named_by_its_line(text: str, line: int, what: str):
    (fault,) = read_calendar(text).faults
    assert fault.line == line
    assert what in fault.what


def test_all_faults_are_named_at_once():
    read = read_calendar("2027-01-01 休\n2027-13-01 休\nx\n2027-01-03 班")
    assert [fault.line for fault in read.faults] == [2, 3]
    assert isinstance(read.faults[0], Fault)


@given(
    st.dictionaries(
        st.dates(date(2024, 1, 1), date(2032, 12, 31)), st.booleans(), min_size=1, max_size=40
    )
)
def test_what_a_table_says_is_read_back(days: dict[date, bool]):
    table = "\n".join(f"{day} {'班' if worked else '休'}" for day, worked in days.items())
    assert read_calendar(table).days == days


@given(st.dates(date(2024, 1, 1), date(2032, 12, 1)), st.integers(1, 10))
def test_a_sentence_gives_as_many_days_as_it_says(first: date, length: int):
    last = first + timedelta(days=length)
    weekdays = "一二三四五六日"
    until = f"{last.year}年{last.month}月{last.day}日(周{weekdays[last.weekday()]})"
    told = f"{first.year}年{first.month}月{first.day}日至{until}放假调休,共{length + 1}天。"
    read = read_calendar(told)
    assert read.faults == ()
    assert list(read.days) == [first + timedelta(days=step) for step in range(length + 1)]


@pytest.mark.parametrize("weekday", range(7))
def test_only_the_right_weekday_is_believed(weekday: int):
    day = date(2027, 3, 1) + timedelta(days=weekday)
    names = "一二三四五六日"
    faults = [read_calendar(f"2027年3月{day.day}日(星期{name})上班。").faults for name in names]
    assert [not fault for fault in faults] == [name == names[weekday] for name in names]
    assert calendar.weekday(day.year, day.month, day.day) == weekday
