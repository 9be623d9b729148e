"""Calls to Teams: what goes over the wire, where it may go, and when."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.teams.connector import LINES, Connector
from adapters.teams.pace import Pace
from dialogs.messages import GiveUp, TryLater
from dialogs.references import Reference
from ideas.people import Place
from tests.adapters.teams.small_calls import (
    HELLO,
    Do,
    begins,
    changes,
    doing,
    later,
    lists,
    looks,
    opens,
    posts,
    verdict,
)
from tests.adapters.teams.small_connector import (
    ANNA,
    APP,
    COACHES,
    GROUP,
    HERE,
    NEVER,
    OWN,
    TENANT,
    Answer,
    Calls,
    SmallConnector,
    refused,
)

BOT = {"id": f"28:{APP}"}
ENCODED = "/19%3Acoaches%40thread.tacv2"


@pytest.fixture
async def calls() -> AsyncIterator[Calls]:
    async with SmallConnector() as teams, Calls(teams) as calls:
        yield calls


# What goes over the wire


async def test_a_message_in_a_persons_conversation_is_posted_there(calls: Calls) -> None:
    known = await calls.connector.post(calls.way(OWN, "a:1x/y?z"), HELLO)
    (call,) = calls.teams.calls
    assert known == "1700000000001"
    assert call.path == f"/emea/{TENANT}/v3/conversations/a%3A1x%2Fy%3Fz/activities"
    assert (call.method, call.body, call.query) == ("POST", HELLO, {})
    assert call.headers["Authorization"] == "Bearer 0"
    assert call.headers["Content-Type"] == "application/json; charset=utf-8"


async def test_an_answer_in_a_channel_goes_under_its_root_whatever_thread_was_last_heard_in(calls: Calls) -> None:
    await calls.connector.post(calls.way(HERE, f"{COACHES};messageid=16"), HELLO, "17")
    assert calls.teams.asked == [("POST", f"{ENCODED}%3Bmessageid%3D17/activities")]


async def test_a_message_in_a_group_chat_that_was_not_heard_from_goes_to_the_place_itself(calls: Calls) -> None:
    await calls.connector.post(calls.way(GROUP), HELLO)
    assert calls.teams.asked == [("POST", "/19%3Achat%40thread.v2/activities")]


async def test_a_targeted_message_says_who_alone_sees_it(calls: Calls) -> None:
    await calls.connector.post(calls.way(HERE), HELLO, "17", "29:anna")
    (call,) = calls.teams.calls
    assert call.query == {"isTargetedActivity": "true"}
    assert call.body == {**HELLO, "recipient": {"id": "29:anna"}}
    assert "recipient" not in HELLO


async def test_a_new_post_in_a_channel_is_a_conversation_of_its_own(calls: Calls) -> None:
    known = await calls.connector.begin(calls.way(HERE, f"{COACHES};messageid=16"), HELLO)
    (call,) = calls.teams.calls
    assert (known, call.method, call.path) == ("1700000000001", "POST", f"/emea/{TENANT}/v3/conversations")
    assert call.body == {
        "isGroup": True,
        "bot": BOT,
        "tenantId": TENANT,
        "channelData": {"channel": {"id": COACHES}, "tenant": {"id": TENANT}},
        "activity": HELLO,
    }


async def test_a_root_is_changed_in_its_own_thread_and_an_answer_in_the_thread_it_stands_in(calls: Calls) -> None:
    await calls.connector.change(calls.way(HERE), HELLO, "17")
    await calls.connector.change(calls.way(HERE), HELLO, "18", "17")
    await calls.connector.change(calls.way(OWN, "a:1"), HELLO, "19")
    await calls.connector.change(calls.way(GROUP), HELLO, "20")
    thread = f"{ENCODED}%3Bmessageid%3D17/activities"
    paths = [f"{thread}/17", f"{thread}/18", "/a%3A1/activities/19", "/19%3Achat%40thread.v2/activities/20"]
    assert calls.teams.asked == [("PUT", path) for path in paths]
    assert calls.teams.calls[0].body == HELLO


async def test_a_persons_conversation_is_opened_by_their_object_id(calls: Calls) -> None:
    assert await calls.connector.open(calls.way(OWN)) == f"a:{ANNA}"
    (call,) = calls.teams.calls
    assert call.body == {
        "isGroup": False,
        "bot": BOT,
        "tenantId": TENANT,
        "channelData": {"tenant": {"id": TENANT}},
        "members": [{"id": ANNA}],
    }


async def test_somebody_is_looked_up_where_they_were_heard(calls: Calls) -> None:
    found = await calls.connector.member(calls.way(HERE), "29:an/na", "17")
    assert found["aadObjectId"] == ANNA
    assert calls.teams.asked == [("GET", f"{ENCODED}%3Bmessageid%3D17/members/29%3Aan%2Fna")]
    assert "Content-Type" not in calls.teams.calls[0].headers


async def test_the_members_of_a_team_come_page_by_page(calls: Calls) -> None:
    calls.teams.answers(
        Answer(200, {"members": [{"id": "a"}, "odd", {"id": "b"}], "continuationToken": "x/y="}),
        Answer(200, {"members": [{"id": "c"}]}),
    )
    assert await lists(calls) == [{"id": "a"}, {"id": "b"}, {"id": "c"}]
    assert calls.teams.asked == [("GET", f"{ENCODED}/pagedmembers")] * 2
    pages = [call.query for call in calls.teams.calls]
    assert pages == [{"pageSize": "500"}, {"pageSize": "500", "continuationToken": "x/y="}]


async def test_members_without_end_come_to_an_end(calls: Calls) -> None:
    page = Answer(200, {"members": [{"id": "a"}], "continuationToken": "more"})
    assert str(await verdict(calls, lists, *[page] * 101)) == "there are more members than can be read"


async def test_half_surrogates_do_not_stop_a_message(calls: Calls) -> None:
    await calls.connector.post(calls.way(HERE), {"text": "a\ud83d"}, "17")
    assert calls.teams.calls[0].body == {"text": "a?"}


@doing
async def test_every_call_says_who_we_are_and_goes_out_once(calls: Calls, do: Do) -> None:
    await do(calls)
    (call,) = calls.teams.calls
    assert call.headers["Authorization"] == "Bearer 0"
    assert "Cookie" not in call.headers


async def test_a_thousand_calls_open_one_connection(calls: Calls) -> None:
    for _ in range(500):
        await begins(calls)
        await looks(calls)
        calls.watch.now += timedelta(seconds=3)
    assert len({call.peer for call in calls.teams.calls}) == 1


async def test_many_calls_at_once_open_no_more_connections_than_they_may(calls: Calls) -> None:
    ways = (calls.way(Place("teams", f"t{n}", COACHES)) for n in range(300))
    await asyncio.gather(*(calls.connector.begin(way, HELLO) for way in ways))
    assert len(calls.teams.calls) == 300
    assert len({call.peer for call in calls.teams.calls}) <= LINES


# Where it may go


@doing
async def test_an_address_that_is_not_allowed_is_never_called(calls: Calls, do: Do) -> None:
    calls.addresses.clear()
    error = await verdict(calls, do)
    assert (type(error), str(error), calls.teams.calls) == (GiveUp, "the address is none of Teams'", [])


@doing
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_nobody_is_followed_elsewhere_with_our_token(calls: Calls, do: Do, status: int) -> None:
    elsewhere = Answer(status, b"", {"Location": f"{calls.teams.url}elsewhere"})
    assert await later(calls, do, elsewhere) == (30, f"status {status}", False)
    assert len(calls.teams.calls) == 1


@pytest.mark.parametrize("odd", ["", ".", ".."])
async def test_an_id_that_is_none_is_not_sent(calls: Calls, odd: str) -> None:
    with pytest.raises(GiveUp, match="an id is missing"):
        await calls.connector.change(calls.way(OWN, "a:1"), HELLO, odd)
    assert calls.teams.calls == []


async def test_a_person_whose_conversation_was_never_opened_cannot_be_posted_to(calls: Calls) -> None:
    with pytest.raises(GiveUp, match="no conversation"):
        await calls.connector.post(calls.way(OWN), HELLO)
    assert calls.teams.calls == []


async def test_the_way_out_leads_through_the_proxy_that_is_set(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    port = calls.teams.url.split(":")[2].partition("/")[0]
    outside = f"http://0.0.0.0:{port}/emea/"
    calls.addresses.add(outside)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{port}")
    await calls.connector.begin(Reference(HERE, outside), HELLO)
    await begins(calls)
    monkeypatch.setenv("no_proxy", "0.0.0.0")
    async with Calls(calls.teams) as others:
        others.addresses.add(outside)
        await others.connector.begin(Reference(HERE, outside), HELLO)
    through = [call.path.startswith("http://") for call in calls.teams.calls]
    assert through == [True, False, False], "neither to the machine itself nor where NO_PROXY says"


# The pace


async def test_threads_new_posts_and_changes_share_the_pace_of_their_channel(calls: Calls) -> None:
    for n in range(7):
        await (posts, begins, changes)[n % 3](calls)
    assert calls.watch.rests == []
    await calls.connector.post(calls.way(HERE), HELLO, "18")
    assert calls.watch.rests == [1.1]
    await looks(calls)
    await opens(calls)
    await calls.connector.post(calls.way(GROUP), HELLO)
    await calls.connector.post(calls.way(replace(HERE, workspace="another")), HELLO, "17")
    assert calls.watch.rests == [1.1]


async def test_what_must_wait_long_is_not_sent(calls: Calls) -> None:
    async def crowd() -> None:
        for _ in range(100):
            await posts(calls)

    with pytest.raises(TryLater) as caught:
        await crowd()
    assert (caught.value.reason, caught.value.ambiguous) == ("pace", False)
    assert len(calls.teams.calls) == 60


async def test_messages_to_one_conversation_never_meet(calls: Calls) -> None:
    await asyncio.gather(*(posts(calls) for _ in range(7)))
    assert calls.teams.busiest == 1
    places = [Place("teams", TENANT, f"19:{n}@thread.tacv2") for n in range(7)]
    await asyncio.gather(*(calls.connector.begin(calls.way(place), HELLO) for place in places))
    assert calls.teams.busiest > 1


async def test_behind_a_message_that_gets_no_answer_the_next_is_not_sent(calls: Calls) -> None:
    pace = Pace(calls.watch, calls.watch.rest)
    connector = Connector(calls.session, calls.tokens, pace, APP, lambda _: True, patience=0.05)
    calls.teams.answers(NEVER)
    first = asyncio.create_task(connector.begin(calls.way(HERE), HELLO))
    await calls.teams.heard.wait()
    with pytest.raises(TryLater) as caught:
        await connector.post(calls.way(HERE), HELLO, "17")
    assert (caught.value.reason, caught.value.ambiguous) == ("another message is on its way there", False)
    assert (await connector.member(calls.way(HERE), ANNA))["aadObjectId"] == ANNA
    first.cancel()
    await asyncio.wait([first])
    assert await connector.post(calls.way(HERE), HELLO, "17")


async def test_nothing_is_left_of_a_conversation_that_is_quiet(calls: Calls) -> None:
    await asyncio.gather(*(posts(calls) for _ in range(5)), return_exceptions=True)
    calls.teams.answers(refused(403))
    with pytest.raises(GiveUp):
        await posts(calls)
    assert len(calls.connector._writing) == 0
