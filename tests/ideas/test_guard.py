"""The boundary guard: what it stops, what it lets through, and what it costs."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from ideas.guard import WORDS, Stop, StopKind, check

DAYS = st.dates(date(1900, 1, 1), date(2025, 12, 31))
SERIALS = st.integers(1, 999)
AROUND = st.text(st.characters(exclude_categories=("N", "Cs")), max_size=12)
DIGITS = ("0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")
BETWEEN = ("", "-", "+", " ", " - ", "–", "—", "−", "\u00a0", "/", ".", ":", "\n", "_", "\u200b-\u200b")


def swedish(day: date, serial: int, *, coordination: bool) -> str:
    """A valid number of twelve digits."""
    ten = f"{day:%y%m}{day.day + 60 * coordination:02}{serial:03}"
    return f"{day.year // 100}{ten}{luhn.calc_check_digit(ten)}"


def stopped(text: str) -> str:
    """The sort of personal number seen, or nothing."""
    stop = check(text)
    return stop.word if stop and stop.kind is StopKind.PERSONAL_NUMBER else ""


@given(DAYS, SERIALS, st.booleans(), st.booleans(), st.sampled_from(BETWEEN), st.sampled_from(DIGITS), AROUND, AROUND)
def test_every_swedish_number_is_caught_however_it_is_written(
    day: date, serial: int, coordination: bool, century: bool, between: str, digits: str, before: str, after: str
) -> None:
    whole = swedish(day, serial, coordination=coordination)[0 if century else 2 :]
    text = (whole[:-4] + between + whole[-4:]).translate(str.maketrans(DIGITS[0], digits))
    assert stopped(f"{before} {text} {after}") in ("samordningsnummer" if coordination else "personnummer", "cpr")


@given(DAYS, SERIALS, st.sampled_from((" ", "-", ".", "\u200b", "\u2060", "\ufe0f\u20e3")))
def test_a_number_in_pieces_is_caught(day: date, serial: int, between: str) -> None:
    assert stopped("Hon heter Eva " + between.join(swedish(day, serial, coordination=False)) + ".")


@given(DAYS, SERIALS, st.sampled_from((" ", "-", ".", "/")))
def test_a_number_with_a_written_out_date_is_caught(day: date, serial: int, between: str) -> None:
    assert stopped(f"{day:%Y{between}%m{between}%d}-{swedish(day, serial, coordination=False)[-4:]}")


@given(DAYS, st.integers(0, 9999), st.sampled_from(("-", " - ", "–", "‐", "\u200b-")))
def test_every_cpr_number_in_its_usual_shape_is_caught(day: date, serial: int, between: str) -> None:
    assert stopped(f"Borger {day:%d%m%y}{between}{serial:04} ringede")


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("811228-9841", "personnummer"),
        ("rum 12 811228-9841", "personnummer"),
        ("rum 20 811228-9841", "personnummer"),
        ("id811228-9841x", "personnummer"),
        ("*811228*-9841", "personnummer"),
        ("701063-2391", "samordningsnummer"),
        ("211062-5629", "cpr"),
        ("2110625629", "cpr"),
        ("010190-1234", "cpr"),
        ("151086 95088", "fodselsnummer"),
        ("15108695088", "fodselsnummer"),
        ("131052-308T", "henkilotunnus"),
        ("131052-308t", "henkilotunnus"),
    ],
)
def test_the_numbers_of_each_country_are_told_apart(text: str, sort: str) -> None:
    assert check(f"Det gäller {text}, tror jag.") == Stop(StopKind.PERSONAL_NUMBER, sort)


@pytest.mark.parametrize(
    "text",
    [
        "0700-123456",
        "070-123 45 67",
        "08-123 456 78",
        "0501-75 50 00",
        "+46 70 123 45 67",
        "+46701234567",
        "+45 12 34 56 78",
        "2026-11-22",
        "2026-11-22 10:30",
        "20261122_103000",
        "2026-11-22 - 2026-11-25",
        "2026-11-22–2026-11-25",
        "22/11 2026 - 25/11 2026",
        "kl 10-12, 14-16 den 1/12 2026",
        "212000-1710",
        "5560160680",
        "SKO-2026-0142",
        "SKO-2026-0142 2026-11-22",
        "811228-9842 är inte giltigt",
        "811232-9841",
        "978-91-7000-150-3",
        "SE45 5000 0000 0583 9825 7466",
        "bankgiro 5050-1055",
        "1 2 3 4 5 6 7 8 9 10",
        "0,1 0,2 0,3 0,4 0,5",
        "25 minuter per dag, 7 dagar, 12 veckor, 180 tkr",
    ],
)
def test_telephones_dates_and_other_numbers_pass(text: str) -> None:
    assert check(text) is None


def test_a_bare_telephone_number_passes_when_the_text_says_that_it_is_one() -> None:
    phone = "070123456" + luhn.calc_check_digit("070123456")
    assert check(f"Mobil: {phone}") is None
    assert stopped(phone)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Vi vill förebygga fallskador.", "injury"),
        ("A colleague was hurt.", "injury"),
        ("Det har skett ett o\u0308vergrepp", "abuse"),
        ("VÅLD i skolan", "abuse"),
        ("Hun blev truet", "harassment"),
        ("chefen tar mutor", "corruption"),
        ("en livsfarlig korsning", "danger"),
        ("Är någon i  fara?", "danger"),
    ],
)
def test_words_that_belong_in_another_channel_are_seen(text: str, word: str) -> None:
    assert check(text) == Stop(StopKind.WRONG_CHANNEL, word)


@pytest.mark.parametrize(
    "text",
    [
        "Frukosten kommer för sent till de boende.",
        "Tvåldispensern är tom efter avbrottet.",
        "En mutation i systemet",
        "We share a bus fare and hot food.",
        "Ny personal behöver en introduktion.",
        "Vi slår ihop våra scheman.",
        "Nøglerne hentes hver morgen.",
    ],
)
def test_everyday_needs_pass(text: str) -> None:
    assert check(text) is None


def test_a_number_goes_before_a_word() -> None:
    assert stopped("Skadan drabbade 811228-9841") == "personnummer"


def test_every_word_on_the_list_is_seen_in_its_own_right() -> None:
    for sort, words in WORDS.items():
        for word in words.split():
            stop = check(f"om {word.strip('*').replace('_', ' ')} här")
            assert stop, (sort, word)
            assert stop.kind is StopKind.WRONG_CHANNEL


def test_a_stop_tells_nothing_of_the_text() -> None:
    assert "9841" not in repr(check("811228-9841"))


@given(st.text())
def test_any_text_at_all_can_be_checked(text: str) -> None:
    check(text)


SENTENCE = "Jag såg 12 boende den 2026-11-22 i SKO-2026-0142, och schemat för överlämning åkte med. "


@pytest.mark.parametrize(
    "text", [SENTENCE * 1_100, "a" * 100_000, "1" * 100_000, "\u0301\u0316" * 50_000, "1 " * 50_000, "å" * 100_000]
)
def test_a_text_four_times_as_long_takes_about_four_times_as_long(text: str) -> None:
    assert cost(text[:100_000]) < 10 * cost(text[:25_000]), "not sixteen times, as where it grows by the square"


def cost(text: str) -> float:
    """Seconds of this thread's own time that a text takes; the least of seven."""
    costs = []
    for _ in range(7):
        begun = time.thread_time()
        check(text)
        costs.append(time.thread_time() - begun)
    return min(costs)


def test_days_are_counted_over_every_century() -> None:
    day = date(1899, 12, 31)
    assert stopped(swedish(day + timedelta(60), 123, coordination=False))
