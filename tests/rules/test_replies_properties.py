"""What holds of any typed text: it is read, in order, whatever its width, and nothing is lost."""

from __future__ import annotations

import time
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import rules.replies
from rules.facts import Status
from rules.replies import CardLine, Understanding, understand

CARD = tuple(
    CardLine(number, measure, title)
    for number, measure, title in (
        ("15", "个", "新增停车位2000个"),
        ("16", "个", "更换窨井盖5000个"),
        ("8", None, "强化规划管控"),
        ("1", "万吨", "建成盐穴储气库"),
    )
)
CARDS = st.sampled_from([CARD, CARD[:1], CARD[2:], ()])

NUMBERS = "15 16 8 1 十五 十六 八 99 第15项 第九十九项 15、 16. 1: #8 (15) 15号 15-16 除16 6项"
STATUSES = "正常 正常推进 已完成 完成 滞后 有风险 可能滞后 需协调 未完成 无滞后 没问题 按计划"
GENERALS = "全部 其余 都 均 一切 外 除了 全部正常 其余正常 同上 无变化 与昨日相同 收到 2月5日"
FIGURES = (
    "累计 本周 新增 计划 104个 1,150 60% -2% 百分之六十 一百零四 十四五 3.2万 100多 96/2000 2/15"
)
WORDS = "缺资金 因雨 困难 待市财政局 请市住建局 →市财政局 -> →武汉 停车位 窨井盖 两处已划线 八处"
SIGNS = "， , 、 ; 。 . : = - ~ / ( ) ! ? 和 至 🙂 ✅"
PHRASES = [" ", "\n"]
for table in (NUMBERS, STATUSES, GENERALS, FIGURES, WORDS, SIGNS):
    PHRASES += table.split()
MARKS = ("777", "4321", "0.125", "88888", "甪里", "犇犇", "鑫淼", "垚", "žlutý", "Ωμέγα")

phrases = st.lists(st.sampled_from(PHRASES), max_size=14).map("".join)
typed = st.lists(st.one_of(st.sampled_from([*PHRASES, *MARKS]), st.text(max_size=4)), max_size=14)

GRAMMAR = "".join(
    path.read_text("utf-8") for path in Path(rules.replies.__file__).parent.glob("*.py")
)
KNOWN_SIGNS = frozenset(GRAMMAR + "".join(line.title for line in CARD))
ASCII_WORDS = frozenset("okOKnNoO0123456789")
TO_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
TO_HALF_WIDTH = {full: half for half, full in TO_FULL_WIDTH.items()}


def kept_words(understanding: Understanding) -> str:
    """Everything an understanding hands on, as one text."""
    answers = understanding.answers
    return "\n".join(
        chain(
            chain.from_iterable(
                (a.number, str(a.value), a.measure or "", a.progress, a.difficulty, a.awaited or "")
                for a in answers
            ),
            understanding.unplaced,
            understanding.unknown_numbers,
        )
    )


def foreign_signs(text: str) -> Counter[str]:
    """The letters of a text that are in no word of the grammar, no title: none may vanish."""
    letters = filter(str.isalnum, text.translate(TO_HALF_WIDTH))
    return Counter(
        sign
        for sign in letters
        if sign not in ASCII_WORDS and (sign.isascii() or sign not in KNOWN_SIGNS)
    )


@given(st.one_of(st.text(), phrases, typed.map("".join)), CARDS)
@example("15 -十%", CARD)
@example("第百项", CARD)
@example("除", CARD)
@example("²正常 ①滞后", CARD)
def test_any_text_is_read(text, card):
    understanding = understand(text, card)
    numbers = [answer.number for answer in understanding.answers]
    assert len(set(numbers)) == len(numbers)
    assert set(numbers) <= {line.number for line in card}
    assert all(understanding.unplaced)


@given(typed, CARDS)
def test_nothing_typed_is_lost(pieces, card):
    text = "".join(pieces)
    kept = kept_words(understand(text, card))
    missing = foreign_signs(text) - foreign_signs(kept)
    assert not missing
    for mark in set(pieces) & set(MARKS):
        assert mark in kept


@given(st.one_of(st.text(), phrases), CARDS)
def test_width_does_not_matter(text, card):
    assert understand(text.translate(TO_FULL_WIDTH), card) == understand(text, card)


@given(phrases, CARDS)
def test_one_space_is_as_good_as_many(text, card):
    spaced = text.replace(" ", " \u3000\t ").replace("\n", " \r\n \n")
    assert understand(f"  {spaced} \n", card) == understand(text, card)


@given(
    st.permutations(CARD),
    st.lists(st.sampled_from(list(Status)), min_size=4, max_size=4),
    st.sampled_from([";", "，", "。", "\n", " ", "；\n", "🙂", ""]),
    st.sampled_from(["", " ", "、", ".", ":", "项", "号", ")"]),
)
def test_tasks_are_answered_in_the_order_said(lines, statuses, pause, mark):
    said = [(line.number, status) for line, status in zip(lines, statuses, strict=True)]
    text = pause.join(f"{number}{mark}{status.label}" for number, status in said)
    assert [(a.number, a.status) for a in understand(text, CARD).answers] == said


@given(
    st.sampled_from(CARD), st.text(alphabet="犇鑫淼垚甪", min_size=1), st.sampled_from(list(Status))
)
def test_words_after_a_status_come_back_as_they_were(line, words, status):
    (answer,) = understand(f"{line.number} {status.label},{words}", CARD).answers
    assert (answer.number, answer.status) == (line.number, status)
    assert (answer.progress + answer.difficulty) == words


LONG_WINDED = (
    "1 ", "1,", "1", " ", "\n", "十", "已", "全部", "已全部都", "正常", "没有滞后、", "有点",
    "除16外", "第15项", "15-16 ", "15正常", "其余正常;", "累计", "累计104个,", "本周划线8个",
    "1,111", "百分之", "→汉", "请市财政", "受", "缺", "停车位", "🙂",
    "15 累计104,两处已划线;16 滞后 缺资金批复→市财政局;",
)  # fmt: skip


@pytest.mark.parametrize("piece", LONG_WINDED)
@pytest.mark.parametrize("card", [CARD, CARD[:1]], ids=["several tasks", "one task"])
def test_no_repetition_makes_ten_thousand_characters_slow(piece, card):
    text = (piece * 10_000)[:10_000]
    started = time.process_time()
    understand(text, card)
    assert time.process_time() - started < 1
