"""Who somebody is: known already, appointed in the preset, or new. Of a newcomer no more than a name is kept."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from bot.world import LOCAL, World
from dialogs.messages import Inbound
from dialogs.questions import cleaned
from ideas.people import Person, Place
from storage.unit_of_work import UnitOfWork

LONGEST_NAME = 80
"""Characters of a name that a platform gives."""


def met(inbound: Inbound, uow: UnitOfWork, world: World) -> Person | None:
    """Who this is; None when nobody knows which body they belong to."""
    known = uow.person_of(inbound.who)
    if known is None and world.has_body(inbound.body):
        known = _newcomer(inbound, uow, world)
    if known is None or not world.has_body(known.body):
        return None
    now = replace(known, home=_home(inbound) or known.home, name=_name(inbound, known))
    if now != known:
        uow.save_person(now)
    return now


def _home(inbound: Inbound) -> Place | None:
    """The person's own conversation, whatever thread of it they speak in."""
    return replace(inbound.place, thread="") if inbound.direct else inbound.home


def _name(inbound: Inbound, known: Person) -> str:
    """The name as it is known; one that the platform could not tell at first is mended."""
    return _given(inbound) if inbound.name and known.name == inbound.who.user else known.name


def _given(inbound: Inbound) -> str:
    return " ".join(cleaned(inbound.name).split())[:LONGEST_NAME] or inbound.who.user


def _newcomer(inbound: Inbound, uow: UnitOfWork, world: World) -> Person:
    user, body = inbound.who.user, inbound.body
    handle = user if inbound.who.platform == LOCAL else appointed(inbound, world)
    if handle and (person := uow.person_named(body, handle)):
        uow.know(person.id, inbound.who)
        return person
    name = _given(inbound)
    handle = user if inbound.who.platform == LOCAL else free_handle(name, body, uow)
    return uow.add_person(Person(0, handle, name, body, world.language_of(body)), inbound.who)


def appointed(inbound: Inbound, world: World) -> str:
    """The handle of whom the preset appoints under this e-mail address; empty when it names nobody so."""
    wanted = inbound.email.casefold()
    people = (who for who in world.preset.people if who.body == inbound.body and who.email)
    return next((who.handle for who in people if wanted and (who.email or "").casefold() == wanted), "")


def free_handle(name: str, body: str, uow: UnitOfWork) -> str:
    """A short name for commands: the first name in plain letters, with a number when it is taken."""
    plain = unicodedata.normalize("NFKD", name.partition(" ")[0].casefold())
    first = re.sub(r"[^a-z0-9]", "", plain) or "person"
    taken = uow.handles(body, first)
    return next(h for n in range(1, len(taken) + 2) if (h := first if n == 1 else f"{first}{n}") not in taken)
