"""Trouble between the bot and Teams: what the test has planned, what chance brings, and who is let in at all."""

from __future__ import annotations

import asyncio
import time
from random import Random

import aiohttp
import pytest

from tests.doubles.clock import Hands
from tests.doubles.faults import (
    RANDOM,
    Fault,
    cut,
    cut_after_recording,
    failed,
    failed_after_recording,
    garbled,
    hang,
    hang_after_recording,
    late,
    late_cut,
    seeded,
)
from tests.doubles.teams import TeamsDouble
from tests.doubles.teams_faults import clashed, limited, refused, too_big
from tests.doubles.teams_login import LoginDouble
from tests.doubles.teams_recording_bot import Caller, message
from tests.doubles.teams_world import App, guid, thread_id

COACHES = thread_id("coacher")


@pytest.mark.parametrize(
    ("fault", "status", "code", "landed"),
    [
        (refused("BotNotInConversationRoster"), 403, "BotNotInConversationRoster", 0),
        (refused("ActivityNotFoundInConversation"), 404, "ActivityNotFoundInConversation", 0),
        (refused("BotNotRegistered"), 401, "BotNotRegistered", 0),
        (clashed(), 412, "PreconditionFailed", 0),
        (too_big(), 413, "MessageSizeTooBig", 0),
        (limited(2), 429, "Throttled", 0),
        (failed(), 500, "", 0),
        (failed(503), 503, "", 0),
        (failed_after_recording(), 502, "", 1),
        (failed_after_recording(504), 504, "", 1),
        (garbled(), 201, "", 1),
    ],
)
async def test_a_fault_answers_and_does_what_it_says(
    teams: TeamsDouble, caller: Caller, fault: Fault, status: int, code: str, landed: int
) -> None:
    teams.plan("post", fault)
    found, answer = await caller.post(COACHES, message("Hej"))
    assert (found, answer.get("error", {}).get("code", "")) == (status, code)
    assert len(teams.messages("coacher")) == landed
    assert (await caller.post(COACHES, message("Hej")))[0] == 201


@pytest.mark.parametrize(("fault", "landed"), [(cut(), 0), (cut_after_recording(), 1), (late_cut(), 0)])
async def test_a_connection_that_is_cut_says_nothing(
    teams: TeamsDouble, caller: Caller, fault: Fault, landed: int
) -> None:
    teams.plan("begin", fault)
    with pytest.raises(aiohttp.ClientError):
        await caller.begin(COACHES, message("Hej"))
    assert len(teams.messages("coacher")) == landed
    teams.land()
    assert len(teams.messages("coacher")) == (1 if fault == late_cut() else landed)


@pytest.mark.parametrize(("fault", "before"), [(hang(), 0), (hang_after_recording(), 1)])
async def test_what_hangs_is_answered_when_it_is_released(
    teams: TeamsDouble, caller: Caller, fault: Fault, before: int
) -> None:
    teams.plan("post", fault)
    waiting = asyncio.ensure_future(caller.post(COACHES, message("Hej")))
    await teams.until(lambda: teams.called("post"))
    assert len(teams.messages("coacher")) == before
    teams.release()
    status, answer = await waiting
    assert (status, answer["id"]) == (201, teams.messages("coacher")[0].id)


async def test_what_was_late_lands_after_what_came_later(teams: TeamsDouble, caller: Caller) -> None:
    teams.plan("post", late())
    assert (await caller.post(COACHES, message("Först")))[0] == 504
    await caller.post(COACHES, message("Sedan"))
    assert teams.land() == 1
    assert [m.said for m in teams.messages("coacher")] == ["Sedan", "Först"]
    assert teams.land() == 0


async def test_each_kind_of_call_has_its_own_plan(teams: TeamsDouble, caller: Caller) -> None:
    _, begun = await caller.begin(COACHES, message("Hej"))
    for kind in ("post", "begin", "open", "change", "member", "members"):
        teams.plan(kind, limited(3), times=2)
    for _ in range(2):
        answers = [
            await caller.post(COACHES, message("Hej")),
            await caller.begin(COACHES, message("Hej")),
            await caller.open(guid("anna")),
            await caller.put(begun["id"], begun["activityId"], message("Hej")),
            await caller.get(COACHES, "members", guid("eva")),
            await caller.get(COACHES, "pagedmembers"),
        ]
        assert [status for status, _ in answers] == [429] * 6
    assert (await caller.get(COACHES, "pagedmembers"))[0] == 200


