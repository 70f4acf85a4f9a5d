"""A digest cut to its room: counts stay, details go, and what went is counted."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.views.outline import outlined, visible

LINES = [
    "<b>标题</b>",
    "<b>一、甲(3)</b>",
    "- 甲一",
    "- 甲二",
    "- 甲三",
    "二、乙(2)",
    "+ 5",
    "+ 6",
    "末",
]
HIDDEN = re.compile(r"^(?:共|另有) (\d+) 项,见台账$", re.MULTILINE)
words = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="<>&"),
    min_size=1,
    max_size=12,
).filter(str.strip)


def test_where_there_is_room_everything_stands():
    whole = "<b>标题</b>\n<b>一、甲(3)</b>\n甲一\n甲二\n甲三\n二、乙(2) 5、6\n末"
    assert outlined(1000, 10)(LINES) == whole


def test_no_more_than_a_few_details_stand_under_one_line():
    told = outlined(1000, 1)(LINES)
    assert "甲一\n另有 2 项,见台账" in told
    assert "5、6" in told


def test_what_finds_no_room_is_counted_in_words():
    told = outlined(0, 10)(LINES)
    assert told == "<b>标题</b>\n<b>一、甲(3)</b>\n共 3 项,见台账\n二、乙(2) 2 项见台账\n末"


def test_each_line_gets_a_first_detail_before_any_gets_a_second():
    lines = ["甲", "- 甲一", "- 甲二" * 9, "乙", "- 乙一", "- 乙二"]
    told = outlined(40, 10)(lines)
    assert "甲一" in told
    assert "乙一" in told
    assert "甲二" not in told


def test_blank_lines_of_a_template_are_not_sent():
    assert outlined(100, 1)(["甲", "", "  ", "乙"]) == "甲\n乙"


@pytest.mark.parametrize(
    ("html", "length"),
    [("<b>甲</b>", 1), ("&lt;b&gt;", 3), ("📌", 2), ('<a href="x">乙</a>\n', 2), ("", 0)],
)
def test_a_message_is_as_long_as_telegram_counts_it(html: str, length: int):
    assert visible(html) == length


@given(
    st.lists(st.tuples(words, st.lists(words, max_size=9)), min_size=1, max_size=6),
    st.integers(0, 400),
    st.integers(1, 9),
)
def test_heads_always_stay_and_no_detail_is_lost_uncounted(
    blocks: list[tuple[str, list[str]]], limit: int, most: int
):
    lines = [
        line
        for head, details in blocks
        for line in (f"头{head}。", *(f"- 细{detail}" for detail in details))
    ]
    told = outlined(limit, most)(lines).split("\n")
    assert [line for line in told if line.startswith("头")] == [f"头{head}。" for head, _ in blocks]
    shown = sum(line.startswith("细") for line in told)
    hidden = sum(int(n) for n in HIDDEN.findall("\n".join(told)))
    assert shown + hidden == sum(len(details) for _, details in blocks)


@given(st.lists(words, min_size=1, max_size=30), st.integers(20, 200))
def test_a_cut_message_keeps_to_its_limit(details: list[str], limit: int):
    lines = ["<b>头</b>", *(f"- {detail}" for detail in details)]
    assert visible(outlined(limit, 30)(lines)) <= limit
