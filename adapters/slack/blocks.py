"""A card's parts as Slack's blocks: texts that follow each other in one, and what can be pressed in rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from adapters.lengths import shown
from adapters.slack.elements import Element, boxes, link, menu, option, plain, words
from adapters.slack.limits import BUTTON, FEW, HEADER, PLACEHOLDER, Room, fitted, is_header
from adapters.slack.marks import OPEN, PICK, buttons_id, options_id, press_id
from dialogs.cards import Button, Buttons, Card, Facts, Form, Heading, Link, Option, Options, Paragraph, Part, Quote

SHORT = 60
"""Characters of a fact that fits beside its neighbours; longer ones stand apart."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; a `close` one follows the line before it without a blank line between."""

    pieces: tuple[Element, ...]
    close: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A person's own words."""

    text: str


def drawn(parts: Iterable[Part], said: str = "", first: int = 0) -> list[Element]:
    """The blocks of parts that fit. `said` is the key of the words a form was asked for with, see `marks`.

    Numbers in ids begin at `first`, for a view that holds other blocks already.
    """
    page = _Page(said, first)
    for part in parts:
        page.add(part)
    return page.finished()


def page(card: Card, room: Room, said: str = "") -> list[Element]:
    """The card's blocks in this room; its summary where it has no parts to show, since Slack takes nothing empty."""
    fit = fitted(card, room)
    if not fit.parts:
        fit = fitted(replace(card, parts=(Paragraph(shown(card.summary)),)), room)
    return drawn(fit.parts, said)


class _Page:
    """Blocks being drawn in order."""

    def __init__(self, said: str, first: int) -> None:
        self._blocks: list[Element] = []
        self._run: list[Line | Words] = []
        self._said = said
        self._uses: Counter[str] = Counter()
        self._first = self._block = first

    def add(self, part: Part) -> None:
        """Draw one more part."""
        match part:
            case Heading(text) if is_header(text):
                self._put({"type": "header", "text": plain(text, HEADER)})
            case Heading() | Paragraph() | Quote() | Facts() | Link():
                self._run += lines(part)
            case Options(label=label, options=options):
                self._run += [Line((words(label, bold=True),))] if label else []
                if options:
                    self._put(self._several(part) if part.many else self._one(part))
            case Buttons(buttons):
                self._put(self._actions(buttons_id(self._next()), [self._button(button) for button in buttons]))
            case Form():
                self._put(self._actions(f"f{self._next()}", [self._opener(part)]))
            case _ as never:
                assert_never(never)

    def finished(self) -> list[Element]:
        """Everything drawn."""
        self._end_run()
        return self._blocks

    def _put(self, block: Element) -> None:
        self._end_run()
        self._blocks.append(block)

    def _end_run(self) -> None:
        if self._run:
            self._blocks.append(rich(self._run))
            self._run = []

    def _next(self) -> int:
        self._block += 1
        return self._block - 1

    def _id(self, action: str, least: int = 0) -> str:
        """An id that nothing else on this page has."""
        n = max(self._uses[action], least)
        self._uses[action] = n + 1
        return press_id(action, n + self._first)

    @staticmethod
    def _actions(block_id: str, elements: list[Element]) -> Element:
        return {"type": "actions", "block_id": block_id, "elements": elements}

    def _button(self, button: Button) -> Element:
        return press(self._id(button.action), button.label, button.value, primary=button.style == "primary")

    def _opener(self, form: Form) -> Element:
        label = form.opens.strip() or form.submit
        if self._said:
            return press(self._id(OPEN), label, self._said)
        return press(self._id(form.action), label, form.value)

    def _one(self, part: Options) -> Element:
        """One choice: a button each, or a menu where they are many. Choosing the chosen one again must be possible."""
        if len(part.options) <= FEW:
            chosen = [press(self._id(part.action), _marked(one), one.value) for one in part.options]
        else:
            options = [option(one.value, _marked(one)) for one in part.options]
            chosen = [{"type": "static_select", "action_id": self._id(part.action), **_hinted(part), **menu(options)}]
        return self._actions(options_id(self._next(), part.value, many=False), chosen)

    def _several(self, part: Options) -> Element:
        """Several choices: boxes to tick, and the button that sends them."""
        ticked = [{**group, "action_id": self._id(PICK)} for group in boxes(part.options)]
        sent = press(self._id(part.action, least=1), part.submit, "")
        return self._actions(options_id(self._next(), part.value, many=True), [*ticked, sent])


def press(action_id: str, label: str, value: str, *, primary: bool = False) -> Element:
    """A button; without a value it carries none."""
    made: Element = {"type": "button", "action_id": action_id, "text": plain(label, BUTTON)}
    return {**made, **({"value": value} if value else {}), **({"style": "primary"} if primary else {})}


def _marked(one: Option) -> str:
    return f"✓ {one.label}" if one.chosen else one.label


def _hinted(part: Options) -> Element:
    return {"placeholder": plain(part.label, PLACEHOLDER)} if part.label.strip() else {}


def lines(part: Heading | Paragraph | Quote | Facts | Link) -> Iterator[Line | Words]:
    """A text part line by line."""
    match part:
        case Heading(text):
            yield Line((words(text, bold=True),))
        case Paragraph(text):
            yield Line((words(text),))
        case Quote(text, who):
            if who:
                yield Line((words(f"{who}:" if text else who, bold=True),))
            if text:
                yield Words(text)
        case Facts(rows):
            short = [len(value) <= SHORT and "\n" not in value for _, value in rows]
            for n, (label, value) in enumerate(rows):
                yield Line(_fact(label, value), close=n > 0 and short[n - 1] and short[n])
        case Link(label, url):
            yield Line((link(label, url),))
        case _ as never:
            assert_never(never)


def _fact(label: str, value: str) -> tuple[Element, ...]:
    named = label if label.endswith((":", "?")) else f"{label}:"
    return (*([words(f"{named} ", bold=True)] if label else []), *([words(value)] if value else []))


def rich(run: Iterable[Line | Words]) -> Element:
    """Lines and quotes as one block, a blank line between those that are not close."""
    elements: list[Element] = []
    section: list[Element] = []
    for one in run:
        if isinstance(one, Line):
            between = "" if not (section or elements) else "\n" if one.close or not section else "\n\n"
            section += _after(between, one.pieces)
            continue
        elements += [*([_section(section)] if section else []), _quote(one.text)]
        section = []
    return {"type": "rich_text", "elements": [*elements, *([_section(section)] if section else [])]}


def _after(between: str, pieces: tuple[Element, ...]) -> tuple[Element, ...]:
    """The pieces of a line with what keeps it apart from those before it; a quote ends its own line."""
    start, *more = pieces
    if start["type"] == "text":
        return ({**start, "text": f"{between}{start['text']}"}, *more)
    return (words(between), *pieces) if between else pieces


def _section(pieces: list[Element]) -> Element:
    return {"type": "rich_text_section", "elements": pieces}


def _quote(text: str) -> Element:
    return {"type": "rich_text_quote", "elements": [words(text)]}
