"""What a person can do with what Teams shows: buttons to press, choices to tick, fields to fill in. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.doubles.teams_cards import opens_dialog
from tests.doubles.teams_reading import pieces, plain, titled
from tests.doubles.teams_request import Json

Value = str | Sequence[str]
Typed = dict[str, str]
"""What is filled in, by the id of its input; several choices are joined by commas, as Teams sends them."""
MARK = "✓ "
"""What may stand before a label without changing which button it is."""


@dataclass(frozen=True, slots=True)
class Target:
    """Something that can be pressed. `scope` are the cards around it, whose inputs it sends along."""

    label: str
    action: Json
    scope: tuple[Json, ...]

    @property
    def kind(self) -> str:
        """Action.Execute, Action.Submit, Action.OpenUrl, …"""
        return str(self.action["type"])

    @property
    def verb(self) -> str:
        """What an Action.Execute is called."""
        return str(self.action.get("verb", ""))

    @property
    def opens(self) -> bool:
        """Whether it asks for a dialog."""
        return opens_dialog(self.action)

    def carries(self, text: str) -> bool:
        """Whether this stands somewhere in what it sends, which tells buttons of one name apart."""
        return text in json.dumps(self.action.get("data", ""), ensure_ascii=False)

    def is_called(self, label: str) -> bool:
        """Whether this is what is written on it."""
        return self.label.removeprefix(MARK) == label.removeprefix(MARK)


def targets(card: Json | None) -> Iterator[Target]:
    """Everything on a card that can be pressed, in reading order."""
    for piece in pieces(card):
        if piece.kind == "press" and piece.node.get("isEnabled") is not False:
            yield Target(piece.text, piece.node, piece.scope)


def find(card: Json | None, label: str, verb: str = "", value: str = "") -> Target:
    """The one that has this label or verb, and sends this value. Fails when there is none, or several."""
    there = list(targets(card))
    fits = [target for target in there if _fits(target, label, verb, value)]
    wished = " ".join(filter(None, (label, verb, value)))
    known = ", ".join(f"{target.label!r} {target.verb}".rstrip() for target in there) or "nothing"
    assert len(fits) == 1, f"{len(fits)} things to press are {wished!r}; there is {known}"
    return fits[0]


def has(card: Json | None, label: str, verb: str = "", value: str = "") -> bool:
    """Whether something on a card has this label or verb, and sends this value."""
    return any(_fits(target, label, verb, value) for target in targets(card))


def inputs(scope: tuple[Json, ...]) -> dict[str, Json]:
    """The inputs of these cards by id, without those of cards that open inside them."""
    return {
        str(piece.node["id"]): piece.node
        for piece in pieces(scope[0])
        if piece.kind == "field" and set(map(id, piece.scope)) <= set(map(id, scope))
    }


def named(element: Json) -> str:
    """What an input is called."""
    return str(element.get("label") or plain(str(element.get("title", ""))) or element["id"])


def fill(fields: Mapping[str, Json], given: Mapping[str, Value]) -> Typed:
    """What is typed in the inputs with these labels or ids. Fails as Teams' client would not let it be typed."""
    typed: Typed = {}
    for name, value in given.items():
        fits = [element for element in fields.values() if name in (element["id"], named(element))]
        known = [(element["id"], named(element)) for element in fields.values()]
        assert len(fits) == 1, f"{len(fits)} inputs are called {name!r}; there is {known}"
        typed[fits[0]["id"]] = _entered(fits[0], value)
    return typed


def tick(fields: Mapping[str, Json], labels: Sequence[str], typed: Typed) -> Typed:
    """The same with these choices made, wherever they are: more of several, another one of one."""
    after = dict(typed)
    for label in labels:
        there = [(e, c) for e in fields.values() for c in e.get("choices") or [] if titled(e, c) == label]
        assert len(there) == 1, f"{len(there)} choices are {label!r}"
        element, choice = there[0]
        before = after.get(element["id"], untouched(element)) if element.get("isMultiSelect") else ""
        after[element["id"]] = ",".join([*filter(None, before.split(",")), choice["value"]])
    return after


def untouched(element: Json) -> str:
    """What an input sends when nobody has touched it; empty for nothing."""
    if element["type"] == "Input.Toggle":
        return str(element.get("value", element.get("valueOff", "false")))
    return str(element.get("value", ""))


def state(fields: Mapping[str, Json], typed: Typed) -> Typed:
    """Everything that is filled in. An empty input is left out, as by the renderer that Microsoft publishes."""
    now = {name: typed.get(name, untouched(element)) for name, element in fields.items()}
    return {name: value for name, value in now.items() if value}


def lacking(fields: Mapping[str, Json], now: Typed) -> list[str]:
    """What stands in the way of sending: labels of inputs that must be filled in, or are filled in wrongly."""
    return [
        named(element)
        for name, element in fields.items()
        if (element.get("isRequired") and not _is_given(element, now.get(name, "")))
        or (element.get("regex") and now.get(name) and not re.search(element["regex"], now[name]))
    ]


def sent(target: Target, typed: Typed) -> Any:
    """What a press sends: its own object with what is filled in beside it. Fails when the client would not send it."""
    fields = {} if target.action.get("associatedInputs") == "none" else inputs(target.scope)
    now = state(fields, typed)
    short = lacking(fields, now)
    assert not short, f"Teams does not send a card without {short}"
    own = target.action.get("data", {})
    return {**own, **now} if isinstance(own, dict) else own


def _fits(target: Target, label: str, verb: str, value: str) -> bool:
    return (target.is_called(label) or not label) and verb in (target.verb, "") and target.carries(value)


def _is_given(element: Json, value: str) -> bool:
    if element["type"] == "Input.Toggle":
        return value == str(element.get("valueOn", "true"))
    return bool(value)


def _entered(element: Json, value: Value) -> str:
    match element["type"]:
        case "Input.ChoiceSet":
            return _chosen(element, [value] if isinstance(value, str) else value)
        case "Input.Toggle":
            assert value in ("true", "false"), f"a box is ticked or not: {value!r}"
            return str(element.get(f"value{'On' if value == 'true' else 'Off'}", value))
        case kind:
            return _typed(element, kind, value)


def _typed(element: Json, kind: str, value: Value) -> str:
    assert isinstance(value, str), f"one text for {named(element)}, not {value!r}"
    if kind == "Input.Date":
        assert re.fullmatch(r"(\d{4}-\d\d-\d\d)?", value), f"a date is picked, not typed: {value!r}"
        inside = not value or element.get("min", value) <= value <= element.get("max", value)
        assert inside, f"{value} cannot be picked"
    elif kind == "Input.Text":
        most, units = element.get("maxLength"), len(value.encode("utf-16-le")) // 2
        assert not most or units <= most, f"no more than {most} characters can be typed here"
        assert element.get("isMultiline") or "\n" not in value, "one line only"
    return value


def _chosen(element: Json, wished: Sequence[str]) -> str:
    """The values of choices by their titles or values."""
    there = element["choices"]
    values = []
    for one in filter(None, wished):
        fits = [choice for choice in there if one in (titled(element, choice), choice["value"])]
        assert len(fits) == 1, f"{len(fits)} choices are {one!r}; there is {[titled(element, c) for c in there]}"
        values.append(fits[0]["value"])
    assert len(values) < 2 or element.get("isMultiSelect"), f"only one of {values} can be chosen"
    return ",".join(values)
