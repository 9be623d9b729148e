"""What Slack shows because time passes: nudges under the card, Monday's list, the digest and its preview."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.doubles.office import COACHES, DIGEST, Office, id_of, open_office


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as office:
        await office.at(office.clock())
        yield office


def moment(text: str) -> datetime:
    """A moment in Stockholm's winter."""
    return datetime.fromisoformat(f"{text}+01:00").astimezone(UTC)


async def test_an_idea_that_nobody_takes_is_nudged_in_its_cards_thread_then_told_to_the_leader_then_assigned(
    office: Office,
) -> None:
    thread = await office.hand_in("anna")
    card = office.slack.messages(COACHES)[0]
    await office.at(moment("2026-11-24 13:00"))
    nudge = office.slack.messages(COACHES)[-1]
    assert nudge.thread_ts == card.ts
    assert "har väntat en arbetsdag" in nudge.said
    await office.at(moment("2026-11-25 13:00"))
    assert "SKO-2026-0001" in office.heard("pia")[-1]
    await office.at(moment("2026-11-26 13:00"))
    assert "därför att" in office.heard("eva")[-1]
    assert "Eva Lind är din delprojektledare" in office.heard("anna", thread)[-1]
    assert "Delprojektledare: Eva Lind" in office.slack.messages(COACHES)[0].said


async def test_a_nudge_can_be_answered_with_its_own_button(office: Office) -> None:
    await office.hand_in("anna")
    await office.at(moment("2026-11-24 13:00"))
    await office.press("omar", COACHES, "Ta")
    assert "Delprojektledare: Omar Haddad" in office.slack.messages(COACHES)[0].said


async def test_the_digest_comes_once_on_thursday_after_a_preview_and_names_its_channel(office: Office) -> None:
    await office.hand_in("anna")
    await office.press("eva", COACHES, "Ta")
    await office.choose("anna", "Ja, gärna")
    await office.at(moment("2026-11-25 09:05"))
    assert "Så här blir veckobrevet för skovde-digest." in office.heard("kim")[-1]
    await office.press("kim", id_of("kim"), "Ändra texten")
    await office.fill_in("kim", {"Veckobrevets text": "Idéslussen i Skövde, vecka 48\nNytt: vi börjar med frukosten."})
    await office.at(moment("2026-11-26 09:05"))
    await office.at(moment("2026-11-26 09:10"))
    (digest,) = office.in_channel(DIGEST)
    assert digest.split("\n")[:2] == ["Idéslussen i Skövde, vecka 48", "Nytt: vi börjar med frukosten."]
    await office.press("lena", DIGEST, "Berätta om ett behov")
    assert "Vad är det som inte fungerar?" in office.heard("lena")[0]
    assert "Jag har skrivit till dig" in office.whispered("lena")[0]


async def test_a_leader_chooses_the_channels_day_with_the_command_in_it(office: Office) -> None:
    answer = await office.people.command(id_of("pia"), DIGEST, "veckobrev måndag 09:00")
    assert "måndag" in answer.body["text"]
    mentioned = await office.people.mention(id_of("pia"), DIGEST, "veckobrev av")
    await office.settle()
    assert mentioned.ok
    assert "veckobrev" in office.whispered("pia")[-1].lower()
    await office.hand_in("anna")
    await office.press("eva", COACHES, "Ta")
    await office.choose("anna", "Ja, gärna")
    await office.at(moment("2026-11-30 09:30"))
    assert not office.in_channel(DIGEST)


async def test_a_coachs_monday_list_comes_one_to_one_with_ways_to_act(office: Office) -> None:
    await office.hand_in("anna")
    await office.press("eva", COACHES, "Ta")
    await office.at(moment("2026-11-30 08:05"))
    listed = office.heard("eva")[-1]
    assert listed.startswith("Din lista måndag 30 november: 1 idé")
    assert "0001 Frukosten kommer för sent till de boende, måndag 30 november" in listed
