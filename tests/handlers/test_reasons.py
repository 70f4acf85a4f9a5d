"""Every light and every outlook says why, in a clause with the numbers."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from handlers.views.reasons import LIGHTS, OUTLOOKS, judgement_words, securing_words
from rules.cascade import OUTLOOKS as LED_TO
from rules.cascade import Amount, Cause, Outlook, Securing
from rules.lights import Ground, Judgement, Light

DAYS = ("D2024-02-05", "D2024-02-06", "D2024-02-07", "D2024-02-08")
AMOUNT = Amount(Decimal(96), Decimal("120.4"), Decimal(240), Decimal("28.8"), Decimal("9.5"))
CHINESE = re.compile("[\u4e00-\u9fff]")


def gap(points: str, actual: str, planned: str) -> dict[str, Decimal]:
    return {
        "gap": Decimal(points),
        "actual_share": Decimal(actual),
        "planned_share": Decimal(planned),
    }


@pytest.mark.parametrize(
    ("judgement", "words"),
    [
        (
            Judgement(Light.YELLOW, Ground.BEHIND, **gap("-21.74", "53.26", "75")),
            "完成年度目标53.3%,低于序时21.7个百分点",
        ),
        (
            Judgement(Light.GREEN, Ground.ON_PACE, **gap("2", "12", "10")),
            "完成年度目标12.0%,高于序时2.0个百分点",
        ),
        (
            Judgement(Light.GREEN, Ground.ON_PACE, **gap("0", "10", "10")),
            "完成年度目标10.0%,与序时持平",
        ),
        (
            Judgement(Light.RED, Ground.UNDER_HALF, **gap("-8.2", "4", "12.2")),
            "完成年度目标4.0%,不足序时应完成12.2%的一半",
        ),
        (
            Judgement(Light.RED, Ground.UNDER_HALF, Decimal(-4)),
            "增速低于目标4.0个百分点,不足目标的一半",
        ),
        (
            Judgement(Light.GREEN, Ground.GROWTH_MET, Decimal("0.3")),
            "增速达标,优于目标0.3个百分点",
        ),
        (Judgement(Light.GREEN, Ground.GROWTH_MET, Decimal(0)), "增速达标"),
        (
            Judgement(Light.YELLOW, Ground.GROWTH_SHORT, Decimal("-0.2")),
            "增速未达标,与目标差0.2个百分点",
        ),
        (
            Judgement(Light.YELLOW, Ground.NODE_NEAR, node=date(2024, 3, 31)),
            "节点3月31日临近",
        ),
        (
            Judgement(Light.RED, Ground.NODE_PAST, node=date(2024, 3, 31)),
            "节点3月31日已过,尚未达到",
        ),
        (Judgement(Light.YELLOW, Ground.MISSED, missed=3), "连续3次未报"),
        (Judgement(Light.GREY, Ground.NO_FIGURE), "待统计"),
    ],
)
def test_a_light_says_why(judgement: Judgement, words: str):
    assert judgement_words(judgement) == words


@pytest.mark.parametrize("ground", list(Ground))
def test_every_ground_has_words(ground: Ground):
    judged = Judgement(Light.GREEN, ground, Decimal(1), node=date(2024, 3, 31), missed=2)
    assert CHINESE.search(judgement_words(judged))


@pytest.mark.parametrize(
    ("cause", "children", "words"),
    [
        (Cause.CHILD_MISSED, DAYS[:2], "2月5日、2月6日未报"),
        (Cause.CHILD_MISSED, DAYS, "2月5日、2月6日、2月7日等4期未报"),
        (Cause.CHILD_OVERDUE, ("W2024-06",), "第6周逾期未报"),
        (Cause.LATEST_BEHIND, ("M2024-02",), "最近一期(2月)滞后"),
        (Cause.CHILD_AT_RISK, ("Q2024-1",), "一季度有风险"),
        (Cause.ALL_ANSWERED, ("Q2024-1", "Q2024-4"), "一季度、四季度未见滞后"),
        (Cause.SHORT, (), "序时应达 121个,现 96个,其后每个工作日需 29个可追上"),
        (
            Cause.TOO_FAST,
            (),
            "序时应达 121个,现 96个,其后每个工作日需 28.8个,超过此前最好水平 9.5个的两倍",
        ),
        (Cause.OUT_OF_TIME, (), "序时应达 121个,现 96个,已无工作日可追"),
        (Cause.MET, (), "本期应达 240个,已达 96个"),
    ],
)
def test_an_outlook_says_why(cause: Cause, children: tuple[str, ...], words: str):
    assert securing_words(Securing(LED_TO[cause], cause, children, AMOUNT), "个") == words


@pytest.mark.parametrize("cause", list(Cause))
def test_every_cause_has_words(cause: Cause):
    securing = Securing(LED_TO[cause], cause, ("Y2024",), AMOUNT)
    assert CHINESE.search(securing_words(securing, "亿元"))


def test_what_is_measured_keeps_its_decimals():
    assert "需 28.8亿元" in securing_words(
        Securing(Outlook.AT_RISK, Cause.SHORT, (), AMOUNT), "亿元"
    )


def test_every_light_and_outlook_has_a_sign_of_its_own():
    assert len(set(LIGHTS.values())) == len(Light)
    assert len(set(OUTLOOKS.values())) == len(Outlook)
