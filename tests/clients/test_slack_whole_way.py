"""From the first word to a kept promise: the whole bot in an emulated Slack, with nothing of ours in between."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from bot.app import Bot
from tests.clients.blocks import blocks_of, shown
from tests.clients.person import Filled, Person
from tests.clients.rig import Emulator
from tests.clients.running import running

pytestmark = pytest.mark.slow

COACHES = "skovde-coacher"
NUMBER = f"SKO-{datetime.now(ZoneInfo('Europe/Stockholm')).year}-0001"
NEED = "Frukosten kommer för sent till de boende <!channel> & tre fick vänta till halv tio."


@pytest_asyncio.fixture
async def bot(emulator: Emulator, tmp_path: Path) -> AsyncIterator[Bot]:
    """The bot, listening."""
    async with running(emulator, tmp_path) as bot:
        yield bot


async def hand_in(anna: Person, need: str = NEED) -> str:
    """A need told question by question, to the receipt; the ts of the thread."""
    thread = await anna.says(need)
    await anna.sees("Vad skulle bli bättre om det löstes?")
    await anna.says("Lugnare morgnar.", thread=thread)
    await anna.presses(await anna.sees("För vem skulle det bli bättre?"), "Välj", ticks=("Brukare, patienter",))
    await anna.presses(await anna.sees("Tror du eller vet du?"), "Välj", ticks=("Jag har sett det själv",))
    for question, label in (("Har du en lösning", "Hoppa över"), ("Hur vill du vara med?", "Bara tipsa")):
        await anna.presses(await anna.sees(question), label)
    await anna.presses(await anna.sees("Var arbetar du?"), "Vård och omsorg")
    await anna.presses(await anna.sees("Stämmer det?"), "Skicka")
    receipt = await anna.sees(f"Din idé har nummer {NUMBER}")
    assert receipt["thread_ts"] == thread
    return thread


async def test_a_need_told_in_a_thread_is_claimed_in_the_channel(bot: Bot, emulator: Emulator) -> None:
    anna, eva, omar = (Person(emulator, who) for who in ("anna", "eva", "omar"))
    thread = await hand_in(anna)
    card = await eva.sees(NUMBER, channel=COACHES)
    assert NEED in shown(blocks_of(card))
    assert (await eva.presses(card, "Ta")).status == 200
    told = await anna.sees("Eva Lind är din")
    assert told["thread_ts"] == thread
    changed = await eva.sees("har delprojektledare", channel=COACHES)
    line = await eva.sees(f"Eva Lind tog {NUMBER}", channel=COACHES)
    assert (changed["ts"], line["thread_ts"]) == (card["ts"], card["ts"])
    await omar.presses(card, "Ta")
    await emulator.until(lambda record: [one for one in record.ephemeral if one["target_user"] == omar.user])
    assert "Eva Lind" in (await emulator.whispers("omar"))[0]["text"]
    assert len({one["ts"] for one in await emulator.history(COACHES) if "thread_ts" not in one}) == 1


async def test_the_same_draft_is_filled_in_as_a_dialog(bot: Bot, emulator: Emulator) -> None:
    anna = Person(emulator, "anna")
    await anna.says(NEED)
    await anna.presses(await anna.sees("Vad skulle bli bättre om det löstes?"), "Fyll i som formulär")
    view = await emulator.modal("anna")
    assert view
    filled: Filled = {"Vad skulle bli bättre om det löstes?": "Lugnare morgnar.", "target_group": ("Kollegor",)}
    assert (await anna.sends(view, filled)).status == 200
    assert await emulator.modal("anna") is None
    await anna.sees("Vilka möter kollegorna i sitt arbete?")


async def test_the_home_tab_shows_what_a_person_has(bot: Bot, emulator: Emulator) -> None:
    anna = Person(emulator, "anna")
    await anna.says(NEED)
    await anna.sees("Vad skulle bli bättre om det löstes?")
    await anna.opens_home()
    await emulator.until(lambda record: record.called("views.publish"))
    shown_home = await emulator.home("anna")
    assert shown_home
    assert "Frukosten kommer för sent" in shown(shown_home["blocks"])


async def test_what_comes_twice_and_leaves_late_is_said_once_and_in_order(bot: Bot, emulator: Emulator) -> None:
    anna = Person(emulator, "anna")
    await emulator.fault("chat.postMessage", 429, after=1, times=2)
    await anna.says(NEED)
    await anna.sees("Vad skulle bli bättre om det löstes?")
    (delivery,) = [one for one in (await emulator.record()).deliveries if NEED[:20] in one["body"]]
    assert (await anna.deliver(delivery["body"], retry=1)).status == 200
    await anna.says("Lugnare morgnar.", thread=(await emulator.history("anna"))[0]["ts"])
    await anna.sees("För vem skulle det bli bättre?")
    told = [shown(blocks_of(one)) for one in await emulator.history("anna") if one.get("bot_id")]
    assert [text.partition(" av ")[0][-1] for text in told] == ["2", "3"]
