"""A card read back from what a person sees: the text of a terminal, or the HTML of the page, as the same lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import groupby

from dialogs.texts import LANGUAGES, Texts

_CHOICE = re.compile(r"  (\d+)\. (.*)")
VOID = {"input"}
TEXTS = Texts()
SOMEWHERE = {TEXTS.say(language, key) for language in LANGUAGES for key in ("field-date-hint", "button-choose")}
"""What is said on some surfaces only: how a day is typed where there is no calendar, and a name for boxes to tick."""
CHOSEN = "• "
"""Before what is chosen already."""


def bracketed(lines: list[tuple[bool, str]]) -> list[str]:
    """Lines of text, and choices that follow each other on one line as `[One] [Two]`."""
    seen: list[str] = []
    said = (line for line in lines if line[1].strip() and (line[0] or line[1] not in SOMEWHERE))
    for choice, group in groupby(said, key=lambda line: line[0]):
        texts = [text for _, text in group]
        seen += [" ".join(f"[{text}]" for text in texts)] if choice else texts
    return seen


def shown_in_terminal(text: str) -> list[str]:
    """The lines of a card as the terminal prints it."""
    found = [(_CHOICE.fullmatch(line), line) for line in text.split("\n")]
    return bracketed([(True, match[2].replace("[x] ", CHOSEN, 1)) if match else (False, line) for match, line in found])


def numbered(text: str) -> dict[str, str]:
    """The number to type for each choice in a text of the terminal."""
    found = filter(None, map(_CHOICE.fullmatch, reversed(text.split("\n"))))
    return {match[2].removeprefix("[x] "): match[1] for match in found}


@dataclass(slots=True, eq=False)
class Element:
    """One element of a page."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text inside, apart from the star of a required field."""
        return "".join(c if isinstance(c, str) else c.text for c in self.children if c != "*").strip()

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")

    def is_a(self, name: str) -> bool:
        """Whether it has this tag or class."""
        return self.tag == name or name in self["class"].split()

    def all(self, *names: str) -> list[Element]:
        """Everything inside with one of these tags or classes, in order."""
        inside = [e for c in self.children if isinstance(c, Element) for e in (c, *c.all(*names))]
        return [e for e in inside if any(map(e.is_a, names))]

    def first(self, *names: str) -> Element:
        """The first of them; an empty one when there is none."""
        return next(iter(self.all(*names)), Element("", {}))


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.at = Element("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.children.append(made)
        self.at = self.at if tag in VOID else made

    def handle_endtag(self, tag: str) -> None:
        assert self.at.tag == tag, f"</{tag}> inside <{self.at.tag}>"
        self.at = self.at.parent or self.at

    def handle_data(self, data: str) -> None:
        if not self.at.is_a("star"):
            self.at.children.append(data)


def parsed(html: str) -> Element:
    """The page as a tree; every element must be closed where it should."""
    builder = _Builder()
    builder.feed(html)
    assert builder.at.parent is None, f"<{builder.at.tag}> is not closed"
    return builder.at


def shown_on_page(card: Element) -> list[str]:
    """The lines of a card as the page shows it."""
    parts = [part for part in card.first("card").children if isinstance(part, Element)]
    return bracketed([line for part in parts for line in _lines(part)])


def _lines(part: Element) -> list[tuple[bool, str]]:
    if part.is_a("quote"):
        who, words = part.first("figcaption").text, part.first("blockquote").text
        return _text(f"{who}: ”{words}”" if who else f"”{words}”")
    if part.is_a("facts"):
        return [line for row in part.all("div") for line in _text(f"{row.first('dt').text}: {row.first('dd').text}")]
    if part.is_a("options") or part.is_a("buttons"):
        choices = [(True, _mark(one) + one.text) for one in part.all("tick", "press") if one["type"] != "submit"]
        return [*_text(part.first("legend", "label").text), *choices]
    if part.is_a("form"):
        return [line for one in part.all("field") for line in _text(_field(one))]
    return _text(part.text)


def _text(text: str) -> list[tuple[bool, str]]:
    return [(False, line) for line in text.split("\n")]


def _mark(choice: Element) -> str:
    chosen = choice["aria-pressed"] == "true" or "checked" in choice.first("input").attributes
    return CHOSEN if chosen else ""


def _field(one: Element) -> str:
    """A field as the summary of a form has it: its label with what is there or can be chosen, what is wrong, a hint."""
    label, there = name_of(one), value_of(one) or " · ".join(ticked(one).values() or options(one))
    colon = "" if label.endswith(("?", ".")) else ":"
    return "\n".join([f"{label}{colon} {there}" if there else label, one.first("error").text, one.first("hint").text])


def name_of(one: Element) -> str:
    """What a field is called."""
    return one.first("legend", "label").text


def options(one: Element) -> dict[str, str]:
    """What a field can be filled in with: the value of each label."""
    ticks = {tick.text: tick.first("input")["value"] for tick in one.all("tick")}
    return ticks or {option.text: option["value"] for option in one.all("option") if option.text}


def ticked(one: Element) -> dict[str, str]:
    """The choices made in a field: the label of each value."""
    ticks = {t.first("input")["value"]: t.text for t in one.all("tick") if "checked" in t.first("input").attributes}
    return ticks or {o["value"]: o.text for o in one.all("option") if "selected" in o.attributes}


def value_of(one: Element) -> str:
    """What is written in a field."""
    return one.first("textarea").text if one.all("textarea") else "" if options(one) else one.first("input")["value"]
