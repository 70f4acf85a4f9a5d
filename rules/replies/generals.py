"""What is said of all tasks at once: 全部正常 · 其余按计划推进 · 与上次相同."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from rules.facts import Status
from rules.replies.folding import COMMAS, HAN, STOPS
from rules.replies.mentions import Mention
from rules.replies.numerals import CHINESE, read_whole
from rules.replies.statuses import PHRASE, named_status

_NOUN = r"(?:的|任务|工作|事项|项目|指标|各?项){0,4}+"
_SAME = (
    r"[与和跟同](?:上一?[次期周月回]|昨[日天]|之前|前[次日天]|以前)(?:的?情况)?(?:相同|一样|一致|[无没]变化)"
    r"|同(?:上[次期]|昨[日天])(?:一样)?|同上|同前|照旧|照上次|(?:暂?无|没有?)(?:新的?)?变化|没变"
)
_END = rf"(?:工作|推进|开展|进行|状态|中){{0,4}}+(?:(?!{HAN})|(?=[第除其但]|{CHINESE}))"
_SUBJECT = (
    rf"(?:(?P<rest>其[余他它]|剩[余下]的?|余下|别的|另外的?|除此之外|此外)"
    rf"|(?P<all>全部|所有|各项|以上|上述|全都|一切|都|均|整体|总体)){_NOUN}"
)
_STATUS = re.compile(rf"{_SUBJECT}{PHRASE}{_END}")
_AS_BEFORE = re.compile(rf"(?:{_SUBJECT})?(?:{_SAME}){_END}")
_OPENING = re.compile(
    r"(?=.)(?:(?:今[日天]|截至目前|目前|本[周月季]|我[局委办镇处区院]|我?单位|我们|任务|工作|事项)"
    r" ?)*"
    rf"(?:(?P<count>[0-9]{{1,3}}|{CHINESE}{{1,3}})(?:项|个|件)(?:任务|工作|事项)?)?$"
)
_OPENING_REACH = 12
_WHOLE_CARD = frozenset(("全部", "所有", "各项", "以上", "上述"))


@dataclass(frozen=True)
class General:
    """A status for all tasks, or for the rest, at text[start:end]; None: as last reported."""

    start: int
    end: int
    is_rest: bool
    status: Status | None


def find_generals(text: str, mentions: Sequence[Mention], tasks: int) -> list[General]:
    """Find every general statement of a folded text, in order, on a card of so many tasks.

    全部 and 都 speak of the task just named (15 两处都正常) unless they open a sentence or follow
    an exception (除16外); 其余 never does.
    """
    starts = [mention.start for mention in mentions]
    generals = []
    found = [*_STATUS.finditer(text), *_AS_BEFORE.finditer(text)]
    for match in sorted(found, key=re.Match.start):
        start = _opening(text, match.start(), tasks)
        index = bisect_left(starts, start)
        named = mentions[index - 1] if index else None
        status = None if match.re is _AS_BEFORE else named_status(match)
        if match["rest"] or _speaks_of_all(match, start, named, status):
            generals.append(General(start, match.end(), match["rest"] is not None, status))
    return generals


def _speaks_of_all(
    match: re.Match[str], start: int, named: Mention | None, status: Status | None
) -> bool:
    before = match.string[start - 1] if start else "\n"
    if before in STOPS or (named is not None and named.is_exception):
        return True
    if named is None:
        return before in COMMAS or before == " "
    return before in COMMAS and status is Status.NORMAL and match["all"] in _WHOLE_CARD


def _opening(text: str, end: int, tasks: int) -> int:
    """Find where the subject opens: 我局今日全部, or 4项全部 on a card of four tasks."""
    opening = _OPENING.search(text, max(0, end - _OPENING_REACH), end)
    if opening is None or (opening["count"] and read_whole(opening["count"]) != tasks):
        return end
    return opening.start()
