"""Guests from another organisation in a shared channel, and workspaces that are none of ours: told, and not kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from storage.unit_of_work import UnitOfWork
from tests.adapters.slack.annex import kept
from tests.doubles.clock import Hands
from tests.doubles.faults import failed
from tests.doubles.office import COACHES, Office, id_of, open_office, workspace
from tests.doubles.slack import SlackDouble
from tests.doubles.slack_driver import Driver
from tests.doubles.slack_hands import find
from tests.doubles.slack_transport import EVENTS, INTERACTIVE, Answer, Held, Parcel
from tests.doubles.slack_world import Channel, User, Workspace

ANNA, EVA = id_of("anna"), id_of("eva")
GUEST, SPY, STRAY = "U0GUNNAR", "U0SPION", "U0VILSE"
"""A guest of another municipality in a shared channel; one whom only the profile tells; one of an unknown workspace."""
ELSEWHERE = "T0HJO"
SHARED = "C0GEMENSAM"
SECRET = "hallonsylt"
WORDS = f"Frukosten med {SECRET} kommer för sent."
TEAMS = {"team", "team_id", "user_team", "source_team"}
KINDLY = "Idéslussen är för dem som arbetar i organisationen som äger den här chatten."


def shared() -> Workspace:
    """Skövde with a channel that it shares with Hjo."""
    team = workspace()
    team.users[GUEST] = User(GUEST, "gunnar", f"Gunnar {SECRET}", "gunnar@hjo.example", team=ELSEWHERE)
    team.users[SPY] = User(SPY, "spion", f"Sonja {SECRET}", "sonja@hjo.example", team=ELSEWHERE)
    members = (*(id_of(who) for who in ("anna", "eva", "pia")), GUEST, SPY, "U0BOT")
    team.channels[SHARED] = Channel(SHARED, "gemensam", members, is_ext_shared=True)
    team.channels[COACHES].members = (*team.channels[COACHES].members, GUEST, SPY)
    return team


def hjo() -> Workspace:
    """A workspace that no preset names; the bot's token is not for it."""
    users = {STRAY: User(STRAY, "vilse", f"Vera {SECRET}"), "U0HJOBOT": User("U0HJOBOT", "ide", is_bot=True)}
    there = Channel("C0HJO", "allt", (STRAY, "U0HJOBOT"))
    return Workspace(ELSEWHERE, "Hjo kommun", "xoxb-hjo", bot="U0HJOBOT", users=users, channels={there.id: there})


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(tmp_path, slack=SlackDouble(shared(), hjo(), now=Hands())) as office:
        yield office


@pytest.fixture(params=[GUEST, SPY], ids=["told by the payload", "told by the profile"])
def guest(request: pytest.FixtureRequest) -> str:
    """Somebody from outside."""
    return str(request.param)


class Unmarked:
    """Hands whose deliveries do not say which organisation somebody belongs to, only Slack's profile does."""

    def __init__(self, office: Office, user: str) -> None:
        self._office, self._unmarked = office, user == SPY
        self.held = Held()
        self.people = office.people.holding(self.held)

    async def sent(self, _: Answer | None) -> Answer:
        """What was just done, delivered."""
        parcel = self.held.parcels.pop()
        if self._unmarked:
            parcel = replace(parcel, payload=_without_teams(parcel.payload))
        answer = await self._office.people.deliver(parcel)
        await self._office.settle()
        assert answer.status == 200
        return answer


def _without_teams(payload: Any) -> Any:
    told = {**payload}
    for name in ("user", "event", "message"):
        if isinstance(told.get(name), dict):
            told[name] = {key: value for key, value in told[name].items() if key not in TEAMS}
    return told


async def rows(office: Office) -> tuple[int, int]:
    """How many people and ideas there are."""

    def counted(uow: UnitOfWork) -> tuple[int, int]:
        people = uow.people("skovde")
        return len(people), sum(len(uow.drafts(person.id)) + len(uow.ideas_of(person.id)) for person in people)

    return await office.bot.store.turn(counted)


async def test_a_guest_who_writes_mentions_or_looks_is_kindly_told_and_not_kept(
    office: Office, tmp_path: Path, guest: str
) -> None:
    before, hands = await rows(office), Unmarked(office, guest)
    await hands.sent(await hands.people.say(guest, WORDS))
    assert KINDLY in office.slack.messages(guest)[-1].said
    await hands.sent(await hands.people.mention(guest, SHARED, WORDS))
    assert KINDLY in office.slack.ephemerals[-1].said
    assert (office.slack.ephemerals[-1].channel, office.slack.ephemerals[-1].user) == (SHARED, guest)
    await hands.sent(await hands.people.home_opened(guest))
    home = office.slack.home(guest)
    assert home
    assert KINDLY in home.said
    assert await rows(office) == before
    assert SECRET.encode() not in kept(tmp_path)
    assert guest.encode() not in kept(tmp_path)


