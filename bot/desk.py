"""The bot as a surface meets it: takes turns, tells who is there and what has been said in a place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

import structlog

from adapters.faults import fault
from bot.digest import name_channel
from bot.health import TURN_SECONDS
from bot.meeting import appointed, free_handle, met
from bot.start import home_of
from bot.turn import take_turn
from bot.world import LOCAL, World
from dialogs.messages import Delivery, Inbound, Notice, Now, TryLater
from dialogs.notices import show
from dialogs.words import Verb
from ideas.people import Identity, Person, Place, Role
from storage.errors import StoreError
from storage.store import Store
from storage.unit_of_work import UnitOfWork

PATIENT = 5.0
"""Seconds a person may be asked to wait before trying again when the database is busy."""

log: structlog.stdlib.BoundLogger = structlog.get_logger("idesluss")

_ROLES = (Role.COMMUNICATOR, Role.PROCESS_LEADER, Role.COACH)


class Desk:
    """What `adapters` need of the bot."""

    def __init__(self, store: Store, world: World, clock: Callable[[], datetime]) -> None:
        self._store, self._world, self._clock = store, world, clock

    async def take(self, inbound: Inbound) -> Now | None:
        """One turn, committed before this returns.

        Raises:
            TryLater: when the database cannot take it now; nothing was kept.
        """
        now = self._clock()
        try:
            try:
                with TURN_SECONDS.time():
                    return await self._store.turn(partial(self._turn, inbound, now))
            except StoreError:
                raise
            except Exception as error:  # noqa: BLE001 - our fault: the person gets a sentence, the operator the place
                log.error("turn-failed", verb=inbound.action if inbound.action in set(Verb) else "", fault=fault(error))
                return await self._sorry(inbound)
        except StoreError as error:
            raise TryLater(PATIENT, error.kind, ambiguous=False) from error

    def _turn(self, inbound: Inbound, now: datetime, uow: UnitOfWork) -> Now | None:
        return take_turn(inbound, uow, now, self._world)

    async def _sorry(self, inbound: Inbound) -> Now:
        """That nothing was saved, in the person's language. The same event may come again."""
        person = await self._store.turn(lambda uow: uow.person_of(inbound.who))
        language = person.language if person else self._world.preset.language
        return Now(show(Notice("refused", {"refusal": "refused-broken"}), language, self._world.texts), refused=True)

    async def people(self, body: str) -> Sequence[Person]:
        """Everybody in a body: employees, coaches, process leaders, communicators."""
        people = await self._store.reader.people(body)
        return sorted((p for p in people if p.handle), key=_rank)

    async def bodies(self) -> Sequence[tuple[str, str, Sequence[tuple[str, str]]]]:
        """Key, short name and units of each body, the one with most people appointed first."""
        staffed = {b.key: sum(p.body == b.key for p in self._world.preset.people) for b in self._world.preset.bodies}
        ordered = sorted(self._world.preset.bodies, key=lambda b: -staffed[b.key])
        return [(b.key, b.short, [(u.key, u.name) for u in b.units]) for b in ordered]

    async def add_person(self, name: str, body: str, unit: str | None, roles: frozenset[Role]) -> Person:
        """Somebody more to be.

        Raises:
            ValueError: with a sentence for the reader, when there is no name or somebody in the body has it already.
        """
        language = self._world.language_of(body)
        clean = " ".join(name.split())[:80]
        if not any(c.isalpha() for c in clean):
            raise ValueError(self._world.texts.say(language, "page-error-name"))
        if clean.casefold() in {person.name.casefold() for person in await self._store.reader.people(body)}:
            raise ValueError(self._world.texts.say(language, "page-error-same-name"))
        return await self._store.turn(partial(_added, clean, body, unit, roles, language))

    async def history(self, place: Place) -> Sequence[Delivery]:
        """What has been said in a place, oldest first."""
        posted = await self._store.reader.messages(place)
        return [
            Delivery(
                key=message.outgoing.key,
                place=message.outgoing.place,
                card=show(message.outgoing.notice, message.outgoing.language, self._world.texts),
                updates=message.outgoing.updates,
                under=message.outgoing.under,
                first_try_at=message.created_at,
            )
            for message in posted
            if message.state not in {"dead", "replaced"}
        ]

    def body_at(self, platform: str, workspace: str) -> str:
        """The body whose people are in a workspace; empty when it is none of ours."""
        return self._world.body_at(platform, workspace)

    def words_at(self, platform: str, workspace: str) -> Callable[[str], str]:
        """The texts that a surface says itself, in the language spoken in a workspace."""
        body = self._world.body_at(platform, workspace)
        return self.words(self._world.language_of(body) if body else self._world.preset.language)

    def appointed(self, platform: str) -> list[tuple[str, str, tuple[str, ...]]]:
        """Each workspace of a platform with its body, and the e-mail addresses of those who are appointed there."""
        preset = self._world.preset
        return [
            (chat.workspace, body.key, tuple(who.email for who in preset.people if who.body == body.key and who.email))
            for body in preset.bodies
            for chat in body.chats
            if chat.platform == platform
        ]

    async def is_known(self, who: Identity) -> bool:
        """Whether somebody has been met.

        Raises:
            TryLater: when the database cannot tell now.
        """
        try:
            return await self._store.turn(lambda uow: uow.person_of(who) is not None)
        except StoreError as error:
            raise TryLater(PATIENT, error.kind, ambiguous=False) from error

    async def meet(self, who: Identity, name: str, email: str, home: Place, body: str) -> None:
        """Somebody can be told things from now on, though they have not said anything yet."""
        inbound = Inbound("", who, home, name, body, direct=False, home=home, email=email)
        await self._store.turn(partial(_met, inbound, self._world))

    def channels_at(self, platform: str) -> list[Place]:
        """Every channel of a platform that the preset names."""
        chats = (chat for body in self._world.preset.bodies for chat in body.chats if chat.platform == platform)
        return [Place(platform, chat.workspace, channel) for chat in chats for channel in chat.channels]

    async def name_channel(self, place: Place, name: str) -> None:
        """What people call a channel.

        Raises:
            TryLater: when the database cannot take it now.
        """
        try:
            await self._store.turn(lambda uow: name_channel(uow, place, name))
        except StoreError as error:
            raise TryLater(PATIENT, error.kind, ambiguous=False) from error

    def words(self, language: str) -> Callable[[str], str]:
        """The page's texts in a language."""
        return partial(self._world.texts.say, language)

    def channels(self, body: str) -> tuple[str, Sequence[str]]:
        """The coaches' channel of a body, and those that get its digest."""
        found = self._world.body(body)
        return found.coach_channel, found.digest_channels


