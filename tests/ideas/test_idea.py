"""The idea itself: its title, its parked solution, and answers that replace each other without losing anything."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideas.idea import EMPTY, TITLE_LENGTH, Answer, Gap, Idea, Ring, first_sentence, noted
from ideas.lifecycle import Status

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def an_idea(**answers: Answer) -> Idea:
    """A draft with these answers."""
    return Idea(1, "skovde", 1, NOW, NOW, answers=answers)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Frukosten kommer för sent. Det är kallt.", "Frukosten kommer för sent"),
        ("Varför kommer frukosten så sent? Ingen vet.", "Varför kommer frukosten så sent?"),
        ("Vi väntar… och väntar", "Vi väntar…"),
        ("Frukosten\nkommer   för sent", "Frukosten kommer för sent"),
        ("Klockan 7.30 är för sent", "Klockan 7.30 är för sent"),
        ("", ""),
    ],
)
def test_the_title_is_the_first_sentence_of_the_need(text: str, title: str) -> None:
    assert first_sentence(text) == title
    assert an_idea(need=Answer(text)).title == title


def test_a_long_first_sentence_is_cut_with_a_visible_mark() -> None:
    title = first_sentence("nattpatrull " * 50)
    assert len(title) <= TITLE_LENGTH
    assert title.endswith("nattpatrull…")


@given(st.text())
def test_any_text_has_a_title_of_one_short_line(text: str) -> None:
    title = first_sentence(text)
    assert len(title) <= TITLE_LENGTH
    assert "\n" not in title


def test_the_bearers_own_title_goes_first() -> None:
    assert an_idea(need=Answer("Frukosten."), title=Answer("Varm frukost")).title == "Varm frukost"


def test_a_parked_solution_is_kept_apart_from_the_need_behind_it() -> None:
    parked = an_idea(need=Answer("En app för nycklar."), need_behind=Answer("Ingen vet vem som har nyckeln."))
    assert (parked.need, parked.parked) == ("Ingen vet vem som har nyckeln.", "En app för nycklar.")
    assert parked.title == "Ingen vet vem som har nyckeln"


def test_a_solution_told_when_asked_is_parked_too() -> None:
    told = an_idea(need=Answer("Nycklar tappas bort."), solution=Answer("Taggar"))
    assert (told.need, told.parked) == ("Nycklar tappas bort.", "Taggar")


def test_what_is_not_answered_is_empty_and_the_ring_the_closest() -> None:
    idea = an_idea()
    assert idea.answer("effect") == EMPTY
    assert (idea.topic, idea.unit, idea.parked, idea.title, idea.ring) == ("", "", "", "", Ring.COACHES)


def test_choices_are_read_by_name() -> None:
    idea = an_idea(topic=Answer(choices=("care",)), unit=Answer(choices=("vard",)), ring=Answer(choices=("body",)))
    assert (idea.topic, idea.unit, idea.ring) == ("care", "vard", Ring.BODY)


def test_an_answer_given_again_replaces_the_first_and_comes_last() -> None:
    later = NOW + timedelta(hours=1)
    idea = an_idea(need=Answer("A"), effect=Answer("B")).answered("need", Answer("C"), later)
    assert list(idea.answers.items()) == [("effect", Answer("B")), ("need", Answer("C"))]
    assert idea.changed_at == later


def test_an_answer_taken_away_is_as_if_never_given() -> None:
    idea = an_idea(need=Answer("A"), effect=Answer(gap=Gap.UNKNOWN)).unanswered("effect", NOW)
    assert list(idea.answers) == ["need"]
    assert idea.unanswered("know", NOW).answers == idea.answers


@given(st.dictionaries(st.text(max_size=3), st.builds(Answer, st.text(max_size=3)), max_size=5), st.text(max_size=3))
def test_answering_changes_that_answer_and_nothing_else(answers: dict[str, Answer], key: str) -> None:
    idea = Idea(1, "skovde", 1, NOW, NOW, answers=answers)
    changed = idea.answered(key, Answer("nytt"), NOW)
    assert {**answers, key: Answer("nytt")} == dict(changed.answers)
    assert dict(idea.answers) == answers, "the idea before is as it was"


def test_a_note_changes_what_it_names_and_tells_when_and_who() -> None:
    day = date(2026, 12, 4)
    idea, fact = noted(an_idea(), "promise", NOW, 7, "köket svarar då", {"date": "2026-12-04"}, promise=day)
    assert (idea.promise, idea.seq, idea.status) == (day, 1, Status.DRAFT)
    assert (fact.seq, fact.at, fact.actor, fact.kind, fact.why) == (1, NOW, 7, "promise", "köket svarar då")
    assert (fact.start, fact.end, dict(fact.details)) == (Status.DRAFT, Status.DRAFT, {"date": "2026-12-04"})


def test_what_the_bot_does_is_noted_as_done_by_nobody() -> None:
    assert noted(an_idea(), "broken", NOW, None)[1].actor is None
