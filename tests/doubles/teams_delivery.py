"""How what people do in Teams is brought to the bot: signed or not, at once or held back, once or more often."""

from __future__ import annotations

from copy import copy
from typing import Any, Self

from tests.doubles.teams import TeamsDouble
from tests.doubles.teams_activities import Activities
from tests.doubles.teams_request import Json
from tests.doubles.teams_transport import Answer, Held, Http, Login, Parcel, Signing, Transport
from tests.doubles.teams_world import Conversation, Message, Person

TRIES = 4
"""How often Teams brings a message that is not taken."""


class Delivery:
    """Everybody's way to the bot. `road` is its address, or another transport; without a `login` nothing is signed."""

    def __init__(self, teams: TeamsDouble, road: str | Transport, login: Login | None = None) -> None:
        self._teams, self._world = teams, teams.world
        self._activities = Activities(teams.world)
        self._signing = Signing(login)
        self._transport: Transport = Http(road) if isinstance(road, str) else road
        self.answers: list[Answer] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._transport.close()

    def signed(self, **claims: Any) -> Self:
        """The same hands with another token: `until=-600`, `aud=""`, `key="stranger"`; see `LoginDouble.signed`."""
        other = copy(self)
        other._signing = self._signing.but(**claims)
        return other

    def unsigned(self) -> Self:
        """The same hands without a token."""
        other = copy(self)
        other._signing = Signing()
        return other

    def holding(self, held: Held) -> Self:
        """The same hands, but what they do is kept in `held.parcels`; `deliver` sends it when the time has come."""
        other = copy(self)
        other._transport = held
        return other

    async def deliver(self, parcel: Parcel) -> Answer:
        """Send an activity as it is."""
        answer = await self._transport.carry(parcel, self._signing)
        self.answers.append(answer)
        self._teams.wake()
        return answer

    async def again(self, earlier: Answer, *, anew: bool = False) -> Answer:
        """The very same activity once more, as when it was not answered in time; with `anew` under another id."""
        return await self.deliver(earlier.parcel.changed(id=self._world.id("f:")) if anew else earlier.parcel)

    async def insist(self, parcel: Parcel) -> Answer:
        """Bring a message as Teams does: until it is taken or refused, some times. Nothing waits in between."""
        answer = await self.deliver(parcel)
        for _ in range(TRIES - 1):
            if 200 <= answer.status < 500 or parcel.is_invoke:
                break
            answer = await self.deliver(parcel)
        return answer

    async def activity(self, activity: Json, message: str = "") -> Answer:
        """Any activity; see `Activities` for making one."""
        return await self.deliver(Parcel(activity, message))

    def _there(self, who: str, where: str) -> tuple[Person, Conversation]:
        """Who it is, and the place; without one it is their own conversation. Fails when they are not there."""
        person = self._world.person(who)
        there = self._world.place(where, who) if where else self._world.direct(who)
        members = self._world.tenants[there.tenant].members(there)
        assert person in members, f"{who} is not in {there.name or there.id}"
        return person, there

    def _existing(self, person: Person, there: Conversation, message: str) -> Message:
        """A message that somebody sees. Fails when they do not."""
        found = there.find(message)
        assert found, f"nothing in {there.name or there.id} is {message}"
        assert found.is_seen_by(person.aad, self._world.now()), f"{person.handle} does not see {message}"
        return found

    def _has_app(self, person: Person, there: Conversation) -> bool:
        """Whether Teams would let somebody reach the bot from a place."""
        tenant = self._world.tenants[there.tenant]
        return person.has_app if there.kind == "personal" else tenant.has_app(there)
