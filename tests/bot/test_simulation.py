"""The simulated year: what it promises holds in its hardest weeks, and what breaks is named."""

import json
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from bot.commands import simulate as command
from bot.simulation.bounds import bounds
from bot.simulation.findings import Findings, find
from bot.simulation.report import as_json
from bot.simulation.run import simulate
from bot.simulation.temper import Temper
from rules.facts import PeriodKind
from rules.lights import Light
from rules.periods import Span
from rules.standing import Standing

pytestmark = pytest.mark.xdist_group("simulation")  # its days are lived once

SPRING_FESTIVAL = Span(date(2024, 2, 5), date(2024, 2, 18))
QUARTER_END = Span(date(2024, 3, 25), date(2024, 4, 12))
TWO_DAYS = Span(date(2024, 2, 7), date(2024, 2, 8))
PROMISES = {
    "private_messages",
    "group_posts",
    "quiet_hours",
    "one_tap",
    "undelivered",
    "digests",
    "faults",
}


@cache
def lived(days: Span) -> Findings:
    """Live the days once, however many tests look at them."""
    return find(simulate(days, "mixed", 1, 12))


@pytest.fixture
def festival() -> Findings:
    return lived(SPRING_FESTIVAL)


@pytest.fixture
def quarter_end() -> Findings:
    return lived(QUARTER_END)


@pytest.fixture
def two_days() -> Findings:
    return lived(TWO_DAYS)


@pytest.mark.parametrize("name", sorted(PROMISES))
@pytest.mark.parametrize("span", ["festival", "quarter_end"])
def test_every_promise_holds_in_the_hardest_weeks(request, span, name):
    found = {bound.name: bound for bound in bounds(request.getfixturevalue(span))}
    assert found.keys() == PROMISES
    assert found[name].holds, found[name]


def test_working_sundays_are_lived_and_holidays_are_not(festival):
    # 5-9 and 18 February are worked, 10-17 is Spring Festival.
    assert festival.workdays == 6
    assert festival.record.check_ins[PeriodKind.DAY].total() == 6 * 150


def test_every_level_below_the_year_is_asked_about_a_quarter_end(quarter_end):
    asked = {kind: found.total() for kind, found in quarter_end.record.check_ins.items()}
    assert asked[PeriodKind.MONTH] == asked[PeriodKind.QUARTER] == 341
    assert asked[PeriodKind.WEEK] == 3 * 150
    assert asked[PeriodKind.YEAR] == 0


def test_lights_are_kept_at_the_quarters_end(quarter_end):
    (lights,) = quarter_end.quarters.values()
    assert list(quarter_end.quarters) == [date(2024, 3, 31)]
    assert sum(lights.values()) == 140
    assert set(lights) == set(Light)


def test_what_was_answered_below_is_prefilled(quarter_end):
    record = quarter_end.record
    week = record.check_ins[PeriodKind.WEEK]
    assert record.drafted[PeriodKind.WEEK] > 0.5 * (week[Standing.ANSWERED] + week[Standing.LATE])
    assert quarter_end.one_tap.answered_below > 20


def test_each_temper_bears_its_own_burden(quarter_end):
    burdens = quarter_end.burdens
    assert burdens[Temper.SILENT].taps == burdens[Temper.SILENT].characters == 0
    assert burdens[Temper.PROMPT].initiated < burdens[Temper.FORGETFUL].initiated
    assert burdens[Temper.PROMPT].taps > burdens[Temper.FORGETFUL].taps
    assert burdens[Temper.ON_LEAVE].characters > 0
    assert sum(one.people for one in burdens.values()) == 2 * burdens["everybody"].people


def test_the_silent_are_never_counted_late_for_what_they_were_not_shown(quarter_end):
    day = quarter_end.record.check_ins[PeriodKind.DAY]
    assert day[Standing.OVERDUE] + day[Standing.MISSED] > 0
    assert quarter_end.undelivered == 0


def test_the_same_seed_gives_the_same_days(two_days):
    again = find(simulate(TWO_DAYS, "mixed", 1, 12))
    assert as_json(again, bounds(again)) == as_json(two_days, bounds(two_days))


def test_another_seed_gives_other_days(two_days):
    other = find(simulate(TWO_DAYS, "mixed", 2, 12))
    assert as_json(other, bounds(other)) != as_json(two_days, bounds(two_days))


def test_json_on_stdout_is_one_document_and_the_bar_is_not_in_it(duban):
    done = duban("simulate", "--from", "2024-02-07", "--to", "2024-02-07", "--json")
    told = json.loads(done.out)
    assert done.code == 0
    assert {bound["name"] for bound in told["bounds"]} == PROMISES
    assert (told["profile"], told["seed"], told["from"]) == ("mixed", 1, "2024-02-07")
    assert told["check_ins"].keys() == {kind.value for kind in PeriodKind}
    assert told["check_ins"]["day"].keys() >= {"asked", "prefilled", "answered", "late", "covered"}
    assert told["people"]["everybody"].keys() >= {"initiated", "rarely", "most", "taps"}


@pytest.mark.parametrize(
    ("doctored", "name"),
    [
        ({"group_most": 2}, "group_posts"),
        ({"quiet": 1}, "quiet_hours"),
        ({"undelivered": 1}, "undelivered"),
    ],
)
def test_a_broken_promise_is_named(two_days, doctored, name):
    broken = [bound.name for bound in bounds(replace(two_days, **doctored)) if not bound.holds]
    assert broken == [name]


def test_a_third_message_on_too_many_days_breaks_the_promise(two_days):
    burdens = dict(two_days.burdens)
    burdens["everybody"] = replace(burdens["everybody"], rarely=3)
    broken = [bound for bound in bounds(replace(two_days, burdens=burdens)) if not bound.holds]
    assert [(bound.name, bound.found) for bound in broken] == [("private_messages", 3)]


def test_a_broken_promise_ends_the_command_with_exit_code_1(duban, monkeypatch, two_days):
    monkeypatch.setattr(command, "side_by_side", lambda *_: None)
    monkeypatch.setattr(command, "find", lambda _: replace(two_days, quiet=7))
    done = duban("simulate")
    assert done.code == 1
    assert "quiet_hours" in done.err
    assert "BROKEN" in done.out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--profile", "lazy"], "--profile is one of mixed"),
        (["--from", "2024-03-01", "--to", "2024-02-01"], "before the first"),
    ],
)
def test_what_cannot_be_simulated_is_said_in_words(duban, options, words):
    done = duban("simulate", *options)
    assert (done.code, done.out) == (1, "")
    assert words in done.err
