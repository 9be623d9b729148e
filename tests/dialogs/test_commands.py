"""Command words in every language, as people write them."""

from __future__ import annotations

import pytest

from dialogs.commands import (
    LONGEST_PHRASE,
    Command,
    Reference,
    nearest,
    phrases,
    read_command,
    read_language,
    read_reference,
    read_status,
)
from dialogs.folding import folded
from dialogs.texts import LANGUAGES
from dialogs.words import DIALOG_WORDS, NO_TAIL, NUMBERED, STATUS_WORDS, TAILS, WORDS, Verb
from ideas.lifecycle import Status

WORDS_OF = [
    (language, verb, word)
    for language in WORDS
    for verb in WORDS[language]
    for word in WORDS[language][verb]
    if word != "?"
]
SKO = Reference(142, "SKO", 2026)


def plain(word: str) -> str:
    """As somebody without å ä ö on the keyboard writes it."""
    return word.translate(str.maketrans("åäöæøé", "aaoaoe"))


def spelled_out(word: str) -> str:
    """As somebody does who knows the old ways of writing them."""
    for letter, letters in (("å", "aa"), ("ä", "ae"), ("ö", "oe"), ("æ", "ae"), ("ø", "oe")):
        word = word.replace(letter, letters)
    return word


@pytest.mark.parametrize(("language", "verb", "word"), WORDS_OF)
def test_every_word_is_understood_however_it_is_written(language: str, verb: Verb, word: str) -> None:
    for spelling in (word, word.upper(), f"{word.capitalize()}.", plain(word), spelled_out(word), f"  ”{word}”!\n"):
        found = read_command(spelling, (language,))
        assert found
        assert found.verb is verb
        assert not found.tail


@pytest.mark.parametrize(("language", "verb", "word"), [row for row in WORDS_OF if row[1] in NUMBERED])
def test_every_word_that_needs_a_number_takes_it_in_every_way_of_writing_it(
    language: str, verb: Verb, word: str
) -> None:
    for number in ("sko-2026-0142", "SKO–2026–0142", "SKO 2026 0142", "#SKO-2026-142.", "sko2026-142"):
        assert read_command(f"{word} {number}", (language,)) == Command(verb, SKO)
    assert read_command(f"{word} sko 142", (language,)) == Command(verb, Reference(142, "SKO"))
    assert read_command(f"{word} 142?", (language,)) == Command(verb, Reference(142))


def test_no_phrase_means_two_things_in_languages_that_are_spoken_side_by_side() -> None:
    meant: dict[str, set[Verb]] = {}
    for _, verb, word in WORDS_OF:
        meant.setdefault(folded(word) or word, set()).add(verb)
    assert {word: verbs for word, verbs in meant.items() if len(verbs) > 1} == {}


def test_no_name_of_a_state_means_two_states() -> None:
    meant: dict[str, set[Status]] = {}
    for words in STATUS_WORDS.values():
        for status, names in words.items():
            for name in names:
                meant.setdefault(folded(name), set()).add(status)
    assert {name: states for name, states in meant.items() if len(states) > 1} == {}


def test_every_language_has_words_for_the_same_verbs_and_states() -> None:
    assert {language: WORDS[language].keys() for language in LANGUAGES} == dict.fromkeys(LANGUAGES, WORDS["sv"].keys())
    assert all(STATUS_WORDS[language].keys() == STATUS_WORDS["sv"].keys() for language in LANGUAGES)


def test_a_lonely_question_mark_asks_for_help() -> None:
    assert read_command(" ? ", ("sv",)) == Command(Verb.HELP)


def test_no_phrase_is_longer_than_the_longest() -> None:
    assert max(len(phrase.split()) for phrase, _ in phrases(LANGUAGES)) <= LONGEST_PHRASE


