"""The post in the town, which carries what Teams delivers: a message until it is taken.

An invoke is brought once, for somebody waits for its answer; now and then even that comes again.
"""

from __future__ import annotations

from random import Random

from adapters.reading import text_at
from tests.doubles.teams_transport import Answer, Http, Parcel, Signing
from tests.simulation import hours
from tests.simulation.hours import Hours


class Post(hours.Post[Http, Parcel, Answer]):
    """A `Transport` with moods, though none before `begin_anew`.

    `unkept` are answers by which somebody is told that nothing is done yet, or that nothing will be.
    """

    again = (0.0, 15.0, 60.0)

    def __init__(self, url: str, hours: Hours, rng: Random, unkept: frozenset[str]) -> None:
        super().__init__(Http(url), hours, rng)
        self._unkept = unkept
        self._usual, self._moods = self._moods, 0.0

    async def carry(self, parcel: Parcel, signing: Signing) -> Answer:
        """Deliver."""

        async def bring(*_: object) -> Answer:
            return await self._http.carry(parcel, signing)

        return await self._carried(parcel, bring, None if parcel.is_invoke else bring, bring)

    def begin_anew(self) -> None:
        """Count from here, and have moods from now on."""
        self.parcels = self.begun = 0
        self._moods = self._usual

    def _is_kept(self, answer: Answer) -> bool:
        """What somebody is told beside a card, or in an empty dialog, may take back the yes."""
        return (text_at(answer.body, "value") or text_at(answer.body, "task", "value")) not in self._unkept
