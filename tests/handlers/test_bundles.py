"""Several things to say to one person come as one message, and its buttons work one by one."""

from __future__ import annotations

from decimal import Decimal
from itertools import chain

import pytest
from sqlmodel import Session, col, delete, select
from telegram import InlineKeyboardMarkup

from bot.sandbox.deeds import speech
from handlers.views.bundle import BUTTONS, bundle
from handlers.views.keyboards import button, rows
from handlers.views.notices import Worded, reword, word
from handlers.views.render import width
from handlers.views.wording import Wording
from rules.facts import PeriodKind, Share, Status
from storage import outbox
from storage.answers import tap_drafts
from storage.check_ins import Filing, Source, file_reports
from storage.ledger.cards import card
from storage.outbox import Parcel
from storage.tables import Acknowledgement, Assignment, CheckIn, Report, Round, Task
from tests.handlers.stage import Stage, keyboard
from tests.office import Office, clock
from tests.quantities import confirm
from tests.round_play import opened, unit_of
from tests.sandbox_client import CHEN, LI_MING, WANG_FANG

TELEGRAM = 4096
DAY, WEEK = "【日报】", "【周报】"


@pytest.fixture
async def bundled(stage: Stage) -> Stage:
    """Thursday 8 February 2024, 16:01: the clock was late, so day and week come together."""
    await stage.at("2024-02-08 16:01")
    return stage


def buttons(stage: Stage, person: int = LI_MING) -> list[str]:
    return [text for text, _ in keyboard(stage.now(stage.last(person, DAY)))]


async def statuses(stage: Stage, kind: PeriodKind) -> list[Status]:
    def work(session: Session) -> list[Status]:
        question = (
            select(Report.status)
            .join(CheckIn, col(Report.check_in_id) == CheckIn.id)
            .join(Round, col(CheckIn.round_id) == Round.id)
            .where(Round.kind == kind)
            .order_by(col(Report.id))
        )
        return list(session.exec(question))

    return await stage.db.read(work)


async def test_two_cards_are_one_message_the_newer_in_full_above_the_other(bundled: Stage):
    (shown,) = bundled.heard(LI_MING)
    day, week = shown.words.text.split("\n\n")[0], shown.words.text[shown.words.text.index(WEEK) :]
    assert day.startswith("【日报】2月8日 周四 · 市城管执法局 · 4项")
    assert "15 新增2000个停车位" in day
    assert week.split("\n")[1] == "11、13、15、16"  # below, the numbers alone


async def test_the_card_below_has_its_own_tap_and_a_way_to_its_tasks(bundled: Stage):
    assert buttons(bundled) == [
        "✅ 全部正常推进", "11", "13", "15", "16", "✅ 周报全部正常推进", "周报逐项填报 ›",
    ]  # fmt: skip
    whole = [data for text, data in keyboard(bundled.last(LI_MING, DAY)) if "全部正常" in text]
    assert len(set(whole)) == 2


async def test_each_cards_tap_answers_that_card_and_redraws_the_whole_message(bundled: Stage):
    shown = bundled.last(LI_MING, DAY)
    day, week = (data for text, data in keyboard(shown) if "全部正常" in text)
    await bundled.tap(LI_MING, shown, week)
    assert await statuses(bundled, PeriodKind.WEEK) == [Status.NORMAL] * 4
    assert await statuses(bundled, PeriodKind.DAY) == []
    text = bundled.now(shown).words.text
    assert text.startswith(DAY)
    assert text.endswith("各项均已报")  # the week below
    assert "已由上级周期填报覆盖" in text  # the day, by its week
    assert day not in [data for _, data in keyboard(bundled.now(shown))]


async def test_a_tap_on_the_day_leaves_the_week_standing_below_it(bundled: Stage):
    shown = bundled.last(LI_MING, DAY)
    await bundled.tap(LI_MING, shown, keyboard(shown)[0][1])
    assert await statuses(bundled, PeriodKind.DAY) == [Status.NORMAL] * 4
    text = bundled.now(shown).words.text
    assert text.count("拟报:正常") == 4  # the week's draft of what was just said
    assert buttons(bundled) == [
        "✅11", "✅13", "✅15", "✅16", "✅ 周报按草稿报送(4项)", "周报逐项填报 ›",
    ]  # fmt: skip


