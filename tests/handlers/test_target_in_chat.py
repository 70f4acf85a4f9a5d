"""/target and /targets: proposing by buttons and words, confirming, the sheet out and back."""

import io

import pytest
from openpyxl import load_workbook

from bot.sandbox.deeds import speech
from bot.sandbox.files import Upload
from bot.sandbox.messages import Message
from handlers import targets
from storage.members import grant_supervisor
from storage.tables import Milestone, Proposal, Target
from tests.handlers.stage import Stage, keyboard
from tests.office import clock
from tests.sandbox_client import CHEN, GROUP, LI_MING, LIU, WANG_FANG

WORDS = "目标2000个 基数0 一季度300 二季度900 三季度1500 四季度2000 按累计报"


async def confirmed(stage: Stage) -> list[Target]:
    return [one for one in await stage.rows(Target) if one.confirmed_at is not None]


def buttons(message: Message) -> list[str]:
    return [text for text, _ in keyboard(message)]


async def test_a_suggestion_is_shown_as_one_with_what_can_be_done(stage: Stage):
    told = await stage.ask(LI_MING, "/target 15")
    assert told.startswith("【量化目标】15 新增2000个停车位")
    assert "建议值(取自通知原文,待核定)" in told
    assert "目标 2000个(数量)|基数 0" in told
    assert "填报口径:每期报到目前为止的累计数,单位 个" in told
    assert buttons(stage.last(LI_MING)) == [
        "采用建议值",
        "按季度均分节点",
        "改为每期报新增数",
        "✍️ 手工填写",
    ]


async def test_a_typed_proposal_waits_for_the_supervisor_who_confirms_it(stage: Stage):
    told = await stage.ask(LI_MING, f"/target 15 {WORDS}")
    assert "已报送督查室,核定后生效" in told
    assert "待核定方案(李明,2月5日 15:50)" in told
    assert "· 6月30日 900个" in told
    assert await confirmed(stage) == []
    assert stage.heard(LIU) == []  # nobody is written to unasked

    shown = await stage.ask(LIU, "/target 15")
    assert "待核定方案" in shown
    message = stage.last(LIU)
    assert buttons(message) == ["✅ 核定此方案", "退回"]
    answer = await stage.press(LIU, message, "核定此方案")
    assert answer.text == "已核定"
    assert "待核定方案" not in stage.now(message).words.text
    assert "✅ 已核定。" in stage.now(message).words.text
    (target,) = await confirmed(stage)
    assert (target.goal, target.measure, target.phrase) == (2000, "个", "2000个停车位")
    assert [one.value for one in await stage.rows(Milestone)] == [300, 900, 1500, 2000]


async def test_a_refusal_carries_a_word_which_the_unit_sees(stage: Stage):
    await stage.ask(LI_MING, f"/target 15 {WORDS}")
    await stage.ask(LIU, "/target 15")
    await stage.press(LIU, stage.last(LIU), "退回")
    question = stage.last(LIU)
    assert "第15项方案退回的意见" in question.words.text
    await stage.say(LIU, "请补充上年基数", reply_to=question.id)
    assert "已退回" in stage.last(LIU).words.text
    told = await stage.ask(LI_MING, "/target 15")
    assert "上次方案已退回(2月5日 15:50):请补充上年基数" in told
    assert "采用建议值" in buttons(stage.last(LI_MING))
    assert await confirmed(stage) == []


async def test_a_word_that_replies_to_nothing_refuses_nothing(stage: Stage):
    await stage.ask(LI_MING, f"/target 15 {WORDS}")
    await stage.ask(LIU, "/target 15")
    await stage.press(LIU, stage.last(LIU), "退回")
    await stage.say(LIU, "好的")
    (proposal,) = await stage.rows(Proposal)
    assert proposal.decided_at is None


@pytest.mark.parametrize(
    ("number", "offered"),
    [
        ("1", ["采用建议值", "按季度均分节点", "改为每期报新增数", "✍️ 手工填写"]),
        ("3", ["采用建议值", "✍️ 手工填写"]),  # a growth rate follows no line
        ("123", ["采用建议值", "按季度均分节点", "✍️ 手工填写"]),  # a share is never added up
    ],
)
async def test_only_what_makes_sense_for_the_figure_is_offered(stage: Stage, number, offered):
    await stage.ask(LIU, f"/target {number}")
    assert buttons(stage.last(LIU)) == offered


async def test_in_the_group_all_may_read_and_the_lead_unit_may_act(stage: Stage):
    assert "建议值" in await stage.ask(WANG_FANG, "/target 15", chat=GROUP)
    assert buttons(stage.last(GROUP)) == []


async def test_a_decision_may_be_typed(stage: Stage):
    await stage.ask(LI_MING, f"/target 15 {WORDS}")
    assert "已退回" in await stage.ask(LIU, "/target 15 退回 请补充基数")
    assert "上次方案已退回" in await stage.ask(LI_MING, "/target 15")
    await stage.ask(LI_MING, f"/target 15 {WORDS}")
    assert "✅ 已核定" in await stage.ask(LIU, "/target 15 核定")
    assert len(await confirmed(stage)) == 1
    assert "已有结论" in await stage.ask(LIU, "/target 15 核定")


