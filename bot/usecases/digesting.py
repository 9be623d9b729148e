"""What a process leader and a communicator can do with the weekly digest."""

from __future__ import annotations

import re

from babel.dates import get_day_names

from bot import digest as weekly
from bot.acting import Turn
from bot.usecases.filling import ask_form, fill
from bot.usecases.finding import must_lead
from dialogs.folding import folded
from dialogs.forms import FORMS
from dialogs.list_cards import digest_text
from dialogs.messages import Value
from dialogs.showing import Showing
from dialogs.words import Verb
from ideas.idea import RefusedError
from ideas.occurrence import Occurrence, Outcome
from ideas.people import Role

NOW_WORDS = {"nu", "now"}
OFF_WORDS = {"av", "off", "fra"}
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d\d))?$")


def digest(turn: Turn) -> None:
    """`veckobrev måndag 09:00`, `nu` or `av`, for the channel it is said in; `nu` one to one means all channels."""
    must_lead(turn)
    words = folded(turn.intent.text or turn.intent.value)
    if words in NOW_WORDS:
        _now(turn)
        return
    if turn.inbound.direct:
        raise RefusedError("refused-not-in-channel")
    if words in OFF_WORDS:
        weekly.choose(turn.uow, turn.person.body, turn.inbound.place, None)
        turn.reply("digest-off")
        return
    weekday, at = _when(turn, words)
    weekly.choose(turn.uow, turn.person.body, turn.inbound.place, (weekday, at))
    turn.reply("digest-set", day=_day_names(turn.person.language)[weekday - 1], time=at)


def _when(turn: Turn, words: str) -> tuple[int, str]:
    day, _, time = words.partition(" ")
    names = [folded(n) for n in _day_names(turn.person.language)]
    found = _TIME.match(time) if time else None
    fits = found is not None and int(found[1]) < 24 and int(found[2] or 0) < 60
    if day not in names or (time and not fits):
        raise RefusedError("refused-digest-when")
    at = f"{int(found[1]):02}:{found[2] or '00'}" if found else turn.world.preset.digest_at
    return names.index(day) + 1, at


def _day_names(language: str) -> list[str]:
    names = get_day_names("wide", "stand-alone", language)
    return [str(names[number]) for number in range(7)]


def _now(turn: Turn) -> None:
    week = weekly.week_of(turn.world, turn.person.body, turn.now)
    there = weekly.channels(turn.uow, turn.world, turn.person.body)
    here = [c for c in there if turn.inbound.direct or c.place == turn.inbound.place]
    if not here:
        raise RefusedError("refused-not-in-channel")
    for channel in here:
        turn.reply(_send(turn, channel, week), channel=channel.place.channel, week=int(week.split("-W")[1]))


def _send(turn: Turn, channel: weekly.Channel, week: str) -> str:
    occurrence = weekly.digest_occurrence(channel, turn.world, week)
    turn.uow.plan(occurrence)
    planned = turn.uow.occurrence("digest", channel.key, week) or occurrence
    if planned.outcome not in {Outcome.WAITING, Outcome.SILENT}:
        return "digest-once"
    if not weekly.send_digest(turn.uow, turn.world, channel, week, turn.now, planned.facts.get("edited", "")):
        return "digest-silent"
    turn.uow.settle(planned, Outcome.DONE, {**planned.facts, "note": "sent on request"})
    return "digest-sent"


def _previewed(turn: Turn) -> tuple[Occurrence, weekly.Channel]:
    """The digest that a preview's button is about, still waiting."""
    if not {Role.COMMUNICATOR, Role.PROCESS_LEADER} & turn.person.roles:
        must_lead(turn)
    key, _, week = turn.intent.value.rpartition("|")
    occurrence = turn.uow.occurrence("digest", key, week)
    there = weekly.channels(turn.uow, turn.world, turn.person.body)
    channel = next((c for c in there if c.key == key), None)
    if channel is None or occurrence is None or occurrence.outcome is not Outcome.WAITING:
        raise RefusedError("refused-no-digest")
    return occurrence, channel


def edit(turn: Turn) -> None:
    """Word the digest differently before it goes out."""
    occurrence, channel = _previewed(turn)
    facts = weekly.week_facts(turn.uow, turn.world, channel, occurrence.period, turn.now)
    language = turn.world.language_of(channel.body)
    made = "\n".join(digest_text(Showing(language, turn.world.texts, facts))) if facts else ""
    before = occurrence.facts.get("edited") or made
    if not turn.intent.fields:
        _ask_text(turn, before)
        return
    given = fill(turn, Verb.DIGEST_EDIT, turn.intent.value, FORMS[Verb.DIGEST_EDIT], {})
    if given is None:
        return
    turn.uow.settle(occurrence, Outcome.WAITING, {**occurrence.facts, "edited": given["digest"]})
    day = turn.world.calendar(channel.body).local(occurrence.due_at).date()
    turn.reply("digest-edited", date=day.isoformat())


def _ask_text(turn: Turn, before: str) -> None:
    field: dict[str, Value] = {"key": "digest", "kind": "text", "value": before, "required": True, "options": []}
    ask_form(turn, Verb.DIGEST_EDIT, turn.intent.value, [field], title="form-digest_edit")


def stop(turn: Turn) -> None:
    """Nothing is sent to this channel this week."""
    occurrence, _ = _previewed(turn)
    turn.uow.settle(occurrence, Outcome.STOPPED, {**occurrence.facts, "by": str(turn.person.id)})
    turn.reply("digest-stop-done")
