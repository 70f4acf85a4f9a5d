"""The forgiving grammar of typed answers: one message against one card.

    understand("15 累计104,两处已划线;16 滞后 缺资金批复→市财政局", card)

A message is folded (`folding`), cut where it names tasks (`items`, `joins`, `mentions`, `titles`)
or speaks of all (`generals`, `passages`); the words said of each task give up their awaited unit
(`awaited`), their figure (`figures`, `measures`, `numerals`) and their status (`statuses`), and
what is left is progress or difficulty (`sentences`). Nothing typed is lost on the way.
"""

from __future__ import annotations

from rules.replies.answers import Answer, CardLine, Understanding, ValueKind
from rules.replies.grammar import understand
from rules.replies.strays import without_number

__all__ = ["Answer", "CardLine", "Understanding", "ValueKind", "understand", "without_number"]
