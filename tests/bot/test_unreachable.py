"""Channels and messages that are gone: what was to be there is told elsewhere, once, and those who can mend it hear."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.deliver import Dispatcher, Patience
from bot.start import appoint, load_world
from bot.unreachable import DefaultChannels
from bot.world import World
from dialogs.cards import Card
from dialogs.messages import MessageGone, Notice, Outgoing, PlaceGone, TryLater
from ideas.people import Place
from storage import outbox
from storage.store import Store
from storage.unit_of_work import UnitOfWork
from tests.bot.test_deliver import NOW, Chat, Log
from tests.doubles.office import COACHES, DEFAULT, DIGEST, NAMES, TEAM, Office, id_of, open_office, preset
from tests.doubles.slack_world import Message

HOLD = Patience().hold
CHANNEL, OWN = Place("slack", TEAM, COACHES), Place("slack", TEAM, "U0ANNA")


def shown(notice: Notice, language: str) -> Card:
    """A card that says what it is about."""
    return Card(notice.kind, (), language)


class Rooms:
    """The real ledger and dispatcher of a bot in Slack, and a platform that answers as told, message by message."""

    def __init__(self, store: Store, world: World) -> None:
        self.store, self.chat, self.log = store, Chat(), Log()
        senders = {"slack": self.chat, "local": self.chat}
        self.dispatcher = Dispatcher(
            store, senders, shown, lambda: NOW, Patience(), self.log, stand_ins=DefaultChannels(world)
        )

    async def send(self, *keys: str, place: Place = CHANNEL, updates: str = "", under: str = "") -> None:
        """Put messages in the outbox, in one turn."""
        written = [Outgoing(key, place, Notice("told", {"key": key}), "sv", updates, under) for key in keys]
        await self.store.turn(lambda uow: [uow.send(outgoing, NOW) for outgoing in written])

    async def drain(self, after: timedelta = timedelta()) -> None:
        """Deliver all that is due so long from now."""
        await self.dispatcher.drain(NOW + after)

    async def states(self) -> dict[str, str]:
        """What has become of every message."""
        rows = await self.store.turn(lambda uow: uow.connection.execute(text("SELECT key, state FROM outbox")).all())
        return {str(key): str(state) for key, state in rows}

    def posted(self) -> list[tuple[str, str, str, str]]:
        """Key, channel, thread and what was changed, of everything the platform took."""
        return [(d.key, d.place.channel, d.thread or d.place.thread, d.update_of) for d in self.chat.posted]


@pytest.fixture
async def rooms(tmp_path: Path) -> AsyncIterator[Rooms]:
    world = load_world(preset(tmp_path))
    store = await Store.open("sqlite:///:memory:")
    await store.turn(partial(appoint, world=world, _now=NOW))
    yield Rooms(store, world)
    await store.close()


async def test_what_cannot_be_written_in_a_channel_is_written_in_the_default_channel(rooms: Rooms) -> None:
    rooms.chat.answers["k"] = [PlaceGone("is_archived")]
    await rooms.send("k")
    await rooms.drain()
    key, channel, *_ = rooms.posted()[0]
    assert (key, channel) == ("k", DEFAULT)
    assert ("message-moved", {"key": "k", "reason": "is_archived"}) in rooms.log.lines


async def test_process_leaders_are_told_once_of_each_channel_and_reason(rooms: Rooms) -> None:
    await rooms.send(*(f"k{n}" for n in range(4)))
    await rooms.send("d", place=Place("slack", TEAM, DIGEST))
    for n, reason in enumerate(("is_archived", "is_archived", "not_in_channel", "is_archived")):
        rooms.chat.answers[f"k{n}"] = [PlaceGone(reason)]
    rooms.chat.answers["d"] = [PlaceGone("is_archived")]
    await rooms.drain()
    told = sorted(key.rpartition(":")[0] for key in rooms.chat.keys if key.startswith("unreachable:"))
    channel = f"unreachable:slack/{TEAM}/{{}}".format
    assert told == [
        f"{channel(COACHES)}:is_archived",
        f"{channel(COACHES)}:not_in_channel",
        f"{channel(DIGEST)}:is_archived",
    ]
    assert set((await rooms.states()).values()) == {"sent"}


@pytest.mark.parametrize("place", [Place("slack", TEAM, DEFAULT), OWN, Place("slack", TEAM, "C0ELSEWHERE")])
async def test_where_nothing_stands_in_a_message_is_given_up_and_said_so(rooms: Rooms, place: Place) -> None:
    def at_home(uow: UnitOfWork) -> None:
        pia = uow.person_named("skovde", "pia")
        assert pia
        uow.save_person(replace(pia, home=Place("slack", TEAM, id_of("pia"))))

    await rooms.store.turn(at_home)
    rooms.chat.answers["k"] = [PlaceGone("channel_not_found")]
    await rooms.send("k", place=place)
    await rooms.drain()
    assert (await rooms.states())["k"] == "dead"
    assert rooms.log.lines == [("message-dead", {"key": "k", "reason": "channel_not_found"})]
    told = [key for key, *_ in rooms.posted() if key.startswith("unreachable:")]
    assert bool(told) == (place.channel == DEFAULT), "the leaders hear of a channel that the preset names"


async def test_a_card_and_what_stands_under_it_move_together_and_stay_there(rooms: Rooms) -> None:
    await rooms.send("card")
    await rooms.drain()
    for n in (1, 2):
        await rooms.send(f"change{n}", updates="card")
        await rooms.send(f"line{n}", under="card")
        for key in (f"change{n}", f"line{n}"):
            rooms.chat.answers[key] = [PlaceGone("is_archived")]
        await rooms.drain()
    told = [told for told in rooms.posted() if not told[0].startswith("unreachable:")]
    assert told == [
        ("card", COACHES, "", ""),
        ("change1", DEFAULT, "", ""),
        ("line1", DEFAULT, "id-change1", ""),
        ("change2", DEFAULT, "", "id-change1"),
        ("line2", DEFAULT, "id-change1", ""),
    ]


async def test_a_talk_that_is_moved_leaves_its_thread(rooms: Rooms) -> None:
    rooms.chat.answers["k"] = [PlaceGone("not_in_channel")]
    await rooms.send("k", place=Place("slack", TEAM, DIGEST, "1795424400.000000"))
    await rooms.drain()
    assert rooms.posted()[0] == ("k", DEFAULT, "", "")


async def test_an_unclear_try_in_a_channel_that_is_gone_since_is_told_in_the_default_channel(rooms: Rooms) -> None:
    rooms.chat.answers["k"] = [TryLater(0, "502", ambiguous=True)]
    rooms.chat.known["k"] = PlaceGone("not_in_channel")
    await rooms.send("k")
    await rooms.drain(HOLD)
    await rooms.drain(HOLD * 2)
    assert rooms.posted()[0] == ("k", DEFAULT, "", "")
    assert (await rooms.states())["k"] == "sent"


async def test_an_unclear_try_under_a_message_that_is_gone_since_is_told_by_itself(rooms: Rooms) -> None:
    rooms.chat.answers["k"] = [TryLater(0, "502", ambiguous=True), MessageGone("thread_not_found")]
    rooms.chat.known["k"] = MessageGone("thread_not_found")
    await rooms.send("k", place=Place("slack", TEAM, "U0ANNA", "1795424400.000000"))
    await rooms.drain()
    await rooms.drain(HOLD - timedelta(seconds=1))
    assert rooms.posted() == []
    await rooms.drain(HOLD * 2)
    assert rooms.posted() == [("k", "U0ANNA", "", "")]


async def test_a_message_that_was_deleted_is_posted_anew_in_its_thread_and_changed_there(rooms: Rooms) -> None:
    there = Place("slack", TEAM, "U0ANNA", "1795424400.000000")
    await rooms.send("card", place=there)
    await rooms.drain()
    rooms.chat.answers["change"] = [MessageGone("message_not_found")]
    for key in ("change", "more"):
        await rooms.send(key, place=there, updates="card")
        await rooms.drain()
    assert [told[2:] for told in rooms.posted()] == [
        (there.thread, ""),
        (there.thread, ""),
        (there.thread, "id-change"),
    ]


async def test_a_message_that_can_stand_nowhere_is_given_up(rooms: Rooms) -> None:
    rooms.chat.answers["k"] = [MessageGone("cannot_reply_to_message")]
    await rooms.send("k")
    await rooms.drain()
    assert await rooms.states() == {"k": "dead"}


async def test_whoever_has_lost_a_claim_moves_nothing(rooms: Rooms) -> None:
    await rooms.send("card")
    await rooms.drain()
    await rooms.send("change", updates="card")

    def overtaken(uow: UnitOfWork) -> None:
        (old,) = outbox.claim(uow, NOW, NOW, 9)
        (new,) = outbox.claim(uow, NOW, NOW + timedelta(minutes=2), 9)
        for place in (None, Place("slack", TEAM, DEFAULT)):
            outbox.record(uow, [(old, outbox.Moved(place, "too late"))], NOW)
        outbox.record(uow, [(new, outbox.Later(NOW, "now", None))], NOW)

    await rooms.store.turn(overtaken)
    await rooms.drain()
    assert rooms.posted()[-1] == ("change", COACHES, "", "id-card")


# Changes that nobody need see


async def test_of_many_waiting_changes_of_a_card_only_the_last_is_shown(rooms: Rooms) -> None:
    await rooms.send("card", "other")
    await rooms.send("a", "b", "c", updates="card")
    await rooms.send("x", updates="other")
    assert await rooms.states() == {
        "card": "pending", "other": "pending", "a": "replaced", "b": "replaced", "c": "pending", "x": "pending"
    }  # fmt: skip
    await rooms.drain()
    assert rooms.chat.keys == ["card", "other", "c", "x"]


async def test_a_change_that_was_refused_for_now_gives_way_to_a_later_one(rooms: Rooms) -> None:
    rooms.chat.answers["a"] = [TryLater(30, "429", ambiguous=False)]
    await rooms.send("card")
    await rooms.send("a", updates="card")
    await rooms.drain()
    await rooms.send("b", updates="card")
    await rooms.drain(timedelta(seconds=31))
    assert rooms.chat.keys == ["card", "b"]


@pytest.mark.parametrize("landed", [True, False])
async def test_a_change_that_may_be_under_way_is_not_overtaken(rooms: Rooms, landed: bool) -> None:
    rooms.chat.answers["a"] = [TryLater(0, "502", ambiguous=True)]
    await rooms.send("card")
    await rooms.send("a", updates="card")
    await rooms.drain()
    await rooms.send("b", updates="card")
    await rooms.drain(HOLD - timedelta(seconds=1))
    assert rooms.chat.keys == ["card"]
    await rooms.drain(HOLD * 2)
    assert rooms.chat.keys == ["card", "a", "b"]
    assert set((await rooms.states()).values()) == {"sent"}


async def test_a_change_that_is_being_sent_is_not_overtaken(rooms: Rooms) -> None:
    await rooms.send("a", updates="card")
    await rooms.store.turn(lambda uow: outbox.claim(uow, NOW, NOW, 9))
    await rooms.send("b", updates="card")
    assert await rooms.states() == {"a": "sending", "b": "pending"}


# In Slack itself


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """Skövde's Slack, with Anna's idea on a card in the coaches' channel."""
    async with open_office(tmp_path) as office:
        await office.hand_in("anna")
        yield office


