"""Figures in a task's wording that can be counted towards: 新增2000个停车位, 增长7%以上.

A share such as 参保率95%以上 is a quantity in %; only a rate of change is a growth. A task without
a target is qualitative: nothing is found in it. Numbers that only say how large a thing is
(投资126亿元的产业园, 覆盖38个村) and numbers in names (318国道, 5G, 15分钟) are no targets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from rules.facts import Bound, TargetKind
from seeds.signs import HAN, level


@dataclass(frozen=True)
class TargetFound:
    """One target: `value` in `unit` as written (870 亿元, 10.7 万亩, 95 %).

    A decline is a negative growth. `bound` is AT_LEAST where more is as good (以上, 超, 突破),
    AT_MOST where less is (以内, 不超过), EXACT where the figure itself is the goal.
    `phrase` is a piece of the text as it stands.
    """

    kind: TargetKind
    value: Decimal
    unit: str
    bound: Bound
    phrase: str


_CLASSIFIERS = "个家座条处项所人名户张套件台辆株头只艘场次对间栋支块批宗口眼盏位幢棵篇部孔"
_MEASURES = (
    "平方公里|平方千米|平方米|立方米|公里|千米|公顷|公斤|千克|吨标准煤|吨|千瓦时|千瓦|兆瓦|美元|元|亩|人次|"
    "米|斤|升|里"
)
_MEASURE = rf"(?:[十百千]?[万亿])?(?:{_MEASURES}|[{_CLASSIFIERS}])|个百分点|%|‰|[十百千]?[万亿]"
_FLOOR = "超过|超|突破|不低于|不少于|不小于|至少|高于|过"
_CEILING = "不超过|不高于|控制在|低于|少于|压减到|压降至|下降到|降至|降到"
_REACH = "达到|达|稳定在|保持在|提高到|提升到|提高至|提升至|力争|约"
_FIGURE = re.compile(
    rf"(?P<bound>{_CEILING}|{_FLOOR}|{_REACH})?(?P<each>[两二三四五六七八九十]个(?=\d))?"
    r"(?<![\d.第A-Za-z])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?) *(?P<more>[余多])?"
    rf"(?P<measure>{_MEASURE})(?!级|月|小时|半|百分点|工作日)(?P<after>以上|以内|以下|左右)?"
)
_ROUND = re.compile(
    r"(?P<bound>跨越|突破|超过?|迈上|站稳|冲刺|达到?)(?P<number>[一二三四五六七八九两]?[十百千])(?P<measure>[万亿]元?)(?:台阶|大关|元)?"
)
_CHANGE = re.compile(
    r"(?:同比|年均|平均|分别|实现)*(?P<verb>增长|增速|增幅|提高|提升|增加|上升|下降|降低|减少|压减|压降)"
    rf"(?:率|幅)?(?P<to>到|至|达到|达|为|在|稳定在|保持在|{_FLOOR}|{_CEILING})?$"
)
_RATES = ("增长", "增速", "增幅")
_DECLINES = ("下降", "降低", "减少", "压减", "压降")
_ARRIVALS = ("到", "至", "达到", "达")
_NOUN = re.compile(rf"(?:“[^”]{{1,12}}”|{HAN}{{1,12}}(?!{HAN}))")
_SCOPE_BEFORE = re.compile("(?:覆盖|涉及|包括|现有|原有|已有|总投资)$")
_MONEY_SCOPE = re.compile(r"的(?!\d)|(?:的)?(?:企业|行政村|集团)")
_SIZED = re.compile("(?:元|吨|米|亩)$")
_CLAUSE = re.compile("[,;。]")
_PLACES = ("个村", "个社区", "个乡镇", "个街道", "个区", "个县", "个省", "个市")
_DIGITS = {sign: Decimal(value) for value, sign in enumerate("零一二三四五六七八九")} | {
    "两": Decimal(2)
}
_TENS = {"十": Decimal(10), "百": Decimal(100), "千": Decimal(1000)}


def find_targets(text: str) -> tuple[TargetFound, ...]:
    """Return the targets of a task's wording in order; empty for a qualitative task."""
    return tuple(target for _, target in sorted(_found(text), key=lambda found: found[0]))


def _found(text: str) -> Iterator[tuple[int, TargetFound]]:
    levelled = level(text)
    for found in _ROUND.finditer(levelled):
        value = _DIGITS.get(found["number"][0], Decimal(1)) * _TENS[found["number"][-1]]
        measure = f"{found['measure'][0]}元"
        phrase = text[found.start() : found.end()]
        yield (
            found.start(),
            TargetFound(TargetKind.QUANTITY, value, measure, Bound.AT_LEAST, phrase),
        )
    scope_ends = -1
    for found in _FIGURE.finditer(levelled):
        if _is_scope(found, levelled) or found.start() <= scope_ends + 1:
            scope_ends = found.end() if levelled[found.end() :].startswith("的") else -1
            continue
        yield found.start(), _target(found, text, levelled)


def _is_scope(found: re.Match[str], levelled: str) -> bool:
    """Whether the figure only says how large or how many things are that the task is about."""
    before, after = levelled[: found.start()], levelled[found.end() :]
    clause = _CLAUSE.split(before)[-1]
    if _SCOPE_BEFORE.search(before):
        return True
    if any((found["measure"] + after).startswith(place) for place in _PLACES):
        return True
    if _SIZED.search(found["measure"]) and not clause.endswith("计划投资"):
        return _MONEY_SCOPE.match(after) is not None
    return clause.endswith("等") and "加快" in clause


def _target(found: re.Match[str], text: str, levelled: str) -> TargetFound:
    change = _CHANGE.search(levelled[: found.start("number")])
    is_growth = (
        found["measure"] in ("%", "‰", "个百分点") and change is not None and _is_rate(change)
    )
    value = Decimal(found["number"].replace(",", ""))
    bound, after = found["bound"] or "", found["after"] or ""
    at_least = after == "以上" or bool(found["more"]) or bound in _FLOOR.split("|")
    at_most = after in ("以内", "以下") or bound in _CEILING.split("|")
    start, end = found.start(), found.end()
    if is_growth and change:
        start = change.start()
        if change["verb"] in _DECLINES:
            value, at_least, at_most = -value, at_most, at_least
    noun = _NOUN.match(levelled, end) if found["measure"][-1] in _CLASSIFIERS else None
    phrase = text[start : noun.end() if noun else end]
    kind = TargetKind.GROWTH if is_growth else TargetKind.QUANTITY
    return TargetFound(kind, value, found["measure"], _bound(at_least, at_most), phrase)


def _bound(at_least: bool, at_most: bool) -> Bound:
    if at_least:
        return Bound.AT_LEAST
    return Bound.AT_MOST if at_most else Bound.EXACT


def _is_rate(change: re.Match[str]) -> bool:
    """提高15% is a rate of change, 提高到95% a share."""
    return change["verb"] in _RATES or change["to"] not in _ARRIVALS
