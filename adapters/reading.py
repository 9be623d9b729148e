"""Looking into what a chat platform sends without trusting its shape: what is not as it should be is empty.

All of it was JSON, so an object is a dict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

NOTHING: Mapping[str, object] = {}


def at(payload: object, *path: str) -> object:
    """What lies at the end of the path, or None."""
    for name in path:
        payload = payload.get(name) if isinstance(payload, dict) else None
    return payload


def text_at(payload: object, *path: str) -> str:
    """The text there, without half surrogates, which JSON can carry and no database can keep."""
    found = at(payload, *path)
    return found.encode("utf-8", "replace").decode() if isinstance(found, str) else ""


def number_at(payload: object, *path: str) -> int:
    """The whole number there, never below zero."""
    found = at(payload, *path)
    return max(found, 0) if isinstance(found, int) and not isinstance(found, bool) else 0


def object_at(payload: object, *path: str) -> Mapping[str, object]:
    """The object there."""
    found = at(payload, *path)
    return found if isinstance(found, dict) else NOTHING


def objects_at(payload: object, *path: str) -> Iterator[Mapping[str, object]]:
    """The objects of the list there, in order."""
    found = at(payload, *path)
    return (one for one in found if isinstance(one, dict)) if isinstance(found, list | tuple) else iter(())


def texts_at(payload: object, *path: str) -> tuple[str, ...]:
    """The texts of the list there, in order."""
    found = at(payload, *path)
    return tuple(text_at(one) for one in found if isinstance(one, str)) if isinstance(found, list | tuple) else ()
