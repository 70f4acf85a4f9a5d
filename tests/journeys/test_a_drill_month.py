"""A month of the office, from the signing to the bulletin, in the real process over real HTTP.

Days secure their week, weeks their month: what is written once in a day is confirmed by taps from
there on. The office is switched off between the hours that matter, and killed in some of those.
"""

import io
import random
import re
from collections import defaultdict
from datetime import datetime, time, timedelta

import pytest
from openpyxl import load_workbook

from tests.journeys.drill_month import Month
from tests.journeys.onlooker import PATIENCE, heading
from tests.journeys.real_process import ROOT, RealProcess, town
from tests.office import ZONE, clock
from tests.sandbox_client import CHEN, GROUP, LI_MING, LIU, WANG_FANG, ZHAO_QIANG, SandboxClient

LEAD, OWN_HEAD, RESPONSIBLE = "市城管执法局", "市住建局", "市城发集团"
LAUNCH = "2024-03-04 09:00"
IN_THE_DARK = (
    "2024-03-05 15:58", "2024-03-07 09:58", "2024-03-08 15:58", "2024-03-12 15:58",
    "2024-03-18 15:58", "2024-03-20 09:58", "2024-03-22 15:58",
)  # fmt: skip
TARGET = "目标2000个 基数0 一季度300 二季度900 三季度1500 四季度2000 按累计报"
MONTH = "【月报】3月4日—3月31日"
SHARE = "江汉路停车楼封顶"
WORD = "第12项请写明已开工的小区个数"
BOT = 10000001
ANSWERS = (
    "已记入", "请把下面的链接", "您受邀", "已绑定", "您已成为督查员", "【量化目标】",
    "【逾期清单】", "15 ", "请直接回复本条", "已退回", "本群已设为督查群",
)  # fmt: skip
"""How the bot begins when somebody asked: all else it began by itself."""

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]


@pytest.fixture
def month(tmp_path):
    with town(LAUNCH) as place, SandboxClient(place.address) as sandbox:
        office = RealProcess(place, tmp_path, LAUNCH)
        try:
            yield Month(place, office, sandbox)
        finally:
            office.end()


@pytest.mark.timeout(150)
@pytest.mark.parametrize("seed", [2403])
def test_a_drill_month_goes_from_the_signing_to_the_bulletin(month, seed):
    chance = random.Random(seed)
    month.dark = {
        opening: timedelta(minutes=chance.uniform(1, 15))
        for opening in chance.sample(IN_THE_DARK, 4)
    }
    month.office.command("import", str(ROOT / "seeds/data/qianjiang_2024.txt"))
    with month.hours(LAUNCH):
        units_are_bound_and_sign(month)
        the_target_is_proposed_and_confirmed(month)
    the_first_week_is_secured_in_spite_of_a_missed_day(month)
    the_second_week_lags(month)
    the_third_week_recovers(month)
    with month.hours("2024-03-20 09:58"):
        the_month_is_drafted_and_a_share_taken_over(month)
        one_head_confirms_and_one_sends_back(month)
    with month.hours("2024-03-20 15:58"):
        the_liaison_answers_again(month)
    the_month_ends(month)
    with month.hours("2024-03-26 09:58"):
        the_bulletin_adds_up_and_carries_the_ledger(month)

    assert month.office.killed == len(month.dark)
    assert all(month.receipts(*written) for written in month.written)
    check_the_burden(month)
    assert "Traceback" not in month.office.log()


def units_are_bound_and_sign(month):
    month.enrol(LIU, "督查室")
    for person, what in {
        LI_MING: LEAD, WANG_FANG: OWN_HEAD, month.zhou: RESPONSIBLE, ZHAO_QIANG: "市发改委",
        month.he: f"{LEAD} 一把手", CHEN: f"{OWN_HEAD} 一把手",
    }.items():  # fmt: skip
        month.enrol(person, what)
    month.sandbox.say(LIU, "/bind", chat=GROUP)
    month.wait(GROUP, "本群已设为督查群")
    for person in (LI_MING, WANG_FANG, month.zhou):
        asked = month.card(person, "【签收】")
        month.sandbox.press(person, asked, "签收")
        month.sandbox.wait_for(lambda shown=asked: "已签收" in labels(month.shown(shown)))
    assert "牵头 4 项、责任 6 项" in month.card(LI_MING, "【签收】").text


