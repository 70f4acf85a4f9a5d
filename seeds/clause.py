"""A units clause read, with labels (牵头单位:…;责任单位:…) or without (区发改局牵头)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from seeds.duties import ALL_LEAD, FIRST_LEADS, Duties
from seeds.labels import FULL_LABEL, LABEL, Role, role_of
from seeds.leaders import split_leaders
from seeds.signs import HAN, has_words, level, split_outside, trim
from seeds.times import is_deadline, moment_of
from seeds.units import NOBODY, is_local, looks_like_unit, split_names

_LABELLED = re.compile(
    rf"\(?({LABEL})\)? *:|^\(({LABEL})\)|(?<=;)\(({LABEL})\)|^({FULL_LABEL}) +(?={HAN})"
)
_RULE = re.compile(
    rf"\([^()]*(?:{FIRST_LEADS})[^()]*\)|\(以?下同\)|(?:{FIRST_LEADS}|{ALL_LEAD}).*$|,?以?下同(?=\)|$)"
)
_BY_OFFICE = (
    r"(?:(?:等)?(?:按照?|依据?|根据)(?:各自)?(?:职责|职能|分工|职责分工|职能分工)*(?:分工)?)"
)
_MANNER = (
    rf"(?:{_BY_OFFICE}|分别|共同|联合|各自|具体|分工|积极|协同|密切|主动|抓好|做好|组织|切实)*"
)
_DEED = "(?:落实|实施|推进|组织|完成|办理|承办|开展|到位|工作|抓好|做好|和|并|配合|负责|参与|协助)*"
_VERBS = {
    Role.LEAD: re.compile(rf"(?:^由)?(?P<names>.*?){_MANNER}牵头(?:单位)?{_DEED}"),
    Role.HELPER: re.compile(
        rf"(?:^由)?(?P<names>.*?){_MANNER}(?:配合|协助|协办|参与|参加|支持){_DEED}"
    ),
    Role.PRIMARY: re.compile(
        rf"(?:^由)?(?P<names>.*?){_MANNER}(?:负责|承办|落实|主办|组织实施){_DEED}"
    ),
}
_OFFICE_ONLY = re.compile(rf"(?P<names>.*?){_BY_OFFICE}")
_VERB_WITH_OBJECT = re.compile(rf"(?<=负责|牵头|配合){HAN}{{1,8}}$")
_VERB_THEN_PAUSE = re.compile("(?<=牵头|负责|配合)、")
_TOGETHER = re.compile("会同(?=.)|联合(?=[省市区县州旗各])")
_MARKED_LEAD = re.compile(r"\((?:总)?牵头(?:单位|部门)?\)$|^[★☆*▲]")
_SIGNS = " ;,。"
_LONGEST_NAME = 30
_OFFICE = re.compile(
    ".{1,20}(?:局|委|办|办公室|部门?|厅|管委会|公司|集团|政府|街道|镇|乡|支行|单位|院|会|团)"
)


def read_labelled(content: str) -> Duties:
    """Read a clause whose lists stand behind labels; what stands before the first is read too."""
    labels = list(_LABELLED.finditer(level(content)))
    bounds = [label.start() for label in labels] + [len(content)]
    duties = read_unlabelled(content[: bounds[0]]) or _dated(content[: bounds[0]])
    for label, end in zip(labels, bounds[1:], strict=True):
        role = role_of(next(filter(None, label.groups())))
        duties = duties.joined(read_behind(role, trim(content[label.end() : end], _SIGNS)))
    return duties


def read_behind(role: Role, listed: str) -> Duties:
    """Read what stands behind a label, or in a column headed by it."""
    if role is Role.ASIDE:
        aside = (f"«{listed}» is neither unit, leader nor date; left out",) if listed else ()
        return Duties(remarks=aside)
    if role is Role.DEADLINE:
        return Duties(deadline=None if listed in NOBODY else listed)
    if role is Role.LEADER:
        return Duties(leaders=split_leaders(listed))
    if role is Role.PERSON:
        return Duties(persons=split_leaders(listed))
    return _listed_units(role, listed)


def read_unlabelled(content: str, *, is_sure: bool = False) -> Duties:
    """Read a clause by its verbs; false if any part is neither units, a rule nor a date.

    Where brackets make it sure that this is a clause, half of the names must look like units.
    """
    duties, waiting = Duties(), ""
    for chunk in _chunks(content):
        if is_deadline(chunk):
            duties = duties.joined(Duties(deadline=moment_of(chunk)))
            continue
        role, names = _by_verb(_VERB_WITH_OBJECT.sub("", chunk) if is_sure else chunk)
        if role is None:
            waiting += f"、{names}"
            continue
        read = _with_partners(role, f"{waiting}、{names}")
        if not read or not _are_units(read.units, is_sure):
            return Duties()
        duties, waiting = duties.joined(read), ""
    left = _with_partners(Role.HELPER, waiting)
    if left and not (duties.lead and _are_units(left.units, is_sure)):
        return Duties()
    return duties.joined(left)


def read_bare(content: str) -> Duties:
    """Read a bracket of nothing but names, believed only where all plainly are offices."""
    names = split_names(content)
    is_sure = all(map(_OFFICE.fullmatch, names.units)) and any(map(is_local, names.units))
    return Duties(primary=names.units, remarks=names.remarks) if is_sure else Duties()


def _are_units(names: Sequence[str], is_sure: bool) -> bool:
    alike = sum(looks_like_unit(name) or is_local(name) for name in names)
    is_short = all(len(name) <= _LONGEST_NAME for name in names)
    return is_short and (alike * 2 >= len(names) if is_sure else alike == len(names))


def _listed_units(role: Role, listed: str) -> Duties:
    duties = Duties()
    sentences = listed.split("。")
    if any(map(has_words, sentences[1:])):
        left = "。".join(sentences[1:]).strip()
        duties = Duties(remarks=(f"«{left}» after the units is no unit; left out",))
    waiting = ""
    for chunk in _chunks(sentences[0]):
        if is_deadline(chunk):
            duties = duties.joined(Duties(deadline=moment_of(chunk)))
            continue
        said, names = _by_verb(chunk)
        waiting += f"、{names}"
        if said in (Role.LEAD, Role.HELPER):
            duties, waiting = duties.joined(_with_partners(said, waiting)), ""
    return duties.joined(_in_role(role, waiting))


def _chunks(content: str) -> Iterator[str]:
    levelled = level(content)
    ruled = _VERB_THEN_PAUSE.sub(",", _RULE.sub("", levelled))
    for chunk in split_outside(content if ruled == levelled else ruled, ",;。"):
        if has_words(chunk):
            yield chunk.strip()


def _by_verb(chunk: str) -> tuple[Role | None, str]:
    """Return the role that the chunk's closing verb gives, and the names before it."""
    levelled = level(chunk)
    for role, pattern in _VERBS.items():
        found = pattern.fullmatch(levelled)
        if found and not _MARKED_LEAD.search(levelled):
            return role, chunk[found.start("names") : found.end("names")]
    found = _OFFICE_ONLY.fullmatch(levelled)
    return (Role.PRIMARY, chunk[: found.end("names")]) if found else (None, chunk)


