"""People, their identities, their absences and what is remembered of talking with them."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date

import pytest

from dialogs.conversation import Conversation
from ideas.people import Identity, Person, Place, Role
from storage.store import Store
from storage.unit_of_work import UnitOfWork
from tests.storage.samples import AVA, COACH, HALL, ava, draft, person


async def test_a_person_is_found_by_id_by_identity_and_by_name(store: Store) -> None:
    def turn(uow: UnitOfWork) -> None:
        stored = ava(uow)
        assert stored == replace(person("ava"), id=stored.id)
        assert uow.person(stored.id) == uow.person_of(AVA) == uow.person_named("SKA", "ava") == stored
        assert uow.person(99) is uow.person_of(replace(AVA, workspace="hjo")) is uow.person_named("HJO", "ava") is None

    await store.turn(turn)


async def test_a_second_identity_may_be_learnt_and_move(store: Store) -> None:
    def turn(uow: UnitOfWork) -> None:
        phone = Identity("slack", "T1", "U1")
        bo = uow.add_person(person("bo"))
        uow.know(bo.id, phone)
        uow.know(ava(uow).id, phone)
        assert uow.person_of(phone) == uow.person_of(AVA)

    await store.turn(turn)


async def test_two_bodies_may_have_an_eva_but_not_one(store: Store) -> None:
    await store.turn(lambda uow: [uow.add_person(person("eva", body)) for body in ("SKA", "HJO")])
    with pytest.raises(sqlite3.IntegrityError):
        await store.turn(lambda uow: uow.add_person(person("eva", "HJO")))


async def test_people_of_a_body_are_listed_by_role(store: Store) -> None:
    def turn(uow: UnitOfWork) -> None:
        employee, coach = uow.add_person(person("bo")), uow.add_person(person("eva", roles=COACH))
        uow.add_person(person("mia", "HJO", COACH))
        assert uow.people("SKA") == [employee, coach]
        assert uow.people("SKA", Role.COACH) == [coach]
        assert uow.people("SKA", Role.COMMUNICATOR) == []

    await store.turn(turn)


async def test_a_profile_can_change(store: Store) -> None:
    def turn(uow: UnitOfWork) -> None:
        changed = replace(ava(uow), language="en", unit=None, roles=COACH, home=None)
        uow.save_person(changed)
        assert uow.person_of(AVA) == changed

    await store.turn(turn)


async def test_a_conversation_is_remembered_for_each_place_and_person(store: Store) -> None:
    def turn(uow: UnitOfWork) -> None:
        who = ava(uow).id
        assert uow.conversation(HALL, who) == Conversation(HALL, who)
        for talk in (Conversation(HALL, who, 7, "effect", "text"), Conversation(HALL, who)):
            uow.save_conversation(talk)
            assert uow.conversation(HALL, who) == talk
        elsewhere = Place(HALL.platform, HALL.workspace, HALL.channel)
        assert uow.conversation(elsewhere, who) == Conversation(elsewhere, who)

    await store.turn(turn)


async def test_an_absence_includes_both_its_days(store: Store) -> None:
    def turn(uow: UnitOfWork) -> None:
        who = ava(uow).id
        uow.add_absence(who, date(2026, 12, 1), date(2026, 12, 14))
        days = [date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 14), date(2026, 12, 15)]
        assert [who in uow.absences(day) for day in days] == [False, True, True, False]

    await store.turn(turn)


async def test_who_comes_back_early_is_here_from_that_day_and_away_again_later(store: Store) -> None:
    def turn(uow: UnitOfWork) -> None:
        who = ava(uow).id
        uow.add_absence(who, date(2026, 12, 1), date(2026, 12, 14))
        uow.add_absence(who, date(2026, 12, 27), date(2026, 12, 30))
        uow.end_absence(who, date(2026, 12, 7))
        days = [date(2026, 12, 6), date(2026, 12, 7), date(2026, 12, 14), date(2026, 12, 28)]
        assert [who in uow.absences(day) for day in days] == [True, False, False, True]
        uow.end_absence(who, date(2026, 12, 27))
        assert uow.absences(date(2026, 12, 27)) == frozenset()

    await store.turn(turn)


async def test_erasure_leaves_what_was_done_and_not_who_did_it(store: Store) -> None:
    def turn(uow: UnitOfWork) -> None:
        idea, who = draft(uow), ava(uow).id
        uow.save_conversation(Conversation(HALL, who, held="mine"))
        uow.add_absence(who, date(2026, 12, 1), date(2026, 12, 2))
        other = uow.add_person(person("bo"))
        for erased in (who, other.id, 99):
            uow.unlink(erased)
        assert uow.person(who) == Person(who, "", "", "SKA", "sv")
        assert uow.person_of(AVA) is uow.person_named("SKA", "") is uow.person_named("SKA", "ava") is None
        assert uow.conversation(HALL, who).held == ""
        assert uow.absences(date(2026, 12, 1)) == frozenset()
        assert uow.idea(idea.id) == idea

    await store.turn(turn)


async def test_handles_are_found_by_how_they_begin_within_a_body(store: Store) -> None:
    def turn(uow: UnitOfWork) -> None:
        for handle, body in (("anna", "SKA"), ("anna2", "SKA"), ("annå", "SKA"), ("ann", "SKA"), ("anna3", "HJO")):
            uow.add_person(person(handle, body))
        assert uow.handles("SKA", "anna") == {"anna", "anna2"}
        assert uow.handles("SKA", "bosse") == set()

    await store.turn(turn)
