"""The one figure of a task's words: 累计104个, 本周新增8个, 完成60%, 已完成104个, =104."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from rules.replies.answers import CardLine, ValueKind
from rules.replies.folding import HAN, SEPARATORS, tidy
from rules.replies.measures import MEASURE, TIME, is_same_measure
from rules.replies.numerals import NUMBER, read_number
from rules.replies.statuses import ENDINGS, START, read_status

_TOTAL = (
    r"累计|总计|合计|共计|总共|一共|(?<!公)共|截[至止](?:目前|今[日天]|现在|本[周月])?|至今"
    r"|今年(?:以来|已)?|年初以来|全年"
)
_PERIOD = (
    r"本[周月季期日旬](?:度|内)?|这个?[周月]|当[周月天日]|今[日天]|(?<!已)(?<!目前)新增加?|又|再"
)
_PLAIN = (
    r"已经?|目前|现在?|完成(?:率|量|数)?|形象进度|总?进度|总体|整体|达到?|占"
    r"|(?:全年|年度)?总?(?:工程|任务|目标)(?:总?量)?的?|到|为|是|[:=]|同比|增[长速幅]|新增"
)
_VERB = r"新?建成?|改造|投资|了"
_LEAD = rf"(?:(?:{_TOTAL}|{_PERIOD}|{_PLAIN}|{_VERB}) ?)"

LEAD_START = re.compile(
    rf" ?(?:已经?|目前){{0,2}}(?:{_TOTAL}|{_PERIOD}|新增|完成|总?进度|达到?|增[长速幅]|=)"
)
LEAD_ENDINGS = ("累计", "新增", "计", "共", "达", "达到", "约", "建成", "新建", "拆除", "改造")

_FIGURE = re.compile(
    rf"(?:(?P<lead>{_LEAD}{{1,6}}+)(?P<object>{HAN}{{1,8}}?)??)?(?<![0-9A-Za-z.])(?<![0-9][:~-])"
    rf"(?:百分之(?P<hundredths>{NUMBER})|(?P<minus>-)?(?P<percent>{NUMBER}) ?%"
    rf"|(?P<count>{NUMBER})(?:/(?P<goal>[0-9]{{1,9}}+))?"
    rf"(?! ?{TIME}|[0-9A-Za-z多余几]|[.:~—-][0-9]|[至到][0-9])"
    rf" ?(?P<measure>{MEASURE})?+)(?:左右|了)?"
)
_IS_TOTAL = re.compile(_TOTAL)
_IS_SUM = re.compile(r"累计|总计|合计|共计")
_IS_PERIOD = re.compile(_PERIOD)
_VERBS_ALONE = re.compile(rf"(?:{_VERB}| )+")
_PLANNED = re.compile(
    r"(?:(?<!按)计划|拟|将|预计|预期|[还仍]需|尚|[还相]差|剩|力争|争取|确保"
    r"|下一?[周月步季]|明[天日年]|上一?[周月季年]|昨|去年|未|没|不)"
    r"(?:[^\n,;、。0-9]|[0-9]+[年月日号])*$"
)
_GOAL = re.compile(r"(?:目标|任务)[^\n,;、。0-9]*$")
_MEASURED_AGAINST_GOAL = re.compile(r"完成|占")
_REACH = 10
_NAME = re.compile(rf"{HAN}{{2,}}$")
_LIST_SIGNS = ("、", ".", ")")
_LAST_OF_MONTH = 31


@dataclass(frozen=True)
class Figure:
    """A figure as said; `measure` keeps a multiplier (万吨)."""

    value: Decimal
    kind: ValueKind
    measure: str | None


@dataclass(frozen=True)
class _Candidate:
    """A figure found. Apart: no words hang on it; fits: it can be the target's; more: a goal."""

    figure: Figure
    start: int
    end: int
    is_apart: bool
    fits: bool
    tells_more: bool

    @property
    def weight(self) -> tuple[bool, int, bool]:
        return self.fits, _WEIGHT[self.figure.kind], self.is_apart


_WEIGHT = {
    ValueKind.CUMULATIVE: 3,
    ValueKind.THIS_PERIOD: 2,
    ValueKind.UNSTATED: 1,
    ValueKind.PERCENT: 0,
}


