"""Teams' double knows a card that Teams would draw from one it would not, and reads it as a person does."""

from __future__ import annotations

from typing import Any

import pytest

from tests.doubles.teams_cards import Inspection
from tests.doubles.teams_hands import fill, inputs, lacking, sent, state, targets, tick
from tests.doubles.teams_reading import labels, lines, links, pieces, pings, plain
from tests.doubles.teams_recording_bot import block, button, card, message, opener

Json = dict[str, Any]
WHO = {
    "type": "Input.ChoiceSet", "id": "who", "label": "För vem?", "isMultiSelect": True, "isRequired": True,
    "errorMessage": "Välj någon", "choices": [{"title": "Brukare", "value": "b"}, {"title": "Kollegor", "value": "k"}],
}  # fmt: skip
WHEN = {"type": "Input.Date", "id": "when", "label": "När?", "min": "2026-11-01"}
NEED = {"type": "Input.Text", "id": "need", "label": "Vad?", "maxLength": 10, "isMultiline": True, "value": "Kaffe"}
HOW = {
    "type": "Input.ChoiceSet", "id": "how", "label": "Hur?", "style": "compact",
    "choices": [{"title": "Telefon", "value": "t"}, {"title": "*Brev*", "value": "b"}],
}  # fmt: skip
SURE = {"type": "Input.Toggle", "id": "sure", "label": "Säkert", "title": "Jag är säker"}
FORM = card(WHO, WHEN, NEED, HOW, SURE, actions=(button("Skicka"),))


def column(*items: Json, **more: Any) -> Json:
    """A column."""
    return {"type": "Column", "width": "stretch", "items": list(items)} | more


# What Teams draws


def test_a_card_of_everything_we_use_is_without_fault() -> None:
    rich = card(
        block("Rubrik", style="heading", size="Large", weight="bolder"),
        {"type": "RichTextBlock", "inlines": ["Hej ", {"type": "TextRun", "text": "du", "weight": "Bolder"}]},
        {"type": "FactSet", "facts": [{"title": "Läge", "value": "Ny"}]},
        {"type": "ColumnSet", "columns": [column(block("Ett")), column(block("Två"), width="auto", style="emphasis")]},
        {"type": "Container", "items": [WHO, WHEN, NEED, HOW, SURE], "separator": True, "spacing": "Medium"},
        {"type": "ActionSet", "actions": [button("Ta"), {"type": "Action.OpenUrl", "title": "Ut", "url": "https://x.se"}]},
        actions=(button("Fråga", style="positive", mode="secondary"), opener("Berätta")),
        msteams={"width": "Full"},
        fallbackText="Hej",
    )  # fmt: skip
    looked = Inspection(rich)
    assert (looked.faults, looked.remarks) == ([], [])


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("card", "not an AdaptiveCard"),
        ({"type": "Card"}, "not an AdaptiveCard"),
        (card(block("Hej")) | {"version": "1.6"}, "version 1.6 is none that Teams draws"),
        (card(block("x" * 28_700)), "bytes are too many for a card"),
        (card({"type": "Marquee"}), "card.body[0]: Marquee cannot stand here"),
        (card({"type": "TextBlock"}), "card.body[0].text: missing"),
        (card(block("Hej", size="huge")), "card.body[0].size: 'huge' is none of"),
        (card(block("Hej", maxLines="2")), "card.body[0].maxLines: '2' is no int"),
        (card(block("Hej"), actions=(block("Hej"),)), "card.actions[0]: TextBlock cannot stand here"),
        (card(column(block("Hej"))), "card.body[0]: Column cannot stand here"),
        (card({"type": "FactSet", "facts": [{"title": "Läge"}]}), "card.body[0].facts[0].value: missing"),
        (card({"type": "Input.Text", "label": "Vad?"}), "card.body[0].id: missing"),
        (card(NEED, NEED), "card.body[1]: a second input is called need"),
        (card(WHO | {"choices": [{"title": "A", "value": "a,b"}]}), "cannot be told from two choices"),
        (card(block("Hej"), actions=({"type": "Action.OpenUrl", "title": "Ut", "url": "/x"},)), "leads nowhere: /x"),
        (card(block("Hej"), actions=(button("Ta", fallback={"type": "Action.Fly"}),)), "Action.Fly cannot stand here"),
        (card() | {"body": block("Hej")}, "card.body: {'type': 'TextBlock'"),
    ],
)
def test_what_teams_does_not_draw_is_found(wrong: object, why: str) -> None:
    faults = Inspection(wrong).faults
    assert len(faults) == 1
    assert why in faults[0]


