"""What people write in Teams is read as they see it."""

from __future__ import annotations

import pytest

from adapters.teams.written import from_html, is_addressed, said

BOT = {"id": "28:app", "name": "Idéslussen"}
TO_BOT = {"type": "mention", "mentioned": BOT, "text": "<at>Idéslussen</at>"}
TO_EVA = {"type": "mention", "mentioned": {"id": "29:eva", "name": "Eva Lind"}, "text": "<at>Eva Lind</at>"}


@pytest.mark.parametrize(
    ("text", "entities", "plain"),
    [
        ("Frukosten kommer för sent", [], "Frukosten kommer för sent"),
        ("<at>Idéslussen</at>&nbsp;ta 142\n", [TO_BOT], "ta 142"),
        ("<at>Idéslussen</at>\u00a0 tilldela 142 <at>Eva Lind</at>", [TO_BOT, TO_EVA], "tilldela 142 @Eva Lind"),
        ("Hej <at>Idéslussen</at>, kaffet är slut", [TO_BOT], "Hej  , kaffet är slut"),
        ("<b> och 3 < 4", [], "<b> och 3 < 4"),
    ],
)
def test_a_message_is_read_without_the_bots_name_and_with_those_of_others(
    text: str, entities: list[object], plain: str
) -> None:
    assert said({"text": text, "recipient": BOT, "entities": entities}) == plain


def test_the_bot_is_known_by_its_id_and_not_by_what_somebody_is_called() -> None:
    namesake = {"type": "mention", "mentioned": {"id": "29:x", "name": "Idéslussen"}, "text": "<at>Idéslussen</at>"}
    assert is_addressed({"recipient": BOT, "entities": [TO_BOT]})
    assert not is_addressed({"recipient": BOT, "entities": [namesake]})
    assert not is_addressed({"recipient": BOT, "entities": 5})


@pytest.mark.parametrize(
    ("content", "plain"),
    [
        ("<p>Kaffet är slut &amp; det är trist</p>", "Kaffet är slut & det är trist"),
        ("<div>ett<br>två</div><div>tre</div>", "ett\ntvå\n\ntre"),
        ("<div><div>Fråga <at id='0'>Eva Lind</at></div></div>", "Fråga @Eva Lind"),
        ("<p>Bra <emoji id='smile' alt='😀' title='Le'></emoji></p>", "Bra 😀"),
        ("<p>x</p><attachment id='1'></attachment>", "x"),
        ("<ul><li>a</li><li>b</li></ul>", "a\n\nb"),
        ("3 &lt; 4 &gt; 2", "3 < 4 > 2"),
        ("2 < 3 utan taggar", "2 < 3 utan taggar"),
        ("", ""),
    ],
)
def test_a_message_in_html_is_read_as_its_reader_sees_it(content: str, plain: str) -> None:
    assert from_html(content) == plain


def test_html_of_any_size_is_read_in_no_time_that_grows_faster_than_it() -> None:
    assert from_html("<" * 200_000) == "<" * 200_000
    assert from_html("<p " * 50_000).startswith("<p <p")
    assert from_html("<script" * 20_000).startswith("<script")
