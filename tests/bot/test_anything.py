"""People say and press anything in any order: no turn fails, and nothing is ever half done."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from dialogs.questions import LONGEST_TEXT
from dialogs.words import Verb
from tests.simulation.people import ANSWERS, NASTY, Person, anything
from tests.simulation.talk import Talk
from tests.simulation.town import Town

STEPS = st.sampled_from(("said",) * 9 + ("again", "days"))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data(), steps=st.lists(STEPS, min_size=1, max_size=25))
def test_nothing_anybody_does_in_any_order_leaves_anything_half_done(
    connection: Connection, data: st.DataObject, steps: list[str]
) -> None:
    transaction = connection.begin()
    town = Town(connection)
    event = Person("anna").inbound("first")
    try:
        for n, step in enumerate(steps):
            if step == "days":
                town.wait(data.draw(st.sampled_from((0, 1, 2, 7, 40))))
                continue
            if step == "said":
                event = anything(lambda among: data.draw(st.sampled_from(among)), f"k{n}")
            town.take(event)
        town.check()
    finally:
        transaction.rollback()


@pytest.mark.parametrize("text", [text for text in NASTY if len(text) < LONGEST_TEXT])
def test_every_nasty_text_is_survived_by_every_verb(town: Town, text: str) -> None:
    talks = [Talk(town, Person(handle)) for handle in ("anna", "eva", "pia")]
    filled = {**ANSWERS, "choices": text, "question": text, "message": text, "why": text, "need": text}
    for verb in Verb:
        for talk in talks:
            talk.press(verb, f"SKO-2026-0002 {text[:50]}", **filled)
    town.check()
