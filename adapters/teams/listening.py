"""Everything that Teams tells, on one way: who it is from, what was said, one turn, the answer back.

What is meant is decided by `inbound.py` and the turn. Nothing is answered before the turn has been committed, and
nothing slow is waited for after that.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from adapters.faults import fault
from adapters.teams.answering import Answer, Private, Words, is_told, on_opening, on_press, on_submission
from adapters.teams.connector import Connector
from adapters.teams.inbound import (
    PLATFORM,
    Heard,
    Kind,
    channel_name,
    is_farewell,
    read,
    references,
    team_of,
    tenant_of,
)
from adapters.teams.people import UNKNOWN, People, Profile
from dialogs.cards import sentence
from dialogs.messages import GiveUp, Inbound, Now, TryLater
from dialogs.references import Reference, References
from dialogs.words import Verb
from ideas.people import Identity, Place

WITHIN = 2.4
"""Seconds until a press is answered without its outcome: Teams waits three."""
KEPT, KEPT_FOR = 500, timedelta(minutes=30)
"""Stopped texts that can be gone on with, and for how long: in memory only, for they were not to be kept."""

log = logging.getLogger(__name__)


class Desk(Protocol):
    """What Teams' surface needs of the bot behind it."""

    async def take(self, inbound: Inbound) -> Now | None:
        """One turn, committed before this returns. Raises TryLater when nothing could be kept."""
        ...

    async def is_known(self, who: Identity) -> bool:
        """Whether somebody has been met. Raises TryLater when that cannot be told now."""
        ...

    def body_at(self, platform: str, workspace: str) -> str:
        """The body whose people are in a workspace; empty when it is none of ours."""
        ...

    def words_at(self, platform: str, workspace: str) -> Words:
        """The texts that a surface says itself, in the language spoken in a workspace."""
        ...

    async def meet(self, who: Identity, name: str, email: str, home: Place, body: str) -> None:
        """Somebody can be told things from now on, though they have not said anything yet."""
        ...

    def appointed(self, platform: str) -> list[tuple[str, str, tuple[str, ...]]]:
        """Each workspace of a platform with its body, and the e-mail addresses of those who are appointed there."""
        ...

    def channels_at(self, platform: str) -> list[Place]:
        """Every channel of a platform that the preset names."""
        ...

    async def name_channel(self, place: Place, name: str) -> None:
        """What people call a channel."""
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
        self._people, self._private = People(connector, desk.is_known), Private(connector, references)
        self._stopped = Stopped(clock)
        self._names: dict[Place, str] = {}
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
            address = await self._references.address_of(PLATFORM, place.workspace)
            way = await self._references.find(place) or Reference(place, address, place.channel)
            if not way.address:
                return False
            async for member in self._people.everybody(way):
                if member.outside:
                    continue
                if email := next((one for one in member.emails if one.casefold() in emails), ""):
                    await self._met(way, member, email, body)
        except (TryLater, GiveUp) as error:
            log.warning("a team's people could not be looked up: %s", error)
            return False
        return True

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
        await self._remember(activity)
        heard = read(activity, self._desk.body_at(PLATFORM, tenant))
        if heard is None:
            return Answer()
        return await self._take(heard, self._desk.words_at(PLATFORM, tenant))

    async def _remember(self, activity: Mapping[str, Any]) -> None:
        """How the conversation is reached from now on; for a person's own, what was known of it stays."""
        ways = references(activity)
        for way in ways:
            if way.conversation or await self._references.find(way.place) is None:
                await self._references.keep(way)
        if ways and (name := channel_name(activity)):
            await self._named(ways[0].place, name)
        team = team_of(activity)
        if team and team not in self._teams:
            self._teams.add(team)
            self._later(self._named_all(ways[0], team))

    async def _named_all(self, way: Reference, team: str) -> None:
        """What the channels of a team are called; its first one has the team's own name, which Teams leaves out."""
        try:
            for channel, name in await self._people.channels(way, team):
                await self._named(replace(way.place, channel=channel), name)
        except (TryLater, GiveUp) as error:
            self._teams.discard(team)  # the next that is heard from there asks again
            log.warning("a team's channels could not be looked up: %s", error)

    async def _named(self, place: Place, name: str) -> None:
        if self._names.get(place) != name:
            self._names[place] = name
            await self._desk.name_channel(place, name)

    async def _take(self, heard: Heard, words: Words) -> Answer:
        taking = asyncio.ensure_future(self._turn(heard))
        if heard.way.kind is Kind.MESSAGE:
            return await self._told(taking, heard, words)
        done, _ = await asyncio.wait({taking}, timeout=self._within)
        if not done:
            self._later(self._afterwards(taking, heard, words))
            sent = heard.way.kind is Kind.SUBMIT  # stays before them: to send it once more does nothing twice
            return self._answered(Now(sentence(words("chat-waiting")), refused=sent), heard, words)
        try:
            now = taking.result()
        except TryLater:
            now = Now(sentence(words("chat-busy")), refused=True)
        return self._answered(now, heard, words)

    async def _told(self, taking: asyncio.Future[Now | None], heard: Heard, words: Words) -> Answer:
        """What was written is acknowledged; words that only its writer is to see follow."""
        now = await taking
        if now and now.card:
            self._later(self._private.whisper(heard.way, now.card, words))
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
            self._later(self._private.whisper(heard.way, now.card, words))
            now = replace(now, card=None)
        return on_press(now, heard, words)

    async def _afterwards(self, taking: asyncio.Future[Now | None], heard: Heard, words: Words) -> None:
        """What a turn has to say that took too long to be waited for."""
        try:
            now = await taking
        except TryLater:
            now = Now(sentence(words("chat-busy")))
        if now and now.card:
            await self._private.whisper(heard.way, now.card, words)

    async def _turn(self, heard: Heard) -> Now | None:
        """The turn, with who speaks and the text that is meant; words only for somebody who does not belong here."""
        inbound, way = heard.inbound, heard.way
        profile, writer = await self._profiles(heard)
        if profile.outside or writer.outside:
            words = self._desk.words_at(PLATFORM, inbound.who.workspace)
            return Now(sentence(words("chat-outsider")))
        if profile is not UNKNOWN:
            inbound = replace(inbound, email=self._appointed(inbound, profile))
        if writer is not UNKNOWN:
            inbound = replace(inbound, fields={**inbound.fields, "author_email": self._appointed(inbound, writer)})
        if not way.is_private and await self._private.home(way) is None:
            inbound = replace(inbound, home=None)  # nothing can go on where Teams does not let the bot in
        if inbound.action == Verb.SURE:
            inbound = replace(inbound, text=self._stopped.taken(inbound.who, inbound.value))
        now = await self._desk.take(inbound)
        if now and now.refused and inbound.text and not inbound.action:
            self._stopped.keep(inbound.who, inbound.key, inbound.text)
        return now

    async def _profiles(self, heard: Heard) -> tuple[Profile, Profile]:
        """Who speaks, and who has written the message that it is about if that is somebody else."""
        who, way = heard.inbound.who, heard.way
        author = heard.inbound.fields.get("author", "") if heard.inbound.action == Verb.SUGGEST else ""
        speaks = self._people.profile(who, way.here, way.thread)
        if not author:
            return await speaks, UNKNOWN
        wrote = self._people.profile(replace(who, user=str(author)), way.here, way.thread)
        return await speaks, await wrote

    def _appointed(self, inbound: Inbound, profile: Profile) -> str:
        """Of a person's addresses the one that the preset names."""
        emails = {
            one.casefold() for _, body, all_ in self._desk.appointed(PLATFORM) if body == inbound.body for one in all_
        }
        return next((one for one in profile.emails if one.casefold() in emails), "")

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do it beside the request, which is answered without it."""
        task = asyncio.ensure_future(work)
        self._running.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled() and isinstance(error := task.exception(), Exception):
            log.error("an answer failed: %s", fault(error))


class Stopped:
    """Texts that were stopped and not kept, for as long as their writer may want to go on with them."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._texts: OrderedDict[tuple[Identity, str], tuple[str, datetime]] = OrderedDict()

    def keep(self, who: Identity, key: str, text: str) -> None:
        """Remember a text by the key that it came under."""
        now = self._clock()
        while self._texts and (len(self._texts) >= KEPT or next(iter(self._texts.values()))[1] < now - KEPT_FOR):
            self._texts.popitem(last=False)
        self._texts[who, key] = (text, now)

    def taken(self, who: Identity, key: str) -> str:
        """The text, once; empty when it is no longer there."""
        text, at = self._texts.pop((who, key), ("", self._clock()))
        return text if self._clock() - at <= KEPT_FOR else ""
