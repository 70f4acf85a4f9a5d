"""The whole product in a real browser: the process as started by hand, and its rehearsal page."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "tests" / "shots"
ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
SETTINGS = ("TELEGRAM_", "DUBAN_", "DATABASE_URL", "ADMIN_IDS")
GROUP, LIU, LI, ZHAO = -1002041580001, 700100204, 5210000117, 6003817254
SCREENS = {"desktop": (1440, 900), "phone": (390, 844)}
START_WITHIN = 60.0
EVENTS_TO_FRIDAY = 12
PATIENCE = 20_000

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        lacking = pytest.fail if os.environ.get("CI") else pytest.skip
        lacking("no chromium is installed here (on Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=ARGS)
        yield launched
        launched.close()


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A rehearsal of its own: no token, no `.env`, a free port."""
    port = _free_port()
    clean = {key: value for key, value in os.environ.items() if not key.startswith(SETTINGS)}
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            env=clean | {"DUBAN_SANDBOX_PORT": str(port), "PYTHONPATH": str(ROOT)},
            cwd=tmp_path,
            stdout=log,
            stderr=log,
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/", process, tmp_path / "log")
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The page, opened on the screen the test names; a fault in its scripts fails the test."""
    width, height = SCREENS[getattr(request, "param", "desktop")]
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="zh-CN", has_touch=width < height
    )
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda fault: faults.append(fault.message))
    opened.goto(address)
    expect(opened.locator("body.ready")).to_be_attached()
    yield opened
    context.close()
    assert not faults


@pytest.mark.parametrize("page", SCREENS, indirect=True)
def test_a_card_is_answered_and_the_week_ends_in_a_digest_that_adds_up(page: Page):
    li = _chat(page, LI)
    card = _message(li, "【日报】2月1日").first
    expect(card).to_contain_text("新增2000个停车位")

    card.get_by_text("✅ 全部正常推进").click()
    expect(card).to_contain_text("各项均已报")

    card.hover()
    card.get_by_test_id("reply").click()
    _say(li, "15 累计104,两处已划线;16 滞后 缺资金批复→市财政局")
    expect(_message(li, "已记入").last).to_contain_text("缺资金批复")
    expect(card).to_contain_text("滞后")

    _step_to(page, "周五 16:00")
    digest = _message(_chat(page, GROUP), "【督查周报】").last
    expect(digest).to_contain_text("更新窨井盖5000个")
    total, counts, sum_told = _overall(digest.inner_text())
    assert sum(counts) == total == sum_told == 140

    expect(digest).to_be_in_viewport(ratio=0.95)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls aside"
    _keep_a_picture(page)


def test_a_supervisor_sees_what_is_overdue_and_chases_it_with_one_tap(page: Page):
    zhao = _chat(page, ZHAO)
    expect(_message(zhao, "【日报】")).to_be_visible()
    _step_to(page, "周四 18:00")
    liu = _chat(page, LIU)
    _say(liu, "/overdue")
    overdue = _message(liu, "【逾期清单】").last
    expect(overdue).to_contain_text("市发改委")
    overdue.locator('[data-data^="chase:"]').click()
    expect(_message(liu, "已催办").last).to_contain_text("市发改委")
    expect(_message(liu, "已催办").last).to_contain_text("次日首条送达")
    _step_to(page, "周五 08:30")
    expect(_message(zhao, "【催办】").last).to_contain_text("增长")


def test_an_edited_message_corrects_the_report(page: Page):
    li = _chat(page, LI)
    card = _message(li, "【日报】2月1日").first
    expect(card).to_be_visible()
    _say(li, "15 累计104")
    expect(card).to_contain_text("104")

    mine = _message(li, "15 累计104").filter(has=page.get_by_test_id("edit")).last
    mine.hover()
    mine.get_by_test_id("edit").click()
    li.get_by_test_id("box").fill("15 累计140")
    li.get_by_test_id("send").click()
    expect(card).to_contain_text("140")
    expect(card).not_to_contain_text("104")


def _chat(page: Page, chat_id: int) -> Locator:
    """Bring a chat to the front, as a thumb on a phone would."""
    page.locator(f'[data-testid="chip"][data-chat="{chat_id}"]').click()
    return page.locator(f'[data-testid="chat"][data-chat="{chat_id}"]')


def _message(chat: Locator, words: str) -> Locator:
    return chat.get_by_test_id("message").filter(has_text=words)


def _say(chat: Locator, words: str) -> None:
    chat.get_by_test_id("box").fill(words)
    chat.get_by_test_id("send").click()


def _step_to(page: Page, moment: str) -> None:
    """Go from event to event until the clock shows `moment`, a weekday and a minute."""
    step = page.get_by_test_id("step-event")
    for _ in range(EVENTS_TO_FRIDAY):
        if _shown_time(page) == moment:
            return
        before = _shown_time(page)
        step.click()
        expect(step).to_be_enabled()
        assert _shown_time(page) != before
    pytest.fail(f"the clock never came to {moment}; it shows {_shown_time(page)}")


def _shown_time(page: Page) -> str:
    weekday = page.get_by_test_id("clock-date").inner_text().split()[-1]
    return f"{weekday} {page.get_by_test_id('clock-time').inner_text()[:5]}"


def _overall(digest: str) -> tuple[int, list[int], int]:
    """Return the digest's total, its counts, and the sum it prints."""
    line = next(line for line in digest.splitlines() if "一、总体" in line)
    total, *counts, printed = (int(digits) for digits in re.findall(r"\d+", line))
    return total, counts, printed


def _keep_a_picture(page: Page) -> None:
    """Leave a picture for eyes, in a folder that git ignores."""
    SHOTS.mkdir(exist_ok=True)
    size = page.viewport_size
    assert size is not None
    page.screenshot(path=SHOTS / f"sandbox-{size['width']}x{size['height']}.png")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_WITHIN
    while time.monotonic() < until and process.poll() is None:
        try:
            httpx.get(url, trust_env=False).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"the process did not serve its page: {log.read_text()[-2000:]}")