def archived(office: Office) -> None:
    office.slack.channel(COACHES).is_archived = True


def bot_removed(office: Office) -> None:
    """The bot is taken out of a channel that only its members can see."""
    channel = office.slack.channel(COACHES)
    channel.is_private, channel.members = True, tuple(m for m in channel.members if m != "U0BOT")


def deleted(office: Office) -> None:
    del office.slack.world.workspaces[TEAM].channels[COACHES]


def cards(office: Office, channel: str, number: str = "SKO-2026-0001") -> list[Message]:
    """The idea's cards in a channel."""
    return [m for m in office.slack.messages(channel, "") if m.user == "U0BOT" and m.said.startswith(number)]


def under(office: Office, card: Message) -> list[str]:
    """The lines under a card."""
    return [message.said for message in office.slack.messages(card.channel, card.ts)[1:]]


async def command(office: Office, who: str, words: str) -> None:
    """Somebody commands the bot where they talk with it."""
    assert (await office.people.command(id_of(who), id_of(who), words)).ok
    await office.settle()


gone = pytest.mark.parametrize("break_it", [archived, bot_removed, deleted])


@gone
async def test_a_card_goes_to_the_default_channel_and_is_changed_there(
    office: Office, break_it: Callable[[Office], None]
) -> None:
    break_it(office)
    await command(office, "eva", "ta 1")
    (card,) = cards(office, DEFAULT)
    assert "Eva Lind" in card.said
    assert under(office, card) == ["Eva Lind tog SKO-2026-0001."]
    await office.press("eva", DEFAULT, "Släpp")
    await office.people.submit("U0EVA", values={"why": "Jag hinner inte."})
    await office.settle()
    await office.press("omar", DEFAULT, "Ta")
    (changed,) = cards(office, DEFAULT)
    assert (changed.ts, "Omar Haddad" in changed.said) == (card.ts, True)
    assert under(office, card)[-1] == "Omar Haddad tog SKO-2026-0001."
    assert len(under(office, card)) == 3


