"""Coming in by one tap, saying what is known, going out again."""

from datetime import timedelta

import pytest

from bot.sandbox.chats import Person
from rules.facts import Duty
from storage.members import issue_invite
from storage.tables import Member, Post
from tests.handlers.stage import Stage, keyboard
from tests.office import clock
from tests.sandbox_client import CHEN, GROUP, LI_MING, LIU

SHANGWU = "市商务局"


@pytest.fixture
async def newcomer(stage: Stage) -> int:
    person = Person(7_000_000_001, "周小川", language_code="zh-hans")
    stage.world.add_person(person)
    at = clock("2024-02-05 15:50")
    await stage.db.write(
        issue_invite, "zhou", SHANGWU, Duty.LIAISON, at=at, expires_at=at + timedelta(days=7)
    )
    return person.id


async def test_start_with_a_link_offers_and_one_tap_binds(stage: Stage, newcomer: int):
    await stage.start(newcomer, "zhou")
    offer = stage.last(newcomer)
    assert f"您受邀担任 {SHANGWU} 的联络员" in offer.words.text
    assert await stage.count(Member) == 4
    told = await stage.press(newcomer, offer, "确认绑定")
    assert told.text == "绑定成功"
    assert f"已绑定:{SHANGWU} 联络员" in stage.now(offer).words.text
    await stage.at("2024-02-05 16:01")
    assert f"{SHANGWU} · 12项" in stage.last(newcomer, "【日报】").words.text


async def test_the_wrong_person_lets_the_invitation_lie(stage: Stage, newcomer: int):
    await stage.start(newcomer, "zhou")
    await stage.press(newcomer, stage.last(newcomer), "不是我")
    assert stage.last(newcomer).words.text == "已取消,未作任何绑定。"
    await stage.start(LI_MING, "zhou")
    await stage.press(LI_MING, stage.last(LI_MING), "确认绑定")
    assert {SHANGWU, "市城管执法局"} <= set((await stage.ask(LI_MING, "/me")).split())


async def test_who_is_bound_after_the_cards_went_out_is_asked_at_once(stage: Stage, newcomer: int):
    await stage.at("2024-02-05 16:30")
    await stage.start(newcomer, "zhou")
    await stage.press(newcomer, stage.last(newcomer), "确认绑定")
    await stage.at("2024-02-05 16:31")
    assert stage.heard(newcomer, "【日报】2月5日")


async def test_me_says_what_is_known_and_two_taps_unbind(stage: Stage):
    told = await stage.ask(LI_MING, "/me")
    assert told.startswith("李明\n市城管执法局 联络员")
    shown = stage.last(LI_MING)
    await stage.press(LI_MING, shown, "解除绑定")
    assert await stage.count(Post) == 4
    assert (await stage.ask(LI_MING, "/me")).startswith("李明\n市城管执法局")
    await stage.press(LI_MING, shown, "确认解除")
    assert "已解除绑定:市城管执法局" in stage.now(shown).words.text
    assert "未绑定任何单位" in await stage.ask(LI_MING, "/me")
    await stage.at("2024-02-05 16:01")
    assert not stage.heard(LI_MING, "【日报】")


async def test_the_head_answers_when_the_liaison_has_left(stage: Stage):
    await stage.say(812345678, "/me")
    shown = stage.last(812345678)
    await stage.press(812345678, shown, "解除绑定")
    await stage.press(812345678, shown, "确认解除")
    await stage.at("2024-02-05 16:01")
    assert "市住建局 · 11项" in stage.last(CHEN, "【日报】").words.text


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("/invite", "请写明单位全称"),
        ("/invite 市商务局", "市商务局 的联络员本人"),
        ("/invite 市商务局 一把手", "市商务局 的一把手本人"),
        ("/invite 督查室", "督查员本人"),
        ("/invite 商务局", "您要找的是否是:市商务局"),
        ("/invite 月亮局", "没有找到单位“月亮局”"),
    ],
)
async def test_a_supervisor_invites_in_the_chat(stage: Stage, command: str, told: str):
    assert told in await stage.ask(LIU, command)


async def test_an_invitation_from_the_chat_works_once(stage: Stage, newcomer: int):
    told = await stage.ask(LIU, "/invite 市商务局 一把手")
    token = told.rpartition("?start=")[2].strip()
    await stage.start(newcomer, token)
    await stage.press(newcomer, stage.last(newcomer), "确认绑定")
    assert "市商务局 一把手" in await stage.ask(newcomer, "/me")
    await stage.start(CHEN, token)
    assert "已被使用" in stage.last(CHEN).words.text


@pytest.mark.parametrize(
    ("person", "shown", "hidden"),
    [
        (LI_MING, ("/mine", "/overdue", "/task", "/me"), ("/digest", "/invite", "/bind")),
        (LIU, ("/digest", "/invite", "/bind", "/supervisor", "/overdue"), ("/mine",)),
    ],
)
async def test_help_names_the_commands_of_ones_role(
    stage: Stage, person: int, shown: tuple[str, ...], hidden: tuple[str, ...]
):
    told = await stage.ask(person, "/help")
    assert [word for word in shown if word not in told] == []
    assert [word for word in hidden if word in told] == []


async def test_start_without_a_link_greets_those_who_are_bound(stage: Stage):
    assert "/mine 查看待办" in await stage.ask(LI_MING, "/start")
    assert "/mine" not in await stage.ask(LIU, "/start")


async def test_each_scope_has_its_menu(stage: Stage):
    assert {"mine", "target", "away", "me", "help"} <= set(stage.menu(LI_MING, LI_MING))
    assert stage.menu(GROUP, LI_MING) == ["overdue", "task", "cascade", "help"]
    assert {"digest", "invite", "settings", "ledger"} <= set(stage.menu(LIU, LIU))
    assert not {"settings", "invite"} & set(stage.menu(LI_MING, LI_MING))


async def test_the_offers_buttons_carry_the_token_alone(stage: Stage, newcomer: int):
    await stage.start(newcomer, "zhou")
    assert keyboard(stage.last(newcomer)) == [("确认绑定", "join:zhou"), ("不是我", "join:no")]
