"""A message cut where it names tasks or speaks of all: each passage with what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rules.facts import Status
from rules.replies.answers import CardLine
from rules.replies.folding import tidy
from rules.replies.generals import General, find_generals
from rules.replies.mentions import Mention, find_mentions
from rules.replies.statuses import read_status


@dataclass(frozen=True)
class Passage:
    """Words and what opened them; None: the words before anything was named."""

    subject: Mention | General | None
    words: str
    whole: str


def cut(text: str, lines: Mapping[int, CardLine], *, tasks: int) -> list[Passage]:
    """Cut a folded text into passages, in order. 正常 and nothing else speaks of all tasks."""
    mentions = find_mentions(text, lines, is_single=tasks == 1)
    generals = find_generals(text, mentions, tasks)
    if tasks > 1 and not (mentions or generals) and read_status(tidy(text)) == (Status.NORMAL, ""):
        generals = [General(0, len(text), is_rest=False, status=Status.NORMAL)]
    subjects = _apart([*generals, *mentions])
    bounds = [*(subject.start for subject in subjects), len(text)]
    passages = [Passage(None, text[: bounds[0]], text[: bounds[0]])]
    for subject, following in zip(subjects, bounds[1:], strict=True):
        words = text[subject.end : following]
        passages.append(Passage(subject, words, text[subject.start : following]))
    return passages


def _apart(subjects: list[Mention | General]) -> list[Mention | General]:
    """Order subjects, leaving out those inside another: 4项全部正常 does not name task 4."""
    apart: list[Mention | General] = []
    for subject in sorted(subjects, key=lambda subject: (subject.start, -subject.end)):
        if not apart or subject.start >= apart[-1].end:
            apart.append(subject)
    return apart
