"""Every word a person reads stands in one place, and nothing stands there unread."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers.views.render import WORDS, phrases
from rules import refusals

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "handlers", "rules", "scheduler", "seeds", "storage")
CJK = re.compile(r"[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]")
EXEMPT = (
    "bot/sandbox/",  # its own page, its cast
    "bot/rehearsal.py",  # its cast and its banner
    "rules/replies/",  # the vocabulary of typed answers
    "rules/titles.py",  # the signs at which a clause ends
    "rules/drafts.py",  # and those at which a line of progress does
    "rules/measures.py",  # the units of measure
    "seeds/",  # the vocabulary of notices
)
LABELS = {  # the labels of enumerations
    "rules/cascade.py", "rules/escalation.py", "rules/facts.py", "rules/lights.py",
    "rules/standing.py", "rules/tally.py", "rules/target_columns.py", "rules/targets.py",
    "rules/terms.py", "storage/notice_kinds.py",
}  # fmt: skip
TEMPLATES = sorted(file.name for file in WORDS.glob("*.j2"))
SOURCES = {
    file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8")
    for room in ROOMS
    for file in sorted((ROOT / room).rglob("*.py"))
}


def literals(source: str, *, labels: bool = False) -> Iterator[tuple[int, str]]:
    """Yield each string with Chinese in it and its line; docstrings and enum labels apart."""
    tree = ast.parse(source)
    spared = set(_docstrings(tree)) | (set(_labels(tree)) if labels else set())
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value if id(node) not in spared else ""
            if CJK.search(text):
                yield node.lineno, text


@pytest.mark.parametrize("path", [path for path in SOURCES if not path.startswith(EXEMPT)])
def test_no_sentence_stands_in_code(path):
    assert list(literals(SOURCES[path], labels=path in LABELS)) == []


def test_the_search_finds_what_it_is_for():
    source = '"""说明"""\nx = f"共{1}项"\nclass A(Labelled):\n    B = "b", "标签"\n    "旁白"\n'
    assert [text for _, text in literals(source, labels=True)] == ["共", "项"]
    assert "标签" in [text for _, text in literals(source)]


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_is_used(template):
    name = template.removesuffix(".html.j2")
    in_code = re.compile(rf'render\(\s*"{name}"')
    in_templates = re.compile(rf'(import|include|extends) "{re.escape(template)}"')
    words = (file.read_text(encoding="utf-8") for file in WORDS.glob("*.j2"))
    used = [source for source in SOURCES.values() if in_code.search(source)]
    assert used or any(in_templates.search(text) for text in words)


@pytest.mark.parametrize("name", sorted(phrases()))
def test_every_phrase_is_used(name):
    by_name = re.compile(rf'phrase\(\s*"{name}"')
    in_a_menu = name.startswith("menu_") and f'"{name.removeprefix("menu_")}"'
    menus = SOURCES["handlers/views/menus.py"]
    assert any(by_name.search(source) for source in SOURCES.values()) or (
        in_a_menu and in_a_menu in menus
    )


def test_every_rendered_template_and_phrase_exists():
    code = "\n".join(SOURCES.values())
    rendered = set(re.findall(r'\brender\(\s*"(\w+)"', code))
    assert {f"{name}.html.j2" for name in rendered} <= set(TEMPLATES)
    assert set(re.findall(r'\bphrase\(\s*"(\w+)"', code)) <= set(phrases())


def test_every_refusal_has_its_sentence():
    kinds = {
        name
        for name, kind in vars(refusals).items()
        if isinstance(kind, type) and issubclass(kind, refusals.Refusal)
    } - {"Refusal"}
    text = (WORDS / "refusal.html.j2").read_text(encoding="utf-8")
    assert set(re.findall(r'\w+ == "(\w+)"', text)) == kinds


def _docstrings(tree: ast.AST) -> Iterator[int]:
    return (id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr))


def _labels(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and [ast.unparse(one) for one in node.bases] == [
            "Labelled"
        ]:
            for member in node.body:
                if isinstance(member, ast.Assign) and isinstance(member.value, ast.Tuple):
                    yield from (id(part) for part in member.value.elts)
