"""What goes along with a view and comes back: what the form is for, and the answers given in its other steps."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from adapters.lengths import shown, units
from adapters.reading import at, number_at, object_at, objects_at, text_at, texts_at
from adapters.slack.elements import Element, words
from adapters.slack.limits import IDENT, INPUT, METADATA
from dialogs.messages import FieldValue

KEPT = "kept:"
"""How the id of a block begins that shows answers from other steps and carries them along."""

MOST_KEPT = 12_000
"""Characters of answers in one such block."""

_PLAIN = ("action", "value", "channel", "thread", "direct", "sure", "step", "of")

_ENTITY = re.compile(r"&(\u2060*)(?=(?:amp|lt|gt);)")
_SPLIT = re.compile(r"&\u2060(\u2060*)(?=(?:amp|lt|gt);)")
_ESCAPED = re.compile(r"&(amp|lt|gt);")
_SIGNS = {"amp": "&", "lt": "<", "gt": ">"}


class TooLongError(ValueError):
    """More than a view can hold, even in steps. Nothing is left out: the view is not made."""


@dataclass(frozen=True, slots=True)
class Meta:
    """What a form is for and where it was asked for: Slack's answer does not tell.

    `kept` holds the answers of other steps by field; `step` counts from 0 and is one `of` so many.
    """

    action: str
    value: str
    channel: str
    thread: str
    direct: bool = True
    sure: bool = False
    step: int = 0
    kept: Mapping[str, FieldValue] = field(default_factory=dict)
    of: int = 1

    @property
    def is_followed(self) -> bool:
        """Whether another step comes after this one."""
        return self.step + 1 < self.of


@dataclass(frozen=True, slots=True)
class Aside:
    """What a view knows about itself: the label its own button had, and how many blocks say why it was stopped."""

    submit: str = ""
    said: int = 0


def written(meta: Meta, aside: Aside = Aside()) -> str:
    """The view's private metadata.

    Raises:
        TooLongError: it is more than Slack keeps.
    """
    empty = [key for key, value in meta.kept.items() if value == ""]
    there = {key: value for key, value in meta.kept.items() if value != ""}
    facts = {
        **{name: getattr(meta, name) for name in _PLAIN},
        **({"kept": there} if there else {}),
        **({"empty": empty} if empty else {}),
        **({"submit": aside.submit} if aside.submit else {}),
        **({"said": aside.said} if aside.said else {}),
    }
    made = json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace").decode()
    for sign in _SIGNS.values():
        made = made.replace(sign, f"\\u{ord(sign):04x}")
    if units(made) > METADATA:
        raise TooLongError
    return made


def read(view: object) -> tuple[Meta, Aside] | None:
    """The metadata of a view, without the answers that its blocks carry, or None when it is not ours."""
    try:
        facts = json.loads(text_at(view, "private_metadata"))
    except (ValueError, RecursionError):
        return None
    if not text_at(facts, "action"):
        return None
    kept: dict[str, FieldValue] = dict.fromkeys(texts_at(facts, "empty"), "")
    for key, value in object_at(facts, "kept").items():
        kept[key] = text_at(value) if isinstance(value, str) else texts_at(value)
    meta = Meta(
        action=text_at(facts, "action"),
        value=text_at(facts, "value"),
        channel=text_at(facts, "channel"),
        thread=text_at(facts, "thread"),
        direct=at(facts, "direct") is True,
        sure=at(facts, "sure") is True,
        step=number_at(facts, "step"),
        kept=kept,
        of=number_at(facts, "of") or 1,
    )
    return meta, Aside(text_at(facts, "submit"), number_at(facts, "said"))


def shown_kept(answers: Iterable[tuple[str, str, str]]) -> Iterator[Element]:
    """Blocks that show typed answers, given as key, label and text, and carry them along."""
    keys: list[str] = []
    elements: list[Element] = []
    size = 0
    for key, label, text in answers:
        name = key.replace("%", "%25").replace(",", "%2C")
        if keys and (units(KEPT + ",".join([*keys, name])) > IDENT or size + len(text) > MOST_KEPT):
            yield {"type": "rich_text", "block_id": KEPT + ",".join(keys), "elements": elements}
            keys, elements, size = [], [], 0
        if units(KEPT + name) > IDENT:
            raise TooLongError
        keys.append(name)
        size += len(text)
        elements += [
            {"type": "rich_text_section", "elements": [words(shown(label), bold=True)]},
            {"type": "rich_text_quote", "elements": _chunks(marked(text))},
        ]
    if keys:
        yield {"type": "rich_text", "block_id": KEPT + ",".join(keys), "elements": elements}


def marked(text: str) -> str:
    """The text so that what Slack may escape on the way back can be told from what was escaped by its writer."""
    return _ENTITY.sub("&\u2060\\1", text.encode("utf-8", "replace").decode())


def unmarked(text: str) -> str:
    """The text that was marked, whether Slack has escaped it or not."""
    return _SPLIT.sub("&\\1", unescaped(text))


def unescaped(text: str) -> str:
    """The text without Slack's three escapes."""
    return _ESCAPED.sub(lambda found: _SIGNS[found[1]], text)


def texts(view: object) -> Iterator[tuple[str, str]]:
    """The typed answers that a view's blocks carry along, with their keys."""
    for block in objects_at(view, "blocks"):
        block_id = text_at(block, "block_id")
        if block_id.startswith(KEPT):
            names = block_id.removeprefix(KEPT).split(",")
            keys = [name.replace("%2C", ",").replace("%25", "%") for name in names]
            quotes = [one for one in objects_at(block, "elements") if at(one, "type") == "rich_text_quote"]
            for key, quote in zip(keys, quotes, strict=False):
                yield key, unmarked("".join(_said(piece) for piece in objects_at(quote, "elements")))


def _chunks(text: str) -> list[Element]:
    return [words(text[start : start + INPUT]) for start in range(0, len(text), INPUT)]


def _said(piece: object) -> str:
    """A piece of rich text as it was typed, even if Slack has made a sign or a link of it."""
    if at(piece, "type") == "emoji" and text_at(piece, "unicode"):
        codes = re.findall(r"[0-9a-f]{1,5}", text_at(piece, "unicode"))
        return "".join(chr(int(code, 16)) for code in codes)
    return text_at(piece, "text") or text_at(piece, "url")
