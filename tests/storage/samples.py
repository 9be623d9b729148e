"""People, places, ideas and messages to store."""

from __future__ import annotations

from datetime import UTC, datetime

from dialogs.messages import Notice, Outgoing
from ideas.idea import Answer, Idea
from ideas.people import Identity, Person, Place, Role
from storage.unit_of_work import UnitOfWork

NOW = datetime(2026, 11, 23, 9, 30, 1, 123456, tzinfo=UTC)
HALL = Place("local", "skara", "hall", "t1")
AVA = Identity("local", "skara", "ava")
COACH = frozenset({Role.EMPLOYEE, Role.COACH})


def person(handle: str, body: str = "SKA", roles: frozenset[Role] = frozenset({Role.EMPLOYEE})) -> Person:
    """Somebody not stored yet."""
    return Person(0, handle, handle.title(), body, "sv", unit="vård", roles=roles, home=HALL)


def ava(uow: UnitOfWork) -> Person:
    """The stored employee Ava; stored now if she was not."""
    return uow.person_of(AVA) or uow.add_person(person("ava"), AVA)


def draft(uow: UnitOfWork, need: str = "Frukosten kommer för sent.") -> Idea:
    """A stored draft of Ava's."""
    answers = {"need": Answer(need), "ring": Answer(choices=("body",))}
    return uow.add_idea(Idea(0, "SKA", ava(uow).id, NOW, NOW, answers=answers, place=HALL))


def message(key: str, place: Place = HALL) -> Outgoing:
    """A message with this key."""
    return Outgoing(key, place, Notice("receipt", {"number": "SKA-2026-0001", "names": ["å", "ö"]}), "sv")
