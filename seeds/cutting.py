"""The text of a task cut from its units clause, wherever and however the clause is bracketed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from seeds.clause import read_labelled, read_unlabelled
from seeds.duties import Duties
from seeds.labels import FULL_LABEL, LABEL
from seeds.signs import closing, has_words, level

_OPENING = re.compile(rf"\((?=[^()]{{0,60}}?(?:{LABEL})\)? *:)")
_UNBRACKETED = re.compile(rf"(?:^|(?<=[。;,) ]))(?=(?:{FULL_LABEL}) *:)")
_LAST_BRACKET = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)(?=[。.;, ]*$)")
_LAST_SENTENCE = re.compile(r"(?:^|(?<=[。;,]))(?=(?:由)?[^。;]{2,120}(?:牵头|负责|落实|配合|承办)[^。;]{0,20}[。;]?$)")
_LINE_START = re.compile(rf"[\s*·●▲-]*\(?(?:{LABEL})(?:\) *:?| *:)")
_SIGNS = " 。.;,"


@dataclass(frozen=True)
class Part:
    """One task's wording with its own units clause; duties are false where it has none."""

    text: str
    duties: Duties = Duties()
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
            parts.append(Part(wording, clause.duties, clause.remarks))
        position = clause.end
    rest = text[position:].strip()
    if not parts:
        return (Part(rest),)
    return (*parts[:-1], _ended(parts[-1], rest))


def is_open(text: str) -> bool:
    """Whether the text ends inside the bracket of a units clause."""
    levelled = level(text)
    openings = [found.start() for found in _OPENING.finditer(levelled)]
    return bool(openings) and closing(levelled, openings[-1]) is None


def clause_on_its_own(line: str) -> str | None:
    """Return the content of a line that is nothing but a units clause, None if it is more."""
    levelled = level(line).strip()
    whole = line.strip()
    if _LINE_START.match(levelled):
        return _unbracketed(whole)
    bare = _unbracketed(whole)
    return bare if read_unlabelled(bare) else None


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
    return _Clause(start, end, read_labelled(content.rstrip(_SIGNS)[:-1]), (remark,))


def _closing_clause(text: str) -> Iterator[_Clause]:
    """A clause without labels counts only at the very end, in brackets or as a sentence."""
    levelled = level(text)
    if found := _LAST_BRACKET.search(levelled):
        if duties := read_unlabelled(text[found.start() + 1 : found.end() - 1]):
            yield _Clause(found.start(), found.end(), duties)
        return
    for found in _LAST_SENTENCE.finditer(levelled):
        if duties := read_unlabelled(text[found.start() :]):
            yield _Clause(found.start(), len(text), duties)
            return


def _unbracketed(line: str) -> str:
    """Take the outermost bracket off a line that is wholly inside it."""
    levelled = level(line)
    if levelled.startswith("(") and (closing(levelled, 0) or 0) >= len(levelled.rstrip(_SIGNS)) - 1:
        return line.rstrip(_SIGNS + ",;")[1:-1]
    return line


def _enriched(part: Part, signs: str, clause: _Clause) -> Part:
    text = part.text if signs in _SIGNS else part.text + signs
    return Part(text, part.duties.joined(clause.duties), part.remarks + clause.remarks)


def _ended(part: Part, rest: str) -> Part:
    """Give the text back what follows its clause: mostly the full stop, sometimes more."""
    if has_words(rest):
        remark = f"«{rest}» follows the units clause; it is kept as text"
        return Part(part.text + rest, part.duties, (*part.remarks, remark))
    ended = part.text.rstrip(_SIGNS + ",;") if rest else part.text
    return Part(ended + rest[:1], part.duties, part.remarks)
