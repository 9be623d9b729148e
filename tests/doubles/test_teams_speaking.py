"""The driver of Teams' double tells the bot what people write, and who comes and goes, as Teams does."""

from __future__ import annotations

import pytest

from tests.doubles.clock import Hands
from tests.doubles.teams import TeamsDouble
from tests.doubles.teams_driver import Driver
from tests.doubles.teams_login import LoginDouble
from tests.doubles.teams_recording_bot import RecordingTeamsBot
from tests.doubles.teams_transport import Held
from tests.doubles.teams_world import App, guid, thread_id

COACHES, TEAM = thread_id("coacher"), thread_id("Idéslussen Skövde")


async def test_a_message_comes_as_teams_sends_it(
    teams: TeamsDouble, teams_bot: RecordingTeamsBot, colleagues: Driver
) -> None:
    said = await colleagues.say("anna", "Frukost < lunch & å\nIgen")
    anna, there = teams.world.person("anna"), teams.world.direct("anna")
    assert teams_bot.told == [
        {
            "type": "message",
            "id": said.id,
            "timestamp": "2026-11-23T09:00:00.000Z",
            "localTimestamp": "2026-11-23T10:00:00.000+01:00",
            "localTimezone": "Europe/Stockholm",
            "channelId": "msteams",
            "serviceUrl": teams.service(),
            "from": {"id": anna.id, "name": "Anna Lind", "aadObjectId": guid("anna")},
            "conversation": {"conversationType": "personal", "tenantId": anna.tenant, "id": there.id},
            "recipient": {"id": teams.app.bot, "name": "Idéslussen"},
            "entities": [
                {
                    "locale": "sv-SE", "country": "SE", "platform": "Web", "timezone": "Europe/Stockholm",
                    "type": "clientInfo",
                }
            ],
            "channelData": {"tenant": {"id": anna.tenant}},
            "locale": "sv-SE",
            "text": "Frukost < lunch & å\nIgen",
            "textFormat": "plain",
            "attachments": [
                {"contentType": "text/html", "content": "<p>Frukost &lt; lunch &amp; å</p><p>Igen</p>"},
            ],
        }
    ]  # fmt: skip
    assert (said.status, said.ok) == (200, True)
    assert [message.said for message in teams.messages("anna")] == ["Frukost < lunch & å\nIgen"]


async def test_a_mention_begins_a_post_and_goes_on_under_it(
    teams: TeamsDouble, teams_bot: RecordingTeamsBot, colleagues: Driver
) -> None:
    root = await colleagues.mention("eva", "coacher", "ta 142, @Håkan Ängström", mentioned=("hakan",))
    reply = await colleagues.mention("hakan", "coacher", "kö", root.id)
    first, second = teams_bot.told
    assert first["text"] == "<at>Idéslussen</at> ta 142, <at>Håkan Ängström</at>\n"
    calls = [entity for entity in first["entities"] if entity["type"] == "mention"]
    assert [call["mentioned"]["id"] for call in calls] == [teams.app.bot, teams.world.person("hakan").id]
    assert first["conversation"] == {
        "isGroup": True, "conversationType": "channel", "tenantId": guid("skovde"), "name": "coacher",
        "id": f"{COACHES};messageid={root.id}",
    }  # fmt: skip
    assert first["channelData"]["channel"] == {"id": COACHES, "name": "coacher"}
    assert first["channelData"]["team"]["id"] == first["channelData"]["teamsTeamId"] == TEAM
    assert "replyToId" not in first
    assert second["conversation"]["id"] == f"{COACHES};messageid={root.id}"
    assert (second["id"], second["replyToId"]) == (reply.id, root.id)
    assert [m.said for m in teams.messages("coacher", root.id)] == [
        "Idéslussen ta 142, Håkan Ängström", "Idéslussen kö",
    ]  # fmt: skip


async def test_a_mention_in_a_group_chat_stands_in_no_thread(teams_bot: RecordingTeamsBot, colleagues: Driver) -> None:
    await colleagues.mention("anna", "Köket", "hjälp")
    place = teams_bot.last["conversation"]
    assert (place["id"], place["conversationType"], place["isGroup"]) == (thread_id("Köket", "v2"), "groupChat", True)
    with pytest.raises(AssertionError, match="only a channel has threads"):
        await colleagues.mention("anna", "Köket", "hjälp", teams_bot.last["id"])


