import asyncio
import time

import httpx
import pytest
import telegram
from telegram.error import BadRequest, Conflict

from bot.sandbox import cast
from bot.sandbox.deeds import membership, speech
from bot.sandbox.world import World
from tests.sandbox_client import LI_MING


def say(world: World, *texts: str) -> None:
    for text in texts:
        speech.say(world, LI_MING, LI_MING, text)


def texts(updates: tuple[telegram.Update, ...]) -> list[str | None]:
    return [update.effective_message.text for update in updates]


async def test_updates_come_again_until_an_offset_confirms_them(bot, world):
    say(world, "一", "二", "三")
    first = await bot.get_updates()
    assert texts(first) == texts(await bot.get_updates()) == ["一", "二", "三"]
    rest = await bot.get_updates(offset=first[1].update_id)
    assert texts(rest) == ["二", "三"]
    assert texts(await bot.get_updates()) == ["二", "三"], "what was confirmed is gone for good"


async def test_fetching_without_confirming_loses_nothing_behind_the_limit(bot, world):
    say(world, "一", "二", "三")
    assert texts(await bot.get_updates(limit=2)) == ["一", "二"]
    assert (await bot.get_webhook_info()).pending_update_count == 3


async def test_update_ids_grow_by_one(bot, world):
    say(world, "一", "二", "三")
    ids = [update.update_id for update in await bot.get_updates()]
    assert ids == [ids[0], ids[0] + 1, ids[0] + 2]


async def test_a_negative_offset_keeps_only_the_latest(bot, world):
    say(world, "一", "二", "三")
    assert texts(await bot.get_updates(offset=-1)) == ["三"]
    assert texts(await bot.get_updates()) == ["三"]


async def test_a_long_poll_wakes_at_once(bot, world):
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.2)
    spoken = time.monotonic()
    say(world, "醒来")
    assert texts(await poll) == ["醒来"]
    assert time.monotonic() - spoken < 1


async def test_a_long_poll_ends_empty_after_its_timeout(bot):
    asked = time.monotonic()
    assert await bot.get_updates(timeout=1) == ()
    assert 0.9 < time.monotonic() - asked < 3


async def test_a_newer_poll_ends_the_older_with_a_conflict(bot, base_url, world):
    older = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.2)
    async with telegram.Bot(world.token, base_url=f"{base_url}/bot") as second_process:
        newer = asyncio.create_task(second_process.get_updates(timeout=20))
        await _conflict_between(older, newer, world)


async def _conflict_between(older, newer, world):
    with pytest.raises(Conflict, match=r"(?i)terminated by other getupdates request"):
        await older
    say(world, "还在")
    assert texts(await newer) == ["还在"]


async def test_a_conflict_is_a_409(http, world):
    older = asyncio.create_task(http.get(f"/bot{world.token}/getUpdates?timeout=20"))
    await asyncio.sleep(0.2)
    await http.get(f"/bot{world.token}/getUpdates")
    answer = await older
    assert (answer.status_code, answer.json()["error_code"]) == (409, 409)


async def test_a_killed_poll_takes_no_update_with_it(bot, http, world):
    with pytest.raises(httpx.ReadTimeout):
        await http.get(f"/bot{world.token}/getUpdates?timeout=20", timeout=0.2)
    say(world, "没有丢")
    assert texts(await bot.get_updates(timeout=2)) == ["没有丢"]


async def test_dropping_pending_updates_empties_the_queue(bot, world):
    membership.start(world, LI_MING)
    assert await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_a_webhook_is_refused_politely(bot):
    with pytest.raises(BadRequest, match=r"(?i)delivers by getupdates only"):
        await bot.set_webhook("https://example.com/hook")
    assert await bot.set_webhook("")
    assert (await bot.get_webhook_info()).url == ""


async def test_a_new_world_repeats_no_id_of_an_older_one(world, clock):
    older = cast.assemble(clock.now)
    old = speech.say(older, LI_MING, LI_MING, "早").id
    time.sleep(1.1)  # noqa: ASYNC251 - ids follow the real clock's seconds
    newer = cast.assemble(clock.now)
    assert speech.say(newer, LI_MING, LI_MING, "晚").id > old
