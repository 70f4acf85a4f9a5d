"""A task's short title: the clause that carries its figure, else its first clause.

A clause that is nothing but the figure (增长7%以上) tells no task apart.
"""

from __future__ import annotations

import re

WIDTH = 18
CLAUSE_END = re.compile("[,;:。\uff0c\uff1b\uff1a]")


def short_title(text: str, phrase: str = "", width: int = WIDTH) -> str:
    """Return at most `width` characters; `phrase` is the wording of the task's target."""
    clauses = [clause.strip() for clause in CLAUSE_END.split(text) if clause.strip()]
    if not clauses:
        return text[:width]
    told = (clause for clause in clauses if phrase and phrase in clause and clause != phrase)
    title = next(told, clauses[0])
    return title if len(title) <= width else title[: width - 1] + "…"
