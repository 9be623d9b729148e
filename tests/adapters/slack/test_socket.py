"""Socket Mode: the same talk on a line of our own, which comes back whatever happens to it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adapters.slack.socket import Watch
from dialogs.messages import Inbound, TryLater
from tests.adapters.slack.annex import SOON, Annex, Before, line
from tests.adapters.slack.payloads import Kinds
from tests.doubles.faults import Fault, failed, garbled, hang
from tests.doubles.office import COACHES, Office, id_of, open_office
from tests.doubles.slack_faults import limited, refused
from tests.doubles.slack_transport import COMMANDS, EVENTS, INTERACTIVE

ANNA, EVA = id_of("anna"), id_of("eva")
NEED = "Frukosten kommer för sent till de boende."
ONCE = replace(SOON, begin_anew=30.0)
"""A watch that does not begin anew while a test lasts."""
BRISK = replace(SOON, begin_anew=1.0, ping=0.25)
"""A client that soon notices what has become of its line."""


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path) as office:
        yield office


async def up(here: Annex) -> Office:
    """The office as it is when everything comes by the line, once that is open."""
    await here.office.slack.until(lambda: here.office.slack.socket.connections)
    return replace(here.office, people=here.people, listening=here.listening)


async def test_the_whole_way_from_a_need_to_a_claimed_idea_goes_over_the_line(office: Office) -> None:
    async with line(office) as here:
        online = await up(here)
        thread = await online.hand_in("anna")
        await online.press("eva", COACHES, "Ta")
        await online.press("eva", COACHES, "Fråga")
        await online.fill_in("eva", {"Din fråga": "Hur ofta händer det?"})
    assert "SKO-2026-0001" in office.heard("anna", thread)[-3]
    assert "Hur ofta händer det?" in office.heard("anna", thread)[-1]
    assert len(office.heard("anna")) == len(set(office.heard("anna")))
    assert len(office.slack.socket.tickets) == 1, "no ticket is thrown away: Slack gives few"


async def test_commands_and_forms_are_answered_on_their_acknowledgement(office: Office) -> None:
    async with line(office) as here:
        online = await up(here)
        asked = await here.people.command(EVA, COACHES, "kö")
        assert asked.body["response_type"] == "ephemeral"
        assert (await here.people.home_opened(ANNA)).status == 200
        await here.people.shortcut(ANNA, "tell")
        await online.settle()
        wrong = await here.people.submit(ANNA, values={"need": "🙂", "target_group": ("Kollegor",)})
        assert wrong.body["response_action"] == "errors"
        assert list(wrong.body["errors"]) == ["need"]
    acks = [ack for told in office.slack.socket.acks.values() for ack in told]
    assert all(set(ack) <= {"envelope_id", "payload"} for ack in acks)
    assert len(acks) == len(office.slack.socket.acks), "each is acknowledged once"
    assert [("payload" in ack) for ack in acks] == [True, False, False, True]


async def test_an_event_that_could_not_be_kept_is_not_acknowledged_and_comes_again(office: Office) -> None:
    faults: list[Exception] = [TryLater(5, "locked", ambiguous=False), RuntimeError("hallonsylt")]

    async def fail(_: Inbound) -> None:
        if faults:
            raise faults.pop(0)

    office.slack.socket.patience = 0.2
    async with line(office, Before(office, fail)) as here:
        online = await up(here)
        said = await here.people.say(ANNA, NEED)
        assert said.status == 0
        assert (await here.people.again(said, retry=1)).status == 0
        assert (await here.people.again(said, retry=2)).status == 200
        assert (await here.people.again(said, retry=3)).status == 200
        await online.settle()
    assert len(office.heard("anna")) == 1


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "link_disabled", "too_many_websockets"])
async def test_a_line_that_slack_takes_back_is_opened_again(office: Office, reason: str) -> None:
    async with line(office, watch=BRISK) as here:
        await up(here)
        await office.slack.socket.disconnect(reason)
        await office.slack.until(lambda: office.slack.socket.opened >= 2 and office.slack.socket.connections)
        assert (await here.people.say(ANNA, NEED)).status == 200


@pytest.mark.parametrize("how", ["cut", "closed"])
async def test_a_line_that_breaks_is_opened_again(office: Office, how: str) -> None:
    async with line(office, watch=BRISK) as here:
        await up(here)
        if how == "cut":
            office.slack.socket.cut()
        else:
            await office.slack.socket.close()
        await office.slack.until(lambda: office.slack.socket.opened >= 2 and office.slack.socket.connections)
        assert (await here.people.say(ANNA, NEED)).status == 200


@pytest.mark.parametrize("when", ["at first", "later"])
async def test_a_ticket_that_is_refused_is_given_up_for_a_new_one(office: Office, when: str) -> None:
    if when == "at first":
        office.slack.socket.refuse(1)
    async with line(office) as here:
        if when == "later":
            await up(here)
            office.slack.socket.refuse(1)
            office.slack.socket.cut()
            await office.slack.until(lambda: office.slack.socket.refused)
        await up(here)
        assert (await here.people.say(ANNA, NEED)).status == 200
    assert len(office.slack.called("apps.connections.open")) >= 2
    assert len(office.slack.socket.tickets) >= 2


TROUBLES: dict[str, Fault] = {
    "limited": limited(30), "broken": failed(503), "a page": failed(200), "garbled": garbled(), "silent": hang(),
    "refused": refused("internal_error"),
}  # fmt: skip


@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES)
async def test_slack_that_gives_no_ticket_now_is_asked_again(
    office: Office, trouble: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    office.slack.plan("apps.connections.open", trouble, trouble)
    async with line(office, watch=replace(SOON, attempt=0.05)) as here:
        await up(here)
        assert (await here.people.say(ANNA, NEED)).status == 200
    assert not [record for record in caplog.records if record.exc_info]
    assert 2 <= len([text for text in caplog.messages if "SLACK_APP_TOKEN" in text or "not reached" in text]) <= 3


async def test_a_wrong_token_is_one_clear_line_and_stops_nothing_else(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "adapters")
    async with line(office, token="xapp-1-fel", watch=ONCE) as here:
        await office.slack.until(lambda: office.slack.called("apps.connections.open"))
        assert (await office.people.say(ANNA, NEED)).status == 200, "another door is not shut by it"
        await here.settle()
    assert [text for text in caplog.messages if "SLACK" in text] == ["SLACK_APP_TOKEN: Slack answers invalid_auth"]
    assert len(office.slack.called("apps.connections.open")) == 1
    assert "xapp-1-fel" not in caplog.text


@pytest.mark.parametrize("state", ["open", "refused", "silent", "wrong"])
async def test_a_stop_ends_the_line_at_once_in_whatever_state_it_is(office: Office, state: str) -> None:
    if state == "refused":
        office.slack.socket.refuse(1_000)
    if state == "silent":
        office.slack.plan("apps.connections.open", hang())
    token = "xapp-1-fel" if state == "wrong" else ""
    slow = Watch(look=30.0, begin_anew=300.0, attempt=30.0, ping=30.0)
    async with asyncio.timeout(5), line(office, token=token, watch=slow):
        await office.slack.until(lambda: office.slack.called("apps.connections.open"))
        if state in {"open", "refused"}:
            await office.slack.until(lambda: office.slack.socket.connections or office.slack.socket.refused)
    assert not office.slack.socket.connections


ODD: list[tuple[str, Any]] = [
    (EVENTS, {}), (EVENTS, None), (EVENTS, []), (EVENTS, {"type": 5, "event": "type"}), (INTERACTIVE, {"user": 5}),
    (INTERACTIVE, {"type": "block_actions", "actions": 5}), (COMMANDS, {"command": 5}), ("något nytt", {"a": 1}),
    (EVENTS, {"type": "event_callback", "enterprise": 5, "event": {"type": "message"}}),
]  # fmt: skip


async def test_an_envelope_with_something_else_in_it_does_not_end_the_line(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.slack.socket.patience = 0.05
    async with line(office) as here:
        online = await up(here)
        for kind, payload in ODD:
            await office.slack.socket.send(kind, payload)
        for other in Kinds().others():
            _, ack = await office.slack.socket.send(EVENTS, other)
            assert ack is not None, "what nobody listens for is taken and left"
        office.slack.socket.patience = 3
        assert (await here.people.say(ANNA, NEED)).status == 200
        await online.settle()
    assert office.slack.socket.opened == 1
    assert not [record for record in caplog.records if record.exc_info]
