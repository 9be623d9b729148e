"""A card in Slack: everything on it is shown in its order, and nothing in it is markup."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from adapters.lengths import CUT, clean
from adapters.slack.forms import Meta, TooLongError, view
from adapters.slack.render import home, render
from bot.start import load_world
from dialogs.cards import (
    Button,
    Buttons,
    Card,
    Facts,
    Form,
    Heading,
    Link,
    Option,
    Options,
    Paragraph,
    Part,
    Quote,
    card,
    form_of,
    summarise,
)
from dialogs.examples import examples
from dialogs.notices import show
from dialogs.texts import LANGUAGES
from tests.adapters.slack.hostile import CARDS, Hostile
from tests.adapters.slack.limits_of_slack import faults, texts
from tests.dialogs.test_notices import everywhere, shown

Json = dict[str, Any]
MANY = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
META = Meta("ask", "SKO-2026-0142", "C0123456789", "1795643235.000001")
EVIL = "<!channel> <@U1> <https://evil.example|banken> *fet* :smile: `kod` & ~x~"


def made(*parts: Part) -> Card:
    return card(*parts, language="sv")


def blocks(*parts: Part) -> list[Json]:
    drawn: list[Json] = render(made(*parts))["blocks"]
    return drawn


def words(*said: str) -> list[str]:
    return re.findall(r"\w+", " ".join(said))


def without_form(whole: Card) -> str:
    """What a message of the card says: a form is filled in where it is opened."""
    summary = summarise(tuple(part for part in whole.parts if not isinstance(part, Form)))
    return re.sub(r"^  \d+\. (\[x\] )?", "", summary, flags=re.MULTILINE)


def outline(drawn: list[Json]) -> str:
    """Blocks as a reader sees them: a line of text as it stands, bold in stars, a quote after a bar, buttons framed."""
    lines: list[str] = []
    for block in drawn:
        if block["type"] == "header":
            lines.append(f"# {block['text']['text']}")
        elif block["type"] == "actions":
            lines.append(" ".join(f"[{text}]" for text in texts(block)))
        for part in block["elements"] if block["type"] == "rich_text" else []:
            pieces = [f"*{p['text'].strip()}* " if p.get("style") else p["text"] for p in part["elements"]]
            lines.append(("| " if part["type"] == "rich_text_quote" else "") + "".join(pieces))
    return "\n".join(lines)


def test_every_example_is_within_slacks_limits_everywhere() -> None:
    for where, _, example in everywhere():
        assert faults(render(example), "message") == [], where
        assert faults(home(example), "home") == [], where
        assert faults(view(example, META), "modal") == [], where


def test_a_presets_own_words_are_within_the_limits_too() -> None:
    words_of = load_world("skaraborg").texts
    for language in LANGUAGES:
        for example in examples(language):
            whole = show(example.notice, language, words_of)
            told = [
                *faults(render(whole), "message"),
                *faults(home(whole), "home"),
                *faults(view(whole, META), "modal"),
            ]
            assert told == [], f"{language} {example.name}"


def test_nothing_on_an_example_is_lost() -> None:
    for where, _, example in everywhere():
        seen = words(*texts(render(example)["blocks"]))
        assert not [word for word in words(without_form(example)) if word not in seen], where
        view_of = view(example, META)
        form = form_of(example)
        dates = [field.hint for field in form.fields if field.kind == "date"] if form else []  # a calendar needs none
        seen = words(*texts(view_of["title"]), *texts(view_of["blocks"]), *dates)
        assert not [word for word in words(re.sub(r"\[x\]|\d+\.", "", example.summary)) if word not in seen], where


@MANY
@given(CARDS)
def test_nothing_on_any_card_is_lost_unless_a_mark_says_so(hostile: Hostile) -> None:
    for drawn in (render(hostile.card)["blocks"], home(hostile.card)["blocks"]):
        seen = list(texts(drawn))
        if not any(CUT.strip() in text for text in seen):
            known = set(words(*seen))
            assert not [word for word in words(clean(without_form(hostile.card))) if word not in known]


@MANY
@given(CARDS)
def test_nothing_on_any_card_is_read_by_slack_as_more_than_words(hostile: Hostile) -> None:
    payload = render(hostile.card)
    assert "mrkdwn" not in {node.get("type") for node in nodes(payload)}
    assert {node["type"] for node in nodes(payload)} <= {
        "header", "plain_text", "rich_text", "rich_text_section", "rich_text_quote", "text", "link",
        "actions", "button", "checkboxes", "static_select",
    }  # fmt: skip
    assert not re.search(r"<[@!#h]", payload["text"])


def nodes(node: object) -> list[Json]:
    """Everything in a payload that says what it is."""
    if isinstance(node, dict):
        return [*([node] if "type" in node else []), *(found for there in node.values() for found in nodes(there))]
    return [found for there in node for found in nodes(there)] if isinstance(node, list) else []


@MANY
@given(CARDS)
def test_any_card_with_a_form_is_a_view_or_says_that_it_is_too_much(hostile: Hostile) -> None:
    try:
        drawn = view(hostile.card, META)
    except TooLongError:
        return
    assert faults(drawn, "modal") == []


def test_a_persons_words_stay_words() -> None:
    drawn = blocks(Paragraph(EVIL), Quote(EVIL, EVIL), Facts(((EVIL, EVIL),)), Buttons((Button(EVIL[:70], "show"),)))
    assert [text for text in texts(drawn) if "channel" in text].count(EVIL) >= 2
    assert render(made(Paragraph(EVIL)))["text"].startswith("&lt;!channel&gt; &lt;@U1&gt;")
    assert render(made(Paragraph("&amp;")))["text"] == "&amp;amp;"


def test_texts_that_follow_each_other_are_one_block_that_reads_well() -> None:
    drawn = blocks(
        Paragraph("Så här har jag förstått dig."),
        Facts((("Läge", "hos coach"), ("Hos", "Eva Lind"), ("Behov", "f" * 80), ("Ämne", "mat"))),
        Quote("Frukosten kommer sent.", "Anna"),
        Paragraph("Stämmer det?"),
    )
    (block,) = drawn
    assert [part["type"] for part in block["elements"]] == [
        "rich_text_section", "rich_text_quote", "rich_text_section",
    ]  # fmt: skip
    assert list(texts(block)) == [
        "Så här har jag förstått dig.",
        "\n\nLäge: ", "hos coach",
        "\nHos: ", "Eva Lind",
        "\n\nBehov: ", "f" * 80,
        "\n\nÄmne: ", "mat",
        "\n\nAnna:",
        "Frukosten kommer sent.",
        "\nStämmer det?",
    ]  # fmt: skip
    bold = [piece["text"] for part in block["elements"] for piece in part["elements"] if piece.get("style")]
    assert [text.strip() for text in bold] == ["Läge:", "Hos:", "Behov:", "Ämne:", "Anna:"]


def test_the_parts_of_a_card_keep_their_order() -> None:
    drawn = blocks(
        Heading("Rubrik"),
        Paragraph("Först."),
        Options("answer", "ring", "Vem ser det?", (Option("a", "Coacherna", True), Option("b", "Alla"))),
        Buttons((Button("Skicka", "submit", style="primary"), Button("Ta bort", "cancel", style="danger"))),
        Link("Läs mer", "https://skovde.example/hjalp"),
    )
    assert [block["type"] for block in drawn] == ["header", "rich_text", "actions", "actions", "rich_text"]
    assert outline(drawn).splitlines() == [
        "# Rubrik", "Först.*Vem ser det?* ", "[✓ Coacherna] [Alla]", "[Skicka] [Ta bort]", "Läs mer",
    ]  # fmt: skip
    assert [element.get("style") for block in drawn[2:4] for element in block["elements"]] == [
        None, None, "primary", None,
    ]  # fmt: skip


def test_several_choices_are_boxes_with_the_chosen_ones_ticked() -> None:
    options = (Option("a", "A", True), Option("b", "B"))
    text, row = blocks(Options("answer", "who", "För vem?", options, many=True, submit="Välj"))
    box, button = row["elements"]
    assert text["elements"][0]["elements"] == [{"type": "text", "text": "För vem?", "style": {"bold": True}}]
    assert [option["value"] for option in box["initial_options"]] == ["a"]
    assert (box["action_id"], button["action_id"], row["block_id"]) == ("pick:0", "answer:1", "m0:who")
    assert button["text"]["text"] == "Välj"


def test_many_choices_are_a_menu_in_which_the_chosen_one_can_be_chosen_again() -> None:
    options = tuple(Option(f"v{n}", f"Val {n}", n == 3) for n in range(11))
    (menu,) = blocks(Options("answer", "unit", "Var arbetar du?", options))[-1]["elements"]
    assert (menu["type"], menu["action_id"], menu["placeholder"]["text"]) == (
        "static_select", "answer:0", "Var arbetar du?",
    )  # fmt: skip
    assert "initial_option" not in menu
    assert menu["options"][3]["text"]["text"] == "✓ Val 3"


def test_more_choices_than_a_menu_holds_are_in_groups() -> None:
    options = tuple(Option(f"v{n}", f"Val {n}") for n in range(120))
    (menu,) = blocks(Options("answer", "unit", "Var arbetar du?", options))[-1]["elements"]
    assert [(g["label"]["text"], len(g["options"])) for g in menu["option_groups"]] == [("1–100", 100), ("101–120", 20)]


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "http://a.example", "/hjalp", "https://", "https://a b", "https://[x", "https://a\u202e.x"],
)
def test_an_unsafe_link_is_shown_as_text(url: str) -> None:
    drawn = blocks(Link("Läs mer", url))
    assert [node["type"] for node in nodes(drawn)] == ["rich_text", "rich_text_section", "text"]
    assert f"Läs mer: {url}" in list(texts(drawn))


def test_a_form_in_a_message_is_a_button_that_opens_it() -> None:
    form = Form("promise", "SKO-2026-0142", (), "Skicka", opens="Öppna formuläret")
    (row,) = render(made(form), "slack:Ev1")["blocks"]
    (button,) = row["elements"]
    assert (button["action_id"], button["value"], button["text"]["text"]) == ("open:0", "slack:Ev1", "Öppna formuläret")


@pytest.mark.parametrize("empty", [Card("", ()), Card(" ", (Paragraph("\n"), Buttons(()))), Card("\x00", ())])
def test_a_card_with_nothing_to_show_is_still_a_message(empty: Card) -> None:
    assert faults(render(empty), "message") == []
    assert faults(home(empty), "home") == []
    assert faults(view(empty, META), "modal") == []


def test_a_card_without_parts_shows_its_summary() -> None:
    assert list(texts(render(Card("Nej tack", ()))["blocks"])) == ["Nej tack"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_transcript_of_every_kind_of_notice_as_slack_gets_it(
    language: str, agrees: Callable[[Path, str], None]
) -> None:
    lines: list[str] = []
    seen: set[str] = set()
    for example, whole in shown(language):
        if example.notice.kind not in seen:
            seen.add(example.notice.kind)
            lines += [f"-- {example.name}", *map(compact, render(whole)["blocks"]), ""]
            if any(isinstance(part, Form) for part in whole.parts):
                drawn = view(whole, META)
                lines[-1:] = ["opened:", *map(compact, [{**drawn, "blocks": []}, *drawn["blocks"]]), ""]
    agrees(Path(__file__).parent / "golden" / f"{language}.txt", "\n".join(lines))


def compact(node: Json) -> str:
    """JSON on one line."""
    return json.dumps(node, ensure_ascii=False, separators=(",", ":"))
