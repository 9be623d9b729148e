"""Days that people are promised: working days, clock times that survive a change to summer time, dates as written."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

_CLOSED = {"SE": ("public", "de_facto"), "DK": ("public",)}
"""The kinds of holiday on which nobody can be expected to answer. In Sweden the eves are such by custom, not by law."""

DAY = timedelta(days=1)


@cache
def _holidays(country: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, years=year, categories=_CLOSED[country]))


@dataclass(frozen=True, slots=True)
class Calendar:
    """A body's days. `country` is SE or DK; `timezone` an IANA name. Days are local, moments aware and in UTC."""

    country: str
    timezone: str

    def is_holiday(self, day: date) -> bool:
        """Whether the day is a holiday, on whatever weekday it falls."""
        return day in _holidays(self.country, day.year)

    def is_working_day(self, day: date) -> bool:
        """Whether people are at work: Monday to Friday and no holiday."""
        return day.isoweekday() <= 5 and not self.is_holiday(day)

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th working day after a day; the day itself never counts, so Friday and one is Monday."""
        for _ in range(n):
            day += DAY
            while not self.is_working_day(day):
                day += DAY
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days come after start, up to and including end; 0 when end is not later."""
        return sum(self.is_working_day(start + n * DAY) for n in range(1, (end - start).days + 1))

    def local(self, at: datetime) -> datetime:
        """The moment as the body's clocks show it."""
        return at.astimezone(ZoneInfo(self.timezone))

    def at(self, day: date, clock: str) -> datetime:
        """The moment, in UTC, at which the body's clocks show HH:MM on that day.

        A time that is skipped in spring is the same distance past the change; of two in autumn it is the first.
        """
        return datetime.combine(day, time.fromisoformat(clock), ZoneInfo(self.timezone)).astimezone(UTC)

    def first_answer(self, submitted_at: datetime, days: int) -> date:
        """The promised day of an idea handed in at a moment: so many working days after that local day."""
        return self.add_working_days(self.local(submitted_at).date(), days)

    def weekly_day(self, year_week: str, weekday: int) -> date:
        """The day of an ISO week such as 2026-W48 (1 is Monday), or the next working day if that is a holiday."""
        year, week = year_week.split("-W")
        day = date.fromisocalendar(int(year), int(week), weekday)
        return self.add_working_days(day, 1) if self.is_holiday(day) else day


