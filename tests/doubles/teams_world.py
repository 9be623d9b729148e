"""What Teams' double knows: tenants with people, teams, channels and chats, and every message in them."""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count
from unicodedata import normalize
from uuid import NAMESPACE_DNS, uuid5

from tests.doubles import teams_reading
from tests.doubles.clock import Clock
from tests.doubles.teams_request import Json

ADAPTIVE = "application/vnd.microsoft.card.adaptive"
WHISPER_LASTS = timedelta(hours=24)
"""How long a message for one person alone can be seen and changed."""


def guid(name: str) -> str:
    """An id as Entra gives them, always the same for a name."""
    return str(uuid5(NAMESPACE_DNS, f"{name}.teams.example"))


def thread_id(name: str, kind: str = "tacv2") -> str:
    """The id of a channel (`tacv2`) or a group chat (`v2`), with its name in it so that tests can be read."""
    plain = normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return f"19:{re.sub('[^a-z0-9]+', '-', plain).strip('-')}@thread.{kind}"


def sealed(prefix: str, *parts: str) -> str:
    """A long id that means nothing to its reader, always the same for these parts."""
    digest = sha256("\n".join(parts).encode()).digest()
    return prefix + urlsafe_b64encode(digest).decode().rstrip("=")


@dataclass(frozen=True, slots=True)
class App:
    """The bot as it is registered."""

    id: str = guid("app")
    name: str = "Idéslussen"

    @property
    def bot(self) -> str:
        """How Teams names it in conversations."""
        return f"28:{self.id}"


@dataclass(slots=True)
class Person:
    """Somebody who has an account. `has_app` while the app is installed in their personal scope.

    `role` is user, guest or anonymous; `locale` the language of their client; `id` how this bot, and no other, knows
    them.
    """

    handle: str
    name: str
    email: str = ""
    locale: str = "sv-SE"
    role: str = "user"
    has_app: bool = True
    aad: str = ""
    tenant: str = ""
    id: str = field(init=False)

    def __post_init__(self) -> None:
        self.aad = self.aad or guid(self.handle)
        self.id = sealed("29:1", self.aad)


@dataclass(slots=True)
class Team:
    """A team. Its id is that of its first channel; `members` are people's aadObjectIds."""

    id: str
    name: str
    members: list[str] = field(default_factory=list)
    has_app: bool = True

    @property
    def group(self) -> str:
        """The id that the directory knows it by."""
        return guid(f"group {self.id}")


@dataclass(frozen=True, slots=True)
class Version:
    """What a message was until it was changed at this time."""

    activity: Json
    at: datetime


@dataclass(slots=True)
class Message:
    """One message. `author` is somebody's aadObjectId, empty when the bot wrote it; `root` the message that it answers.

    `activity` is what was sent, as it is now. `only_for` is the one person who sees it. `own` are the cards that
    people see in its place since they pressed something on it, by aadObjectId, until it is changed for everybody.
    """

    conversation: str
    id: str
    author: str
    at: datetime
    activity: Json
    root: str = ""
    only_for: str = ""
    edits: list[Version] = field(default_factory=list)
    own: dict[str, Json] = field(default_factory=dict)
    deleted: bool = False

    @property
    def thread(self) -> str:
        """The root of the thread that it stands in, which may be itself."""
        return self.root or self.id

    @property
    def text(self) -> str:
        """What it says beside cards, as it is shown."""
        return teams_reading.spoken(self.activity).strip("\n")

    @property
    def summary(self) -> str:
        """What a notification shows of it."""
        return str(self.activity.get("summary") or self.text)

    @property
    def pings(self) -> list[str]:
        """Everybody it calls, by the bot's ids for them."""
        return teams_reading.pings(self.activity)

    @property
    def links(self) -> list[str]:
        """Every address that everybody's card leads to."""
        return teams_reading.links(self.card)

    @property
    def card(self) -> Json | None:
        """The card that everybody sees, if there is one."""
        return teams_reading.card_of(self.activity)

    @property
    def said(self) -> str:
        """Everything that everybody sees, one line for each text."""
        return self.said_to("")

    def card_for(self, aad: str) -> Json | None:
        """The card that somebody sees."""
        return self.own.get(aad) or self.card

    def said_to(self, aad: str) -> str:
        """Everything that somebody sees, one line for each text."""
        lines = self.text.split("\n") if self.text else []
        return "\n".join(lines + teams_reading.lines(self.card_for(aad)))

    def labels(self, aad: str = "") -> list[str]:
        """Everything that somebody can press on it."""
        return teams_reading.labels(self.card_for(aad))

    def rewrite(self, activity: Json, at: datetime) -> None:
        """It is something else from now on, for everybody."""
        self.edits.append(Version(self.activity, at))
        self.activity = activity
        self.own.clear()

    def is_seen_by(self, aad: str, now: datetime) -> bool:
        """Whether it stands there for this person."""
        mine = not self.only_for or (self.only_for == aad and now - self.at < WHISPER_LASTS)
        return mine and not self.deleted


