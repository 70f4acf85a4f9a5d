"""Figures in a task's text that look like its targets: suggestions a supervisor confirms.

A text without one is qualitative. Names (318国道, 第十五届, 5G), spans of time and figures of scope
(覆盖38个村) are no targets. A share (亮化90%以上) is a quantity measured in %.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

MEASURES = "平方公里|平方米|立方米|公里|万千瓦|亿元|万元|万亩|万吨|万人|个|处|条|家|座|项|张|套|户|名|人|台|辆|亩|吨|%"
NUMBER = r"(?<![\d.第])(?P<number>\d+(?:\.\d+)?)"
FIGURE = re.compile(rf"{NUMBER}(?P<measure>{MEASURES})(?P<noun>[^,。;、()0-9]{{0,8}})")
AT_LEAST = re.compile(r"以上|超|突破|不低于|不少于|达到?$")
GROWTH = re.compile(r"增长$")
SCOPE = re.compile(r"(?:覆盖|投资|推动总投资|年度计划投资|过|(?<!\d)超)$")


class TargetKind(StrEnum):
    """What kind of figure a target is."""

    QUANTITY = "quantity"
    GROWTH = "growth"


@dataclass(frozen=True)
class TargetFound:
    """One figure: its value in its measure (个, 亿元, %), and the phrase as it stands."""

    kind: TargetKind
    value: Decimal
    measure: str
    at_least: bool
    phrase: str


def find_targets(text: str) -> tuple[TargetFound, ...]:
    """Return the figures of a task's text in order; none for a qualitative task."""
    found = []
    for match in FIGURE.finditer(text):
        before = text[max(0, match.start() - 6) : match.start()]
        if SCOPE.search(before):
            continue
        grows = GROWTH.search(before) is not None and match["measure"] == "%"
        phrase = ("增长" if grows else "") + match.group()
        found.append(
            TargetFound(
                kind=TargetKind.GROWTH if grows else TargetKind.QUANTITY,
                value=Decimal(match["number"]),
                measure=match["measure"],
                at_least=bool(AT_LEAST.search(match["noun"]) or AT_LEAST.search(before)),
                phrase=phrase,
            )
        )
    return tuple(found)
