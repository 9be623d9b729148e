"""Everything that Teams tells, on one way: who it is from, what was said, one turn, the answer back.

What is meant is decided by `inbound.py` and the turn. Nothing is answered before the turn has been committed, and
nothing slow is waited for after that.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from adapters import desk
from adapters.desk import Words
from adapters.faults import fault
from adapters.teams.answering import Answer, is_told, on_opening, on_press, on_submission, on_waiting
from adapters.teams.connector import Connector
from adapters.teams.inbound import PLATFORM, Heard, Kind, is_farewell, read, references, team_of, tenant_of
from adapters.teams.inbound import channel_name as name_in
from adapters.teams.people import KNOWN, UNTOLD, People, Profile
from adapters.teams.private import Private
from adapters.teams.remembering import AN_HOUR, TWO_SECONDS, Brief, Stopped
from adapters.teams.send import TeamsSender
from dialogs.cards import Buttons, Card, sentence
from dialogs.messages import GiveUp, Inbound, Now, TryLater
from dialogs.references import Reference, References
from dialogs.words import Verb
from ideas.people import Identity, Place

WITHIN = 2.4
"""Seconds until a press is answered without its outcome: Teams waits three."""
BEGINS = frozenset({Verb.SUGGEST, Verb.FORM})
"""What begins a talk in somebody's own conversation from elsewhere, by a press."""

log = logging.getLogger(__name__)


class Desk(desk.Desk, Protocol):
    """What Teams' door needs besides: a guest is told apart by having been met."""

    async def is_known(self, who: Identity) -> bool:
        """Whether somebody has been met. Raises TryLater when that cannot be told now."""
        ...


