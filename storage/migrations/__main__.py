"""`python -m storage.migrations "What changes"`: write the step from the schema to the tables."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import create_engine

from storage.migrations import configuration, upgrade


def write_step(message: str) -> None:
    """Write a migration next to the others; look it over before it is committed."""
    steps = sorted((Path(__file__).parent / "versions").glob("[0-9]*.py"))
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{folder}/schema.db")
        with engine.begin() as connection:
            upgrade(connection)
            command.revision(
                configuration(connection),
                message=message,
                autogenerate=True,
                rev_id=f"{len(steps) + 1:04}",
            )
        engine.dispose()


write_step(" ".join(sys.argv[1:]))
