"""Compares the bot's database with Teams' memory: no message twice, each in its place, in order, and cards up to date.

Nothing can be read back from Teams, so what may have arrived is not sent again: it is listed as unconfirmed. Of each
message the double knows which calls were for it (see `teams_bot.Named`), and so whether it is there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from adapters.reading import text_at
from adapters.teams.addresses import is_person
from adapters.teams.inbound import Heard, read
from adapters.teams.render import render
from dialogs.words import Verb
from tests.doubles import teams_reading
from tests.doubles.teams import TeamsDouble
from tests.doubles.teams_hands import targets
from tests.doubles.teams_request import Json
from tests.doubles.teams_transport import Parcel
from tests.doubles.teams_world import Conversation, Message, Tenant
from tests.simulation.ledger import Ledger, Row, Shown, ledger_of, once
from tests.simulation.town import WORLD

SILENT = {Verb.AGREE, Verb.CONSENT, Verb.WELCOME}
"""What is answered by nothing, or by the notice of what it led to."""


def shown(row: Row) -> Shown:
    """What Teams is given to show."""
    return seen(render(row.card, row.key, shared=not is_person(row.place)))


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
    ledger = ledger_of(database, "teams")
    rows = ledger.rows
    there, tenant = arrived(teams), next(iter(teams.world.tenants.values()))
    by_key = {row.key: row for row in rows}
    return [
        *ledger.half_done,
        *(fault for row in rows for fault in _lost_or_doubled(row, there, by_key)),
        *_from_nowhere(there, by_key),
        *_out_of_order(rows, there),
        *(fault for row in ledger.cards() for fault in _outdated(row, rows, there)),
        *_forgotten(brought, taken, tenant, ledger),
        *teams.complaints,
    ]


def counted(database: Path, teams: TeamsDouble) -> dict[str, int]:
    """How many messages and changes became what, and how many of the unconfirmed have arrived."""
    ledger, there = ledger_of(database, "teams"), arrived(teams)
    unclear = [row for row in ledger.rows if row.state == "unconfirmed"]
    counts = ledger.became()
    counts["unconfirmed that arrived"] = sum(bool(there.posted[row.key]) for row in unclear)
    return counts


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
    if seen(first) != shown(row):
        yield f"not what was written: {row.key} {seen(first)} for {shown(row)}"


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
            told = once([*(seen(old.activity) for old in message.edits), seen(message.activity)])
            if message.id in known and last.state == "sent" and told[-1] != shown(last):
                yield f"outdated: {row.key} {_brief(told[-1])} for {_brief(shown(last))}"
            wished = once(shown(version) for version in versions[versions.index(row) :])
            rest = iter(wished)
            if not all(version in rest for version in told):
                yield f"not what was sent: {row.key} {list(map(_brief, told))} for {list(map(_brief, wished))}"


def _brief(told: Shown) -> str:
    return next((line for line in told if line.startswith("Läge")), told[0][:40])


def _forgotten(brought: Iterable[Parcel], taken: Iterable[Parcel], tenant: Tenant, ledger: Ledger) -> Iterator[str]:
    """Deliveries that were acknowledged and are not in the ledger, or not answered.

    Of two clicks on the same button one is enough.
    """
    everything = [read(parcel.activity, "skovde") for parcel in brought]
    kept = {_clicked(one) for one in everything if one and one.inbound.key in ledger.inbox}
    for parcel in taken:
        heard = read(parcel.activity, "skovde")
        if heard and (heard.inbound.key in ledger.inbox or _clicked(heard) not in kept):
            yield from ledger.forgotten(heard.inbound, f"reply:teams:{tenant.id}:{heard.inbound.key}:1", SILENT)


def _clicked(heard: Heard) -> Hashable:
    """What somebody did, apart from when: who pressed what on which message."""
    pressed = heard.pressed
    if pressed is None:
        return heard.inbound.key
    return (heard.inbound.who, pressed.message, pressed.action, pressed.value, repr(pressed.fields))
