"""From the first word to a kept promise in Microsoft's own playground, with nothing of ours in between."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from tests.clients import teams_screen
from tests.clients.playground import CHANNEL, Playground, playground
from tests.clients.teams_cards import action, words
from tests.clients.teams_running import running
from tests.clients.teams_screen import Screen, screen
from tests.house.sources import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NUMBER = f"SKO-{datetime.now(ZoneInfo('Europe/Stockholm')).year}-0001"
NEED = "Åtta av tjugo på Äppelgården får vänta på frukosten till halv tio, och två har ont av det."
SEEN_AS = {"dialog": "teams-dialog", "card": "teams-card", "idea": "teams-idea"}
"""The pictures in docs/."""
LARGEST = 80_000
"""Bytes of one of those."""


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
        screen(there, chromium, tmp_path / "pictures") as seen,
    ):
        yield Teams(there, seen, await there.chat(there.me))


async def hand_in(seen: Screen) -> None:
    """Everything that the bot asks, answered at the screen."""
    await seen.says(NEED)
    await seen.sees("Vad skulle bli bättre om det löstes?")
    await seen.says("De får äta när de är hungriga.")
    await seen.sees("För vem skulle det bli bättre?")
    await seen.ticks("Brukare, patienter", "Anhöriga")
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


def keep(picture: Path, name: str, *, rewrite: bool) -> None:
    """One of the pictures in docs/, which is renewed with --rewrite."""
    kept = ROOT / "docs" / f"{SEEN_AS[name]}.png"
    if rewrite:
        shutil.copyfile(picture, kept)
    assert picture.stat().st_size < LARGEST
    assert kept.exists(), "make test-clients with --rewrite draws it"


async def test_installing_the_app_is_answered_with_one_hello(teams: Teams) -> None:
    await teams.screen.sees("Hej! Berätta om något på jobbet som borde fungera bättre.")
    await teams.screen.says("hjälp")
    await teams.screen.sees("Det här kan du säga")
    told = [one.body["type"] for one in teams.playground.wire.exchanges if not one.is_ours and one.body]
    assert sorted(told) == ["conversationUpdate", "installationUpdate", "message"]
    assert [words(one.body)[:4] for one in teams.playground.shown(teams.chat)] == ["Hej!", "Det "]


async def test_from_the_first_word_to_a_kept_promise(teams: Teams, request: pytest.FixtureRequest) -> None:
    there, seen, chat = teams
    await hand_in(seen)
    card = await there.sees(CHANNEL, f"{NUMBER}")
    assert NEED in words(card.body)
    assert card.conversation == f"{CHANNEL};messageid={card.id}"
    await seen.opens(teams_screen.CHANNEL)
    await seen.sees(NEED)
    await seen.picture("channel")

    answer = await there.presses("eva", card, action(card.card, "Ta"))
    assert "Delprojektledare: Eva Lind" in words(answer["value"])
    await there.sees(card.conversation, f"Eva Lind tog {NUMBER}.")
    assert (await there.sees(CHANNEL, "Delprojektledare: Eva Lind")).id == card.id
    await seen.sees(f"Eva Lind tog {NUMBER}.")
    await seen.picture("claimed")
    await there.sees(chat, f"Eva Lind är din delprojektledare för {NUMBER}.")
    again = await there.presses("omar", card, action(card.card, "Ta"))
    assert "Eva Lind" in words(again) or "Eva Lind" in str(again["value"])

    await there.says("eva", "status 1 utforskas Vi mäter väntan i två veckor.")
    await there.sees(await there.chat("eva"), f"{NUMBER} har nytt läge: behovet undersöks.")
    await there.sees(card.conversation, f"{NUMBER}: behovet undersöks. Vi mäter väntan i två veckor.")
    await seen.opens()
    await seen.sees("Vi mäter väntan i två veckor.")
    await seen.picture("told")
    await seen.says("Ät gärna i köket så länge.")
    assert [one.status for one in there.wire.exchanges if one.status >= 400] == [405]
