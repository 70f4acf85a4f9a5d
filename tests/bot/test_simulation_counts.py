"""How the simulation counts: from what went over the wire, by rules simple enough to check."""

from datetime import date, timedelta
from fractions import Fraction
from random import Random

import pytest
from telegram.error import BadRequest
from telegram.ext import ExtBot

from bot.simulation.agenda import Agenda
from bot.simulation.asked import Asked
from bot.simulation.burden import burdens, percentile
from bot.simulation.clock import HeldClock
from bot.simulation.digests import add_up
from bot.simulation.hands import Effort
from bot.simulation.one_tap import one_tap
from bot.simulation.people import Load, Person, cast
from bot.simulation.record import Told
from bot.simulation.stories import Story
from bot.simulation.temper import PROFILES, Temper
from bot.simulation.traffic import Button, Nature, Said, Shown
from bot.simulation.transport import TOKEN, Transport
from bot.simulation.words import away, figures
from rules.facts import Duty, PeriodKind
from rules.periods import Span
from rules.replies import CardLine, ValueKind, understand
from rules.workdays import OfficeHours, WorkCalendar
from tests.office import ZONE, clock

NOON = clock("2024-02-05 12:00")
LIAISON = Person(7, "liaison", "unit", Duty.LIAISON, Temper.PROMPT, Random(1))
TITLE = "<b>【督查周报】第1期</b>"


@pytest.mark.parametrize(
    ("counts", "population", "expected"),
    [
        ([], 1000, 0),
        ([5], 1000, 0),  # one in a thousand may
        ([5, 5], 1000, 5),
        ([3], 999, 3),
        ([1] * 1000, 1000, 1),
        ([9, 2, 2, 2], 4000, 0),
        ([9, 9, 9, 9, 2], 4000, 2),
        ([9, 9, 9, 9, 9], 4000, 9),
    ],
)
def test_the_percentile_is_over_everybody_and_every_day(counts, population, expected):
    assert percentile(counts, Fraction(999, 1000), population) == expected


def test_receipts_and_edits_are_counted_apart_from_what_interrupts():
    said = [Said(NOON, 7, nature) for nature in (*Nature, Nature.INITIATED)]
    day = NOON.date()
    found = burdens([LIAISON], 2, said, {(7, day): Effort(3, 10)}, ZONE)["everybody"]
    assert (found.initiated, found.most) == (1.0, 2)
    assert (found.receipts, found.answers, found.edits) == (0.5, 0.5, 0.5)
    assert (found.taps, found.characters) == (1.5, 5.0)


@pytest.mark.parametrize(
    ("line", "sums", "wrong"),
    [
        ("140项:正常126 需协调1 未反馈13 (合计140)", 1, 0),
        ("140项:正常126 需协调1 未反馈12 (合计140)", 1, 1),
        ("应报 4 件:已报3(75.0%) 未报1(25.0%) (合计4)", 1, 0),
        ("测算:绿灯106 灰灯34(待统计) (合计140)", 1, 0),
        ("可保103 有风险37(有下级逾期26、数量不足但可追11) (合计140)", 2, 0),
        ("可保103 有风险37(有下级逾期26、数量不足但可追8) (合计140)", 2, 1),
        ("(合计0)", 1, 0),
        ("", 0, 1),
    ],
)
def test_the_sums_of_a_digest_are_added_up_as_they_read(line, sums, wrong):
    found = add_up([f"{TITLE}\n{line}"])
    assert (found.digests, found.sums, len(found.wrong)) == (1, sums, wrong)


def test_a_post_that_is_no_digest_is_not_added_up():
    assert add_up(["本方案已到期 (合计9)"]).digests == 0


WEEK = Asked(1, PeriodKind.WEEK, date(2024, 2, 5), date(2024, 2, 9))
DAY = Asked(2, PeriodKind.DAY, date(2024, 2, 5), date(2024, 2, 5))
OTHER_DAY = Asked(3, PeriodKind.DAY, date(2024, 2, 12), date(2024, 2, 12))
LATER = NOON + timedelta(hours=1)


