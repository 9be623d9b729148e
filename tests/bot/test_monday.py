"""Monday's list: what a coach has to do this week, and nothing else."""

from __future__ import annotations

from dialogs.words import Verb
from tests.bot.house import House


def mondays(house: House, handle: str = "eva") -> list[str]:
    """Every Monday list somebody has had."""
    return [told.text for told in house.outbox() if told.kind == "monday" and told.channel == f"dm:{handle}"]


def coached(house: House, many: int, handle: str = "eva") -> list[str]:
    """So many ideas that somebody coaches; their numbers."""
    for n in range(1, many + 1):
        house.hand_in("anna", f"Behov nummer {n}.")
        house.say(handle, f"ta {n}")
    return house.numbers()


def promise(house: House, number: str, date: str) -> None:
    """A coach promises an answer by another day."""
    house.press("eva", Verb.PROMISE, number, date=date, why="Köket byggs om.")


def test_a_coach_gets_the_week_on_monday_morning(house: House) -> None:
    for handle in ("anna", "bjorn", "kim", "nykomling"):
        house.hand_in(handle)
    for n in range(1, 5):
        house.say("eva", f"ta {n}")
    house.say("eva", "löfte 2 4 december köket svarar då")
    house.say("eva", "fråga 3 Hur ofta?")
    house.press("eva", Verb.STATUS, "SKO-2026-0004 dormant", why="Köket byggs om.", until="6 december")
    house.at("2026-11-30 07:59")
    assert mondays(house) == []
    house.at("2026-11-30 08:00")
    assert mondays(house)[0].split("\n") == [
        "Din lista måndag 30 november: 4 idéer",
        "Svara i veckan",
        "0001 Frukosten kommer för sent till de boende, måndag 30 november",
        "0002 Frukosten kommer för sent till de boende, fredag 4 december",
        "  1. 0001",
        "  2. 0002",
        "Väntar på andra",
        "0003 Frukosten kommer för sent till de boende, idébäraren, 7 dagar",
        "Pausen slutar",
        "0004 Frukosten kommer för sent till de boende",
    ]


def test_what_is_late_comes_first_with_its_buttons(house: House) -> None:
    house.hand_in()
    house.say("eva", "ta 1")
    house.at("2026-12-07 08:00")
    assert mondays(house)[-1].split("\n") == [
        "Din lista måndag 7 december: 1 idé",
        "Försenat",
        "0001 Frukosten kommer för sent till de boende, skulle ha fått svar måndag 30 november",
        "  1. Svara",
        "  2. Nytt datum",
    ]


def test_a_decision_that_drags_on_past_its_promise_is_late(house: House) -> None:
    house.hand_in()
    house.say("eva", "ta 1")
    house.say("eva", "status 1 utforskas vi frågar")
    house.press("eva", Verb.STATUS, "SKO-2026-0001 deciding", receiver="Maria", why="klart", date="10 december")
    house.at("2026-12-07 08:00")
    assert "Svara i veckan\n0001" in mondays(house)[-1]
    house.at("2026-12-14 08:00")
    assert "Försenat\n0001" in mondays(house)[-1]


def test_what_has_been_quiet_for_thirty_days_is_counted(house: House) -> None:
    house.hand_in()
    house.say("eva", "ta 1")
    house.press("eva", Verb.PROMISE, "SKO-2026-0001", date="2027-02-01", why="Köket byggs om.")
    house.at("2026-12-21 08:00")
    assert mondays(house) == []
    house.at("2026-12-28 08:00")
    assert "Inget nytt på 30 dagar: 1 idé\n  1. Visa" in mondays(house)[-1]
    assert "Frukosten" not in mondays(house)[-1]
    shown = house.press("eva", Verb.MINE, "0 quiet")
    assert "Inget nytt på 30 dagar: 1 idé\n0001 Frukosten kommer för sent till de boende\n  1. 0001" in shown


