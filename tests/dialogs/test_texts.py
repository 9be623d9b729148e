"""Every word the bot says: the same in all languages, plain, kind, and asked for by somebody."""

from __future__ import annotations

import ast as python
import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache

import pytest
from fluent.syntax import ast as fluent
from fluent.syntax import parse
from fluent.syntax.visitor import Visitor

from dialogs import notices
from dialogs.forms import FORMS, STATUS_FORMS
from dialogs.intake import COACH, INTAKE, REVIEWED
from dialogs.messages import Value
from dialogs.texts import LANGUAGES, Texts, sources
from dialogs.words import WORDS, Verb
from ideas.idea import Gap, Ring
from ideas.lifecycle import Actor, Reason, Status
from ideas.people import Role
from ideas.routing import RuleKind
from tests.house.sources import ROOMS, ROOT, files, text, told, tree

ORIGINAL, OTHERS = LANGUAGES[0], LANGUAGES[1:]
MOST_WORDS = 25
FORMS_OF_A_NAME = {"def", "indef", "plural", "plural-def"}
MARKUP = re.compile(r"[<>*_`]|\]\(|https?:")
SENTENCE_END = re.compile(r"[.!?]+[”“]?\s+|\s·\s|\n")

QUESTIONS = {question.key: question for question in (*REVIEWED, *INTAKE, *COACH)}
INPUTS = {field.key for form in (*FORMS.values(), *STATUS_FORMS.values()) for field in form}

BUILT: dict[str, Iterable[str] | None] = {
    "status-": Status,
    "reason-": Reason,
    "ring-": Ring,
    "role-": Role,
    "rule-": (*RuleKind, "lead"),
    "actor-": Actor,
    "form-": (*FORMS, Verb.STATUS, Verb.EXPLORE, "intake"),
    "erased-": ("keep", "unlink"),
    "gap-": (Gap.UNKNOWN,),
    "language-": LANGUAGES,
    "": QUESTIONS,
    "label-": QUESTIONS,
    "field-": INPUTS,
    **{
        f"{question.key}-": question.options
        for question in QUESTIONS.values()
        if isinstance(question.options, tuple) and question.options
    },
    "my-data-": ("name", "body", "unit", "ideas", "drafts", "acts"),
    "my-data-rule-": ("keep", "unlink"),
    "monday-waiting-": ("bearer", "receiver"),
    "line-": None,
    "fact-": None,
    "digest-": None,
    "status-told-": None,
    "page-error-": None,
}
"""Ids that code builds: a beginning and what may follow; with None, whatever stands in quotes somewhere in the code.
An id that code builds in a new way gets a line here."""

EXCEPTIONS = {f"button-{question}-skip" for question in QUESTIONS}
"""Texts that replace a general one where they exist."""

ASKING = {"say", "says", "Press", "Trouble", "RefusedError", "Notice"}
"""Calls whose first word in quotes is the id of a text (a notice's kind: only if it is no card of its own)."""

UNKIND = {
    "sv": r"fel av dig|du (måste|glömde|borde)|ogiltig|felaktig|misslyck|tillåt|förbjud|användare|(?-i:\bNi\b)",
    "en": r"your (error|mistake)|you (must|forgot|should)|invalid|incorrect|failed|not allowed|forbidden|the user\b",
    "da": r"din fejl|du (skal|glemte|burde)|ugyldig|forkert|mislyk|ikke tilladt|forbudt|brugeren|(?-i:\bDem\b)",
}
"""What blames or keeps people at a distance."""

HELP = ("help-all", "help-coach", "help-lead", "help-communicator", "page-digest-command")
TEACHING = (
    "paused", "no-way-back", "refused-unclear-remove", "refused-not-its-coach", "refused-no-such-language",
    "refused-digest-when", "refused-no-such-idea", "refused-not-understood",
)  # fmt: skip
"""Texts that tell people, in quotation marks, what to write (and may quote what they wrote)."""

Words = fluent.Message | fluent.Term


def _sayings(whole: str) -> list[str]:
    """What can be said, of lines that tell what each does."""
    return [said for line in whole.split("\n") for said in line.partition(": ")[0].split(" · ")]


def name_of(entry: Words) -> str:
    """An entry's id as it is written in the file."""
    return f"-{entry.id.name}" if isinstance(entry, fluent.Term) else entry.id.name


