"""Words of a status: standing alone, heading a clause, or inside it; denied ones do not count."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.facts import Status
from rules.replies.awaited import UNIT
from rules.replies.folding import HAN

_BY_CODE = {status.value: status for status in Status}
TROUBLED = frozenset({Status.AT_RISK, Status.LAGGING, Status.BLOCKED})

_SLIP = r"(?:滞后|落后|延误|逾期|拖后)"
_WORDS = {
    Status.DONE: (
        r"(?:按(?:计划|时|期|要求)|如期|顺利|圆满|提前|全面|全部|均|都|已经?|也){0,5}+"
        r"(?:完成|办结|完工|竣工|完结|办完|做完|搞定)"
        r"(?:(?:全部|全年|年度|目标|任务)|了){0,4}+(?!中)"
    ),
    Status.AT_RISK: (
        rf"(?:有|存在)(?:一定|较大|点|些|的|{_SLIP})*风险(?!点|隐患|等级|排查)"
        rf"|(?<![^\W\d_a-zA-Z一二三四五六七八九十百项号])风险(?:较大|大)?(?!{HAN})"
        rf"|(?:可能|恐怕?|或将?)(?:会|要|有|出现|存在)*(?:{_SLIP}|完不成)"
    ),
    Status.BLOCKED: (
        rf"(?:需要?|须|请求?|恳请|申请|望)(?:(?:上级|领导|督查室)|{UNIT})?"
        r"(?:帮助|帮忙|出面|牵头|予以|进行|统筹)?协调(?:解决|支持|处理|推进|一下)*(?!会)"
        r"|要协调(?!会)|卡(?:在|住)了?"
    ),
    Status.LAGGING: rf"(?:{_SLIP}(?!问题|产能|地区|风险|的)了?|未达到?(?:时?序时?|计划|时间)?进度)",
    Status.NORMAL: (
        r"正常(?:有序|推进|进行|开展|运行|施工|实施)*|(?:有序|稳步|顺利)(?:推进|进行|开展|实施|施工)+"
        r"|顺利|按照?(?:既定|原定?|时间)?(?:计划|序时|进度|节点|要求)+(?:有序|推进|进行|开展|实施|施工)*"
        r"|(?:无|没有?|未见)异常|没问题|(?:ok|OK|Ok)(?![A-Za-z])"
    ),
}
_COUNT = r"(?:[两二三四五六七八九十0-9]{1,3}(?:项|个|件)(?:任务|工作|事项)?)?"
_SUBJECT = r"工作|项目|任务|[该此本]项|一切|全部|所有|各项|都|均|也|已经?|目前|现在?"
_LIGHT = (
    rf"{_SUBJECT}|当前|今[日天]|本[周月]|总体|整体|基本上?|进展|进度|推进|还|仍然?|十分|非常|较为?"
    r"|比较|很|情况|状态|稍|略|有点|有所|存在|出现|略有|有些|严重|明显|为|是"
)
_DONE = f"(?P<done>{_WORDS.pop(Status.DONE)})"
_OTHER = "|".join(f"(?P<{status.value}>{words})" for status, words in _WORDS.items())
PHRASE = (
    rf"(?:{_COUNT}(?:(?:{_SUBJECT}){{0,6}}?{_DONE}|(?:{_LIGHT}){{0,6}}?(?:{_OTHER}))"
    r"(?:之?中|的|了|状态)?[吧啊哦呢哈]?)"
)

START = re.compile(rf" ?{PHRASE}")
ENDINGS = ("正常", "推进", "滞后", "落后", "延误", "风险", "完成", "办结", "协调", "顺利", "异常")

_WHOLE = re.compile(PHRASE)
_HEAD = re.compile(
    rf"(?:{_LIGHT}){{0,6}}?(?:(?P<normal>正常推进中?|正常|有序推进)|(?P<lagging>{_SLIP})"
    r"|(?P<at_risk>有风险)|(?P<blocked>需要?协调))"
    r"(?=[^0-9 的于了])(?![一二两三四五六七八九十]|问题|产能|地区|风险|点|隐患)"
)
_WITHIN = re.compile(f"{_DONE}|{_OTHER}")
_DENIAL = re.compile(
    r"(?:不|未|无|没|非|防止|避免|杜绝|消除|化解|扭转)"
    rf"(?:有|会|再|存在|出现|发生|造成|明显|任何|重大|较大|太|能|算|是|需|{_SLIP}|风险|问题|困难"
    r"|工作|项目|进度|工期|[、和或及])*$"
)
_DENIAL_REACH = 12


def is_denied(text: str, position: int) -> bool:
    """Tell whether the word here is denied by the words before it (没有滞后, 暂无风险)."""
    return bool(_DENIAL.search(text[max(0, position - _DENIAL_REACH) : position]))


def named_status(match: re.Match[str]) -> Status:
    """Name the status of a match whose last group is one."""
    return _BY_CODE[str(match.lastgroup)]


def read_status(clause: str) -> tuple[Status | None, str]:
    """Read a clause's status and the words it leaves: all, if the status is inside the clause.

    A task is done only if nothing else is said to be: 路面划线已完成 is progress.
    """
    if match := _WHOLE.fullmatch(clause):
        return named_status(match), ""
    if match := _HEAD.match(clause):
        return named_status(match), clause[match.end() :]
    said = [
        status
        for match in _WITHIN.finditer(clause)
        if (status := named_status(match)) is not Status.DONE
        and not is_denied(clause, match.start())
    ]
    return weightiest(said), clause


def weightiest(said: Sequence[Status]) -> Status | None:
    """Choose the status that counts of several: the first trouble, else done, else normal."""
    troubles = [status for status in said if status in TROUBLED]
    if troubles:
        return troubles[0]
    return min(said, key=lambda status: status is not Status.DONE, default=None)
