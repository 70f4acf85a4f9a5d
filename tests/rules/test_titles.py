"""Short titles of tasks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.titles import WIDTH, short_title


@pytest.mark.parametrize(
    ("text", "phrase", "title"),
    [
        ("加强规划管控。完善机制。", "", "加强规划管控"),
        ("完善停车设施,新增2000个停车位", "2000个停车位", "新增2000个停车位"),
        ("完善停车设施\uff0c新增2000个停车位\uff0c缓解停车难。", "2000个", "新增2000个停车位"),
        ("地区生产总值跨越千亿台阶,增长7%以上", "增长7%以上", "地区生产总值跨越千亿台阶"),
        ("完善停车设施,新增2000个停车位", "没有这句", "完善停车设施"),
        ("强化品质提升:建设公园", "", "强化品质提升"),
        ("强化品质提升\uff1a建设公园", "", "强化品质提升"),
        ("实施城市更新," + "一" * 40, "一一", "一" * 17 + "…"),
        ("", "", ""),
        ("。", "", "。"),
    ],
)
def test_a_title_is_the_clause_of_the_figure_else_the_first(text: str, phrase: str, title: str):
    assert short_title(text, phrase) == title


@given(st.text(), st.text(max_size=5), st.integers(2, 40))
def test_a_title_never_exceeds_its_width(text: str, phrase: str, width: int):
    assert len(short_title(text, phrase, width)) <= width


@given(st.text(alphabet="政府工作报告2024,\uff0c。", min_size=1))
def test_a_title_that_fits_is_a_piece_of_the_text(text: str):
    title = short_title(text)
    assert title.removesuffix("…") in text
    assert len(title) <= WIDTH
