"""Slack and Teams meet in one idea: whoever writes in one is heard in the other, and each is told where they are."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ideas.people import Identity, Person
from tests.doubles import office, teams_office
from tests.doubles.chat_office import APPOINTED
from tests.doubles.teams_dialogs import Dialog
from tests.doubles.teams_world import Person as Somebody
from tests.doubles.two_doors import Doors, open_doors

NUMBER = "SKO-2026-0001"
SLACK, TEAMS = office.COACHES, teams_office.COACHES
EARLIER = ("status 1 utforskas Vi frågar på avdelningen.", "status 1 formas Köket kan börja tidigare.")
"""A coach's words on the way to a test."""
TESTING = {
    "Vad testas?": "Frukost från sju",
    "Skälet, med dina ord": "En vecka räcker för att se.",
    "Till vilket datum?": "2026-12-18",
}


@pytest.fixture
async def in_slack(tmp_path: Path) -> AsyncIterator[Doors]:
    """The coaches are in Slack, everybody else in Teams."""
    async with open_doors(tmp_path, coaches="slack") as doors:
        yield doors


@pytest.fixture
async def in_teams(tmp_path: Path) -> AsyncIterator[Doors]:
    """The coaches are in Teams, everybody else in Slack."""
    async with open_doors(tmp_path, coaches="teams") as doors:
        yield doors


@pytest.fixture
async def in_both(tmp_path: Path) -> AsyncIterator[Doors]:
    """The cards are in Slack, and the appointed people have both; so has Anna, whom the preset knows by e-mail."""
    async with open_doors(tmp_path, in_slack=APPOINTED, in_teams=APPOINTED, mailed=("anna",)) as doors:
        yield doors


def moment(text: str) -> datetime:
    """A moment in Stockholm's winter."""
    return datetime.fromisoformat(f"{text}+01:00").astimezone(UTC)


def card(doors: Doors) -> str:
    """The idea's card in the coaches' channel in Slack."""
    return doors.slack.slack.messages(SLACK)[0].said


def thread(doors: Doors) -> list[str]:
    """What stands under it."""
    return [one.said for one in doors.slack.slack.messages(SLACK, doors.slack.slack.messages(SLACK)[0].ts)[1:]]


def under(doors: Doors) -> list[str]:
    """What stands under the idea's card in Teams."""
    return [one.said for one in doors.teams.teams.messages(TEAMS, doors.teams.card().id)[1:]]


def dialog(doors: Doors, who: str) -> Dialog:
    """What stands before somebody in Teams."""
    found = doors.teams.teams.dialog(who)
    assert found, f"nothing is open before {who}"
    return found


async def identities(doors: Doors, who: str) -> list[Person | None]:
    """Whom the bot takes somebody for, in Slack and in Teams."""
    aad = doors.teams.teams.world.person(who).aad
    there = (Identity("slack", office.TEAM, office.id_of(who)), Identity("teams", teams_office.TENANT, aad))
    return await doors.bot.store.turn(lambda uow: [uow.person_of(one) for one in there])


# An employee in Teams, a coach in Slack


async def test_an_idea_told_in_teams_is_claimed_in_slack(in_slack: Doors) -> None:
    assert await in_slack.teams.hand_in("anna") == NUMBER
    assert "Anna Åström" in card(in_slack)
    assert "väntar på delprojektledare" in card(in_slack)
    await in_slack.slack.press("eva", SLACK, "Ta")
    assert "Eva Lind är din delprojektledare" in in_slack.teams.heard("anna")[-1]
    assert "Hör av dig till Anna Åström" in in_slack.slack.whispered("eva")[-1]
    assert "Delprojektledare: Eva Lind" in card(in_slack)
    assert thread(in_slack) == [f"Eva Lind tog {NUMBER}."]
    assert not any(NUMBER in text for text in in_slack.teams.in_channel()), "cards stand in one channel"


async def test_a_question_from_slack_is_answered_in_teams(in_slack: Doors) -> None:
    await in_slack.teams.hand_in("anna")
    await in_slack.slack.press("eva", SLACK, "Ta")
    await in_slack.slack.press("eva", SLACK, "Fråga")
    await in_slack.slack.fill_in("eva", {"Din fråga": "Hur ofta händer det?"})
    assert "Eva Lind frågar" in in_slack.teams.heard("anna")[-1]
    assert "Hur ofta händer det?" in in_slack.teams.heard("anna")[-1]
    await in_slack.teams.say("anna", "Varje helg.")
    assert "Varje helg." in in_slack.slack.heard("eva")[-1]
    assert "Eva Lind" in in_slack.teams.heard("anna")[-1]
    assert thread(in_slack)[-1] == "Anna Åström har skrivit."


