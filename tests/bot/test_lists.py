"""Lists and looks: one's own ideas, the queue, the overview, and what an idea's history tells to whom."""

from __future__ import annotations

import pytest

from adapters.slack import limits as slack
from adapters.teams import limits as teams
from dialogs.messages import Notice, Value
from dialogs.notices import show
from dialogs.words import Verb
from tests.bot.house import House, world_of

TALK = ("frågade", "svarade", "skrev")


def many(house: House, count: int, coach: str = "") -> list[str]:
    """So many ideas, taken by a coach if one is named; their numbers."""
    for n in range(1, count + 1):
        house.hand_in("anna", f"Behov nummer {n}.")
        if coach:
            house.say(coach, f"ta {n}")
    return house.numbers()


def listed(card: str) -> list[int]:
    """The running numbers of the ideas that have a line on a card."""
    return [int(line[9:13]) for line in card.split("\n") if line.startswith("SKO-2026-")]


def history(card: str) -> list[str]:
    """What an idea's card says that has been said about it."""
    return [line.partition(": ")[2] for line in card.split("\n") if any(f" {word}" in line for word in TALK)]


def test_a_coach_sees_ten_ideas_how_many_more_there_are_and_the_next_ones_on_a_press(house: House) -> None:
    many(house, 12, "eva")
    first = house.say("eva", "mina")
    assert listed(first) == list(range(1, 11))
    assert "Och 2 till.\n" in first
    assert "  11. Visa fler" in first
    rest = house.press("eva", Verb.MINE, "10 coaching")
    assert listed(rest) == [11, 12]
    assert "Visa fler" not in rest


def test_a_bearer_can_see_all_of_her_ideas(house: House) -> None:
    many(house, 11)
    assert "Och 1 till.\n" in house.say("anna", "mina")
    rest = house.press("anna", Verb.MINE, "10 ideas")
    assert listed(rest) == [1], "the newest come first"
    assert rest.startswith("Dina idéer")


def test_a_coach_without_own_ideas_has_no_heading_for_them(house: House) -> None:
    many(house, 1, "eva")
    assert house.say("eva", "mina").startswith("Idéer där du är delprojektledare\nSKO-2026-0001")
    assert house.say("omar", "mina").startswith("Dina idéer\nDu har inte lämnat någon idé än.")


def test_what_waits_can_be_looked_through_to_the_end_and_every_idea_taken_from_the_list(house: House) -> None:
    many(house, 12)
    first = house.say("eva", "kö")
    assert listed(first) == list(range(1, 11))
    assert [f"{n}. Ta {n:04}" for n in range(1, 11)] == [line.strip() for line in first.split("\n")[-11:-1]]
    rest = house.press("eva", Verb.QUEUE, "10 ideas")
    assert listed(rest) == [11, 12]
    assert rest.endswith("  1. Ta 0011\n  2. Ta 0012")


def test_a_press_for_more_of_a_list_that_has_become_shorter_shows_it_from_the_beginning(house: House) -> None:
    many(house, 2)
    assert listed(house.press("eva", Verb.QUEUE, "10 ideas")) == [1, 2]


def test_a_number_after_the_word_for_a_list_shows_no_later_part_of_it(house: House) -> None:
    many(house, 12)
    assert listed(house.say("eva", "kö 11")) == []


def test_ideas_of_two_years_with_the_same_running_number_have_buttons_that_can_be_told_apart(house: House) -> None:
    many(house, 1)
    house.at("2027-01-11 10:00")
    house.hand_in()
    assert "  1. SKO-2027-0001\n  2. SKO-2026-0001" in house.say("anna", "mina")


@pytest.mark.parametrize("kind", ["mine", "queue", "overview", "monday"])
def test_a_long_list_of_long_titles_fits_a_message_in_slack_and_in_teams(kind: str) -> None:
    lines: list[dict[str, Value]] = [
        {"number": f"SKO-2026-{n:04}", "title": "Måltidsmiljön " * 8, "status": "claimed", "promise": "2026-11-20",
         "date": "2026-11-20", "days": n, "late": True, "coach": "Ann-Charlotte Göransson-Åkerström"}
        for n in range(99)
    ]  # fmt: skip
    names = ("ideas", "coaching", "late", "week", "pauses", "quiet")
    waiting = [{**line, "who": "bearer"} for line in lines]
    counts = dict.fromkeys(("waiting", "working", "late", "ended", "count"), 99) if kind == "overview" else {}
    facts: dict[str, Value] = {
        **dict.fromkeys(names, lines),
        "waiting": waiting,
        "body": "Skövde",
        "date": "2026-11-23",
        "count": 99,
    }
    card = show(Notice(kind, {**facts, **counts}), "sv", world_of("skaraborg").texts)
    assert slack.fitted(card).parts == card.parts
    assert teams.fitted(card).parts == card.parts