def _with_partners(role: Role, listed: str) -> Duties:
    """X会同Y负责: X answers, Y helps."""
    own, *partners = _TOGETHER.split(listed, maxsplit=1)
    if not has_words(own):
        return _in_role(Role.HELPER, partners[0]) if partners else Duties()
    duties = _in_role(role, own)
    return duties.joined(_in_role(Role.HELPER, partners[0])) if partners else duties


def _in_role(role: Role, listed: str) -> Duties:
    """Units of one role; a (牵头) behind a name lifts that one."""
    names = split_names(listed)
    marked = [name for name in names.units if _MARKED_LEAD.search(level(name))]
    leading = tuple(_MARKED_LEAD.sub("", level(name)) for name in marked)
    rest = tuple(name for name in names.units if name not in marked)
    if role is Role.SHARED:
        leading, rest, role = leading or rest[:1], rest if leading else rest[1:], Role.PRIMARY
    if role is Role.LEAD:
        return Duties(lead=leading + rest, remarks=names.remarks)
    if role is Role.HELPER:
        return Duties(lead=leading, helper=rest, remarks=names.remarks)
    return Duties(lead=leading, primary=rest, remarks=names.remarks)


def _dated(content: str) -> Duties:
    dates = [chunk for chunk in _chunks(content) if is_deadline(chunk)]
    return Duties(deadline=moment_of(dates[0])) if dates else Duties()