def test_a_follow_up_after_the_change_is_on_the_list(house: House) -> None:
    house.hand_in()
    house.say("eva", "ta 1")
    house.press("eva", Verb.STATUS, "SKO-2026-0001 implemented", receiver="Maria", change="Sju", until="3 december")
    house.at("2026-11-30 08:00")
    assert "Svara i veckan\n0001" in mondays(house)[-1]
    assert "torsdag 3 december" in mondays(house)[-1]


def test_who_has_nothing_gets_no_list(house: House) -> None:
    house.hand_in()
    house.say("eva", "ta 1")
    house.at("2026-11-30 08:00")
    assert mondays(house, "omar") == []


def test_a_process_leader_who_coaches_gets_a_list_too(house: House) -> None:
    house.hand_in()
    house.say("pia", "ta 1")
    house.at("2026-11-30 08:00")
    assert "0001" in mondays(house, "pia")[0]


def test_when_monday_is_a_holiday_the_list_comes_the_next_working_day(house: House) -> None:
    house.now = house.moment("2026-03-30 10:00")
    house.hand_in()
    house.say("eva", "ta 1")
    house.at("2026-04-06 12:00")
    assert mondays(house) == []
    house.at("2026-04-07 08:00")
    assert mondays(house)[0].startswith("Din lista tisdag 7 april")


def test_the_list_comes_once_however_often_the_bot_looks(house: House) -> None:
    house.hand_in()
    house.say("eva", "ta 1")
    house.sweep()
    house.wake_at("2026-11-30 11:00")
    house.sweep()
    assert len(mondays(house)) == 1


def test_the_clock_keeps_local_time_through_both_changes(house: House) -> None:
    house.hand_in()
    house.say("eva", "ta 1")
    house.press("eva", Verb.PROMISE, "SKO-2026-0001", date="2028-12-01", why="Det dröjer.")
    for monday in ("2027-11-01", "2028-03-27"):
        house.at(f"{monday} 07:59")
        before = len(mondays(house))
        house.at(f"{monday} 08:00")
        assert len(mondays(house)) == before + 1


def test_only_the_first_five_that_are_late_are_listed_and_a_button_shows_the_others(house: House) -> None:
    coached(house, 8)
    house.at("2026-12-07 08:00")
    said = mondays(house)[-1]
    assert said.count("skulle ha fått svar") == 5
    assert said.endswith("Och 3 till.\n  11. Visa fler")
    rest = house.press("eva", Verb.MINE, "5 late").split("\n")
    assert [line[:20] for line in rest if "skulle" in line] == [f"000{n} Behov nummer {n}," for n in (6, 7, 8)]
    assert rest[-2:] == ["  5. Svara", "  6. Nytt datum"]


def test_what_is_to_be_answered_first_stands_first(house: House) -> None:
    first, second, third = coached(house, 3)
    for number, date in ((first, "2026-12-04"), (second, "2026-12-02"), (third, "2026-12-03")):
        promise(house, number, date)
    house.at("2026-11-30 08:00")
    lines = mondays(house)[0].split("\n")[2:5]
    assert [line[:4] for line in lines] == ["0002", "0003", "0001"]


def test_more_of_a_list_that_has_been_worked_off_meanwhile_is_ones_own_ideas(house: House) -> None:
    numbers = coached(house, 6)
    house.at("2026-12-07 08:00")
    for number in numbers:
        promise(house, number, "2026-12-18")
    shown = house.press("eva", Verb.MINE, "5 late")
    assert "Försenat" not in shown
    assert shown.startswith("Idéer där du är delprojektledare\nSKO-2026-0001")


def test_a_long_title_is_cut_with_a_visible_mark(house: House) -> None:
    house.hand_in(need="Frukosten kommer alldeles för sent till de boende på plan två och plan tre varje helg.")
    house.say("eva", "ta 1")
    house.at("2026-11-30 08:00")
    line = "0001 Frukosten kommer alldeles för sent till de boende på plan t…, måndag 30 november"
    assert line in mondays(house)[0].split("\n")
