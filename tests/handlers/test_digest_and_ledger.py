"""Digests on demand, and the ledger as a file: whole for supervisors, one's own for a unit."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from bot.sandbox.files import StoredFile
from bot.sandbox.messages import Document, Message
from tests.handlers.stage import Stage
from tests.sandbox_client import GROUP, LI_MING, LIU, WANG_FANG


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("/digest", "【督查周报】"),
        ("/digest 日报", "【督查日报】"),
        ("/digest 周", "【督查周报】"),
        ("/digest Month", "【督查月报】"),
        ("/digest 季报", "【督查季报】"),
        ("/digest year", "【督查年报】"),
    ],
)
async def test_a_digest_of_any_level_is_given_on_demand(stage: Stage, words: str, title: str):
    told = await stage.ask(LIU, words)
    assert told.startswith(title)
    assert "即时 2月5日 15:50" in told
    assert told.endswith("台账:/ledger")


async def test_a_level_nobody_knows_is_asked_back(stage: Stage):
    told = await stage.ask(LIU, "/digest 旬报")
    assert (
        told == "请写明要看哪一级,如 /digest 月报。可选:日报、周报、月报、季报、年报;不写即为周报。"
    )


async def test_a_bulletin_belongs_to_supervisors(stage: Stage):
    assert (await stage.ask(LI_MING, "/digest 月报")).startswith("这项操作仅限督查员")


async def test_the_ledger_is_whole_for_a_supervisor(asked: Stage):
    await asked.ask(LIU, "/ledger")
    assert asked.last(LIU).words.text == "台账(140项) 截至 2月5日"
    assert numbers(asked.last(LIU)) == list(range(1, 141))


async def test_a_unit_gets_its_own_rows(asked: Stage):
    await asked.ask(WANG_FANG, "/ledger")
    own = numbers(asked.last(WANG_FANG))
    assert {9, 12} <= set(own)
    assert 15 not in own
    assert asked.last(WANG_FANG).words.text == f"台账({len(own)}项) 截至 2月5日"


async def test_the_weeks_digest_of_the_group_carries_the_ledger(asked: Stage):
    await asked.at("2024-02-09 16:01")
    digest = asked.last(GROUP, "【督查周报】")
    assert file(digest).name == "台账2024-02-09.xlsx"
    assert numbers(digest) == list(range(1, 141))


def file(message: Message) -> StoredFile:
    assert isinstance(message.attachment, Document)
    return message.attachment.file


def numbers(message: Message) -> list[object]:
    """Return the first column of the sheet that a message carries."""
    sheet = load_workbook(io.BytesIO(file(message).content)).active
    return [value for (value,) in sheet.iter_rows(min_row=2, max_col=1, values_only=True)]