async def test_one_task_of_the_upper_card_is_answered_and_the_lower_stays(bundled: Stage):
    shown = bundled.last(LI_MING, DAY)
    await bundled.press(LI_MING, shown, "15")
    assert "🔴 滞后" in [text for text, _ in keyboard(bundled.now(shown))]
    await bundled.press(LI_MING, shown, "滞后")
    text = bundled.now(shown).words.text
    assert "🔴 15" in text
    assert WEEK in text
    assert "🔴15" in buttons(bundled)


async def test_the_way_back_shows_both_cards_again(bundled: Stage):
    shown = bundled.last(LI_MING, DAY)
    await bundled.press(LI_MING, shown, "15")
    await bundled.press(LI_MING, shown, "返回")
    assert bundled.now(shown).words.text == shown.words.text
    assert keyboard(bundled.now(shown)) == keyboard(shown)


async def test_open_shows_the_lower_card_as_a_message_of_its_own(bundled: Stage):
    shown = bundled.last(LI_MING, DAY)
    await bundled.press(LI_MING, shown, "周报逐项填报")
    own = bundled.last(LI_MING)
    assert own.id != shown.id
    assert own.words.text.startswith(WEEK)
    assert "15 新增2000个停车位" in own.words.text
    await bundled.press(LI_MING, own, "15")
    await bundled.press(LI_MING, own, "有风险")
    assert await statuses(bundled, PeriodKind.WEEK) == [Status.AT_RISK]
    assert "🟡 15" in bundled.now(own).words.text


async def test_a_reply_goes_to_the_newest_card_that_still_owes(bundled: Stage):
    shown = bundled.last(LI_MING, DAY)
    await bundled.say(LI_MING, "15 有风险", reply_to=shown.id)
    assert await statuses(bundled, PeriodKind.DAY) == [Status.AT_RISK]
    await bundled.say(LI_MING, "其余正常", reply_to=shown.id)
    assert len(await statuses(bundled, PeriodKind.DAY)) == 4
    await bundled.say(LI_MING, "15 滞后", reply_to=shown.id)
    assert await statuses(bundled, PeriodKind.WEEK) == [Status.LAGGING]
    assert len(await statuses(bundled, PeriodKind.DAY)) == 4


async def test_a_reply_to_what_is_answered_corrects_the_newest_card(bundled: Stage):
    shown = bundled.last(LI_MING, DAY)
    for _ in range(2):
        await bundled.say(LI_MING, "全部正常", reply_to=shown.id)
    await bundled.say(LI_MING, "15 滞后", reply_to=shown.id)
    assert await statuses(bundled, PeriodKind.WEEK) == [Status.NORMAL] * 4
    assert (await statuses(bundled, PeriodKind.DAY))[-1] is Status.LAGGING


async def test_an_edited_reply_amends_the_card_it_answered_first(bundled: Stage):
    shown = bundled.last(LI_MING, DAY)
    said = await bundled.say(LI_MING, "全部正常", reply_to=shown.id)
    speech.edit(bundled.world, LI_MING, LI_MING, said.id, "15 滞后")
    await bundled.settled()
    assert await statuses(bundled, PeriodKind.WEEK) == []
    assert (await statuses(bundled, PeriodKind.DAY))[-1] is Status.LAGGING


FORGED = (
    "firm:", "firm:zzzz", "firm:-1", "firm:!", "adopt:", "adopt:zzzz",
    "open:", "open:zzzz", "open:?", "open:-5", "open:zzzzzzzzzzzzzzzzzzzz",
    "firm:zzzzzzzzzzzzzzzzzzzz", "all:zzzzzzzzzzzzzzzzzzzz", "say:zzzzzzzzzzzzzzzzzz:done",
)  # fmt: skip


@pytest.mark.parametrize("data", FORGED)
async def test_a_forged_button_files_nothing_and_is_refused_in_a_sentence(
    bundled: Stage, data: str
):
    shown = bundled.last(LI_MING, DAY)
    told = await bundled.tap(LI_MING, shown, data)
    assert told.alert
    assert "失效" in told.text or "不是" in told.text
    assert await bundled.count(Report) == 0
    assert bundled.now(shown) == shown


@pytest.mark.parametrize("verb", ["firm", "adopt", "open"])
async def test_who_has_no_card_cannot_use_anothers_buttons(bundled: Stage, verb: str):
    theirs = await bundled.rows(Round)
    await bundled.ask(CHEN, "/help")
    for row in theirs:
        told = await bundled.tap(CHEN, bundled.last(CHEN), f"{verb}:{row.id}")
        assert told.alert
    assert await bundled.count(Report) == 0