def test_what_somebody_loses_by_is_remarked() -> None:
    poor = {
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": [
            {"type": "TextBlock", "text": "Hej", "colour": "red"},
            {"type": "Image", "url": "https://x.se/x.png"},
            {"type": "Input.Text", "id": "a", "isRequired": True},
        ],
        "actions": [{"type": "Action.Execute", "title": "Ta"}, {"type": "Action.Submit"}, *map(button, "ABCDE")],
    }
    looked = Inspection(poor)
    assert looked.faults == []
    assert [remark.partition(": ")[2].partition(":")[0] for remark in looked.remarks] == [
        "a reader is not told which language it is", "TextBlock has no such property", "no wrap", "no altText",
        "no label", "no errorMessage", "no fallback", "no title", "7 buttons, and Teams shows 6",
    ]  # fmt: skip


def test_a_dialog_takes_no_execute_and_opens_no_other() -> None:
    looked = Inspection(card(NEED, actions=(button("Ta"), opener("Berätta"))), in_dialog=True)
    assert looked.faults == ["card.actions[0]: does not work in a dialog", "card.actions[1]: does not work in a dialog"]


# What a person reads


@pytest.mark.parametrize(
    ("markdown", "seen"),
    [
        ("Hej", "Hej"),
        ("**Läge** _nytt_ *nu*", "Läge nytt nu"),
        (r"2 \* 3 \* 4 \[a\]\(b\) \_x\_ \\", r"2 * 3 * 4 [a](b) _x_ " + "\\"),
        ("2 * 3 * 4 snake_case_name", "2 * 3 * 4 snake_case_name"),
        ("[läs mer](https://skovde.se)", "läs mer: https://skovde.se"),
        ("&lt;b&gt; &amp; &#42;", "<b> & *"),
    ],
)
def test_markdown_is_read_as_it_is_shown(markdown: str, seen: str) -> None:
    assert plain(markdown) == seen


def test_a_card_is_read_from_the_top() -> None:
    shown = card(
        block("Rubrik", style="heading"),
        {"type": "ColumnSet", "columns": [column(block("Ett")), column(block("Två"))]},
        {"type": "RichTextBlock", "inlines": ["Hej ", {"type": "TextRun", "text": "*du*"}]},
        {"type": "FactSet", "facts": [{"title": "Läge:", "value": r"1\. Ny"}]},
        block("Dolt", isVisible=False),
        HOW,
        SURE,
        {"type": "ActionSet", "actions": [button("Ta")]},
        actions=({"type": "Action.ShowCard", "title": "Mer", "card": card(block("Inne"))},),
    )
    assert lines(shown) == [
        "Rubrik", "Ett", "Två", "Hej *du*", "Läge: 1. Ny", "Hur?", "Telefon", "*Brev*", "Säkert", "Jag är säker",
        "Ta", "Mer", "Inne",
    ]  # fmt: skip
    assert labels(shown) == ["Ta", "Mer"]
    assert [one["type"] for one in next(p for p in pieces(shown) if p.text == "Ett").around] == [
        "AdaptiveCard", "ColumnSet", "Column",
    ]  # fmt: skip


def test_what_is_pressed_as_a_whole_is_called_by_its_title() -> None:
    wide = {"type": "ColumnSet", "columns": [column(block("Långt namn")), column(block("›"))]}
    shown = card(
        block("Välj"),
        wide | {"selectAction": button("Långt namn")},
        wide | {"selectAction": {"type": "Action.OpenUrl", "url": "https://x.se"}},
    )
    assert lines(shown) == ["Välj", "Långt namn", "Långt namn ›"]
    assert [piece.kind for piece in pieces(shown)] == ["text", *("press", "face", "face") * 2]


