"""The one figure of a task's words: 累计104个, 本周新增8个, 完成60%, 已完成104个, =104."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from rules.replies.answers import ValueKind
from rules.replies.folding import HAN, SEPARATORS
from rules.replies.measures import MEASURE, TIME, is_same_measure
from rules.replies.numerals import NUMBER, read_number
from rules.replies.statuses import ENDINGS, START

_TOTAL = (
    r"累计|总计|合计|共计|总共|一共|(?<!公)共|截[至止](?:目前|今[日天]|现在|本[周月])?|至今"
    r"|今年(?:以来|已)?|年初以来|全年"
)
_PERIOD = (
    r"本[周月季期日旬](?:度|内)?|这个?[周月]|当[周月天日]|今[日天]|(?<!已)(?<!目前)新增加?|又|再"
)
_PLAIN = (
    r"已经?|目前|现在?|完成(?:率|量|数)?|形象进度|总?进度|总体|整体|总?(?:工程|任务)(?:总?量)?的?|达到?"
    r"|到|为|是|[:=]|同比|增[长速幅]|新增"
)
_VERB = r"新?建成?|改造|投资|了"
_LEAD = rf"(?:(?:{_TOTAL}|{_PERIOD}|{_PLAIN}|{_VERB}) ?)"

LEAD_START = re.compile(
    rf" ?(?:已经?|目前)*(?:{_TOTAL}|{_PERIOD}|新增|完成|总?进度|达到?|增[长速幅]|=)"
)
LEAD_ENDINGS = ("累计", "新增", "计", "共", "达", "达到", "约", "建成", "新建", "拆除", "改造")

_FIGURE = re.compile(
    rf"(?:(?P<lead>{_LEAD}{{1,6}}+)(?P<object>{HAN}{{1,8}}?)??)?(?<![0-9A-Za-z.])(?<![0-9][:~-])"
    rf"(?:百分之(?P<hundredths>{NUMBER})|(?P<percent>-?{NUMBER}) ?%"
    rf"|(?P<count>{NUMBER})(?:/{NUMBER})?(?! ?{TIME}|[0-9A-Za-z多余几]|[.:~—-][0-9]|[至到][0-9])"
    rf" ?(?P<measure>{MEASURE})?+)(?:左右|了)?"
)
_IS_TOTAL = re.compile(_TOTAL)
_IS_PERIOD = re.compile(_PERIOD)
_VERBS_ALONE = re.compile(rf"(?:{_VERB}| )+")
_PLANNED = re.compile(
    r"(?:(?<!按)计划|拟|将|预计|预期|目标|(?<!完成)任务|[还仍]需|尚|[还相]差|剩|力争|争取|确保"
    r"|下一?[周月步季]|明[天日年]|上一?[周月季年]|昨|去年|未|没|不)[^\n,;、。]*$"
)
_PLANNED_REACH = 10
_SOLID = re.compile(r"[^ \n,;、。:()=-]")


@dataclass(frozen=True)
class Figure:
    """A figure as said; `measure` keeps a multiplier (万吨)."""

    value: Decimal
    kind: ValueKind
    measure: str | None


@dataclass(frozen=True)
class _Candidate:
    """A figure found; apart: no other words hang on it; fits: it can be the target's."""

    figure: Figure
    start: int
    end: int
    is_apart: bool
    fits: bool

    @property
    def weight(self) -> tuple[bool, int, bool]:
        return self.fits, _WEIGHT[self.figure.kind], self.is_apart


_WEIGHT = {
    ValueKind.CUMULATIVE: 3,
    ValueKind.THIS_PERIOD: 2,
    ValueKind.UNSTATED: 1,
    ValueKind.PERCENT: 0,
}


def take_figure(words: str, target: str | None) -> tuple[Figure | None, str]:
    """The figure that speaks for the task, and the words without it.

    Of several, one in the target's measure goes first, then a cumulative one. The words keep
    its phrase where others hang on it (累计新增停车位104个) or its measure is not the target's.
    Plans, last period's figures, dates and approximations (100多个) are words, not figures.
    """
    candidates = [
        candidate
        for match in _FIGURE.finditer(words)
        if (candidate := _candidate(match, target)) and _speaks(candidate, match, target)
    ]
    best = max(candidates, key=lambda candidate: candidate.weight, default=None)
    if best is None:
        return None, words
    if best.fits and best.is_apart:
        words = f"{words[: best.start]},{words[best.end :]}"
    return best.figure, words


def _candidate(match: re.Match[str], target: str | None) -> _Candidate | None:
    percent = match["hundredths"] or match["percent"]
    value = read_number(percent or match["count"])
    if value is None:
        return None
    measure = "%" if percent else match["measure"]
    return _Candidate(
        Figure(value, ValueKind.PERCENT if percent else _kind(match), measure),
        match.start(),
        match.end(),
        is_apart=not match["object"] and _starts_apart(match) and _ends_apart(match),
        fits=percent is not None or is_same_measure(measure, target),
    )


def _kind(match: re.Match[str]) -> ValueKind:
    lead = match.string[match.start() : match.start("count")]
    if _IS_TOTAL.search(lead):
        return ValueKind.CUMULATIVE
    return ValueKind.THIS_PERIOD if _IS_PERIOD.search(lead) else ValueKind.UNSTATED


def _speaks(candidate: _Candidate, match: re.Match[str], target: str | None) -> bool:
    number = max(match.start(group) for group in ("hundredths", "percent", "count"))
    if _PLANNED.search(match.string[max(0, number - _PLANNED_REACH) : number]):
        return False
    figure = candidate.figure
    is_targets = figure.measure is not None and is_same_measure(figure.measure, target)
    if not match["lead"] or _VERBS_ALONE.fullmatch(match["lead"]):
        return candidate.is_apart and (is_targets or _stands_for_itself(figure, match))
    if candidate.is_apart:
        return True
    if figure.kind is ValueKind.PERCENT:
        return not match["object"] and _starts_apart(match)
    if figure.kind is ValueKind.UNSTATED:
        return is_targets and not match["object"] and _starts_apart(match)
    return is_targets


def _stands_for_itself(figure: Figure, match: re.Match[str]) -> bool:
    """A figure without a lead: a percentage, or the first words of a line that no list numbers."""
    if figure.kind is ValueKind.PERCENT:
        return True
    text, start, end = match.string, match.start(), match.end()
    is_list_number = figure.measure is None and text.startswith(("、", ".", ")"), end)
    is_first = not _SOLID.search(text, text.rfind("\n", 0, start) + 1, start)
    return is_first and not match["lead"] and not is_list_number


def _starts_apart(match: re.Match[str]) -> bool:
    text, start = match.string, match.start()
    return start == 0 or text[start - 1] in SEPARATORS or text.endswith(ENDINGS, 0, start)


def _ends_apart(match: re.Match[str]) -> bool:
    text, end = match.string, match.end()
    return end == len(text) or text[end] in SEPARATORS or bool(START.match(text, end))
