"""A task's target with its stages, and what may not stand in one."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from rules.facts import Bound, Labelled, TargetKind
from rules.measures import convert
from rules.periods import Span
from rules.replies.answers import ValueKind
from rules.replies.targets import TargetWords
from rules.stages import Stage

LARGEST = Decimal(10**10)
PLACES = 6
LONGEST_MEASURE = 12
LONGEST_WORDS = 200
RATES = ("%", "‰")


class Flaw(Labelled):
    """What may not stand in a target; the label says what must hold."""

    NO_GOAL = "no_goal", "有数值时请写明目标值"
    NO_MEASURE = "no_measure", "请写明计量单位,如 个、万吨、亿元"
    MEASURE_LONG = "measure_long", "计量单位不超过12个字"
    NO_WAY = "no_way", "目标值不能与基数相同"
    TOO_LARGE = "too_large", "数值过大,请换用更大的计量单位,如 亿元"
    RATE_ADDED = "rate_added", "百分比不能逐期相加,只能按累计报最新值"
    STAGE_OUTSIDE = "stage_outside", "节点应在计划起止日期之内"
    STAGE_TWICE = "stage_twice", "同一天只能有一个节点"
    STAGE_BARE = "stage_bare", "节点应写明数值或内容"
    STAGE_LONG = "stage_long", "节点内容不超过200字"
    STAGE_BACK = "stage_back", "节点应从基数向目标逐期推进,不能倒退"
    STAGE_BEYOND = "stage_beyond", "节点数值不应超出目标值"


@dataclass(frozen=True)
class TargetSheet:
    """What a task is to reach. Without `goal` it is qualitative: its stages are words alone.

    Figures are in `measure` (亿元: 870 is 870 亿元). `baseline` is where the count starts, None: 0.
    `wanted` says whether cards ask for the running total or for what a period brought.
    """

    goal: Decimal | None = None
    measure: str = ""
    kind: TargetKind = TargetKind.QUANTITY
    bound: Bound = Bound.EXACT
    baseline: Decimal | None = None
    wanted: ValueKind = ValueKind.CUMULATIVE
    stages: tuple[Stage, ...] = ()


@dataclass(frozen=True)
class Flawed:
    """A flaw and, where it is one of a stage, the stage."""

    flaw: Flaw
    stage: Stage | None = None


def revised(sheet: TargetSheet | None, words: TargetWords) -> TargetSheet:
    """Return a target with what was said of it; what was not said stays.

    A new kind of figure starts afresh: nothing said of the old one holds for it. A new measure
    (万个 for 个) converts the figures that stay.
    """
    old = sheet or TargetSheet()
    is_new = words.kind is not None and words.kind is not old.kind
    kept = TargetSheet() if is_new else _measured(old, words.measure or old.measure)
    return TargetSheet(
        goal=kept.goal if words.goal is None else words.goal,
        measure=words.measure or kept.measure,
        kind=words.kind or kept.kind,
        bound=words.bound or kept.bound,
        baseline=kept.baseline if words.baseline is None else words.baseline,
        wanted=words.wanted or kept.wanted,
        stages=words.stages or kept.stages,
    )


def _measured(sheet: TargetSheet, measure: str) -> TargetSheet:
    """Return a target's figures in another measure, without those that cannot be turned into it."""
    if measure == sheet.measure:
        return sheet

    def turned(value: Decimal | None) -> Decimal | None:
        value = None if value is None else convert(value, sheet.measure, measure)
        return None if value is None else round(value, PLACES)

    stages = (replace(one, value=turned(one.value)) for one in sheet.stages)
    return replace(
        sheet,
        goal=turned(sheet.goal),
        baseline=turned(sheet.baseline),
        stages=tuple(one for one in stages if one.value is not None or one.words),
    )


def stamp(sheet: TargetSheet | None) -> str:
    """Return a short mark of what a target says: equal for equal targets, and only for them."""
    one = sheet or TargetSheet()
    figures = (one.goal, one.baseline, *(stage.value for stage in one.stages))
    words = (one.measure, one.kind, one.bound, one.wanted)
    stages = (f"{stage.day} {stage.words}" for stage in one.stages)
    told = [*("" if value is None else f"{value.normalize():f}" for value in figures)]
    return hashlib.sha256("\n".join([*told, *words, *stages]).encode()).hexdigest()[:12]


def flaws(sheet: TargetSheet, plan: Span) -> tuple[Flawed, ...]:
    """Return all that is wrong with a target of a plan; empty where it may stand."""
    return (*_of_figure(sheet), *_of_stages(sheet, plan), *_of_course(sheet))


def _of_figure(sheet: TargetSheet) -> Iterator[Flawed]:
    if sheet.goal is None:
        if sheet.baseline is not None or any(stage.value is not None for stage in sheet.stages):
            yield Flawed(Flaw.NO_GOAL)
        return
    if not sheet.measure:
        yield Flawed(Flaw.NO_MEASURE)
    if len(sheet.measure) > LONGEST_MEASURE:
        yield Flawed(Flaw.MEASURE_LONG)
    figures = (sheet.goal, sheet.baseline, *(stage.value for stage in sheet.stages))
    if any(abs(one) >= LARGEST for one in figures if one is not None):
        yield Flawed(Flaw.TOO_LARGE)
    is_amount = sheet.kind is TargetKind.QUANTITY
    if is_amount and sheet.bound is not Bound.AT_MOST and sheet.goal == (sheet.baseline or 0):
        yield Flawed(Flaw.NO_WAY)
    if sheet.wanted is ValueKind.THIS_PERIOD and (not is_amount or sheet.measure in RATES):
        yield Flawed(Flaw.RATE_ADDED)


def _of_stages(sheet: TargetSheet, plan: Span) -> Iterator[Flawed]:
    seen = set()
    for stage in sheet.stages:
        if stage.day not in plan:
            yield Flawed(Flaw.STAGE_OUTSIDE, stage)
        if stage.day in seen:
            yield Flawed(Flaw.STAGE_TWICE, stage)
        if stage.value is None and not stage.words:
            yield Flawed(Flaw.STAGE_BARE, stage)
        if len(stage.words) > LONGEST_WORDS:
            yield Flawed(Flaw.STAGE_LONG, stage)
        seen.add(stage.day)


def _of_course(sheet: TargetSheet) -> Iterator[Flawed]:
    """Figures of an amount go one way, from the baseline to the goal; a ceiling has no way."""
    if sheet.goal is None or sheet.kind is TargetKind.GROWTH:
        return
    start = sheet.baseline or Decimal(0)
    is_ceiling = sheet.bound is Bound.AT_MOST and sheet.goal >= start
    way = 1 if sheet.goal >= start else -1
    valued = sorted(
        ((stage.day, stage.value, stage) for stage in sheet.stages if stage.value is not None),
        key=lambda one: one[0],
    )
    for _, value, stage in valued:
        if (value - sheet.goal) * way > 0:
            yield Flawed(Flaw.STAGE_BEYOND, stage)
    course = [start, *(value for _, value, _ in valued)]
    for (before, value), (_, _, stage) in zip(itertools.pairwise(course), valued, strict=True):
        if not is_ceiling and (value - before) * way < 0:
            yield Flawed(Flaw.STAGE_BACK, stage)