def test_words_that_have_become_a_link_are_found() -> None:
    run = {"type": "TextRun", "text": "[a](https://run.se)"}
    shown = card(
        block("[a](https://evil.se)"),
        block(r"\[a\](https://escaped.se)"),
        {"type": "RichTextBlock", "inlines": [run]},
        WHO | {"choices": [{"title": "[a](https://choice.se)", "value": "[a](https://value.se)"}]},
        actions=(button("[a](https://data.se)"), {"type": "Action.OpenUrl", "title": "Ut", "url": "https://out.se"}),
    )
    assert links(shown) == ["https://evil.se", "https://choice.se", "https://out.se"]


def test_a_mention_calls_somebody_only_with_its_entity() -> None:
    call = {"type": "mention", "text": "<at>Eva</at>", "mentioned": {"id": "29:eva", "name": "Eva"}}
    assert pings(message("<at>Eva</at>")) == []
    assert pings(message("<at>Eva</at>", entities=[call])) == ["29:eva"]
    assert pings(message(card(block("<at>Eva</at>"), msteams={"entities": [call]}))) == ["29:eva"]


# What a person fills in


def test_only_what_is_filled_in_is_sent() -> None:
    fields = inputs((FORM,))
    typed = fill(fields, {"För vem?": ("Brukare", "k"), "När?": "2026-12-18", "Hur?": "*Brev*", "sure": "true"})
    assert state(fields, {}) == {"need": "Kaffe", "sure": "false"}
    assert state(fields, typed) == {"who": "b,k", "when": "2026-12-18", "need": "Kaffe", "how": "b", "sure": "true"}
    (target,) = targets(FORM)
    assert sent(target, typed | {"need": ""}) == {
        "idesluss": {"a": "claim", "v": "Skicka"}, "who": "b,k", "when": "2026-12-18", "how": "b", "sure": "true",
    }  # fmt: skip


def test_choices_are_ticked_one_by_one_wherever_they_are() -> None:
    fields = inputs((FORM,))
    assert tick(fields, ("Kollegor", "Brukare", "Telefon"), {}) == {"who": "k,b", "how": "t"}
    assert tick(fields, ("Kollegor",), {"who": "b"}) == {"who": "b,k"}
    with pytest.raises(AssertionError, match="0 choices are 'Alla'"):
        tick(fields, ("Alla",), {})


@pytest.mark.parametrize(
    ("filled", "why"),
    [
        ({"Färg": "blå"}, "0 inputs are called 'Färg'"),
        ({"need": "x" * 11}, "no more than 10 characters"),
        ({"when": "i morgon"}, "a date is picked"),
        ({"when": "2026-10-31"}, "2026-10-31 cannot be picked"),
        ({"how": "Fax"}, "0 choices are 'Fax'"),
        ({"how": ("Telefon", "*Brev*")}, "only one of"),
        ({"sure": "kanske"}, "a box is ticked or not"),
        ({"need": ("a", "b")}, "one text for Vad"),
    ],
)
def test_what_the_client_lets_nobody_do_fails(filled: dict[str, str], why: str) -> None:
    with pytest.raises(AssertionError, match=why):
        fill(inputs((FORM,)), filled)


def test_what_must_be_filled_in_is_not_sent_without() -> None:
    (target,) = targets(FORM)
    with pytest.raises(AssertionError, match="does not send a card without"):
        sent(target, {})
    strict = inputs((card(NEED | {"regex": "^[0-9]+$"}, SURE | {"isRequired": True, "errorMessage": "Kryssa i"}),))
    assert lacking(strict, state(strict, {})) == ["Vad?", "Säkert"]
    assert lacking(strict, {"need": "12", "sure": "true"}) == []


def test_a_button_may_leave_the_inputs_alone() -> None:
    (target,) = targets(card(WHO, actions=(button("Avbryt", associatedInputs="none"),)))
    assert sent(target, {}) == {"idesluss": {"a": "claim", "v": "Avbryt"}}


def test_a_card_inside_a_card_sends_what_is_around_it_but_not_the_other_way() -> None:
    inside = card(WHEN, actions=(button("Inre"),))
    outer = card(NEED, actions=(button("Yttre"), {"type": "Action.ShowCard", "title": "Mer", "card": inside}))
    found = {target.label: target for target in targets(outer)}
    typed = {"when": "2026-12-18"}
    assert set(sent(found["Inre"], typed)) == {"idesluss", "need", "when"}
    assert set(sent(found["Yttre"], typed)) == {"idesluss", "need"}