async def test_buttons_take_the_suggestion_spread_it_and_choose_the_figures(stage: Stage):
    await stage.ask(LI_MING, "/target 15")
    message = stage.last(LI_MING)
    answer = await stage.press(LI_MING, message, "采用建议值")
    assert answer.text == "已报送,待督查室核定"
    assert "采用建议值" not in buttons(stage.now(message))
    await stage.press(LI_MING, message, "按季度均分节点")
    await stage.press(LI_MING, message, "改为每期报新增数")
    text = stage.now(message).words.text
    assert "· 3月31日 500个" in text
    assert "填报口径:每期只报本期新增数" in text
    assert "改为每期报累计数" in buttons(stage.now(message))
    await stage.press(LI_MING, message, "改为每期报累计数")
    proposals = await stage.rows(Proposal)
    assert len(proposals) == 4
    assert sum(one.decided_at is None for one in proposals) == 1


async def test_a_supervisors_change_stands_at_once(stage: Stage):
    told = await stage.ask(LIU, f"/target 15 {WORDS}")
    assert "✅ 已核定。今后的卡片" in told
    assert len(await confirmed(stage)) == 1
    told = await stage.ask(LIU, "/target 15 基数100")
    assert "基数 100个" in told
    assert "· 6月30日 900个" in told  # what was not said stays


async def test_the_words_may_be_the_reply_to_a_question(stage: Stage):
    await stage.ask(LI_MING, "/target 15")
    await stage.press(LI_MING, stage.last(LI_MING), "手工填写")
    question = stage.last(LI_MING)
    assert "请回复本条,写第15项的目标和节点" in question.words.text
    await stage.say(LI_MING, "一季度300亩", reply_to=question.id)
    assert "没有读懂:一季度300亩" in stage.last(LI_MING).words.text
    await stage.say(LI_MING, WORDS, reply_to=question.id)
    assert "已报送督查室" in stage.last(LI_MING).words.text
    assert len(await stage.rows(Proposal)) == 1
    await stage.say(LI_MING, WORDS, reply_to=question.id)  # answered: it is no question any more
    assert len(await stage.rows(Proposal)) == 1


async def test_words_that_reply_to_nothing_answer_a_fresh_question_or_the_card(asked: Stage):
    await asked.ask(LI_MING, "/target 15")
    await asked.press(LI_MING, asked.last(LI_MING), "手工填写")
    await asked.say(LI_MING, "15 累计104,两处已划线")
    assert await asked.rows(Proposal) == []  # that was for the card
    await asked.say(LI_MING, "目标1800个 二季度900")
    (proposal,) = await asked.rows(Proposal)
    assert proposal.content["goal"] == "1800"


async def test_a_task_without_a_figure_has_stages_of_words(stage: Stage):
    told = await stage.ask(LI_MING, "/target 13")
    assert "通知原文没有量化数字,尚未设目标和节点" in told
    assert buttons(stage.last(LI_MING)) == ["✍️ 手工填写"]
    told = await stage.ask(LIU, "/target 13 二季度 主体完工;10月底 投入使用")
    assert "· 6月30日 主体完工" in told
    assert "· 10月31日 投入使用" in told
    assert "无量化数字" in told


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("/target", "请写明事项编号"),
        ("/target 目标2000个", "请写明事项编号"),
        ("/target 999", "没有第999项任务"),
        ("/target 1", "第1项不是您所代表单位的事项"),
        ("/target 第15项", "【量化目标】15"),
        ("/target 15 今天开会", "没有读懂:今天开会。尚未作任何变动"),
        ("/target 15 一季度300亩", "没有读懂:一季度300亩"),
        ("/target 15 二季度2500", "6月30日节点:节点数值不应超出目标值"),
        ("/target 15 核定", "已有结论"),
        ("/target 13 目标5", "请写明计量单位"),
    ],
)
async def test_a_command_that_cannot_be_done_says_what_to_do(stage: Stage, command, told):
    assert told in await stage.ask(LI_MING, command)
    assert await stage.rows(Proposal) == []


async def test_the_lead_unit_cannot_decide_nor_others_see(stage: Stage):
    await stage.ask(LI_MING, f"/target 15 {WORDS}")
    assert "仅限督查员" in await stage.ask(LI_MING, "/target 15 核定")
    assert "不是您所代表单位的事项" in await stage.ask(WANG_FANG, "/target 15")
    (proposal,) = await stage.rows(Proposal)
    shown = stage.last(LI_MING)
    for verb in ("yes", "no"):
        answer = await stage.tap(LI_MING, shown, f"target_{verb}:{proposal.id}")
        assert "仅限督查员" in answer.text
    answer = await stage.tap(WANG_FANG, stage.last(WANG_FANG), f"target_yes:{proposal.id}")
    assert "不是您所代表单位" in answer.text
    assert await confirmed(stage) == []


