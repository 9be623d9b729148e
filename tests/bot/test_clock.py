"""The clock: what happens because time passes, once, whatever restarts there are."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.app import open_bot
from bot.clock import MOST_TRIES, happen, put_off
from dialogs.words import Verb
from ideas.idea import Fact, Idea
from ideas.lifecycle import Status
from ideas.occurrence import Occurrence, Outcome
from storage.unit_of_work import UnitOfWork
from tests.bot.house import NEED, House

CARD = "skovde-coacher"


@pytest.mark.parametrize(
    ("handed_in", "nudged", "lead", "assigned"),
    [
        ("2026-11-23 10:00", "2026-11-24 10:00", "2026-11-25 10:00", "2026-11-26 10:00"),
        ("2026-11-27 13:30", "2026-11-30 13:30", "2026-12-01 13:30", "2026-12-02 13:30"),
        ("2026-11-28 13:30", "2026-12-01 08:00", "2026-12-02 08:00", "2026-12-03 08:00"),
        ("2026-11-23 22:15", "2026-11-24 16:00", "2026-11-25 16:00", "2026-11-26 16:00"),
        ("2026-12-22 09:00", "2026-12-23 09:00", "2026-12-28 09:00", "2026-12-29 09:00"),
        ("2026-06-18 09:00", "2026-06-22 09:00", "2026-06-23 09:00", "2026-06-24 09:00"),
        ("2026-03-27 12:00", "2026-03-30 12:00", "2026-03-31 12:00", "2026-04-01 12:00"),
    ],
)
def test_what_nobody_takes_is_nudged_then_raised_then_given(
    house: House, handed_in: str, nudged: str, lead: str, assigned: str
) -> None:
    house.now = house.moment(handed_in)
    number = house.hand_in()
    for when, kind, where in ((nudged, "nudge", CARD), (lead, "nudge-lead", "pia"), (assigned, "assigned-auto", "eva")):
        house.at(_just_before(house, when))
        assert kind not in house.kinds(where)
        house.at(when)
        assert kind in house.kinds(where)
    assert house.idea(number).coach == house.person("eva").id


def _just_before(house: House, when: str) -> str:
    local = house.world.calendar("skovde").local(house.moment(when) - timedelta(minutes=1))
    return f"{local:%Y-%m-%d %H:%M}"


def test_the_nudge_is_a_line_under_the_card_with_a_button(house: House) -> None:
    house.hand_in()
    house.at("2026-11-24 10:00")
    assert house.last(CARD).startswith(
        "SKO-2026-0001 har väntat en arbetsdag: ”Frukosten kommer för sent till de boende”. "
        "Vi har lovat svar senast måndag 30 november. Vem kan ta den?\n  1. Ta"
    )


def test_who_is_given_an_idea_reads_why_and_the_bearer_who_it_is(house: House) -> None:
    house.hand_in()
    house.at("2026-11-26 10:00")
    assert "Du fick SKO-2026-0001, därför att" in house.last("eva")
    assert "den handlar om vård och omsorg och ingen hade tagit den. Hör av dig till Anna Åström" in house.last("eva")
    assert "Eva Lind är din delprojektledare" in house.last("anna")


def test_what_somebody_has_taken_is_not_nudged(house: House) -> None:
    house.hand_in()
    house.say("omar", "ta 1")
    told = len(house.outbox())
    house.at("2026-11-27 10:00")
    assert not {"nudge", "nudge-lead", "assigned-auto"} & {message.kind for message in house.outbox()[told:]}


def test_after_a_weekend_down_everything_is_caught_up_with_once(house: House) -> None:
    house.hand_in()
    house.wake_at("2026-11-27 12:00")
    house.sweep()
    assert [kind for kind in house.kinds(CARD) if kind == "nudge"] == ["nudge"]
    assert house.kinds("eva").count("assigned-auto") == 1
    assert house.sweep() == []


def test_what_was_only_worth_saying_then_is_skipped_with_a_note(house: House) -> None:
    house.hand_in(ring="body")
    house.sweep()
    house.wake_at("2026-12-03 08:59")
    skipped = house.occurrence("digest", "local/skovde/skovde-digest", "2026-W48")
    assert skipped.outcome is Outcome.SKIPPED
    assert skipped.facts["note"] == "more than 72 hours late"
    assert house.heard("skovde-digest") == []
    assert "nudge-lead" not in house.kinds("eva")


def test_what_is_a_few_hours_late_is_still_said(house: House) -> None:
    house.hand_in(ring="body")
    house.sweep()
    house.wake_at("2026-11-28 20:00")
    assert house.kinds("skovde-digest") == ["digest"]


def test_a_promise_is_owned_up_to_however_late(house: House) -> None:
    house.hand_in()
    house.say("eva", "ta 1")
    house.wake_at("2026-12-20 12:00")
    assert "promise-broken" in house.kinds("anna")


def test_the_same_thing_twice_happens_once(house: House) -> None:
    house.hand_in()
    house.now = house.moment("2026-11-24 11:00")
    due = house.sweep()
    told = len(house.outbox())
    for occurrence in due:
        house.happen(occurrence)
    assert len(house.outbox()) == told


def test_what_is_rolled_back_happens_the_next_time(house: House) -> None:
    house.hand_in()
    house.now = house.moment("2026-11-24 11:00")
    before = len(house.outbox())

    def killed(uow: UnitOfWork) -> None:
        for occurrence in uow.due(house.now):
            happen(uow, house.now, house.world, occurrence)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        house.turn(killed)
    assert len(house.outbox()) == before
    house.sweep()
    assert house.kinds(CARD)[-1] == "nudge"


def test_a_draft_left_alone_is_reminded_of_once(house: House) -> None:
    house.say("anna", "ny")
    house.say("anna", NEED)
    house.at("2026-11-25 09:00")
    assert house.kinds("anna")[-1] == "draft-reminder"
    house.at("2026-12-20 09:00")
    assert house.kinds("anna").count("draft-reminder") == 1


def test_a_draft_that_is_still_written_is_reminded_of_later(house: House) -> None:
    house.say("anna", "ny")
    house.say("anna", NEED)
    house.at("2026-11-24 20:00")
    house.say("anna", "Lugnare morgnar.")
    house.at("2026-11-25 12:00")
    assert "draft-reminder" not in house.kinds("anna")
    house.at("2026-11-27 12:00")
    assert "draft-reminder" in house.kinds("anna")


def test_a_draft_that_was_handed_in_or_left_empty_is_not_reminded_of(house: House) -> None:
    house.hand_in()
    house.say("bjorn", "ny")
    house.at("2026-12-20 09:00")
    assert "draft-reminder" not in house.kinds("anna") + house.kinds("bjorn")


def test_taking_the_idea_first_ends_a_hand_over_of_the_clock(house: House) -> None:
    number = house.hand_in()
    house.now = house.moment("2026-11-26 10:00")
    due = house.turn(lambda uow: uow.due(house.now))
    house.press("omar", Verb.CLAIM, number)
    for occurrence in due:
        house.happen(occurrence)
    assert house.idea(number).coach == house.person("omar").id


class Watch:
    """A clock that shows what it is told to."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The time."""
        return self.now