def parsed(source: str) -> dict[str, Words]:
    """The messages and terms of a Fluent source by id; broken lines and ids used twice fail."""
    body = parse(source).body
    assert not (broken := [entry.content for entry in body if isinstance(entry, fluent.Junk)]), broken
    entries = [entry for entry in body if isinstance(entry, fluent.Message | fluent.Term)]
    found = {name_of(entry): entry for entry in entries}
    assert len(found) == len(entries), "an id is used twice"
    return found


@cache
def entries(language: str) -> dict[str, Words]:
    """Everything said in one language."""
    return parsed("\n".join(sources(language).values()))


class _Reading(Visitor):
    """Collects the variables an entry needs, the terms it names, and the variants each selector offers."""

    def __init__(self, entry: Words) -> None:
        self.variables: set[str] = set()
        self.terms: set[str] = set()
        self.choices: dict[str, list[str]] = {}
        self.visit(entry)

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:  # noqa: N802 - Fluent's own name
        self.variables.add(node.id.name)

    def visit_TermReference(self, node: fluent.TermReference) -> None:  # noqa: N802 - Fluent's own name
        self.terms.add(f"-{node.id.name}")
        self.generic_visit(node)

    def visit_SelectExpression(self, node: fluent.SelectExpression) -> None:  # noqa: N802 - Fluent's own name
        assert isinstance(node.selector, fluent.VariableReference)
        keys = [variant.key for variant in node.variants]
        self.choices[node.selector.id.name] = [k.name if isinstance(k, fluent.Identifier) else k.value for k in keys]
        self.generic_visit(node)


def samples(entry: Words) -> Iterator[dict[str, Value]]:
    """Facts that take a text through every one of its variants; whatever is not chosen by is one word."""
    reading = _Reading(entry)
    for turn in range(max([len(keys) for keys in reading.choices.values()], default=1)):
        facts: dict[str, Value] = dict.fromkeys(reading.variables, "ord")
        for name, keys in reading.choices.items():
            key = keys[turn % len(keys)]
            facts[name] = turn + 1 if "one" in keys else key
        yield facts


def forms(entry: Words) -> set[str]:
    """The forms a term can be asked for in."""
    return set(_Reading(entry).choices.get("form", ()))


@cache
def said(language: str) -> tuple[tuple[str, str], ...]:
    """Every message of a language as people read it, once for each of its variants."""
    texts, messages = Texts(), entries(language).items()
    return tuple(
        (key, texts.say(language, key, facts))
        for key, entry in messages
        if isinstance(entry, fluent.Message)
        for facts in samples(entry)
    )


@cache
def quoted() -> frozenset[str]:
    """Every string in the code, and every quoted word in pages and their scripts."""
    strings = {
        node.value
        for path in files(*ROOMS, suffix=".py")
        for node in python.walk(tree(path))
        if isinstance(node, python.Constant) and isinstance(node.value, str)
    }
    pages = "".join(text(path) for suffix in (".html", ".js") for path in files("adapters", suffix=suffix))
    return frozenset(strings | set(re.findall(r"""["'`]([\w-]+)["'`$]""", pages)))


def built() -> set[str]:
    """Every id that code can build."""
    rests = {prefix: quoted() if known is None else known for prefix, known in BUILT.items()}
    return {prefix + str(rest) for prefix, known in rests.items() for rest in known}


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", sorted(sources(ORIGINAL)))
def test_every_language_has_the_same_texts_in_the_same_files(language: str, name: str) -> None:
    ours, theirs = parsed(sources(ORIGINAL)[name]), parsed(sources(language).get(name, ""))
    told(f"Write these in {language}/{name}, or take them away:", sorted(set(ours) ^ set(theirs)))


