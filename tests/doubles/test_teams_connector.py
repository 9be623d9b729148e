"""Teams' double takes a bot's calls as Teams does: where they land, who sees them, and what it refuses."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.doubles.clock import Hands
from tests.doubles.teams import TeamsDouble
from tests.doubles.teams_recording_bot import Caller, block, button, card, message
from tests.doubles.teams_world import Person, Tenant, guid, thread_id

COACHES = thread_id("coacher")
CARD = card(block("SKO-1"), actions=(button("Ta"),))


def code(answer: tuple[int, dict[str, object]]) -> tuple[int, object]:
    """Status and code of a refusal."""
    status, body = answer
    error = body["error"]
    assert isinstance(error, dict)
    return status, error["code"]


# Where it lands


async def test_a_new_post_is_a_conversation_of_its_own(teams: TeamsDouble, caller: Caller) -> None:
    status, answer = await caller.begin(COACHES, message(CARD))
    (post,) = teams.messages("coacher")
    assert status == 201
    assert answer == {"id": f"{COACHES};messageid={post.id}", "activityId": post.id}
    assert (post.said, post.root, post.author) == ("SKO-1\nTa", "", "")


async def test_a_message_lands_under_the_root_that_its_conversation_names(teams: TeamsDouble, caller: Caller) -> None:
    _, begun = await caller.begin(COACHES, message(CARD))
    status, under = await caller.post(begun["id"], message("Eva har tagit den"))
    assert status == 201
    assert [m.said for m in teams.messages("coacher", begun["activityId"])] == ["SKO-1\nTa", "Eva har tagit den"]
    assert teams.messages("coacher")[-1].id == under["id"]
    assert [m.id for m in teams.messages("coacher", "")] == [begun["activityId"]]


async def test_without_a_root_it_begins_a_new_post(teams: TeamsDouble, caller: Caller) -> None:
    await caller.begin(COACHES, message(CARD))
    await caller.post(COACHES, message("Hej"))
    assert len(teams.messages("coacher", "")) == 2
    assert [call.kind for call in teams.calls] == ["begin", "post"]


async def test_a_persons_conversation_is_the_same_each_time(teams: TeamsDouble, caller: Caller) -> None:
    first = await caller.open(guid("anna"))
    assert first == await caller.open(teams.world.person("anna").id)
    assert first[1]["id"].startswith("a:1")
    await caller.post(first[1]["id"], message("Hej Anna"))
    assert teams.heard("anna") == ["Hej Anna"]
    assert teams.heard("eva") == []


async def test_a_group_chat_has_no_threads(teams: TeamsDouble, caller: Caller) -> None:
    there = thread_id("Köket", "v2")
    assert (await caller.post(there, message("Hej")))[0] == 201
    assert code(await caller.post(f"{there};messageid=1", message("Hej"))) == (404, "ConversationNotFound")
    assert [m.said for m in teams.messages("Köket")] == ["Hej"]


async def test_ids_are_milliseconds_and_rise_though_the_clock_stands(
    teams: TeamsDouble, caller: Caller, clock: Hands
) -> None:
    ids = [(await caller.begin(COACHES, message("Hej")))[1]["activityId"] for _ in range(3)]
    now = round(clock.now.timestamp() * 1000)
    assert ids == [str(now), str(now + 1), str(now + 2)]


# Changes


async def test_a_change_is_seen_by_all_and_what_was_is_kept(teams: TeamsDouble, caller: Caller, clock: Hands) -> None:
    _, begun = await caller.begin(COACHES, message(CARD))
    clock.turn(5)
    status, answer = await caller.put(begun["id"], begun["activityId"], message(card(block("SKO-1 Eva"))))
    (post,) = teams.messages("coacher")
    assert (status, answer) == (200, {"id": post.id})
    assert (post.said, post.edits[0].at) == ("SKO-1 Eva", clock.now)
    assert post.edits[0].activity == message(CARD)


async def test_a_change_must_name_the_thread_that_the_message_is_in(teams: TeamsDouble, caller: Caller) -> None:
    _, one = await caller.begin(COACHES, message(CARD))
    _, other = await caller.begin(COACHES, message(CARD))
    _, under = await caller.post(one["id"], message("Svar"))
    for there, which in ((other["id"], under["id"]), (COACHES, under["id"]), (other["id"], one["activityId"])):
        assert code(await caller.put(there, which, message("Nytt"))) == (404, "ActivityNotFoundInConversation")
    assert (await caller.put(one["id"], under["id"], message("Nytt")))[0] == 200
    assert (await caller.put(COACHES, one["activityId"], message("Nytt")))[0] == 200


async def test_only_the_bots_own_messages_that_are_there_can_be_changed(teams: TeamsDouble, caller: Caller) -> None:
    said = teams.world.record(teams.world.place("coacher"), guid("eva"), message("Hej"))
    assert code(await caller.put(COACHES, said.id, message("Nej"))) == (403, "NotEnoughPermissions")
    assert code(await caller.put(COACHES, "1", message("Nej"))) == (404, "ActivityNotFoundInConversation")
    _, begun = await caller.begin(COACHES, message(CARD))
    path = f"v3/conversations/{COACHES.replace(':', '%3A').replace('@', '%40')}/activities/{begun['activityId']}"
    assert (await caller.call("DELETE", path))[0] == 200
    assert code(await caller.put(COACHES, begun["activityId"], message("Nej")))[0] == 404
    assert code(await caller.post(begun["id"], message("Svar"))) == (404, "ActivityNotFoundInConversation")


async def test_a_change_is_one_message(caller: Caller) -> None:
    _, begun = await caller.begin(COACHES, message(CARD))
    answer = await caller.put(begun["id"], begun["activityId"], message(CARD, text="Hej"))
    assert code(answer) == (400, "BadSyntax")


# For one person alone


async def test_a_targeted_message_is_seen_by_one_person_for_a_day(
    teams: TeamsDouble, caller: Caller, clock: Hands
) -> None:
    _, begun = await caller.begin(COACHES, message(CARD))
    only = {"recipient": {"id": teams.world.person("eva").id}}
    status, answer = await caller.post(begun["id"], message("Dina idéer") | only, targeted=True)
    assert status == 201
    assert [m.said for m in teams.seen("eva", "coacher")] == ["SKO-1\nTa", "Dina idéer"]
    assert [m.said for m in teams.seen("hakan", "coacher")] == ["SKO-1\nTa"]
    assert [(m.said, m.root, m.only_for) for m in teams.whispers] == [("Dina idéer", begun["activityId"], guid("eva"))]
    assert (await caller.put(begun["id"], answer["id"], message("Inga idéer"), targeted=True))[0] == 200
    clock.now += timedelta(days=1)
    assert [m.said for m in teams.seen("eva", "coacher")] == ["SKO-1\nTa"]
    assert code(await caller.put(begun["id"], answer["id"], message("Sent"), targeted=True))[0] == 404


async def test_who_sees_it_is_said_once_and_is_somebody_there(teams: TeamsDouble, caller: Caller) -> None:
    eva, anna = ({"recipient": {"id": teams.world.person(who).id}} for who in ("eva", "anna"))
    assert code(await caller.post(COACHES, message("Hej"), targeted=True)) == (400, "BadArgument")
    assert teams.called("target") == teams.calls
    assert code(await caller.post(COACHES, message("Hej") | anna, targeted=True)) == (400, "BadArgument")
    own = (await caller.open(guid("eva")))[1]["id"]
    assert code(await caller.post(own, message("Hej") | eva, targeted=True)) == (400, "BadArgument")
    _, said = await caller.post(COACHES, message("Hej") | eva, targeted=True)
    assert code(await caller.put(COACHES, said["id"], message("Nej") | eva, targeted=True)) == (400, "BadArgument")
    assert code(await caller.put(COACHES, said["id"], message("Nej"))) == (400, "BadArgument")


# Where the bot may be


async def test_nothing_is_opened_for_somebody_without_the_app(teams: TeamsDouble, caller: Caller) -> None:
    assert code(await caller.open(guid("nils"))) == (403, "ForbiddenOperationException")
    assert code(await caller.open(guid("nobody"))) == (403, "ForbiddenOperationException")
    marta = teams.world.person("marta")
    marta.has_app = False
    assert code(await caller.open(marta.aad)) == (403, "ForbiddenOperationException")
    assert (await caller.open(marta.id))[0] == 201  # known to the bot by a team that it is in


async def test_a_bot_that_was_taken_away_writes_nowhere(teams: TeamsDouble, caller: Caller) -> None:
    own = (await caller.open(guid("anna")))[1]["id"]
    tenant = teams.world.tenant_of(teams.world.person("anna"))
    teams.world.person("anna").has_app = False
    tenant.teams[thread_id("Alla")].has_app = tenant.teams[thread_id("Idéslussen Skövde")].has_app = False
    for there in (own, COACHES, thread_id("Fika")):
        assert code(await caller.post(there, message("Hej"))) == (403, "BotNotInConversationRoster")
    assert code(await caller.get(COACHES, "pagedmembers")) == (403, "BotNotInConversationRoster")


async def test_a_place_or_a_tenant_can_refuse_the_bot(teams: TeamsDouble, caller: Caller) -> None:
    own = (await caller.open(guid("anna")))[1]["id"]
    teams.world.direct("anna").refuses = "ConversationBlockedByUser"
    assert code(await caller.post(own, message("Hej"))) == (403, "ConversationBlockedByUser")
    teams.world.place("coacher").is_gone = True
    assert code(await caller.begin(COACHES, message("Hej"))) == (404, "ConversationNotFound")
    next(iter(teams.world.tenants.values())).refuses = "BotDisabledByAdmin"
    assert code(await caller.open(guid("anna"))) == (403, "BotDisabledByAdmin")


async def test_tenants_do_not_see_each_other(clock: Hands) -> None:
    here, there = Tenant(guid("here"), "Här"), Tenant(guid("there"), "Där", prefix="there")
    for tenant in (here, there):
        tenant.hire(Person("anna", "Anna", aad=guid(f"anna {tenant.name}")))
        tenant.found("Alla", ("anna",))
    async with TeamsDouble(here, there, now=clock) as teams, Caller(teams) as caller:
        path = f"v3/conversations/{thread_id('there alla').replace(':', '%3A').replace('@', '%40')}/activities"
        assert code(await caller.call("POST", path, message("Hej")))[0] == 404
        assert (await caller.call("POST", path, message("Hej"), teams.service(there.id)))[0] == 201
        assert code(await caller.open(guid("anna Där"), here.id)) == (403, "ForbiddenOperationException")
        with pytest.raises(LookupError, match="2 people are called anna"):
            teams.world.person("anna")


async def test_a_conversation_is_created_whole_or_not_at_all(teams: TeamsDouble, caller: Caller) -> None:
    tenant = next(iter(teams.world.tenants))
    members = {"members": [{"id": guid("anna")}]}
    for body in (
        members,
        {**members, "tenantId": guid("elsewhere")},
        {"isGroup": True, "tenantId": tenant, **members},
        {"isGroup": True, "tenantId": tenant, "channelData": {"channel": {"id": COACHES}}},
        {"tenantId": tenant, "members": []},
        {"tenantId": tenant, "bot": {"id": "28:another"}, **members},
    ):
        assert code(await caller.call("POST", "v3/conversations", body)) == (400, "BadArgument"), body


# Members


async def test_members_are_found_by_either_id(teams: TeamsDouble, caller: Caller) -> None:
    eva = teams.world.person("eva")
    status, known = await caller.get(f"{COACHES};messageid=1", "members", eva.id)
    assert (status, known) == await caller.get(COACHES, "members", eva.aad)
    assert (known["name"], known["aadObjectId"], known["email"]) == ("Eva Ek", eva.aad, "eva@skovde.example")
    assert (known["userRole"], known["tenantId"]) == ("user", eva.tenant)
    assert code(await caller.get(COACHES, "members", guid("anna"))) == (404, "MemberNotFoundInConversation")


async def test_many_members_come_page_by_page(teams: TeamsDouble, caller: Caller) -> None:
    tenant = next(iter(teams.world.tenants.values()))
    crowd = [Person(f"anst{n}", f"Anställd {n}") for n in range(120)]
    tenant.hire(*crowd)
    tenant.found("Stora", [person.handle for person in crowd])
    found, token, pages = [], "", 0
    while pages == 0 or token:
        query = "?pageSize=3" + (f"&continuationToken={token}" if token else "")
        _, page = await caller.get(thread_id("Stora"), "pagedmembers", query=query)
        found += [member["aadObjectId"] for member in page["members"]]
        token, pages = page.get("continuationToken", ""), pages + 1
    assert (found, pages) == ([person.aad for person in crowd], 3)
    answer = await caller.get(COACHES, "pagedmembers", query="?continuationToken=x")
    assert code(answer) == (400, "BadArgument")


async def test_a_team_tells_of_itself_and_its_channels(caller: Caller) -> None:
    team = thread_id("Idéslussen Skövde").replace(":", "%3A").replace("@", "%40")
    _, told = await caller.call("GET", f"v3/teams/{team}")
    assert (told["name"], told["channelCount"], told["memberCount"]) == ("Idéslussen Skövde", 2, 3)
    _, told = await caller.call("GET", f"v3/teams/{team}/conversations")
    assert [channel["name"] for channel in told["conversations"]] == [None, "coacher"]


# How it is asked


async def test_an_id_is_encoded_once_and_whole(teams: TeamsDouble, caller: Caller) -> None:
    twice = COACHES.replace(":", "%253A").replace("@", "%2540")
    assert code(await caller.call("POST", f"v3/conversations/{twice}/activities", message("Hej"))) == (
        400,
        "BadArgument",
    )
    assert (await caller.call("POST", f"v3/conversations/{COACHES}/activities", message("Hej")))[0] == 201
    assert teams.complaints[-1] == f"post: an id is not percent-encoded: {COACHES}"
    assert code(await caller.post(f"{COACHES};messageid=x", message("Hej"))) == (400, "BadArgument")
    assert (await caller.call("GET", "v3/nothing"))[0] == 404


@pytest.mark.parametrize(
    ("activity", "refused"),
    [
        ({"type": "message"}, (400, "BadSyntax")),
        ({"type": "event", "text": "Hej"}, (400, "BadArgument")),
        ({"type": "message", "text": "Hej", "textFormat": "html"}, (400, "BadSyntax")),
        (
            {"type": "message", "attachments": [{"contentType": "application/json", "content": CARD}]},
            (400, "BadArgument"),
        ),
        (message(card(block("x" * 29_000))), (413, "MessageSizeTooBig")),
        (message("å" * 52_000), (413, "MessageSizeTooBig")),
        (message(card({"type": "Marquee", "text": "Hej"})), (400, "BadArgument")),
    ],
)
async def test_what_teams_cannot_show_is_refused(
    teams: TeamsDouble, caller: Caller, activity: dict[str, object], refused: tuple[int, str]
) -> None:
    assert code(await caller.post(COACHES, activity)) == refused
    assert teams.messages("coacher") == []


async def test_what_people_lose_by_is_complained_of(teams: TeamsDouble, caller: Caller) -> None:
    await caller.post(COACHES, {"type": "message", "attachments": message(CARD)["attachments"]})
    await caller.post(COACHES, {"type": "message", "text": "Hej"})
    assert teams.complaints == [
        "post: no summary: a notification says that a card was sent",
        "post: no textFormat: the text is read as markdown",
    ]


async def test_what_is_no_json_is_refused(teams: TeamsDouble, caller: Caller) -> None:
    assert code(await caller.call("POST", "v3/conversations", ["a list"])) == (400, "BadSyntax")
    assert teams.calls == []
