"""What a process leader and a communicator can do with the weekly digest."""

from __future__ import annotations

import re
from datetime import datetime

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
from dialogs.texts import LANGUAGES
from dialogs.words import Verb
from ideas.idea import RefusedError
from ideas.occurrence import Occurrence, Outcome
from ideas.people import Role

LOOK_WORDS = {"", "visa", "show", "vis"}
NOW_WORDS = {"nu", "now"}
OFF_WORDS = {"av", "off", "fra"}
_TIME = re.compile(r"(?:(?:kl|klockan|at)?\.? ?([01]?\d|2[0-3])(?:[:.]([0-5]\d))?)?")
"""`09:00`, `9`, `kl 9.30`, or nothing."""


def digest(turn: Turn) -> None:
    """`veckobrev visa`, `nu`, `måndag 09:00` or `av`, for the channel it is said in.

    One to one, `visa` and `nu` mean every channel of the body. A communicator may look, which is how she can change it.
    """
    words = folded(turn.intent.text or turn.intent.value)
    if words in LOOK_WORDS and Role.COMMUNICATOR in turn.person.roles:
        _look(turn)
        return
    must_lead(turn)
    if words in LOOK_WORDS:
        _look(turn)
        return
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
    """A weekday, in any language we know, and perhaps a time."""
    day, _, time = words.partition(" ")
    weekday = next((names.index(day) + 1 for names in map(_folded_days, LANGUAGES) if day in names), 0)
    read = _TIME.fullmatch(time)
    if not weekday or not read:
        raise RefusedError("refused-digest-when")
    return weekday, f"{int(read[1]):02}:{read[2] or '00'}" if read[1] else turn.world.preset.digest_at


def _folded_days(language: str) -> list[str]:
    return [folded(name) for name in _day_names(language)]


def _day_names(language: str) -> list[str]:
    names = get_day_names("wide", "stand-alone", language)
    return [str(names[number]) for number in range(7)]


def _here(turn: Turn) -> list[weekly.Channel]:
    """The channels that are meant: the one this is said in, or all of the body's."""
    there = weekly.channels(turn.uow, turn.world, turn.person.body)
    here = [c for c in there if turn.inbound.direct or c.key == weekly.channel_key(turn.inbound.place)]
    if not here:
        raise RefusedError("refused-not-in-channel")
    return here


def _look(turn: Turn) -> None:
    """The coming digest as it would go out now, to change or stop. Planning it early plans nothing new."""
    for channel in _here(turn):
        digest = _coming(turn, channel)
        until = weekly.seen_until(digest, turn.now)
        facts = weekly.week_facts(turn.uow, turn.world, channel, digest.period, until)
        if digest.outcome is not Outcome.WAITING:
            raise RefusedError("refused-no-digest")
        if facts is None:
            turn.reply("digest-silent")
            continue
        day = turn.world.calendar(channel.body).local(digest.due_at).date().isoformat()
        more: dict[str, Value] = {"channel": weekly.channel_name(turn.uow, channel.place), "date": day}
        turn.reply("digest-preview", **{**facts, **more, "occurrence": f"{channel.key}|{digest.period}"})


def _coming(turn: Turn, channel: weekly.Channel) -> Occurrence:
    """The channel's next digest that is still ahead: this week's or the next."""
    weeks = [weekly.week_of(turn.world, turn.person.body, turn.now + n * weekly.WEEK) for n in range(2)]
    ahead = [weekly.digest_occurrence(channel, turn.world, week) for week in weeks]
    digest = next(d for d in ahead if d.due_at > turn.now or d is ahead[-1])
    turn.uow.plan(digest)
    return turn.uow.occurrence("digest", channel.key, digest.period) or digest


def _now(turn: Turn) -> None:
    week = weekly.week_of(turn.world, turn.person.body, turn.now)
    for channel in _here(turn):
        name = weekly.channel_name(turn.uow, channel.place)
        turn.reply(_send(turn, channel, week), channel=name, week=int(week.split("-W")[1]))


def _send(turn: Turn, channel: weekly.Channel, week: str) -> str:
    """Send this week's digest before its time, with all that is known now unless it has been worded already."""
    turn.uow.plan(weekly.digest_occurrence(channel, turn.world, week))
    digest = turn.uow.occurrence("digest", channel.key, week)
    if digest is None or digest.outcome is Outcome.STOPPED:
        raise RefusedError("refused-no-digest")
    if digest.outcome is Outcome.DONE:
        return "digest-once"
    until = weekly.seen_until(digest, turn.now) if "edited" in digest.facts else turn.now
    if not weekly.send_digest(turn.uow, turn.world, channel, digest, until, turn.now):
        return "digest-silent"
    turn.uow.settle(digest, Outcome.DONE, {**digest.facts, "note": "sent on request"})
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
    digest, channel = _previewed(turn)
    until = weekly.seen_until(digest, turn.now)
    if not turn.intent.fields:
        _ask_text(turn, digest.facts.get("edited") or _made(turn, channel, digest.period, until))
        return
    given = fill(turn, Verb.DIGEST_EDIT, turn.intent.value, FORMS[Verb.DIGEST_EDIT], {})
    if given is None:
        return
    worded = {"edited": given["digest"], "until": until.isoformat()}
    turn.uow.settle(digest, Outcome.WAITING, {**digest.facts, **worded})
    day = turn.world.calendar(channel.body).local(digest.due_at).date()
    turn.reply("digest-edited", date=day.isoformat())


def _made(turn: Turn, channel: weekly.Channel, week: str, until: datetime) -> str:
    """The digest's text as it would go out."""
    facts = weekly.week_facts(turn.uow, turn.world, channel, week, until)
    language = turn.world.language_of(channel.body)
    return "\n".join(digest_text(Showing(language, turn.world.texts, facts))) if facts else ""


def _ask_text(turn: Turn, before: str) -> None:
    field: dict[str, Value] = {"key": "digest", "kind": "text", "value": before, "required": True, "options": []}
    ask_form(turn, Verb.DIGEST_EDIT, turn.intent.value, [field], title="form-digest_edit")


def stop(turn: Turn) -> None:
    """Nothing is sent to this channel this week."""
    occurrence, _ = _previewed(turn)
    turn.uow.settle(occurrence, Outcome.STOPPED, {**occurrence.facts, "by": str(turn.person.id)})
    turn.reply("digest-stop-done")
