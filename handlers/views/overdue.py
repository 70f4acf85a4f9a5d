"""The list of what is overdue: one phone screen a page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Protocol

from telegram import InlineKeyboardMarkup

from handlers.views.keyboards import button, rows
from handlers.views.render import phrase, render
from rules.facts import PeriodKind
from storage.ledger.overdue import Owed
from storage.rounds import PlanFacts

PAGE = 10


class Shown(Protocol):
    """The page and filters being looked at."""

    @property
    def page(self) -> int:
        """The page, from 0."""

    @property
    def unit_id(self) -> int:
        """The unit looked at, 0: all."""

    @property
    def kind(self) -> PeriodKind | None:
        """The kind looked at, None: all."""


@dataclass(frozen=True)
class Aside:
    """What stands below the list: tasks never asked, units that have not signed in time."""

    unasked: int = 0
    unsigned: tuple[str, ...] = ()


def by_task(owed: Sequence[Owed]) -> list[list[Owed]]:
    """Return the debts of each unit and task together, as the list shows them."""
    return [list(debts) for _, debts in groupby(owed, key=lambda one: (one.unit_id, one.number))]


def on_page(owed: Sequence[Owed], page: int) -> list[Owed]:
    """Return the debts that a page shows."""
    return [one for debts in by_task(owed)[page * PAGE : (page + 1) * PAGE] for one in debts]


def overdue_text(
    owed: Sequence[Owed],
    page: int,
    pressed: Collection[tuple[int, str, PeriodKind]],
    aside: Aside,
    plan: PlanFacts,
    now: datetime,
) -> str:
    """Return one page of the list; `pressed` are the debts that have come to a slip."""
    tasks = by_task(owed)
    shown = tasks[page * PAGE : (page + 1) * PAGE]
    groups = [(unit, list(items)) for unit, items in groupby(shown, key=lambda one: one[0].unit)]
    return render(
        "overdue",
        groups=groups,
        total=len(tasks),
        units=len({one.unit_id for one in owed}),
        page=page + 1,
        pages=max((len(tasks) + PAGE - 1) // PAGE, 1),
        pressed=pressed,
        aside=aside,
        plan=plan,
        over=plan.is_over(now),
        now=now,
        zone=plan.zone,
    )


def overdue_keyboard(
    owed: Sequence[Owed], shown: Shown, *, may_act: bool
) -> InlineKeyboardMarkup | None:
    """Return the buttons to page, to filter, and to chase everybody on the page."""
    kind = shown.kind.value if shown.kind else "-"
    tasks = by_task(owed)
    turns = []
    if shown.page > 0:
        turns.append(button(phrase("page_before"), f"owed:{shown.page - 1}:{shown.unit_id}:{kind}"))
    if len(tasks) > (shown.page + 1) * PAGE:
        turns.append(button(phrase("page_after"), f"owed:{shown.page + 1}:{shown.unit_id}:{kind}"))
    layout = [turns] if turns else []
    kinds = [
        kind for kind in PeriodKind if kind in {one.kind for one in owed} or kind is shown.kind
    ]
    layout += rows(
        [
            button(("· " if shown.kind is one else "") + one.label, f"owed:0:{shown.unit_id}:{one}")
            for one in kinds
        ]
    )
    if shown.unit_id or shown.kind:
        layout.append([button(phrase("show_all"), "owed:0:0:-")])
    else:
        units = dict.fromkeys((one.unit_id, one.unit) for one in on_page(owed, shown.page))
        layout += rows([button(name, f"owed:0:{key}:-") for key, name in units], 3)
    if may_act and owed:
        layout.append([button(phrase("chase_page"), f"chase:{shown.page}:{shown.unit_id}:{kind}")])
    return InlineKeyboardMarkup(layout)
