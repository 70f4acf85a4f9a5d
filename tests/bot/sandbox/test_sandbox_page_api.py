import asyncio
import time

import pytest
from telegram import ForceReply, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ParseMode

from bot.sandbox.deeds import membership, speech
from bot.sandbox.files import Upload
from tests.sandbox_client import CHEN, GROUP, LI_MING, LIU, WANG_FANG, ZHAO_QIANG


async def state(http, **asked):
    return (await http.get("/sandbox/state", params=asked)).raise_for_status().json()


async def do(http, deed, **asked):
    return await http.post(f"/sandbox/{deed}", json=asked)


async def test_the_page_and_its_files_are_served(http):
    page = await http.get("/")
    assert page.headers["content-type"].startswith("text/html")
    assert "督办" in page.text
    for name in ("page.css", "page.js", "column.js", "labels.js"):
        assert (await http.get(f"/page/{name}")).status_code == 200
    assert "http://" not in page.text.replace("http://www.w3.org", ""), (
        "nothing comes from elsewhere"
    )


async def test_the_state_shows_the_cast(http):
    shown = await state(http)
    assert {p["id"]: p["name"] for p in shown["people"]} == {
        LIU: "刘主任",
        LI_MING: "李明",
        WANG_FANG: "王芳",
        ZHAO_QIANG: "赵强",
        CHEN: "陈局长",
    }
    assert any(p["id"] > 2**31 for p in shown["people"])
    chats = {c["id"]: c for c in shown["chats"]}
    assert chats[LI_MING]["bot"] == "left", "nobody has pressed start yet"
    assert chats[GROUP]["bot"] == "member"
    assert set(chats[GROUP]["members"]) >= {LIU, LI_MING}


async def test_only_news_comes_after_a_version(http, world):
    membership.start(world, LI_MING)
    before = await state(http)
    said = speech.say(world, LI_MING, LI_MING, "一")
    news = await state(http, since=before["version"], life=before["life"])
    assert [m["id"] for m in news["messages"]] == [said.id]
    assert len(news["people"]) == len(before["people"])


async def test_news_are_waited_for(http, world):
    before = await state(http)
    waiting = asyncio.create_task(state(http, since=before["version"], wait=10))
    await asyncio.sleep(0.2)
    asked = time.monotonic()
    membership.start(world, LI_MING)
    assert (await waiting)["messages"][0]["text"] == "/start"
    assert time.monotonic() - asked < 1
    quiet = await state(http, since=world.changes.version, wait=0)
    assert quiet["messages"] == []


async def test_a_page_of_an_older_process_is_given_everything(http, world):
    membership.start(world, LI_MING)
    asked = time.monotonic()
    shown = await state(http, since=10**6, life="older")
    assert [m["text"] for m in shown["messages"]] == ["/start"]
    assert time.monotonic() - asked < 1


async def test_edits_and_deletions_are_news(http, bot, world):
    membership.start(world, LI_MING)
    card, gone = await bot.send_message(LI_MING, "卡"), await bot.send_message(LI_MING, "误发")
    since = (await state(http))["version"]
    await card.edit_text("<b>新卡</b>", parse_mode=ParseMode.HTML)
    await gone.delete()
    edited, deleted = (await state(http, since=since))["messages"]
    assert (edited["html"], bool(edited["edited"])) == ("<b>新卡</b>", True)
    assert deleted == {"chat": LI_MING, "id": gone.message_id, "deleted": True}


async def test_saying_and_editing_reach_the_bot(http, bot):
    said = (await do(http, "say", person=LI_MING, chat=LI_MING, text="15 累计104")).json()
    answer = await do(
        http, "edit", person=LI_MING, chat=LI_MING, message_id=said["message_id"], text="15 累计105"
    )
    assert answer.status_code == 200
    first, second = await bot.get_updates()
    assert (first.message.text, second.edited_message.text) == ("15 累计104", "15 累计105")