async def test_a_test_begun_in_slack_is_told_in_teams(in_slack: Doors) -> None:
    await in_slack.teams.hand_in("anna")
    await in_slack.slack.press("eva", SLACK, "Ta")
    for words in EARLIER:
        await in_slack.slack.say("eva", words)
    await in_slack.slack.press("eva", SLACK, "Nytt läge")
    await in_slack.slack.press("eva", SLACK, "testas")
    await in_slack.slack.fill_in("eva", TESTING)
    assert f"Nu testas {NUMBER}: Frukost från sju." in in_slack.teams.heard("anna")[-1]
    assert "fredag 18 december" in in_slack.teams.heard("anna")[-1]
    assert "Läge: testas" in card(in_slack)
    assert thread(in_slack)[-1] == f"{NUMBER}: testas. En vecka räcker för att se."


async def test_what_the_bearer_does_in_teams_is_seen_on_the_card_in_slack(in_slack: Doors) -> None:
    await in_slack.teams.hand_in("anna")
    await in_slack.teams.press("anna", "", "Ta tillbaka")
    await in_slack.teams.press("anna", "", "Ja, ta tillbaka")
    assert "Läge: tagen tillbaka" in card(in_slack)


# An employee in Slack, a coach in Teams


async def test_an_idea_told_in_slack_is_claimed_in_teams(in_teams: Doors) -> None:
    told = await in_teams.slack.hand_in("anna")
    assert "Anna Åström" in in_teams.teams.card().said
    await in_teams.teams.press("eva", TEAMS, "Ta")
    assert "Eva Lind är din delprojektledare" in in_teams.slack.heard("anna", told)[-1]
    assert "Hör av dig till Anna Åström" in in_teams.teams.heard("eva")[-1]
    assert "Delprojektledare: Eva Lind" in in_teams.teams.card().said
    assert under(in_teams) == [f"Eva Lind tog {NUMBER}."]
    assert in_teams.slack.in_channel() == [], "cards stand in one channel"


async def test_a_question_from_teams_is_answered_in_slack(in_teams: Doors) -> None:
    told = await in_teams.slack.hand_in("anna")
    await in_teams.teams.press("eva", TEAMS, "Ta")
    await in_teams.teams.press("eva", TEAMS, "Fråga")
    await in_teams.teams.submit("eva", {"Din fråga": "Hur ofta händer det?"})
    assert "skickad till Anna Åström" in dialog(in_teams, "eva").said
    assert "Hur ofta händer det?" in in_teams.slack.heard("anna", told)[-1]
    await in_teams.slack.say("anna", "Varje helg.", told)
    assert "Varje helg." in in_teams.teams.heard("eva")[-1]
    assert under(in_teams)[-1] == "Anna Åström har skrivit."


async def test_a_test_begun_in_teams_is_told_in_slack(in_teams: Doors) -> None:
    told = await in_teams.slack.hand_in("anna")
    await in_teams.teams.press("eva", TEAMS, "Ta")
    for words in EARLIER:
        await in_teams.teams.say("eva", words)
    await in_teams.teams.press("eva", TEAMS, "Nytt läge")
    await in_teams.teams.submit("eva", label="testas", fields={})
    await in_teams.teams.submit("eva", TESTING)
    assert f"Nu testas {NUMBER}: Frukost från sju." in in_teams.slack.heard("anna", told)[-1]
    assert "Läge: testas" in in_teams.teams.card().said
    assert under(in_teams)[-1] == f"{NUMBER}: testas. En vecka räcker för att se."


# Somebody who has both


async def test_somebody_known_by_email_is_one_person_on_both(in_both: Doors) -> None:
    for who in ("eva", "pia", "anna"):
        by_slack, by_teams = await identities(in_both, who)
        assert by_slack
        assert by_slack == by_teams
        assert by_slack.handle == who


async def test_an_employee_goes_on_in_the_other_with_what_they_began_in_one(in_both: Doors) -> None:
    await in_both.slack.say("anna", "Frukosten kommer för sent till de boende.")
    await in_both.teams.say("anna", "fortsätt")
    assert "Vad skulle bli bättre" in in_both.teams.heard("anna")[-1]
    await in_both.teams.say("anna", "Lugnare morgnar.")
    (draft,) = await in_both.teams.drafts("anna")
    assert (draft.need, draft.answer("effect").text) == (
        "Frukosten kommer för sent till de boende.",
        "Lugnare morgnar.",
    )
    assert await in_both.slack.drafts("anna") == [draft]


async def test_who_has_told_an_idea_is_answered_where_they_told_it(in_both: Doors) -> None:
    told = await in_both.slack.hand_in("anna")
    await in_both.teams.say("anna", "mina")
    assert NUMBER in in_both.teams.heard("anna")[-1]
    await in_both.slack.press("eva", SLACK, "Ta")
    assert "Eva Lind är din delprojektledare" in in_both.slack.heard("anna", told)[-1]
    assert "Eva Lind" not in in_both.teams.heard("anna")[-1]