async def test_a_command_is_seen_by_its_writer_and_the_bot(
    teams: TeamsDouble, teams_bot: RecordingTeamsBot, colleagues: Driver
) -> None:
    said = await colleagues.slash("eva", "coacher", "mina")
    assert teams_bot.last["recipient"] == {"id": teams.app.bot, "name": "Idéslussen", "isTargeted": True}
    assert (teams_bot.last["text"], teams_bot.last["entities"][1:]) == ("mina", [])
    assert teams_bot.last["conversation"]["id"] == f"{COACHES};messageid={said.id}"
    assert [m.said for m in teams.seen("eva", "coacher")] == ["mina"]
    assert teams.seen("hakan", "coacher") == teams.messages("coacher") == []
    with pytest.raises(AssertionError, match="has no commands"):
        await colleagues.slash("eva", "", "mina")


async def test_what_is_not_written_to_the_bot_is_not_told(
    teams: TeamsDouble, teams_bot: RecordingTeamsBot, colleagues: Driver
) -> None:
    known = colleagues.write("anna", "Fika", "Kaffet är slut")
    assert (teams_bot.told, teams.messages("Fika")[0].id) == ([], known)
    with pytest.raises(AssertionError, match="the bot is not in Fika"):
        await colleagues.mention("anna", "Fika", "hej")


async def test_a_changed_message_comes_with_its_old_id(
    teams: TeamsDouble, teams_bot: RecordingTeamsBot, colleagues: Driver
) -> None:
    said = await colleagues.say("anna", "Först")
    await colleagues.edit("anna", said.id, "Sedan")
    await colleagues.erase("anna", said.id)
    _, changed, erased = teams_bot.told
    assert (changed["type"], changed["id"], changed["text"]) == ("messageUpdate", said.id, "Sedan")
    assert changed["channelData"]["eventType"] == "editMessage"
    assert (erased["type"], erased["id"], "text" in erased) == ("messageDelete", said.id, False)
    assert teams.messages("anna") == []
    asked = await colleagues.mention("eva", "coacher", "ta 1")
    await colleagues.edit("eva", asked.id, "ta 2", "coacher")
    assert (teams_bot.last["text"], len(teams_bot.last["entities"])) == ("<at>Idéslussen</at> ta 2\n", 2)


async def test_people_write_only_where_they_are(colleagues: Driver) -> None:
    with pytest.raises(AssertionError, match="anna is not in coacher"):
        await colleagues.mention("anna", "coacher", "hej")
    with pytest.raises(AssertionError, match="nils has not the app"):
        await colleagues.say("nils", "hej")
    with pytest.raises(AssertionError, match="nothing in coacher is 17"):
        await colleagues.mention("eva", "coacher", "hej", "17")


# How the app and people come and go


async def test_an_installation_is_told_twice(
    teams: TeamsDouble, teams_bot: RecordingTeamsBot, colleagues: Driver
) -> None:
    await colleagues.install("nils")
    came, installed = teams_bot.told
    nils = teams.world.person("nils")
    assert came["membersAdded"] == [{"id": teams.app.bot}, {"id": nils.id, "aadObjectId": nils.aad}]
    assert (installed["type"], installed["action"]) == ("installationUpdate", "add")
    assert came["conversation"] == installed["conversation"]
    assert installed["conversation"]["conversationType"] == "personal"
    assert nils.has_app
    await colleagues.install("nils", action="add-upgrade")
    assert [told.get("action") for told in teams_bot.told[2:]] == ["add-upgrade"]


async def test_a_team_chooses_the_channel_that_is_written_in(
    teams: TeamsDouble, teams_bot: RecordingTeamsBot, colleagues: Driver
) -> None:
    await colleagues.install("eva", "Idéslussen Skövde", chosen="coacher")
    came, installed = teams_bot.told
    assert (came["membersAdded"], came["channelData"]["eventType"]) == ([{"id": teams.app.bot}], "teamMemberAdded")
    assert installed["channelData"]["settings"] == {"selectedChannel": {"id": COACHES}}
    assert installed["conversation"]["id"] == TEAM