@gone
async def test_a_new_card_goes_to_the_default_channel(office: Office, break_it: Callable[[Office], None]) -> None:
    break_it(office)
    await office.hand_in("bjorn", "Nycklarna till förrådet saknas varje morgon.")
    (card,) = cards(office, DEFAULT, "SKO-2026-0002")
    await office.press("eva", DEFAULT, "Ta")
    assert [c.ts for c in cards(office, DEFAULT, "SKO-2026-0002")] == [card.ts]
    assert "Eva Lind" in card.said


@gone
async def test_process_leaders_are_told_once_in_slack(office: Office, break_it: Callable[[Office], None]) -> None:
    break_it(office)
    for words in ("ta 1", "släpp 1 jag hinner inte", "ta 1"):
        await command(office, "eva", words)
    await office.hand_in("bjorn", "Nycklarna till förrådet saknas varje morgon.")
    heard = {who: [s for s in office.heard(who) if s.startswith("Jag kan inte längre skriva")] for who in NAMES}
    assert {who: len(said) for who, said in heard.items() if said} == {"pia": 1}, heard


async def test_a_card_that_somebody_deleted_is_posted_anew_at_the_next_change(office: Office) -> None:
    (old,) = cards(office, COACHES)
    old.deleted = True
    await command(office, "eva", "ta 1")
    (card,) = cards(office, COACHES)
    assert card.ts != old.ts
    assert under(office, card) == ["Eva Lind tog SKO-2026-0001."]
    await command(office, "eva", "släpp 1 jag hinner inte")
    await office.press("omar", COACHES, "Ta")
    (changed,) = cards(office, COACHES)
    assert (changed.ts, "Omar Haddad" in changed.said) == (card.ts, True)


async def test_a_line_under_a_card_that_somebody_deleted_is_told_by_itself(office: Office) -> None:
    await command(office, "eva", "ta 1")
    for message in office.slack.messages(COACHES):
        message.deleted = True
    await office.people.command("U0EVA", "U0EVA", "fråga 1 Vilken avdelning gäller det?")
    await office.settle()
    assert [said.partition("\n")[0] for said in office.in_channel()][-1] == "Eva Lind har frågat Anna Åström."


async def test_slack_is_asked_once_for_many_changes_that_nobody_has_seen(office: Office) -> None:
    for words in ("ta 1", "släpp 1 jag hinner inte", "ta 1"):
        await asyncio.gather(office.people.command("U0EVA", "U0EVA", words))
    await office.settle()
    (card,) = cards(office, COACHES)
    assert len([call for call in office.slack.called("chat.update") if call.params["ts"] == card.ts]) == 1
    assert "Eva Lind" in card.said
