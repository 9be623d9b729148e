"""Working days over every kind of holiday, clock times over both changes, and dates as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideas.promises import Calendar, iso_week, read_date, read_span

SWEDEN = Calendar("SE", "Europe/Stockholm")
DENMARK = Calendar("DK", "Europe/Copenhagen")
WEDNESDAY = date(2026, 11, 25)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 6, 19),  # Midsummer's Eve
        date(2026, 12, 24),
        date(2026, 12, 25),
        date(2026, 12, 31),
        date(2027, 1, 1),
        date(2027, 1, 6),
        date(2026, 4, 3),  # Good Friday
        date(2026, 4, 6),  # Easter Monday
        date(2026, 5, 14),  # Ascension
        date(2025, 6, 6),  # National Day, a Friday
        date(2026, 11, 28),  # a Saturday
        date(2026, 11, 29),  # a Sunday
    ],
)
def test_nobody_works_on_swedish_holidays_and_weekends(day: date) -> None:
    assert not SWEDEN.is_working_day(day)


def test_the_days_beside_holidays_are_working_days() -> None:
    for day in (date(2026, 4, 2), date(2026, 6, 18), date(2026, 12, 23), date(2026, 12, 28), date(2026, 12, 30)):
        assert SWEDEN.is_working_day(day)


def test_great_prayer_day_is_no_danish_holiday_since_2024() -> None:
    assert not DENMARK.is_working_day(date(2023, 5, 5))
    assert DENMARK.is_working_day(date(2024, 4, 26))


def test_maundy_thursday_is_a_holiday_in_denmark_only() -> None:
    assert not DENMARK.is_working_day(date(2026, 4, 2))
    assert SWEDEN.is_working_day(date(2026, 4, 2))


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (date(2026, 11, 27), 1, date(2026, 11, 30)),  # Friday
        (date(2026, 11, 28), 1, date(2026, 11, 30)),  # Saturday
        (date(2026, 11, 25), 5, date(2026, 12, 2)),
        (date(2026, 6, 18), 1, date(2026, 6, 22)),  # over Midsummer
        (date(2026, 4, 2), 1, date(2026, 4, 7)),  # over Easter
        (date(2026, 12, 23), 5, date(2027, 1, 5)),  # over Christmas and New Year
        (date(2026, 11, 25), 0, date(2026, 11, 25)),
    ],
)
def test_counting_starts_on_the_next_working_day(start: date, n: int, end: date) -> None:
    assert SWEDEN.add_working_days(start, n) == end


@given(DAYS, st.integers(1, 30), st.sampled_from((SWEDEN, DENMARK)))
def test_counting_back_gives_the_days_that_were_added(start: date, n: int, calendar: Calendar) -> None:
    end = calendar.add_working_days(start, n)
    assert calendar.is_working_day(end)
    assert calendar.working_days_between(start, end) == n
    assert calendar.working_days_between(end, start) == 0


def test_an_idea_told_late_on_friday_in_utc_is_told_on_saturday_here() -> None:
    told = datetime(2026, 7, 3, 22, 30, tzinfo=UTC)
    assert SWEDEN.local(told).date() == date(2026, 7, 4)
    assert SWEDEN.first_answer(told, 1) == date(2026, 7, 6)
    assert SWEDEN.first_answer(datetime(2026, 7, 2, 22, 30, tzinfo=UTC), 1) == date(2026, 7, 6)


def test_nine_in_the_morning_is_nine_on_both_sides_of_both_changes() -> None:
    for day, hour in (((3, 28), 8), ((3, 29), 7), ((10, 24), 7), ((10, 25), 8)):
        assert SWEDEN.at(date(2026, *day), "09:00") == datetime(2026, *day, hour, tzinfo=UTC)


def test_a_skipped_time_is_moved_past_the_change_and_of_two_the_first_is_meant() -> None:
    assert SWEDEN.local(SWEDEN.at(date(2026, 3, 29), "02:30")).strftime("%H:%M") == "03:30"
    assert SWEDEN.at(date(2026, 10, 25), "02:30") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(DAYS, st.times(), st.sampled_from((SWEDEN, DENMARK)))
def test_a_moment_is_on_the_day_it_was_asked_for(day: date, clock: object, calendar: Calendar) -> None:
    at = calendar.at(day, str(clock)[:5])
    assert calendar.local(at).date() == day
    assert at.tzinfo is UTC


def test_weeks_have_their_iso_numbers_also_week_53() -> None:
    assert iso_week(date(2026, 11, 25)) == "2026-W48"
    assert iso_week(date(2026, 12, 31)) == iso_week(date(2027, 1, 3)) == "2026-W53"
    assert iso_week(date(2027, 1, 4)) == "2027-W01"


@pytest.mark.parametrize(
    ("week", "weekday", "day"),
    [
        ("2026-W48", 4, date(2026, 11, 26)),
        ("2026-W53", 4, date(2027, 1, 4)),  # New Year's Eve, then New Year's Day and a weekend
        ("2026-W20", 4, date(2026, 5, 15)),  # Ascension
        ("2026-W25", 5, date(2026, 6, 22)),  # Midsummer's Eve
        ("2026-W48", 6, date(2026, 11, 28)),  # a Saturday is meant when it is asked for
    ],
)
def test_a_weekly_day_on_a_holiday_is_moved_to_the_next_working_day(week: str, weekday: int, day: date) -> None:
    assert SWEDEN.weekly_day(week, weekday) == day


@given(DAYS)
def test_a_day_that_is_no_holiday_is_found_again_by_its_week(day: date) -> None:
    assert SWEDEN.is_holiday(day) or SWEDEN.weekly_day(iso_week(day), day.isoweekday()) == day


def test_ten_years_of_days_are_counted_in_a_moment() -> None:
    assert SWEDEN.working_days_between(date(2020, 1, 1), date(2030, 1, 1)) > 2400


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("fredag", "2026-11-27"),
        ("på fredag.", "2026-11-27"),
        ("Fre", "2026-11-27"),
        ("onsdag", "2026-12-02"),
        ("lordag", "2026-11-28"),
        ("loerdag", "2026-11-28"),
        ("idag", "2026-11-25"),
        ("i dag", "2026-11-25"),
        ("imorgon", "2026-11-26"),
        ("i morgon", "2026-11-26"),
        ("i övermorgon", "2026-11-27"),
        ("1/12", "2026-12-01"),
        ("25/11", "2026-11-25"),
        ("24/11", "2027-11-24"),
        ("1.12.", "2026-12-01"),
        ("1/12 2027", "2027-12-01"),
        ("1 december", "2026-12-01"),
        ("den 1:a dec", "2026-12-01"),
        ("2026-12-01", "2026-12-01"),
        ("29/2", "2028-02-29"),
        ("om två veckor", "2026-12-09"),
        ("om 3 dagar", "2026-11-28"),
        ("om en månad", "2026-12-25"),
        ("nästa måndag", "2026-11-30"),
        ("nästa fredag", "2026-12-04"),
        ("on Friday", "2026-11-27"),
        ("tomorrow", "2026-11-26"),
        ("the day after tomorrow", "2026-11-27"),
        ("December 1st, 2026", "2026-12-01"),
        ("in two weeks", "2026-12-09"),
        ("next Tuesday", "2026-12-01"),
        ("på lørdag", "2026-11-28"),
        ("i morgen", "2026-11-26"),
        ("om to uger", "2026-12-09"),
        ("3. marts", "2027-03-03"),
    ],
)
@pytest.mark.parametrize("language", ["sv", "da", "en"])
def test_dates_are_read_as_people_write_them(text: str, day: str, language: str) -> None:
    assert read_date(text, WEDNESDAY, language) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text", ["", "hej", "31/2", "13/13", "2026-02-30", "12", "snart", "om tusen år", "fredag då", " " * 99]
)
def test_what_is_no_date_is_not_guessed_at(text: str) -> None:
    assert read_date(text, WEDNESDAY, "sv") is None


def test_a_month_ahead_stays_within_a_shorter_month() -> None:
    assert read_date("om en månad", date(2027, 1, 31), "sv") == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("1/12–14/12", "2026-12-01", "2026-12-14"),
        ("1/12-14/12", "2026-12-01", "2026-12-14"),
        ("1-14/12", "2026-12-01", "2026-12-14"),
        ("idag", "2026-11-25", "2026-11-25"),
        ("fredag", "2026-11-27", "2026-11-27"),
        ("till fredag", "2026-11-25", "2026-11-27"),
        ("t.o.m. fredag", "2026-11-25", "2026-11-27"),
        ("until Friday", "2026-11-25", "2026-11-27"),
        ("til fredag", "2026-11-25", "2026-11-27"),
        ("1 december till 5 december", "2026-12-01", "2026-12-05"),
        ("från 1/12 till och med 5/12", "2026-12-01", "2026-12-05"),
        ("2026-12-01 - 2026-12-05", "2026-12-01", "2026-12-05"),
        ("2026-12-01-2026-12-05", "2026-12-01", "2026-12-05"),
        ("28/12-3/1", "2026-12-28", "2027-01-03"),
        ("20/11-30/11", "2026-11-20", "2026-11-30"),
        ("tisdag till fredag", "2026-12-01", "2026-12-04"),
    ],
)
def test_spans_are_read_as_people_write_them(text: str, start: str, end: str) -> None:
    assert read_span(text, WEDNESDAY, "sv") == (date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize("text", ["", "till", "hej - hopp", "5/12-1/12", "2026-12-05 - 2026-12-01", "-" * 500])
def test_what_is_no_span_is_not_guessed_at(text: str) -> None:
    assert read_span(text, WEDNESDAY, "sv") is None


@given(st.text(max_size=90), st.sampled_from(("sv", "da", "en")))
def test_any_text_can_be_read_for_dates(text: str, language: str) -> None:
    read_date(text, WEDNESDAY, language)
    span = read_span(text, WEDNESDAY, language)
    assert span is None or span[0] <= span[1]