@dataclass(slots=True)
class Conversation:
    """A place where people write. `kind` is personal, channel or groupChat; `members` are aadObjectIds.

    A channel's members are its team's, unless it is private and has its own. `has_app` counts for group chats only.
    `refuses` is the code that Teams meets the bot's calls with; a place that `is_gone` is not found.
    """

    id: str
    kind: str
    tenant: str
    name: str = ""
    members: list[str] = field(default_factory=list)
    team: str = ""
    has_app: bool = False
    refuses: str = ""
    is_gone: bool = False
    messages: list[Message] = field(default_factory=list)
    last: int = 0
    _known: dict[str, Message] = field(default_factory=dict, repr=False)

    def add(self, message: Message) -> None:
        """One more message, the last."""
        self.messages.append(message)
        self._known[message.id] = message

    def find(self, message: str) -> Message | None:
        """The message with this id, unless it has been deleted."""
        found = self._known.get(message)
        return None if found is None or found.deleted else found

    def address(self, thread: str = "") -> str:
        """Its id as a bot must use it for what stands in a thread."""
        return f"{self.id};messageid={thread}" if thread and self.kind == "channel" else self.id


@dataclass(slots=True)
class Tenant:
    """One organisation. `refuses` is the code that all of the bot's calls meet, once its administrator wants that.

    `prefix` stands before names in the ids of its places, where two tenants have places of the same name.
    """

    id: str
    name: str
    region: str = "emea"
    people: dict[str, Person] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    refuses: str = ""
    prefix: str = ""

    def hire(self, *people: Person) -> None:
        """These people have accounts here from now on."""
        for person in people:
            person.tenant = self.id
            self.people[person.aad] = person

    def found(self, name: str, members: Iterable[str], channels: Iterable[str] = (), *, has_app: bool = True) -> Team:
        """A team of these people (by handle) with these channels beside the one it is named by."""
        team = Team(self._named(name), name, [self.named(who).aad for who in members], has_app)
        self.teams[team.id] = team
        self._open(Conversation(team.id, "channel", self.id, name, team=team.id))
        for channel in channels:
            self.channel(team, channel)
        return team

    def channel(self, team: Team, name: str, members: Iterable[str] = ()) -> Conversation:
        """A channel of a team; with members of its own it is private."""
        own = [self.named(who).aad for who in members]
        return self._open(Conversation(self._named(name), "channel", self.id, name, own, team.id))

    def chat(self, name: str, members: Iterable[str], *, has_app: bool = True) -> Conversation:
        """A group chat."""
        there = [self.named(who).aad for who in members]
        return self._open(Conversation(self._named(name, "v2"), "groupChat", self.id, name, there, has_app=has_app))

    def between(self, one: str, other: str) -> Conversation:
        """The chat of two people, where the bot is not."""
        pair = sorted([self.named(one).aad, self.named(other).aad])
        known = f"19:{'_'.join(pair)}@unq.gbl.spaces"
        return self.conversations.get(known) or self._open(Conversation(known, "personal", self.id, members=pair))

    def direct(self, person: Person, app: App) -> Conversation:
        """Somebody's own conversation with the bot."""
        known = sealed("a:1", self.id, person.aad, app.id)
        there = self.conversations.get(known)
        return there or self._open(Conversation(known, "personal", self.id, members=[person.aad], has_app=True))

    def named(self, who: str) -> Person:
        """Somebody by handle, aadObjectId or the bot's own id for them."""
        found = [person for person in self.people.values() if who in (person.handle, person.aad, person.id)]
        if not found:
            raise LookupError(f"{self.name} knows nobody called {who}")
        return found[0]

    def members(self, there: Conversation) -> list[Person]:
        """Everybody in a conversation."""
        of_team = self.teams[there.team].members if there.team else []
        return [self.people[aad] for aad in there.members or of_team if aad in self.people]

    def has_app(self, there: Conversation) -> bool:
        """Whether the bot belongs to a conversation."""
        if there.team:
            return self.teams[there.team].has_app
        if there.kind == "personal" and there.has_app:
            return self.is_reached(self.people[there.members[0]])
        return there.has_app

    def is_reached(self, person: Person) -> bool:
        """Whether somebody has the app, or is in a team that has it."""
        return person.has_app or any(team.has_app and person.aad in team.members for team in self.teams.values())

    def _named(self, name: str, kind: str = "tacv2") -> str:
        return thread_id(f"{self.prefix} {name}", kind)

    def _open(self, conversation: Conversation) -> Conversation:
        return self.conversations.setdefault(conversation.id, conversation)


