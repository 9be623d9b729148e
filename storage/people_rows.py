"""Persons, how platforms name them, when they are away, and what the bot remembers of talking with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from dialogs.conversation import Conversation
from ideas.people import Identity, Person, Place, Role
from storage.documents import person_of, person_row
from storage.statements import Rows, Statement
from storage.tables import absence, conversation, identity, person

_PROFILE = [column.name for column in person.c if not column.primary_key]
_WORDS = ("draft", "editing", "held")

_BY_ID = Statement(select(person).where(person.c.id == bindparam("id")))
_BY_HANDLE = Statement(select(person).where(person.c.body == bindparam("body"), person.c.handle == bindparam("handle")))
_HANDLES = Statement(
    select(person.c.handle).where(
        person.c.body == bindparam("body"), person.c.handle >= bindparam("first"), person.c.handle < bindparam("after")
    )
)
_BY_IDENTITY = Statement(
    select(person)
    .join(identity, identity.c.person == person.c.id)
    .where(*(identity.c[name] == bindparam(name) for name in ("platform", "workspace", "user")))
)
_IN_BODY = Statement(
    select(person)
    .where(person.c.body == bindparam("body"), person.c.roles.contains(bindparam("role")))
    .order_by(person.c.id)
)
_ADD = Statement(insert(person).values({name: bindparam(name) for name in _PROFILE}).returning(person.c.id))
_SAVE = Statement(
    update(person).where(person.c.id == bindparam("person")).values({name: bindparam(name) for name in _PROFILE})
)
_KNOW = Statement(
    (known := insert(identity)).on_conflict_do_update(
        index_elements=list(identity.primary_key), set_={"person": known.excluded.person}
    )
)
_CONVERSATION = Statement(
    select(*(conversation.c[name] for name in _WORDS)).where(
        *(column == bindparam(column.name) for column in conversation.primary_key)
    )
)
_SAVE_CONVERSATION = Statement(
    (spoken := insert(conversation)).on_conflict_do_update(
        index_elements=list(conversation.primary_key), set_={name: spoken.excluded[name] for name in _WORDS}
    )
)
_ABSENT = Statement(
    select(absence.c.person).where(absence.c.first <= bindparam("day"), absence.c.last >= bindparam("day")).distinct()
)
_LEAVE = Statement(insert(absence).values({name: bindparam(name) for name in ("person", "first", "last")}))
_RETURN = Statement(
    update(absence)
    .where(
        absence.c.person == bindparam("who"), absence.c.first <= bindparam("day"), absence.c.last >= bindparam("day")
    )
    .values(last=bindparam("day_before"))
)
_FORGET = [
    Statement(delete(table).where(table.c.person == bindparam("id"))) for table in (identity, conversation, absence)
]


class PeopleRows(Rows):
    """The part of a unit of work that is about people."""

    def person(self, person_id: int) -> Person | None:
        """The person with this id."""
        row = _BY_ID(self._driver, id=person_id).fetchone()
        return person_of(row) if row else None

    def person_of(self, identity: Identity) -> Person | None:
        """The person a platform names so."""
        row = _BY_IDENTITY(
            self._driver, platform=identity.platform, workspace=identity.workspace, user=identity.user
        ).fetchone()
        return person_of(row) if row else None

    def person_named(self, body: str, handle: str) -> Person | None:
        """The person commands name so within a body."""
        row = _BY_HANDLE(self._driver, body=body, handle=handle).fetchone()
        return person_of(row) if row else None

    def handles(self, body: str, beginning: str) -> set[str]:
        """The handles in a body that begin so, found without looking at anybody else's."""
        found = _HANDLES(self._driver, body=body, first=beginning, after=f"{beginning}\U0010ffff")
        return {handle for (handle,) in found}

    def people(self, body: str, role: Role | None = None) -> list[Person]:
        """Everyone in a body, or those with a role, in the order they came."""
        wanted = f'"{role.value}"' if role else ""
        return [person_of(row) for row in _IN_BODY(self._driver, body=body, role=wanted)]

    def add_person(self, person: Person, identity: Identity | None = None) -> Person:
        """Store a new person; the one returned has an id. Raises sqlite3.IntegrityError when the handle is taken."""
        (person_id,) = _ADD(self._driver, **person_row(person)).fetchone()
        if identity:
            self.know(person_id, identity)
        return replace(person, id=person_id)

    def know(self, person_id: int, identity: Identity) -> None:
        """From now on this identity is that person."""
        _KNOW(
            self._driver,
            platform=identity.platform,
            workspace=identity.workspace,
            user=identity.user,
            person=person_id,
        )

    def save_person(self, person: Person) -> None:
        """Store a changed profile."""
        _SAVE(self._driver, person=person.id, **person_row(person))

    def unlink(self, person_id: int) -> None:
        """Erase who somebody is. What they did stays, done by a person without name, identity or place."""
        known = self.person(person_id)
        if known is None:
            return
        self.save_person(Person(person_id, "", "", known.body, known.language))
        for forget in _FORGET:
            forget(self._driver, id=person_id)

    def conversation(self, place: Place, person_id: int) -> Conversation:
        """What is remembered of a person in a place; an empty conversation when nothing is."""
        row = _CONVERSATION(
            self._driver,
            platform=place.platform,
            workspace=place.workspace,
            channel=place.channel,
            thread=place.thread,
            person=person_id,
        ).fetchone()
        return Conversation(place, person_id, *row) if row else Conversation(place, person_id)

    def save_conversation(self, conversation: Conversation) -> None:
        """Remember a conversation as it is now."""
        place = conversation.place
        _SAVE_CONVERSATION(
            self._driver,
            platform=place.platform,
            workspace=place.workspace,
            channel=place.channel,
            thread=place.thread,
            person=conversation.person,
            draft=conversation.draft,
            editing=conversation.editing,
            held=conversation.held,
        )

    def absences(self, on: date) -> frozenset[int]:
        """The ids of those who are away on a day."""
        return frozenset(person_id for (person_id,) in _ABSENT(self._driver, day=on.isoformat()))

    def add_absence(self, person: int, first: date, last: date) -> None:
        """Somebody is away from the first to the last day, both included."""
        _LEAVE(self._driver, person=person, first=first.isoformat(), last=last.isoformat())

    def end_absence(self, person: int, on: date) -> None:
        """Somebody is back on this day. Later absences stay."""
        _RETURN(self._driver, who=person, day=on.isoformat(), day_before=(on - timedelta(days=1)).isoformat())
