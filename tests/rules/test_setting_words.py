"""A setting and its value are taken apart however they were typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.replies.settings import SettingWords, read_setting
from rules.settings import PlanSettings, Setting, changed, shown


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("月报截止日 26", "月报截止日", "26"),
        ("月报截止日26日", "月报截止日", "26日"),
        ("月报截止日:26", "月报截止日", "26"),
        ("月报截止日 改为 26 日", "月报截止日", "26 日"),
        ("日报截止时间18:30", "日报截止时间", "18:30"),
        ("month_due_day 26", "month_due_day", "26"),
        ("Month due day = 26", "month_due_day", "26"),
        ("month-due-day 26", "month_due_day", "26"),
        ("day_due 17点半", "day_due", "17点半"),
        ("月报截止日", "月报截止日", ""),
        ("月报截止 26", "月报截止", "26"),
        ("nonsense=26", "nonsense", "26"),
        ("nonsense", "nonsense", ""),
        ("", "", ""),
    ],
)
def test_name_and_value_come_apart(text: str, name: str, value: str):
    assert read_setting(text) == SettingWords(name, value, resets=False)


@pytest.mark.parametrize(
    "text",
    [
        "默认 月报截止日",
        "恢复默认 month_due_day",
        "月报截止日 默认",
        "月报截止日 恢复默认值",
        "reset month_due_day",
        "month_due_day default",
    ],
)
def test_a_reset_is_told_before_or_behind_the_name(text: str):
    words = read_setting(text)
    assert words.resets
    assert words.name in {"月报截止日", "month_due_day"}
    assert words.value == ""


def test_a_reset_of_nothing_names_nothing():
    assert read_setting("默认") == SettingWords("", "", resets=True)


@given(st.sampled_from(list(Setting)), st.booleans(), st.sampled_from([" ", "", "=", ":"]))
def test_what_is_shown_can_be_typed_behind_any_name(setting: Setting, by_label: bool, sign: str):
    usual = PlanSettings()
    typed = f"{setting.label if by_label else setting.value}{sign}{shown(usual, setting)}"
    words = read_setting(typed)
    assert changed(usual, words.name, words.value) == usual
