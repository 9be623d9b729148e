"""The turn: one inbound, one synchronous function, one transaction. Everything a person does goes through here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.acting import Turn
from bot.usecases.table import USECASES, in_dialog, unclear
from bot.world import World
from dialogs.intents import Intent, recognise
from dialogs.messages import Inbound, Notice, Now
from dialogs.notices import show
from dialogs.words import Verb
from ideas.guard import Stop, StopKind, check
from ideas.idea import RefusedError
from ideas.people import Person
from storage.unit_of_work import UnitOfWork


def take_turn(inbound: Inbound, uow: UnitOfWork, now: datetime, world: World) -> Now | None:
    """Do what an inbound asks for, once, however often it is delivered.

    What rides on the request is returned; all else is written to the outbox in the same transaction.
    """
    seen = uow.seen(inbound.place.platform, inbound.place.workspace, inbound.key, now)
    if not seen.new:
        return _answered_before(seen.answer, world)
    person = _person(inbound, uow, now, world)
    if person is None:
        return Now(show(_refusal("refused-no-body"), world.preset.language, world.texts), refused=True)
    turn = Turn(uow, now, world, inbound, person, uow.conversation(inbound.place, person.id))
    _take(turn)
    if turn.riding or turn.refused:
        uow.answered(inbound.place.platform, inbound.place.workspace, inbound.key, _kept(turn))
    return _now(turn.riding, turn.refused, person.language, world)


def _take(turn: Turn) -> None:
    stop = _stopped(turn.inbound)
    if stop:
        _refuse_text(turn, stop)
        return
    try:
        _act(turn)
    except RefusedError as refusal:
        turn.refuse(refusal.kind, **refusal.facts)


def _act(turn: Turn) -> None:
    heard = _again(turn.inbound)
    intent = recognise(heard, in_dialog(turn), turn.world.spoken(turn.person))
    if heard.text and not heard.action:
        turn.echo(heard.text)
    if not isinstance(intent, Intent):
        unclear(turn, intent)
        return
    turn.intent = intent
    USECASES[intent.verb](turn)


def _again(inbound: Inbound) -> Inbound:
    """A text that the person sends once more on purpose is heard as if it had just been written."""
    if inbound.action == Verb.SURE and inbound.text:
        return replace(inbound, action="", value="", fields={}, sure=True)
    return inbound


def _stopped(inbound: Inbound) -> Stop | None:
    """What the boundary guard says of everything the person wrote, before anything of it is kept."""
    fields = (v for value in inbound.fields.values() for v in ((value,) if isinstance(value, str) else value))
    stop = check("\n".join([inbound.text, *fields]))
    goes_on = inbound.sure or inbound.action == Verb.SURE
    return None if stop and stop.kind is StopKind.WRONG_CHANNEL and goes_on else stop


def _refuse_text(turn: Turn, stop: Stop) -> None:
    turn.uow.count(f"stopped-{stop.kind.value}")
    turn.refused = True
    kind = "stopped-personal-number" if stop.kind is StopKind.PERSONAL_NUMBER else "stopped-wrong-channel"
    if turn.inbound.fields or not turn.inbound.direct:
        turn.ride("stopped-personal-number-form" if stop.kind is StopKind.PERSONAL_NUMBER else kind)
    else:
        turn.reply(kind)


def _person(inbound: Inbound, uow: UnitOfWork, now: datetime, world: World) -> Person | None:
    """Who this is. A newcomer is written down with name and body, and nothing else."""
    known = uow.person_of(inbound.who)
    if known is None and world.has_body(inbound.body):
        person = uow.person_named(inbound.body, inbound.who.user)
        if person is None:
            name = inbound.name or inbound.who.user
            person = uow.add_person(
                Person(0, inbound.who.user, name, inbound.body, world.language_of(inbound.body)), inbound.who
            )
        else:
            uow.know(person.id, inbound.who)
        known = person
    if known and inbound.direct and known.home != inbound.place:
        known = replace(known, home=inbound.place)
        uow.save_person(known)
    return known


def _refusal(kind: str) -> Notice:
    return Notice("refused", {"refusal": kind})


def _now(riding: Notice | None, refused: bool, language: str, world: World) -> Now | None:
    if riding is None:
        return Now(refused=True) if refused else None
    return Now(show(riding, language, world.texts), refused)


def _kept(turn: Turn) -> str:
    """The answer as the ledger keeps it: its kind and facts. A form is not kept, since it may hold a person's text."""
    riding = turn.riding
    if riding is None or riding.kind == "form":
        return json.dumps({"refused": turn.refused})
    kept = {"kind": riding.kind, "facts": riding.facts, "language": turn.person.language, "refused": turn.refused}
    return json.dumps(kept, ensure_ascii=False)


def _answered_before(answer: str, world: World) -> Now | None:
    if not answer:
        return None
    kept: Mapping[str, Any] = json.loads(answer)
    riding = Notice(kept["kind"], kept["facts"]) if "kind" in kept else None
    return _now(riding, bool(kept["refused"]), kept.get("language", world.preset.language), world)
