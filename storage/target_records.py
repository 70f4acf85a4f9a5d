"""A target sheet as the JSON that proposals and the journal keep."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from rules.facts import Bound, TargetKind
from rules.replies import ValueKind
from rules.stages import Stage
from rules.targets import TargetSheet


def to_record(sheet: TargetSheet) -> dict[str, Any]:
    """Return a sheet as JSON: figures as text, days as ISO dates, enums by their codes."""
    return {
        "goal": _text(sheet.goal),
        "measure": sheet.measure,
        "kind": sheet.kind.value,
        "bound": sheet.bound.value,
        "baseline": _text(sheet.baseline),
        "wanted": sheet.wanted.value,
        "stages": [
            {"day": one.day.isoformat(), "value": _text(one.value), "words": one.words}
            for one in sheet.stages
        ],
    }


def from_record(record: Mapping[str, Any]) -> TargetSheet:
    """Return the sheet that `to_record` wrote."""
    return TargetSheet(
        goal=_figure(record["goal"]),
        measure=record["measure"],
        kind=next(one for one in TargetKind if one.value == record["kind"]),
        bound=next(one for one in Bound if one.value == record["bound"]),
        baseline=_figure(record["baseline"]),
        wanted=next(one for one in ValueKind if one.value == record["wanted"]),
        stages=tuple(
            Stage(date.fromisoformat(one["day"]), _figure(one["value"]), one["words"])
            for one in record["stages"]
        ),
    )


def _text(figure: Decimal | None) -> str | None:
    return None if figure is None else str(figure)


def _figure(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
