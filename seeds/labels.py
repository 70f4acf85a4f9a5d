"""The labels before a list of units, of leaders or of a date, and the role each gives.

The genre names roles freely (牵头单位, 主要责任单位, 协同责任单位, 责任市领导); a label is
therefore composed of a qualifier, one or more verbs and a kind of holder, and read by its words.
"""

from __future__ import annotations

import re
from enum import Enum, auto


class Role(Enum):
    """What the names behind a label are to the task."""

    LEAD = auto()  # says 牵头
    PRIMARY = auto()  # 责任, 主办, 实施: leads only where a helper is set beside it
    HELPER = auto()  # 配合, 协办, 参与
    SHARED = auto()  # 牵头和配合单位 in one list: the first leads
    LEADER = auto()  # leaders of the government
    PERSON = auto()  # 责任人: the head of a unit, a leader only where no leader is named
    DEADLINE = auto()
    ASIDE = auto()  # 督办单位, 联系人: no concern of a task


def _spaced(words: str) -> str:
    """Alternatives that tolerate the blanks of justified print: 责 任 单 位."""
    return "|".join(" *".join(word) for word in words.split())


_QUALIFIER = _spaced(
    "主要 其他 其它 第一 第二 共同 具体 直接 相关 有关 市级 区级 县级 省级 市直 区直 县直 "
    "市 区 县 州 省 总 主 各"
)
_VERB = _spaced(
    "牵头 责任 配合 协办 协同 协助 协作 协调 参与 参加 主办 承办 实施 落实 负责 主责 主管 分管 "
    "协管 包联 包保 包抓 挂钩 挂点 领衔 领办 承担 会办 联办 支持 联系 督办 督导 督查 监督"
)
_HOLDER = _spaced(
    "单位 部门 领导同志 领导 责任人 负责人 负责同志 人 主体 处室 科室 股室 乡镇 镇街 街道 "
    "县区 地区 地方 机构 企业"
)
_PERSON = _spaced(
    "责任人 负责人 联系人 联络员 联系电话 电话 备注 进展情况 进度安排 工作进度 进度 排名"
)
_TIME = (
    f"(?:{_spaced('完成 办结 办理 工作 推进 落实 目标 任务 实施 计划 整改 结束')})? *"
    f"(?:{_spaced('时限 时间 期限 日期 节点')})(?: *(?:{_spaced('要求 节点 安排 进度')}))?"
    f"|{_spaced('进度要求 工期')}"
)
_JOINED = rf"(?: *[和及与、/或]? *(?:{_VERB})| *\( *(?:{_VERB}) *\))"
_HELD = (
    rf"(?:{_QUALIFIER}){{0,3}}(?:{_VERB}){_JOINED}{{0,3}} *(?:市|区|县|级|州|政府){{0,3}}"
    rf"(?:{_HOLDER})"
)
FULL_LABEL = rf"(?:{_HELD}(?:及(?:责任人|负责人))?|{_PERSON}|{_TIME})"
LABEL = rf"(?:{FULL_LABEL}|{_spaced('牵头 责任 配合 协办 协同 负责 主办 承办 参与 协助')})"

_FULLY_LABEL = re.compile(LABEL)
_ASIDE = re.compile("督|联系|联络|电话|备注|进展|进度|排名")
_TIMELY = re.compile("时限|时间|期限|日期|节点|进度要求|工期")
_LEADER = re.compile("(?:领导|同志)$")
_PERSONAL = re.compile("^(?!.*单位).*(?<!联系)人$")
_JOINT = re.compile("牵头(?:单位|部门)?[和及与、/或]|[和及与、/或]牵头")
_LEADING = re.compile("牵头|领办|领衔")
_HELPING = re.compile("配合|协|参与|参加|会办|联办|支持|其他|其它|相关|有关")


def role_of(label: str) -> Role:
    """Return the role that a label matched by LABEL gives to what follows it."""
    words = label.replace(" ", "")
    for pattern, role in (
        (_TIMELY, Role.DEADLINE),
        (_LEADER, Role.LEADER),
        (_PERSONAL, Role.PERSON),
        (_JOINT, Role.SHARED),
        (_LEADING, Role.LEAD),
        (_ASIDE, Role.ASIDE),
        (_HELPING, Role.HELPER),
    ):
        if pattern.search(words):
            return role
    return Role.PRIMARY


def is_label(words: str) -> bool:
    """Whether the words are a label and nothing else."""
    return _FULLY_LABEL.fullmatch(words) is not None