async def test_a_tap_on_anothers_message_answers_only_ones_own_card(bundled: Stage):
    theirs = bundled.last(WANG_FANG, DAY)
    await bundled.tap(LI_MING, bundled.last(LI_MING, DAY), keyboard(theirs)[0][1])
    assert len(await bundled.rows(Report)) == 4  # 李明's four, none of hers
    assert bundled.now(theirs) == theirs


# What the longest message is made of: 市发改委, 27 tasks, four cards and the signing in one.

ZHAO_QIANG, PLANNING = 6003817254, "市发改委"
LONG = "已完成项目前期论证并报省级主管部门审定,正在协调资金、用地与施工队伍,确保按期推进不留尾巴"
NOW = "2024-03-21 16:00"


@pytest.fixture
def planning(office: Office) -> Office:
    """Thursday 21 March 2024, 16:00: 赵强 was asked nothing yet, and has everything at once."""
    office.bind(ZHAO_QIANG, "赵强", PLANNING, at="2024-03-21 15:00")
    office.skip_to("2024-03-19 09:00")
    return office


def parcels(office: Office) -> list[Parcel]:
    office.tick(NOW)
    return [one for one in office.write(outbox.claim, clock(NOW)) if one[0].member_id]


def worded(office: Office, parcel: Parcel) -> Worded:
    return office.read(word, parcel, clock(NOW))


def count(keys: InlineKeyboardMarkup | None) -> int:
    return sum(map(len, keys.inline_keyboard)) if keys else 0


def fill_the_days(office: Office) -> None:
    """Report every lead task of the week's first days at great length, troubles and all."""
    member = office.member_id(ZHAO_QIANG)
    for day in ("2024-03-18", "2024-03-19", "2024-03-20"):
        row = opened(office, PeriodKind.DAY, day, PLANNING)
        said = Source(member, clock(f"{day} 16:05"), clock(f"{day} 16:05"))
        filings = [
            Filing(
                item.check_in_id,
                Status.BLOCKED,
                value=Decimal("12345678.9"),
                progress=f"{day}{LONG * 3}",
                difficulty=f"{day}{LONG * 3}",
                awaited="市自然资源和规划局",
            )
            for item in office.card(ZHAO_QIANG, row.key).items
        ]
        office.write(file_reports, row.id or 0, filings, said)


def test_four_cards_and_the_signing_of_27_tasks_are_one_message(planning: Office):
    assert len(planning.rows(Assignment, unit_id=_unit(planning))) == 27
    (parcel,) = parcels(planning)
    said = worded(planning, parcel)
    assert said.wording is not None
    text = said.wording.text
    heads = [text.index(f"【{kind.label}】") for kind in list(PeriodKind)[:4]]
    assert heads == sorted(heads)  # the day on top, the quarter last
    assert "【签收】" in text
    assert width(text) <= TELEGRAM
    assert count(said.wording.keyboard) <= BUTTONS
    assert {one.id for one in said.said} == {one.id for one in parcel}


def test_of_month_and_quarter_that_open_together_the_month_is_answered_first(office: Office):
    """The quarter is drafted from the month: it is the month's words that are new."""
    office.bind(ZHAO_QIANG, "赵强", PLANNING, at="2024-03-19 15:00")
    office.skip_to("2024-03-20 09:00")
    office.tick("2024-03-20 10:00")
    (parcel,) = office.write(outbox.claim, clock("2024-03-20 10:00"))
    wording = office.read(word, parcel, clock("2024-03-20 10:00")).wording
    assert wording is not None
    assert wording.text.index("【月报】") < wording.text.index("【季报】")
    at, ids = clock("2024-03-20 10:00"), tuple(one.id for one in parcel)
    office.write(outbox.sent, ids, at=at, chat_id=ZHAO_QIANG, message_id=7)
    office.write_words(ZHAO_QIANG, "1 有风险", "2024-03-20 10:05", reply_to=7)
    office.write_words(ZHAO_QIANG, "3 有风险", "2024-03-20 10:06")
    rounds = {row.id: row.key for row in office.rows(Round)}
    filed = [office.rows(CheckIn, id=one.check_in_id)[0].round_id for one in office.reports()]
    assert [rounds[key] for key in filed] == ["M2024-03"] * 2


def test_every_check_in_of_every_card_counts_as_asked(planning: Office):
    (parcel,) = parcels(planning)
    wording = worded(planning, parcel).wording
    assert wording is not None
    cards = [
        planning.read(card, one.member_id or 0, one.round_id, clock(NOW))
        for one in parcel
        if one.round_id
    ]
    asked = [item.check_in_id for one in cards for item in one.items]
    assert sorted(wording.prompted) == sorted(asked)
    assert len(asked) == len(set(asked)) > 27


