"""Columns of a table by their headings, and the columns a row's cells fit best.

Tables of the genre come with columns in any order, cells lost to spanned rows, and cells shifted
by one; a row is therefore laid into the columns by what its cells look like.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto
from functools import cache

from seeds.labels import Role, is_label, role_of
from seeds.leaders import looks_like_leaders
from seeds.signs import level, squeeze
from seeds.times import is_deadline
from seeds.units import NOBODY, looks_like_unit, split_names


class Kind(Enum):
    """What a column that names nobody and no date holds."""

    NUMBER = auto()
    TASK = auto()
    GROUP = auto()  # the part of the notice that a task belongs to
    OTHER = auto()


Column = Role | Kind

_NUMBER = re.compile("序 *号|编 *号|项 *次|(?:任务|项目|总)?(?:序|编)号|No")
_DETAIL = re.compile(
    "(?:具体|主要|重点|工作|任务|目标|建设|年度|项目|实施|细化)*(?:内容|措施|举措|事项|任务|目标任务|工作目标|要求|清单)(?:及[^及]{1,8})?"
    "|(?:重点|主要|具体)工作|目标|任务"
)
_PLAINLY_TASK = re.compile("任务|内容|事项|重点工作")
_GROUP = re.compile(
    "(?:工作|任务|项目|重点|一级)*(?:类别|领域|板块|方面|分类|大类|类型|项目名称|名称|项目|模块|章节|指标)"
)
_ASIDE = re.compile("备 *注|说 *明|进展.*|联系.*|电话|依据|来源|.*情况|计划投资|总投资|投资.*")
_TAIL = re.compile(r"\(.*\)$")
_FIELDS_OF_UNITS = (Role.LEAD, Role.PRIMARY, Role.HELPER, Role.SHARED)
_LONG_TEXT = 10
_MISSED, _MERGED, _DOUBT = 4, 4, 2  # what a lost task, a merged cell, a doubt costs


def column_of(heading: str) -> Column | None:
    """Return what the column under a heading holds; None if the words head no column."""
    words = _TAIL.sub("", level(squeeze(heading))).rstrip(":")
    if is_label(words):
        return role_of(words)
    for pattern, kind in (
        (_NUMBER, Kind.NUMBER),
        (_DETAIL, Kind.TASK),
        (_GROUP, Kind.GROUP),
        (_ASIDE, Kind.OTHER),
    ):
        if pattern.fullmatch(words):
            return kind
    return None


def is_head(cells: Sequence[str]) -> bool:
    """Whether most of the filled cells head a column, as two rows of one head may."""
    filled = [cell for cell in cells if cell.strip()]
    return sum(column_of(cell) is not None for cell in filled) * 2 > len(filled)


def columns_of(headings: Sequence[str]) -> tuple[Column, ...] | None:
    """Return the columns of a head row; None if the row heads no list of tasks.

    Of several columns of wording the last that says task or content is the task; those before
    it are groups.
    """
    columns = [column_of(heading) for heading in headings]
    known = [column for column in columns if column is not None]
    names_somebody = any(column in _FIELDS_OF_UNITS or column is Role.LEADER for column in known)
    if len(known) <= len(columns) / 2 or not names_somebody:
        return None
    filled = [column or Kind.OTHER for column in columns]
    if Kind.TASK not in filled:
        if Kind.GROUP not in filled:
            return None
        filled[len(filled) - 1 - filled[::-1].index(Kind.GROUP)] = Kind.TASK
    wordings = [place for place, column in enumerate(filled) if column is Kind.TASK]
    plain = [place for place in wordings if _PLAINLY_TASK.search(headings[place])]
    chosen = (plain or wordings)[-1]
    for place in wordings:
        if place != chosen:
            filled[place] = Kind.GROUP if place < chosen else Kind.OTHER
    return tuple(filled)


def guess_columns(rows: Sequence[Sequence[str]]) -> tuple[Column, ...] | None:
    """Return the columns of a table without a head row, by what most of its cells look like."""
    width = max((len(row) for row in rows), default=0)
    full = [row for row in rows if len(row) == width]
    cells = [[row[place] for row in full if row[place] not in NOBODY] for place in range(width)]
    lengths = [sum(map(len, column)) for column in cells]
    columns: list[Column] = []
    for place, column in enumerate(cells):
        is_longest = lengths[place] == max(lengths) and Kind.TASK not in columns
        columns.append(Kind.TASK if is_longest else _likeliest(column, columns))
    return tuple(columns) if Role.PRIMARY in columns and Kind.NUMBER in columns else None


def lay(cells: Sequence[str], columns: tuple[Column, ...]) -> dict[Column, str]:
    """Return the cells by column; cells of one kind of column are joined by 、.

    As many cells as columns lie as they stand unless that plainly does not fit.
    """
    straight = tuple(range(len(columns))) if len(cells) == len(columns) else None
    filled = tuple(cell for cell in cells if cell.strip())
    fitted = _fit(filled, columns)
    if straight and _worth(cells, columns, straight) >= fitted[0] - _DOUBT:
        chosen, places = tuple(cells), straight
    else:
        chosen, places = filled, fitted[1]
    laid: dict[Column, str] = {}
    for cell, place in zip(chosen, places, strict=True):
        column, words = columns[place], cell.strip()
        between = "、" if column in _FIELDS_OF_UNITS else " "
        laid[column] = between.join(filter(None, (laid.get(column, ""), words)))
    return laid


def _likeliest(cells: Sequence[str], before: Sequence[Column]) -> Column:
    def most(column: Column) -> bool:
        return sum(_likeness(cell, column) > 1 for cell in cells) * 2 > len(cells)

    if most(Kind.NUMBER) and Kind.NUMBER not in before:
        return Kind.NUMBER
    if most(Role.DEADLINE):
        return Role.DEADLINE
    if most(Role.PRIMARY):
        return Role.HELPER if Role.PRIMARY in before else Role.PRIMARY
    if most(Role.LEADER):
        return Role.LEADER
    return Role.HELPER if not cells and Role.PRIMARY in before else Kind.OTHER


@cache
def _fit(cells: tuple[str, ...], columns: tuple[Column, ...]) -> tuple[int, tuple[int, ...]]:
    """Return the best worth and places of cells laid in order; one column may take several."""
    if not cells:
        return 0, ()
    if not columns:
        return -99 * len(cells), (0,) * len(cells)
    best = _fit(cells, columns[1:])
    best = best[0] - _MISSED * (columns[0] is Kind.TASK), tuple(place + 1 for place in best[1])
    for taken in range(1, len(cells) + 1):
        worth = _taken(cells[:taken], columns[0])
        rest_worth, places = _fit(cells[taken:], columns[1:])
        found = worth + rest_worth, (0,) * taken + tuple(place + 1 for place in places)
        best = max(best, found, key=lambda one: one[0])
    return best


def _taken(cells: tuple[str, ...], column: Column) -> int:
    return sum(_likeness(cell, column) for cell in cells) - _MERGED * (len(cells) - 1)


def _worth(cells: Sequence[str], columns: tuple[Column, ...], places: Sequence[int]) -> int:
    laid = zip(cells, places, strict=True)
    return sum(_likeness(cell, columns[place]) for cell, place in laid if cell.strip())


@cache
def _likeness(cell: str, column: Column) -> int:
    """How much a cell looks like what its column holds, from -4 to 4."""
    words = level(cell).strip()
    if column is Kind.NUMBER:
        return 4 if re.fullmatch(r"\d{1,4}[.、]?", words) else -4
    if column is Kind.TASK:
        return (3 if len(words) >= _LONG_TEXT else 1) - 2 * (words in NOBODY or _are_units(words))
    if column is Role.DEADLINE:
        return 4 if is_deadline(words) else (1 if words in NOBODY else -1)
    if column is Role.LEADER:
        return 3 if looks_like_leaders(words) else (1 if words in NOBODY else -3)
    if column in _FIELDS_OF_UNITS:
        return 3 if _are_units(words) else (1 if words in NOBODY else -2)
    return 0


def _are_units(words: str) -> bool:
    units = split_names(words).units
    return bool(units) and all(map(looks_like_unit, units)) and "。" not in words
