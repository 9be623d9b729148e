"""JSON schemas made from Slack's own types, with the limits that those state in words."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError

from tests.clients.node import HERE, MODULES, run

Json = dict[str, Any]

_CHARACTERS = re.compile(r"max(?:imum)? length[^.]*? ([\d,]+) characters|limit ([\d,]+) characters", re.IGNORECASE)
_FEWER = re.compile(r"less than ([\d,]+) characters", re.IGNORECASE)
_LEAST = re.compile(r"minimum length[^.]*? is (\d+)", re.IGNORECASE)
_ITEMS = re.compile(r"max(?:imum)?(?: of| number of [\w ]+ is|) (\d+)|up to (\d+)", re.IGNORECASE)


@cache
def schema(name: str) -> Json:
    """The schema of `message`, `modal`, `home` or `manifest`: Slack's types with what they say about sizes."""
    made = _made()[name]
    found = _rewritten(made, lambda node: _limited(_told_apart(node, made["definitions"])))
    assert isinstance(found, dict)
    return found


def _made() -> dict[str, Json]:
    """Made once for each version of what they are made from, and kept among the installed packages."""
    sources = [HERE / "package-lock.json", HERE / "surfaces.ts", HERE / "schemas.mjs"]
    digest = hashlib.sha256(b"".join(map(Path.read_bytes, sources))).hexdigest()[:16]
    kept = MODULES / ".cache" / "schemas" / f"{digest}.json"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_suffix(".new")
        fresh.write_text(run("schemas.mjs"), "utf-8")
        fresh.replace(kept)
    made: dict[str, Json] = json.loads(kept.read_text("utf-8"))
    return made


def faults(payload: object, found: Json) -> list[str]:
    """What a schema has against a payload: where, and what is wrong there."""
    errors = [_closest(error) for error in Draft7Validator(found).iter_errors(payload)]
    told = (f"{'/'.join(map(str, error.absolute_path)) or 'the whole'}: {_short(error)}" for error in errors)
    return list(dict.fromkeys(told))


def _closest(error: ValidationError) -> ValidationError:
    """In a union: what the payload fails in the member it fits best."""
    inner = [_closest(member) for member in error.context or ()]
    return max(inner, key=lambda one: (len(one.absolute_path), one.validator != "const"), default=error)


def _short(error: ValidationError) -> str:
    if isinstance(error.validator_value, int) and isinstance(error.instance, str | list):
        size, begins = len(error.instance), repr(error.instance)[:60]
        return f"{error.validator} is {error.validator_value}, and this is {size}: {begins}"
    return error.message[:200]


def limits(found: object) -> Iterator[str]:
    """Every limit that was read from a description: the tests count them, so that none is lost unseen."""
    if isinstance(found, dict):
        yield from (f"{name} {found[name]}" for name in ("maxLength", "maxItems", "minLength") if name in found)
    inner = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    for value in inner:
        yield from limits(value)


def _rewritten(node: object, rewrite: Callable[[Json], Json]) -> object:
    if isinstance(node, list):
        return [_rewritten(inner, rewrite) for inner in node]
    if not isinstance(node, dict):
        return node
    return rewrite({name: _rewritten(inner, rewrite) for name, inner in node.items()})


def _told_apart(node: Json, definitions: Json) -> Json:
    """A union whose members each have a `type` of their own, checked by it: then what is wrong is said plainly."""
    members = list(_members(node, definitions)) if "anyOf" in node else []
    kinds = {kind: member for kind, member in members if kind}
    if len(kinds) < max(2, len(members)):
        return node
    known = {"properties": {"type": {"enum": sorted(kinds)}}, "required": ["type"]}
    cases = [{"if": {"properties": {"type": {"const": kind}}}, "then": member} for kind, member in kinds.items()]
    return {**{name: node[name] for name in node if name == "description"}, "allOf": [known, *cases]}


def _members(node: Json, definitions: Json) -> Iterator[tuple[str, Json]]:
    """The members of a union, unions among them opened, each with the `type` that tells it from the others."""
    for member in node["anyOf"]:
        target = definitions.get(member.get("$ref", "").rpartition("/")[2], member)
        kinds = {kind for kind, _ in _members(target, definitions)} if "anyOf" in target else {_kind(target)}
        if len(kinds) > 1:
            yield from _members(target, definitions)
        else:
            yield kinds.pop(), member


def _kind(node: Json) -> str:
    return str(node.get("properties", {}).get("type", {}).get("const", ""))


def _limited(node: Json) -> Json:
    said = " ".join(str(node.get("description", "")).split())
    longest, least, most = _longest(said), _LEAST.search(said), _ITEMS.search(said)
    text = {"maxLength": longest} if longest else {}
    text |= {"minLength": int(least[1])} if least else {}
    match node.get("type"):
        case "string":
            return {**node, **text}
        case "array":
            items = {"items": {"allOf": [node["items"], {"properties": {"text": text}}]}} if text else {}
            return {**node, **items, **({"maxItems": int(most[1] or most[2])} if most else {})}
        case None if text and node.keys() & {"$ref", "anyOf", "allOf"}:
            return {"allOf": [{name: node[name] for name in node if name != "description"}, _about(text)]}
        case _:
            return node


def _about(text: Json) -> Json:
    """A size said of a text object is about the text in it."""
    return {"properties": {"text": text}}


def _longest(said: str) -> int:
    most, fewer = _CHARACTERS.search(said), _FEWER.search(said)
    if most:
        return int((most[1] or most[2]).replace(",", ""))
    return int(fewer[1].replace(",", "")) - 1 if fewer else 0
