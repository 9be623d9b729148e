"""The post in the town, which carries what Slack delivers: an event until it is taken, anything else once."""

from __future__ import annotations

from random import Random

from tests.doubles.slack_transport import EVENTS, Answer, Http, Parcel, Retry, Signing
from tests.simulation import hours
from tests.simulation.hours import Hours


class Post(hours.Post[Http, Parcel, Answer]):
    """A `Transport` with moods."""

    again = (0.0, 60.0, 300.0)

    def __init__(self, url: str, hours: Hours, rng: Random) -> None:
        super().__init__(Http(url, hours.clock.now), hours, rng)

    async def carry(self, parcel: Parcel, signing: Signing, retry: Retry) -> Answer:
        """Deliver."""

        async def once_more(tries: int, last: Answer) -> Answer:
            reason = "http_error" if last.status else "connection_failed"
            return await self._http.carry(parcel, signing, Retry(min(tries, 3), reason))

        return await self._carried(
            parcel,
            lambda: self._http.carry(parcel, signing, retry),
            once_more if parcel.kind == EVENTS else None,
            lambda: self._http.carry(parcel, signing, Retry(self._rng.choice((0, 1)), "http_timeout")),
        )
