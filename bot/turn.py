"""The turn: one inbound, one synchronous function, one transaction. Everything a person does goes through here."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.acting import Turn
from bot.meeting import met
from bot.usecases import telling
from bot.usecases.table import USECASES, in_dialog, unclear
from bot.world import World
from dialogs.commands import NotUnderstood
from dialogs.intents import Intent, recognise
from dialogs.messages import Inbound, Notice, Now, Value
from dialogs.notices import show
from dialogs.words import AT_HOME, Verb
from ideas.guard import Stop, StopKind, check
from ideas.idea import RefusedError
from ideas.people import UNDER
from storage import outbox
from storage.unit_of_work import UnitOfWork

AGAIN = "again"
"""What the ledger keeps when the answer was only a look or a form: asked once more, it is made once more."""

LOOKS = frozenset({
    "form", "status-choice", "change-what", "whole-idea", "mine", "queue", "overview", "help", "my-data", "urgent",
    "home", "suggest-sent", "monday",
})  # fmt: skip
OWN_WORDS = frozenset({"text", "typed", "name"})
"""Facts of a refusal that quote the person; the ledger keeps no such thing."""

FEWEST_WORDS = 3
"""Words with which somebody has told something; fewer are a command that was not understood."""

NO_SUCH_IDEA = frozenset({"refused-no-such-idea", "refused-many-ideas", "refused-other-body"})
"""Refusals that are said even while a question is open, when a command and a number was all there was: ”visa 99”."""

NOT_THEIRS = frozenset({
    "refused-no-such-idea", "refused-other-body", "refused-many-ideas", "refused-not-coach", "refused-not-lead",
    "refused-not-bearer", "refused-not-its-coach", "refused-no-coach-yet",
})  # fmt: skip
"""Refusals that show that words only looked like a command: ”Fråga 3 boende varje dag” is an answer."""


def take_turn(inbound: Inbound, uow: UnitOfWork, now: datetime, world: World) -> Now | None:
    """Do what an inbound asks for, once, however often it is delivered.

    What rides on the request is returned; all else is written to the outbox in the same transaction.
    """
    inbound = _readable(inbound)
    person = met(inbound, uow, world)
    if person is None:
        return Now(show(_refusal("refused-no-body"), world.preset.language, world.texts), refused=True)
    event = (inbound.place.platform, inbound.place.workspace, inbound.key)
    seen = uow.seen(*event, now)
    if not seen.new and seen.answer != AGAIN:
        return _with_message(_answered_before(seen.answer, world), inbound, uow, world)
    if inbound.pressed and inbound.arrived:
        outbox.prove(uow, inbound.place, inbound.pressed, inbound.arrived, now)
    inbound = _in_its_thread(inbound, uow)
    turn = Turn(uow, now, world, inbound, person, uow.conversation(inbound.place, person.id))
    _take(turn)
    if turn.riding or turn.refused:
        uow.answered(*event, _kept(turn))
    answer = _now(turn.riding, turn.refused, turn.person.language, world)
    return _with_message(replace(answer, place=turn.moved) if answer else None, inbound, uow, world)


def _with_message(answer: Now | None, inbound: Inbound, uow: UnitOfWork, world: World) -> Now | None:
    """The answer with the message that was pressed as it stands now, where the surface says which that was."""
    found = uow.standing(inbound.place, inbound.pressed) if inbound.pressed else None
    return replace(answer or Now(), message=show(*found, world.texts)) if found else answer


def _in_its_thread(inbound: Inbound, uow: UnitOfWork) -> Inbound:
    """The same in the thread as we name it: one that begins with a message of our own by that message's key."""
    place = inbound.place
    root = uow.key_at(place) if inbound.direct and place.thread and not place.root else ""
    return replace(inbound, place=replace(place, thread=f"{UNDER}{root}")) if root else inbound


def _take(turn: Turn) -> None:
    stop = _stopped(turn.inbound)
    if stop and not (stop.kind is StopKind.WRONG_CHANNEL and telling.is_sure(turn)):
        _refuse_text(turn, stop)
        return
    try:
        _act(turn)
    except RefusedError as refusal:
        turn.refused = bool(turn.inbound.fields)  # what was filled in stays where it can be changed
        turn.refuse(refusal.kind, **refusal.facts)