def _met(inbound: Inbound, world: World, uow: UnitOfWork) -> None:
    """Meet somebody before they speak. Who came as a stranger becomes whom the preset appoints, ideas and all."""
    known, handle = uow.person_of(inbound.who), appointed(inbound, world)
    named = uow.person_named(inbound.body, handle) if handle else None
    if known and named and known.id != named.id:
        for idea in uow.ideas_of(known.id):
            if idea.bearer == known.id:
                uow.save_idea(replace(idea, bearer=named.id), idea)
        uow.know(named.id, inbound.who)
        known = named
    if known is None or known.home is None or known.home.platform == LOCAL:
        there = known or named  # who is told things on one platform already goes on being told them there
        kept = there.home if there and there.home and there.home.platform != LOCAL else inbound.home
        met(replace(inbound, home=kept), uow, world)


def _rank(person: Person) -> tuple[int, int]:
    return next((n for n, role in enumerate(reversed(_ROLES), 1) if role in person.roles), 0), person.id


def _added(name: str, body: str, unit: str | None, roles: frozenset[Role], language: str, uow: UnitOfWork) -> Person:
    handle = free_handle(name, body, uow)
    person = Person(0, handle, name, body, language, unit, roles, home_of(body, handle))
    return uow.add_person(person, Identity(LOCAL, body, handle))
