"""Compares the bot's database with Slack's memory: each message once, in its place, in order, and cards up to date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from adapters.slack.inbound import read
from adapters.slack.render import render
from adapters.slack.send import MARK, mark
from dialogs.words import Verb
from tests.doubles.slack_hands import targets
from tests.doubles.slack_request import Json
from tests.doubles.slack_transport import Parcel
from tests.doubles.slack_world import Channel, Message, Workspace, texts
from tests.simulation.ledger import Ledger, Row, Shown, ledger_of, once

SILENT = {Verb.AGREE, Verb.CONSENT}
"""Presses that are answered by nothing, or by the notice of what they led to."""


def shown(row: Row) -> Shown:
    """What Slack is given to show."""
    drawn = render(row.card)
    return seen(str(drawn["text"]), list(drawn.get("blocks", [])))


def seen(text: str, blocks: list[Json]) -> Shown:
    """What a message says, and what can be pressed on it."""
    return (text, *texts(blocks), *(f"{target.label} {target.value}" for target in targets(blocks)))


def wrong(database: Path, team: Workspace, taken: Iterable[Parcel]) -> list[str]:
    """Every promise that was not kept."""
    ledger = ledger_of(database, "slack")
    rows = ledger.rows
    channels = {channel.user or channel.id: channel for channel in team.channels.values()}
    posted = {name: [m for m in there.messages if m.user == team.bot] for name, there in channels.items()}
    return [
        *ledger.half_done,
        *_lost_or_doubled(rows, posted),
        *_from_nowhere(rows, posted, channels),
        *_out_of_order(rows, posted),
        *(fault for card in ledger.cards() for fault in _outdated(card, rows, posted)),
        *_forgotten(taken, ledger),
    ]


def counted(database: Path) -> dict[str, int]:
    """How many messages and changes became what."""
    return ledger_of(database, "slack").became()


def marked(message: Message) -> str:
    """What stands beside a message."""
    beside = message.metadata or {}
    return str(beside["event_payload"].get("key", "")) if beside.get("event_type") == MARK else ""


def _lost_or_doubled(rows: Sequence[Row], posted: Mapping[str, Sequence[Message]]) -> Iterator[str]:
    by_key = {row.key: row for row in rows}
    there: dict[str, list[tuple[str, Message]]] = defaultdict(list)
    for name, messages in posted.items():
        for message in messages:
            there[marked(message)].append((name, message))
    for row in rows:
        found = there[mark(row.key)]
        if row.state not in {"sent", "replaced"}:
            yield f"not sent but {row.state}: {row.key}"
        if len(found) != (0 if row.updates else 1):
            yield f"{len(found)} times in Slack: {row.key}"
        for name, message in found:
            root = by_key[row.under].remote_id if row.under else row.place.thread
            if (name, message.ts, message.thread_ts) != (row.place.channel, row.remote_id, root):
                yield f"not where it belongs: {row.key} {name} {message.ts} under {message.thread_ts or 'nothing'}"


def _from_nowhere(
    rows: Sequence[Row], posted: Mapping[str, Sequence[Message]], channels: Mapping[str, Channel]
) -> Iterator[str]:
    """What the bot said without having written it down. Private answers are not, and nobody else sees those."""
    known = {mark(row.key) for row in rows}
    for name, messages in posted.items():
        for message in messages:
            if marked(message) not in known and (marked(message) or not channels[name].user):
                yield f"nobody wrote this: {message.said!r} in {name}"


def _out_of_order(rows: Sequence[Row], posted: Mapping[str, Sequence[Message]]) -> Iterator[str]:
    """The messages of a channel, and so of each of its threads, come in the order in which they were written."""
    order = {mark(row.key): n for n, row in enumerate(rows)}
    for name, messages in posted.items():
        places = [order[marked(message)] for message in messages if marked(message) in order]
        if places != sorted(places):
            yield f"out of order in {name}: {places}"


def _outdated(card: Row, rows: Sequence[Row], posted: Mapping[str, Sequence[Message]]) -> Iterator[str]:
    """A card has shown every change that was sent, in order and no other, and shows the last."""
    changes = [row for row in rows if row.updates == card.key]
    wished = once(shown(row) for row in (card, *changes) if row.state == "sent")
    message = next((m for m in posted[card.place.channel] if m.ts == card.remote_id), None)
    if message is None:
        return
    told = once([*(seen(old.text, old.blocks) for old in message.edits), seen(message.text, message.blocks)])
    if told != wished:
        yield f"not what was sent: {card.key} {[_brief(one) for one in told]} for {[_brief(one) for one in wished]}"
    if changes and changes[-1].state != "sent":
        yield f"the last change was not sent but {changes[-1].state}: {changes[-1].key}"


def _brief(told: Shown) -> str:
    return next((line for line in told[0].splitlines() if line.startswith("Läge")), told[0][:40])


def _forgotten(taken: Iterable[Parcel], ledger: Ledger) -> Iterator[str]:
    """Deliveries that were acknowledged and are not in the ledger, or not answered."""
    for parcel in taken:
        if heard := read(parcel.payload, "skovde"):  # not a box that was ticked
            yield from ledger.forgotten(heard.inbound, f"reply:slack:{heard.way.team}:{heard.inbound.key}:1", SILENT)
