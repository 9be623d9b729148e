"""What the browser posts, read as an `Inbound`. Pure; the page's own script is the only expected sender."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dialogs.messages import FieldValue, Inbound
from ideas.people import Identity, Place

PLATFORM = "local"
LONGEST = 200_000
"""Characters in all texts of one post together. Longer than any answer may be, so that the dialog itself can say so."""

_NAME = re.compile(r"[^\s:/?#&]{1,64}")
_CHANNEL = re.compile(r"[^\s:/?#&]{1,80}")
_FIELDS = 60
_SHORT = 2_000


class TooLongError(ValueError):
    """More text than one post may hold."""


def dm(handle: str) -> str:
    """The channel of a person's own chat with the bot."""
    return f"dm:{handle}"


def read(payload: object) -> Inbound | None:
    """The post as an event, or None when it is not one of ours or speaks from somebody else's chat.

    Raises:
        TooLongError: the texts together are longer than `LONGEST`.
    """
    if not isinstance(payload, Mapping):
        return None
    texts = {name: _clean(payload.get(name, "")) for name in ("key", "body", "as", "place", "text", "action", "value")}
    fields = _fields(payload.get("fields", {}))
    if fields is None or any(text is None for text in texts.values()):
        return None
    known = {name: text or "" for name, text in texts.items()}
    if sum(map(len, known.values())) + sum(map(_length, fields.values())) > LONGEST:
        raise TooLongError
    return _event(known, fields, sure=payload.get("sure") is True) if _belongs(known) else None


def _event(known: Mapping[str, str], fields: Mapping[str, FieldValue], *, sure: bool) -> Inbound:
    body, handle = known["body"], known["as"]
    direct = known["place"] == dm(handle)
    return Inbound(
        key=known["key"],
        who=Identity(PLATFORM, body, handle),
        place=Place(PLATFORM, body, known["place"]),
        body=body,
        text=known["text"],
        action=known["action"],
        value=known["value"],
        fields=fields,
        direct=direct,
        explicit=not direct,
        echo=direct,
        sure=sure,
    )


def _belongs(known: Mapping[str, str]) -> bool:
    """Whether the parts fit together: a key, a person, a chat of their own or a channel, and something said."""
    own = known["place"] == dm(known["as"])
    return bool(
        known["key"]
        and max(len(known[name]) for name in ("key", "action", "value")) <= _SHORT
        and _NAME.fullmatch(known["as"])
        and _NAME.fullmatch(known["body"])
        and (own or _CHANNEL.fullmatch(known["place"]))
        and (known["text"].strip() or known["action"])
    )


def _fields(raw: object) -> dict[str, FieldValue] | None:
    if not isinstance(raw, Mapping) or len(raw) > _FIELDS:
        return None
    fields: dict[str, FieldValue] = {}
    for name, value in raw.items():
        many = isinstance(value, list)
        texts = [_clean(one) for one in (value if many else [value])]
        if None in texts or len(texts) > _SHORT or len(name) > _SHORT:
            return None
        kept = tuple(text for text in texts if text is not None)
        fields[str(name)] = kept if many else kept[0]
    return fields


def _clean(raw: Any) -> str | None:
    """The text without half surrogates, which JSON can carry and no database can keep; None when it is no text."""
    return raw.encode("utf-8", "replace").decode() if isinstance(raw, str) else None


def _length(value: FieldValue) -> int:
    return len(value) if isinstance(value, str) else sum(map(len, value))
