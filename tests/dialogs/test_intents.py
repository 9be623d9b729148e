"""What somebody means: a press, a command, an answer, or the beginning of something. A guess is never executed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.commands import NotUnderstood, Reference
from dialogs.intents import Intent, recognise
from dialogs.messages import Inbound
from dialogs.texts import LANGUAGES
from dialogs.words import Verb
from ideas.people import Identity, Place

HERE = Inbound("k", Identity("local", "skovde", "anna"), Place("local", "skovde", "dm:anna"))


def said(text: str, *, asked: bool = False, explicit: bool = False) -> Intent | NotUnderstood:
    """What a line means."""
    return recognise(replace(HERE, text=text, explicit=explicit), asked, LANGUAGES)


def verb(meant: Intent | NotUnderstood) -> Verb:
    """What is asked for, when it was understood."""
    assert isinstance(meant, Intent)
    return meant.verb


@pytest.mark.parametrize(
    "answer",
    [
        "Fråga de boende", "Ny personal behöver en introduktion", "Ta bort papperen", "Visa 3 bilder i hallen",
        "ta 2 i taget", "Borta hela veckan", "Borta i köket", "veckobrev är bra", "Språk är svårt", "ta", "visa",
        "fråga", "142", "SKO-2026-0142", "Hej, frukosten är sen", "Tack, men nej", "skriv", "kolegor", "", "🙂",
    ],
)  # fmt: skip
def test_while_a_question_is_open_text_is_its_answer(answer: str) -> None:
    assert said(answer, asked=True) == Intent(Verb.WRITE, text=answer)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("ångra", Verb.BACK), ("Tillbaka.", Verb.BACK), ("hoppa över", Verb.SKIP), ("vet inte", Verb.UNKNOWN),
        ("AVBRYT", Verb.CANCEL), ("avsluta", Verb.CANCEL), ("close", Verb.CANCEL), ("hjaelp", Verb.HELP),
        ("hej", Verb.GREET), ("ny", Verb.NEW), ("mina", Verb.MINE), ("skicka", Verb.SUBMIT),
        ("fortsätt", Verb.CONTINUE), ("språk en", Verb.LANGUAGE), ("language English", Verb.LANGUAGE),
        ("ta bort", Verb.UNCLEAR_REMOVE), ("mina uppgifter", Verb.ABOUT_ME), ("formulär", Verb.FORM),
        ("don't know", Verb.UNKNOWN), ("Vem läser det här?", Verb.WHO_READS), ("Hur gör man?", Verb.HELP),
        ("borta idag", Verb.ABSENT), ("borta till fredag", Verb.ABSENT), ("borta 1/12-4/12", Verb.ABSENT),
        ("veckobrev nu", Verb.DIGEST), ("veckobrev av", Verb.DIGEST),
        ("stop", Verb.CANCEL),
    ],
)  # fmt: skip
def test_a_whole_message_that_is_a_dialog_word_is_no_answer(word: str, meant: Verb) -> None:
    assert verb(said(word, asked=True)) is meant


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("ta 142", Verb.CLAIM),
        ("fråga 142 hur ofta?", Verb.ASK),
        ("avsluta sko 142", Verb.CLOSE),
        ("Visa 142.", Verb.SHOW),
    ],
)
def test_a_command_with_an_ideas_number_is_no_answer(line: str, meant: Verb) -> None:
    assert verb(said(line, asked=True)) is meant


def test_words_addressed_to_the_bot_are_a_command_whatever_is_open() -> None:
    assert verb(said("borta idag", asked=True, explicit=True)) is Verb.ABSENT
    assert said("kaffe", asked=True, explicit=True) == NotUnderstood("kaffe")


@pytest.mark.parametrize("word", ["tack!", "Tack så mycket", "OK", "ja", "nej", "thanks", "mange tak", "👍"])
def test_politeness_is_no_beginning_of_an_idea_and_may_be_an_answer(word: str) -> None:
    assert verb(said(word)) is Verb.THANKS
    assert verb(said(word, asked=True)) is Verb.WRITE


def test_only_ta_claims_and_the_longest_phrase_wins() -> None:
    lines = {"ta 142": Verb.CLAIM, "ta över 142": Verb.TAKE_OVER, "ta tillbaka 142": Verb.WITHDRAW}
    assert {line: verb(said(line)) for line in lines} == lines
    assert verb(said("ta bort 142")) is Verb.UNCLEAR_REMOVE


@pytest.mark.parametrize(("line", "near"), [("hjäp", "hjälp"), ("avsulta 142", "avsluta"), ("övesikt", "översikt")])
def test_an_unknown_word_is_not_guessed_but_gets_the_nearest(line: str, near: str) -> None:
    assert said(line) == NotUnderstood(line, near)


def test_a_bare_number_is_no_need_and_the_whole_number_of_an_idea_shows_it() -> None:
    assert said("142") == NotUnderstood("142")
    assert said("sko-2026-0142.") == Intent(Verb.SHOW, Reference(142, "SKO", 2026))


@pytest.mark.parametrize("need", ["Frukosten kommer för sent till de boende", "Nycklar", "Skolan", "ﷺ"])
def test_other_words_are_the_beginning_of_something(need: str) -> None:
    assert said(need) == Intent(Verb.WRITE, text=need)


def test_what_cannot_be_seen_does_not_hide_a_command() -> None:
    assert verb(said("\u200bta\u00a0142\u202c")) is Verb.CLAIM


def test_a_press_carries_its_value_fields_and_idea() -> None:
    pressed = replace(
        HERE, action="claim", value="SKO-2026-0142 yes", fields={"why": " x ", "choices": "a", "many": ()}
    )
    meant = recognise(pressed, asked=True, languages=LANGUAGES)
    assert isinstance(meant, Intent)
    assert (meant.verb, meant.reference, meant.pressed) == (Verb.CLAIM, Reference(142, "SKO", 2026), True)
    assert (meant.field("why"), meant.field("many"), meant.field("none"), meant.choices) == ("x", "", "", ("a",))


@pytest.mark.parametrize("action", ["Claim", "drop table", "0", "\x00"])
def test_a_press_of_something_that_is_no_button_of_ours_is_not_understood(action: str) -> None:
    assert recognise(replace(HERE, action=action), asked=False, languages=LANGUAGES) == NotUnderstood(action)
