"""Compares the bot's database with Teams' memory: no message twice, each in its place, in order, and cards up to date.

Nothing can be read back from Teams, so what may have arrived is not sent again: it is listed as unconfirmed. Of each
message the double knows which calls were for it (see `teams_bot.Named`), and so whether it is there.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from adapters.reading import text_at
from adapters.teams.addresses import is_person
from adapters.teams.inbound import Heard, read
from adapters.teams.render import render
from dialogs.messages import Notice
from dialogs.notices import show
from dialogs.words import Verb
from ideas.people import Place
from storage.documents import unpack
from tests.doubles import teams_reading
from tests.doubles.teams import TeamsDouble
from tests.doubles.teams_hands import targets
from tests.doubles.teams_request import Json
from tests.doubles.teams_transport import Parcel
from tests.doubles.teams_world import Conversation, Message, Tenant
from tests.simulation.kills import half_done
from tests.simulation.town import WORLD

Shown = tuple[str, ...]
SILENT = {Verb.AGREE, Verb.CONSENT, Verb.WELCOME}
"""What is answered by nothing, or by the notice of what it led to."""


@dataclass(frozen=True, slots=True)
class Row:
    """A message as the outbox has it."""

    key: str
    state: str
    remote_id: str
    updates: str
    under: str
    place: Place
    kind: str
    body: str
    language: str
    attempts: int
    error: str

    def shown(self) -> Shown:
        """What Teams is given to show."""
        card = show(Notice(self.kind, unpack(self.body)), self.language, WORLD.texts)
        return seen(render(card, self.key, shared=not is_person(self.place)))


@dataclass(slots=True)
class There:
    """What Teams has: for each key the messages that were posted for it, and how often it was a change.

    `nameless` is what was posted or changed for none.
    """

    posted: dict[str, list[tuple[Conversation, Message]]] = field(default_factory=lambda: defaultdict(list))
    changed: Counter[str] = field(default_factory=Counter)
    nameless: list[tuple[Conversation, Message]] = field(default_factory=list)


def seen(activity: Json) -> Shown:
    """What a message says, and what can be pressed on it."""
    card = teams_reading.card_of(activity)
    pressed = (f"{target.label} {text_at(target.action, 'data', 'idesluss', 'v')}" for target in targets(card))
    return (teams_reading.spoken(activity), *teams_reading.lines(card), *pressed)


def wrong(database: Path, teams: TeamsDouble, brought: Iterable[Parcel], taken: Iterable[Parcel]) -> list[str]:
    """Every promise that was not kept. `taken` is what the bot has said yes to, of all that was `brought`."""
    with closing(sqlite3.connect(database)) as driver:
        rows, found = rows_of(driver), half_done(driver)
        inbox: dict[str, str] = dict(driver.execute("SELECT dedup_key, answer FROM inbox").fetchall())
    there, tenant = arrived(teams), next(iter(teams.world.tenants.values()))
    by_key = {row.key: row for row in rows}
    return [
        *found,
        *(fault for row in rows for fault in _lost_or_doubled(row, there, by_key)),
        *_from_nowhere(there, by_key),
        *_out_of_order(rows, there),
        *(fault for row in _cards(rows) for fault in _outdated(row, rows, there)),
        *_forgotten(brought, taken, tenant, inbox, by_key),
        *teams.complaints,
    ]


def rows_of(driver: sqlite3.Connection) -> list[Row]:
    """The outbox, oldest message first."""
    told = driver.execute(
        "SELECT o.key, o.state, coalesce(o.remote_id, ''), o.updates, o.under, o.kind, o.body, o.language, o.attempts,"
        " coalesce(o.error, ''), d.tenant, d.conversation, o.thread_place"
        " FROM outbox AS o JOIN destination AS d ON d.id = o.destination WHERE d.platform = 'teams' ORDER BY o.id"
    )
    return [
        Row(key, state, remote, updates, under, Place("teams", *where), kind, body, language, attempts, error)
        for key, state, remote, updates, under, kind, body, language, attempts, error, *where in told
    ]


def counted(database: Path, teams: TeamsDouble) -> dict[str, int]:
    """How many messages and changes became what, and how many of the unconfirmed have arrived."""
    with closing(sqlite3.connect(database)) as driver:
        rows = rows_of(driver)
    there = arrived(teams)
    became = Counter(f"{'changes' if row.updates else 'messages'} {row.state}" for row in rows)
    became["unconfirmed that arrived"] = sum(bool(there.posted[r.key]) for r in rows if r.state == "unconfirmed")
    return dict(became)


def arrived(teams: TeamsDouble) -> There:
    """What Teams has carried out."""
    there = There()
    for call in teams.called("post", "begin", "change"):
        if not call.ok:
            continue
        place, message = teams.place_of(call), teams.message_of(call)
        assert place
        assert message
        if call.header and call.kind == "change":
            there.changed[call.header] += 1
        else:
            (there.posted[call.header] if call.header else there.nameless).append((place, message))
    return there


def _lost_or_doubled(row: Row, there: There, by_key: Mapping[str, Row]) -> Iterator[str]:
    found, changes = there.posted[row.key], there.changed[row.key]
    if len(found) > 1:
        yield f"{len(found)} times in Teams: {row.key}"
    match row.state:
        case "sent":
            if not found and not (row.updates and changes):
                yield f"lost: {row.key}"
        case "replaced" if row.updates and not found:
            pass
        case "unconfirmed" if row.attempts > 1:
            pass
        case _:
            yield f"not sent but {row.state} ({row.error}): {row.key}"
    for place, message in found:
        yield from _misplaced(row, place, message, by_key, there)


def _misplaced(
    row: Row, place: Conversation, message: Message, by_key: Mapping[str, Row], there: There
) -> Iterator[str]:
    where = place.members[0] if place.kind == "personal" else place.id
    if where != row.place.channel:
        yield f"in another place: {row.key} {where}"
    if row.state == "sent" and row.remote_id != message.id and not _is_overtaken(row, by_key):
        yield f"recorded under another id: {row.key} {row.remote_id} for {message.id}"
    roots = {""} if not row.under else _ids(row.under, by_key, there)
    if message.root not in roots:
        yield f"under another message: {row.key} under {message.root or 'nothing'} for {sorted(roots)}"
    first = message.edits[0].activity if message.edits else message.activity
    if seen(first) != row.shown():
        yield f"not what was written: {row.key} {seen(first)} for {row.shown()}"


def _is_overtaken(row: Row, by_key: Mapping[str, Row]) -> bool:
    """Whether another message stands for this one by now."""
    return any(other.updates == row.key for other in by_key.values())


def _ids(key: str, by_key: Mapping[str, Row], there: There) -> set[str]:
    """The messages that a card has been; none, while it was not known whether it has arrived."""
    known = [key, *(row.key for row in by_key.values() if row.updates == key)]
    ids = {message.id for one in known for _, message in there.posted[one]}
    return ids | ({""} if by_key[key].attempts > 1 else set())


def _from_nowhere(there: There, by_key: Mapping[str, Row]) -> Iterator[str]:
    """What the bot said without having written it down. Private answers are not, nor is how a question looks once it is
    answered, and nobody else sees those."""
    hints = {WORLD.texts.say("sv", "chat-told-home"), WORLD.texts.say("sv", "chat-cannot-reach")}
    for key in there.posted.keys() | there.changed.keys():
        if key not in by_key:
            yield f"nobody wrote this: {key}"
    for place, message in there.nameless:
        if place.kind != "personal" and not message.only_for and message.said not in hints:
            yield f"everybody sees what was meant for one: {message.said!r} in {place.name}"


def _out_of_order(rows: Sequence[Row], there: There) -> Iterator[str]:
    """The messages of a conversation, and so of each of its threads, come in the order in which they were written."""
    order = {row.key: n for n, row in enumerate(rows)}
    landed: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for key, found in there.posted.items():
        for place, message in found:
            landed[place.id].append((int(message.id), order.get(key, -1)))
    for where, messages in landed.items():
        places = [place for _, place in sorted(messages)]
        if places != sorted(places):
            yield f"out of order in {where}: {places}"


def _cards(rows: Sequence[Row]) -> list[Row]:
    changed = {row.updates for row in rows}
    return [row for row in rows if row.key in changed]


def _outdated(card: Row, rows: Sequence[Row], there: There) -> Iterator[str]:
    """A card has shown every change that was sent, in order and no other, and shows the last.

    What has arrived unconfirmed cannot be changed while nobody knows its id, nor where another stands for it by then.
    """
    versions = [card, *(row for row in rows if row.updates == card.key)]
    known, last = {row.remote_id for row in versions if row.state == "sent"}, versions[-1]
    if last.state == "replaced":
        yield f"the last change was replaced: {last.key}"
    for row in versions:
        for _, message in there.posted[row.key]:
            told = _once([*(seen(old.activity) for old in message.edits), seen(message.activity)])
            if message.id in known and last.state == "sent" and told[-1] != last.shown():
                yield f"outdated: {row.key} {_brief(told[-1])} for {_brief(last.shown())}"
            wished = _once(version.shown() for version in versions[versions.index(row) :])
            rest = iter(wished)
            if not all(version in rest for version in told):
                yield f"not what was sent: {row.key} {list(map(_brief, told))} for {list(map(_brief, wished))}"


def _once(shown: Iterable[Shown]) -> list[Shown]:
    """The same change may be sent again: what stays the same counts once."""
    return [version for version, _ in groupby(shown)]


def _brief(shown: Shown) -> str:
    return next((line for line in shown if line.startswith("Läge")), shown[0][:40])


def _forgotten(
    brought: Iterable[Parcel],
    taken: Iterable[Parcel],
    tenant: Tenant,
    inbox: Mapping[str, str],
    by_key: Mapping[str, Row],
) -> Iterator[str]:
    """Deliveries that were acknowledged and are not in the ledger, or not answered.

    Of two clicks on the same button one is enough.
    """
    everything = [read(parcel.activity, "skovde") for parcel in brought]
    kept = {_clicked(one) for one in everything if one and one.inbound.key in inbox}
    for parcel in taken:
        heard = read(parcel.activity, "skovde")
        if heard is None:
            continue
        key, action = heard.inbound.key, heard.inbound.action
        if key not in inbox and _clicked(heard) in kept:
            continue
        if key not in inbox:
            yield f"acknowledged and forgotten: {key} {action} {heard.inbound.text}"
        elif not (inbox[key] or action in SILENT or f"reply:teams:{tenant.id}:{key}:1" in by_key):
            yield f"taken without a word: {key} {action} {heard.inbound.text}"


def _clicked(heard: Heard) -> Hashable:
    """What somebody did, apart from when: who pressed what on which message."""
    pressed = heard.pressed
    if pressed is None:
        return heard.inbound.key
    return (heard.inbound.who, pressed.message, pressed.action, pressed.value, repr(pressed.fields))