def test_the_longest_drafts_and_figures_still_fit_one_message(planning: Office):
    for row in planning.rows(Assignment, unit_id=_unit(planning), share=Share.LEAD):
        number = _number(planning, row.task_id)
        confirm(planning, number, "123456789.12", measure="万平方公里")
    fill_the_days(planning)
    (parcel,) = parcels(planning)
    wording = worded(planning, parcel).wording
    assert wording is not None
    assert width(wording.text) <= TELEGRAM
    assert wording.text.count("<b>") == wording.text.count("</b>")
    assert count(wording.keyboard) <= BUTTONS
    whole = [
        one.callback_data
        for one in chain.from_iterable(wording.keyboard.inline_keyboard if wording.keyboard else ())
        if str(one.callback_data).startswith(("firm:", "all:"))
    ]
    assert len(whole) == len(set(whole)) == 2  # who sees only a heading opens the card first


def test_a_message_is_redrawn_with_all_it_held(planning: Office):
    (parcel,) = parcels(planning)
    first = worded(planning, parcel).wording
    assert first is not None
    ids = tuple(one.id for one in parcel)
    planning.write(outbox.sent, ids, at=clock(NOW), chat_id=ZHAO_QIANG, message_id=7)
    again = planning.read(reword, ZHAO_QIANG, 7, clock(NOW))
    assert again is not None
    assert (again.text, again.keyboard, again.edits, again.prompted) == (
        first.text,
        first.keyboard,
        7,
        (),
    )
    assert planning.read(reword, ZHAO_QIANG, 8, clock(NOW)) is None


def test_a_redrawn_message_shows_what_was_answered_meanwhile(planning: Office):
    (parcel,) = parcels(planning)
    ids = tuple(one.id for one in parcel)
    planning.write(outbox.sent, ids, at=clock(NOW), chat_id=ZHAO_QIANG, message_id=7)
    week = planning.round("W2024-12").id or 0
    planning.write(tap_drafts, ZHAO_QIANG, week, at=clock("2024-03-21 16:05"))
    again = planning.read(reword, ZHAO_QIANG, 7, clock("2024-03-21 16:05"))
    assert again is not None
    assert "【周报】" in again.text
    datas = [
        str(one.callback_data)
        for one in chain.from_iterable(again.keyboard.inline_keyboard if again.keyboard else ())
    ]
    assert [one for one in datas if one.startswith(("all:", "firm:"))]
    taps = {one for one in datas if one.startswith(("all:", "firm:", "same:"))}
    assert not {one for one in taps if int(one.split(":")[1], 36) == week}


def test_signing_alone_is_left_when_the_cards_are_gone(planning: Office):
    (parcel,) = parcels(planning)
    planning.write(lambda session: session.exec(delete(Acknowledgement)))
    said = worded(planning, parcel)
    assert "签收" not in (said.wording.text if said.wording else "")
    assert [one.kind.value for one in said.dropped] == ["acknowledge"]


def test_too_many_buttons_cost_the_first_part_its_last_rows():
    many = InlineKeyboardMarkup(rows([button(f"{n}", f"n:{n}") for n in range(95)]))
    few = InlineKeyboardMarkup([[button("a", "a:1")], [button("b", "b:1"), button("c", "c:1")]])
    merged = bundle([Wording("甲", many), Wording("乙", few), Wording("丙", few)]).keyboard
    assert merged is not None
    found = [str(one.callback_data) for one in chain.from_iterable(merged.inline_keyboard)]
    assert len(found) <= BUTTONS
    assert found[:90] == [f"n:{n}" for n in range(90)]
    assert found[-6:] == ["a:1", "b:1", "c:1"] * 2


def test_a_part_that_finds_no_room_becomes_its_heading():
    parts = [Wording("甲" * 3000), Wording("乙" * 900, brief="乙头"), Wording("丙\n" + "丁" * 900)]
    text = bundle(parts).text
    assert text == "\n\n".join(["甲" * 3000, "乙" * 900, "丙"])
    text = bundle([Wording("甲" * 3500), *parts[1:]]).text
    assert text == "\n\n".join(["甲" * 3500, "乙头", "丙"])


def test_one_part_is_said_as_it_is():
    alone = Wording("甲", reply_to=7, prompted=(1,))
    assert bundle([alone]) is alone


def _unit(office: Office) -> int:
    return unit_of(office, PLANNING)


def _number(office: Office, task_id: int) -> str:
    return office.rows(Task, id=task_id)[0].number
