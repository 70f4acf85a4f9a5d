"""The people of a drill month: their hands, their eyes, and the hours of their office."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from datetime import timedelta

from tests.journeys.onlooker import PATIENCE, Onlooker
from tests.journeys.real_process import RealProcess, Town
from tests.office import ZONE, clock
from tests.sandbox_client import LI_MING, LIU, WANG_FANG, ZHAO_QIANG, Bubble, SandboxClient


class Month(Onlooker):
    """The people of the month, what they do and what they see."""

    def __init__(self, place: Town, office: RealProcess, sandbox: SandboxClient) -> None:
        super().__init__(sandbox)
        self.place, self.office = place, office
        self.zhou, self.he = sandbox.add_person("周工"), sandbox.add_person("何局长")
        self.speakers = (LI_MING, WANG_FANG, self.zhou, ZHAO_QIANG)
        self.dark: dict[str, timedelta] = {}
        self.written: list[tuple[int, int]] = []
        self.opened: set[tuple[int, int]] = set()

    @contextlib.contextmanager
    def hours(self, opening: str) -> Iterator[None]:
        """Let the office run from an hour on; in the dark, its power fails and comes back."""
        self.office.open(opening)
        if opening in self.dark:
            accident = self.office.kill_at(clock(opening) + self.dark[opening])
            yield
            accident.join()
        else:
            yield
        self.office.close()

    def enrol(self, person: int, what: str) -> None:
        """Invite somebody in chat, and let them confirm."""
        link = self.ask(LIU, f"/invite {what}", "?start=").text
        token = re.search(r"start=([\w-]+)", link)
        assert token
        self.sandbox.start(person, token[1])
        self.sandbox.press(person, self.wait(person, "受邀"), "确认绑定")
        self.wait(person, "您已成为督查员" if person == LIU else "已绑定")

    def ask(self, person: int, text: str, words: str) -> Bubble:
        """Say something in private and return the answer, which has these words."""
        return self.wait(person, words, after=self.sandbox.say(person, text))

    def card(self, person: int, title: str) -> Bubble:
        """Wait for somebody's card."""
        return self.sandbox.wait_for(lambda: self.told(person, title), PATIENCE)[-1]

    def open(self, person: int, below: Bubble) -> Bubble:
        """Open the month's card from below another one; it comes as an answer."""
        latest = self.sandbox.messages(person)[-1].id
        self.sandbox.press(person, below, "月报逐项填报")
        opened = self.wait(person, "【月报】", after=latest)
        self.opened.add((person, opened.id))
        return opened

    def write(self, person: int, card: Bubble, text: str) -> None:
        """Reply to a card; the receipt says that it is kept."""
        said = self.sandbox.say(person, text, reply_to=card.id)
        self.written.append((person, said))
        self.sandbox.wait_for(lambda: self.receipts(person, said), PATIENCE)

    def receipts(self, person: int, said: int) -> list[Bubble]:
        """Return the receipts of one message."""
        return [one for one in self.told(person, "已记入") if one.reply_to == said]

    def tap(self, person: int, card: Bubble, label: str, done: str = "各项均已报") -> None:
        """Tap a button and wait until the message shows what came of it."""
        self.sandbox.press(person, self.shown(card), label)
        self.sandbox.wait_for(lambda: done in self.shown(card).text, PATIENCE)

    def day(self, number: int, words: str) -> None:
        """Answer the cards of a day: one writes or is silent, two tap, one is silent all month."""
        title = f"【日报】3月{number}日"
        cards = {person: self.card(person, title) for person in self.speakers}
        if words:
            self.write(LI_MING, cards[LI_MING], f"15 {words};11、13、16 正常")
        for person in (WANG_FANG, self.zhou):
            self.tap(person, cards[person], "全部正常推进")

    def week(self) -> dict[int, Bubble]:
        """Confirm the drafts of a week by one tap each; return the cards as they came."""
        monday = self.place.clock.now().astimezone(ZONE) - timedelta(days=3)
        title = f"【周报】{monday.month}月{monday.day}日"
        cards = {person: self.card(person, title) for person in self.speakers}
        for person in (LI_MING, WANG_FANG, self.zhou):
            self.tap(person, cards[person], "周报按草稿报送")
        return cards

    def chain(self, number: str) -> dict[str, tuple[str, str]]:
        """Ask for a task's cascade; return each period's outlook and reason."""
        text = self.ask(LIU, f"/cascade {number}", "2024年").text
        link = r"^\S (\S+?)(?:\(.+?\))? (可保|有风险|难保|待定):(.+)$"
        found = re.findall(link, text, re.MULTILINE)
        return {period: (outlook, reason) for period, outlook, reason in found}
