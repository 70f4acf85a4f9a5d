"""The target of a task as a message: what stands, what is proposed, what may be done about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.views.keyboards import base36, button, rows
from handlers.views.render import phrase, render
from rules.facts import TargetKind
from rules.replies import ValueKind
from rules.targets import RATES
from storage.ledger.targets import TargetRow
from storage.rounds import PlanFacts

LISTED = 8


REACHED, NOT_REACHED = "✅", "⬜"
LONGEST = 40


@dataclass(frozen=True)
class Powers:
    """What the reader may do with a task's target; `typing` where an answer can be typed."""

    proposes: bool
    decides: bool
    typing: bool


def target_text(row: TargetRow, plan: PlanFacts, powers: Powers, done: str = "") -> str:
    """Return the message; `done` is what was just done: confirmed, proposed or refused."""
    return render("target", row=row, plan=plan, powers=powers, done=done)


def target_keyboard(row: TargetRow, powers: Powers) -> InlineKeyboardMarkup | None:
    """Return the buttons: to decide on what is proposed, else to propose."""
    if row.proposal and powers.decides:
        key = base36(row.proposal.id)
        choices = [button(phrase("target_yes"), f"target_yes:{key}")]
        if powers.typing:
            choices.append(button(phrase("target_no"), f"target_no:{key}"))
        return InlineKeyboardMarkup([choices])
    if not powers.proposes:
        return None
    key = base36(row.task_id)
    offered = [*_stages(row, key)]
    offered += [button(label, f"target_{verb}:{key}") for verb, label in _offers(row)]
    if powers.typing:
        offered.append(button(phrase("target_type"), f"target_type:{key}"))
    return InlineKeyboardMarkup(rows(offered, 2)) if offered else None


def _stages(row: TargetRow, key: str) -> Iterator[InlineKeyboardButton]:
    """Yield a button for each stage in words: no figure tells when it is reached."""
    standing = row.standing if row.confirmed else None
    for stage in standing.stages if standing else ():
        if stage.words and stage.value is None:
            sign = REACHED if stage.day in row.reached else NOT_REACHED
            label = f"{sign} {stage.day.month}.{stage.day.day} {stage.words}"
            yield button(label[:LONGEST], f"node:{key}:{base36(stage.day.toordinal())}")


def _offers(row: TargetRow) -> list[tuple[str, str]]:
    basis = row.basis
    if basis is None or basis.goal is None:
        return []
    offers = []
    if not row.confirmed and row.proposal is None:
        offers.append(("take", phrase("target_take")))
    if basis.kind is TargetKind.QUANTITY:
        offers.append(("even", phrase("target_even")))
        if basis.measure not in RATES:
            is_total = basis.wanted is ValueKind.CUMULATIVE
            each, total = phrase("target_each"), phrase("target_total")
            offers.append(("each", each) if is_total else ("total", total))
    return offers


def overview_text(target_rows: tuple[TargetRow, ...]) -> str:
    """Return the caption of the sheet: counts that add up, and what waits for a decision."""
    with_figure = [row for row in target_rows if row.standing and row.standing.goal is not None]
    return render(
        "targets",
        total=len(target_rows),
        figures=len(with_figure),
        confirmed=sum(row.confirmed for row in with_figure),
        waiting=_waiting(target_rows),
        listed=LISTED,
    )


def overview_keyboard(target_rows: tuple[TargetRow, ...]) -> InlineKeyboardMarkup | None:
    """Return a button for each proposal that waits."""
    waiting = _waiting(target_rows)[:LISTED]
    buttons = [
        button(f"{row.number} {row.title}", f"target_show:{base36(row.task_id)}") for row in waiting
    ]
    return InlineKeyboardMarkup(rows(buttons, 1)) if buttons else None


def _waiting(target_rows: tuple[TargetRow, ...]) -> list[TargetRow]:
    return [row for row in target_rows if row.proposal is not None]
