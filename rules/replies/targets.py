"""A target as typed: 目标2000个 基数0 一季度300 二季度900 6月底 主体完工 按累计报."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from rules.facts import Bound, TargetKind
from rules.measures import convert
from rules.periods import Span
from rules.replies.answers import ValueKind
from rules.replies.folding import HAN, SEPARATORS, fold, tidy
from rules.replies.measures import MEASURE
from rules.replies.numerals import CHINESE, NUMBER, read_number, read_whole
from rules.stages import Stage, month_end, quarter_ends

_FLOOR = "不低于|不少于|不小于|至少|超过|突破|高于|超"
_CEILING = "不超过|不高于|控制在|低于|以内"
_CUMULATIVE = r"按?(?:累计|总量)(?:数|值)?(?:报送?|填报?|上报)?"
_PER_PERIOD = r"按?(?:本期|当期|每期)?(?:新增|本期|当期|每期)(?:数|值|量)?(?:报送?|填报?|上报)?"
_QUARTER = r"前?第?(?P<quarter>[一二三四1-4])季度?|[Qq](?P<q>[1-4])"
_MONTH = (
    rf"(?:(?P<year>20[0-9]{{2}})年)?(?P<month>[0-9]{{1,2}}|{CHINESE}{{1,2}})月"
    r"(?:份|(?P<day>[0-9]{1,2})[日号])?"
)
_KEY = re.compile(
    rf"(?P<goal>(?:全年|年度|总)?目标(?:值|任务|数)?|(?:全年|年度)任务|全年)"
    rf"|(?P<baseline>基数|基期|起点)"
    rf"|(?P<wanted>(?:(?P<cumulative>{_CUMULATIVE})|{_PER_PERIOD})(?=[ ,;。\n]|$))"
    r"|(?:(?<![0-9.])|(?![0-9]))"  # never inside a number
    rf"(?P<stage>(?:{_QUARTER}|(?P<half>上半年)|(?P<end>年[底末])|{_MONTH})[底末]?)"
)
_JOIN = r"(?:[ :=]|为|是|累计|完成|达到?|到|至)*"
_FIGURE = re.compile(
    rf"{_JOIN}(?P<ahead>{_FLOOR}|{_CEILING})?(?P<rate>(?:同比|年均)?(?:增长|增速|增幅)|同比)?"
    rf"(?P<fall>(?:同比|年均)?(?:下降|降低|减少))?(?:率|到|至)?(?P<above>{_FLOOR}|{_CEILING})?"
    rf"(?P<minus>-)?(?P<number>{NUMBER}) ?(?P<measure>%|‰|个百分点|{MEASURE})?"
    rf"(?P<after>以上|以内|以下|左右)?"
)
_SUBJECT = re.compile(rf"{_JOIN}{HAN}{{1,10}}?(?=[0-9])")
_OBJECT = re.compile(rf"{HAN}{{1,12}}?(?P<after>以上|以内|以下)?(?=[ ,;。\n]|$)")
_BEFORE = re.compile(rf"(?:^|[ ,;。\n(]|{NUMBER} ?(?:%|{MEASURE})?)$")
_REQUEST = re.compile(r"第?(?P<number>[0-9]{1,4})[项号]?[ ,:、.]*(?P<rest>(?s:.*))")
_DECISION = re.compile(r"(?P<yes>核定|同意|确认)|退回(?P<why>(?s:.*))")
_REACH = 24
_JUNE, _DECEMBER = 6, 12
_PLACES = 6


@dataclass(frozen=True)
class TargetWords:
    """What was said of a target; None and empty where nothing was.

    Figures of stages and baseline are in `measure`, or in the measure the target had. `unread`
    holds the pieces that could not be understood or count something else; nothing may be applied
    while there are any.
    """

    goal: Decimal | None = None
    measure: str | None = None
    kind: TargetKind | None = None
    bound: Bound | None = None
    baseline: Decimal | None = None
    wanted: ValueKind | None = None
    stages: tuple[Stage, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def says_something(self) -> bool:
        """Whether anything of a target was understood."""
        return replace(self, unread=()) != TargetWords()


@dataclass(frozen=True)
class _Figure:
    value: Decimal
    measure: str | None
    kind: TargetKind | None
    bound: Bound | None
    end: int


def read_target(text: str, plan: Span, measure: str = "", title: str = "") -> TargetWords:
    """Read a typed target of a plan; `measure` is that of the target as it stands, "" if none.

    `title` is the task's: of 新增2000个停车位, 一季度300个停车位 is a figure, not words.
    """
    folded = fold(text)
    said = TargetWords()
    pieces = list(_pieces(folded))
    for key, words in pieces:
        if key is None or key["goal"]:
            said = _with_goal(said, words, is_named=key is not None)
        elif key["wanted"]:
            said = _with_wanted(said, key, words)
    measure = said.measure or measure
    for key, words in pieces:
        if key is not None and key["baseline"]:
            said = _with_baseline(said, words, measure)
        elif key is not None and key["stage"]:
            left = _without_object(words, title)
            said = _with_stage(said, _day(key, plan), key[0], left, measure)
    return said


def read_request(text: str) -> tuple[str, str]:
    """Cut what follows the command into the task's number, "" if none, and the rest: 第15项 …."""
    found = _REQUEST.match(fold(text))
    return (found["number"], found["rest"]) if found else ("", "")