class Listening:
    """Takes activities that have been let in, one at a time or many at once."""

    def __init__(
        self,
        desk: Desk,
        connector: Connector,
        references: References,
        clock: Callable[[], datetime],
        within: float = WITHIN,
    ) -> None:
        self._desk, self._references, self._within = desk, references, within
        self._people = People(connector, desk.is_known)
        self._private = Private(TeamsSender(connector, references), connector, references)
        self._stopped = Stopped(clock)
        self._pressed: Brief[str] = Brief(clock, TWO_SECONDS)
        self._whispered: Brief[bool] = Brief(clock, AN_HOUR)
        self._names: dict[Place, str] = {}
        self._kept: dict[Place, str] = {}
        self._teams: set[str] = set()
        self._running: set[asyncio.Task[Any]] = set()

    def is_ours(self, tenant: str) -> bool:
        """Whether the preset has this tenant."""
        return bool(tenant and self._desk.body_at(PLATFORM, tenant))

    async def hear(self, activity: Mapping[str, Any]) -> Answer:
        """One activity from its arrival to its answer; 503 is for Teams to come again, nothing was kept then."""
        try:
            return await self._hear(activity)
        except TryLater as error:
            log.warning("something from Teams has to come again: %s", error)
        except Exception as error:  # noqa: BLE001 - our fault: Teams comes again, the operator sees the place
            log.error("something from Teams was not taken: %s", fault(error))
        return Answer(503)

    async def finish(self) -> None:
        """Wait for the answers that are on their way."""
        while self._running:
            await asyncio.gather(*self._running, return_exceptions=True)

    async def introduce(self) -> bool:
        """Find the people whom the preset appoints, in the teams of its channels: they can be told things at once.

        Whether all could be told: where Teams was not there, or has not been heard yet, it is worth asking again.
        """
        told = True
        for tenant, body, emails in self._desk.appointed(PLATFORM):
            for place in self._desk.channels_at(PLATFORM):
                if place.workspace == tenant and emails:
                    told &= await self._introduced(place, body, frozenset(map(str.casefold, emails)))
        return told

    async def _introduced(self, place: Place, body: str, emails: frozenset[str]) -> bool:
        try:
            way = await self._way(place)
            if way is None:
                return False
            async for member in self._people.everybody(way):
                email = next((one for one in member.emails if one.casefold() in emails), "")
                if email and not member.outside:
                    await self._met(way, member, email, body)
        except (TryLater, GiveUp) as error:
            log.warning("a team's people could not be looked up: %s", error)
            return False
        return True

    async def _way(self, place: Place) -> Reference | None:
        """The way to a channel of the preset; None when nothing has been heard from its tenant yet."""
        known = await self._references.find(place)
        way = known or Reference(place, await self._references.address_of(PLATFORM, place.workspace), place.channel)
        return way if way.address else None

    async def _met(self, way: Reference, member: Profile, email: str, body: str) -> None:
        home = Place(PLATFORM, way.place.workspace, member.person)
        if await self._references.find(home) is None:
            await self._references.keep(Reference(home, way.address, "", member.user))
        await self._desk.meet(Identity(PLATFORM, home.workspace, home.channel), member.name, email, home, body)

    async def _hear(self, activity: Mapping[str, Any]) -> Answer:
        tenant = tenant_of(activity)
        if is_farewell(activity):
            for way in references(activity)[:1]:
                await self._references.lose(way.place, "the app has been taken away")
            return Answer()
        heard = read(activity, self._desk.body_at(PLATFORM, tenant))
        if heard is None:
            await self._remember(activity)
            return Answer()
        return await self._take(heard, activity, self._desk.words_at(PLATFORM, tenant))

    async def _remember(self, activity: Mapping[str, Any]) -> None:
        """How a conversation is reached from now on; of a person's own, where it is stays as it was known."""
        ways = references(activity)
        for way in ways:
            known = None if way.conversation else await self._references.find(way.place)
            await self._references.keep(replace(known, address=way.address) if known else way)
        if team := team_of(activity):
            place = ways[0].place
            name = name_in(activity) or self._names.get(place, "")
            if name and self._kept.get(place) != name:
                await self._desk.name_channel(place, name)
                self._kept[place] = name
            if team not in self._teams:
                self._teams.add(team)
                self._later(self._named_all(ways[0], team))

    async def _named_all(self, way: Reference, team: str) -> None:
        """What the channels of a team are called. Kept are the names of those that the preset has."""
        try:
            found = await self._people.channels(way, team)
        except (TryLater, GiveUp) as error:
            log.warning("a team's channels could not be looked up: %s", error)
            return
        named = {replace(way.place, channel=channel): name for channel, name in found}
        self._names |= named
        for place in self._desk.channels_at(PLATFORM):
            if place in named:
                await self._desk.name_channel(place, named[place])

    async def _take(self, heard: Heard, activity: Mapping[str, Any], words: Words) -> Answer:
        heard = self._once(heard)
        taking = asyncio.ensure_future(self._turn(heard, activity))
        if heard.way.kind is Kind.MESSAGE:
            return await self._told(taking, heard, words)
        done, _ = await asyncio.wait({taking}, timeout=self._within)
        if not done:
            self._later(self._afterwards(taking, heard, words))
            return on_waiting(heard, words("chat-waiting"), words)
        try:
            return self._answered(taking.result(), heard, words)
        except TryLater:
            return on_waiting(heard, words("chat-busy"), words)

    def _once(self, heard: Heard) -> Heard:
        """The same under the key of the press that it repeats: two clicks at once are meant as one."""
        pressed, inbound = heard.pressed, heard.inbound
        if pressed is None or not pressed.message or heard.meta:
            return heard
        name = (inbound.who, pressed.message, pressed.action, pressed.value, repr(pressed.fields))
        if first := self._pressed.find(name):
            return replace(heard, inbound=replace(inbound, key=first))
        self._pressed.keep(name, inbound.key)
        return heard

    async def _told(self, taking: asyncio.Future[Now | None], heard: Heard, words: Words) -> Answer:
        """What was written is acknowledged; words that only its writer is to see follow, once."""
        now = await taking
        if now and now.card:
            self._whisper(heard, now.card, words)
        if now and now.message and heard.way.is_private:
            self._later(self._private.settle(heard, now.message))
        return Answer()

    def _answered(self, now: Now | None, heard: Heard, words: Words) -> Answer:
        """What an invoke is answered."""
        if heard.way.kind is Kind.SUBMIT:
            return on_submission(now, heard, words)
        now = now or Now()
        if heard.way.kind is Kind.FETCH:
            return on_opening(now, heard, words)
        if now.card and not is_told(now.card):
            self._whisper(heard, now.card, words)
            now = replace(now, card=None)
        return on_press(now, heard, words)

    def _whisper(self, heard: Heard, card: Card, words: Words) -> None:
        """Words for the one who asked, beside the request; once, however often it is brought."""
        name = (heard.inbound.who, heard.inbound.key)
        if not self._whispered.find(name):
            self._whispered.keep(name, value=True)
            self._later(self._private.whisper(heard.way, _carrying(card, heard.inbound.key), words))

    async def _afterwards(self, taking: asyncio.Future[Now | None], heard: Heard, words: Words) -> None:
        """What a turn has to say that took too long to be waited for."""
        try:
            now = await taking
        except TryLater:
            now = Now(sentence(words("chat-busy")))
        if now and now.card:
            await self._private.whisper(heard.way, now.card, words)

    async def _turn(self, heard: Heard, activity: Mapping[str, Any]) -> Now | None:
        """The turn, with who speaks and the text that is meant; words only for somebody who does not belong here."""
        inbound, way = heard.inbound, heard.way
        words = self._desk.words_at(PLATFORM, inbound.who.workspace)
        speaker, writer = await self._profiles(heard)
        if speaker.outside or writer.outside or heard.foreign:
            return await self._turned_away(heard, words)
        if speaker is UNTOLD and not way.is_private:
            known = await self._references.find(way.home)
            return Now(sentence(words("chat-busy" if known and known.conversation else "chat-cannot-reach")))
        if writer is UNTOLD:
            return Now(sentence(words("chat-cannot-ask")))
        await self._remember(activity)
        inbound = self._introduced_by(inbound, speaker, writer)
        begins = way.kind is Kind.MESSAGE or inbound.action in BEGINS
        reachable = way.is_private or not begins or await self._private.is_reachable(way)
        text = self._stopped.find(inbound.who, inbound.value) if inbound.action == Verb.SURE else inbound.text
        now = await self._desk.take(replace(inbound, text=text, reachable=reachable))
        self._stopped.tidy()
        if inbound.action == Verb.SURE and text:
            self._stopped.drop(inbound.who)
        elif now and now.refused and inbound.text and not inbound.action:
            self._stopped.keep(inbound.who, inbound.key, inbound.text)
        return now

    async def _turned_away(self, heard: Heard, words: Words) -> Now | None:
        """Somebody of another organisation, or a message that somebody of one has written: told why, and not kept."""
        card = sentence(words("chat-outsider"))
        if heard.way.kind is not Kind.MESSAGE:
            return Now(card)
        await self._private.say_here(heard.way, card)
        return None

    def _introduced_by(self, inbound: Inbound, speaker: Profile, writer: Profile) -> Inbound:
        """The inbound with what Teams says of the people in it; what a client says of others is not believed."""
        if speaker is not KNOWN:
            inbound = replace(inbound, email=self._appointed(inbound, speaker))
        if "author" in inbound.fields:
            email = "" if writer is KNOWN else self._appointed(inbound, writer)
            told = {"author_name": writer.name, "author_email": email}
            inbound = replace(inbound, fields={**inbound.fields, **told})
        return inbound

    async def _profiles(self, heard: Heard) -> tuple[Profile, Profile]:
        """Who speaks, and who has written the message that it is about if that is somebody else."""
        who, ways = heard.inbound.who, partial(self._ways, heard)
        speaks = self._people.profile(who, ways)
        author = heard.inbound.fields.get("author", "") if heard.inbound.action == Verb.SUGGEST else ""
        if not author:
            return await speaks, KNOWN
        one, other = await asyncio.gather(speaks, self._people.profile(replace(who, user=str(author)), ways))
        return one, other

    async def _ways(self, heard: Heard) -> list[tuple[Reference, str]]:
        """The conversations that can tell of the one who speaks, the one that they speak in first."""
        who, way = heard.inbound.who, heard.way
        own = await self._references.find(way.home)
        ways = [(way.here, way.thread)] if way.here.conversation else []
        ways += [(own, "")] if own and own.conversation and own.place != way.here.place else []
        teams = [place for place in self._desk.channels_at(PLATFORM) if place.workspace == who.workspace][:1]
        ways += [(there, "") for place in teams if (there := await self._way(place)) and there.place != way.here.place]
        return ways

    def _appointed(self, inbound: Inbound, profile: Profile) -> str:
        """Of a person's addresses the one that the preset names."""
        here = (emails for tenant, _, emails in self._desk.appointed(PLATFORM) if tenant == inbound.who.workspace)
        named = {email.casefold() for emails in here for email in emails}
        return next((email for email in profile.emails if email.casefold() in named), "")

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do it beside the request, which is answered without it."""
        task = asyncio.ensure_future(work)
        self._running.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled() and isinstance(error := task.exception(), Exception):
            log.error("an answer failed: %s", fault(error))


def _carrying(card: Card, key: str) -> Card:
    """The card whose button to go on with a stopped text knows which text that is."""
    parts = tuple(_carried(part, key) if isinstance(part, Buttons) else part for part in card.parts)
    return replace(card, parts=parts)


def _carried(row: Buttons, key: str) -> Buttons:
    return Buttons(tuple(replace(one, value=key) if one.resend and not one.value else one for one in row.buttons))
