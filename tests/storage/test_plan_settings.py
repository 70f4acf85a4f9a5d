"""A plan's numbers are changed one at a time, kept as what differs, and logged."""

from __future__ import annotations

import pytest

from rules.facts import Cadence
from rules.refusals import BadSetting, SettingsClash, UnknownSetting
from rules.settings import PlanSettings, Setting
from storage import settings
from storage.rounds import plan_facts
from storage.settings import AT_ONCE, SettingChange
from storage.tables import Event, Plan
from tests.office import Office, clock

AT = clock("2024-02-02 09:00")
LIU = 700100204


def change(office: Office, name: str, text: str) -> SettingChange:
    return office.write(
        settings.change_setting, office.plan_id, name, text, at=AT, by_user=LIU, by_member=None
    )


def reset(office: Office, name: str) -> SettingChange:
    return office.write(settings.reset_setting, office.plan_id, name, at=AT, by_user=LIU)


def now(office: Office) -> PlanSettings:
    return office.read(plan_facts, office.plan_id).settings


def record(office: Office) -> dict[str, str]:
    (plan,) = office.rows(Plan)
    return plan.settings


def test_a_fresh_plan_has_the_defaults_and_keeps_none_of_them(office: Office):
    assert now(office) == PlanSettings()
    assert record(office) == {}


@pytest.mark.parametrize("name", ["month_due_day", "月报截止日", "Month due-day"])
def test_a_change_takes_effect_and_only_the_difference_is_kept(office: Office, name: str):
    made = change(office, name, "26日")
    assert made.setting is Setting.MONTH_DUE_DAY
    assert (made.before, made.after) == (PlanSettings(), PlanSettings(month_due_day=26))
    assert now(office).month_due_day == 26
    assert record(office) == {"month_due_day": "26"}


def test_changes_add_up(office: Office):
    change(office, "lead_finest", "每周")
    change(office, "day_digest", "开")
    assert now(office) == PlanSettings(lead_finest=Cadence.WEEKLY, day_digest=True)


def test_a_change_is_logged_with_who_and_both_values(office: Office):
    change(office, "lead_finest", "每周")
    (event,) = office.rows(Event, kind="setting changed")
    assert (event.subject, event.at) == (f"plan:{office.plan_id}", AT)
    assert event.details == {
        "user_id": LIU,
        "setting": "lead_finest",
        "before": "daily",
        "after": "weekly",
    }


def test_the_same_value_again_is_no_change(office: Office):
    change(office, "month_due_day", "26")
    again = change(office, "month_due_day", "26号")
    assert again.is_empty
    assert len(office.rows(Event, kind="setting changed")) == 1


def test_a_reset_brings_one_default_back(office: Office):
    change(office, "month_due_day", "26")
    change(office, "red_gap", "40")
    made = reset(office, "月报截止日")
    assert made.after == PlanSettings(red_gap=40)
    assert record(office) == {"red_gap": "40"}
    assert reset(office, "月报截止日").is_empty


@pytest.mark.parametrize(
    ("name", "text", "refusal"),
    [
        ("month_dew_day", "26", UnknownSetting),
        ("month_due_day", "明天", BadSetting),
        ("month_due_day", "19", SettingsClash),
        ("red_gap", "10", SettingsClash),
    ],
)
def test_a_refused_change_writes_nothing(
    office: Office, name: str, text: str, refusal: type[Exception]
):
    with pytest.raises(refusal):
        change(office, name, text)
    assert record(office) == {}
    assert office.rows(Event, kind="setting changed") == []


def test_a_reset_that_would_clash_is_refused(office: Office):
    change(office, "red_gap", "50")
    change(office, "yellow_gap", "40")
    with pytest.raises(SettingsClash):
        reset(office, "red_gap")
    assert now(office).red_gap == 50


def test_a_reset_of_nothing_known_names_what_resembles_it(office: Office):
    with pytest.raises(UnknownSetting) as refused:
        reset(office, "月报截止")
    assert "月报截止日" in refused.value.near


@pytest.mark.parametrize(
    ("name", "text", "waits"), [("week_due", "11:00", True), ("red_gap", "40", False)]
)
def test_what_a_round_fixed_at_its_opening_waits(office: Office, name: str, text: str, waits: bool):
    assert change(office, name, text).waits is waits


def test_no_hour_or_day_of_a_round_counts_at_once():
    at_once = {setting.value for setting in AT_ONCE}
    levels = ("day_", "week_", "month_", "quarter_", "year_", "long_", "remind_")
    assert [name for name in at_once if name.startswith(levels)] == []