def iso_week(day: date) -> str:
    """The ISO week a day belongs to, such as 2026-W48. The first days of January may belong to the old year."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


_WORDS = {
    "sv": {
        "weekday": "måndag tisdag onsdag torsdag fredag lördag söndag",
        "month": "januari februari mars april maj juni juli augusti september oktober november december",
        "number": "en/ett två tre fyra fem sex sju åtta nio tio",
        "near": "idag imorgon/imorn/imorron iövermorgon/övermorgon",
        "unit": "dag/dagar vecka/veckor månad/månader",
    },
    "da": {
        "weekday": "mandag tirsdag onsdag torsdag fredag lørdag søndag",
        "month": "januar februar marts april maj juni juli august september oktober november december",
        "number": "en/et to tre fire fem seks syv otte ni ti",
        "near": "idag imorgen iovermorgen/overmorgen",
        "unit": "dag/dage uge/uger måned/måneder",
    },
    "en": {
        "weekday": "monday tuesday wednesday thursday friday saturday sunday",
        "month": "january february march april may june july august september october november december",
        "number": "a/an/one two three four five six seven eight nine ten",
        "near": "today tomorrow dayaftertomorrow/thedayaftertomorrow",
        "unit": "day/days week/weeks month/months",
    },
}
"""Words by their place, from 1; of weekdays and months three letters are enough."""

_LONGEST_TEXT = 80
"""Characters. A longer text says more than a date."""

_LEAD = re.compile(r"(?:pa|on|den|the|senast|by|till|til|until|nu pa|this|from|fran|fra) ")
_UNTIL = re.compile(r"(?:fram till|till och med|til og med|till|til|until|to|tom|t\.o\.m\.?) ")
_BETWEEN = re.compile(r" ?(?:[-–—]| (?:till och med|til og med|till|til|until|to|tom|t\.o\.m\.?) ) ?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})\.?(?:[/. ]?(\d{4}))?")
_NAMED = re.compile(r"(\d{1,2})(?:\.|:?e|:?a|st|nd|rd|th)? (?:of )?([a-z]+)\.?(?: (\d{4}))?")
_ENGLISH = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?")
_AHEAD = re.compile(r"(?:om|in) (\d{1,3}|[a-z]+) ([a-z]+)")
_NEXT = re.compile(r"(?:nasta|naste|next) ([a-z]+)")
_SHARED_MONTH = re.compile(r"(\d{1,2}) ?[-–—] ?(\d{1,2}[ /.].+)")


def read_date(text: str, today: date, language: str) -> date | None:
    """The day that somebody means, or None when it cannot be told.

    A weekday is the next one strictly after today, "next" Monday the one in next week. A date without a year is the
    first such from today on. Words of all three languages are read; `language` decides where they differ.
    """
    if len(text) > _LONGEST_TEXT:
        return None
    words = _folded(text)
    while lead := _LEAD.match(words):
        words = words[lead.end() :]
    return next((day for day in _readings(words, today, language) if day), None)


def read_span(text: str, today: date, language: str) -> tuple[date, date] | None:
    """The first and the last day that somebody means: "1/12-14/12", "till fredag", "idag"; None when unclear."""
    if len(text) > _LONGEST_TEXT:
        return None
    words = _folded(text)
    if until := _UNTIL.match(words):
        end = read_date(words[until.end() :], today, language)
        return (today, end) if end and end >= today else None
    if day := read_date(words, today, language):
        return day, day
    if shared := _SHARED_MONTH.fullmatch(words):
        end = read_date(shared[2], today, language)
        start = end and _day(end.year, end.month, int(shared[1]))
        return (start, end) if start and end and start <= end else None
    for between in _BETWEEN.finditer(words):
        if span := _span(words[: between.start()], words[between.end() :], today, language):
            return span
    return None


def _span(first: str, last: str, today: date, language: str) -> tuple[date, date] | None:
    start, end = read_date(first, today, language), read_date(last, today, language)
    if not start or not end or start <= end:
        return (start, end) if start and end else None
    begun = start - 365 * DAY if (start.month, start.day) == (2, 29) else start.replace(year=start.year - 1)
    if end - begun < 180 * DAY:  # "1/12-14/12" said on 5 December: it has begun
        return begun, end
    end = read_date(last, start, language)  # "tuesday to friday" said on a Wednesday: the Friday after that Tuesday
    return (start, end) if end and DAY <= end - start <= 7 * DAY else None


def _readings(words: str, today: date, language: str) -> Iterator[date | None]:
    def place(kind: str, word: str) -> int:
        return _places(kind, language).get(word, 0)

    if near := place("near", words.replace(" ", "")):
        yield today + (near - 1) * DAY
    if weekday := place("weekday", words):
        yield today + ((weekday - today.isoweekday() - 1) % 7 + 1) * DAY
    if (m := _NEXT.fullmatch(words)) and (weekday := place("weekday", m[1])):
        yield today + (7 - today.isoweekday() + weekday) * DAY
    if (m := _AHEAD.fullmatch(words)) and (unit := place("unit", m[2])):
        count = int(m[1]) if m[1].isdigit() else place("number", m[1])
        yield _ahead(today, count, unit) if count else None
    if m := _ISO.fullmatch(words):
        yield _day(int(m[1]), int(m[2]), int(m[3]))
    if m := _SLASHED.fullmatch(words):
        yield _coming(int(m[1]), int(m[2]), m[3], today)
    if m := _NAMED.fullmatch(words):
        yield _coming(int(m[1]), place("month", m[2]), m[3], today)
    if m := _ENGLISH.fullmatch(words):
        yield _coming(int(m[2]), place("month", m[1]), m[3], today)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _coming(day: int, month: int, year: str | None, today: date) -> date | None:
    if year:
        return _day(int(year), month, day)
    days = (_day(y, month, day) for y in range(today.year, today.year + 9))  # nine: leap days can be eight years apart
    return next((found for found in days if found and found >= today), None)


def _ahead(today: date, count: int, unit: int) -> date:
    if unit < 3:
        return today + count * (DAY if unit == 1 else 7 * DAY)
    year, month = divmod(today.year * 12 + today.month - 1 + count, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


@cache
def _places(kind: str, language: str) -> dict[str, int]:
    """Every word of a kind with its place; the reader's own language comes last and so wins."""
    languages = sorted(_WORDS, key=lambda known: known == language)
    return {
        word[:length]: place
        for known in languages
        for place, words in enumerate(_WORDS[known][kind].split(), 1)
        for word in map(_folded, words.split("/"))
        for length in (range(3, len(word) + 1) if kind in ("weekday", "month") else [len(word)])
    }


def _folded(text: str) -> str:
    """Small letters, a and o for å ä ö æ ø however written, single spaces, no full stop at the end."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    for written, letter in (("æ", "a"), ("ø", "o"), ("aa", "a"), ("ae", "a"), ("oe", "o")):
        plain = plain.replace(written, letter)
    return " ".join(plain.split()).rstrip(".!,")