@pytest.mark.parametrize("language", OTHERS)
def test_a_text_needs_the_same_facts_in_every_language(language: str) -> None:
    faults = [
        f"{key}: {sorted(_Reading(ours).variables)} but {language} {sorted(_Reading(theirs).variables)}"
        for key, ours in entries(ORIGINAL).items()
        if (theirs := entries(language).get(key)) and _Reading(ours).variables != _Reading(theirs).variables
    ]
    told("Use the same variables:", faults)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_has_the_same_forms_in_every_language(language: str) -> None:
    odd = [key for key, entry in entries(language).items() if key.startswith("-") and forms(entry) != FORMS_OF_A_NAME]
    told(f"A term has the forms {sorted(FORMS_OF_A_NAME)}:", odd)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_said(language: str) -> None:
    assert all(words.strip() for _, words in said(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_plain_without_markup_or_addresses(language: str) -> None:
    told("Only renderers mark up:", [f"{key}: {words}" for key, words in said(language) if MARKUP.search(words)])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_longer_than_twenty_five_words(language: str) -> None:
    faults = [
        f"{key}: {len(words)} words: {sentence}"
        for key, whole in said(language)
        for sentence in SENTENCE_END.split(whole)
        if len(words := re.findall(r"\S*\w\S*", sentence)) > MOST_WORDS
    ]
    told("Make two sentences:", faults)


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_kind_and_speak_to_one_person(language: str) -> None:
    unkind = re.compile(UNKIND[language], re.IGNORECASE)
    told("Say what helps instead:", [f"{key}: {words}" for key, words in said(language) if unkind.search(words)])


def test_english_puts_no_article_before_a_name_that_can_change() -> None:
    source = "\n".join(sources("en").values())
    told("Use form def, plural-def or another word:", re.findall(r".*\b[Aa]n? \{ (?:CAPITAL\()?-.*", source))


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_are_only_taught_words_that_are_understood(language: str) -> None:
    known = tuple(f"{word} " for words in WORDS[language].values() for word in words)
    lists = [line for key, whole in said(language) if key in HELP for line in _sayings(whole)]
    quotes = [word for key, whole in said(language) if key in TEACHING for word in re.findall(r"[”“](.+?)[”“]", whole)]
    told("Teach real words:", [line for line in lists + quotes if not f"{line} ".startswith((*known, "ord "))])


def test_every_text_is_used() -> None:
    used = quoted() | built() | EXCEPTIONS
    idle = [key for key in entries(ORIGINAL) if not key.startswith("-") and key not in used]
    told("Use these or take them away, or add to BUILT how code makes the id:", idle)


def test_every_term_is_used() -> None:
    used = {term for entry in entries(ORIGINAL).values() for term in _Reading(entry).terms}
    told("Use these or take them away:", [key for key in entries(ORIGINAL) if key.startswith("-") and key not in used])


def test_everything_that_code_can_build_has_its_text() -> None:
    wanted = {prefix + str(rest) for prefix, known in BUILT.items() for rest in known or ()}
    wanted |= set(notices.SIMPLE)
    told("Write these texts:", sorted(wanted - set(entries(ORIGINAL))))


def test_every_text_that_code_asks_for_exists() -> None:
    faults = [
        f"{path}:{call.lineno} {wanted.value}"
        for path in files(*ROOMS, suffix=".py")
        for call in python.walk(tree(path))
        if isinstance(call, python.Call) and python.unparse(call.func).split(".")[-1] in ASKING
        for wanted in [argument for argument in call.args[:2] if isinstance(argument, python.Constant)][:1]
        if isinstance(wanted.value, str) and wanted.value not in {*entries(ORIGINAL), *notices.KINDS}
    ]
    told("Write these texts, or correct the id:", faults)


PRESETS = sorted((ROOT / "ideas" / "presets").glob("*.toml"), key=lambda path: path.stem)


@pytest.mark.parametrize("name", [path.stem for path in PRESETS])
def test_a_preset_only_rewords_what_exists(name: str) -> None:
    overrides = tomllib.loads((ROOT / "ideas" / "presets" / f"{name}.toml").read_text("utf-8")).get("texts", {})
    faults = [f"{language} {fault}" for language, source in overrides.items() for fault in _misfits(language, source)]
    told(f"In {name}, use an id and forms that exist:", faults)
    texts = Texts(overrides)
    for language in LANGUAGES:
        for key, entry in entries(language).items():
            for facts in samples(entry) if isinstance(entry, fluent.Message) else ():
                assert texts.say(language, key, facts)


def _misfits(language: str, source: str) -> Iterator[str]:
    for key, entry in parsed(source).items():
        original = entries(language).get(key)
        if original is None:
            yield f"{key} is no text"
        elif not _Reading(entry).variables <= _Reading(original).variables:
            yield f"{key} needs facts it does not get: {sorted(_Reading(entry).variables)}"
        elif forms(entry) != forms(original):
            yield f"{key} has the forms {sorted(forms(entry))}, not {sorted(forms(original))}"
