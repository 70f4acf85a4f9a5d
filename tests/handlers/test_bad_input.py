"""What people and attackers send that no handler was made for: each gets one sentence, no harm."""

from datetime import timedelta

import pytest

from bot.sandbox import wire
from bot.sandbox.deeds import speech
from bot.sandbox.entities import FormattedText
from rules.facts import Duty
from storage.members import issue_invite
from storage.tables import CheckIn, Incoming, Post, Remark, Report
from tests.handlers.stage import Stage, keyboard
from tests.office import clock
from tests.sandbox_client import GROUP, LI_MING, LIU, WANG_FANG, ZHAO_QIANG

UNBOUND = "您尚未绑定单位。请向督查室索取邀请链接,点开并确认即可。"


@pytest.fixture
async def stranger(stage: Stage) -> int:
    person = stage.world.people[LI_MING]
    newcomer = type(person)(7_000_000_001, "周小川", language_code="zh-hans")
    stage.world.add_person(newcomer)
    return newcomer.id


@pytest.mark.parametrize(
    "words",
    ["/start", "/mine", "/overdue", "/task 12", "/ledger", "/me", "/help", "15 正常", "您好"],
)
async def test_a_stranger_learns_only_how_to_be_invited(stage: Stage, stranger: int, words: str):
    assert await stage.ask(stranger, words) == UNBOUND
    assert await stage.count(Report) == await stage.count(Remark) == 0


@pytest.mark.parametrize("words", ["/digest", "/invite 市住建局"])
async def test_what_belongs_to_supervisors_is_refused_to_others(stage: Stage, words: str):
    assert (await stage.ask(LI_MING, words)).startswith("这项操作仅限督查员")


async def test_a_stranger_cannot_use_a_card_of_which_he_knows_the_data(asked: Stage, stranger: int):
    await asked.ask(stranger, "/help")
    told = await asked.tap(stranger, asked.last(stranger), "all:1")
    assert (told.text, told.alert) == (UNBOUND, True)
    assert await asked.count(Report) == 0


async def test_a_forged_tap_on_another_units_task_is_refused_and_writes_nothing(asked: Stage):
    theirs = await _check_in_of(asked, WANG_FANG)
    card = asked.last(LI_MING, "【日报】")
    told = await asked.tap(LI_MING, card, f"say:{theirs}:done")
    assert "不是您所代表单位的事项" in told.text
    assert told.alert
    assert await asked.count(Report) == 0
    assert asked.now(card) == card


async def test_a_tap_for_a_whole_round_files_only_ones_own_tasks(asked: Stage):
    theirs = asked.last(WANG_FANG, "【日报】")
    await asked.press(LI_MING, asked.last(LI_MING, "【日报】"), "全部正常推进")
    assert await asked.count(Report) == 4
    assert asked.now(theirs) == theirs


async def test_a_supervisor_without_a_unit_has_no_card_to_tap(asked: Stage):
    await asked.ask(LIU, "/help")
    told = await asked.tap(LIU, asked.last(LIU), "all:1")
    assert told.alert
    assert await asked.count(Report) == 0


GARBAGE = (
    "", "x", "all:", "all:zzzzzz", "all:-1", "same:zz", "say:1", "say:1:great", "say::done",
    "pick:1", "pick:!:1", "pick:zzz:1", "back:", "back:zz", "place:1", "place:99:1", "owed:1",
    "owed:x:0:-", "owed:0:0:fortnight", "join:", "join:nobody", "chase:0:0:-", "drop table", "督办",
    "\u0000",
)  # fmt: skip


async def test_every_garbage_tap_is_answered_with_a_sentence(asked: Stage):
    card = asked.last(LI_MING, "【日报】")
    told = {data: await asked.tap(LI_MING, card, data) for data in GARBAGE}
    assert [data for data, answer in told.items() if not (answer.text and answer.alert)] == []
    assert await asked.count(Report) == 0
    assert asked.now(card) == card
    assert [row.update_id for row in await asked.rows(Incoming) if row.attempts] == []


async def test_a_used_invitation_binds_nobody_else(stage: Stage, stranger: int):
    await stage.start(stranger, "post-0")
    assert "已被使用" in stage.last(stranger).words.text
    told = await stage.tap(stranger, stage.last(stranger), "join:post-0")
    assert "已被使用" in told.text
    assert await stage.count(Post) == 4


async def test_an_expired_invitation_says_when_it_ended(stage: Stage, stranger: int):
    at = clock("2024-02-05 15:50")
    await stage.db.write(
        issue_invite, "late", "市商务局", Duty.LIAISON, at=at, expires_at=at + timedelta(days=1)
    )
    await stage.at("2024-02-06 16:00")
    await stage.start(stranger, "late")
    assert "已于2月6日 15:50过期" in stage.last(stranger).words.text
    assert await stage.count(Post) == 4


