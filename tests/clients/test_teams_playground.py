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
    picture = await seen.picture("dialog", since="Vad skulle bli bättre om det löstes?")
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


async def test_installing_the_app_is_answered_with_one_hello(teams: Teams) -> None:
    there, seen, chat = teams
    await seen.sees("Hej! Berätta om något på jobbet som borde fungera bättre.")
    await seen.says("hjälp")
    await seen.sees("Det här kan du säga")
    told = [one.body["type"] for one in there.wire.exchanges if not one.is_ours and one.body]
    assert sorted(told) == ["conversationUpdate", "installationUpdate", "message"]
    assert [words(one.body)[:4] for one in there.shown(chat)] == ["Hej!", "Det "]


async def test_from_the_first_word_to_news_of_how_it_goes(teams: Teams, request: pytest.FixtureRequest) -> None:
    there, seen, chat = teams
    keeping = partial(keep, rewrite=request.config.getoption("--rewrite"))
    keeping(await hand_in(seen), "teams-dialog")
    card = await there.sees(CHANNEL, NUMBER)
    assert card.conversation == f"{CHANNEL};messageid={card.id}"
    await seen.opens(teams_screen.CHANNEL)
    await seen.sees(NEED)
    keeping(await seen.picture("channel", NEED), "teams-card")

    answer = await there.presses("eva", card, action(card.card, "Ta"))
    assert "Delprojektledare: Eva Lind" in words(answer["value"])
    assert (await there.sees(CHANNEL, "Delprojektledare: Eva Lind")).id == card.id
    await seen.sees(f"Eva Lind tog {NUMBER}.")
    await seen.picture("claimed")
    late = await there.presses("omar", card, action(card.card, "Ta"))
    assert "Eva Lind" in late["value"]
    await there.says("eva", "status 1 utforskas Vi mäter väntan i två veckor.")
    await there.sees(await there.chat("eva"), f"{NUMBER} har nytt läge: behovet undersöks.")
    assert (await there.sees(CHANNEL, "Läge: behovet undersöks")).id == card.id
    await seen.sees(f"{NUMBER}: behovet undersöks. Vi mäter väntan i två veckor.")
    await seen.picture("status")

    await seen.opens()
    await seen.sees("Skälet: Vi mäter väntan i två veckor.")
    await there.sees(chat, f"Eva Lind är din delprojektledare för {NUMBER}.")
    await seen.says(f"visa {NUMBER}")
    await seen.sees("Vad som har hänt")
    keeping(await seen.picture("idea", "Vad som har hänt"), "teams-idea")
    assert [one.status for one in there.wire.exchanges if one.status >= 400] == [405]  # the playground knocks first


async def test_a_mention_in_a_channel_goes_on_between_the_two(teams: Teams) -> None:
    there, seen, chat = teams
    await seen.opens(teams_screen.CHANNEL)
    await seen.posts("Nyckeln till båthuset ligger i en pärm på Ön.")
    await seen.sees("Jag har skrivit till dig i ett eget meddelande.")
    await seen.picture("mention")
    answer = await there.sees(CHANNEL, "Jag har skrivit till dig")
    assert ";messageid=" in answer.conversation
    await there.sees(chat, "Vad skulle bli bättre om det löstes?")
    await seen.replies("mina")
    await seen.sees("Jag har svarat dig i vår egen chatt.")
    assert (await there.sees(CHANNEL, "Jag har svarat dig")).conversation == answer.conversation
    await seen.opens()
    await seen.sees("Utkast: Nyckeln till båthuset ligger i en pärm på Ön")


async def test_ones_own_message_is_made_an_idea_from_its_menu(teams: Teams) -> None:
    there, seen, chat = teams
    await seen.opens(teams_screen.CHANNEL)
    await seen.posts(NEED, mention=False)
    await seen.makes_an_idea_of(NEED, MAKE_IDEA.command)
    await seen.sees("Jag har skrivit till dig i ett eget meddelande.")
    await seen.picture("extension")
    await seen.closes()
    await there.sees(chat, "Vad skulle bli bättre om det löstes?")


async def test_whoever_wrote_a_message_is_asked_before_it_becomes_an_idea(teams: Teams) -> None:
    there, seen, chat = teams
    thread = await there.post(NEED)
    dialog = await there.makes_an_idea_of("eva", NEED, "anna", thread, MAKE_IDEA.command)
    assert dialog["type"] == "continue"
    await seen.sees("Eva Lind tycker att det du skrev kan bli en idé")
    await seen.picture("suggested")
    await seen.presses("Ja, gör till idé")
    await seen.sees("Vad skulle bli bättre om det löstes?")
    assert NEED.rstrip(".") in words((await there.sees(chat, "Eva Lind tycker")).body)


async def test_all_questions_at_once_in_a_dialog(teams: Teams) -> None:
    there, seen, chat = teams
    await seen.opens_a_dialog(TELL.command)
    await seen.fills("Vad är det som inte fungerar?", NEED)
    await seen.fills("Vad skulle bli bättre om det löstes?", "De får äta när de är hungriga.")
    await seen.ticks("Brukare, patienter", "Anhöriga")
    await seen.picture("form")
    await seen.presses("Spara")
    await seen.sees("Jag har skrivit till dig i ett eget meddelande.")
    await seen.closes()
    draft = words((await there.sees(chat, "Så här har jag förstått dig.")).body)
    assert NEED.rstrip(".") in draft
    assert "För vem: Brukare, patienter · Anhöriga" in draft
