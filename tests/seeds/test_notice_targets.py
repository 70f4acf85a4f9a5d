"""Targets found in the real notice, exactly, against its key; and figures that are none."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from rules.facts import Bound, TargetKind
from seeds.targets import find_targets

KEY = json.loads((Path(__file__).parent / "data/qianjiang_2024.gold.json").read_text("utf-8"))
TEXTS = {task["number"]: task["text"] for task in KEY["tasks"]}

EXPECTED = {
    "1": "1000亿元 +7%", "2": "+7.5%", "3": "+10%", "4": "+9%", "5": "+10%", "6": "+8%",
    "11": "25个", "12": "103个 4个 9处 7条 11条 8条", "14": "+15%", "15": "2000个",
    "16": "5000个 90%", "18": "870亿元", "21": "80万吨", "24": "28万吨", "34": "60%",
    "35": "384亿元 314个 170个", "36": "100个 350亿元", "37": "5000亩", "43": "60亿元",
    "47": "200家", "48": "1家 8家", "49": "100亿元", "50": "190亿元", "52": "500亿元 30亿元",
    "53": "20亿元 150亿元 13.5亿元", "54": "22亿元 120亿元 8亿元", "55": "10亿元 5亿元",
    "58": "10条", "72": "10.7万亩", "74": "70%", "77": "43公里 25公里", "78": "260公里",
    "87": "39家", "88": "1700座 98%", "90": "15家", "92": "300家 170家", "93": "4项 20项 +10%",
    "102": "1150个", "107": "8个", "121": "7500人 1300人", "123": "95%", "124": "830张",
    "125": "800个", "126": "854套", "127": "27处",
}  # fmt: skip


def bound(at_least: bool, at_most: bool) -> Bound:
    return Bound.AT_LEAST if at_least else Bound.AT_MOST if at_most else Bound.EXACT


def written(number: str) -> str:
    return " ".join(
        f"{'+' if target.kind is TargetKind.GROWTH else ''}{target.value}{target.unit}"
        for target in find_targets(TEXTS[number])
    )


@pytest.mark.parametrize("number", TEXTS)
def test_the_targets_of_every_task_of_the_real_notice(number):
    assert written(number) == EXPECTED.get(number, "")


def test_68_of_the_keys_70_phrases_are_found_and_nothing_beside_them():
    """The two left out on purpose say how far and how long: 覆盖38个村, 15分钟上高速."""
    missed, found = [], 0
    for task in KEY["tasks"]:
        phrases = [target.phrase for target in find_targets(task["text"])]
        for wanted in task.get("targets", []):
            hit = next((p for p in phrases if wanted in p or p in wanted), None)
            missed += [wanted] if hit is None else []
            phrases = [p for p in phrases if p is not hit]
        assert phrases == [], task["number"]
        found += len(task.get("targets", []))
    assert missed == ["15分钟", "38个村"]
    assert found == KEY["stats"]["numeric_target_phrases"]


@pytest.mark.parametrize("number", EXPECTED)
def test_a_phrase_is_a_piece_of_its_text(number):
    targets = find_targets(TEXTS[number])
    assert targets
    assert all(target.phrase in TEXTS[number] for target in targets)


@pytest.mark.parametrize(
    ("text", "value", "unit", "at_least", "at_most"),
    [
        ("签约项目100个以上", "100", "个", True, False),
        ("投资总额超100亿元", "100", "亿元", True, False),
        ("交易量突破28万吨", "28", "万吨", True, False),
        ("参保率不低于95%", "95", "%", True, False),
        ("完成投资200余亿元", "200", "亿元", True, False),
        ("新增规上企业1,200家", "1200", "家", False, False),
        ("登记失业率控制在5.5%以内", "5.5", "%", False, True),
        ("空气优良率提高到85%", "85", "%", False, False),
        ("突破三千亿元大关", "3000", "亿元", True, False),
        ("新增停车位2000个", "2000", "个", False, False),
    ],
)
def test_a_quantity_keeps_its_measure_and_its_bound(text, value, unit, at_least, at_most):
    (target,) = find_targets(text)
    assert target.kind is TargetKind.QUANTITY
    assert (target.value, target.unit) == (Decimal(value), unit)
    assert target.bound is bound(at_least, at_most)


@pytest.mark.parametrize(
    ("text", "value", "at_least", "at_most"),
    [
        ("总额增长9%以上", "9", True, False),
        ("增速达到8%", "8", False, False),
        ("收集率提高15%以上", "15", True, False),
        ("能耗下降3%以上", "-3", False, True),
    ],
)
def test_a_rate_of_change_is_a_growth_and_a_decline_a_negative_one(text, value, at_least, at_most):
    (target,) = find_targets(text)
    assert target.kind is TargetKind.GROWTH
    assert target.value == Decimal(value)
    assert target.bound is bound(at_least, at_most)


@pytest.mark.parametrize(
    "text",
    [
        "办好第十五届龙虾节",
        "推动原318国道新东荆河大桥开工",
        "建设5G基站",
        "创建国家4A级景区",
        "实现15分钟上高速",
        "整治2000吨级航道",
        "推广“301”线上快贷",
        "围绕“15511”框架",
        "推进投资126亿元的产业园",
        "公墓覆盖38个村",
        "2024年6月底前完成",
        "24小时开放",
    ],
)
def test_a_number_in_a_name_or_of_scope_is_no_target(text):
    assert find_targets(text) == ()