def read_decision(words: str) -> tuple[bool, str] | None:
    """Read 核定, or 退回 with the word why; None if it is neither."""
    found = _DECISION.fullmatch(fold(words))
    return (found["yes"] is not None, tidy(found["why"] or "")) if found else None


def read_stage(words: str, day: date, measure: str) -> Stage | None:
    """Read what is to be reached by `day`: 300, 300个 主体完工, 主体完工.

    None where it is a figure of something else than `measure`. Without a measure all is words.
    """
    folded = fold(words)
    figure = _figure(folded) if measure else None
    if figure is None or not _stands_apart(folded, figure.end):
        return Stage(day, words=tidy(folded))
    value = _turned(figure, measure)
    return None if value is None else Stage(day, value, tidy(folded[figure.end :]))


def read_value(words: str, measure: str) -> Decimal | None:
    """Read a figure that stands alone, as so many `measure`; None if it is none, or of others."""
    folded = fold(words)
    figure = _figure(folded)
    if figure is None or figure.end != len(folded):
        return None
    return _turned(figure, measure) if measure else figure.value


def read_dated_stage(line: str, plan: Span, measure: str) -> Stage | None:
    """Read one line that opens with a day: 5月20日 120 划线完工; None if it is none."""
    folded = fold(line)
    key = _KEY.match(folded)
    day = _day(key, plan) if key is not None and key["stage"] else None
    stage = read_stage(folded[key.end() :], day, measure) if key is not None and day else None
    return stage if stage and (stage.words or stage.value is not None) else None


def _pieces(text: str) -> Iterator[tuple[re.Match[str] | None, str]]:
    """Cut a text where a key opens a piece, with the words behind each."""
    keys = [
        key
        for key in _KEY.finditer(text)
        if _BEFORE.search(text[max(0, key.start() - _REACH) : key.start()])
    ]
    bounds = [*(key.start() for key in keys), len(text)]
    if lead := tidy(text[: bounds[0]]):
        yield None, lead
    for key, end in zip(keys, bounds[1:], strict=True):
        yield key, text[key.end() : end]


def _without_object(words: str, title: str) -> str:
    """Leave out what a figure counts where the task's title names it."""
    figure = _figure(words)
    thing = _OBJECT.match(words, figure.end) if figure else None
    if figure is None or thing is None or thing[0] not in title:
        return words
    return words[: figure.end] + words[thing.end() :]


