"""The bot's words: Fluent files per language, with a preset's own names and wordings on top."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from babel.dates import format_date
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.resolver import TextElement
from fluent.runtime.types import FluentType
from fluent.syntax.ast import Resource

from dialogs.messages import Value

LANGUAGES = ("sv", "en", "da")
FALLBACK = "sv"
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_ENDS_TWICE = re.compile(r"(?<=[^.][.!?])\.(?!\.)|(?<=\.\.\.)\.|\.(?=[,:;]|[”“]\.)")
"""A full stop too many, where a person's own words end with one and our sentence goes on or has its own."""
_FORMATS = {"sv": "EEEE d MMMM", "en": "EEEE d MMMM", "da": "EEEE d. MMMM"}


class TextError(Exception):
    """A text is missing or broken; names the language, the id and what Fluent said."""


def _capital(text: Any) -> Any:
    plain = str(text)
    return plain[:1].upper() + plain[1:]


_FUNCTIONS: dict[str, Callable[[Any], FluentType]] = {"CAPITAL": _capital}


def day(value: date, language: str) -> str:
    """A date as people say it, e.g. `fredag 27 november`."""
    return format_date(value, _FORMATS[language], locale=language)


def sources(language: str) -> dict[str, str]:
    """The Fluent files of one language by name, as they are packaged."""
    folder = resources.files("dialogs") / "locales" / language
    return {
        f.name: f.read_text("utf-8") for f in sorted(folder.iterdir(), key=lambda f: f.name) if f.name.endswith(".ftl")
    }


@cache
def _packaged(language: str) -> tuple[Resource, ...]:
    """One language's files, read once however many presets are looked at."""
    return tuple(FluentResource(source) for source in sources(language).values())


class Texts:
    """Every text in every language. `overrides` is a preset's Fluent source per language."""

    def __init__(self, overrides: Mapping[str, str] | None = None) -> None:
        self._bundles = {
            language: self._bundle(language, (overrides or {}).get(language, "")) for language in LANGUAGES
        }

    @staticmethod
    def _bundle(language: str, override: str) -> FluentBundle:
        bundle = FluentBundle([language], use_isolating=False, functions=_FUNCTIONS)
        for resource in _packaged(language):
            bundle.add_resource(resource)
        bundle.add_resource(FluentResource(override), allow_overrides=True)
        return bundle

    def has(self, language: str, key: str) -> bool:
        """Whether this language has this text."""
        return bool(self._bundles[language].has_message(key))

    def say(self, language: str, key: str, facts: Mapping[str, Value] | None = None) -> str:
        """One text, filled in.

        ISO dates become spoken ones, and where a person's words and our sentence both end, one full stop is enough.

        Raises:
            TextError: when the text is missing or a fact is.
        """
        bundle = self._bundles[language if language in self._bundles else FALLBACK]
        if not bundle.has_message(key):
            raise TextError(f"{language}: no text {key}")
        pattern = bundle.get_message(key).value
        if isinstance(pattern, TextElement):  # plain words: there is nothing to fill in
            return str(pattern.value)
        filled = {name: _spoken(value, language) for name, value in (facts or {}).items()}
        text, errors = bundle.format_pattern(pattern, filled) if pattern else ("", [])
        if errors:
            raise TextError(f"{language}: {key}: {errors[0]!r}")
        return _ENDS_TWICE.sub("", str(text))


def _spoken(value: Value, language: str) -> str | int:
    if isinstance(value, str):
        with suppress(ValueError):  # somebody's own words may be shaped like a date, such as 2026-02-30
            return day(date.fromisoformat(value), language) if _DATE.fullmatch(value) else value
        return value
    return value if isinstance(value, int) else ""
