"""The smallest pieces Slack shows: plain texts, options, and runs of rich text. Slack reads none of them as markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from urllib.parse import urlsplit

from adapters.lengths import cut, shown, units
from adapters.slack.limits import FEW, GROUP, OPTION, URL
from dialogs.cards import Option

Element = dict[str, object]


def plain(text: str, limit: int) -> Element:
    """A plain text of at most so many characters, never empty."""
    return {"type": "plain_text", "text": cut(shown(text), limit), "emoji": False}


def option(value: str, label: str) -> Element:
    """One thing to choose."""
    return {"text": plain(label, OPTION), "value": value}


def menu(options: Sequence[Element]) -> Element:
    """The options of a menu; in numbered groups when there are too many for one."""
    if len(options) <= GROUP:
        return {"options": list(options)}
    starts = range(0, len(options), GROUP)
    groups = [(start, list(options[start : start + GROUP])) for start in starts]
    return {
        "option_groups": [
            {"label": plain(f"{start + 1}–{start + len(group)}", OPTION), "options": group} for start, group in groups
        ]
    }


def boxes(options: Sequence[Option], most: int = FEW) -> Iterable[Element]:
    """Boxes to tick, in as few and as even groups as Slack allows."""
    count = -(-len(options) // most)
    bounds = [len(options) * n // count for n in range(count + 1)]
    for start, end in pairwise(bounds):
        yield ticks("checkboxes", options[start:end])


def ticks(kind: str, options: Sequence[Option]) -> Element:
    """An element of this kind to choose several options with, those chosen already chosen."""
    drawn = [option(one.value, one.label) for one in options]
    chosen = [made for made, one in zip(drawn, options, strict=True) if one.chosen]
    listed = {"options": drawn} if kind == "checkboxes" else menu(drawn)
    return {"type": kind, **listed, **({"initial_options": chosen} if chosen else {})}


def words(text: str, *, bold: bool = False) -> Element:
    """A piece of rich text, shown as it stands."""
    return {"type": "text", "text": text, **({"style": {"bold": True}} if bold else {})}


def link(label: str, url: str) -> Element:
    """A way out to a page; only https leads anywhere, anything else is shown as the text it is."""
    if leads_out(url):
        return {"type": "link", "url": url, "text": label or url}
    return words(f"{label}: {url}" if label and url else label or url)


def leads_out(url: str) -> bool:
    """Whether the address is one that Slack opens, and a safe one."""
    try:
        parsed = urlsplit(url)
    except ValueError:
        return False
    printed = url.isprintable() and not any(character.isspace() for character in url)
    return printed and parsed.scheme == "https" and bool(parsed.hostname) and units(url) <= URL
