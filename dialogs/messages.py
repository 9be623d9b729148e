"""What crosses the adapters' doors: what somebody said, what is answered at once, what is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from dialogs.cards import Card
from ideas.people import Identity, Place

FieldValue = str | tuple[str, ...]
Value = str | int | bool | Sequence["Value"] | Mapping[str, "Value"] | None
"""What a notice's facts may hold: exactly what JSON can."""


@dataclass(frozen=True, slots=True)
class Inbound:
    """Something a person wrote, pressed or filled in, in one shape for every platform.

    `key` is the platform's own id of the delivery; the same key is the same event however often it comes.
    `direct` is true one to one with the bot; `explicit` when the person addressed the bot by slash command or mention.
    A press has `action` and `value`; a form or a set of choices has `fields` too. `sure` is set when the person sends
    a stopped text once more on purpose (a `resend` button): the surface keeps that text, we do not.
    `echo` asks for the person's own
    words back in the conversation (a surface that keeps no record of its own, such as the try-it page).
    `home` is the person's own conversation with the bot, where something is said elsewhere; a dialog goes on there.
    `mention` is set when everybody in the place reads what was said, and what is answered under it.
    `email` is how a platform knows the person, used to find somebody whom the preset appoints and not kept.
    `one_talk` is set where a person's own conversation has no threads, so that all in it is one talk.
    `pressed` is the key of our message that something was pressed on, `arrived` the platform's id of it: a press shows
    that a message has arrived. `reachable` is unset where nothing can be written in the person's own conversation yet.
    """

    key: str
    who: Identity
    place: Place
    name: str = ""
    body: str = ""
    text: str = ""
    action: str = ""
    value: str = ""
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    direct: bool = True
    explicit: bool = False
    echo: bool = False
    sure: bool = False
    home: Place | None = None
    mention: bool = False
    email: str = ""
    one_talk: bool = False
    pressed: str = ""
    arrived: str = ""
    reachable: bool = True


@dataclass(frozen=True, slots=True)
class Now:
    """The few answers that must ride on the request itself, seen only by the one who asked: a form or a private word.

    `refused` tells the surface to leave the person's text where they can still change it. `place` is where the
    conversation goes on, when that is elsewhere: a form shown now is sent from there. `message` is our message that was
    pressed as it stands after that, for a surface that shows it anew to the one who pressed.
    """

    card: Card | None = None
    refused: bool = False
    place: Place | None = None
    message: Card | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something somebody is to be told: a kind and the facts, never rendered text."""

    kind: str
    facts: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A notice on its way into the outbox. `key` is its meaning, e.g. `idea:SKO-2026-0142:7:claimed:bearer`.

    `updates` is the key of an earlier message to change in place; `under` the key of the message to answer under.
    """

    key: str
    place: Place
    notice: Notice
    language: str
    updates: str = ""
    under: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message on its way out: what to show and where. `update_of` names the remote id of a message to change;
    `thread` the remote id of the message to answer under; `key` is its meaning, the same at every attempt;
    `updates` and `under` are the keys that those remote ids belong to."""

    key: str
    place: Place
    card: Card
    update_of: str = ""
    thread: str = ""
    updates: str = ""
    under: str = ""
    first_try_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The platform has the message, under this id."""

    remote_id: str


class TryLater(Exception):  # noqa: N818 - a verdict, not a fault
    """Not now. `after` is seconds to wait; `ambiguous` when the message may have arrived all the same."""

    def __init__(self, after: float, reason: str, *, ambiguous: bool) -> None:
        super().__init__(reason)
        self.after, self.reason, self.ambiguous = after, reason, ambiguous


class GiveUp(Exception):  # noqa: N818 - a verdict, not a fault
    """Never. The reason is for the administrator."""


class PlaceGone(GiveUp):
    """Nothing can be written in this place any longer. The reason is the platform's, for the administrator."""


class MessageGone(GiveUp):
    """The message to change or to answer under is not there any longer, and nothing was done."""


class Sender(Protocol):
    """How one platform takes messages."""

    async def send(self, delivery: Delivery) -> Receipt:
        """Post or update once, without retries of its own. Raises TryLater, PlaceGone, MessageGone or GiveUp."""
        ...

    async def find(self, delivery: Delivery) -> Receipt | None:
        """Read back an earlier attempt by its key. Raises TryLater when that cannot be told now, GiveUp when never."""
        ...
