import asyncio
import threading
from collections.abc import Iterator

import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.sandbox.server import create_app, serve
from tests.sandbox_client import GROUP, LI_MING, LIU, SandboxClient, SandboxRefusal


class EchoBot(threading.Thread):
    """A sandbox with a bot that answers every message with a button, in a loop of its own."""

    def __init__(self, world, clock) -> None:
        super().__init__()
        self.world, self.clock = world, clock
        self.ready = threading.Event()
        self.port = 0

    def run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self.loop, self.stopped = asyncio.get_running_loop(), asyncio.Event()
        async with serve(create_app(self.world, clock=self.clock)) as self.port:
            url = f"http://127.0.0.1:{self.port}/bot"
            async with telegram.Bot(self.world.token, base_url=url) as bot:
                polling = asyncio.create_task(self._poll(bot))
                self.ready.set()
                await self.stopped.wait()
                polling.cancel()
                await asyncio.gather(polling, return_exceptions=True)

    async def _poll(self, bot: telegram.Bot) -> None:
        offset = 0
        while True:
            for update in await bot.get_updates(offset=offset, timeout=10):
                offset = update.update_id + 1
                await self._answer(bot, update)

    async def _answer(self, bot: telegram.Bot, update: telegram.Update) -> None:
        if update.callback_query:
            await update.callback_query.answer(f"按了 {update.callback_query.data}")
        elif update.message:
            button = InlineKeyboardButton("确认", callback_data="yes")
            said = update.message.text or update.message.caption or "?"
            markup = InlineKeyboardMarkup([[button]])
            await bot.send_message(update.message.chat_id, f"回声 {said}", reply_markup=markup)

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.stopped.set)
        self.join(timeout=10)


@pytest.fixture
def sandbox(world, clock) -> Iterator[SandboxClient]:
    echo = EchoBot(world, clock)
    echo.start()
    assert echo.ready.wait(10)
    with SandboxClient(f"http://127.0.0.1:{echo.port}") as client:
        yield client
    echo.stop()
    assert not echo.is_alive()


def test_a_person_talks_with_a_polling_bot(sandbox):
    sandbox.start(LI_MING, "abc")
    card = sandbox.wait_for(lambda: sandbox.last_message(LI_MING, "回声"))
    assert card.text == "回声 /start abc"
    query = sandbox.press(LI_MING, card, "确认")
    assert sandbox.wait_for(lambda: sandbox.answer(query))["text"] == "按了 yes"
    forged = sandbox.tap(LI_MING, card.id, "forged")
    assert sandbox.wait_for(lambda: sandbox.answer(forged))["text"] == "按了 forged"


def test_everything_a_person_does_is_seen(sandbox, clock):
    said = sandbox.say(LI_MING, "/a", chat=GROUP)
    sandbox.edit(LI_MING, said, "/b", chat=GROUP)
    (edited,) = [b for b in sandbox.messages(GROUP) if b.id == said]
    assert (edited.text, edited.sender, edited.edited is not None) == ("/b", LI_MING, True)
    sandbox.say(LI_MING, "收到", chat=GROUP, reply_to=said)
    assert sandbox.last_message(GROUP, "收到").reply_to == said
    one, two = sandbox.upload(LI_MING, ("a.txt", b"1"), ("b.txt", b"2"), caption="两份")
    files = {b.id: b.document["file"] for b in sandbox.messages(LI_MING) if b.document}
    assert [sandbox.file(files[message]) for message in (one, two)] == [b"1", b"2"]
    assert sandbox.wait_for(lambda: sandbox.last_message(LI_MING, "回声 两份"))
    sandbox.sticker(LI_MING, "🙏")
    assert sandbox.wait_for(lambda: sandbox.last_message(LI_MING, "回声 ?"))
    stranger = sandbox.add_person("周小川")
    sandbox.join(stranger, GROUP)
    sandbox.leave(stranger, GROUP)
    sandbox.place_bot(LIU, GROUP, "administrator")
    sandbox.block(LI_MING)
    with pytest.raises(SandboxRefusal, match="blocked"):
        sandbox.say(LI_MING, "x")
    sandbox.step("week")
    assert clock.now().isoformat() == "2024-02-05T08:30:00+08:00"


def test_waiting_ends_with_what_was_seen_last(sandbox):
    sandbox.start(LI_MING)
    with pytest.raises(TimeoutError, match="last seen"):
        sandbox.wait_for(lambda: sandbox.last_message(LI_MING, "不会来"), timeout=0.5)


def test_a_missing_button_names_those_there_are(sandbox):
    sandbox.start(LI_MING)
    card = sandbox.wait_for(lambda: sandbox.last_message(LI_MING, "回声"))
    with pytest.raises(AssertionError, match="确认"):
        card.button("退回")
