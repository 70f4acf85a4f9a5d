"""A plan's numbers: typed forgivingly, shown in one form, kept as changes, never at odds."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.facts import Cadence, Labelled
from rules.refusals import BadSetting, Refusal, SettingsClash, UnknownSetting
from rules.replies.values import read_cadence
from rules.settings import (
    FORMS,
    Clash,
    DayPolicy,
    Form,
    PlanSettings,
    Setting,
    changed,
    from_record,
    shown,
    to_record,
)
from tests.rules.legal_settings import TEXTS, legal_settings

USUAL = PlanSettings()
FIELDS = [field.name for field in fields(PlanSettings)]


def test_every_field_has_one_name_one_label_and_one_form():
    assert [setting.value for setting in Setting] == FIELDS
    assert len({setting.label for setting in Setting}) == len(FIELDS)
    assert list(FORMS) == list(Setting)


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        ("day_policy", "every"), ("day_opens", "16:00"), ("day_due", "18:00"),
        ("day_digest", "off"), ("week_opens", "10:00"), ("week_due", "12:00"),
        ("week_digest", "16:00"), ("month_opens_day", "20"), ("month_due_day", "25"),
        ("quarter_opens_day", "20"), ("quarter_due_day", "28"), ("year_opens_day", "10"),
        ("year_due_day", "25"), ("long_opens", "10:00"), ("long_due", "18:00"),
        ("long_digest", "10:00"), ("remind_percent", "75"), ("remind_workdays", "1"),
        ("acknowledge_workdays", "3"), ("chase_liaison", "1"), ("chase_head", "3"),
        ("chase_slip", "5"), ("manual_chase_hours", "4"), ("private_limit", "2"),
        ("group_limit", "1"), ("office_opens", "08:30"), ("office_closes", "18:30"),
        ("head_approval", "on"), ("lead_finest", "daily"), ("responsible_finest", "monthly"),
        ("yellow_gap", "10"), ("red_gap", "30"), ("half_from", "10"), ("node_workdays", "3"),
        ("missed_before_yellow", "2"),
    ],
)  # fmt: skip
def test_the_office_starts_from_its_usual_numbers(setting: str, text: str):
    assert shown(USUAL, Setting[setting.upper()]) == text


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("day_due", "17:30", time(17, 30)),
        ("day_due", "\uff11\uff17\uff1a\uff13\uff10", time(17, 30)),  # full-width
        ("day_due", " 17点半 ", time(17, 30)),
        ("day_due", "17时05分", time(17, 5)),
        ("day_due", "下午五点", time(17)),
        ("day_due", "下午5点30", time(17, 30)),
        ("day_due", "17", time(17)),
        ("day_due", "17点整", time(17)),
        ("day_due", "十七点二十", time(17, 20)),
        ("week_due", "中午12点", time(12)),
        ("week_opens", "上午9:15", time(9, 15)),
        ("month_due_day", "26日", 26),
        ("month_due_day", "每月26号", 26),
        ("month_due_day", "二十六", 26),
        ("month_due_day", "\uff12\uff16", 26),
        ("chase_slip", "7个工作日", 7),
        ("remind_workdays", "提前2天", 2),
        ("remind_workdays", "0", 0),
        ("remind_percent", "80%", 80),
        ("red_gap", "25个百分点", 25),
        ("red_gap", "25点", 25),
        ("private_limit", "3条", 3),
        ("manual_chase_hours", "6小时", 6),
        ("day_digest", "开", True),
        ("day_digest", "ON", True),
        ("head_approval", "关闭", False),
        ("day_policy", "仅重点事项", DayPolicy.EXCEPTIONS),
        ("day_policy", "Exceptions", DayPolicy.EXCEPTIONS),
        ("day_policy", "不发日报", DayPolicy.OFF),
        ("day_policy", "每日", DayPolicy.EVERY),
        ("lead_finest", "每周", Cadence.WEEKLY),
        ("lead_finest", "每季度", Cadence.QUARTERLY),
        ("responsible_finest", "不报", Cadence.NEVER),
    ],
)
def test_a_setting_is_read_as_people_type_it(name: str, text: str, value: Any):
    assert changed(USUAL, name, text) == replace(USUAL, **{name: value})


@pytest.mark.parametrize(
    "name", ["day_due", "Day Due", "day-due", " DAY_DUE ", "日报截止时间", "日报截止时间 "]
)
def test_a_setting_is_named_by_its_field_or_its_label(name: str):
    assert changed(USUAL, name, "17:00") == replace(USUAL, day_due=time(17))


@pytest.mark.parametrize(
    ("name", "text", "expects"),
    [
        ("day_due", "24:00", Form.CLOCK),
        ("day_due", "17:60", Form.CLOCK),
        ("day_due", "傍晚", Form.CLOCK),
        ("day_due", "十四五点", Form.CLOCK),
        ("day_due", "17点十四五", Form.CLOCK),
        ("day_due", "", Form.CLOCK),
        ("month_due_day", "0", Form.MONTH_DAY),
        ("month_due_day", "32日", Form.MONTH_DAY),
        ("month_due_day", "月底", Form.MONTH_DAY),
        ("month_due_day", "-5", Form.MONTH_DAY),
        ("private_limit", "0", Form.COUNT),
        ("private_limit", "61", Form.COUNT),
        ("chase_head", "2.5", Form.COUNT),
        ("node_workdays", "61", Form.COUNT_OR_NONE),
        ("remind_percent", "100", Form.PERCENT),
        ("remind_percent", "0", Form.PERCENT),
        ("head_approval", "也许", Form.SWITCH),
        ("day_policy", "daily?", Form.POLICY),
        ("lead_finest", "每年", Form.CADENCE),
    ],
)
def test_what_a_setting_does_not_take_is_given_back_with_what_it_does(
    name: str, text: str, expects: Form
):
    with pytest.raises(BadSetting) as caught:
        changed(USUAL, name, text)
    refused = caught.value
    assert (refused.setting, refused.text, refused.expects) == (Setting(name), text, expects)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("month", ("month_opens_day", "month_due_day")),
        ("月报", ("月报下发日", "月报截止日")),
        ("chase_lead", ("chase_head",)),
        ("day_duw", ("day_due",)),
        ("", ()),
        ("天气预报", ()),
    ],
)
def test_an_unknown_setting_comes_with_names_like_it(name: str, near: tuple[str, ...]):
    with pytest.raises(UnknownSetting) as caught:
        changed(USUAL, name, "1")
    assert caught.value.name == name
    assert caught.value.near[: len(near)] == near
    assert bool(caught.value.near) == bool(near)


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("office_opens", "18:30", Clash.OFFICE_HOURS),
        ("day_opens", "18:00", Clash.DAY_HOURS),
        ("day_due", "15:59", Clash.DAY_HOURS),
        ("week_opens", "12:00", Clash.WEEK_HOURS),
        ("week_digest", "11:59", Clash.WEEK_DIGEST_EARLY),
        ("long_opens", "18:00", Clash.LONG_HOURS),
        ("month_opens_day", "26", Clash.MONTH_DAYS),
        ("quarter_due_day", "19", Clash.QUARTER_DAYS),
        ("year_opens_day", "31", Clash.YEAR_DAYS),
        ("office_opens", "10:01", Clash.OUTSIDE_OFFICE),
        ("office_closes", "17:59", Clash.OUTSIDE_OFFICE),
        ("long_digest", "18:30", Clash.OUTSIDE_OFFICE),
        ("day_due", "18:31", Clash.OUTSIDE_OFFICE),
        ("chase_liaison", "3", Clash.RUNGS),
        ("chase_slip", "3", Clash.RUNGS),
        ("red_gap", "10", Clash.GAPS),
    ],
)
def test_settings_that_do_not_go_together_are_refused_with_the_rule(
    name: str, text: str, why: Clash
):
    with pytest.raises(SettingsClash) as caught:
        changed(USUAL, name, text)
    assert caught.value.why is why


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("month_opens_day", "25"),
        ("week_digest", "12:00"),
        ("day_due", "18:30"),
        ("office_closes", "18:00"),
        ("office_opens", "10:00"),
        ("chase_slip", "4"),
        ("red_gap", "11"),
    ],
)
def test_the_last_legal_value_is_taken(name: str, text: str):
    assert shown(changed(USUAL, name, text), Setting(name)) == text


def test_the_usual_settings_go_together():
    assert from_record({}) == USUAL
    assert to_record(USUAL) == {}


@given(legal_settings)
def test_what_is_shown_reads_back_as_the_same(settings: PlanSettings):
    for setting in Setting:
        assert changed(settings, setting, shown(settings, setting)) == settings


@given(legal_settings)
def test_a_record_holds_what_differs_and_gives_it_back(settings: PlanSettings):
    record = to_record(settings)
    assert from_record(record) == settings
    assert {Setting(name) for name in record} == {
        setting for setting in Setting if getattr(settings, setting) != getattr(USUAL, setting)
    }


def test_a_record_is_judged_as_a_whole_not_step_by_step():
    record = {"month_opens_day": "27", "month_due_day": "29"}
    assert from_record(record).month_due_day == 29
    with pytest.raises(SettingsClash):
        from_record({"month_opens_day": "27"})


@pytest.mark.parametrize("record", [{"sunday_due": "1"}, {"day_due": "soon"}])
def test_a_record_that_cannot_be_read_is_refused(record: dict[str, str]):
    with pytest.raises(Refusal):
        from_record(record)


@given(st.sampled_from(Setting), st.text(max_size=8) | TEXTS[Form.CLOCK])
def test_any_text_is_taken_or_refused(setting: Setting, text: str):
    try:
        settings = changed(USUAL, setting, text)
    except (BadSetting, SettingsClash):
        return
    assert changed(USUAL, setting, shown(settings, setting)) == settings


@pytest.mark.parametrize("kind", [Setting, Form, Clash, DayPolicy])
def test_every_word_of_the_settings_has_a_label_of_its_own(kind: type[Labelled]):
    assert len({one.label for one in kind}) == len(list(kind))


@pytest.mark.parametrize(
    ("word", "cadence"),
    [
        ("daily", Cadence.DAILY),
        ("日报", Cadence.DAILY),
        ("每周", Cadence.WEEKLY),
        ("月", Cadence.MONTHLY),
        ("季度", Cadence.QUARTERLY),
        ("Never", Cadence.NEVER),
        ("有空时", None),
        ("", None),
    ],
)
def test_a_cadence_is_read_by_code_label_or_common_word(word: str, cadence: Cadence | None):
    assert read_cadence(word) is cadence