@pytest.mark.parametrize("data", ["target_yes:zz", "target_take:zzzz", "target_fly:f", "target_:"])
async def test_a_forged_button_changes_nothing(stage: Stage, data):
    await stage.ask(LI_MING, "/target 15")
    answer = await stage.tap(LI_MING, stage.last(LI_MING), data)
    assert answer.text
    assert await stage.rows(Proposal) == []


async def test_there_is_nothing_to_take_without_a_figure(stage: Stage):
    await stage.ask(LI_MING, "/target 13")
    task_id = next(iter(keyboard(stage.last(LI_MING))))[1].partition(":")[2]
    answer = await stage.tap(LI_MING, stage.last(LI_MING), f"target_even:{task_id}")
    assert "第13项没有量化数字" in answer.text


async def test_in_the_group_words_are_typed_behind_the_command(stage: Stage):
    await stage.ask(LI_MING, f"/target 15 {WORDS}", chat=GROUP)
    await stage.ask(LIU, "/target 15", chat=GROUP)
    assert buttons(stage.last(GROUP)) == ["✅ 核定此方案"]
    await stage.ask(LI_MING, "/target 16", chat=GROUP)
    assert "✍️ 手工填写" not in buttons(stage.last(GROUP))


async def sheet(stage: Stage, person: int = LIU) -> bytes:
    await stage.say(person, "/targets")
    return stage.last(person).attachment.file.content


async def send_back(stage: Stage, person: int, content: bytes, caption: str = "/targets") -> str:
    files = [Upload("量化目标2024.xlsx", content)]
    (sent,) = speech.upload(stage.world, person, person, files, as_photo=False, caption=caption)
    await stage.settled()
    newer = [one for one in stage.heard(person) if one.id > sent.id]
    return newer[-1].words.text if newer else ""


def edited(content: bytes, values: dict[str, object]) -> bytes:
    book = load_workbook(io.BytesIO(content))
    for cell, value in values.items():
        book.worksheets[0][cell] = value
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


async def test_the_sheet_goes_out_with_counts_and_what_waits(stage: Stage):
    await stage.ask(LI_MING, f"/target 15 {WORDS}")
    content = await sheet(stage)
    shown = stage.last(LIU)
    assert "共 140 项:有数字 45 项(已核定 0,建议值待核定 45),无数字 95 项" in shown.words.text
    assert "待核定方案 1 个" in shown.words.text
    assert load_workbook(io.BytesIO(content)).worksheets[0].max_row == 141
    await stage.press(LIU, shown, "15 新增2000个停车位")
    assert stage.last(LIU).words.text.startswith("【量化目标】15")


async def test_sent_back_unchanged_it_changes_nothing(stage: Stage):
    told = await send_back(stage, LIU, await sheet(stage))
    assert told.startswith("表格与现有目标一致,没有改动")
    assert await confirmed(stage) == []


async def test_sent_back_filled_in_it_confirms_what_was_changed(stage: Stage):
    content = await sheet(stage)
    told = await send_back(stage, LIU, edited(content, {"K16": 300, "P17": "是"}))
    assert "已核定 2 项:15、16" in told
    assert sorted(one.goal for one in await confirmed(stage)) == [2000, 5000]
    assert "有数字 45 项(已核定 2,建议值待核定 43)" in (await stage.ask(LIU, "/targets"))
    assert (await send_back(stage, LIU, await sheet(stage))).startswith("表格与现有目标一致")


async def test_one_fault_and_nothing_is_applied(stage: Stage):
    content = edited(await sheet(stage), {"K16": 300, "E17": "若干", "A4": "777"})
    told = await send_back(stage, LIU, content)
    assert told.startswith("表格有 2 处需要修改,尚未作任何变动")
    assert "A4 没有这个序号的任务" in told
    assert "E17 应为数值,单位写在计量单位一列" in told
    assert await confirmed(stage) == []


async def test_many_faults_fit_one_message(stage: Stage):
    cells = {f"E{place}": "若干" for place in range(2, 100)}
    told = await send_back(stage, LIU, edited(await sheet(stage), cells))
    assert "表格有 98 处需要修改" in told
    assert "另有 68 处" in told


async def test_what_is_no_sheet_is_refused(stage: Stage, monkeypatch):
    content = await sheet(stage)
    assert "读不了这个文件" in await send_back(stage, LIU, b"PK nothing")
    monkeypatch.setattr(targets, "LARGEST", 100)
    assert "读不了这个文件" in await send_back(stage, LIU, content)


async def test_the_sheet_is_for_supervisors(stage: Stage):
    content = await sheet(stage)
    for person in (LI_MING, CHEN):
        assert "仅限督查员" in await stage.ask(person, "/targets")
        told = await send_back(stage, person, edited(content, {"K16": 300}))
        assert "仅限督查员" in told
    assert await confirmed(stage) == []


async def test_an_enrolled_supervisor_is_named_as_who_confirmed(stage: Stage):
    await stage.db.write(grant_supervisor, CHEN, "陈局长", at=clock("2024-02-05 15:50"))
    await send_back(stage, CHEN, edited(await sheet(stage, CHEN), {"P16": "是"}))
    (target,) = await confirmed(stage)
    assert target.confirmed_by is not None
