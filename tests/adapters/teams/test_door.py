"""The door lets in what Teams has signed for this bot, and turns all else away without a word too many."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web

from adapters.entry import LARGEST
from adapters.teams.app import Door, serve_on
from adapters.teams.sdk import Login, OpenLogin, open_login
from dialogs.messages import Inbound, Now, TryLater
from tests.adapters.teams.signing import sign_in, trusted_login
from tests.doubles.clock import Hands
from tests.doubles.teams import TeamsDouble
from tests.doubles.teams_login import LoginDouble
from tests.doubles.teams_office import COACHES, TENANT, Office, move_in, open_office, tenant
from tests.doubles.teams_transport import Held, Parcel
from tests.doubles.teams_world import App, Person, Tenant, guid

SECRET = "hallonsylt"
WORDS = f"Frukosten med {SECRET} kommer för sent."


@pytest.fixture
async def login(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[LoginDouble]:
    async with trusted_login(monkeypatch) as login:
        yield login


@pytest.fixture
async def office(tmp_path: Path, login: LoginDouble) -> AsyncIterator[Office]:
    hands = Hands()
    other = Tenant(guid("other"), "En annan kommun")
    other.hire(Person("okand", "Olle Känd", "olle@other.example"))
    teams = TeamsDouble(tenant(), other, now=hands, app=App(login.app_id), accepts=login.accepts)
    judge: Login = open_login(sign_in(login), hands)
    async with open_office(tmp_path, teams=teams, login=judge, signs=login, clock=hands) as office:
        await move_in(office)
        yield office


def files(folder: Path) -> bytes:
    """All that is written anywhere."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


GOOD: list[dict[str, Any]] = [{}, {"key": "spare"}, {"until": -240}, {"since": 240}]
BAD: list[dict[str, Any]] = [
    {"aud": "6f1d1f5e-0000-4000-8000-0000000000b1"}, {"aud": None}, {"aud": ""}, {"iss": None},
    {"iss": "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"}, {"iss": "https://api.example"},
    {"serviceurl": "https://smba.trafficmanager.net/amer/"}, {"serviceurl": None},
    {"key": "stranger"}, {"key": "stranger", "kid": "spare"}, {"kid": "unknown"}, {"kid": None},
    {"alg": "none"}, {"alg": "HS256"}, {"until": -600}, {"since": 600}, {"key": "skype"}, {"key": "bare"},
]  # fmt: skip


@pytest.mark.parametrize("claims", GOOD, ids=str)
async def test_what_teams_has_signed_for_this_bot_is_let_in(office: Office, claims: dict[str, Any]) -> None:
    answer = await office.people.signed(**claims).say("anna", WORDS)
    assert answer.status == 200
    await office.settle()
    assert len(await office.drafts("anna")) == 1


@pytest.mark.parametrize("claims", BAD, ids=str)
async def test_what_is_signed_otherwise_is_turned_away_and_leaves_no_trace(
    office: Office, tmp_path: Path, caplog: pytest.LogCaptureFixture, claims: dict[str, Any]
) -> None:
    answer = await office.people.signed(**claims).say("anna", WORDS)
    assert (answer.status, answer.body) == (401, "")
    await office.settle()
    assert SECRET.encode() not in files(tmp_path)
    assert SECRET not in caplog.text


async def test_what_is_not_signed_at_all_is_turned_away(office: Office) -> None:
    assert (await office.people.unsigned().say("anna", WORDS)).status == 401
    assert await office.drafts("anna") == []


async def test_after_the_keys_have_been_changed_the_new_one_is_good_at_once(office: Office, login: LoginDouble) -> None:
    await office.say("anna", WORDS)
    login.roll()
    office.clock.turn(61)
    await office.say("anna", "Lugnare morgnar.")
    (draft,) = await office.drafts("anna")
    assert draft.answer("effect").text == "Lugnare morgnar."


async def test_while_the_keys_cannot_be_fetched_teams_is_asked_to_come_again(
    office: Office, login: LoginDouble
) -> None:
    login.trouble["openid"] = login.trouble["keys"] = 503
    login.roll()
    assert (await office.people.say("anna", WORDS)).status in {401, 503}
    assert await office.drafts("anna") == []


