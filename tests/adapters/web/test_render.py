"""A card as HTML: everything on it is shown, nothing in it is code."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web.render import answer, message, render
from dialogs.cards import (
    Button,
    Buttons,
    Card,
    Facts,
    Field,
    Form,
    Heading,
    Link,
    Option,
    Options,
    Paragraph,
    Part,
    Quote,
    card,
)
from dialogs.messages import Delivery
from ideas.people import Place

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


class Page(HTMLParser):
    """The tags and the text of a fragment."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html.encode().decode())  # Markup escapes what is added to it

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == name]


def shown(*parts: Part, key: str = "k") -> Page:
    return Page(render(card(*parts, language="sv"), key))


def every_part(text: str) -> tuple[Part, ...]:
    options = (Option(text, text, True), Option("b", text))
    kinds = ("line", "text", "choice", "choices", "date")
    fields = tuple(Field(kind, text, kind, text, options, hint=text, error=text) for kind in kinds)
    return (
        Heading(text),
        Paragraph(text),
        Quote(text, text),
        Facts(((text, text),)),
        Options(text, text, text, options),
        Options(text, text, text, options, many=True, submit=text),
        Buttons((Button(text, text, text, "primary"),)),
        Link(text, "https://example.org/"),
        Form(text, text, fields, text, text),
    )


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\0"), min_size=1, max_size=60))
def test_no_text_becomes_a_tag(text: str) -> None:
    plain = shown(*every_part("x"))
    assert [tag for tag, _ in shown(*every_part(text)).tags] == [tag for tag, _ in plain.tags]


def test_what_is_written_is_what_is_read() -> None:
    page = shown(*every_part(EVIL))
    assert page.text.count(EVIL) >= len(every_part(EVIL))
    assert not {"script", "img"} & {tag for tag, _ in page.tags}


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "//evil.example", "/\\evil.example", "http://a.example", "data:x"]
)
def test_an_unsafe_link_is_shown_as_text(url: str) -> None:
    page = shown(Link("Läs mer", url))
    assert not page.all("a")
    assert "Läs mer" in page.text


def test_a_link_to_a_page_of_ours_stays_on_the_page() -> None:
    (link,) = shown(Link("Läs mer", "/hjalp")).all("a")
    assert link["href"] == "/hjalp"
    assert "target" not in link


def test_a_single_choice_is_buttons_and_the_chosen_one_says_so() -> None:
    buttons = shown(Options("answer", "know", "?", (Option("a", "A", True), Option("b", "B")))).all("button")
    assert [(b["data-action"], b["data-value"], b["data-choice"]) for b in buttons] == [
        ("answer", "know", "a"),
        ("answer", "know", "b"),
    ]
    assert [b.get("aria-pressed") for b in buttons] == ["true", None]


def test_several_choices_are_boxes_sent_together() -> None:
    page = shown(Options("answer", "who", "?", (Option("a", "A"), Option("b", "B", True)), many=True, submit="Välj"))
    assert [(box["name"], box["value"], "checked" in box) for box in page.all("input")] == [
        ("choices", "a", False),
        ("choices", "b", True),
    ]
    assert page.all("form")[0]["data-action"] == "answer"


def test_every_input_has_a_label_and_its_own_id() -> None:
    pages = [shown(*every_part("x"), key=key) for key in ("one", "two")]
    ids = [a["id"] for page in pages for _, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids))
    labelled = {label.get("for") for page in pages for label in page.all("label")}
    for page in pages:
        for tag in ("textarea", "select"):
            assert {a["id"] for a in page.all(tag)} <= labelled


def test_an_error_is_tied_to_its_input() -> None:
    page = shown(Form("ask", "", (Field("text", "Fråga", error="Skriv något.", hint="Kort."),), "Skicka"))
    (area,) = page.all("textarea")
    assert area["aria-invalid"] == "true"
    described = (area["aria-describedby"] or "").split()
    assert described == [a["id"] for a in page.all("p")]


def test_many_options_in_a_form_become_a_list() -> None:
    options = tuple(Option(str(n), f"Val {n}") for n in range(9))
    page = shown(Form("assign", "", (Field("person", "Till vem?", "choice", "4", options),), "Skicka"))
    assert [o["value"] for o in page.all("option") if "selected" in o] == ["4"]


def test_a_message_says_whose_it_is_and_where_it_belongs() -> None:
    said = Delivery(
        "echo:1", Place("local", "skovde", "dm:asa"), card(Paragraph("Hej"), language="sv"), update_of="a", thread="b"
    )
    told = message(said)
    assert (told["own"], told["updates"], told["under"], told["place"]) == (True, "a", "b", "dm:asa")
    assert told["says"] == "Hej"


def test_an_answer_on_the_request_says_whether_it_is_a_form() -> None:
    assert answer(card(*every_part("x"), language="sv"), "k")["form"]
    assert not answer(Card("Nej", (Paragraph("Nej"),)), "k")["form"]