def test_a_verb_is_either_numbered_or_followed_by_words_or_said_alone() -> None:
    assert not NUMBERED & TAILS.keys()
    assert NO_TAIL <= NUMBERED
    assert {Verb.UNCLEAR_REMOVE, Verb.EDIT} == DIALOG_WORDS & NUMBERED
    assert not DIALOG_WORDS & TAILS.keys()


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("ta över 142", Command(Verb.TAKE_OVER, Reference(142))),
        ("ta tillbaka 142", Command(Verb.WITHDRAW, Reference(142))),
        ("ta bort 142", Command(Verb.UNCLEAR_REMOVE, Reference(142))),
        ("ta bort", Command(Verb.UNCLEAR_REMOVE)),
        ("mina uppgifter", Command(Verb.ABOUT_ME)),
        ("vet inte än", Command(Verb.UNKNOWN)),
        ("don’t know yet", Command(Verb.UNKNOWN)),
        ("ta  142", Command(Verb.CLAIM, Reference(142))),
        ("status 142\ntestas  på\u00a0två", Command(Verb.STATUS, Reference(142), "testas  på\u00a0två")),
        ("Fråga 142: Hur Ofta?", Command(Verb.ASK, Reference(142), "Hur Ofta?")),
        ("lämna över 142 @Omar semester", Command(Verb.HAND_OVER, Reference(142), "@Omar semester")),
        ("borta 1/12–14/12", Command(Verb.ABSENT, tail="1/12–14/12")),
        ("veckobrev måndag 09:00", Command(Verb.DIGEST, tail="måndag 09:00")),
        ("språk en", Command(Verb.LANGUAGE, tail="en")),
        ("visa 2026-142", Command(Verb.SHOW, Reference(142, year=2026))),
        ("visa 2026", Command(Verb.SHOW, Reference(2026))),
        ("slå ihop 2026 97", Command(Verb.MERGE, Reference(2026), "97")),
        ("löfte 142 2026-12-01 hinner inte", Command(Verb.PROMISE, Reference(142), "2026-12-01 hinner inte")),
    ],
)  # fmt: skip
def test_the_longest_phrase_wins_and_what_follows_keeps_its_spelling(line: str, command: Command) -> None:
    assert read_command(line, ("sv", "en")) == command


@pytest.mark.parametrize(
    "line",
    [
        "Ny personal behöver en introduktion",
        "Fråga de boende",
        "Ta med anhöriga i planeringen",
        "Visa vägen bättre",
        "Borta hela veckan är nycklarna till bilen",
        "Language barriers make it hard for residents",
        "Hej, frukosten kommer för sent",
        "Sluta skriva på papper",
        "Status för brukarna syns inte",
        "",
        "...",
    ],
)
def test_a_sentence_that_only_begins_like_a_command_is_none(line: str) -> None:
    assert read_command(line, LANGUAGES) is None


@pytest.mark.parametrize("text", ["", "sko", "142kr", "hundra", "SKOLA 142", "-142", "1234567890"])
def test_what_is_not_a_number_of_an_idea_is_not_read_as_one(text: str) -> None:
    assert read_reference(text) is None


def test_a_reference_is_written_as_its_reader_would() -> None:
    assert [str(r) for r in (SKO, Reference(142), Reference(142, "SKO"))] == ["SKO-2026-142", "142", "SKO-142"]


@pytest.mark.parametrize(
    ("tail", "read"),
    [
        ("testas på två avdelningar", (Status.TESTING, "på två avdelningar")),
        ("Beslut väntas: Maria tar det", (Status.DECIDING, "Maria tar det")),
        ("INFOERS", (Status.IMPLEMENTING, "")),
        ("in use from Monday", (Status.IMPLEMENTED, "from Monday")),
        ("på pause", (Status.DORMANT, "")),
        ("snart", None),
        ("", None),
    ],
)
def test_a_state_is_read_by_its_name_in_any_language(tail: str, read: tuple[Status, str] | None) -> None:
    assert read_status(tail, LANGUAGES) == read


def test_a_language_is_read_by_its_name_in_any_language() -> None:
    assert [read_language(text) for text in ("Svenska.", "en", "dansk", "finska", "")] == ["sv", "en", "da", "", ""]


def test_the_nearest_word_is_offered_as_it_is_written() -> None:
    assert nearest("hjäp", LANGUAGES) == "hjälp"
    assert nearest("avsulta 142", LANGUAGES) == "avsluta"
    assert nearest("översigt", ("sv", "en")) == "översikt"
    assert nearest("frukosten kommer sent", LANGUAGES) == ""