def _act(turn: Turn) -> None:
    heard, asked = _again(turn.inbound), in_dialog(turn)
    intent = recognise(heard, asked, turn.world.spoken(turn.person))
    if heard.text and not heard.action:
        turn.echo(heard.text)
    if not isinstance(intent, Intent):
        if not _begins_a_talk(turn, heard, intent):
            unclear(turn, intent)
            return
        intent = Intent(Verb.WRITE, text=heard.text, sure=heard.sure)
    turn.intent = intent
    if intent.verb in AT_HOME and _is_elsewhere(turn):
        turn.go_home()
    try:
        USECASES[intent.verb](turn)
    except RefusedError as refusal:
        names_nothing = not intent.text and refusal.kind in NO_SUCH_IDEA
        if heard.action or heard.explicit or not asked or names_nothing or refusal.kind not in NOT_THEIRS:
            raise
        turn.intent = Intent(Verb.WRITE, text=heard.text, sure=heard.sure)
        USECASES[Verb.WRITE](turn)


def _is_elsewhere(turn: Turn) -> bool:
    """Whether this is said where others are, by somebody who has a conversation of their own with the bot."""
    return not turn.inbound.direct and turn.inbound.home is not None


def _begins_a_talk(turn: Turn, heard: Inbound, words: NotUnderstood) -> bool:
    """Whether words said to the bot where others are tell of something, and are no command it does not know."""
    told = not heard.action and not words.nearest and len(words.text.split()) >= FEWEST_WORDS
    return told and _is_elsewhere(turn)


def _readable(inbound: Inbound) -> Inbound:
    """The same without half characters, which JSON and terminals can carry and no database can keep."""
    try:
        "".join((inbound.name, inbound.value, *_written(inbound))).encode()
    except UnicodeEncodeError:
        fields = {
            key: _whole(value) if isinstance(value, str) else tuple(map(_whole, value))
            for key, value in inbound.fields.items()
        }
        name, value, text = map(_whole, (inbound.name, inbound.value, inbound.text))
        return replace(inbound, name=name, value=value, text=text, fields=fields)
    return inbound


def _whole(text: str) -> str:
    return text.encode("utf-8", "ignore").decode()


def _written(inbound: Inbound) -> Iterator[str]:
    """Everything that the person wrote: the text, and what stands in the fields of a form."""
    yield inbound.text
    for value in inbound.fields.values():
        yield from (value,) if isinstance(value, str) else value


def _again(inbound: Inbound) -> Inbound:
    """A text that the person sends once more on purpose is heard as if it had just been written."""
    if inbound.action == Verb.SURE and inbound.text:
        return replace(inbound, action="", value="", fields={}, sure=True)
    return inbound


def _stopped(inbound: Inbound) -> Stop | None:
    """What the boundary guard says of everything the person wrote, before anything of it is kept."""
    stop = check("\n".join(_written(inbound)))
    goes_on = inbound.sure or inbound.action == Verb.SURE
    return None if stop and stop.kind is StopKind.WRONG_CHANNEL and goes_on else stop


def _refuse_text(turn: Turn, stop: Stop) -> None:
    turn.uow.count(f"stopped-{stop.kind.value}")
    turn.refused = True
    kind = "stopped-personal-number" if stop.kind is StopKind.PERSONAL_NUMBER else "stopped-wrong-channel"
    if turn.inbound.fields or not turn.inbound.direct:
        turn.ride("stopped-personal-number-form" if stop.kind is StopKind.PERSONAL_NUMBER else kind)
    else:
        turn.reply(kind, said=turn.inbound.key)


def _refusal(kind: str) -> Notice:
    return Notice("refused", {"refusal": kind})


def _now(riding: Notice | None, refused: bool, language: str, world: World) -> Now | None:
    if riding is None:
        return Now(refused=True) if refused else None
    return Now(show(riding, language, world.texts), refused)


def _kept(turn: Turn) -> str:
    """The answer as the ledger keeps it: its kind and facts, or that it is to be made again; never a person's text."""
    riding = turn.riding
    if riding and (riding.kind in LOOKS or (riding.kind == "refused" and riding.facts.keys() & OWN_WORDS)):
        return AGAIN
    kept: dict[str, Value] = {"refused": turn.refused, "language": turn.person.language}
    if riding and riding.kind != "review":
        kept |= {"kind": riding.kind, "facts": riding.facts}
    return json.dumps(kept, ensure_ascii=False)


def _answered_before(answer: str, world: World) -> Now | None:
    if not answer:
        return None
    kept: Mapping[str, Any] = json.loads(answer)
    riding = Notice(kept["kind"], kept["facts"]) if "kind" in kept else None
    return _now(riding, bool(kept["refused"]), kept["language"], world)
