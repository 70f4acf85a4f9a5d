"""The light of a task, with its reason: arithmetic for quantities, official rates, nodes and dates.

Thresholds are the office's defaults, each a plan setting. What a unit says of itself never changes
the light of a quantity, and silence alone is never behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rules.facts import Bound, Labelled
from rules.pace import Course, actual_share, gap, planned
from rules.periods import DAY, Span
from rules.settings import PlanSettings
from rules.workdays import WorkCalendar


class Light(Labelled):
    """The colour. Grey is not due, suspended, or no figure yet."""

    GREEN = "green", "绿灯"
    YELLOW = "yellow", "黄灯"
    RED = "red", "红灯"
    GREY = "grey", "灰灯"


class Ground(Labelled):
    """Why a light has its colour."""

    ON_PACE = "on_pace", "符合序时"
    BEHIND = "behind", "落后序时"
    FAR_BEHIND = "far_behind", "严重落后"
    UNDER_HALF = "under_half", "不足应完成的一半"
    CEILING_KEPT = "ceiling_kept", "控制在限额内"
    CEILING_BROKEN = "ceiling_broken", "突破限额"
    FLOOR_KEPT = "floor_kept", "保持水平"
    FLOOR_BROKEN = "floor_broken", "低于应保持水平"
    GROWTH_MET = "growth_met", "增速达标"
    GROWTH_SHORT = "growth_short", "增速未达标"
    NO_FIGURE = "no_figure", "待统计"
    NOT_BEGUN = "not_begun", "未开始"
    UNHEARD = "unheard", "尚无填报"
    COMPLETED = "completed", "已完成"
    STEADY = "steady", "平稳推进"
    NODE_NEAR = "node_near", "节点临近"
    NODE_PAST = "node_past", "节点已过"
    DEADLINE_NEAR = "deadline_near", "时限临近"
    DEADLINE_PAST = "deadline_past", "时限已过"
    MISSED = "missed", "多次未报"


@dataclass(frozen=True)
class Judgement:
    """A light and the numbers that word its ground.

    `gap` in points, negative behind; shares in percent of the way; `node` is the day of the node or
    deadline that decides; `missed` counts the check-ins that decide.
    """

    light: Light
    ground: Ground
    gap: Decimal | None = None
    actual_share: Decimal | None = None
    planned_share: Decimal | None = None
    node: date | None = None
    missed: int = 0


NOT_COUNTED = Judgement(Light.GREY, Ground.NO_FIGURE)
UNHEARD = Judgement(Light.GREY, Ground.UNHEARD)


def judge_quantity(
    course: Course,
    actual: Decimal | None,
    today: date,
    calendar: WorkCalendar,
    settings: PlanSettings,
) -> Judgement:
    """Judge a running total against the planned line at the end of `today`."""
    if actual is None:
        return NOT_COUNTED
    if course.is_level:
        return _judge_level(course, actual)
    if today < course.begins:
        return Judgement(Light.GREY, Ground.NOT_BEGUN)
    due = planned(course, today, calendar)
    points, share = gap(course, actual, due), actual_share(course, due)
    if points < -settings.red_gap:
        light, ground = Light.RED, Ground.FAR_BEHIND
    elif share >= settings.half_from and _is_under_half(course, actual, due):
        light, ground = Light.RED, Ground.UNDER_HALF
    elif points <= -settings.yellow_gap:
        light, ground = Light.YELLOW, Ground.BEHIND
    else:
        light, ground = Light.GREEN, Ground.ON_PACE
    return Judgement(light, ground, points, actual_share(course, actual), share)


def judge_growth(goal: Decimal, bound: Bound, latest: Decimal | None) -> Judgement:
    """Judge the latest official rate, in percent, against the goal; a decline is negative.

    `gap` is in points, negative where short. Short is yellow, and red under half of the goal.
    """
    if latest is None:
        return NOT_COUNTED
    wanted, got = (-goal, -latest) if bound is Bound.AT_MOST else (goal, latest)
    if got >= wanted:
        return Judgement(Light.GREEN, Ground.GROWTH_MET, got - wanted)
    if wanted > 0 and 2 * got < wanted:
        return Judgement(Light.RED, Ground.UNDER_HALF, got - wanted)
    return Judgement(Light.YELLOW, Ground.GROWTH_SHORT, got - wanted)


def judge_quality(
    nodes: Sequence[tuple[date, bool]],
    deadline: date | None,
    done: bool,
    missed: int,
    today: date,
    calendar: WorkCalendar,
    settings: PlanSettings,
    *,
    heard: bool = True,
) -> Judgement:
    """Judge a task without a figure by its nodes (day, reached), deadline and missed check-ins.

    A day is past from the day after it; near within `settings.node_workdays` workdays. Of a task
    nobody ever reported on (`heard` False) nothing good is known: grey.
    """
    if done:
        return Judgement(Light.GREEN, Ground.COMPLETED)
    ahead = sorted(day for day, is_reached in nodes if not is_reached)
    dates = [(Ground.NODE_PAST, Ground.NODE_NEAR, day) for day in ahead]
    if deadline is not None:
        dates.insert(0, (Ground.DEADLINE_PAST, Ground.DEADLINE_NEAR, deadline))
    for past, _, day in dates:
        if day < today:
            return Judgement(Light.RED, past, node=day)
    for _, near, day in dates:
        if len(calendar.workdays(Span(today + DAY, day))) <= settings.node_workdays:
            return Judgement(Light.YELLOW, near, node=day)
    if missed >= settings.missed_before_yellow:
        return Judgement(Light.YELLOW, Ground.MISSED, missed=missed)
    return Judgement(Light.GREEN, Ground.STEADY) if heard else UNHEARD


def _judge_level(course: Course, actual: Decimal) -> Judgement:
    is_ceiling = course.bound is Bound.AT_MOST
    if course.keeps(actual):
        return Judgement(Light.GREEN, Ground.CEILING_KEPT if is_ceiling else Ground.FLOOR_KEPT)
    return Judgement(Light.RED, Ground.CEILING_BROKEN if is_ceiling else Ground.FLOOR_BROKEN)


def _is_under_half(course: Course, actual: Decimal, due: Decimal) -> bool:
    """Compare in the target's measure: a percentage may have no last digit to compare."""
    return 2 * course.way(actual) < course.way(due)
