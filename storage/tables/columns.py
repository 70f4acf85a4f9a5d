"""Column types the tables share: enum codes, exact decimals and JSON objects, kept as text."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from sqlalchemy import Dialect, String, Text
from sqlalchemy.types import TypeDecorator

from rules.facts import Labelled


class Code(TypeDecorator[Labelled]):
    """An enum by its short ASCII code, so that renaming a member never touches the rows."""

    impl = String(16)
    cache_ok = True

    def __init__(self, kind: type[Labelled]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Labelled | None, dialect: Dialect) -> str | None:
        """Store the code."""
        return None if value is None else self.kind(value).value  # type: ignore[call-arg]

    def process_result_value(self, value: str | None, dialect: Dialect) -> Labelled | None:
        """Read the member back."""
        return None if value is None else self.kind(value)  # type: ignore[call-arg]


class Exact(TypeDecorator[Decimal]):
    """A decimal number as it was said: SQLite has none, and 0.1 must stay 0.1."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Store the digits."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """Read the number back."""
        return None if value is None else Decimal(value)


class JsonText(TypeDecorator[Any]):
    """A JSON value as readable text, the same on every engine."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ANN401
        """Store the JSON text."""
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ANN401
        """Read the value back."""
        return None if value is None else json.loads(value)