async def test_a_coach_claims_in_slack_and_works_on_in_teams(in_both: Doors) -> None:
    await in_both.teams.hand_in("bjorn")
    await in_both.slack.press("eva", SLACK, "Ta")
    await in_both.teams.say("eva", EARLIER[0])
    assert "behovet undersöks" in in_both.teams.heard("eva")[-1]
    assert "Läge: behovet undersöks" in card(in_both)
    assert "Nu undersöker vi behovet" in in_both.teams.heard("bjorn")[-1]
    await in_both.slack.press("eva", SLACK, "Släpp")
    await in_both.slack.fill_in("eva", {"Skälet": "Omar kan mer om kök."})
    assert "väntar på delprojektledare" in card(in_both)


async def test_a_coach_is_told_where_they_wrote_last(in_both: Doors) -> None:
    await in_both.teams.hand_in("bjorn")
    await in_both.slack.press("eva", SLACK, "Ta")
    for one, other in ((in_both.teams, in_both.slack), (in_both.slack, in_both.teams)):
        await one.say("eva", "mina")
        before = one.heard("eva"), other.heard("eva")
        await in_both.teams.say("bjorn", "Det gäller mest helger.")
        await _about(in_both)
        assert (len(one.heard("eva")) - len(before[0]), len(other.heard("eva")) - len(before[1])) == (1, 0)
        assert "Det gäller mest helger." in one.heard("eva")[-1]


async def test_coaches_who_claim_at_once_from_both_sides_leave_one_winner(in_both: Doors) -> None:
    await in_both.slack.hand_in("bjorn")
    by_slack, by_teams = await asyncio.gather(
        in_both.slack.people.press(office.id_of("eva"), SLACK, label="Ta"), in_both.teams.people.say("omar", "ta 1")
    )
    assert by_slack.ok
    assert by_teams.ok
    await in_both.settle()
    winner = "Eva Lind" if "Delprojektledare: Eva Lind" in card(in_both) else "Omar Haddad"
    assert f"Delprojektledare: {winner}" in card(in_both)
    assert thread(in_both) == [f"{winner} tog {NUMBER}."]
    loser = in_both.slack.whispered("eva")[-1] if winner == "Omar Haddad" else in_both.teams.heard("omar")[-1]
    assert loser == f"{winner} hann före och har {NUMBER}."


# Channels on both


async def test_the_digest_comes_once_to_the_channels_of_both(in_slack: Doors) -> None:
    await in_slack.at(in_slack.slack.clock())
    await in_slack.teams.hand_in("anna")
    await in_slack.slack.press("eva", SLACK, "Ta")
    await in_slack.teams.press("anna", "", "Ja, gärna")
    await in_slack.at(moment("2026-11-25 09:05"))
    for _ in range(2):
        await in_slack.at(moment("2026-11-26 09:05"))
    (by_slack,), (by_teams,) = in_slack.slack.in_channel(office.DIGEST), in_slack.teams.in_channel(teams_office.DIGEST)
    assert (
        by_slack.split("\n")[:2]
        == by_teams.split("\n")[:2]
        == [
            "Idéslussen i Skövde, vecka 48",
            "Nytt: 0001 Frukosten kommer för sent till de boende. Känner du igen det?",
        ]
    )
    await in_slack.slack.press("lena", office.DIGEST, "Berätta om ett behov")
    await in_slack.teams.press("bjorn", teams_office.DIGEST, "Berätta om ett behov")
    asked = "Vad är det som inte fungerar?"
    assert asked in in_slack.slack.heard("lena")[-1]
    assert asked in in_slack.teams.heard("bjorn")[-1]


async def _about(doors: Doors) -> None:
    """Björn says which idea he means, when he is asked."""
    if "Gäller det" in doors.teams.heard("bjorn")[-1]:
        await doors.teams.press("bjorn", "", doors.teams.teams.messages("bjorn")[-1].labels()[0])


async def test_a_coach_who_is_found_in_teams_goes_on_being_told_in_slack(in_slack: Doors) -> None:
    await in_slack.teams.hand_in("anna")
    await in_slack.slack.press("eva", SLACK, "Ta")
    await in_slack.slack.say("eva", "mina")
    tenant = in_slack.teams.teams.world.tenants[teams_office.TENANT]
    tenant.hire(Somebody("eva", "Eva Lind", "eva@skovde.example"))
    for team in tenant.teams.values():
        team.members.append(in_slack.teams.teams.world.person("eva").aad)
    assert await in_slack.teams.listening.introduce()
    await in_slack.teams.say("anna", "Varje helg.")
    about, *_ = in_slack.teams.teams.messages("anna")[-1].labels()
    await in_slack.teams.press("anna", "", about)
    assert "Varje helg." in in_slack.slack.heard("eva")[-1]
    assert in_slack.teams.heard("eva") == []
