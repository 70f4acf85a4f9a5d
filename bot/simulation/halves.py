"""A year in two halves, lived side by side: each from a fresh record, on a processor of its own.

People, tempers and chances are the same in both; what is asked and said does not reach across the
middle of the year, but for the year's own report, which is then drafted from one half.
"""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import reduce
from multiprocessing.queues import Queue
from queue import Empty
from typing import TypeAlias

from bot.simulation.one_tap import OneTap
from bot.simulation.record import Ended
from bot.simulation.run import Lived, simulate
from rules.facts import PeriodKind
from rules.periods import Span

SECOND_HALF = 7
PATIENCE = 5.0  # seconds between looks at whether everybody still lives
Told: TypeAlias = "Queue[date | tuple[int, Lived]]"


def halves(days: Span) -> tuple[Span, ...]:
    """Return the parts of `days` before and from each 1 July and 1 January between."""
    cuts = [
        date(year, month, 1)
        for year in range(days.first.year, days.last.year + 1)
        for month in (1, SECOND_HALF)
    ]
    starts = [days.first, *(cut for cut in cuts if days.first < cut <= days.last)]
    ends = [date.fromordinal(start.toordinal() - 1) for start in starts[1:]]
    return tuple(Span(*part) for part in zip(starts, [*ends, days.last], strict=True))


def side_by_side(
    days: Span,
    profile: str,
    seed: int,
    liaisons: int,
    on_day: Callable[[date], None] = lambda _: None,
) -> Lived:
    """Live the halves of `days` at once and put them together; one half alone is lived here."""
    parts = halves(days)
    if len(parts) == 1:
        return simulate(days, profile, seed, liaisons, on_day)
    context = multiprocessing.get_context("spawn")
    told: Told = context.Queue()
    cast = (profile, seed, liaisons)
    processes = [
        context.Process(target=_live, args=(told, place, part, *cast), daemon=True)
        for place, part in enumerate(parts)
    ]
    for process in processes:
        process.start()
    lived: dict[int, Lived] = {}
    while len(lived) < len(parts):
        try:
            news = told.get(timeout=PATIENCE)
        except Empty:
            if any(process.exitcode for process in processes):
                raise ChildProcessError(
                    "a half of the year came to an end before its days"
                ) from None
            continue
        if isinstance(news, tuple):
            lived[news[0]] = news[1]
        else:
            on_day(news)
    return together([lived[place] for place in sorted(lived)])


def together(parts: Sequence[Lived]) -> Lived:
    """Return parts that follow one another as one stretch of days."""
    return reduce(_joined, parts)


def _joined(one: Lived, other: Lived) -> Lived:
    return Lived(
        days=Span(one.days.first, other.days.last),
        workdays=one.workdays + other.workdays,
        people=one.people,
        zone=one.zone,
        said=one.said + other.said,
        efforts=one.efforts | other.efforts,
        quiet=one.quiet + other.quiet,
        one_tap=OneTap(
            one.one_tap.cards + other.one_tap.cards,
            one.one_tap.answered_below + other.one_tap.answered_below,
            one.one_tap.one_tap + other.one_tap.one_tap,
        ),
        record=_added(one.record, other.record),
        undelivered=one.undelivered + other.undelivered,
        quarters=one.quarters | other.quarters,
    )


def _added(one: Ended, other: Ended) -> Ended:
    return Ended(
        {kind: Counter(one.check_ins[kind] + other.check_ins[kind]) for kind in PeriodKind},
        one.drafted + other.drafted,
        one.merged + other.merged,
        one.faults + other.faults,
    )


def _live(told: Told, place: int, days: Span, profile: str, seed: int, liaisons: int) -> None:
    told.put((place, simulate(days, profile, seed, liaisons, told.put)))
