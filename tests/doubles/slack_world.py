"""What Slack's double knows: workspaces with people, channels and messages, and what interactions leave behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from tests.doubles import slack_reading
from tests.doubles.clock import Clock
from tests.doubles.slack_request import Json, SlackError

SCOPES = (
    "app_mentions:read", "channels:history", "channels:join", "channels:read", "chat:write", "commands",
    "groups:history", "groups:read", "im:history", "im:read", "im:write", "team:read", "users:read", "users:read.email",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who has an account. `team` is set for people of other workspaces that share a channel."""

    id: str
    name: str
    real_name: str = ""
    email: str = ""
    team: str = ""
    locale: str = "sv-SE"
    is_bot: bool = False
    is_guest: bool = False
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """What a message said before it was changed."""

    text: str
    blocks: list[Json]
    at: datetime


class Readable:
    """What somebody reads."""

    text: str
    blocks: list[Json]

    @property
    def said(self) -> str:
        """Everything a reader sees, one line for each text."""
        return "\n".join(texts(self.blocks)) or self.text

    @property
    def pings(self) -> list[str]:
        """Everybody it calls."""
        return slack_reading.pings(self.text, self.blocks)


@dataclass(slots=True)
class Message(Readable):
    """One message. `thread_ts` is the root it answers, empty for a root; `sent` is what the request said."""

    channel: str
    ts: str
    user: str
    text: str
    at: datetime
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str = ""
    metadata: Json | None = None
    sent: Json = field(default_factory=dict)
    edits: list[Version] = field(default_factory=list)
    edited_at: str = ""
    deleted: bool = False
    client_msg_id: str = ""

    @property
    def id(self) -> str:
        """What tells it from others in its channel."""
        return self.ts

    @property
    def links(self) -> list[str]:
        """Every address it leads to."""
        return slack_reading.links(self.text, self.blocks)

    @property
    def emoji(self) -> list[str]:
        """Every `:name:` in it that becomes a picture."""
        return slack_reading.emoji(self.blocks)


@dataclass(frozen=True, slots=True)
class Ephemeral(Readable):
    """A message that only one person sees. `via` is the method, or the request it rode on."""

    channel: str
    user: str
    ts: str
    text: str
    blocks: list[Json]
    thread_ts: str = ""
    via: str = "chat.postEphemeral"


@dataclass(slots=True)
class Channel:
    """A conversation. `user` is set when it is one to one with the bot."""

    id: str
    name: str = ""
    members: tuple[str, ...] = ()
    is_private: bool = False
    is_archived: bool = False
    is_ext_shared: bool = False
    user: str = ""
    messages: list[Message] = field(default_factory=list)
    last: int = 0
    _known: dict[str, Message] = field(default_factory=dict, repr=False)
    _under: dict[str, list[Message]] = field(default_factory=dict, repr=False)

    def add(self, message: Message) -> None:
        """One more message, the last."""
        self.messages.append(message)
        self._known[message.ts] = message
        if message.thread_ts:
            self._under.setdefault(message.thread_ts, []).append(message)

    def ever(self, ts: str) -> Message | None:
        """The message with this timestamp, also when it has been deleted since."""
        return self._known.get(ts)

    def find(self, ts: str) -> Message | None:
        """The message with this timestamp, unless it has been deleted."""
        found = self.ever(ts)
        return None if found is None or found.deleted else found

    def replies(self, ts: str) -> list[Message]:
        """What stands under a root, oldest first."""
        return [message for message in self._under.get(ts, []) if not message.deleted]


@dataclass(slots=True)
class Workspace:
    """One municipality's Slack. `refused` is the error its token meets once it is revoked or the app is gone."""

    team: str
    name: str
    token: str
    app: str = "A0IDESLUSS"
    bot: str = "U0BOT"
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    scopes: tuple[str, ...] = SCOPES
    enterprise: str = ""
    refused: str = ""
    history_page: int = 999
    """Most objects in an answer of history and replies: 15 for an app that is sold but not in the Marketplace."""

    @property
    def domain(self) -> str:
        """The first part of the workspace's address."""
        return self.name.split()[0].lower().replace("ö", "o").replace("å", "a").replace("ä", "a")

    @property
    def bot_id(self) -> str:
        """The bot's other id: `B…`, as on its messages."""
        return "B" + self.bot[1:]

    def allow(self, scope: str) -> None:
        """Raise what Slack says when the app has not asked for this."""
        if scope not in self.scopes:
            raise SlackError("missing_scope", needed=scope, provided=",".join(self.scopes))

    def person(self, user: str) -> User:
        """Somebody the workspace knows."""
        if user not in self.users:
            raise SlackError("user_not_found")
        return self.users[user]

    def direct(self, user: str) -> Channel:
        """The conversation one to one with the bot, opened when there is none."""
        known = "D" + self.person(user).id[1:]
        return self.channels.setdefault(known, Channel(known, "directmessage", (user, self.bot), True, user=user))

    def channel(self, given: str) -> Channel:
        """A conversation by its own id, if the bot can see it."""
        found = self.channels.get(given)
        if found is None or (found.is_private and self.bot not in found.members):
            raise SlackError("channel_not_found")
        return found

    def address(self, given: str) -> Channel:
        """Where a post goes: a conversation, or a person's one to one with the bot."""
        return self.direct(given) if given in self.users and given != self.bot else self.channel(given)