async def test_a_guest_who_commands_or_begins_something_is_kindly_told_and_not_kept(
    office: Office, tmp_path: Path, guest: str
) -> None:
    before, hands = await rows(office), Unmarked(office, guest)
    asked = await hands.sent(await hands.people.command(guest, SHARED, WORDS))
    assert KINDLY in asked.body["text"]
    await hands.sent(await hands.people.shortcut(guest, "tell"))
    assert KINDLY in _shown(office, guest)
    written = office.slack.world.record(office.slack.channel(SHARED), guest, WORDS)
    await hands.sent(await hands.people.message_shortcut(guest, SHARED, written.ts, "make_idea"))
    assert KINDLY in _shown(office, guest)
    assert await rows(office) == before
    assert SECRET.encode() not in kept(tmp_path)
    assert guest.encode() not in kept(tmp_path)


def _shown(office: Office, user: str) -> str:
    """The latest that somebody alone was shown: a message, or the view before them."""
    view = office.slack.modal(user)
    alone = [told.said for told in office.slack.ephemerals if told.user == user]
    return "\n".join([*alone[-1:], view.said if view else ""])


async def test_a_guest_who_presses_or_sends_a_form_changes_nothing(office: Office, tmp_path: Path, guest: str) -> None:
    await office.hand_in("anna")
    before, hands = await rows(office), Unmarked(office, guest)
    await hands.sent(await hands.people.press(guest, COACHES, label="Ta"))
    assert KINDLY in office.slack.ephemerals[-1].said
    await office.people.press(EVA, COACHES, label="Fråga")
    await office.settle()
    form = office.modal("eva")
    form.user = guest
    office.slack.view.stacks[guest] = office.slack.view.stacks.pop(EVA)
    sent = await hands.sent(await hands.people.submit(guest, values={form.blocks[0]["block_id"]: WORDS}))
    assert KINDLY in str(sent.body)
    assert sent.body["response_action"] == "update"
    assert await rows(office) == before
    assert SECRET.encode() not in kept(tmp_path)
    card = office.slack.messages(COACHES)[0]
    assert find(card.blocks, "Ta", "", "").label == "Ta"


async def test_a_message_that_a_guest_has_written_is_not_made_an_idea_by_somebody_else(
    office: Office, tmp_path: Path, guest: str
) -> None:
    before, hands = await rows(office), Unmarked(office, guest)
    written = office.slack.world.record(office.slack.channel(SHARED), guest, WORDS)
    held = await hands.people.message_shortcut(ANNA, SHARED, written.ts, "make_idea")
    parcel_of_guest(hands, guest)
    await hands.sent(held)
    assert KINDLY in _shown(office, "U0ANNA")
    assert await rows(office) == before
    assert guest.encode() not in kept(tmp_path)
    assert SECRET.encode() not in kept(tmp_path)
    assert not office.slack.messages(guest)


def parcel_of_guest(hands: Unmarked, guest: str) -> None:
    """Let the message that is about to be delivered say whose it is."""
    (parcel,) = hands.held.parcels
    message = {**parcel.payload["message"], "user_team": ELSEWHERE, "source_team": ELSEWHERE}
    hands.held.parcels[0] = replace(parcel, payload={**parcel.payload, "message": message})


async def test_people_inside_are_heard_in_a_channel_that_is_shared(office: Office) -> None:
    await office.people.mention(ANNA, SHARED, WORDS)
    await office.settle()
    assert (await office.drafts("anna"))[0].need == WORDS
    assert office.in_channel(SHARED)


async def test_while_slack_cannot_tell_who_a_guest_is_the_payload_does(office: Office, tmp_path: Path) -> None:
    await office.hand_in("anna")
    office.slack.plan("users.info", *[failed()] * 4)
    for doing in (
        office.people.mention(GUEST, SHARED, WORDS),
        office.people.press(GUEST, COACHES, label="Ta"),
        office.people.shortcut(GUEST, "tell"),
    ):
        assert (await doing).status == 200
        await office.settle()
        assert KINDLY in _shown(office, GUEST)
    assert GUEST.encode() not in kept(tmp_path)
    assert not [call for call in office.slack.called("users.info") if call.params["user"] == GUEST]


async def test_the_workspace_is_the_one_the_app_is_installed_in_whatever_stands_outside(office: Office) -> None:
    held = Held()
    await office.people.holding(held).mention(ANNA, SHARED, WORDS)
    (parcel,) = held.parcels
    theirs = {**parcel.payload, "team_id": ELSEWHERE, "context_team_id": ELSEWHERE, "is_ext_shared_channel": True}
    assert (await office.people.deliver(replace(parcel, payload=theirs))).status == 200
    await office.settle()
    assert (await office.drafts("anna"))[0].need == WORDS


