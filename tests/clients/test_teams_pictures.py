"""Every card and dialog drawn by Microsoft's own library: taken whole, with all its words, readable, and pressable."""

from __future__ import annotations

import json
import os
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import assert_never

import pytest
import pytest_asyncio

from adapters.teams import forms
from adapters.teams.marks import pressed
from dialogs.cards import Buttons, Facts, Form, Heading, Link, Options, Paragraph, Part, Quote, choices, form_of
from dialogs.texts import LANGUAGES
from tests.adapters.teams.hostile import NASTY
from tests.clients import hostile
from tests.clients.teams_cards import nodes
from tests.clients.teams_pictures import DESK, KEY, Easel, Frame, Json, Look, easel, frames, nasty
from tests.clients.teams_screen import PICTURES

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ENLARGED, CUT = Look(scale=2), "button cut"
"""On a phone with letters twice as large, a button's words may be cut; those who listen are told them whole."""
LOOKS = [Look(width=DESK), Look("dark"), Look(scale=2, width=DESK), ENLARGED]
OF_NO_MATTER = (CUT, "RequiredInputsShouldHaveErrorMessage")
"""Endless words do not fit on buttons, and forms made to be nasty say nothing of what must be filled in."""
LARGEST = 28 * 1024
"""Bytes of a message. A dialog may be larger."""


@pytest_asyncio.fixture
async def drawing(chromium: str) -> AsyncIterator[Easel]:
    """Something to draw on."""
    async with easel(chromium) as here:
        yield here


def said(frame: Frame) -> Iterator[str]:
    """Everything that somebody should be able to read there."""
    kind = frame.name.partition(" ")[0]
    for part in frame.card.parts:
        yield from _field_words(part) if kind == "dialog" and isinstance(part, Form) else _words(part)


def _words(part: Part) -> Iterator[str]:
    match part:
        case Heading(text) | Paragraph(text):
            yield text
        case Quote(text, who):
            yield from (text, who)
        case Facts(rows):
            yield from (word for row in rows for word in row)
        case Options(label=label, options=options, many=many, submit=submit):
            yield from (label, *(one.label for one in options), submit if many else "")
        case Buttons(buttons):
            yield from (one.label for one in buttons)
        case Link(label):
            yield label
        case Form(opens=opens, submit=submit):
            yield opens or submit
        case _ as never:
            assert_never(never)


def _field_words(form: Form) -> Iterator[str]:
    yield form.submit
    for one in form.fields:
        hint = "" if one.kind == "date" and not LETTER.search(one.value) else one.hint  # a calendar needs none
        yield from (one.label, hint, one.error, *(option.label for option in one.options))
        yield "" if one.options else one.value


LETTER = re.compile(r"[^\W\d]")


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def missing(frame: Frame, seen: str) -> list[str]:
    """The words that are not on the picture. The title of a dialog is not in it, but over it."""
    there = squeezed(f"{frame.sent.get('title', '')}\n{seen}")
    return [f"not seen: {text}" for text in said(frame) if squeezed(text) not in there]


@pytest.mark.parametrize(("language", "look"), [*((one, Look()) for one in LANGUAGES), *(("sv", one) for one in LOOKS)])
async def test_everything_is_taken_and_can_be_read(language: str, look: Look, drawing: Easel) -> None:
    all_of_it = frames(language)
    assert len(all_of_it) > 250
    drawn = zip(all_of_it, await drawing.draw(look, *(one.payload for one in all_of_it)), strict=True)
    faults = {frame.name: wrong for frame, (told, seen) in drawn if (wrong := [*told, *missing(frame, seen)])}
    if look == ENLARGED:
        faults = {name: wrong for name, told in faults.items() if (wrong := [one for one in told if CUT not in one])}
    await keep(drawing, all_of_it, look)
    assert faults == {}


async def keep(drawing: Easel, all_of_it: tuple[Frame, ...], look: Look) -> None:
    """Pictures for somebody who wants to look at them."""
    folder = os.environ.get(PICTURES)
    for frame in all_of_it if folder else ():
        name = re.sub(r"[^a-z0-9]+", "-", frame.name)
        kept = Path(str(folder)) / f"{frame.card.language}-{'-'.join(map(str, look))}" / f"{name}.png"
        kept.parent.mkdir(parents=True, exist_ok=True)
        await drawing.draw(look, frame.payload)
        await drawing.page.locator("#frame").screenshot(path=kept)


async def test_nasty_words_are_taken_and_are_only_words(drawing: Easel) -> None:
    faults = []
    for text in (*hostile.TEXTS.values(), *NASTY):
        for frame in nasty(text):
            ((told, _),) = await drawing.draw(Look(), frame.payload)
            faults += [(text[:40], frame.name, fault) for fault in told if not fault.startswith(OF_NO_MATTER)]
    assert faults == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_press_says_what_the_card_meant(language: str, drawing: Easel) -> None:
    faults: list[str] = []
    for frame in frames(language):
        sent = await drawing.press(frame.payload)
        told = [mark for one in sent if (mark := pressed(one["data"]))]
        faults += [
            f"{frame.name}: {one} cannot be pressed" for one in meant(frame) - {(m.action, m.value) for m in told}
        ]
        faults += [f"{frame.name}: {one.message}" for one in told if one.message != KEY]
        faults += [f"{frame.name}: {one}" for one in sent if one["kind"] == "Action.Execute" and not _agree(one)]
    assert faults == []


def meant(frame: Frame) -> set[tuple[str, str]]:
    """What can be pressed on the card: actions with their values."""
    form = form_of(frame.card)
    return {(one.action, one.value) for one in choices(frame.card.parts)} | (
        {(form.action, form.value)} if form else set()
    )


def _agree(sent: Json) -> bool:
    mark = pressed(sent["data"])
    return mark is not None and mark.action == sent["verb"]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_is_filled_in_comes_back_field_by_field(language: str, drawing: Easel) -> None:
    dialogs = [one for one in frames(language) if one.name.startswith("dialog ") and form_of(one.card)]
    assert len(dialogs) > 10
    for frame in dialogs:
        sent = [one["data"] for one in await drawing.press(frame.payload) if forms.filled(one["data"])]
        assert sent, frame.name
        answers, meta = forms.filled(sent[-1]) or pytest.fail(frame.name)
        form = form_of(frame.card)
        assert form
        assert {*answers} == {field.key for field in form.fields}, frame.name
        assert [key for key, answer in answers.items() if not answer] == [], frame.name
        assert (meta.channel, meta.thread) == ("19:ideer@thread.tacv2", "1732")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_larger_than_teams_takes(language: str) -> None:
    sizes = {one.name: len(json.dumps(one.sent, ensure_ascii=False).encode()) for one in frames(language)}
    assert {name: size for name, size in sizes.items() if size > LARGEST and not name.startswith("dialog ")} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_older_clients_send_the_same(language: str) -> None:
    executed = [node for one in frames(language) for node in nodes(one.payload) if node.get("type") == "Action.Execute"]
    assert executed
    for node in executed:
        older = node["fallback"]
        assert (older["type"], older["data"], older["title"]) == ("Action.Submit", node["data"], node["title"])
