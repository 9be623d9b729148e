"""The door lets in what Slack has signed, once, and turns all else away without a word too many."""

from __future__ import annotations

import asyncio
import copy
import gzip
import json
import logging
import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import ClientSession
from structlog.testing import capture_logs

from adapters.entry import LARGEST
from dialogs.messages import Inbound, TryLater
from tests.adapters.slack.annex import FORM, JSON, Before, Held, Street, annex, impatient, kept
from tests.adapters.slack.payloads import Kinds, bent
from tests.doubles.faults import failed
from tests.doubles.office import COACHES, Office, id_of, open_office
from tests.doubles.slack_driver import Driver
from tests.doubles.slack_transport import Answer, Signing

ANNA, EVA = id_of("anna"), id_of("eva")
NOW = "1795424400"
SECRET = "hallonsylt"
WORDS = f"Frukosten med {SECRET} kommer för sent."
HELLO = json.dumps({"type": "url_verification", "challenge": "3eZbrw1a"}).encode()


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as office:
        yield office


@pytest.fixture
async def street(office: Office) -> AsyncIterator[Street]:
    async with ClientSession() as session:
        yield Street(office, session)


BAD: list[dict[str, Any]] = [
    {"signature": "v0=" + "0" * 64}, {"signature": "v0="}, {"signature": "x" * 4_000}, {"signature": "v1=å"},
    {"without": ("X-Slack-Signature",)}, {"without": ("X-Slack-Request-Timestamp",)},
    {"without": ("X-Slack-Signature", "X-Slack-Request-Timestamp")},
    {"timestamp": "nyss"}, {"timestamp": "1e9"}, {"timestamp": f"{NOW}.5"}, {"timestamp": f"-{NOW}"},
    {"timestamp": f"+{NOW}"}, {"timestamp": f"1_{NOW[1:]}"}, {"timestamp": "9" * 5_000}, {"timestamp": "-1"},
    {"timestamp": "0"}, {"timestamp": "".join(chr(0x660 + int(digit)) for digit in NOW)}, {"timestamp": " "},
    {"skew": -301}, {"skew": 301}, {"skew": -86_400}, {"secret": "signing-secre"}, {"secret": "SIGNING-SECRET"},
]  # fmt: skip