class World:
    """All tenants, the clock, and the ids that are given out."""

    def __init__(self, tenants: Iterable[Tenant], now: Clock, app: App) -> None:
        self.tenants = {tenant.id: tenant for tenant in tenants}
        self.now, self.app = now, app
        self.address = ""
        self.typed: dict[tuple[str, str, str], dict[str, str]] = {}
        self._ids = count(1)

    def id(self, prefix: str) -> str:
        """A new id of something that is not a message."""
        return f"{prefix}{guid(f'{next(self._ids)} {prefix}')}"

    def person(self, who: str) -> Person:
        """Somebody by handle, aadObjectId or the bot's own id for them."""
        found = [
            person
            for tenant in self.tenants.values()
            for person in ([tenant.people[who]] if who in tenant.people else tenant.people.values())
            if who in (person.aad, person.handle, person.id)
        ]
        if len(found) != 1:
            raise LookupError(f"{len(found)} people are called {who}")
        return found[0]

    def tenant_of(self, person: Person) -> Tenant:
        """Where somebody has their account."""
        return self.tenants[person.tenant]

    def direct(self, who: str) -> Conversation:
        """Somebody's own conversation with the bot."""
        person = self.person(who)
        return self.tenant_of(person).direct(person, self.app)

    def place(self, where: str, who: str = "") -> Conversation:
        """A conversation by its id or name, or somebody's own with the bot by theirs, in the tenant of `who`."""
        tenants = [self.tenant_of(self.person(who))] if who else list(self.tenants.values())
        for tenant in tenants:
            if where in tenant.conversations:
                return tenant.conversations[where]
        found = [there for tenant in tenants for there in tenant.conversations.values() if there.name == where]
        if len(found) > 1:
            raise LookupError(f"{len(found)} places are called {where}")
        return found[0] if found else self.direct(where or who)

    def service(self, tenant: Tenant) -> str:
        """The address that the bot is told to use for a tenant."""
        return f"http://{self.address}/{tenant.region}/{tenant.id}/"

    def record(self, there: Conversation, author: str, activity: Json, root: str = "", only_for: str = "") -> Message:
        """A new message, as the last of its conversation."""
        message = Message(there.id, self.stamp(there), author, self.now(), activity, root, only_for)
        there.add(message)
        return message

    def forget(self, message: Message) -> None:
        """The card is another: what anybody had filled in on it and not sent is gone."""
        for known in [key for key in self.typed if key[1:] == (message.conversation, message.id)]:
            del self.typed[known]

    def stamp(self, there: Conversation) -> str:
        """A new message's id: milliseconds, as in Teams, so that messages in two conversations may share one."""
        there.last = max(round(self.now().timestamp() * 1000), there.last + 1)
        return str(there.last)


def skovde() -> Tenant:
    """A fresh tenant: an employee, coaches, somebody without the app; their teams, a chat, and a team without it."""
    tenant = Tenant(guid("skovde"), "Skövde kommun")
    names = {"anna": "Anna Lind", "eva": "Eva Ek", "hakan": "Håkan Ängström", "marta": "Märta Sjöö", "nils": "Nils Ny"}
    tenant.hire(*(Person(handle, name, f"{handle}@skovde.example") for handle, name in names.items()))
    tenant.named("nils").has_app = False
    tenant.found("Idéslussen Skövde", ("eva", "hakan", "marta"), ("coacher",))
    tenant.found("Alla", ("anna", "eva", "marta"), ("idébrevet",))
    tenant.found("Fika", ("anna", "nils"), has_app=False)
    tenant.chat("Köket", ("anna", "eva"))
    return tenant