def the_target_is_proposed_and_confirmed(month):
    proposed = month.ask(LI_MING, f"/target 15 {TARGET}", "【量化目标】15").text
    assert "已报送督查室" in proposed
    shown = month.ask(LIU, "/target 15", "待核定方案")
    month.tap(LIU, shown, "核定此方案", done="✅ 已核定")
    confirmed = month.shown(shown).text
    assert "目标 2000个(数量)|基数 0" in confirmed
    assert "3月31日 300个" in confirmed


def the_first_week_is_secured_in_spite_of_a_missed_day(month):
    for number, words in ((4, "累计200,曹禺大道划线"), (5, "累计220,章华路开工"), (6, "")):
        with month.hours(f"2024-03-{number:02} 15:58"):
            month.day(number, words)
    with month.hours("2024-03-07 09:58"):
        month.card(LI_MING, "【周报】")
        assert "日报1期" in month.ask(LIU, f"/overdue {LEAD}", "【逾期清单】").text
        drafted = month.week()[LI_MING].text
        assert "拟报:正常 累计220个,曹禺大道划线;章华路开工" in drafted
        assert "没有逾期事项" in month.ask(LIU, f"/overdue {LEAD}", "【逾期清单】").text
    assert month.told(LI_MING, "【日报】3月6日")[0].text.count("覆盖") == 4
    with month.hours("2024-03-07 15:58"):
        month.day(7, "累计240")
    with month.hours("2024-03-08 15:58"):
        month.day(8, "累计250,园林路完成")
        month.wait(GROUP, "【督查周报】第1期")
        chain = month.chain("15")
    assert list(chain) == ["2024年", "一季度", "3月", "第10周", "3月8日"]
    assert {outlook for outlook, _ in chain.values()} == {"可保"}
    assert "已达 250个" in chain["第10周"][1]
    assert chain["3月8日"][1] == "自报正常"


def the_second_week_lags(month):
    """Its Wednesday nobody is asked: the office is down that day."""
    with month.hours("2024-03-11 15:58"):
        month.day(11, "累计252")
    with month.hours("2024-03-12 15:58"):
        month.day(12, "滞后,累计252,缺资金批复→市财政局")
        chain = month.chain("15")
    assert {outlook for outlook, _ in chain.values()} == {"难保"}
    assert chain["3月12日"][1] == "自报滞后"
    assert "3月12日" in chain["第11周"][1]
    assert "第11周" in chain["3月"][1]
    with month.hours("2024-03-14 09:58"):
        assert "拟报:滞后 累计252个,难点:缺资金批复(待市财政局)" in month.week()[LI_MING].text
    with month.hours("2024-03-15 15:58"):
        month.day(15, "滞后,累计255")
        digest = month.wait(GROUP, "【督查周报】第2期").text
    assert "15 新增2000个停车位|市城管执法局自报滞后" in digest


def the_third_week_recovers(month):
    with month.hours("2024-03-18 15:58"):
        month.day(18, "正常,累计280,资金已到位")
        page = month.ask(LIU, "/task 15", "测算")
        assert month.sandbox.file(page.photo["file"]).startswith(b"\x89PNG")
        assert "现 280个" in page.text


def the_month_is_drafted_and_a_share_taken_over(month):
    """The quarter's card comes in the same message, below the month's."""
    cards = {person: month.card(person, MONTH) for person in month.speakers}
    assert all("【季报】1月31日—3月31日" in card.text for card in cards.values())
    lead, share = cards[LI_MING], cards[month.zhou]
    drafted = lead.text.partition("【季报】")[0]
    assert "拟报:正常 累计280个,曹禺大道划线;章华路开工;园林路完成;资金已到位" in drafted

    month.write(month.zhou, share, f"15 累计60,{SHARE}")
    month.tap(month.zhou, share, "月报按草稿报送")
    line = f"{RESPONSIBLE}:正常 累计60个,{SHARE}"
    month.sandbox.wait_for(lambda: line in month.shown(lead).text, PATIENCE)
    month.tap(LI_MING, lead, "采纳责任单位填报", done=f"资金已到位;{RESPONSIBLE}:{SHARE}")
    for person in (LI_MING, WANG_FANG):
        month.tap(person, cards[person], "月报按草稿报送")


