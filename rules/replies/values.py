"""The value of a setting as typed: 16点半, 下午4:00, 20日, 3个工作日, 开, 每周."""

from __future__ import annotations

import re
from datetime import time

from rules.facts import Cadence
from rules.replies.folding import fold
from rules.replies.numerals import CHINESE, read_whole
from rules.terms import DayPolicy

_WHOLE = rf"[0-9]{{1,4}}|{CHINESE}{{1,5}}"
_CLOCK = re.compile(
    rf"(?P<half>上午|早上|中午|下午|晚上)?(?P<hour>[0-9]{{1,2}}|{CHINESE}{{1,3}})"
    rf"(?:[:.点时](?:(?P<minute>[0-9]{{2}}|{CHINESE}{{1,3}})分?|(?P<thirty>半)|[正整])?)?"
)
_COUNT = re.compile(
    rf"(?:每月|每季|第|提前)?(?P<whole>{_WHOLE})个?(?:工作日|日|号|天|小时|%|百分点|点|条|次)?"
)
_AFTERNOON = ("中午", "下午", "晚上")
_NOON = 12
_HOURS, _MINUTES = 24, 60
_ON = frozenset({"on", "yes", "true", "开", "开启", "打开", "启用", "是", "要"})
_OFF = frozenset({"off", "no", "false", "关", "关闭", "停用", "否", "不", "不要"})
_POLICIES = {
    DayPolicy.EVERY: ("每日", "每天", "工作日", "全部"),
    DayPolicy.EXCEPTIONS: ("重点", "重点事项", "例外", "仅例外"),
    DayPolicy.OFF: ("不发", "不报", "关", "关闭", "停发"),
}
_CADENCES = {
    Cadence.DAILY: ("每天", "每个工作日", "日报", "日"),
    Cadence.WEEKLY: ("每星期", "周报", "周"),
    Cadence.MONTHLY: ("每个月", "月报", "月"),
    Cadence.QUARTERLY: ("每季度", "每个季度", "季报", "季度", "季"),
    Cadence.NEVER: ("从不", "不用报", "免报", "无"),
}


def read_clock(text: str) -> time | None:
    """Read a time of day; a bare number is the hour. None if it is none."""
    found = _CLOCK.fullmatch(_bare(text))
    if found is None:
        return None
    hour = read_whole(found["hour"])
    minute = 30 if found["thirty"] else read_whole(found["minute"] or "0")
    if hour is None or minute is None:
        return None
    if found["half"] in _AFTERNOON and hour < _NOON:
        hour += _NOON
    return time(hour, minute) if hour < _HOURS and minute < _MINUTES else None


def read_count(text: str) -> int | None:
    """Read a whole number, its unit of measure left aside; None if it is none."""
    found = _COUNT.fullmatch(_bare(text))
    return read_whole(found["whole"]) if found else None


def read_switch(text: str) -> bool | None:
    """Read on or off; None if it is neither."""
    word = _bare(text)
    return True if word in _ON else False if word in _OFF else None


def read_policy(text: str) -> DayPolicy | None:
    """Read for which tasks to ask by day, by code, label or a common word; None if unknown."""
    word = _bare(text)
    return next(
        (one for one, words in _POLICIES.items() if word in (one.value, one.label, *words)), None
    )


def read_cadence(text: str) -> Cadence | None:
    """Read a cadence, by code, label or a common word; None if unknown."""
    word = _bare(text)
    return next(
        (one for one, words in _CADENCES.items() if word in (one.value, one.label, *words)), None
    )


def _bare(text: str) -> str:
    return re.sub(r"\s", "", fold(text)).casefold()