def _with_goal(said: TargetWords, words: str, *, is_named: bool) -> TargetWords:
    if said.goal is not None:
        return _unread(said, words)
    figure = _figure(words)
    if figure is None and is_named and (subject := _SUBJECT.match(words)):
        words = words[subject.end() :]
        figure = _figure(words)
    if figure is None:
        return _unread(said, words)
    thing = _OBJECT.match(words, figure.end)
    bound = figure.bound or _bound(thing["after"] if thing else None)
    said = replace(
        said,
        goal=figure.value,
        measure=figure.measure or said.measure,
        kind=figure.kind or (TargetKind.QUANTITY if figure.measure not in (None, "%") else None),
        bound=bound or Bound.EXACT,
    )
    return _unread(said, words[thing.end() if thing else figure.end :])


def _with_wanted(said: TargetWords, key: re.Match[str], words: str) -> TargetWords:
    wanted = ValueKind.CUMULATIVE if key["cumulative"] else ValueKind.THIS_PERIOD
    if said.wanted not in {None, wanted}:
        return _unread(said, key[0] + words)
    return _unread(replace(said, wanted=wanted), words)


def _with_baseline(said: TargetWords, words: str, measure: str) -> TargetWords:
    figure = _figure(words)
    value = _turned(figure, measure) if figure else None
    if figure is None or value is None or said.baseline is not None:
        return _unread(said, words)
    return _unread(replace(said, baseline=value), words[figure.end :])


def _with_stage(
    said: TargetWords, day: date | None, name: str, words: str, measure: str
) -> TargetWords:
    stage = read_stage(words, day, measure) if day else None
    if stage is None or not (stage.words or stage.value is not None):
        return _unread(said, name + words)
    return replace(said, stages=(*said.stages, stage))


def _unread(said: TargetWords, words: str) -> TargetWords:
    rest = tidy(words)
    return replace(said, unread=(*said.unread, rest)) if rest else said


def _figure(words: str) -> _Figure | None:
    found = _FIGURE.match(words)
    value = read_number(found["number"]) if found else None
    if found is None or value is None:
        return None
    falls = found["fall"] is not None
    is_rate = found["measure"] in {"%", "‰", "个百分点"} and bool(found["rate"] or falls)
    bound = _bound(found["ahead"]) or _bound(found["above"]) or _bound(found["after"])
    if falls and bound in _OTHER_WAY:
        bound = _OTHER_WAY[bound]
    return _Figure(
        value=-value if falls or found["minus"] else value,
        measure=found["measure"],
        kind=TargetKind.GROWTH if is_rate else None,
        bound=bound,
        end=found.end(),
    )


def _turned(figure: _Figure, measure: str) -> Decimal | None:
    value = convert(figure.value, figure.measure, measure)
    return None if value is None else _shortened(value)


def _shortened(value: Decimal) -> Decimal:
    """Return a converted figure with the places a typed one has."""
    exponent = value.as_tuple().exponent
    return round(value, _PLACES) if isinstance(exponent, int) and exponent < -_PLACES else value


_OTHER_WAY = {Bound.AT_LEAST: Bound.AT_MOST, Bound.AT_MOST: Bound.AT_LEAST}


def _bound(words: str | None) -> Bound | None:
    if words is None or words == "左右":
        return None
    is_floor = words == "以上" or words in _FLOOR.split("|")
    return Bound.AT_LEAST if is_floor else Bound.AT_MOST


def _stands_apart(text: str, end: int) -> bool:
    return end == len(text) or text[end] in SEPARATORS


def _day(key: re.Match[str], plan: Span) -> date | None:
    """Return the day a stage is named by; None where the calendar or the plan has no such day."""
    if quarter := key["quarter"] or key["q"]:
        return quarter_ends(plan).get(read_whole(quarter) or 0)
    year = int(key["year"] or plan.first.year)
    if key["half"] or key["end"]:
        return plan.clamp(month_end(year, _JUNE if key["half"] else _DECEMBER))
    month = read_whole(key["month"])
    if month is None or not 1 <= month <= _DECEMBER:
        return None
    last = month_end(year, month)
    if key["day"] is None:
        return plan.clamp(last) if last.replace(day=1) <= plan.last else last
    return last.replace(day=int(key["day"])) if 1 <= int(key["day"]) <= last.day else None