async def test_what_slack_has_not_signed_just_now_is_turned_away_and_leaves_no_trace(
    office: Office, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for bad in BAD:
        strangers = office.people.signed(**bad)
        told = [await strangers.say(ANNA, WORDS), await strangers.command(EVA, COACHES, WORDS)]
        told += [await strangers.shortcut(ANNA, "tell"), await strangers.url_verification()]
        told.append(await strangers.ssl_check())
        assert [(answer.status, answer.body) for answer in told] == [(401, "")] * 5, bad
    await office.settle()
    assert not office.heard("anna")
    assert SECRET.encode() not in kept(tmp_path)
    assert SECRET not in caplog.text
    assert not [record for record in caplog.records if record.exc_info]


@pytest.mark.parametrize("skew", [-300, 0, 300])
async def test_five_minutes_either_way_is_soon_enough(office: Office, skew: float) -> None:
    assert (await office.people.signed(skew=skew).say(ANNA, WORDS)).status == 200


@pytest.mark.parametrize("kind", [JSON, FORM])
async def test_a_body_that_was_changed_on_the_way_is_turned_away(street: Street, kind: str) -> None:
    assert (await street.post(HELLO + b" ", kind, signed=HELLO))[0] == 401
    assert (await street.post(HELLO, kind, signed=b""))[0] == 401
    assert await street.post(HELLO) == (200, '{"challenge": "3eZbrw1a"}')


async def test_what_comes_again_inside_the_window_is_answered_once(office: Office) -> None:
    await office.hand_in("anna")
    taken = await office.people.press(EVA, COACHES, label="Ta")
    asked = await office.people.command(id_of("omar"), COACHES, "ta 1")
    said = await office.people.say(id_of("lena"), WORDS)
    await office.settle()
    before = office.heard("lena"), office.in_channel(), office.heard("eva"), office.heard("anna")
    office.clock.turn(299)
    for earlier in (taken, asked, said, said):
        again = await office.people.again(earlier)
        assert (again.status, again.body) == (200, earlier.body)
    await office.settle()
    assert (office.heard("lena"), office.in_channel(), office.heard("eva"), office.heard("anna")) == before
    assert len(before[0]) == 1


UNREADABLE = [
    (b"", JSON), (b"", FORM), (b"payload=x", FORM), (b"payload=", FORM), (b"payload=5", FORM), (b"payload=[]", FORM),
    (b"payload={}", FORM), (b"&&", FORM), (b"hej", FORM), (b"a=1" + b"&a=1" * 100, FORM), (b"payload=%5B" * 5, FORM),
    (b"[]", JSON), (b"{}", JSON), (b"5", JSON), (b"null", JSON), (b'"hej"', JSON), (b'{"type":', JSON),
    (b"[" * 200_000, JSON), (b'{"a":' * 200_000, JSON), (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, JSON),
    (b'{"a":' + b"9" * 5_000 + b"}", JSON), (HELLO, FORM),
    (b"payload=%7B%7D", "text/plain"), (urlencode({"payload": "[" * 100_000}).encode(), FORM),
]  # fmt: skip


async def test_what_cannot_be_read_is_said_so_though_it_is_signed(
    street: Street, caplog: pytest.LogCaptureFixture
) -> None:
    for body, kind in UNREADABLE:
        assert await street.post(body, kind) == (400, ""), (body[:40], kind)
        assert await street.post(body, kind, signing=Signing("another")) == (401, "")
    assert not [record for record in caplog.records if record.exc_info]


async def test_json_is_read_whatever_it_is_called(street: Street) -> None:
    for kind in (
        "text/plain",
        "application/octet-stream",
        ";;;",
        "application/json; charset=utf-16",
        "multipart/x",
        "x",
    ):
        assert (await street.post(HELLO, kind))[0] == 200, kind


@pytest.mark.parametrize("kind", [JSON, FORM])
async def test_what_is_not_utf_8_cannot_be_signed_by_slack(street: Street, kind: str) -> None:
    for body in (b"\xff\xfe", b'{"text": "\xe5"}', WORDS.encode("utf-16"), b"\xed\xa0\x80"):
        assert await street.post(body, kind) == (401, "")
        assert await street.post(body, kind, signing=Signing("", signature="v0=" + "0" * 64)) == (401, "")


@pytest.mark.parametrize("piecemeal", [False, True])
async def test_a_body_may_be_a_million_bytes_and_not_one_more(street: Street, piecemeal: bool) -> None:
    largest = HELLO + b" " * (LARGEST - len(HELLO))
    assert (await street.post(largest, piecemeal=piecemeal))[0] == 200
    assert await street.post(largest + b" ", piecemeal=piecemeal) == (413, "")
    assert await street.post(largest * 4, piecemeal=True, signing=Signing("another")) == (413, "")
    bomb = gzip.compress(largest * 20)
    assert (await street.post(bomb, piecemeal=piecemeal, Content_Encoding="gzip"))[0] in {401, 413}
    assert (await street.post(b"hej", piecemeal=piecemeal, Content_Encoding="gzip"))[0] in {400, 401}


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"Content-Length: 100\r\n\r\n{", b"408"),
        (b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n", b"408"),
        (b"Transfer-Encoding: chunked\r\n\r\nhej\r\n\r\n", b"400"),
        (b"Content-Length: -1\r\n\r\n{", b"400"),
    ],
)
async def test_a_body_that_does_not_come_is_not_waited_for(
    office: Office, sent: bytes, status: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async with impatient(office, 0.02) as (host, port):
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(b"POST /slack/events HTTP/1.1\r\nHost: x\r\n" + sent)
        assert (await reader.readline()).split()[1] == status
        writer.close()
        await writer.wait_closed()
    assert not [record for record in caplog.records if record.name.startswith("adapters") and record.exc_info]


async def test_slack_may_look_whether_we_are_there(office: Office) -> None:
    asked = await office.people.url_verification("prov")
    looked = await office.people.ssl_check()
    assert (asked.status, asked.body) == (200, {"challenge": "prov"})
    assert (looked.status, looked.body) == (200, "")


@pytest.mark.parametrize("method", ["GET", "PUT", "HEAD", "DELETE"])
async def test_only_posts_are_taken(street: Street, method: str) -> None:
    async with street.session.request(method, street.office.url) as response:
        assert response.status == 405


async def test_nothing_that_is_signed_upsets_the_door(
    office: Office, street: Street, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    kinds, chance = Kinds(), random.Random(7)
    whole = [*kinds.every().values(), *kinds.others()]
    answers: dict[int, int] = {}
    with capture_logs() as told:
        for n in range(900):
            payload = bent(copy.deepcopy(whole[n % len(whole)]), chance)
            body = json.dumps(payload).encode()
            if n % 2:
                answer = await street.post(urlencode({"payload": body.decode()}).encode(), FORM)
            else:
                answer = await street.post(body)
            answers[answer[0]] = answers.get(answer[0], 0) + 1
        await office.settle()
    assert answers.keys() <= {200, 400}
    assert answers[200] > 400
    assert not [record for record in caplog.records if record.exc_info or record.levelno >= logging.ERROR]
    assert not [line for line in told if line["log_level"] == "error"]
    assert "Frukosten" not in caplog.text + str(told)


class Breaks:
    """A fault of our own that quotes what somebody wrote."""

    async def __call__(self, inbound: Inbound) -> None:
        raise RuntimeError(f"{inbound.name}: {inbound.text}")


async def doings(people: Driver) -> list[Answer]:
    """One delivery of each kind by people inside."""
    written = await people.write(EVA, COACHES, WORDS)
    return [
        await people.say(ANNA, WORDS),
        await people.mention(EVA, COACHES, WORDS),
        await people.home_opened(ANNA),
        await people.command(EVA, COACHES, WORDS),
        await people.shortcut(ANNA, "tell"),
        await people.message_shortcut(EVA, COACHES, written.ts, "make_idea"),
    ]


async def test_a_fault_of_our_own_is_told_by_its_place_and_slack_comes_again(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    async with annex(office, Before(office, Breaks())) as here:
        answers = await doings(here.people)
    assert [(answer.status, answer.body) for answer in answers] == [(503, "")] * 6
    lines = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(lines) == 6
    assert all("RuntimeError at test_door.py:" in line for line in lines)
    assert SECRET not in caplog.text
    assert "Traceback" not in caplog.text


class Busy:
    """A database that cannot take it now."""

    async def __call__(self, _: Inbound) -> None:
        raise TryLater(5, "locked", ambiguous=False)


async def test_while_nothing_can_be_kept_events_come_again_and_people_are_told(office: Office, tmp_path: Path) -> None:
    async with annex(office, Before(office, Busy())) as here:
        said, mentioned, opened, asked, _, _ = await doings(here.people)
        await here.settle()
        assert [answer.status for answer in (said, mentioned, opened)] == [503] * 3
        assert "Jag hinner inte just nu, och inget är sparat." in asked.body["text"]
        assert "Jag hinner inte just nu" in office.modal("anna").said
        assert "Jag hinner inte just nu" in office.modal("eva").said
        assert SECRET.encode() not in kept(tmp_path)
    await office.people.insist(said.parcel)
    await office.settle()
    assert "Ditt svar är sparat" in office.heard("anna")[0] or "Vad skulle bli bättre" in office.heard("anna")[0]


async def test_a_form_that_could_not_be_kept_stays_with_all_that_was_typed(office: Office) -> None:
    await office.people.shortcut(ANNA, "tell")
    await office.settle()
    form = office.modal("anna")
    async with annex(office, Before(office, Busy())) as here:
        answer = await here.people.submit(ANNA, values={"need": WORDS, "target_group": ("Kollegor",)})
        assert (answer.status, answer.trouble) == (200, "")
    stays = office.modal("anna")
    assert "Jag hinner inte just nu" in stays.said
    assert stays.id == form.id
    sent = await office.people.submit(ANNA)  # with what still stands there
    assert sent.trouble == ""
    await office.settle()
    assert SECRET in (await office.drafts("anna"))[0].need


async def test_a_turn_that_takes_long_opens_a_view_first_and_shows_the_answer_in_it(office: Office) -> None:
    await office.hand_in("anna")
    held = Held()
    async with annex(office, Before(office, held), open_by=0.005) as here:
        opening = asyncio.ensure_future(here.people.shortcut(ANNA, "tell"))
        asking = asyncio.ensure_future(here.people.press(EVA, COACHES, label="Visa"))
        taking = asyncio.ensure_future(here.people.press(id_of("omar"), COACHES, label="Ta"))
        await office.slack.until(lambda: all(office.slack.modal(id_of(who)) for who in ("anna", "eva", "omar")))
        waiting = [office.modal(who).said for who in ("anna", "eva", "omar")]
        assert ["Ett ögonblick" in said for said in waiting] == [True] * 3
        assert not any(task.done() for task in (opening, asking, taking)), "nothing is acknowledged before it is kept"
        held.let_go()
        assert {(await task).status for task in (opening, asking, taking)} == {200}
        await here.settle()
    assert len(office.slack.called("views.open")) == 3
    assert "Berätta om ett behov" in office.modal("anna").said
    assert "Frukosten kommer för sent" in office.modal("eva").said
    assert "Du har nu SKO-2026-0001" in office.modal("omar").said


async def test_a_turn_that_fails_after_long_says_so_in_the_view_that_waits(office: Office) -> None:
    held, busy = Held(), Busy()

    async def late(inbound: Inbound) -> None:
        await held(inbound)
        await busy(inbound)

    async with annex(office, Before(office, late), open_by=0.005) as here:
        opening = asyncio.ensure_future(here.people.shortcut(ANNA, "tell"))
        await office.slack.until(lambda: office.slack.modal(ANNA))
        held.let_go()
        assert (await opening).status == 200
        await here.settle()
    assert "Jag hinner inte just nu" in office.modal("anna").said
    assert not office.heard("anna")


async def test_while_slack_cannot_say_whose_the_token_is_people_are_heard_all_the_same(office: Office) -> None:
    async with annex(office) as here:
        office.slack.plan("auth.test", failed(503))
        said, mentioned, _, asked, _, _ = await doings(here.people)
        assert [answer.status for answer in (said, mentioned, asked)] == [200] * 3
        await here.settle()
    assert "Vad skulle bli bättre" in office.heard("anna")[0]
    assert asked.body["response_type"] == "ephemeral"