async def test_a_limit_says_how_long_or_does_not(teams: TeamsDouble) -> None:
    teams.plan("open", limited(7), limited(0), failed(503, after=2))
    async with aiohttp.ClientSession() as session:
        seen = []
        for _ in range(3):
            async with session.post(f"{teams.service()}v3/conversations", json={}) as answer:
                seen.append((answer.status, answer.headers.get("Retry-After")))
    assert seen == [(429, "7"), (429, None), (503, "2")]


async def test_every_call_is_on_record(teams: TeamsDouble, caller: Caller, clock: Hands) -> None:
    await caller.begin(COACHES, message("Hej"))
    clock.turn(2)
    teams.plan("post", limited(1))
    await caller.post(COACHES, message("Hej"))
    begun, posted = teams.calls
    assert [(c.n, c.kind, c.status, c.ok) for c in teams.calls] == [(1, "begin", 201, True), (2, "post", 429, False)]
    assert (posted.at - begun.at).total_seconds() == 2
    assert begun.asked.body["activity"] == message("Hej")
    assert teams.message_of(begun) is teams.messages("coacher")[0]
    place = teams.place_of(posted)
    assert place
    assert place.name == "coacher"


async def test_writes_that_overlap_in_one_conversation_are_told(teams: TeamsDouble, caller: Caller) -> None:
    teams.plan("post", hang())
    waiting = asyncio.ensure_future(caller.post(COACHES, message("Hej")))
    await teams.until(lambda: teams.calls)
    await caller.post(thread_id("Alla"), message("Hej"))
    await caller.post(COACHES, message("Hej"))
    teams.release()
    await waiting
    assert [call.beside for call in teams.calls] == [0, 0, 1]


async def test_connections_are_counted_not_calls(teams: TeamsDouble, caller: Caller) -> None:
    for _ in range(5):
        await caller.open(guid("anna"))
    assert teams.connections == 1
    async with Caller(teams) as other:
        await other.open(guid("anna"))
    assert teams.connections == 2


async def test_teams_counts_when_it_is_told_to(clock: Hands) -> None:
    async with TeamsDouble(now=clock, paced=True) as teams, Caller(teams) as caller:
        statuses = [(await caller.post(COACHES, message("Hej")))[0] for _ in range(8)]
        assert statuses == [201] * 7 + [429]
        assert (await caller.post(thread_id("Alla"), message("Hej")))[0] == 201
        clock.turn(1)
        assert [(await caller.post(COACHES, message("Hej")))[0] for _ in range(2)] == [201, 429]
        assert teams.calls[-1].after == 1
        assert (teams.done.most(COACHES, 1), teams.done.most(COACHES, 2)) == (7, 8)
        assert teams.gaps("coacher") == [0] * 6 + [1]


async def test_a_tenant_is_counted_as_a_whole(clock: Hands) -> None:
    async with TeamsDouble(now=clock, paced=True) as teams, Caller(teams) as caller:
        tenant = next(iter(teams.world.tenants.values()))
        team = next(iter(tenant.teams.values()))
        places = [tenant.channel(team, f"kanal {n}").id for n in range(51)]
        assert [(await caller.post(place, message("Hej")))[0] for place in places] == [201] * 50 + [429]


async def test_chance_is_the_same_for_a_seed() -> None:
    def drawn(seed: int) -> list[Fault | None]:
        meets = seeded(Random(seed), 0.3, "post", among=(*RANDOM, limited(1)))
        return [meets(kind, n) for n, kind in enumerate(("post", "open") * 50)]

    assert drawn(1) == drawn(1) != drawn(2)
    assert not any(drawn(1)[1::2])
    assert 5 < sum(fault is not None for fault in drawn(1)[::2]) < 25


async def test_only_a_token_of_the_logins_is_let_in(clock: Hands) -> None:
    async with LoginDouble() as login:
        login.issued["given"] = time.time() + 60
        async with TeamsDouble(now=clock, app=App(login.app_id), accepts=login.accepts) as teams:
            for header, status in (("Bearer given", 201), ("Bearer made-up", 401), ("", 401)):
                async with Caller(teams, header) as caller:
                    assert (await caller.open(guid("anna")))[0] == status
            login.revoke()
            async with Caller(teams, "Bearer given") as caller:
                assert (await caller.open(guid("anna")))[0] == 401