POISON, SOUND = ("nudge", "SKO-2026-0001", "no number"), ("wake", "SKO-2026-0001", "2026-11-24")


async def _after_two_sweeps(url: str, watch: Watch) -> dict[str, Outcome]:
    async with open_bot(url, "skaraborg", {}, watch) as bot:
        await bot.store.turn(partial(_spoil, watch.now))
        await bot.sweep()
        await bot.sweep()
        found = await bot.store.turn(lambda uow: [uow.occurrence(*key) for key in (POISON, SOUND)])
        return {one.kind: one.outcome for one in found if one}


def _spoil(at: datetime, uow: UnitOfWork) -> None:
    """A submitted idea with one occurrence that cannot be read and one that can, the broken one first."""
    anna = uow.person_named("skovde", "anna")
    assert anna
    idea = Idea(0, "skovde", anna.id, at, at, number="SKO-2026-0001", status=Status.SUBMITTED, seq=1)
    uow.add_fact(uow.add_idea(idea).id, Fact(1, at, anna.id, "submitted", Status.DRAFT, Status.SUBMITTED))
    for kind, subject, period in (POISON, SOUND):
        uow.plan(Occurrence(kind, subject, period, at))


def test_one_that_fails_does_not_hold_up_the_others(house: House, tmp_path: Path) -> None:
    outcomes = asyncio.run(_after_two_sweeps(f"sqlite:///{tmp_path}/ideas.db", Watch(house.now)))
    assert outcomes == {"nudge": Outcome.WAITING, "wake": Outcome.SILENT}


def test_what_fails_every_time_is_let_go_with_a_note(house: House) -> None:
    broken = Occurrence("wake", "SKO-2026-0009", "2026-11-24", house.now)
    house.turn(lambda uow: uow.plan(broken))
    for _ in range(MOST_TRIES):
        waiting = house.occurrence("wake", "SKO-2026-0009", "2026-11-24")
        assert waiting.outcome is Outcome.WAITING
        house.turn(partial(put_off, occurrence=waiting, reason="KeyError at clock.py:1"))
    let_go = house.occurrence("wake", "SKO-2026-0009", "2026-11-24")
    assert (let_go.outcome, let_go.facts["note"]) == (Outcome.SKIPPED, "KeyError at clock.py:1")
