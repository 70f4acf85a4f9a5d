"""How alembic runs here: on the connection it is given, in the transaction already begun.

Types of our own are written as what they store, so that old steps never depend on today's code.
"""

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from storage.tables import metadata


def render_item(kind: str, item: Any, _autogenerate: object) -> str | Literal[False]:  # noqa: ANN401
    """Write a decorated type as its plain one."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
