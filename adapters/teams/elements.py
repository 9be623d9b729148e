"""The smallest pieces that Teams shows: texts, things to choose, and what can be pressed. None is read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from adapters.lengths import cut, shown, units
from adapters.teams.limits import ADDRESS, HEADING, LABEL
from adapters.teams.marks import as_choice
from adapters.teams.wording import apart, is_plain
from dialogs.cards import Option

Element = dict[str, object]

_HTTPS = re.compile(r"https://[^\s/?#@\[\]]+([/?#]\S*)?")
_PARAGRAPHS = re.compile(r"\n(?:[^\S\n]*\n)+")


def runs(text: str, **style: str) -> Iterator[Element]:
    """A text as runs that are shown as they stand."""
    return ({"type": "TextRun", "text": piece, **style} for piece in apart(text))


def words(text: str, spacing: str = "", **style: str) -> list[Element]:
    """A text, its paragraphs apart from each other."""
    return named("", text, spacing, **style)


def named(name: str, text: str, spacing: str = "", **style: str) -> list[Element]:
    """A text with its name in bold before it."""
    drawn: list[Element] = []
    for paragraph in _PARAGRAPHS.split(text):
        inlines = [*(runs(name, weight="Bolder") if name else ()), *runs(paragraph, **style)]
        if inlines:
            drawn.append({"type": "RichTextBlock", "inlines": inlines, **({"spacing": spacing} if spacing else {})})
        name, spacing = "", ""
    return drawn


def heading(text: str) -> list[Element]:
    """A line that names what follows: a heading also to those who listen, unless it could be read as markup."""
    size = "Medium" if units(text) <= HEADING else "Default"
    if is_plain(text):
        return [{"type": "TextBlock", "text": text, "style": "heading", "size": size, "weight": "Bolder", "wrap": True}]
    return words(text, size=size, weight="Bolder")


def quote(text: str, who: str) -> Element:
    """A person's own words, apart from ours, and whose they are."""
    whose = words(f"{who}:" if text else who, weight="Bolder") if who else []
    said = words(text, "Small" if who else "") if text else []
    return {"type": "Container", "style": "emphasis", "items": [*whose, *said]}


def choice_set(ident: str, label: str, options: Iterable[Option], *, many: bool, open_: bool) -> Element:
    """Options to choose one or several of, those chosen already chosen; all in sight when `open_`."""
    there = list(options)
    chosen = [as_choice(one.value) for one in there if one.chosen]
    return {
        "type": "Input.ChoiceSet",
        "id": ident,
        "label": shown(label),
        "style": "expanded" if open_ else "compact",
        "wrap": True,
        "choices": [{"title": _title(one.label), "value": as_choice(one.value)} for one in there],
        **({"isMultiSelect": True} if many else {}),
        **({"value": ",".join(chosen if many else chosen[:1])} if chosen else {}),
    }


def _title(label: str) -> str:
    return cut(shown(label).replace("\n", " "), LABEL)


def buttons(made: list[Element]) -> Element:
    """A row of buttons."""
    return {"type": "ActionSet", "actions": made}


def wide_button(label: str, action: Element) -> Element:
    """Something to press whose words are too many for a button."""
    text = words(cut(shown(label), LABEL), color="Accent", weight="Bolder")
    columns = [_column("stretch", text), _column("auto", words("›", color="Accent", weight="Bolder"))]
    return {"type": "ColumnSet", "style": "emphasis", "selectAction": action, "columns": columns}


def _column(width: str, items: list[Element]) -> Element:
    return {"type": "Column", "width": width, "verticalContentAlignment": "Center", "items": items}


def execute(title: str, verb: str, carried: Mapping[str, object], inputs: str) -> Element:
    """A press that is answered in place; a client that does not know of that sends it as a message."""
    made = {"title": title, "data": carried, "associatedInputs": inputs}
    return {"type": "Action.Execute", "verb": verb, **made, "fallback": {"type": "Action.Submit", **made}}


def without_execute(node: Any) -> Any:
    """The same with every press that is answered in place sent as a message instead."""
    if isinstance(node, Mapping):
        here = node["fallback"] if node.get("type") == "Action.Execute" else node
        return {name: without_execute(there) for name, there in here.items()}
    return [without_execute(one) for one in node] if isinstance(node, list | tuple) else node


def submit(title: str, carried: Mapping[str, object], inputs: str) -> Element:
    """A press that asks for a dialog, or one in a dialog."""
    return {"type": "Action.Submit", "title": title, "data": carried, "associatedInputs": inputs}


def leads_out(url: str) -> bool:
    """Whether the address is a safe one to open."""
    return units(url) <= ADDRESS and url.isprintable() and _HTTPS.fullmatch(url) is not None
