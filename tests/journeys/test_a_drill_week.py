"""One week of the office, from the notice to the digest, in the real process over real HTTP.

At night and over noon the office is switched off, so that a week fits into a minute while every
window still leaves people seconds to answer, and a process that was killed seconds to come back.
"""

import random
import re
from collections import Counter
from datetime import timedelta

import pytest

from tests.journeys.onlooker import Onlooker
from tests.journeys.real_process import ROOT, RealProcess, Town, town
from tests.office import clock
from tests.sandbox_client import GROUP, LI_MING, LIU, WANG_FANG, ZHAO_QIANG, Bubble, SandboxClient

UNITS = {LI_MING: "市城管执法局", WANG_FANG: "市住建局", ZHAO_QIANG: "市发改委"}
DAYS = ("2024-03-04", "2024-03-05", "2024-03-06", "2024-03-07", "2024-03-08")
MONDAY_OPENING = f"{DAYS[0]} 15:35"
THURSDAY, FRIDAY = DAYS[3:]
WHOLE = {"【日报】": "全部正常推进", "【周报】": "按草稿报送"}
ANSWER = "10 滞后 缺资金批复→市财政局;9、12、14、38、47、50、75、77、126、134 正常"

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]


class Week(Onlooker):
    """The people of the week, and what they see."""

    def __init__(self, place: Town, office: RealProcess, sandbox: SandboxClient) -> None:
        super().__init__(sandbox)
        self.place, self.office = place, office
        self.cards: Counter[str] = Counter()

    def enrol(self, links: dict[int, str]) -> None:
        """Press start on the link, confirm; the administrator makes the group the office's."""
        for person, link in links.items():
            self.sandbox.start(person, link.partition("?start=")[2])
            offer = self.wait(person, "受邀")
            self.sandbox.press(person, offer, "确认绑定")
            assert UNITS[person] in self.wait(person, "已绑定").text
        self.sandbox.say(LIU, "/bind", chat=GROUP)
        self.wait(GROUP, "本群已设为督查群")

    def round(self, title: str) -> None:
        """Wait for everybody's next card; one person taps, one writes, one keeps silent."""
        self.cards[title] += 1
        li_ming, wang_fang, _ = [self.next_card(person, title) for person in UNITS]
        self.sandbox.press(LI_MING, li_ming, WHOLE[title])
        self.sandbox.say(WANG_FANG, ANSWER, reply_to=wang_fang.id)
        self.sandbox.wait_for(lambda: "各项均已报" in self.shown(li_ming).text, 30)
        self.sandbox.wait_for(
            lambda: len(self.told(WANG_FANG, "已记入")) == sum(self.cards.values()), 30
        )

    def next_card(self, person: int, title: str) -> Bubble:
        """Wait until a person has as many cards of that title as there were rounds."""
        self.sandbox.wait_for(lambda: len(self.told(person, title)) == self.cards[title], 30)
        return self.told(person, title)[-1]


@pytest.fixture
def week(tmp_path):
    with town(MONDAY_OPENING) as place, SandboxClient(place.address) as sandbox:
        office = RealProcess(place, tmp_path, MONDAY_OPENING)
        try:
            yield Week(place, office, sandbox)
        finally:
            office.end()


@pytest.mark.timeout(150)
@pytest.mark.parametrize("seed", [2106])
def test_a_drill_week_goes_from_cards_to_the_digest(week, seed):
    office, place = week.office, week.place
    office.command("import", str(ROOT / "seeds/data/qianjiang_2024.txt"))
    links = {person: office.command("invite", unit) for person, unit in UNITS.items()}
    chance = random.Random(seed)
    dark = {day: timedelta(minutes=chance.uniform(-3, 40)) for day in chance.sample(DAYS, 3)}

    for day in DAYS:
        if day == THURSDAY:
            office.open(f"{day} 09:55")
            week.round("【周报】")
            office.close()
        office.open(MONDAY_OPENING if day == DAYS[0] else f"{day} 15:55")
        if day == DAYS[0]:
            week.enrol(links)
        accident = office.kill_at(clock(f"{day} 16:00") + dark[day]) if day in dark else None
        week.round("【日报】")
        if day == FRIDAY:
            check_what_is_overdue(week)
        if accident:
            accident.join()
        place.wait_until(f"{day} 17:00")
        office.close()

    assert office.killed == 3
    check_the_cards(week)
    check_the_digest(week)
    assert week.repeated.total() <= office.killed
    assert "Traceback" not in office.log()


def check_what_is_overdue(week):
    week.sandbox.say(LIU, "/overdue", chat=GROUP)
    listed, _, _ = week.wait(GROUP, "【逾期清单】").text.partition("逾期未签收")
    assert "共 15 项,涉及 1 个单位" in listed
    assert UNITS[ZHAO_QIANG] in listed
    assert "日报4期、周报1期" in listed
    assert not any(name in listed for name in (UNITS[LI_MING], UNITS[WANG_FANG], "市商务局"))


def check_the_cards(week):
    for person in UNITS:
        days = [one.text.partition("日 ")[0] for one in week.told(person, "【日报】")]
        assert days == [f"【日报】3月{day}" for day in range(4, 9)]
        assert len(week.told(person, "【周报】")) == 1
    assert len(week.told(WANG_FANG, "已记入")) == 6
    assert not week.told(ZHAO_QIANG, "已记入")
    assert all("各项均已报" in card.text for card in week.told(LI_MING, "【日报】"))


def check_the_digest(week):
    (digest,) = week.told(GROUP, "【督查周报】")
    overall = next(line for line in digest.text.split("\n") if line.startswith("一、总体"))
    counts = {label: int(n) for label, n in re.findall(r"(?<=[: ])([^\d\s(:]+)(\d+) ", overall)}
    assert sum(counts.values()) == 140
    assert "(合计140)" in overall
    assert counts == {"正常": 14, "滞后": 1, "未反馈": 14, "未下发": 111}