def one_head_confirms_and_one_sends_back(month):
    asked = month.wait(month.he, f"【审定】{LEAD} 月报")
    assert SHARE in asked.text
    month.sandbox.press(month.he, asked, "审定")
    month.sandbox.wait_for(lambda: "已审定" in labels(month.shown(asked)), PATIENCE)
    asked = month.wait(CHEN, f"【审定】{OWN_HEAD} 月报")
    month.sandbox.press(CHEN, asked, "退回")
    question = month.wait(CHEN, "请直接回复本条", after=asked.id)
    month.sandbox.say(CHEN, WORD, reply_to=question.id)
    month.wait(CHEN, f"已退回{OWN_HEAD}联络员")


def the_liaison_answers_again(month):
    month.day(20, "累计284")
    told = month.wait(WANG_FANG, "【退回】")
    assert WORD in told.text
    former = month.told(CHEN, "【审定】")[-1].id
    month.write(WANG_FANG, month.open(WANG_FANG, told), "12 正常,已开工41个小区")
    asked = month.wait(CHEN, f"【审定】{OWN_HEAD} 月报", after=former)
    assert "已开工41个小区" in asked.text
    month.sandbox.press(CHEN, asked, "审定")
    month.sandbox.wait_for(lambda: "已审定" in labels(month.shown(asked)), PATIENCE)


def the_month_ends(month):
    with month.hours("2024-03-21 09:58"):
        assert "拟报:正常 累计284个,资金已到位" in month.week()[LI_MING].text
    with month.hours("2024-03-22 15:58"):
        month.day(22, "累计290")
        month.wait(GROUP, "【督查周报】第3期")
    with month.hours("2024-03-25 15:58"):
        month.day(25, "累计296,南门河停车场完工")


def the_bulletin_adds_up_and_carries_the_ledger(month):
    month.wait(GROUP, "【督查月报】")
    for digest in month.told(GROUP, "【督查"):
        check_that_it_adds_up(digest)
    (digest,) = month.told(GROUP, "【督查月报】")
    assert "本月应报 341 件:已报36 逾期27 未下发278 (合计341)" in digest.text
    assert "未经审定" not in digest.text
    book = load_workbook(io.BytesIO(month.sandbox.file(digest.document["file"])))
    rows = [row for row in book.active.iter_rows(values_only=True) if str(row[0]).isdecimal()]
    assert len(rows) == 140
    task = next(row for row in rows if str(row[0]) == "15")
    assert {2000, 296} <= set(task)
    assert any("南门河停车场完工" in str(cell) for cell in task)


def check_the_burden(month):
    """At most two messages a person and one the group that nobody asked for, in office hours.

    What was sent in the instant of a kill, before it was marked, is sent once more.
    """
    begun = defaultdict(list)
    for chat in (*month.speakers, month.he, CHEN, LIU, GROUP):
        for one in month.sandbox.messages(chat):
            if one.sender == BOT and not is_answer(month, one):
                at = datetime.fromisoformat(one.at).astimezone(ZONE)
                assert time(8, 30) <= at.time() <= time(18, 30), one
                assert at.weekday() < 5, one
                begun[chat, at.date()].append(subject(one))
    over = {
        (chat, day): told
        for (chat, day), told in begun.items()
        if len(told) > (1 if chat == GROUP else 2)
    }
    killed_on = {clock(opening).date() for opening in month.dark}
    assert all(day in killed_on and len(told) > len(set(told)) for (_, day), told in over.items())
    assert len(over) <= month.office.killed
    posted = {day.day: told[0][:6] for (chat, day), told in begun.items() if chat == GROUP}
    assert posted == {8: "【督查周报】", 15: "【督查周报】", 22: "【督查周报】", 26: "【督查月报】"}


def subject(bubble):
    """Return what a message is about, without the hours that its heading tells."""
    return re.split(r"  |,", heading(bubble))[0]


def is_answer(month, bubble):
    return (bubble.chat, bubble.id) in month.opened or bubble.text.startswith(ANSWERS)


def check_that_it_adds_up(digest):
    totals = [line for line in digest.text.split("\n") if "(合计" in line]
    assert len(totals) >= 3
    for line in totals:
        assert sum(counts(line)) == int(line.rpartition("(合计")[2].rstrip(")")), line


def labels(bubble):
    return "".join(button["text"] for button in bubble.buttons)


def counts(line):
    """Return the counts of one counting: 正常16(11.4%) 未反馈14 (合计30) gives 16 and 14."""
    told = re.sub(r"\([^()]*\)", "", line.rpartition("(合计")[0])
    return [int(count) for count in re.findall(r"[^\d\s:]+(\d+)(?= |$)", told)]
