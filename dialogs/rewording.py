"""What is wrong with a preset's own wordings: looked through first, so that no message breaks later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from fluent.syntax import ast, parse
from fluent.syntax.visitor import Visitor

from dialogs.texts import sources

Entry = ast.Message | ast.Term


def faults(overrides: Mapping[str, str]) -> Iterator[str]:
    """A line for each wording that cannot be used: its key, what is wrong and what is allowed."""
    for language, source in overrides.items():
        for fault in _faults(language, source):
            yield f"texts.{language}: {fault}"


def _faults(language: str, source: str) -> Iterator[str]:
    for entry in parse(source).body:
        if isinstance(entry, ast.Junk):
            yield f"cannot be read: “{_first_line(entry)}”; write it as in dialogs/locales/{language}"
        elif isinstance(entry, Entry):
            yield from _misfits(entry, _ours(language))


def _misfits(entry: Entry, ours: Mapping[str, Entry]) -> Iterator[str]:
    key, original = _key(entry), ours.get(_key(entry))
    if original is None:
        yield f"{key} is no text here: only what is there already can be worded anew"
        return
    if more := sorted(_Needs(entry).facts - _Needs(original).facts):
        yield f"{key} uses ${', $'.join(more)}: it is told {_listed(_Needs(original).facts)}"
    if unknown := sorted(_Needs(entry).terms - {name for name in ours if name.startswith("-")}):
        yield f"{key} uses {', '.join(unknown)}: there is no such term"
    if isinstance(entry, ast.Term) and (missing := sorted(_Needs(original).forms - _Needs(entry).forms)):
        yield f"{key} lacks the form {', '.join(missing)}: a term has a form for each place in a sentence"


def _listed(facts: set[str]) -> str:
    return ", ".join(f"${name}" for name in sorted(facts)) or "nothing"


def _first_line(entry: ast.Junk) -> str:
    return (entry.content or "").strip().partition("\n")[0]


def _key(entry: Entry) -> str:
    return f"-{entry.id.name}" if isinstance(entry, ast.Term) else entry.id.name


@cache
def _ours(language: str) -> Mapping[str, Entry]:
    body = parse("\n".join(sources(language).values())).body
    return {_key(entry): entry for entry in body if isinstance(entry, Entry)}


class _Needs(Visitor):
    """The facts a text is told, the terms it names, and the forms it has."""

    def __init__(self, entry: Entry) -> None:
        self.facts: set[str] = set()
        self.terms: set[str] = set()
        self.forms: set[str] = set()
        self.visit(entry)

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - Fluent's own name
        self.facts.add(node.id.name)

    def visit_TermReference(self, node: ast.TermReference) -> None:  # noqa: N802 - Fluent's own name
        self.terms.add(f"-{node.id.name}")
        self.generic_visit(node)

    def visit_Variant(self, node: ast.Variant) -> None:  # noqa: N802 - Fluent's own name
        if isinstance(node.key, ast.Identifier):
            self.forms.add(node.key.name)
        self.generic_visit(node)
