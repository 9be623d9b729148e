"""The page over HTTP: what it shows, what it takes, and whom it turns away."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request

from adapters.web.app import build
from dialogs.cards import Paragraph
from dialogs.messages import TryLater
from tests.adapters.web.demo_desk import COACHES, NUMBER, DemoDesk

Client = TestClient[Request, Application]
SAID = {"key": "k1", "as": "asa", "body": "skovde", "place": "dm:asa", "text": "Frukosten är sen"}
EVENTS = "/events?body=skovde&as=asa"


@pytest.fixture
def desk() -> DemoDesk:
    return DemoDesk()


@pytest.fixture
def stop() -> asyncio.Event:
    return asyncio.Event()


@pytest.fixture
async def client(desk: DemoDesk, stop: asyncio.Event) -> AsyncIterator[Client]:
    async with TestClient(TestServer(build(desk, desk.sender, stop=stop))) as client:
        yield client


async def post(client: Client, path: str, payload: object, **headers: str) -> ClientResponse:
    told = {"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"} | headers
    return await client.post(path, data=BytesIO(json.dumps(payload).encode()), headers=told)


async def next_event(stream: ClientResponse) -> dict[str, Any]:
    while not (line := await stream.content.readline()).startswith(b"data: "):
        assert line, "the stream ended"
    found: dict[str, Any] = json.loads(line[6:])
    return found


async def test_the_page_shows_people_channels_and_that_it_is_for_trying(client: Client) -> None:
    html = await (await client.get("/")).text()
    for words in ("Åsa Öberg", "Märta Sjöö", "#skovde-coacher", "#skovde-digest", "Provsida", "Prova ett exempel"):
        assert words in html


@pytest.mark.parametrize(("language", "words"), [("sv", "Prova ett exempel"), ("en", "Try an example")])
async def test_the_page_speaks_the_language_asked_for(client: Client, language: str, words: str) -> None:
    html = await (await client.get(f"/?lang={language}&body=skovde&as=eva")).text()
    assert words in html
    assert f'<html lang="{language}">' in html
    assert re.search(r'value="eva"[^>]* checked', html)


async def test_an_address_that_is_wrong_falls_back_to_the_first_there_is(client: Client) -> None:
    html = await (await client.get("/?lang=xx&body=nowhere&as=nobody")).text()
    assert 'data-as="asa"' in html


async def test_nothing_on_the_page_comes_from_elsewhere_or_runs_inline(client: Client) -> None:
    response = await client.get("/")
    html = await response.text()
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert re.findall(r"<script[^>]*>", html) == ['<script type="module" src="static/page.js">']
    assert not re.search(r"\son\w+=|style=|https?://|//[a-z]", html)


async def test_what_is_said_reaches_the_bot_and_stands_in_the_history(client: Client, desk: DemoDesk) -> None:
    response = await post(client, "/acts", SAID)
    assert (response.status, await response.json()) == (200, {"now": None, "refused": False})
    assert desk.taken[0].text == "Frukosten är sen"
    history = await (await client.get("/history?body=skovde&as=asa")).json()
    assert [(m["key"], m["own"]) for m in history["messages"]] == [("echo:k1", True), ("q:k1", False)]
    assert history["done"] == {"need": "dm:asa"}


async def test_nobody_reads_the_chat_of_another(client: Client) -> None:
    await post(client, "/acts", SAID)
    history = await (await client.get("/history?body=skovde&as=jorgen")).json()
    assert history["messages"] == []
    assert history["done"] == {"need": "dm:asa"}


async def test_an_answer_on_the_request_is_a_private_word_or_a_form(client: Client) -> None:
    pressed = SAID | {"place": COACHES, "text": "", "action": "claim", "value": NUMBER}
    word = await (await post(client, "/acts", pressed)).json()
    assert "Bara en coach" in word["now"]["says"]
    asked = await (await post(client, "/acts", pressed | {"key": "k2", "action": "ask"})).json()
    assert asked["now"]["form"]
    wrong = await (await post(client, "/acts", pressed | {"key": "k3", "action": "ask", "fields": {"text": ""}})).json()
    assert wrong["refused"]


async def test_the_stream_carries_own_messages_whole_and_of_others_only_a_sign(client: Client, desk: DemoDesk) -> None:
    async with client.get(EVENTS) as stream:
        assert stream.content_type == "text/event-stream"
        await stream.content.readline()
        await desk.show("idea:N:3:question-asked:p2", "dm:jorgen", Paragraph("Hemligt"))
        await desk.show("idea:N:2:claimed:p1", "dm:asa", Paragraph("Tack!"))
        sign, whole = await next_event(stream), await next_event(stream)
    assert sign == {"key": "idea:N:3:question-asked:p2", "place": "dm:jorgen", "step": "ask"}
    assert (whole["says"], whole["step"]) == ("Tack!", "claim")


async def test_streams_end_when_the_server_stops(client: Client, stop: asyncio.Event) -> None:
    async with client.get(EVENTS) as stream:
        stop.set()
        assert b"retry" in await stream.content.read()


async def test_closing_the_application_ends_the_streams(desk: DemoDesk) -> None:
    stop = asyncio.Event()
    async with TestClient(TestServer(build(desk, desk.sender, stop=stop))) as client:
        await client.get(EVENTS)
    assert stop.is_set()


@pytest.mark.parametrize(
    "path", ["/events?body=skovde&as=nobody", "/history?body=nowhere&as=asa", "/events", "/static/../app.py"]
)
async def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert (await client.get(path)).status == 404


@pytest.mark.parametrize(
    ("trouble", "status", "words"),
    [
        (RuntimeError("disk full"), 500, "Det gick inte att spara"),
        (TryLater(1, "busy", ambiguous=False), 503, "många samtidigt"),
    ],
)
async def test_when_the_bot_fails_the_person_gets_a_sentence(
    client: Client, desk: DemoDesk, trouble: Exception, status: int, words: str
) -> None:
    desk.trouble = trouble
    response = await post(client, "/acts", SAID)
    assert response.status == status
    sentence = (await response.json())["error"]
    assert words in sentence
    assert "disk" not in sentence


@pytest.mark.parametrize("length", [300_000, 1_100_000])
async def test_a_post_that_is_too_large_gets_a_sentence(client: Client, length: int) -> None:
    response = await post(client, "/acts?lang=en", SAID | {"text": "x" * length})
    assert response.status == 413
    assert "too long" in (await response.json())["error"]


@pytest.mark.parametrize(
    "change",
    [
        {"as": "nobody"},
        {"body": "nowhere"},
        {"place": "elsewhere"},
        {"place": "dm:jorgen"},
        {"body": "hjo", "as": "asa"},
        {"key": 1},
    ],
)
async def test_an_act_by_nobody_or_nowhere_is_refused(
    client: Client, desk: DemoDesk, change: dict[str, object]
) -> None:
    assert (await post(client, "/acts", SAID | change)).status == 400
    assert desk.taken == []


async def test_words_that_are_not_json_are_refused(client: Client) -> None:
    headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/json"}
    assert (await client.post("/acts", data=b"{", headers=headers)).status == 400
    assert (await client.post("/acts", data=b"\xff", headers=headers)).status == 400


async def test_somebody_more_can_be_added(client: Client, desk: DemoDesk) -> None:
    wish = {"name": "Örjan Ås", "body": "skovde", "unit": "vard", "role": "coach"}
    response = await post(client, "/people", wish)
    handle = (await response.json())["handle"]
    assert desk.staff[-1].is_coach
    assert "Örjan Ås" in await (await client.get(f"/?as={handle}")).text()


@pytest.mark.parametrize(("change", "status"), [({"name": " "}, 422), ({"role": "king"}, 400), ({"role": []}, 400)])
async def test_somebody_impossible_is_not_added(
    client: Client, desk: DemoDesk, change: dict[str, object], status: int
) -> None:
    wish = {"name": "Örjan", "body": "skovde", "unit": "vard", "role": "employee"}
    assert (await post(client, "/people", wish | change)).status == status
    assert (await post(client, "/people", [])).status == 400
    assert len(desk.staff) == 5


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::1"])
async def test_a_foreign_name_that_points_here_is_turned_away(client: Client, host: str) -> None:
    assert (await client.get("/", headers={"Host": host})).status == 421


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1", "[::1]:8080"])
async def test_the_names_of_this_machine_are_served(client: Client, host: str) -> None:
    assert (await client.get("/", headers={"Host": host})).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://[::1"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://evil.example"},
    ],
)
async def test_another_site_cannot_act_for_anybody(client: Client, desk: DemoDesk, headers: dict[str, str]) -> None:
    assert (await client.post("/acts", json=SAID, headers=headers)).status == 403
    assert desk.taken == []


async def test_the_page_itself_may_act(client: Client) -> None:
    origin = f"http://{client.host}:{client.port}"
    assert (await client.post("/acts", json=SAID, headers={"Origin": origin})).status == 200


async def test_a_form_of_another_site_cannot_pass_for_json(client: Client) -> None:
    headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": "text/plain"}
    assert (await client.post("/acts", data=json.dumps(SAID), headers=headers)).status == 415


@pytest.mark.parametrize("path", ["/", "/static/page.js", "/history?body=skovde&as=asa"])
async def test_every_answer_is_armoured_and_never_stale(client: Client, path: str) -> None:
    headers = (await client.get(path)).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] in {"no-cache", "no-store"}
