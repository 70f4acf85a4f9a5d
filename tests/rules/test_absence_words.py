"""A stand-in is named with or without 代, and taking back is said in many words."""

from __future__ import annotations

import pytest

from rules.replies.absences import read_cancel, read_stand_in


@pytest.mark.parametrize(
    "words",
    [
        "代 王芳",
        "代王芳",
        "代:王芳",
        "由王芳代",
        "由 王芳 代班",
        "王芳代班",
        "王芳 代",
        "王芳",
        "代班人:王芳",
        "请王芳代为填报",
        "替班 王芳",
    ],
)
def test_the_name_of_a_stand_in_is_found(words: str):
    assert read_stand_in(words) == "王芳"


@pytest.mark.parametrize(
    ("words", "name"),
    [("", ""), ("代", ""), ("代 @wangfang", "@wangfang"), ("代 市住建局 王芳", "市住建局 王芳")],
)
def test_a_stand_in_may_be_missing_or_named_otherwise(words: str, name: str):
    assert read_stand_in(words) == name


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("取消", ""),
        ("销假", ""),
        ("取消休假", ""),
        ("Cancel", ""),
        ("提前结束", ""),
        ("市住建局 取消", "市住建局"),
        ("市住建局取消豁免", "市住建局"),
        ("市住建局,恢复", "市住建局"),
        ("市住建局", None),
        ("2.5-2.9", None),
        ("市住建局 2.5 取消活动", None),
    ],
)
def test_taking_back_is_told_from_all_else(text: str, rest: str | None):
    assert read_cancel(text) == rest