def take_figure(words: str, line: CardLine) -> tuple[Figure | None, str]:
    """Choose the figure that speaks for the task, and cut it from the words.

    Of several, one in the target's measure goes first, then a cumulative one. The words keep
    its phrase where others hang on it (累计新增停车位104个) or its measure is not the target's.
    Plans, last period's figures, dates and approximations (100多个) are words, not figures.
    """
    candidates = [
        candidate
        for match in _FIGURE.finditer(words)
        if (candidate := _candidate(match, line.measure)) and _speaks(candidate, match, line)
    ]
    best = max(candidates, key=lambda candidate: candidate.weight, default=None)
    if best is None:
        return None, words
    if best.fits and best.is_apart and not best.tells_more:
        words = f"{words[: best.start]},{words[best.end :]}"
    return best.figure, words


def _candidate(match: re.Match[str], target: str | None) -> _Candidate | None:
    percent = match["hundredths"] or match["percent"]
    value = read_number(percent or match["count"])
    if value is None:
        return None
    measure = "%" if percent else match["measure"]
    return _Candidate(
        Figure(
            -value if match["minus"] else value,
            ValueKind.PERCENT if percent else _kind(match),
            measure,
        ),
        match.start(),
        match.end(),
        is_apart=not match["object"] and _starts_apart(match) and _ends_apart(match),
        fits=percent is not None or is_same_measure(measure, target),
        tells_more=match["goal"] is not None,
    )


def _kind(match: re.Match[str]) -> ValueKind:
    lead = match.string[match.start() : match.start("count")]
    if _IS_TOTAL.search(lead):
        return ValueKind.CUMULATIVE
    if _IS_PERIOD.search(lead):
        return ValueKind.THIS_PERIOD
    return ValueKind.CUMULATIVE if match["goal"] else ValueKind.UNSTATED


def _speaks(candidate: _Candidate, match: re.Match[str], line: CardLine) -> bool:
    if _is_planned(match):
        return False
    figure = candidate.figure
    is_targets = figure.measure is not None and is_same_measure(figure.measure, line.measure)
    if not match["lead"] or _VERBS_ALONE.fullmatch(match["lead"]):
        return candidate.is_apart and (is_targets or _stands_for_itself(figure, match))
    if candidate.is_apart:
        return True
    if figure.kind in (ValueKind.CUMULATIVE, ValueKind.THIS_PERIOD):
        return is_targets
    is_own = _starts_apart(match) or _follows_title(match, line.title)
    return is_own and not match["object"] and (is_targets or figure.kind is ValueKind.PERCENT)


def _is_planned(match: re.Match[str]) -> bool:
    """Tell a plan or a goal (全年任务2000个) from a share of the goal (完成全年任务的60%)."""
    number = max(match.start(group) for group in ("hundredths", "percent", "count"))
    before = match.string[max(0, number - _REACH) : number]
    if _PLANNED.search(before):
        return True
    return bool(_GOAL.search(before)) and not _MEASURED_AGAINST_GOAL.search(match["lead"] or "")


def _stands_for_itself(figure: Figure, match: re.Match[str]) -> bool:
    """Accept without a lead a percentage, or the bare first number of a line (正常 104)."""
    if figure.kind is ValueKind.PERCENT:
        return True
    if figure.measure is not None or match["lead"] or _is_date(match):
        return False
    text, start, end = match.string, match.start(), match.end()
    line_start = max(text.rfind("\n", 0, start) + 1, start - _REACH)
    before = tidy(text[line_start:start])
    is_first = not before or read_status(before)[1] == ""
    return is_first and not text.startswith(_LIST_SIGNS, end)


def _is_date(match: re.Match[str]) -> bool:
    """Tell 2/15, a day, from 104/2000, a figure and its goal."""
    return match["goal"] is not None and int(match["goal"]) <= _LAST_OF_MONTH


def _starts_apart(match: re.Match[str]) -> bool:
    text, start = match.string, match.start()
    return start == 0 or text[start - 1] in SEPARATORS or text.endswith(ENDINGS, 0, start)


def _follows_title(match: re.Match[str], title: str) -> bool:
    """Tell whether the words before are the task's own title (口袋公园完成6个)."""
    name = _NAME.search(match.string, max(0, match.start() - _REACH), match.start())
    return name is not None and name[0] in title


def _ends_apart(match: re.Match[str]) -> bool:
    """Tell whether nothing hangs on the figure; after a sum a space is enough (累计252 缺资金)."""
    text, end = match.string, match.end()
    if end == len(text) or text[end] in SEPARATORS or START.match(text, end):
        return True
    return text[end - 1] == " " and _IS_SUM.search(match["lead"] or "") is not None
