"""A typed message read against the card it answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rules.facts import Status
from rules.replies.answers import Answer, CardLine, Understanding
from rules.replies.folding import STOPS, fold, has_words, tidy
from rules.replies.generals import General
from rules.replies.mentions import Mention
from rules.replies.passages import Passage, cut
from rules.replies.sentences import is_empty, read_answer
from rules.replies.titles import line_titled

_SENTENCE = re.compile(f"(?<=[{''.join(STOPS)}])")
_OUTSIDE = re.compile(r"[之以]?外 ?,? ?$")
_HEADING = re.compile(
    r"(?:收到|好的?|谢谢|[您你]好|各位|领导好?|汇报如下|报告|明白|知道了|[日周月]报|[, :]"
    r"|(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}[日号]|(?:周|星期)[一二三四五六日天])+"
)


def understand(text: str, card: Sequence[CardLine]) -> Understanding:
    """Read what the message says of each task of the card. Takes any text and never raises.

    Words after a task's number are about that task until another is named; a card of one task
    needs no number. What is said of one task wins over what is said of all. What belongs to no
    task of the card is handed back as unplaced.
    """
    reading = _Reading(card)
    for passage in cut(fold(text), reading.numbered, tasks=len(card)):
        reading.take(passage)
    return reading.understanding()


class _Reading:
    """What has been heard so far: the words said of each task, and those of none."""

    def __init__(self, card: Sequence[CardLine]) -> None:
        self.card = card
        self.numbered = {int(line.number): line for line in card if line.number.isdecimal()}
        self.words: dict[CardLine, str] = {}
        self.excepted: set[CardLine] = set()
        self.generals: list[General] = []
        self.unplaced: list[str] = []
        self.unknown: dict[str, None] = {}

    def take(self, passage: Passage) -> None:
        """Hear a passage as said of its subject."""
        if isinstance(passage.subject, Mention):
            self._take_mention(passage.subject, passage)
        elif passage.subject is None:
            self._take_stray(passage.words)
        else:
            self._take_general(passage.subject, passage)

    def _take_general(self, general: General, passage: Passage) -> None:
        """Remember what is said of all; on a card of one task it is said of that task."""
        self.generals.append(general)
        is_of_only_task = len(self.card) == 1 and general.status is not None
        self._take_stray(passage.whole if is_of_only_task else passage.words)

    def _take_mention(self, mention: Mention, passage: Passage) -> None:
        self.unknown |= dict.fromkeys(map(str, mention.unknown))
        if not mention.numbers:
            self.unplaced.append(tidy(passage.whole))
            return
        lines = [self.numbered[number] for number in mention.numbers]
        words = passage.words
        if mention.is_exception:
            self.excepted.update(lines)
            words = _OUTSIDE.sub("", words)
        self._hear(lines, words)

    def _take_stray(self, words: str) -> None:
        """Take words said before any number, or after something said of all."""
        if len(self.card) == 1:
            if has_words(words):
                self._hear(self.card, words)
        else:
            self._hear((), words)

    def _hear(self, lines: Sequence[CardLine], words: str) -> None:
        """Keep words said of these lines, until a sentence opens with the title of another."""
        self._keep(lines, "\n")
        for index, sentence in enumerate(_SENTENCE.split(words)):
            titled = None if index == 0 and lines else line_titled(sentence, self.card)
            if titled is not None and titled[0] not in lines:
                lines = titled[:1]
                self._keep(lines, titled[1])
            elif lines:
                self._keep(lines, sentence)
            elif has_words(sentence):
                self.unplaced.append(tidy(sentence))

    def _keep(self, lines: Sequence[CardLine], words: str) -> None:
        for line in lines:
            self.words[line] = self.words.get(line, "") + words

    def understanding(self) -> Understanding:
        said = {line: read_answer(line, words) for line, words in self.words.items()}
        rest: list[str] = []
        for general in self.generals:
            covered = self._spread(general, said)
            rest += [line.number for line in covered if general.is_rest]
            said |= covered
        answers = tuple(answer for answer in said.values() if not is_empty(answer))
        silent = (answer.number for answer in said.values() if is_empty(answer))
        is_understood = bool(answers or self.generals)
        return Understanding(
            answers,
            all_normal=any(general.status is Status.NORMAL for general in self.generals),
            same_as_before=any(general.status is None for general in self.generals),
            rest=tuple(rest),
            unplaced=(*self._questions(is_understood=is_understood), *silent),
            unknown_numbers=tuple(self.unknown),
        )

    def _spread(self, general: General, said: dict[CardLine, Answer]) -> dict[CardLine, Answer]:
        """Give a general status to the tasks it covers: 其余 leaves out all that were named."""
        if general.status is None:
            return {}
        covered = {}
        for line in self.card:
            answer = said.get(line, Answer(line.number, None))
            is_named = line in said and (general.is_rest or line in self.excepted)
            if answer.status is None and not is_named:
                covered[line] = replace(answer, status=general.status)
        return covered

    def _questions(self, *, is_understood: bool) -> list[str]:
        """Choose what is to be asked back: a greeting or a date only if there was nothing else."""
        if not is_understood:
            return self.unplaced
        return [words for words in self.unplaced if not _HEADING.fullmatch(words)]
