"""From the first word to a kept promise in Microsoft's own playground, with nothing of ours in between."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from adapters.teams.access import MAKE_IDEA, TELL
from tests.clients import teams_screen
from tests.clients.playground import CHANNEL, Playground, playground
from tests.clients.teams_cards import action, words
from tests.clients.teams_running import running
from tests.clients.teams_screen import Screen, screen
from tests.house.sources import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NUMBER = f"SKO-{datetime.now(ZoneInfo('Europe/Stockholm')).year}-0001"
NEED = "Åtta av tjugo på Äppelgården får vänta på frukosten till halv tio, och två har ont av det."
LARGEST = 80_000
"""Bytes of a picture in docs/."""


class Teams(NamedTuple):
    """The playground with the bot in it, and the one at the screen."""

    playground: Playground
    screen: Screen
    chat: str


@pytest_asyncio.fixture
async def teams(network: None, chromium: str, tmp_path: Path) -> AsyncIterator[Teams]:
    """The bot is installed for Anna, who is at the screen."""
    async with (
        running(tmp_path) as address,
        playground(address, tmp_path) as there,
        screen(there.url, chromium, tmp_path / "pictures") as seen,
    ):
        yield Teams(there, seen, await there.chat(there.me))


async def hand_in(seen: Screen) -> Path:
    """Everything that the bot asks, answered at the screen; a picture of it on the way."""
    await seen.says(NEED)
    await seen.sees("Vad skulle bli bättre om det löstes?")
    await seen.says("De får äta när de är hungriga.")
    await seen.sees("För vem skulle det bli bättre?")
    await seen.ticks("Brukare, patienter", "Anhöriga")
    picture = await seen.picture("dialog")
    await seen.presses("Välj")
    await seen.sees("Tror du eller vet du?")
    await seen.ticks("Jag har sett det själv")
    await seen.presses("Välj")
    await seen.sees("Har du en lösning i tankarna?")
    await seen.says("En vagn på varje våning.")
    for question, answer in (("Hur vill du vara med?", "Hjälpa till"), ("Var arbetar du?", "Vård och omsorg")):
        await seen.sees(question)
        await seen.presses(answer)
    await seen.sees("Så här har jag förstått dig.")
    await seen.presses("Skicka")
    await seen.sees(f"Din idé har nummer {NUMBER}.")
    return picture


def keep(picture: Path, name: str, *, rewrite: bool) -> None:
    """One of the pictures in docs/, which is renewed with --rewrite."""
    kept = ROOT / "docs" / f"{name}.png"
    if rewrite:
        shutil.copyfile(picture, kept)
    assert picture.stat().st_size < LARGEST
    assert kept.exists(), "make test-clients with --rewrite draws it"



async def test_probe(teams: Teams) -> None:
    import asyncio as a
    there, seen, chat = teams
    await hand_in(seen)
    await seen.opens(teams_screen.CHANNEL)
    await seen.sees(NEED)
    n = len(there.wire.exchanges)
    for b in ("Visa", "Fråga"):
        await seen.presses(b)
        await a.sleep(2)
        for e in there.wire.exchanges[n:]:
            print(b, e.method, e.path, e.status, str(e.body)[:900], str(e.answer)[:300])
        n = len(there.wire.exchanges)
    assert 0