async def test_who_takes_the_app_away_is_not_reached(
    teams: TeamsDouble, teams_bot: RecordingTeamsBot, colleagues: Driver
) -> None:
    await colleagues.uninstall("anna")
    await colleagues.uninstall("eva", "Idéslussen Skövde")
    assert [told.get("action") for told in teams_bot.told] == ["remove", None, "remove"]
    assert teams_bot.told[1]["membersRemoved"] == [{"id": teams.app.bot}]
    assert not teams.world.person("anna").has_app
    with pytest.raises(AssertionError, match="the bot is not in coacher"):
        await colleagues.mention("eva", "coacher", "hej")


async def test_who_joins_a_team_is_among_its_members(
    teams: TeamsDouble, teams_bot: RecordingTeamsBot, colleagues: Driver
) -> None:
    await colleagues.join("anna", "Idéslussen Skövde")
    await colleagues.mention("anna", "coacher", "hej")
    await colleagues.leave("anna", "Idéslussen Skövde")
    joined, _, left = teams_bot.told
    anna = teams.world.person("anna")
    assert joined["membersAdded"] == left["membersRemoved"] == [{"id": anna.id, "aadObjectId": anna.aad}]
    with pytest.raises(AssertionError, match="anna is not in coacher"):
        await colleagues.mention("anna", "coacher", "hej")


async def test_a_channel_gets_another_name_and_goes_away(
    teams: TeamsDouble, teams_bot: RecordingTeamsBot, colleagues: Driver
) -> None:
    await colleagues.rename_channel("eva", "coacher", "lotsar")
    await colleagues.delete_channel("eva", "lotsar")
    assert [told["channelData"]["eventType"] for told in teams_bot.told] == ["channelRenamed", "channelDeleted"]
    assert teams_bot.told[0]["channelData"]["channel"] == {"id": COACHES, "name": "lotsar"}
    assert teams.world.place(COACHES).is_gone


# How it is delivered


async def test_the_same_activity_comes_again(teams_bot: RecordingTeamsBot, colleagues: Driver) -> None:
    said = await colleagues.say("anna", "Hej")
    await colleagues.again(said)
    await colleagues.again(said, anew=True)
    first, second, third = teams_bot.told
    assert first == second
    assert (third["id"] != first["id"], third | {"id": first["id"]}) == (True, first)


async def test_teams_brings_a_message_until_it_is_taken(teams_bot: RecordingTeamsBot, colleagues: Driver) -> None:
    held = Held()
    await colleagues.holding(held).say("anna", "Hej")
    assert teams_bot.told == []
    for status, tries in ((503, 4), (400, 1), (200, 1)):
        teams_bot.told.clear()
        teams_bot.status = status
        assert (await colleagues.insist(held.parcels[0])).status == status
        assert len(teams_bot.told) == tries


async def test_every_activity_carries_a_token_for_its_address(clock: Hands, teams_bot: RecordingTeamsBot) -> None:
    async with (
        LoginDouble() as login,
        TeamsDouble(now=clock, app=App(login.app_id)) as teams,
        Driver(teams, teams_bot.url, login) as people,
    ):
        for _ in range(2):
            await people.say("anna", "Hej")
        login.roll()
        await people.say("anna", "Hej")
        await people.signed(aud="another").say("anna", "Hej")
        await people.unsigned().say("anna", "Hej")
    headers = [told.get("Authorization", "") for told in teams_bot.headers]
    assert headers[0].startswith("Bearer ey")
    assert headers[0] == headers[1]
    assert len({*headers}) == 4
    assert headers[-1] == ""


async def test_an_address_that_changes_is_told_at_once(
    teams: TeamsDouble, teams_bot: RecordingTeamsBot, colleagues: Driver
) -> None:
    next(iter(teams.world.tenants.values())).region = "amer"
    await colleagues.say("anna", "Hej")
    assert "/amer/" in teams_bot.last["serviceUrl"]
    assert teams_bot.last["serviceUrl"] == teams.service()


async def test_a_bot_that_is_not_there_is_told_apart(teams: TeamsDouble) -> None:
    async with Driver(teams, "http://127.0.0.1:9/api/messages") as people:
        said = await people.say("anna", "Hej")
    assert (said.status, said.ok, said.trouble) == (0, False, "ClientConnectorError")
