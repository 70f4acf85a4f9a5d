"""`duban settings`: the plan's numbers shown, changed, reset and refused in a sentence."""

import json

import pytest

from rules.settings import PlanSettings, Setting, shown
from storage.rounds import current_plan


def now(db) -> PlanSettings:
    return db.read_now(current_plan).settings


def test_every_setting_stands_on_its_line(met):
    done = met("settings")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert [line.split()[0] for line in lines] == [one.value for one in Setting]
    assert [line.split()[-1] for line in lines] == [one.label for one in Setting]


def test_as_json_each_value_can_be_typed_back(met):
    told = json.loads(met("settings", "--json").out)
    assert told == {one.value: shown(PlanSettings(), one) for one in Setting}


def test_a_value_is_changed_and_shown_beside_its_default(met, db):
    done = met("settings", "month_due_day", "26日")
    assert done.code == 0
    assert done.err == "month_due_day: 25 -> 26. Rounds that are open keep theirs.\n"
    assert done.out.split() == ["month_due_day", "26", "(default", "25)", "月报截止日"]
    assert now(db).month_due_day == 26
    assert "nothing changes" in met("settings", "月报截止日", "26").err


def test_what_counts_at_once_says_nothing_of_rounds(met):
    assert met("settings", "red_gap", "40").err == "red_gap: 30 -> 40.\n"


def test_one_setting_is_shown_alone(met):
    assert met("settings", "day-due").out.split() == ["day_due", "18:00", "日报截止时间"]


def test_a_default_is_brought_back(met, db):
    met("settings", "month_due_day", "26")
    assert met("settings", "month_due_day", "--default").code == 0
    assert now(db) == PlanSettings()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("month_dew_day",), "No setting is called «month_dew_day». Near: "),
        (("month_dew_day", "26"), "Near: "),
        (("month_due_day", "soon"), "month_due_day cannot be «soon»: 1 到 31"),
        (("month_due_day", "19"), "does not go together with the other settings: 月报下发日"),
        (("--default",), "--default takes the name of a setting and no value."),
        (("red_gap", "40", "--default"), "--default takes the name of a setting and no value."),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(met, db, words, sentence):
    done = met("settings", *words)
    assert (done.code, done.out) == (1, "")
    assert sentence in done.err
    assert now(db) == PlanSettings()


def test_without_a_plan_there_is_nothing_to_set(duban):
    assert "No notice is loaded yet" in duban("settings").err