async def test_a_deep_link_presses_start_with_its_token(http, bot):
    await do(http, "start", person=WANG_FANG, token="aZ81kQ_x2")
    message = (await bot.get_updates())[0].message
    assert (message.text, message.chat.id) == ("/start aZ81kQ_x2", WANG_FANG)
    assert (message.entities[0].type, message.entities[0].length) == ("bot_command", 6)


async def test_buttons_are_shown_and_pressed_by_place(http, bot):
    await do(http, "start", person=LI_MING)
    link = f"https://t.me/{(await bot.get_me()).username}?start=abc"
    rows = [
        [InlineKeyboardButton("好", callback_data="ok")],
        [InlineKeyboardButton("报到", url=link), InlineKeyboardButton("网", url="https://a.cn")],
    ]
    card = await bot.send_message(LI_MING, "卡", reply_markup=InlineKeyboardMarkup(rows))
    shown = (await state(http))["messages"][-1]["keyboard"]
    assert shown == [
        [{"text": "好", "data": "ok"}],
        [
            {"text": "报到", "url": link, "start": "abc"},
            {"text": "网", "url": "https://a.cn/"},
        ],
    ]
    place = {"chat": LI_MING, "message_id": card.message_id, "row": 0, "column": 0}
    query = (await do(http, "tap", person=LI_MING, **place)).json()["query_id"]
    assert (await bot.get_updates())[-1].callback_query.id == query


async def test_a_forged_tap_passes_the_door(http, bot, world):
    said = membership.start(world, LI_MING)
    await do(http, "tap", person=LI_MING, chat=LI_MING, message_id=said.id, data="close:1")
    assert (await bot.get_updates())[-1].callback_query.data == "close:1"


async def test_uploads_become_an_album(http, bot):
    files = {"file0": ("一.txt", b"1"), "file1": ("二.txt", b"2")}
    asked = {"person": str(LI_MING), "chat": str(LI_MING), "caption": "两份"}
    answer = await http.post("/sandbox/upload", data=asked, files=files)
    assert len(answer.json()["message_ids"]) == 2
    first, second = [u.message for u in await bot.get_updates()]
    assert (first.document.file_name, second.document.file_name) == ("一.txt", "二.txt")
    assert first.caption == "两份"
    shown = (await state(http))["messages"][0]["document"]
    assert (shown["name"], shown["size"]) == ("一.txt", 1)
    assert (await http.get(f"/sandbox/file/{shown['file']}")).content == b"1"


@pytest.mark.parametrize(
    ("name", "disposition"),
    [("a.png", "inline"), ("a.svg", "attachment"), ("a.html", "attachment")],
)
async def test_only_pictures_open_in_the_browser(http, world, name, disposition):
    kept = world.files.keep(Upload(name, b"<script>"), "documents")
    answer = await http.get(f"/sandbox/file/{kept.id}")
    assert answer.headers["content-disposition"].startswith(disposition)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert (await http.get("/sandbox/file/none")).status_code == 404


async def test_a_request_for_a_reply_names_whom_it_concerns(http, bot, world):
    membership.start(world, LI_MING)
    said = speech.say(world, LI_MING, GROUP, "/report")
    prompt = ForceReply(selective=True, input_field_placeholder="如:15 累计104")
    asks = [
        await bot.send_message(GROUP, "请回复", reply_markup=prompt, reply_to_message_id=said.id),
        await bot.send_message(GROUP, "请 @zhaoqiang_fgw 回复", reply_markup=prompt),
        await bot.send_message(GROUP, "都请回复", reply_markup=ForceReply()),
        await bot.send_message(LI_MING, "请回复", reply_markup=prompt),
    ]
    shown = {(m["chat"], m["id"]): m.get("asks_reply") for m in (await state(http))["messages"]}
    people = [shown[ask.chat_id, ask.message_id]["people"] for ask in asks]
    assert people == [[LI_MING], [ZHAO_QIANG], None, [LI_MING]]
    assert shown[GROUP, asks[0].message_id]["placeholder"] == "如:15 累计104"


