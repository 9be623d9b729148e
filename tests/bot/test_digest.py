"""The weekly digest: what it tells, to whom, when, and how the communicator has the last word."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dialogs.words import Verb
from ideas.occurrence import Outcome
from tests.bot.house import House
from tests.bot.test_ending import CLOSING

HERE, KEY = "skovde-digest", "local/skovde/skovde-digest"
WEEK_48 = f"{KEY}|2026-W48"
THURSDAY = "2026-11-26 09:00"


def lines(house: House) -> list[str]:
    """The latest digest, line by line."""
    return house.last(HERE).split("\n")


def test_a_week_is_told_in_the_words_of_the_model(house: House) -> None:
    house.hand_in(ring="body")
    house.hand_in("bjorn", "Schemat är otydligt för vikarier.", "body")
    for number in (1, 2):
        house.say("eva", f"ta {number}")
    house.say("eva", "status 2 utforskas vi frågar")
    house.at(THURSDAY)
    assert lines(house) == [
        "Idéslussen i Skövde, vecka 48",
        "Nytt: 0001 Frukosten kommer för sent till de boende. Känner du igen det?",
        "Går vidare: 0002 Schemat är otydligt för vikarier.",
        "  1. Berätta om ett behov",
    ]


def test_an_end_and_a_test_and_a_change_have_lines_of_their_own(house: House) -> None:
    for handle, need in (
        ("anna", "Egen bil till nattpatrullen."),
        ("bjorn", "Bildstöd vid måltider."),
        ("kim", "Nycklar."),
    ):
        house.hand_in(handle, need, "body")
    for number in (1, 2, 3):
        house.say("eva", f"ta {number}")
    house.press(
        "eva", Verb.CLOSE, "SKO-2026-0001", **{**CLOSING, "fact": "Pengar saknas i år.", "step": "Ny fråga i mars"}
    )
    house.say("eva", "status 2 utforskas vi frågar")
    house.say("eva", "status 2 formas vi ritar")
    testing = {"test": "bilder", "why": "alla vill", "until": "2026-12-18"}
    house.press("eva", Verb.STATUS, "SKO-2026-0002 testing", **testing)
    changed = {"receiver": "Maria", "change": "digitala lås", "until": "2026-12-18"}
    house.press("eva", Verb.STATUS, "SKO-2026-0003 implemented", **changed)
    house.press("eva", Verb.STATUS, "SKO-2026-0003 benefit_confirmed", receiver="Maria", gain="25 minuter om dagen")
    house.press("kim", Verb.AGREE, "SKO-2026-0003 yes")
    house.at(THURSDAY)
    assert lines(house)[1:4] == [
        "Blir inte av: 0001 Egen bil till nattpatrullen. Pengar saknas i år. Ny fråga i mars.",
        "Testas till fredag 18 december: 0002 Bildstöd vid måltider. Vill du hjälpa till? Fråga Eva Lind.",
        "Används nu: 0003. Du såg: Nycklar. Vi gjorde: digitala lås. Det gav: 25 minuter om dagen.",
    ]


@pytest.mark.parametrize("ring", ["", "unit"])
def test_what_is_private_is_told_after_a_yes_and_never_with_a_name(house: House, ring: str) -> None:
    number = house.hand_in(ring=ring)
    house.say("eva", "ta 1")
    house.at(THURSDAY)
    assert house.heard(HERE) == []
    house.at("2026-11-27 10:00")
    house.press("anna", Verb.CONSENT, f"{number} yes")
    house.at("2026-12-03 09:00")
    assert "Nytt: 0001 Frukosten" in house.last(HERE)
    assert "Anna" not in house.last(HERE)


def test_a_no_counts_whatever_the_ring(house: House) -> None:
    number = house.hand_in(ring="body")
    house.press("anna", Verb.CONSENT, f"{number} no")
    house.at(THURSDAY)
    assert house.heard(HERE) == []


def test_what_is_shared_with_everyone_is_still_told_only_at_home(house: House) -> None:
    house.hand_in(ring="everyone")
    house.at(THURSDAY)
    assert len(house.heard(HERE)) == 1
    assert house.heard("falkoping-digest") == []


def test_a_silent_week_posts_nothing(house: House) -> None:
    house.hand_in()
    house.at("2026-12-20 09:00")
    assert house.heard(HERE) == []
    assert house.occurrence("digest", KEY, "2026-W49").outcome is Outcome.SILENT


def test_no_line_is_told_twice(house: House) -> None:
    house.hand_in(ring="body")
    house.at(THURSDAY)
    house.say("eva", "ta 1")
    house.at("2026-12-04 09:00")
    assert len(house.heard(HERE)) == 1, "a coach is no news"
    house.say("eva", "status 1 utforskas vi frågar")
    house.at("2026-12-10 09:00")
    house.say("eva", "status 1 formas vi ritar")
    house.say("eva", "släpp 1 jag slutar")
    house.at("2026-12-24 09:00")
    assert [text.split("\n")[1].split(":")[0] for text in house.heard(HERE)] == ["Nytt", "Går vidare"]


def test_a_digest_that_a_holiday_moves_leaves_no_gap(house: House) -> None:
    house.at("2026-12-24 08:00")
    house.hand_in(ring="body")
    house.at("2026-12-24 12:00")
    assert house.heard(HERE) == []
    house.at("2026-12-28 09:00")
    assert house.heard(HERE) == [], "its preview went out on the twenty-third, before there was anything to tell"
    house.at("2027-01-04 09:00")
    assert "vecka 53" in house.last(HERE)


def test_a_digest_has_at_most_ten_lines_and_something_of_everything_and_the_rest_is_told_under_it(
    house: House,
) -> None:
    house.hand_in("bjorn", "Schemat är otydligt.", "body")
    house.say("eva", "ta 1")
    house.say("eva", "status 1 utforskas vi frågar")
    for n in range(20):
        house.hand_in("anna", f"Behov {n}.", "body")
    house.at(THURSDAY)
    digest, rest = (text.split("\n") for text in house.heard(HERE)[-2:])
    assert len(digest) <= 11, "ten lines and the button"
    assert "Går vidare: 0001 Schemat är otydligt." in digest
    assert "Och 13 till." in digest
    assert rest[0] == "Resten av veckan:"
    assert not set(rest) & set(digest)
    assert len(rest) == 1 + 13


@pytest.mark.parametrize(("answers", "figure"), [(4, ""), (5, "Svar i tid: 5 av 5.")])
def test_no_figure_is_shown_for_fewer_than_five(house: House, answers: int, figure: str) -> None:
    for n in range(answers):
        house.hand_in("anna", f"Behov {n}.", "body")
        house.say("eva", f"fråga {n + 1} Hur då?", channel="skovde-coacher")
    house.at(THURSDAY)
    assert lines(house)[-2].startswith("Svar i tid") is bool(figure)
    assert not figure or figure in lines(house)


def test_a_late_answer_counts_once_and_as_late(house: House) -> None:
    for n in range(6):
        house.hand_in("anna", f"Behov {n}.", "body")
        house.say("eva", f"ta {n + 1}")
    house.say("eva", "fråga 1 Hur då?")
    house.at("2026-12-01 12:00")
    for n in range(1, 6):
        house.say("eva", f"status {n + 1} utforskas vi frågar")
    house.at("2026-12-03 09:00")
    assert "Svar i tid: 0 av 5." in lines(house)
    for n in range(6):
        house.say("eva", f"skriv {n + 1} Vi frågar.")
    house.say("eva", "status 1 utforskas vi frågar")
    house.at("2026-12-10 09:00")
    assert len(house.heard(HERE)) == 3
    assert not any("Svar i tid" in line for line in lines(house))


def test_the_communicator_sees_it_the_working_day_before(house: House) -> None:
    house.hand_in(ring="body")
    house.at("2026-11-25 08:59")
    assert house.heard("kim") == []
    house.at("2026-11-25 09:00")
    assert "Så här blir veckobrevet för skovde-digest. Det skickas torsdag 26 november." in house.last("kim")
    assert "Nytt: 0001 Frukosten" in house.last("kim")
    house.at(THURSDAY)
    assert "Nytt: 0001 Frukosten" in house.last(HERE), "silence means send"


@pytest.mark.parametrize("words", ["veckobrev", "veckobrev visa"])
@pytest.mark.parametrize("handle", ["kim", "pia"])
def test_the_coming_digest_can_be_looked_at_any_day_and_sends_nothing(house: House, handle: str, words: str) -> None:
    house.hand_in(ring="body")
    seen = house.say(handle, words)
    assert "Det skickas torsdag 26 november." in seen
    assert "Nytt: 0001 Frukosten" in seen
    assert house.heard(HERE) == []
    assert "skickas inte den här veckan" in house.press(handle, Verb.DIGEST_STOP, WEEK_48)
    house.at(THURSDAY)
    assert house.heard(HERE) == []


def test_looking_after_this_weeks_digest_shows_the_next(house: House) -> None:
    house.at("2026-11-27 10:00")
    house.hand_in(ring="body")
    assert "Det skickas torsdag 3 december." in house.say("kim", "veckobrev visa")
    house.at("2026-11-28 10:00")
    assert house.heard(HERE) == [], "looking plans nothing for a time that has gone"


def test_only_communicator_and_leader_may_look(house: House) -> None:
    assert "processledaren" in house.say("eva", "veckobrev visa")


def test_before_a_monday_digest_the_communicator_sees_it_on_friday(house: House) -> None:
    house.say("pia", "veckobrev måndag 09:00", channel=HERE)
    house.hand_in(ring="body")
    house.at("2026-11-27 09:00")
    assert "skickas måndag 30 november" in house.last("kim")


def test_what_happens_after_the_preview_is_told_the_week_after(house: House) -> None:
    house.hand_in(ring="body")
    house.at("2026-11-25 12:00")
    house.hand_in("bjorn", "Schemat är otydligt.", "body")
    house.at(THURSDAY)
    assert "Schemat" not in house.last(HERE)
    house.at("2026-12-03 09:00")
    assert "Schemat" in house.last(HERE)
    assert "Frukosten" not in house.last(HERE)


def test_the_communicator_words_it_differently(house: House) -> None:
    house.hand_in(ring="body")
    house.at("2026-11-25 09:00")
    house.press("kim", Verb.DIGEST_EDIT, WEEK_48)
    assert house.form
    assert house.form.fields[0].value.startswith("Idéslussen i Skövde, vecka 48\nNytt: 0001")
    assert "skickas torsdag 26 november" in house.press(
        "kim", Verb.DIGEST_EDIT, WEEK_48, digest="Hej Skövde!\nFrukosten."
    )
    house.at(THURSDAY)
    assert lines(house)[:2] == ["Hej Skövde!", "Frukosten."]


def test_a_worded_digest_is_not_sent_when_a_bearer_has_taken_the_yes_back(house: House) -> None:
    number = house.hand_in(ring="body")
    house.hand_in("bjorn", "Schemat är otydligt.", "body")
    house.at("2026-11-25 09:00")
    house.press("kim", Verb.DIGEST_EDIT, WEEK_48, digest="Hej!\nFrukosten och schemat.")
    house.at("2026-11-25 18:00")
    house.press("anna", Verb.CONSENT, f"{number} no")
    house.at(THURSDAY)
    assert "rukosten" not in house.last(HERE)
    assert "Schemat" in house.last(HERE)


def test_the_communicator_stops_it_for_this_week_only(house: House) -> None:
    house.hand_in(ring="body")
    house.at("2026-11-25 09:00")
    assert "skickas inte den här veckan" in house.press("kim", Verb.DIGEST_STOP, WEEK_48)
    house.at("2026-11-27 09:00")
    assert house.heard(HERE) == []
    assert "redan skickat eller stoppat" in house.press("kim", Verb.DIGEST_EDIT, WEEK_48, digest="Nej.")
    assert "redan skickat eller stoppat" in house.say("pia", "veckobrev nu", channel=HERE)
    house.at("2026-12-03 09:00")
    assert "Frukosten" in house.last(HERE)


def test_only_communicator_and_leader_touch_it(house: House) -> None:
    house.hand_in(ring="body")
    house.at("2026-11-25 09:00")
    for handle in ("anna", "eva"):
        assert "Det här gör processledaren" in house.press(handle, Verb.DIGEST_STOP, WEEK_48)
    house.press("goran", Verb.DIGEST_STOP, WEEK_48, body="falkoping")
    house.at(THURSDAY)
    assert len(house.heard(HERE)) == 1


def test_the_leader_sends_it_now_and_so_only_once_this_week(house: House) -> None:
    house.hand_in(ring="body")
    assert "skickat till skovde-digest" in house.say("pia", "veckobrev nu")
    assert "redan gått ut" in house.say("pia", "veckobrev nu", channel=HERE)
    house.at("2026-11-27 09:00")
    assert len(house.heard(HERE)) == 1


def test_asking_for_it_in_a_silent_week_spends_nothing(house: House) -> None:
    assert "inget att berätta" in house.say("pia", "veckobrev nu")
    house.hand_in(ring="body")
    assert "skickat" in house.say("pia", "veckobrev nu")


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("veckobrev måndag 09:00", "2026-11-30 09:00"),
        ("veckobrev fredag", "2026-11-27 09:00"),
        ("sammanfattning tisdag kl 7.30", "2026-11-24 07:30"),
        ("veckobrev friday 15", "2026-11-27 15:00"),
    ],
)
def test_the_leader_chooses_day_and_time_for_a_channel(house: House, words: str, due: str) -> None:
    house.sweep()
    house.hand_in(ring="body")
    assert "kommer hit varje" in house.say("pia", words, channel=HERE)
    house.at(due)
    assert len(house.heard(HERE)) == 1
    house.at("2026-11-30 12:00")
    assert len(house.heard(HERE)) == 1


def test_a_channel_of_ones_own_gets_it_too(house: House) -> None:
    house.say("pia", "veckobrev onsdag 13:00", channel="alla-i-skovde")
    house.hand_in(ring="body")
    house.at(THURSDAY)
    assert len(house.heard("alla-i-skovde")) == len(house.heard(HERE)) == 1


def test_a_channel_that_has_shut_it_off_gets_none(house: House) -> None:
    house.sweep()
    assert "avstängt" in house.say("pia", "veckobrev av", channel=HERE)
    house.hand_in(ring="body")
    house.at("2026-12-04 09:00")
    assert house.heard(HERE) == []
    house.say("pia", "veckobrev torsdag", channel=HERE)
    house.at("2026-12-11 09:00")
    assert "Frukosten" in house.last(HERE)


@pytest.mark.parametrize("words", ["veckobrev 09:00", "veckobrev måndag 25:00", "veckobrev snart", "veckobrev mån 9"])
def test_a_time_that_cannot_be_read_is_asked_for(house: House, words: str) -> None:
    assert "Jag förstår inte tiden" in house.say("pia", words, channel=HERE)


def test_others_are_told_who_decides_about_it(house: House) -> None:
    assert "Pia Sjöö" in house.say("eva", "veckobrev måndag 09:00", channel=HERE)
    assert "Skriv det i kanalen" in house.say("pia", "veckobrev måndag 09:00")


def test_ten_thousand_ideas_are_not_read_for_one_weeks_news(house: House) -> None:
    number = house.hand_in(ring="body")
    idea, later = house.idea(number), house.moment("2026-12-30 12:00")
    seen = house.turn(lambda uow: uow.ideas_changed("skovde", later, (later.date(), later.date())))
    assert seen == []
    seen = house.turn(
        lambda uow: uow.ideas_changed("skovde", idea.changed_at - timedelta(1), (later.date(), later.date()))
    )
    assert seen == [idea]