@pytest.mark.parametrize(
    ("story", "below", "expected"),
    [
        (Story(NOON, "firm", LATER, "firm", finished=True), DAY, (1, 1)),
        (Story(NOON, "firm", LATER, "firm", finished=False), DAY, (1, 0)),
        (Story(NOON, "all", LATER, "all", finished=True), DAY, (1, 0)),
        (Story(NOON, "firm", LATER, None), DAY, (1, 1)),
        (Story(NOON, "firm"), DAY, (1, 1)),
        (Story(NOON, "all"), DAY, (1, 0)),
        (Story(NOON, "all", LATER, "all", finished=True), OTHER_DAY, (0, 0)),
    ],
)
def test_one_tap_is_enough_where_it_reports_what_was_said_below(story, below, expected):
    told = [Told(7, below.id, NOON - timedelta(minutes=1))]
    asked = {row.id: row for row in (WEEK, DAY, OTHER_DAY)}
    found = one_tap({(7, WEEK.id): story, (7, DAY.id): story}, asked, told)
    assert (found.cards, found.answered_below, found.one_tap) == (1, *expected)


@pytest.mark.parametrize(
    ("meant", "acts"),
    [
        ("2024-02-05 16:01", "2024-02-05 16:05"),
        ("2024-02-05 16:05", "2024-02-05 16:05"),
        ("2024-02-05 18:28", "2024-02-06 08:30"),
        ("2024-02-09 19:00", "2024-02-12 08:30"),
    ],
)
def test_people_act_in_office_hours(meant, acts):
    agenda = Agenda(OfficeHours(ZONE), WorkCalendar())
    agenda.plan(LIAISON, clock(meant), 1)
    assert agenda.next == clock(acts)
    assert agenda.due(clock(acts) - timedelta(seconds=1)) == []
    assert [intent.message_id for intent in agenda.due(clock(acts))] == [1]


@pytest.fixture
async def wire():
    heard: list[Shown] = []
    transport = Transport(HeldClock(NOON), heard.append)
    async with ExtBot(TOKEN, request=transport, get_updates_request=transport) as bot:
        yield bot, transport, heard


async def test_what_is_sent_is_heard_with_its_nature(wire):
    bot, transport, heard = wire
    await bot.send_message(7, "a card")
    await bot.send_message(7, "a receipt", reply_to_message_id=1)
    transport.answering = True
    await bot.send_message(7, "an answer")
    assert [one.nature for one in heard] == [Nature.INITIATED, Nature.RECEIPT, Nature.ANSWER]


async def test_an_edit_that_changes_nothing_is_refused_as_telegram_does(wire):
    bot, transport, _ = wire
    sent = await bot.send_message(7, "a card")
    await bot.edit_message_text("a fuller card", 7, sent.message_id)
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_text("a fuller card", 7, sent.message_id)
    assert transport.traffic.messages[7, sent.message_id].text == "a fuller card"


def test_a_button_tells_its_verb_and_its_round():
    shown = Shown(7, 1, NOON, Nature.INITIATED, "", (Button("x", "firm:2s"), Button("y", "join:!")))
    assert shown.rounds == (100,)
    assert shown.buttons[1].keys == ()


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_every_unit_has_a_liaison_of_the_profile(profile):
    units = {f"unit {number}": [] for number in range(20)}
    people = cast(units, frozenset(units), PROFILES[profile], Span(NOON.date(), NOON.date()), 1)
    liaisons = [person for person in people if person.duty is Duty.LIAISON]
    assert [person.units for person in liaisons] == [(unit,) for unit in units]
    assert {person.temper for person in liaisons} == set(PROFILES[profile])
    assert [person.group for person in people][-1] == "supervisor"


def test_typed_figures_are_understood_by_the_bot():
    loads = (Load("15", 2000, 0, 1.0),)
    text = figures(loads, date(2024, 7, 1), Random(1))
    (answer,) = understand(text, (CardLine("15", "个", "新增停车位"),)).answers
    assert answer.value_kind is ValueKind.CUMULATIVE
    assert 900 < answer.value < 1100
    assert answer.progress


def test_a_leave_is_announced_as_the_command_reads_it():
    assert away(Span(date(2024, 2, 5), date(2024, 2, 9))) == "/away 2.5-2.9"


def test_few_liaisons_share_all_units_and_everybody_leads_something():
    units = {f"unit {number:02}": [] for number in range(20)}
    leading = frozenset(list(units)[::2])
    people = cast(units, leading, PROFILES["mixed"], Span(NOON.date(), NOON.date()), 1, 4)
    liaisons = [person for person in people if person.duty is Duty.LIAISON]
    assert sorted(unit for person in liaisons for unit in person.units) == sorted(units)
    assert all(leading & set(person.units) for person in liaisons)
    assert len(liaisons) == 4