async def test_what_is_meant_for_another_workspace_is_not_taken_for_ours(office: Office, tmp_path: Path) -> None:
    held = Held()
    await office.people.holding(held).say(ANNA, WORDS)
    (parcel,) = held.parcels
    other = [{**parcel.payload["authorizations"][0], "team_id": ELSEWHERE}]
    told = await office.people.deliver(replace(parcel, payload={**parcel.payload, "authorizations": other}))
    await office.settle()
    assert told.status == 200
    assert not await office.drafts("anna")
    assert SECRET.encode() not in kept(tmp_path)


async def from_hjo(office: Office, people: Driver) -> list[Answer]:
    """All that somebody of a workspace that is none of ours can do."""
    written = await people.write(STRAY, "C0HJO", WORDS)
    answers = [
        await people.say(STRAY, WORDS),
        await people.mention(STRAY, "C0HJO", WORDS),
        await people.home_opened(STRAY),
        await people.command(STRAY, "C0HJO", WORDS),
        await people.shortcut(STRAY, "tell"),
        await people.message_shortcut(STRAY, "C0HJO", written.ts, "make_idea"),
        await people.uninstalled(ELSEWHERE),
        await people.tokens_revoked(ELSEWHERE),
    ]
    await office.settle()
    return answers


async def test_people_of_a_workspace_that_nobody_has_named_are_told_and_not_kept(
    office: Office, tmp_path: Path
) -> None:
    before = await rows(office)
    answers = await from_hjo(office, office.people)
    assert {answer.status for answer in answers} == {200}
    assert KINDLY in answers[3].body["text"]
    assert KINDLY in office.slack.responses[-1]["text"], "the address that came with the shortcut needs no token"
    assert not office.slack.responses[-1]["replace_original"]
    assert await rows(office) == before
    assert SECRET.encode() not in kept(tmp_path)
    assert ELSEWHERE.encode() not in kept(tmp_path)
    assert (await office.people.say(ANNA, WORDS)).ok
    await office.settle()
    assert (await office.drafts("anna"))[0].need == WORDS, "what happened to theirs is nothing to ours"


async def test_a_press_or_a_form_from_another_workspace_is_told_so(office: Office, tmp_path: Path) -> None:
    await office.hand_in("anna")
    await office.people.shortcut(EVA, "tell")
    await office.settle()
    held = Held()
    await office.people.holding(held).press(EVA, COACHES, label="Ta")
    await office.people.holding(held).submit(EVA, values={"need": WORDS, "target_group": ("Kollegor",)})
    press, form = (moved(parcel) for parcel in held.parcels)
    assert (await office.people.deliver(press)).status == 200
    sent = await office.people.deliver(form)
    await office.settle()
    assert KINDLY in office.slack.responses[-1]["text"]
    assert KINDLY in str(sent.body["view"])
    assert SECRET.encode() not in kept(tmp_path)


def moved(parcel: Parcel) -> Parcel:
    """The same from a workspace of their own."""
    payload: dict[str, Any] = {**parcel.payload, "team": {"id": ELSEWHERE, "domain": "hjo"}}
    payload["user"] = {**payload["user"], "team_id": ELSEWHERE}
    if "view" in payload:
        payload["view"] = {**payload["view"], "app_installed_team_id": ELSEWHERE, "team_id": ELSEWHERE}
    return replace(parcel, payload=payload)


async def test_an_answer_that_cannot_be_given_to_an_outsider_upsets_nobody(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    payload = {"type": "block_actions", "team": {"id": ELSEWHERE}, "user": {"id": STRAY}, "trigger_id": "1.2"}
    act = {"type": "button", "action_id": "mine:0", "block_id": "b0"}
    for url in ("", "hej", "http://127.0.0.1:1/x", f"{office.slack.url}auth.test/x"):
        told = {**payload, "response_url": url, "actions": [act], "channel": {"id": "C1"}, "container": {}}
        assert (await office.people.deliver(Parcel(INTERACTIVE, told))).status == 200
    await office.settle()
    assert not [record for record in caplog.records if record.exc_info]
    assert (await office.people.deliver(Parcel(EVENTS, {"type": "event_callback", "event": {"type": "message"}}))).ok


async def test_a_guests_bot_is_not_heard_at_all(office: Office) -> None:
    held = Held()
    await office.people.holding(held).mention(GUEST, SHARED, WORDS)
    (parcel,) = held.parcels
    bot = {**parcel.payload, "event": {**parcel.payload["event"], "bot_id": "B0DERAS"}}
    assert (await office.people.deliver(replace(parcel, payload=bot))).status == 200
    await office.settle()
    assert not office.slack.ephemerals
    assert not office.in_channel(SHARED)
