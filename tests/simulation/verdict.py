"""Compares what the ledger says with what arrived: nothing lost, nothing doubled, nothing out of order."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.simulation.far_side import Landed


@dataclass(frozen=True, slots=True)
class Message:
    """What the ledger says of one message. `hopeless` ones can never be shown or sent."""

    key: str
    state: str
    remote_id: str
    updates: str
    under: str
    channel: str
    hopeless: bool
    blind: bool


def stored(driver: sqlite3.Connection) -> list[Message]:
    """The whole ledger, oldest message first."""
    rows = driver.execute(
        "SELECT o.key, o.state, coalesce(o.remote_id, ''), o.updates, o.under, d.conversation,"
        " o.kind = 'broken' OR d.conversation = 'archived', d.platform = 'blind'"
        " FROM outbox AS o JOIN destination AS d ON d.id = o.destination ORDER BY o.id"
    )
    return [Message(*row) for row in rows]


def wrong(messages: Sequence[Message], arrived: Mapping[str, Sequence[Landed]]) -> list[str]:
    """Every promise that was not kept; `messages` in the order they were written, `arrived` by channel."""
    by_key = {message.key: message for message in messages}
    landings: dict[str, list[Landed]] = defaultdict(list)
    for landed in (landed for channel in arrived.values() for landed in channel):
        landings[landed.key].append(landed)
    faults = [f"{fault}: {m.key}" for m in messages for fault in _faults(m, landings[m.key], by_key)]
    order = {message.key: n for n, message in enumerate(messages)}
    for channel, log in arrived.items():
        places = [order[landed.key] for landed in log]
        if places != sorted(places):
            faults.append(f"out of order: {channel} {[landed.key for landed in log]}")
    return faults


def _faults(message: Message, landed: list[Landed], by_key: Mapping[str, Message]) -> Iterator[str]:
    if message.state != _expected(message, landed):
        yield f"lost ({message.state})"
    if len([one for one in landed if not one.change]) + any(one.change for one in landed) > 1:
        yield "doubled"
    if message.state == "sent" and {one.remote_id for one in landed} != {message.remote_id}:
        yield "recorded under another id"
    if message.state == "replaced" and not any(_overtakes(other, message) for other in by_key.values()):
        yield "replaced by nothing"
    target = by_key.get(message.updates or message.under)
    if target and target.state == "sent":
        rightly = [one.change if message.updates else one.thread == target.remote_id for one in landed]
        if not all(rightly):
            yield "not where it belongs"


def _expected(message: Message, landed: list[Landed]) -> str:
    if message.state == "replaced":  # a later change of the same card was written before this was known to have come
        return "replaced"
    if message.hopeless:
        return "dead"
    if message.blind and message.state == "unconfirmed":  # at most once is all that can be had there
        return "unconfirmed"
    return "sent" if landed else "arrived"


def _overtakes(other: Message, message: Message) -> bool:
    return other.updates == message.updates and other.key != message.key
