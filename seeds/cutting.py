"""The text of a task cut from its units clause, wherever and however the clause is bracketed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from seeds.clause import read_bare, read_labelled, read_unlabelled
from seeds.duties import NO_DUTIES, Duties
from seeds.labels import FULL_LABEL, LABEL
from seeds.signs import HAN, closing, has_words, level, squeeze, trim_end

_OPENING = re.compile(rf"\((?=[^()]{{0,60}}?(?:{LABEL})\)? *:)")
_UNBRACKETED = re.compile(rf"(?:^|(?<=[。;,) ]))(?=(?:{FULL_LABEL}) *:)")
_LAST_BRACKET = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)(?=[。.;, ]*$)")
_LAST_SENTENCE = re.compile(
    r"(?:^|(?<=[。;,]))(?=(?:由)?[^。;]{2,120}(?:牵头|负责|落实|配合|承办)[^。;]{0,20}[。;]?$)"
)
_LINE_START = re.compile(rf"[\s*·●▲-]*\(?(?:(?:{LABEL})(?:\) *:?| *:)|(?:{FULL_LABEL}) +(?={HAN}))")
_SIGNS = " 。.;,"
_PAUSES = " ,;、"


@dataclass(frozen=True)
class Part:
    """One task's wording with its own units clause; duties are false where it has none."""

    text: str
    duties: Duties = NO_DUTIES
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Clause:
    start: int
    end: int
    duties: Duties
    remarks: tuple[str, ...] = ()


def cut(text: str) -> tuple[Part, ...]:
    """Return the tasks of one paragraph: mostly one, more where each has its own clause."""
    clauses = tuple(_labelled_clauses(text)) or tuple(_closing_clause(text))
    parts: list[Part] = []
    position = 0
    for clause in clauses:
        wording = text[position : clause.start].strip()
        if parts and not has_words(wording):
            parts[-1] = _enriched(parts[-1], wording, clause)
        else:
            parts.append(Part(trim_end(wording, _PAUSES), clause.duties, clause.remarks))
        position = clause.end
    rest = text[position:].strip()
    parts = [*parts[:-1], _ended(parts[-1], rest)] if parts else [Part(rest)]
    return tuple(replace(part, text=squeeze(part.text)) for part in parts)


def is_open(text: str) -> bool:
    """Whether the text ends inside the bracket of a units clause."""
    levelled = level(text)
    openings = [found.start() for found in _OPENING.finditer(levelled)]
    return bool(openings) and closing(levelled, openings[-1]) is None


def is_clause_line(line: str) -> bool:
    """Whether the line is nothing but a units clause, or the beginning of one."""
    return _LINE_START.match(level(line)) is not None or bool(read_unlabelled(_bare(line)))


def read_clause_line(line: str) -> Duties:
    """Read a line that is nothing but a units clause, bracketed or not."""
    bare = _bare(line)
    return read_labelled(bare) if _LINE_START.match(level(bare)) else read_unlabelled(bare)


def _labelled_clauses(text: str) -> Iterator[_Clause]:
    levelled = level(text)
    position = 0
    while found := _OPENING.search(levelled, position) or _UNBRACKETED.search(levelled, position):
        loose = _UNBRACKETED.search(levelled, position)
        start = min(found.start(), loose.start()) if loose else found.start()
        clause = _bracketed(text, start) if levelled[start] == "(" else _loose(text, start)
        yield clause
        position = clause.end


def _bracketed(text: str, start: int) -> _Clause:
    levelled = level(text)
    end = closing(levelled, start)
    if end is None:
        remark = f"the units clause «{text[start:]}» is not closed; it is read to its end"
        return _Clause(start, len(text), read_labelled(text[start + 1 :]), (remark,))
    return _Clause(start, end + 1, read_labelled(text[start + 1 : end]))


def _loose(text: str, start: int) -> _Clause:
    levelled = level(text)
    bracketed = _OPENING.search(levelled, start)
    end = bracketed.start() if bracketed else len(text)
    content = text[start:end]
    if levelled.count(")", start, end) <= levelled.count("(", start, end):
        return _Clause(start, end, read_labelled(content))
    remark = f"the units clause «{content}» is not opened by a bracket; it is read from its label"
    return _Clause(start, end, read_labelled(trim_end(content, _SIGNS)[:-1]), (remark,))


def _closing_clause(text: str) -> Iterator[_Clause]:
    """A clause without labels counts only at the very end, in brackets or as a sentence."""
    levelled = level(text)
    if found := _LAST_BRACKET.search(levelled):
        content = text[found.start() + 1 : found.end() - 1]
        if duties := read_unlabelled(content, is_sure=True) or read_bare(content):
            yield _Clause(found.start(), found.end(), duties)
        return
    for found in _LAST_SENTENCE.finditer(levelled):
        if duties := read_unlabelled(text[found.start() :]):
            yield _Clause(found.start(), len(text), duties)
            return


def _bare(line: str) -> str:
    """Take off a line the bracket around all of it, and one that has no partner."""
    bare = trim_end(line.strip(), _SIGNS + _PAUSES)
    levelled = level(bare)
    if levelled.startswith("(") and closing(levelled, 0) in (None, len(levelled) - 1):
        return bare[1:].removesuffix(bare[-1]) if levelled.endswith(")") else bare[1:]
    if levelled.count(")") > levelled.count("("):
        return trim_end(bare, ")")
    return bare


def _enriched(part: Part, signs: str, clause: _Clause) -> Part:
    text = part.text if level(signs) in _SIGNS else part.text + signs
    return Part(text, part.duties.joined(clause.duties), part.remarks + clause.remarks)


def _ended(part: Part, rest: str) -> Part:
    """Give the text back what follows its clause: mostly the full stop, sometimes more."""
    if has_words(rest):
        remark = f"«{rest}» follows the units clause; it is kept as text"
        return Part(part.text + rest, part.duties, (*part.remarks, remark))
    ended = trim_end(part.text, _SIGNS) if rest else part.text
    return Part(ended + rest[:1], part.duties, part.remarks)
