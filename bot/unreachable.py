"""When a channel cannot be written to: its body's default channel stands in, and the process leaders are told once."""

from __future__ import annotations

from datetime import datetime

from bot.acting import leads
from bot.digest import channel_key, channel_name
from bot.world import World
from dialogs.messages import Notice, Outgoing
from ideas.people import Place
from storage.unit_of_work import UnitOfWork


class DefaultChannels:
    """The preset's default channels, as `bot.deliver` asks for them."""

    def __init__(self, world: World) -> None:
        self._world = world

    def instead_of(self, place: Place) -> Place | None:
        """The default channel of a channel's body; None when there is none, or when it is the one that failed."""
        return self._world.stand_in(place)

    def tell(self, uow: UnitOfWork, place: Place, reason: str, now: datetime) -> None:
        """Tell the process leaders of the body, in their own conversations, else in the channel that stands in."""
        if not self._world.names(place):
            return
        instead, body = self.instead_of(place), self._world.body_at(place.platform, place.workspace)
        facts = {"channel": channel_name(uow, place), **({"instead": channel_name(uow, instead)} if instead else {})}
        notice = Notice("channel-gone" if instead else "channel-lost", facts)
        for lead in leads(uow, body):
            if where := lead.home or instead:
                key = f"unreachable:{channel_key(place)}:{reason}:p{lead.id}"
                uow.send(Outgoing(key, where, notice, lead.language), now)
