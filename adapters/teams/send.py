"""Messages to Teams: each posted or changed once, in the person's own conversation, a channel or a group chat."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from adapters.teams.addresses import is_channel, is_person
from adapters.teams.connector import Connector
from adapters.teams.limits import LESS
from adapters.teams.refusals import NOT_FOUND, TOLD_LATER, NotTakenError, TooLargeError
from adapters.teams.render import plainly, render
from dialogs.messages import Delivery, GiveUp, MessageGone, PlaceGone, Receipt, TryLater
from dialogs.references import Reference, References

T = TypeVar("T")


class TeamsSender:
    """A `dialogs.messages.Sender` for every tenant that Teams has been heard from in."""

    def __init__(self, connector: Connector, references: References) -> None:
        self._connector, self._references = connector, references

    async def send(self, delivery: Delivery) -> Receipt:
        """Post it, or change the message that it updates. The receipt has no id where Teams does not tell it."""
        way = await self._way(delivery)
        try:
            sent = await (self._to_person if is_person(delivery.place) else self._shown)(way, delivery)
        except PlaceGone as gone:
            await _remembered(self._references.lose(delivery.place, str(gone)))
            raise
        return Receipt(sent)

    async def find(self, delivery: Delivery) -> Receipt | None:
        """Never told: a bot cannot read what it has written in Teams. What is unclear is shown as unconfirmed."""
        raise GiveUp("Teams cannot tell what has arrived")

    async def _way(self, delivery: Delivery) -> Reference:
        """How the place is reached; by what was last heard in its tenant where nothing has been heard from itself."""
        place = delivery.place
        way = await _remembered(self._references.find(place)) or Reference(place)
        if way.gone:
            raise PlaceGone(way.gone)
        if not way.address:
            heard = await _remembered(self._references.address_of(place.platform, place.workspace))
            way = replace(way, address=heard)
        if not way.address:
            raise TryLater(TOLD_LATER, "nothing has been heard from Teams there yet", ambiguous=False)
        return way

    async def _to_person(self, way: Reference, delivery: Delivery) -> str:
        """In their own conversation, opened if need be, and once more if Teams does not know the one that was kept.

        It may be another by now (the bot was installed anew, or is registered anew, under which no old id is read),
        and Teams has been seen not to find one that is there (microsoft/botframework-sdk#6628).
        """
        if not way.conversation:
            return await self._shown(await self._opened(way), delivery)
        try:
            return await self._shown(way, delivery)
        except (PlaceGone, NotTakenError) as refused:
            if isinstance(refused, PlaceGone) and str(refused) != NOT_FOUND:
                raise
            anew = await self._opened(way)
            if isinstance(refused, NotTakenError) and anew.conversation == way.conversation:
                raise
        if delivery.update_of and anew.conversation != way.conversation:
            raise MessageGone(NOT_FOUND)
        return await self._shown(anew, delivery)

    async def _opened(self, way: Reference) -> Reference:
        opened = replace(way, conversation=await self._connector.open(way))
        await _remembered(self._references.keep(opened))
        return opened

    async def _shown(self, way: Reference, delivery: Delivery) -> str:
        """Its id. What is too large for Teams is made smaller; what it cannot read is only said."""
        card, key, shared = delivery.card, delivery.updates or delivery.key, not is_person(delivery.place)
        try:
            return await self._sent(way, delivery, render(card, key, shared=shared))
        except NotTakenError:
            return await self._sent(way, delivery, plainly(card))
        except TooLargeError:
            smaller = render(card, key, shared=shared, room=LESS)
        try:
            return await self._sent(way, delivery, smaller)
        except (NotTakenError, TooLargeError):
            return await self._sent(way, delivery, plainly(card))

    async def _sent(self, way: Reference, delivery: Delivery, content: Mapping[str, Any]) -> str:
        place = delivery.place
        thread = (delivery.thread or ("" if place.root else place.thread)) if is_channel(place) else ""
        if delivery.update_of:
            await self._connector.change(way, content, delivery.update_of, thread)
            return delivery.update_of
        if is_channel(place) and not thread:
            return await self._connector.begin(way, content)
        return await self._connector.post(way, content, thread)


async def _remembered(asked: Awaitable[T]) -> T:
    """What the references answer. When they do not, nothing has been sent, and whoever delivers must know that."""
    try:
        return await asked
    except Exception as error:
        raise TryLater(0, f"references: {type(error).__name__}", ambiguous=False) from error
