"""What breaks: a handler, a chat that blocks us, the group. Each is told apart and steps aside."""

from datetime import timedelta

import pytest

from bot.sandbox.deeds import membership
from bot.sandbox.deeds.membership import Standing
from handlers import check_in
from storage.answers import take_words
from storage.tables import Incoming, Notice, Report
from tests.handlers.stage import Stage
from tests.sandbox_client import GROUP, LI_MING, LIU, WANG_FANG


@pytest.fixture
def broken(monkeypatch):
    """Let the answers of 李明 fail so many times."""

    def fails(times: int) -> None:
        left = [times]

        def work(session, words):
            if words.user_id == LI_MING and left[0]:
                left[0] -= 1
                raise RuntimeError("a bug")
            return take_words(session, words)

        monkeypatch.setattr(check_in, "take_words", work)

    return fails


async def later(stage: Stage, times: int) -> None:
    """Let the back-off of a failed update run out, so many times."""
    for _ in range(times):
        stage.clock.step_to(stage.clock.now() + timedelta(minutes=2))
        await stage.settled()


async def test_an_answer_whose_handler_failed_is_tried_again_and_counts_once(asked, broken):
    broken(2)
    said = await asked.say(LI_MING, "15 累计104")
    assert await asked.count(Report) == 0
    await later(asked, 2)
    (report,) = await asked.rows(Report)
    assert report.said_at.timestamp() == int(said.date.timestamp())
    assert len(asked.heard(LI_MING, "已记入")) == 1


async def test_an_update_that_always_fails_is_set_aside_with_a_code(asked, broken):
    broken(99)
    await asked.say(LI_MING, "15 累计104")
    await later(asked, 5)
    (aside,) = [row for row in await asked.rows(Incoming) if row.set_aside]
    assert (aside.attempts, aside.error) == (5, "RuntimeError('a bug')")
    assert str(aside.update_id) in asked.last(LI_MING).words.text
    assert await asked.count(Report) == 0


async def test_a_failing_conversation_holds_up_no_other(asked, broken):
    broken(99)
    await asked.say(LI_MING, "15 累计104")
    await asked.say(WANG_FANG, "全部正常")
    assert await asked.count(Report) == 11


async def test_who_blocks_the_bot_is_left_alone_and_asked_on_coming_back(stage: Stage):
    membership.block(stage.world, LI_MING, blocked=True)
    await stage.settled()
    await stage.at("2024-02-05 16:01")
    assert not [row for row in await stage.rows(Notice) if row.outcome == "buried"]
    membership.block(stage.world, LI_MING, blocked=False)
    await stage.settled()
    await stage.at("2024-02-05 16:10")
    assert "限 18:00" in stage.last(LI_MING, "【日报】2月5日").words.text


async def test_a_chat_that_turns_us_away_stops_nobody_elses_card(stage: Stage):
    stage.world.place(stage.world.chats[LI_MING], stage.world.bot.id, Standing.KICKED)
    await stage.at("2024-02-05 16:01")
    (buried,) = [row for row in await stage.rows(Notice) if row.outcome == "buried"]
    assert "blocked" in buried.reason
    assert stage.heard(WANG_FANG, "【日报】")
    await stage.at("2024-02-05 18:30")
    assert "市城管执法局" not in await stage.ask(LIU, "/overdue")


async def test_a_group_that_put_us_out_gets_no_digest_and_stops_no_card(stage: Stage):
    membership.place_bot(stage.world, LIU, GROUP, Standing.KICKED)
    await stage.at("2024-02-09 16:01")
    assert not stage.heard(GROUP, "【督查周报】")
    assert stage.heard(LI_MING, "【日报】2月9日")