def person(id: str, name: str, real_name: str, **more: str | bool) -> User:  # noqa: A002 - Slack's word
    """An employee of the first workspace, with an address made of the name."""
    return User(id, name, real_name, email=f"{name}@skovde.example", **more)  # type: ignore[arg-type]


def skovde() -> Workspace:
    """A fresh workspace with an employee, two coaches, a process leader, their channels, and one without the bot."""
    staff = (
        person("U0ANNA", "anna", "Anna Lind"),
        person("U0EVA", "eva", "Eva Ek"),
        person("U0HAKAN", "hakan", "Håkan Ängström"),
        person("U0MARTA", "marta", "Märta Sjöö"),
        User("U0BOT", "ideslussen", "Idéslussen", is_bot=True),
    )
    coaches = Channel("C0COACHES", "idecoacher", ("U0EVA", "U0HAKAN", "U0MARTA", "U0BOT"))
    digest = Channel("C0DIGEST", "idebrevet", ("U0ANNA", "U0EVA", "U0MARTA", "U0BOT"))
    outside = Channel("C0FIKA", "fika", ("U0ANNA", "U0EVA"))
    return Workspace(
        "T0SKOVDE",
        "Skövde kommun",
        "xoxb-skovde",
        users={user.id: user for user in staff},
        channels={channel.id: channel for channel in (coaches, digest, outside)},
    )


@dataclass(slots=True)
class Ticket:
    """Something Slack hands out once: a trigger for a modal, or an address to reply to."""

    team: Workspace
    user: str
    at: datetime
    channel: str = ""
    ts: str = ""
    uses: int = 0


class World:
    """All workspaces, the clock, and the ids that are given out."""

    def __init__(self, workspaces: tuple[Workspace, ...], now: Clock) -> None:
        self.workspaces = {workspace.team: workspace for workspace in workspaces}
        self.now = now
        self.address = ""
        self.ephemerals: list[Ephemeral] = []
        self.triggers: dict[str, Ticket] = {}
        self.reply_urls: dict[str, Ticket] = {}
        self.typed: dict[tuple[str, str, str], dict[tuple[str, str], Json]] = {}
        self._ids = count(0x2F1A0)

    def id(self, prefix: str) -> str:
        """A new id that Slack would give."""
        return f"{prefix}{next(self._ids):09X}"

    def stamp(self, channel: Channel) -> str:
        """A new timestamp: later than every other in the channel, also when the clock stands still."""
        channel.last = max(round(self.now().timestamp() * 1_000_000), channel.last + 1)
        return f"{channel.last // 1_000_000}.{channel.last % 1_000_000:06}"

    def team_of(self, user: str) -> Workspace:
        """The workspace that somebody is met in."""
        return next(team for team in self.workspaces.values() if user in team.users)

    def trigger(self, team: Workspace, user: str) -> str:
        """A trigger for one modal, good for three seconds."""
        trigger = f"{next(self._ids)}.{team.team[1:]}.{user.lower()}"
        self.triggers[trigger] = Ticket(team, user, self.now())
        return trigger

    def record(self, channel: Channel, user: str, text: str, **more: object) -> Message:
        """A new message, as the last of its channel."""
        ts = self.stamp(channel)
        message = Message(channel.id, ts, user, text, self.now(), **more)  # type: ignore[arg-type]
        message.blocks = self.named(message.blocks)
        channel.add(message)
        return message

    def named(self, blocks: list[Json]) -> list[Json]:
        """Blocks as Slack gives them back: those without a block_id, and their inputs, have been given one."""
        return [self._named({"type": block.get("type"), "block_id": self.id("b"), **block}) for block in blocks]

    def _named(self, block: Json) -> Json:
        for inside in ("element", "accessory"):
            if isinstance(block.get(inside), dict):
                block[inside] = {"action_id": self.id("a"), **block[inside]}
        if block["type"] == "actions":
            block["elements"] = [{"action_id": self.id("a"), **element} for element in block["elements"]]
        return block


def texts(node: object) -> Iterator[str]:
    """Every text that blocks show, in reading order; the runs of a rich text section make one."""
    match node:
        case {"type": "rich_text_section" | "rich_text_quote" | "rich_text_preformatted", "elements": list(runs)}:
            yield "".join(str(run.get("text") or run.get("url") or run.get("user_id") or "") for run in runs)
        case {"text": str(text)}:
            yield text
        case dict():
            for key, value in node.items():
                if key not in {"value", "metadata", "confirm", "initial_option", "initial_options"}:
                    yield from texts(value)
        case list():
            for value in node:
                yield from texts(value)
        case _:
            pass
