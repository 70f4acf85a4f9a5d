"""What is said of one task, once its words are known: status, figure, progress, difficulty."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from rules.facts import Status
from rules.replies.answers import Answer, CardLine
from rules.replies.awaited import take_awaited, tells_awaited
from rules.replies.figures import take_figure
from rules.replies.folding import tidy
from rules.replies.statuses import TROUBLED, is_denied, read_status, weightiest

_PAUSE = re.compile(r"(?:(?<![0-9])[,.]|[,.](?![0-9])|[ \n;。!?…~])+")
_DIFFICULTY = re.compile(
    r"(?<![补填欠稀])缺(?![陷席])|困难(?!群众|家庭|户|职工|企业|人员)|存在问题|(?:主要|突出)问题|问题[:是]"
    r"|瓶颈|受阻|阻力|受[^ ]{0,10}影响|卡在|卡住|不到位|不足|拖欠"
    r"|[未没]有?(?:批|到位|到账|下来|落实|拨|谈|签)|无法|难以|难度"
    r"|(?<![基原])因(?!地制宜|此|素|而|子|果|势利导)|由于|原因[:是]|不配合|不够|紧张|[没无](?:资金|钱|人手)"
)
_PROGRESS = re.compile(
    r"但?(?:已|正在?|计划|拟|将|预计|下一?[步周月]|明[天日]|目前|力争|争取|确保|新)"
)


@dataclass(frozen=True)
class _Clause:
    """Words between two pauses; `rest` is what its own status leaves of them."""

    pause: str
    words: str
    status: Status | None
    rest: str


def read_answer(line: CardLine, words: str) -> Answer:
    """Read the answer to a card's line in the words said of it, its number cut off."""
    awaited, words = take_awaited(words)
    figure, words = take_figure(words, line)
    clauses = list(_clauses(words))
    status = weightiest([clause.status for clause in clauses if clause.status])
    progress, difficulty = _shared_out(clauses, status)
    answer = Answer(line.number, status, progress=progress, difficulty=difficulty, awaited=awaited)
    if figure is None:
        return answer
    return replace(answer, value=figure.value, value_kind=figure.kind, measure=figure.measure)


def is_empty(answer: Answer) -> bool:
    """Tell whether a task was named and nothing said of it."""
    return answer == Answer(answer.number, None)


def _clauses(words: str) -> Iterator[_Clause]:
    pause, start = "", 0
    for end, next_pause, next_start in _cuts(words):
        status, rest = read_status(words[start:end])
        yield _Clause(pause, words[start:end], status, rest)
        pause, start = next_pause, next_start


def _cuts(words: str) -> Iterable[tuple[int, str, int]]:
    for match in _PAUSE.finditer(words):
        yield match.start(), match[0], match.end()
    yield len(words), "", len(words)


def _shared_out(clauses: list[_Clause], status: Status | None) -> tuple[str, str]:
    """Share words between progress and difficulty: a trouble's reason follows it, to a comma."""
    progress, difficulty = "", ""
    awaits_reason = in_reason = False
    for clause in clauses:
        kept = clause.rest if clause.status is status else clause.words
        is_trouble = clause.status in TROUBLED
        if not kept:
            awaits_reason |= is_trouble
            continue
        in_reason = awaits_reason or (in_reason and clause.pause == " ")
        in_reason = is_trouble or (in_reason and not _PROGRESS.match(kept))
        awaits_reason = is_trouble and not clause.rest
        if in_reason or _tells_difficulty(kept):
            difficulty += clause.pause + kept
        else:
            progress += clause.pause + kept
    return tidy(progress), tidy(difficulty)


def _tells_difficulty(words: str) -> bool:
    cues = _DIFFICULTY.finditer(words)
    return tells_awaited(words) or any(not is_denied(words, cue.start()) for cue in cues)
