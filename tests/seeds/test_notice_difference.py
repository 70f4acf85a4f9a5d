"""A changed notice is compared task by task before it is loaded."""

from dataclasses import replace

import pytest

from seeds.difference import difference
from seeds.notice import NoticeTask

ROADS = NoticeTask("1", "修路。", (), ("区交通局",), ("区财政局",))
SCHOOLS = NoticeTask("2", "建校。", (), ("区教育局",), ())
CLINICS = NoticeTask("3", "建院。", (), ("区卫健局",), ())


def test_the_same_notice_differs_in_nothing():
    found = difference([ROADS, SCHOOLS], [ROADS, SCHOOLS])
    assert found.is_empty
    assert list(found.lines()) == []


def test_added_and_withdrawn_tasks_are_told_by_their_numbers():
    found = difference([ROADS, SCHOOLS], [ROADS, CLINICS])
    assert not found.is_empty
    assert (found.added, found.withdrawn, found.changed) == ((CLINICS,), (SCHOOLS,), ())
    assert list(found.lines()) == ["+ 3 建院。", "- 2 建校。"]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"text": "修桥。"}, "~ 1 text: 修路。 -> 修桥。"),
        ({"lead": ("区住建局",)}, "~ 1 lead: 区交通局 -> 区住建局"),
        ({"responsible": ()}, "~ 1 responsible: 区财政局 -> (none)"),
    ],
)
def test_a_change_is_told_as_it_was_and_as_it_would_be(change, line):
    found = difference([ROADS], [replace(ROADS, **change)])
    assert (found.added, found.withdrawn) == ((), ())
    assert list(found.lines()) == [line]


def test_headings_and_deadlines_are_not_compared():
    moved = replace(ROADS, sections=("一、工业",), deadline="年内")
    assert difference([ROADS], [moved]).is_empty
