"""Whatever somebody sends, they get a clear sentence in their language, nothing is lost and nothing is half done."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from adapters.web.render import render
from dialogs.messages import FieldValue, Value
from dialogs.questions import LONGEST_TEXT
from dialogs.texts import LANGUAGES
from dialogs.words import Verb
from ideas.idea import Idea
from tests.simulation.people import ANSWERS, WHOLE_FORM, Person, handed_in
from tests.simulation.talk import Talk
from tests.simulation.town import Town

ANNA, BJORN, EVA, OMAR, PIA = (Person(handle) for handle in ("anna", "bjorn", "eva", "omar", "pia"))
FREE, TAKEN, TESTED, USED = "SKO-2026-0001", "SKO-2026-0002", "SKO-2026-0004", "SKO-2026-0005"
"""Bjorn's with no coach, Anna's with Eva, Anna's being tested with Eva, Bjorn's in use with Omar."""

MARKUP = "<script>alert('x')</script> <!channel> [x](javascript:alert(1)) <b>hej</b>"


def numbered(town: Town, number: str) -> Idea:
    """An idea as it is now."""
    found = town.uow.numbered(number)
    assert found
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (" \n\t", "trouble-empty"), ("\u200b\u202e\ufeff\x00\x1b", "trouble-empty"), ("🙂👩‍🚒", "trouble-only-signs"),
        ("\ud800", "trouble-empty"), ("å" * 100_000, "trouble-too-long"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_so_and_the_question_stands(
    town: Town, language: str, text: str, kind: str
) -> None:
    talk = Talk(town, ANNA, language)
    told = talk.sentence(kind, length=len(text), limit=LONGEST_TEXT)
    for begun in (False, True):
        if begun:
            talk.say("ny")
        before = town.ideas()
        now = town.take(talk.event(text))
        assert told in town.last()
        assert talk.sentence("need") in town.last()
        assert bool(now and now.refused) is (kind == "trouble-too-long")  # the surface keeps the text
        assert town.ideas() == before


def test_markup_and_mentions_are_kept_as_written_and_drawn_as_text(town: Town) -> None:
    talk = Talk(town, ANNA)
    talk.say("ny")
    talk.say(MARKUP)
    assert talk.draft.answer("need").text == MARKUP
    html = "".join(str(render(card, key)) for key, card in town.posted())
    assert "&lt;script&gt;" in html
    assert "<b>" not in html
    assert "<script" not in html
    assert "href" not in html


@pytest.mark.parametrize("text", ["Rätt \u202eomvänd\u202c och \u200bosynlig\x07 text", "Rätt omvänd och osynlig text"])
def test_what_cannot_be_seen_is_left_out_of_what_is_kept_and_echoed(town: Town, text: str) -> None:
    talk = Talk(town, ANNA)
    talk.say("ny")
    talk.say(text)
    assert talk.draft.answer("need").text == "Rätt omvänd och osynlig text"
    assert town.posted()[-2][1].summary == "Rätt omvänd och osynlig text"


def test_a_half_character_in_a_form_harms_nothing(town: Town) -> None:
    talk = Talk(town, ANNA)
    talk.press(Verb.FORM, need="Nycklar \ud83d saknas", target_group=("users", "\udfff"))
    assert talk.draft.answer("need").text == "Nycklar saknas"


def test_the_same_press_twice_is_done_once_and_answered_alike(town: Town) -> None:
    claim = replace(Talk(town, OMAR).event(action=Verb.CLAIM, value=FREE, channel="skovde-coacher"))
    first, second = town.take(claim), town.take(claim)
    assert first == second
    assert first
    assert first.card
    assert [f.kind for f in town.uow.facts(numbered(town, FREE).id)] == ["submitted", "claimed"]
    town.check()


@pytest.mark.parametrize("action", [Verb.ASK, Verb.SHOW, Verb.MINE, Verb.STATUS])
def test_a_form_or_a_look_asked_for_twice_comes_twice_and_leaves_no_text_in_the_ledger(
    town: Town, action: Verb
) -> None:
    event = Talk(town, EVA).event(action=action, value=TAKEN, channel="skovde-coacher")
    assert town.take(event) == town.take(event)
    kept = town.driver.execute("SELECT answer FROM inbox WHERE dedup_key = ?", (event.key,)).fetchone()
    assert kept == ("again",)


def test_a_button_pressed_again_changes_nothing(town: Town) -> None:
    omar = Talk(town, OMAR)
    omar.press(Verb.CLAIM, FREE)
    before = town.ideas()
    assert omar.press(Verb.CLAIM, FREE) == omar.sentence("refused-already-yours", number=FREE)
    assert town.ideas() == before


def test_handing_in_twice_gives_one_number(town: Town) -> None:
    anna = Talk(town, ANNA)
    for step in handed_in("anna"):
        town.take(step)
    before = town.ideas()
    assert anna.press(Verb.SUBMIT) == anna.sentence("old-press-done")
    assert town.ideas() == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_old_button_is_answered_with_how_things_are_now(town: Town, language: str) -> None:
    omar = Talk(town, OMAR, language)
    now = omar.sentence("status-implemented", **dict.fromkeys(("receiver", "wake", "actor", "reason", "into"), "none"))
    assert omar.press(Verb.RELEASE, USED) == omar.sentence("refused-not-from-here", number=USED, label=now)
    bjorn = Talk(town, BJORN, language)
    assert bjorn.press(Verb.WITHDRAW, f"{USED} yes") == bjorn.sentence(
        "refused-too-late-to-withdraw", number=USED, label=now
    )


def test_a_tap_on_a_question_no_longer_asked_changes_nothing_and_shows_where_we_are(town: Town) -> None:
    anna = Talk(town, ANNA)
    anna.say("ny")
    before = town.ideas()
    told = anna.press(Verb.ANSWER, "know", choices=("seen",))
    assert anna.sentence("old-press") in told
    assert anna.sentence("need") in told
    assert town.ideas() == before


REFUSALS: list[tuple[Person, str, str, dict[str, Value]]] = [
    (ANNA, "visa 142", "refused-no-such-idea", {"number": "142"}),
    (ANNA, "visa ske-2019-0001", "refused-no-such-idea", {"number": "SKE-2019-1"}),
    (ANNA, f"visa {FREE}", "refused-no-such-idea", {"number": "SKO-2026-1"}),
    (ANNA, "ta 1", "refused-not-coach", {"body": "Skövde", "who": ("Eva Lind", "Omar Haddad")}),
    (ANNA, "översikt", "refused-not-lead", {"body": "Skövde", "who": ("Pia Sjöö",)}),
    (ANNA, "tilldela 2 eva", "refused-not-lead", {"body": "Skövde", "who": ("Pia Sjöö",)}),
    (OMAR, "fråga 2 hur ofta?", "refused-not-its-coach", {"number": TAKEN, "coach": "Eva Lind"}),
    (OMAR, "ta 2", "refused-claim-lost", {"number": TAKEN, "coach": "Eva Lind"}),
    (OMAR, "ta tillbaka 2", "refused-not-bearer", {"number": TAKEN}),
    (OMAR, "släpp 1 hinner inte", "refused-no-coach-yet", {"number": FREE}),
    (EVA, "lämna över 2 lo hinner inte", "refused-no-such-person", {"name": "lo", "who": ("Eva Lind", "Omar Haddad")}),
    (EVA, "ta", "refused-which-number", {"example": ""}),
    (EVA, "ta bort 2", "refused-unclear-remove", {}),
    (EVA, "språk fr", "refused-no-such-language", {}),
    (EVA, "avsulta 2", "refused-nearest", {"text": "avsulta 2", "nearest": "avsluta"}),
]  # fmt: skip
AND = {"sv": " och ", "en": " and ", "da": " og "}
EXAMPLE = {"sv": "ta", "en": "claim", "da": "tag"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("who", "line", "kind", "facts"), REFUSALS, ids=[row[1] for row in REFUSALS])
def test_what_cannot_be_done_is_refused_in_the_readers_words_and_changes_nothing(
    town: Town, language: str, who: Person, line: str, kind: str, facts: dict[str, Value]
) -> None:
    talk, before = Talk(town, who, language), town.ideas()
    said = {name: AND[language].join(fact) if isinstance(fact, tuple) else fact for name, fact in facts.items()}
    if "example" in said:
        said["example"] = EXAMPLE[language]
    assert talk.say(line).startswith(talk.sentence(kind, **said))
    assert town.ideas() == before


def test_another_bodys_idea_cannot_be_opened(town: Town) -> None:
    for step in handed_in("samir"):
        town.take(
            replace(
                Person("samir", "falkoping").inbound(step.key), text=step.text, action=step.action, fields=step.fields
            )
        )
    anna = Talk(town, ANNA)
    assert anna.say("visa FAL-2026-0001").startswith(anna.sentence("refused-other-body", number="FAL-2026-1"))


@pytest.mark.parametrize(
    "answer",
    [
        "Fråga 3 boende varje dag",
        "ta 1",
        "visa 99 exempel",
        "status 1",
        "kö",
        "översikt",
        "Visa 2 filmer",
        "skriv fal 1 x",
    ],
)
def test_while_a_question_is_open_what_only_looks_like_a_command_is_the_answer(town: Town, answer: str) -> None:
    anna = Talk(town, ANNA)
    anna.say("ny")
    anna.say("Nycklar")
    anna.say(answer)
    assert anna.draft.answer("effect").text == answer


def test_while_a_question_is_open_a_coachs_command_with_a_number_is_done(town: Town) -> None:
    eva = Talk(town, EVA)
    eva.say("ny")
    eva.say("fråga 2 Hur ofta händer det?")
    assert numbered(town, TAKEN).asked_at
    assert not eva.draft.need


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_greeting_or_a_language_while_a_draft_is_open_is_no_answer(town: Town, language: str) -> None:
    anna = Talk(town, Person("nykomling"))
    anna.say("Nycklar saknas")
    anna.language = language
    anna.say(f"språk {language}")
    assert anna.sentence("effect") in anna.say("hej")
    assert anna.draft.answers.keys() == {"need"}


def test_what_is_written_while_the_bot_asks_what_it_is_about_is_not_lost(town: Town) -> None:
    anna = Talk(town, ANNA)
    anna.say("Städningen tar för lång tid")
    anna.say("Dessutom saknas vagnar")
    anna.press(Verb.PICK_IDEA, choices=("new",))
    assert anna.draft.need == "Städningen tar för lång tid\nDessutom saknas vagnar"


def test_a_draft_put_aside_takes_what_was_written_meanwhile(town: Town) -> None:
    nina = Talk(town, Person("nykomling"))
    nina.say("Nycklar saknas")
    nina.say("Ingen letar")
    nina.say("avbryt")
    nina.say("Det händer varje dag")
    nina.say("fortsätt")
    assert nina.draft.need == "Nycklar saknas\nDet händer varje dag"


@pytest.mark.parametrize(
    ("action", "value", "fields"),
    [
        ("rör", FREE, {}), ("", "", {}), (Verb.CLAIM, "\x00" * 2_000, {}), (Verb.STATUS, f"{TAKEN} <b>", {}),
        (Verb.STATUS, f"{TAKEN} draft", ANSWERS), (Verb.STATUS, f"{TAKEN} merged", ANSWERS), (Verb.PICK_IDEA, "", {}),
        (Verb.CHANGE, "", {"choices": ("ingen fråga",)}), (Verb.ANSWER, "need", {}),
        (Verb.ANSWER, "ingen", {"choices": ("x",)}), (Verb.DIGEST_STOP, "a|b|c", {}),
        (Verb.HAND_OVER, TAKEN, {**ANSWERS, "person": " "}), (Verb.MERGE, TAKEN, {**ANSWERS, "into": "hej"}),
        (Verb.CLOSE, TAKEN, {**ANSWERS, "reason": "för dyrt"}), (Verb.CONSENT, FREE, {}),
        (Verb.WRITE, "", {"choices": ()}), (Verb.SURE, "", {}), (Verb.AGREE, TAKEN, {}), (Verb.WAKE, TAKEN, ANSWERS),
    ],
)  # fmt: skip
@pytest.mark.parametrize("who", [ANNA, EVA, PIA])
def test_a_press_that_no_card_of_ours_sends_changes_no_idea(
    town: Town, who: Person, action: str, value: str, fields: dict[str, FieldValue]
) -> None:
    before = [i for i in town.ideas() if i.number]
    Talk(town, who).press(action, value, **fields)
    assert [i for i in town.ideas() if i.number] == before
    town.check()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("typed", "kind", "facts"),
    [
        ("31 februari", "trouble-date", {"typed": "31 februari"}),
        ("2026-02-30", "trouble-date", {"typed": "2026-02-30"}),
        ("igår", "trouble-date", {"typed": "igår"}), ("2026-11-01", "trouble-past-date", {"date": "2026-11-01"}),
        ("", "trouble-missing", {}), ("x" * 500, "trouble-date", {"typed": "x" * 40}),
    ],
)  # fmt: skip
def test_a_form_with_a_wrong_date_comes_back_with_all_that_was_typed(
    town: Town, language: str, typed: str, kind: str, facts: dict[str, Value]
) -> None:
    eva = Talk(town, EVA, language)
    event = replace(eva.event(action=Verb.PROMISE, value=TAKEN), fields={"date": typed, "why": "Köket har stängt"})
    now = town.take(event)
    assert now
    assert now.refused
    assert now.card
    assert eva.sentence(kind, **facts) in now.card.summary
    assert "Köket har stängt" in now.card.summary
    assert typed in now.card.summary
    assert numbered(town, TAKEN).seq == 2


WRONG: dict[str, FieldValue] = {**WHOLE_FORM, "effect": "x" * 6_000, "know": ("hittepå",)}


def test_a_form_with_one_wrong_answer_saves_the_others_and_keeps_the_wrong_one_typed(town: Town) -> None:
    anna = Talk(town, ANNA)
    anna.say("ny")
    told = anna.press(Verb.FORM, **WRONG)
    assert "x" * 6_000 in told
    assert anna.sentence("trouble-too-long", length=6_000, limit=LONGEST_TEXT) in told
    assert anna.draft.answer("target_group").choices == ("users", "colleagues")
    assert "know" not in anna.draft.answers


def test_somebody_from_nowhere_is_told_whom_to_ask_every_time(town: Town) -> None:
    event = replace(Person("x", "ingenstans").inbound("k"), text="Hej")
    for _ in range(2):
        now = town.take(event)
        assert now
        assert now.refused
        assert now.card
        assert now.card.summary == town.world.texts.say("sv", "refused-no-body")


def test_a_newcomers_name_is_made_fit_to_show(town: Town) -> None:
    town.take(replace(Person("ny").inbound("k"), name="\u202eEn\n<b>  namn\x00 " + "x" * 200, text="hej"))
    person = town.uow.person_named("skovde", "ny")
    assert person
    assert person.name == ("En <b> namn " + "x" * 200)[:80]


def test_the_ledger_and_the_counters_hold_nothing_of_a_text_that_was_stopped(town: Town) -> None:
    anna = Talk(town, ANNA)
    stopped = "Brukaren 811228-9874 får vänta"
    anna.say(stopped)
    town.take(replace(anna.event(stopped, channel="skovde-coacher")))
    everything = json.dumps([list(map(str, row)) for row in town.driver.iterdump()], ensure_ascii=False)
    assert "811228" not in everything
    assert "får vänta" not in everything
