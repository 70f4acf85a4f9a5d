"""Deadlines as notices word them: 年内, 第三季度, 6月底前, 持续推进."""

from __future__ import annotations

import re

from seeds.signs import level, trim

_YEAR = r"(?:20\d\d年?|今年|当年|本年)"
_DAY = (
    r"(?:\d{1,2} *月份?(?: *\d{1,2} *[日号])?(?:[上中下]旬|底|末|初|中)?"
    r"|20\d\d *[./-] *\d{1,2}(?: *[./-] *\d{1,2})?"
    r"|第?[一二三四1-4](?:个)?季度(?:末|底|内|初)?|[上下]半年|年[内底末初中]|全年|年度|春节|国庆)"
)
_MOMENT = rf"(?:{_YEAR} *{_DAY}|{_DAY}|{_YEAR})(?:以前|之前|前|内|底)?"
_ONGOING = (
    r"(?:持续|长期|常年|全年|常态化?|实时|即时|适时|及时|每年|每月|每季度?|定期|按时|立即)"
    r"(?:坚持|推进|实施|开展|进行|化|完成|落实|执行|抓好)*"
)
_DONE = (
    r"(?:(?:全面|基本|全部|力争|确保|并)*(?:完成|实现|建成|开工|竣工|投用|投入使用|启动|落实|达效|"
    r"取得[^,;。]{1,8}|见效|推进|实施|到位|办结|运营|开业|上线|销号|验收|任务|目标|主体|建设|工程|年度)*)"
)
_DEADLINE = re.compile(
    rf"(?:于|在|截至|截止到?|力争|确保)*(?:{_MOMENT}(?: *[-—–~至到、,和及]+ *{_MOMENT})*|\d{{1,2}}"
    rf" *[-—–~至] *\d{{1,2}} *月|{_ONGOING})(?:{_DONE}|,?{_ONGOING})"
)
_CLOSING_VERB = re.compile("(?<=[前内底末月旬日度年])(?:全面|基本|全部)*完成$")


def is_deadline(words: str) -> bool:
    """Whether the words say when a task is due and nothing else."""
    return _DEADLINE.fullmatch(level(words).strip(" .。")) is not None


def moment_of(words: str) -> str:
    """Return the moment without the verb: 6月底前完成 is due 6月底前."""
    return _CLOSING_VERB.sub("", trim(words, " .。;,"))