async def test_a_stranger_comes_in_joins_and_leaves(http, bot, world):
    person = (await do(http, "add_person", name=" 周小川 ")).json()["person"]
    assert {p["id"]: p["name"] for p in (await state(http))["people"]}[person] == "周小川"
    assert (await do(http, "join", person=person, chat=GROUP)).status_code == 200
    assert (await state(http))["messages"][-1]["service"] == {"kind": "joined", "people": [person]}
    assert (await do(http, "leave", person=person, chat=GROUP)).status_code == 200
    assert (await do(http, "say", person=person, chat=GROUP, text="/x")).status_code == 409


async def test_blocking_and_placing_the_bot(http, world):
    await do(http, "start", person=LI_MING)
    await do(http, "block", person=LI_MING, blocked=True)
    await do(http, "place_bot", person=LIU, chat=GROUP, standing="kicked")
    chats = {c["id"]: c["bot"] for c in (await state(http))["chats"]}
    assert (chats[LI_MING], chats[GROUP]) == ("kicked", "kicked")


STRANGER_IN_GROUP = {"person": 99, "chat": GROUP, "text": "x"}


@pytest.mark.parametrize(
    ("deed", "asked", "status", "reason"),
    [
        ("say", {"person": LI_MING, "chat": LI_MING, "text": " "}, 409, "nothing_to_say"),
        ("say", {"person": LI_MING, "chat": LI_MING, "text": "字" * 4097}, 409, "too_long"),
        ("say", {"person": LI_MING, "chat": WANG_FANG, "text": "x"}, 409, "not_a_member"),
        ("say", STRANGER_IN_GROUP, 409, "no_such_person"),
        ("say", {"person": LI_MING, "chat": 5, "text": "x"}, 409, "no_such_chat"),
        (
            "say",
            {"person": LI_MING, "chat": LI_MING, "text": "x", "reply_to": 5},
            409,
            "no_such_message",
        ),
        ("say", {}, 409, "no_such_person"),
        (
            "edit",
            {"person": LI_MING, "chat": LI_MING, "message_id": 5, "text": "x"},
            409,
            "no_such_message",
        ),
        ("join", {"person": LI_MING, "chat": GROUP}, 409, "already_a_member"),
        ("add_person", {"name": " "}, 409, "nothing_to_say"),
        ("place_bot", {"person": LIU, "chat": GROUP, "standing": "king"}, 409, "no_such_standing"),
        ("fly", {}, 409, "no_such_deed"),
    ],
)
async def test_what_the_apps_would_not_offer(http, deed, asked, status, reason):
    answer = await do(http, deed, **asked)
    assert (answer.status_code, answer.json()) == (status, {"error": reason})


async def test_nobody_edits_the_words_of_others(http, bot, world):
    membership.start(world, LI_MING)
    card = await bot.send_message(LI_MING, "卡")
    asked = {"person": LI_MING, "chat": LI_MING, "message_id": card.message_id, "text": "x"}
    assert (await do(http, "edit", **asked)).json() == {"error": "not_your_message"}


async def test_one_who_blocks_the_bot_cannot_write_to_it(http, world):
    membership.block(world, LI_MING, blocked=True)
    answer = await do(http, "say", person=LI_MING, chat=LI_MING, text="x")
    assert answer.json() == {"error": "blocked"}


async def test_a_foreign_page_in_the_browser_is_kept_out(http, base_url):
    foreign = {"Origin": "https://evil.example"}
    asked = {"person": LI_MING}
    assert (await http.post("/sandbox/start", json=asked, headers=foreign)).status_code == 403
    assert (await http.post("/sandbox/clock", json={}, headers=foreign)).status_code == 403
    own = {"Origin": base_url}
    assert (await http.post("/sandbox/start", json=asked, headers=own)).status_code == 200


async def test_a_broken_body_is_a_400(http):
    headers = {"Content-Type": "application/json"}
    answer = await http.post("/sandbox/say", content=b"[", headers=headers)
    assert answer.status_code == 400
    answer = await http.post("/sandbox/clock", content=b"[", headers=headers)
    assert answer.status_code == 400
