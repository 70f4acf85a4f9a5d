"""Objects as they travel over HTTP."""

from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]


def filled(**fields: object) -> Json:
    """Build an object of the fields that have a value; Telegram leaves the others out."""
    return {name: value for name, value in fields.items() if value is not None}
