"""What Slack makes of texts that it parses: whom they ping, where they lead, which pictures they turn into."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PARSED = re.compile(r"<(?P<inside>[^<>\n]+)>")
_PINGS = re.compile(r"[@!](?!date\^)")
_EMOJI = re.compile(r":[a-z0-9_+'-]+:")
_RUNS = {"user": "user_id", "usergroup": "usergroup_id", "broadcast": "range"}


def pings(text: str, blocks: object) -> list[str]:
    """Everybody a message calls: `@U0EVA`, `!channel`, `!subteam^S1`. Slack also looks in the text beside blocks."""
    found = [inside for parsed in [text, *_parsed(blocks)] for inside in _inside(parsed) if _PINGS.match(inside)]
    for run in _typed(blocks, set(_RUNS)):
        mark = "@" if run["type"] == "user" else "!"
        found.append(f"{mark}{run[_RUNS[str(run['type'])]]}")
    return found


def links(text: str, blocks: object) -> list[str]:
    """Every address a message leads to."""
    found = [inside for parsed in [text, *_parsed(blocks)] for inside in _inside(parsed) if "://" in inside]
    return [inside.partition("|")[0] for inside in found] + [str(run["url"]) for run in _typed(blocks, {"link"})]


def emoji(blocks: object) -> list[str]:
    """Every `:name:` that becomes a picture: in mrkdwn, and in plain text that does not say `emoji: false`."""
    shown = list(_parsed(blocks))
    shown += [str(node["text"]) for node in _typed(blocks, {"plain_text"}) if node.get("emoji", True)]
    return [name for text in shown for name in _EMOJI.findall(text)]


def _inside(text: str) -> Iterator[str]:
    return (found["inside"] for found in _PARSED.finditer(text))


def _parsed(blocks: object) -> Iterator[str]:
    return (str(node["text"]) for node in _typed(blocks, {"mrkdwn"}))


def _typed(node: object, kinds: set[str]) -> Iterator[dict[str, object]]:
    """Every object of one of these types, wherever it is."""
    if isinstance(node, dict):
        if node.get("type") in kinds:
            yield node
        for value in node.values():
            yield from _typed(value, kinds)
    elif isinstance(node, list):
        for value in node:
            yield from _typed(value, kinds)
