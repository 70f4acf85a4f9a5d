"""A notice read: the year's tasks, who leads each, who shares in it, and all that was odd.

`read_notice` is pure: text in, frozen dataclasses out. Its JSON is a stable interface:

    {"title", "document_no", "issuer", "date", "year",
     "sections": [{"title": "二、…", "subsections": ["(一)…", …]}, …],
     "tasks": [{"number", "text", "sections", "lead", "responsible", "leaders", "deadline"}, …],
     "problems": [{"line", "what"}, …]}

`sections` are the outermost headings that have tasks, in order, each with every heading below
it; a task's own `sections` are the headings above it, outermost first, as they are written.
`date` is ISO 8601; `document_no`, `issuer`, `date`, `year` and `deadline` may be null.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from seeds.blocks import Problem
from seeds.body import Heading, Placed, body_of
from seeds.duties import Custom, custom_of
from seeds.layout import blocks_of
from seeds.letter import letter_of
from seeds.numbering import Called, numbers
from seeds.oddities import uneven_headings, unusual_blanks
from seeds.reading import NotANotice

__all__ = ["Notice", "NoticeTask", "Problem", "Section", "read_notice"]


@dataclass(frozen=True)
class Section:
    """An outermost heading as written, and the headings below it in order."""

    title: str
    subsections: tuple[str, ...]


@dataclass(frozen=True)
class NoticeTask:
    """One task: its wording without the units clause, and who is named for it, in order.

    `number` is unique in its notice (see `seeds.numbering`); `deadline` is as written.
    """

    number: str
    text: str
    sections: tuple[str, ...]
    lead: tuple[str, ...]
    responsible: tuple[str, ...]
    leaders: tuple[str, ...] = ()
    deadline: str | None = None


@dataclass(frozen=True)
class Notice:
    """A notice: at least one task. Problems are in the order of their lines."""

    title: str
    document_no: str | None
    issuer: str | None
    date: date | None
    year: int | None
    sections: tuple[Section, ...]
    tasks: tuple[NoticeTask, ...]
    problems: tuple[Problem, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the notice as the module's docstring shows it."""
        return asdict(self) | {"date": self.date.isoformat() if self.date else None}


def read_notice(text: str) -> Notice:
    """Read a notice in any of the genre's layouts; raise `NotANotice` if it holds no task.

    Whatever is damaged is mended or left out, and reported with its line either way.
    """
    blocks, line_problems = blocks_of(text)
    body = body_of(blocks)
    if not body.tasks:
        raise NotANotice(
            "No task with a lead or responsible unit was found. Check that the text holds the list "
            "of tasks (…牵头单位:…), in simplified characters and not only the covering letter."
        )
    first = body.tasks[0].block.line
    letter = letter_of([block for block in blocks if block.line < first], text)
    custom = custom_of(text, [part.duties for placed in body.tasks for part in placed.block.parts])
    called = numbers(body.tasks)
    tasks = tuple(_tasks(body.tasks, [one.number for one in called], custom))
    headings = dict.fromkeys(heading for placed in body.tasks for heading in placed.path)
    problems = [
        *line_problems,
        *body.problems,
        *letter.problems,
        *_task_problems(body.tasks, tasks, called),
        *uneven_headings(headings),
        *unusual_blanks(text),
    ]
    return Notice(
        letter.title,
        letter.document_no,
        letter.issuer,
        letter.date,
        letter.year,
        tuple(_sections(body.tasks)),
        tasks,
        tuple(sorted(problems, key=lambda problem: problem.line)),
    )


def _tasks(placed: Sequence[Placed], called: Sequence[str], custom: Custom) -> Iterator[NoticeTask]:
    following = iter(called)
    for task in placed:
        sections = tuple(heading.text for heading in task.path)
        for part in task.block.parts:
            lead, responsible = custom.settle(part.duties)
            leaders = part.duties.leaders or part.duties.persons
            named = (lead, responsible, leaders, part.duties.deadline)
            yield NoticeTask(next(following), part.text, sections, *named)


def _sections(placed: Sequence[Placed]) -> Iterator[Section]:
    below: dict[Heading, dict[Heading, None]] = {}
    for task in placed:
        if task.path:
            outermost, *inner = task.path
            below.setdefault(outermost, {}).update(dict.fromkeys(inner))
    for outermost, headings in below.items():
        yield Section(outermost.text, tuple(heading.text for heading in headings))


def _task_problems(
    placed: Sequence[Placed], tasks: Sequence[NoticeTask], called: Sequence[Called]
) -> Iterator[Problem]:
    following = zip(tasks, called, strict=True)
    for block in (one.block for one in placed):
        for part in block.parts:
            task, call = next(following)
            for what in (*part.remarks, *part.duties.remarks, *_odd(task)):
                yield Problem(block.line, f"task {task.number}: {what}")
            if call.is_again:
                what = f"the number {block.ordinal} is used again; this task is {task.number}"
                yield Problem(block.line, what)


def _odd(task: NoticeTask) -> Iterator[str]:
    if not task.text:
        yield "it has no wording"
    if not task.lead and not task.responsible:
        yield f"no unit is named for «{task.text}»"
    if twice := [unit for unit in task.responsible if unit in task.lead]:
        yield f"«{'、'.join(twice)}» both leads and is responsible; kept as it is written"
