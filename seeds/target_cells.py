"""One cell of the sheet of targets: text, figure, choice, mark, stage."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TypeVar

from openpyxl.cell import Cell

from rules.facts import Labelled
from rules.periods import Span
from rules.replies.folding import fold
from rules.replies.targets import read_dated_stage, read_stage, read_value
from rules.stages import Stage
from rules.target_columns import Misread

Choice = TypeVar("Choice", bound=Labelled)
_YES = frozenset({"是", "√", "核定", "y", "yes"})
_NO = frozenset({"", "否", "n", "no"})
_PLACES = 6
_PERCENT = "%"


class Unfit(Exception):  # noqa: N818 - what is typed in a cell is never our error
    """The cell does not hold what its column takes."""

    def __init__(self, what: Misread) -> None:
        super().__init__(what)
        self.what = what


def text_of(cell: Cell) -> str:
    """Return a cell as folded text, "" for an empty one."""
    if cell.data_type == "f":
        raise Unfit(Misread.FORMULA)
    if cell.is_date or isinstance(cell.value, bool):
        raise Unfit(Misread.NOT_A_FIGURE)
    if isinstance(cell.value, float) and cell.value.is_integer():
        return str(int(cell.value))
    return "" if cell.value is None else fold(str(cell.value))


def figure_of(cell: Cell, measure: str) -> Decimal | None:
    """Return a number, or a number typed as text, as so many `measure`; None for an empty cell."""
    text = text_of(cell)
    if isinstance(cell.value, int | float):
        return _number_shown(cell, measure)
    if not text:
        return None
    figure = read_value(text, measure)
    if figure is None:
        is_figure = read_value(text, "") is not None
        raise Unfit(Misread.OTHER_MEASURE if is_figure else Misread.NOT_A_FIGURE)
    return figure


def choice_of(cell: Cell, options: Iterable[Choice], default: Choice) -> Choice:
    """Return the option whose label the cell holds; the default for an empty cell."""
    text = text_of(cell)
    chosen = next((one for one in options if one.label == text), None)
    if chosen is None and text:
        raise Unfit(Misread.NOT_A_CHOICE)
    return chosen or default


def mark_of(cell: Cell) -> bool:
    """Tell whether the row is marked as confirmed."""
    mark = text_of(cell).casefold()
    if mark not in _YES | _NO:
        raise Unfit(Misread.NOT_A_CHOICE)
    return mark in _YES


def stage_of(cell: Cell, day: date | None, measure: str) -> Stage | None:
    """Return the stage of a quarter that ends on `day`; None for an empty cell."""
    text = text_of(cell)
    if not text:
        return None
    if day is None:
        raise Unfit(Misread.NO_QUARTER)
    if isinstance(cell.value, int | float):
        return Stage(day, _number_shown(cell, measure))
    stage = read_stage(text, day, measure)
    if stage is None:
        raise Unfit(Misread.OTHER_MEASURE)
    return stage


def dated_stages_of(cell: Cell, plan: Span, measure: str) -> tuple[Stage, ...]:
    """Return the stages a cell lists, one a line."""
    stages = []
    for line in text_of(cell).splitlines():
        stage = read_dated_stage(line, plan, measure)
        if stage is None:
            raise Unfit(Misread.NOT_A_STAGE)
        stages.append(stage)
    return tuple(stages)


def _number_shown(cell: Cell, measure: str) -> Decimal:
    """Return a cell's number; one shown in percent holds hundredths."""
    figure = Decimal(str(cell.value))
    if not figure.is_finite():
        raise Unfit(Misread.NOT_A_FIGURE)
    if _PERCENT in cell.number_format:
        if measure != _PERCENT:
            raise Unfit(Misread.OTHER_MEASURE)
        figure *= 100
    return Decimal(f"{round(figure, _PLACES).normalize():f}")