def test_the_overview_has_what_is_late_first_and_says_who_has_it(house: House) -> None:
    many(house, 2)
    house.say("eva", "ta 2")
    house.press("eva", Verb.PROMISE, "SKO-2026-0002", date="2026-11-24", why="Det går fort.")
    house.now = house.moment("2026-11-25 09:00")
    assert house.say("pia", "översikt").split("\n")[1:5] == [
        "1 väntar på delprojektledare, 1 har delprojektledare, 1 försenad.",
        "Avslutade i år: 0.",
        "SKO-2026-0002 Behov nummer 2: har delprojektledare, hos Eva Lind, 2 dagar gammal, försenad",
        "SKO-2026-0001 Behov nummer 1: väntar på delprojektledare, 2 dagar gammal",
    ]


def test_the_overview_can_be_looked_through_to_the_end(house: House) -> None:
    many(house, 12)
    assert "Och 2 till.\n" in house.say("pia", "översikt")
    assert listed(house.press("pia", Verb.OVERVIEW, "10 ideas")) == [11, 12]


def test_an_idea_is_from_today_until_midnight_and_a_day_old_after_it(house: House) -> None:
    house.now = house.moment("2026-11-23 22:00")
    many(house, 1)
    house.now = house.moment("2026-11-23 23:59")
    assert "väntar på delprojektledare, från i dag\n" in house.say("pia", "översikt")
    house.now = house.moment("2026-11-24 00:01")
    assert "väntar på delprojektledare, 1 dag gammal\n" in house.say("pia", "översikt")


def talked(house: House) -> None:
    """An idea that everybody in Skövde may see, and a question, an answer and a word about it."""
    house.hand_in(ring="body")
    house.say("eva", "ta 1")
    house.say("eva", "fråga 1 Vilka dagar är det svårast?")
    house.press("anna", Verb.REPLY, "SKO-2026-0001", reply="Lördagar,\ndå är vi två.")
    house.say("eva", "skriv 1 Jag har bokat köket på torsdag.")
    house.press("anna", Verb.CONSENT, "SKO-2026-0001 yes")


SAID = [
    "Eva Lind frågade: ”Vilka dagar är det svårast?”",
    "Anna Åström svarade: ”Lördagar, då är vi två.”",
    "Eva Lind skrev: ”Jag har bokat köket på torsdag.”",
    "Anna Åström svarade om veckobrevet",
]


def test_the_next_coach_reads_what_has_been_said(house: House) -> None:
    talked(house)
    house.press("pia", Verb.ASSIGN, "SKO-2026-0001", person=str(house.person("omar").handle))
    assert house.idea("SKO-2026-0001").coach == house.person("omar").id
    assert history(house.say("omar", "visa 1")) == SAID


def test_the_bearer_and_the_process_leader_read_what_has_been_said(house: House) -> None:
    talked(house)
    assert history(house.say("anna", "visa 1")) == SAID
    assert history(house.say("pia", "visa 1")) == SAID


def test_others_who_see_an_idea_read_neither_the_talk_about_it_nor_the_name_of_its_bearer(house: House) -> None:
    talked(house)
    for other in ("bjorn", "omar"):
        seen = house.say(other, "visa 1")
        assert history(seen) == [
            "Eva Lind frågade",
            "en medarbetare svarade",
            "Eva Lind skrev",
            "en medarbetare svarade om veckobrevet",
        ]
        assert "Anna" not in seen


def test_an_objection_is_read_by_those_whom_it_is_said_to(house: House) -> None:
    talked(house)
    closing = {"reason": "no_funding", "fact": "Pengar saknas.", "step": "Våren.", "learning": "Vagnar är dyra."}
    house.press("eva", Verb.CLOSE, "SKO-2026-0001", **closing)
    house.press("anna", Verb.OBJECT, "SKO-2026-0001", objection="Siffrorna är från vardagar.")
    assert "en invändning kom: ”Siffrorna är från vardagar.”" in house.say("pia", "visa 1")
    assert "Siffrorna" not in house.say("bjorn", "visa 1")


def test_what_was_said_at_length_is_cut_with_a_visible_mark(house: House) -> None:
    house.hand_in()
    house.say("eva", "ta 1")
    house.say("eva", f"skriv 1 {'ja ' * 200}nej")
    (line,) = history(house.say("eva", "visa 1"))
    assert line.endswith("ja…”")
    assert len(line) < 200


def test_a_new_home_is_called_by_its_name_in_the_history(house: House) -> None:
    house.hand_in()
    house.say("eva", "ta 1")
    fields = {"actor": "Science Park", "contact": "Nils", "until": "2026-12-18"}
    house.press("eva", Verb.STATUS, "SKO-2026-0001 found_home", **fields)
    house.press("anna", Verb.AGREE, "SKO-2026-0001 yes")
    assert "vidare till Science Park: Nils" in house.say("eva", "visa 1").partition("Vad som har hänt")[2]