async def test_an_unknown_invitation_is_no_clue(stage: Stage, stranger: int):
    await stage.start(stranger, "A" * 22)
    assert stage.last(stranger).words.text == "邀请链接无效。请向督查室重新索取。"


async def test_a_card_of_a_closed_week_is_answered_with_the_date_of_its_closing(asked: Stage):
    card = asked.last(LI_MING, "【日报】2月5日")
    await asked.at("2024-02-19 09:00")
    await asked.say(LI_MING, "15 正常", reply_to=card.id)
    assert "已于2月12日 00:00截止归档" in asked.last(LI_MING).words.text
    told = await asked.press(LI_MING, card, "全部正常推进")
    assert "已于2月12日 00:00截止归档" in told.text
    assert await asked.count(Report) == 0


async def test_an_unknown_number_is_kept_and_asked_back(asked: Stage):
    await asked.say(LI_MING, "999 已开工")
    question = asked.last(LI_MING, "这句话已留存")
    assert "“999 已开工”" in question.words.text
    assert await asked.count(Report) == 0
    await asked.press(LI_MING, question, "15")
    (report,) = await asked.rows(Report)
    (remark,) = await asked.rows(Remark)
    assert "已开工" in report.progress
    assert remark.placed_in == report.id
    assert asked.now(question).words.text == "已归入所选事项,卡片已更新。"


async def test_a_kept_remark_is_placed_once_and_only_by_its_author(asked: Stage):
    await asked.say(LI_MING, "999 已开工")
    question = asked.last(LI_MING, "这句话已留存")
    theirs = await _check_in_of(asked, WANG_FANG)
    told = await asked.tap(WANG_FANG, asked.last(WANG_FANG, "【日报】"), f"place:1:{theirs}")
    assert told.alert
    await asked.press(LI_MING, question, "15")
    own = await _check_in_of(asked, LI_MING)
    told = await asked.tap(LI_MING, question, f"place:1:{own}")
    assert told.alert
    assert await asked.count(Report) == 1


async def test_ten_thousand_characters_are_kept_whole(asked: Stage):
    words = "15 正常 " + "划线" * 5000
    person, chat = asked.world.people[LI_MING], asked.world.chats[LI_MING]
    sent = asked.world.post(chat, person, words=FormattedText(words))
    asked.world.updates.add("message", wire.message(asked.world, sent))
    await asked.settled()
    (report,) = await asked.rows(Report)
    assert report.progress == "划线" * 5000
    assert len(asked.last(LI_MING, "已记入").words.text) <= 4096


async def test_a_sticker_is_answered_with_what_can_be_read(asked: Stage):
    speech.send_sticker(asked.world, LI_MING, LI_MING, "👍")
    await asked.settled()
    assert asked.last(LI_MING).words.text.startswith("这类消息无法作为进展记录")
    assert await asked.count(Remark) == 0


async def test_markup_in_an_answer_comes_back_as_it_was_typed(asked: Stage):
    await asked.say(LI_MING, "15 正常 <b>已&划线</b>")
    assert "<b>已&划线</b>" in asked.last(LI_MING, "已记入").words.text


async def test_talk_in_the_group_is_no_answer(asked: Stage):
    before = len(asked.heard(GROUP))
    await asked.say(LI_MING, "15 正常", chat=GROUP)
    assert await asked.count(Report) == 0
    assert len(asked.heard(GROUP)) == before


async def test_an_update_that_comes_twice_has_one_effect(asked: Stage):
    said = speech.say(asked.world, LI_MING, LI_MING, "15 累计104")
    (update,) = asked.world.updates._pending
    await asked.settled()
    asked.world.updates._pending.append(update)
    asked.world.updates.bell.ring()
    await asked.settled()
    assert await asked.count(Report) == 1
    receipts = [one for one in asked.heard(LI_MING, "已记入") if one.reply_to == said.id]
    assert len(receipts) == 1


async def test_a_remark_before_any_card_is_kept(stage: Stage):
    await stage.say(ZHAO_QIANG, "本周已开两次调度会")
    assert "目前没有待您填报的事项" in stage.last(ZHAO_QIANG).words.text
    (remark,) = await stage.rows(Remark)
    assert remark.text == "本周已开两次调度会"


async def _check_in_of(stage: Stage, person: int) -> str:
    """Return a check-in on a person's card, as buttons carry it."""
    card = stage.last(person, "【日报】")
    data = next(data for _, data in keyboard(card) if data.startswith("pick:"))
    key = data.split(":")[1]
    assert int(key, 36) in {row.id for row in await stage.rows(CheckIn)}
    return key