async def test_another_tenant_is_turned_away_though_teams_has_signed_it(
    office: Office, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await office.people.say("okand", WORDS)
    assert answer.status == 403
    assert f"from a tenant that the preset does not have: '{guid('other')}'" in caplog.text
    assert SECRET.encode() not in files(tmp_path)


async def test_an_activity_that_says_two_tenants_is_from_none(office: Office) -> None:
    held = Held()
    await office.people.holding(held).say("anna", WORDS)
    activity = held.parcels[0].activity
    activity["channelData"]["tenant"]["id"] = guid("other")
    assert activity["conversation"]["tenantId"] == TENANT
    assert (await office.people.deliver(held.parcels[0])).status == 403


@pytest.mark.parametrize(
    "outer",
    [
        {"channelId": "emulator"},
        {"channelId": None},
        {"serviceUrl": "https://smba.trafficmanager.net.evil.example/"},
        {"serviceUrl": "http://169.254.169.254/"},
        {"serviceUrl": ""},
        {"serviceUrl": 5},
    ],
    ids=str,
)
async def test_who_wants_to_be_answered_elsewhere_is_turned_away(office: Office, outer: dict[str, Any]) -> None:
    held = Held()
    await office.people.holding(held).say("anna", WORDS)
    answer = await office.people.deliver(held.parcels[0].changed(**outer))
    assert answer.status == 401


UNREADABLE = [b"", b"[]", b'"words"', b"5", b"{", b"\xff\xfe", b"[" * 100_000, b'{"type": ', b"{}", b'{"type": 5}']


@pytest.mark.parametrize("body", UNREADABLE, ids=lambda body: repr(body[:12]))
async def test_what_cannot_be_read_is_turned_away(office: Office, body: bytes) -> None:
    async with ClientSession() as session, session.post(office.url, data=body) as answer:
        assert (answer.status, await answer.read()) == (400, b"")


async def test_what_is_too_large_or_does_not_come_is_turned_away(office: Office) -> None:
    async with ClientSession() as session, session.post(office.url, data=b" " * (LARGEST + 1)) as answer:
        assert answer.status == 413


async def test_a_body_that_does_not_come_is_not_waited_for(office: Office) -> None:
    app = web.Application()
    door = Door(office.listening, NOBODY, lambda _: True, within=0.05)
    app.add_routes([web.post("/api/messages", door.enter)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    reader, writer = await asyncio.open_connection(*runner.addresses[0][:2])
    writer.write(b"POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
    assert b"408" in await reader.readline()
    writer.close()
    await runner.cleanup()


class _Nobody:
    async def admit(self, header: str, channel: str, address: str, /) -> None:
        raise PermissionError


NOBODY = _Nobody()


async def test_the_same_activity_again_does_nothing_again(office: Office) -> None:
    said = await office.people.say("anna", WORDS)
    for _ in range(3):
        assert (await office.people.again(said)).status == 200
    await office.settle()
    assert len(await office.drafts("anna")) == 1
    assert sum("Vad skulle bli bättre" in text for text in office.heard("anna")) == 1


async def test_while_nothing_can_be_kept_messages_come_again_and_presses_are_told_so(office: Office) -> None:
    await office.hand_in("anna")
    taken = office.bot.desk.take

    async def busy(inbound: Inbound) -> Now | None:
        raise TryLater(5, "locked", ambiguous=False)

    office.bot.desk.take = busy  # type: ignore[method-assign]
    said = await office.people.say("anna", WORDS)
    pressed = await office.people.press("eva", COACHES, label="Ta")
    opened = await office.people.press("eva", COACHES, label="Visa")
    assert (said.status, pressed.status, opened.status) == (503, 200, 200)
    assert "Jag hinner inte just nu" in pressed.body["value"]
    assert "Jag hinner inte just nu" in str(opened.body["task"])
    office.bot.desk.take = taken  # type: ignore[method-assign]
    assert (await office.people.again(said)).status == 200


def bent(activity: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The activity with something in it of another kind, or gone."""
    copy: dict[str, Any] = json.loads(json.dumps(activity))
    spots: list[tuple[dict[str, Any], str]] = []

    def walk(node: object) -> None:
        if isinstance(node, dict):
            for key, value in node.items():
                if key not in {"serviceUrl", "channelId"}:
                    spots.append((node, key))
                walk(value)
        elif isinstance(node, list):
            for one in node:
                walk(one)

    walk(copy)
    for node, key in chance.sample(spots, min(2, len(spots))):
        node[key] = chance.choice([None, 5, "", "x", [], {}, True, [[1]], {"a": {"b": 1}}, -1e9])
    return copy


async def test_half_a_character_is_kept_as_a_sign_that_something_was_there(office: Office, login: LoginDouble) -> None:
    held = Held()
    await office.people.holding(held).say("anna", "HALF kaffe")
    headers = {"Authorization": login.bearer(serviceurl=office.teams.service())}
    body = held.parcels[0].body.replace(b"HALF", b"\\ud800")
    async with ClientSession() as session, session.post(office.url, data=body, headers=headers) as answer:
        assert answer.status == 200
    assert len(await office.drafts("anna")) == 1


async def test_nothing_that_teams_could_send_upsets_the_bot(office: Office) -> None:
    held, chance = Held(), random.Random(48)
    await office.hand_in("anna")
    said, hands = await office.say("anna", WORDS), office.people.holding(held)
    await hands.say("anna", WORDS)
    await hands.mention("eva", COACHES, "ta 1")
    await hands.slash("eva", COACHES, "mina")
    await hands.edit("anna", said, "y")
    await hands.install("eva", COACHES)
    message = office.people.write("anna", "Köket", "Kaffet är slut.")
    for press in (("eva", COACHES, "", "Ta"), ("eva", COACHES, "", "Visa")):
        await hands.press(*press[:3], label=press[3])
    await hands.use("bjorn", "make_idea", "Köket", message)
    seen = set()
    for parcel in held.parcels * 40:
        answer = await office.people.deliver(Parcel(bent(parcel.activity, chance)))
        seen.add(answer.status)
        assert answer.status < 500, (answer.status, parcel.activity)
    assert {200, 403} <= seen


LOCAL = [{"Host": host} for host in ("localhost", "127.0.0.1", "127.0.0.1:8080", "[::1]:8080", "LOCALHOST:8080")]
FAR: list[dict[str, str]] = [
    {"Host": "ideer.example.se"}, {"Host": "localhost.example.se"}, {"Host": "127.0.0.1.example.se:8080"}, {"Host": ""},
    {"X-Forwarded-For": "203.0.113.5"}, {"Forwarded": "for=203.0.113.5"}, {"X-Real-IP": "203.0.113.5"},
]  # fmt: skip


async def asked_without_sign_in(office: Office, headers: dict[str, str]) -> int:
    """The status of an answer where nobody signs in, and all are to be near."""
    app, held = web.Application(), Held()
    await office.people.holding(held).say("anna", WORDS)
    serve_on(app, office.listening, OpenLogin(), lambda _: True, only_near=True)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    async with ClientSession() as session:
        url = f"http://{host}:{port}/api/messages"
        async with session.post(url, data=held.parcels[0].body, headers=headers) as answer:
            status = answer.status
    await runner.cleanup()
    return status


@pytest.mark.parametrize("headers", LOCAL, ids=str)
async def test_where_nobody_signs_in_this_machine_itself_is_let_in(office: Office, headers: dict[str, str]) -> None:
    assert await asked_without_sign_in(office, headers) == 200


@pytest.mark.parametrize("headers", FAR, ids=str)
async def test_where_nobody_signs_in_whoever_comes_from_elsewhere_is_turned_away(
    office: Office, tmp_path: Path, headers: dict[str, str]
) -> None:
    assert await asked_without_sign_in(office, headers) == 403
    assert SECRET.encode() not in files(tmp_path)


async def test_teams_is_let_in_at_one_address(office: Office) -> None:
    app = web.Application()
    serve_on(app, office.listening, NOBODY, lambda _: True)
    assert [(route.method, route.resource and route.resource.canonical) for route in app.router.routes()] == [
        ("POST", "/api/messages")
    ]
