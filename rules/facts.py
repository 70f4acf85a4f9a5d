"""The words of supervision as types: what the law judges and storage fills.

Every enum member carries its Chinese field label; the stored value is the short ASCII code.
Vocabulary: the field's own standard terms for supervision (督查督办).
"""

from __future__ import annotations

from enum import StrEnum


class Labelled(StrEnum):
    """A code that is stored and a label that is read."""

    label: str

    def __new__(cls, code: str, label: str) -> Labelled:
        """Store `code` as the value and keep `label` beside it."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member


class PeriodKind(Labelled):
    """The five levels of 以天保周、以周保月、以月保季、以季保年, lowest first."""

    DAY = "day", "日报"
    WEEK = "week", "周报"
    MONTH = "month", "月报"
    QUARTER = "quarter", "季报"
    YEAR = "year", "年报"


class Share(Labelled):
    """A unit's share: it answers for the whole task, or does its part and reports to the lead."""

    LEAD = "lead", "牵头单位"
    RESPONSIBLE = "responsible", "责任单位"


class Duty(Labelled):
    """What a member does for a unit: answers its cards, or approves and is escalated to."""

    LIAISON = "liaison", "联络员"
    HEAD = "head", "一把手"


class Status(Labelled):
    """What a unit says of its task. Self-reported, never a judgement of ours."""

    DONE = "done", "已完成"
    NORMAL = "normal", "正常"
    AT_RISK = "at_risk", "有风险"
    LAGGING = "lagging", "滞后"
    BLOCKED = "blocked", "需协调"


class TargetKind(Labelled):
    """What a target measures: an amount that grows by the day, or an official rate."""

    QUANTITY = "quantity", "数量"
    GROWTH = "growth", "增长率"


class Bound(Labelled):
    """Which side of its figure a target allows: "500亿元以上", "5.5%以内", or just "2000个"."""

    AT_LEAST = "at_least", "以上"
    AT_MOST = "at_most", "以内"
    EXACT = "exact", "达到"


class Cadence(Labelled):
    """The finest level at which a task is asked; every level above is asked too."""

    DAILY = "daily", "每日"
    WEEKLY = "weekly", "每周"
    MONTHLY = "monthly", "每月"
    QUARTERLY = "quarterly", "每季"
    NEVER = "never", "不报"
