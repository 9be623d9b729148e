"""Ten years of weekly digests to twenty channels: every week its one digest, and none when there is nothing to tell.

The bot is restarted on the same file, is down for days, looks at odd times and is killed between deciding and sending.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from bot import digest as weekly
from bot.clock import due_now, happen
from bot.world import World
from ideas.idea import Answer, Idea, moved
from ideas.lifecycle import Actor, Status
from ideas.occurrence import Occurrence, Outcome
from ideas.people import Place
from ideas.promises import Calendar
from storage.unit_of_work import UnitOfWork
from tests.bot.house import House, world_of

WEEKS, YEARS = 520, range(2026, 2037)
BODIES = ("skovde", "falkoping", "hjo", "tibro", "vara")
ODD = {"söndag": (7, "02:30"), "fredag": (5, "16:45"), "måndag": (1, "00:00")}
"""Besides the usual one, each body has channels at these times; 02:30 is skipped once a year, and once comes twice."""

STOCKHOLM, FIRST = ZoneInfo("Europe/Stockholm"), datetime(2026, 1, 4, 12, tzinfo=ZoneInfo("Europe/Stockholm"))
HOUR = timedelta(hours=1)
EASTER_DAYS = (2027, 2032, 2035)
"""Years in which the clocks change on Easter Day, so that the digest of that night waits."""


class KilledError(Exception):
    """The bot was killed, and what was not committed is gone."""


class Decade:
    """Ten years in five bodies."""

    def __init__(self, path: Path, seed: int) -> None:
        self.rng, self.path = Random(seed), path
        preset = world_of("skaraborg").preset
        few = preset.model_copy(update={"bodies": tuple(b for b in preset.bodies if b.key in BODIES)})
        few = few.model_copy(update={"people": tuple(p for p in preset.people if p.body in BODIES)})
        self.world = World(few, world_of("skaraborg").texts)
        self.told_at: dict[str, list[datetime]] = defaultdict(list)
        self.numbers = iter(range(1, 100_000))

    @contextmanager
    def started(self, now: datetime) -> Iterator[House]:
        """The bot on the file, from a start to a stop."""
        house = House(self.world, f"{now:%Y-%m-%d %H:%M}", self.path)
        try:
            yield house
        finally:
            house.close()

    def live(self) -> None:
        """All ten years, with a restart every few weeks."""
        now, end = FIRST, FIRST + timedelta(weeks=WEEKS)
        with self.started(now) as house:
            house.turn(self._choose)
        while now < end:
            with self.started(now) as house:
                for _ in range(self.rng.randint(1, 30)):
                    house.now = now.astimezone(ZoneInfo("UTC"))
                    self._tick(house)
                    now += self.rng.choice((1, 5, 12, 20, 24, 30, 30, 60)) * HOUR * self.rng.random()

    def _choose(self, uow: UnitOfWork) -> None:
        for body in BODIES:
            for name, when in ODD.items():
                weekly.choose(uow, body, Place("local", body, f"{body}-{name}"), when)

    def _tick(self, house: House) -> None:
        for body in BODIES:
            if self.rng.random() < 0.06:
                house.turn(lambda uow, body=body: self._hand_in(uow, body, house.now))  # type: ignore[misc]
        try:
            house.turn(lambda uow: self._sweep(uow, house))
        except KilledError:
            house.turn(lambda uow: self._sweep(uow, house, sure=True))

    def _sweep(self, uow: UnitOfWork, house: House, *, sure: bool = False) -> None:
        while due := due_now(uow, house.now, self.world):
            for occurrence in due:
                happen(uow, house.now, self.world, occurrence)
                if not sure and self.rng.random() < 0.01:
                    raise KilledError

    def _hand_in(self, uow: UnitOfWork, body: str, now: datetime) -> None:
        bearer = uow.people(body)[0]
        draft = uow.add_idea(Idea(0, body, bearer.id, now, now, answers={"need": Answer("Ett behov.")}))
        draft = draft.answered("ring", Answer(choices=("body",)), now)
        number = f"{self.world.body(body).code}-{now.year}-{next(self.numbers):04}"
        by, kind = frozenset({Actor.BEARER}), "submitted"
        idea, fact = moved(draft, Status.SUBMITTED, kind, now, bearer.id, by, number=number, submitted_at=now)
        assert uow.save_idea(idea, draft)
        uow.add_fact(idea.id, fact)
        self.told_at[body].append(now)


@pytest.fixture(scope="module")
def decade(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Decade, House]]:
    """The ten years, over; and the house as they left it."""
    decade = Decade(tmp_path_factory.mktemp("decade") / "ideas.db", seed=2026)
    decade.live()
    with decade.started(FIRST + timedelta(weeks=WEEKS)) as house:
        yield decade, house


def weeks() -> list[str]:
    """Every ISO week of the ten years but the last two, which may not be over."""
    days = (FIRST.date() + timedelta(weeks=n, days=1) for n in range(WEEKS - 2))
    return [f"{year}-W{week:02}" for year, week, _ in (day.isocalendar() for day in days)]


def channels(decade: Decade, house: House) -> list[weekly.Channel]:
    """All twenty."""
    return house.turn(lambda uow: [c for body in BODIES for c in weekly.channels(uow, decade.world, body)])


def settled(house: House, channel: weekly.Channel) -> list[Occurrence]:
    """What became of a channel's digests, week by week."""
    return [house.occurrence("digest", channel.key, week) for week in weeks()]


def sent(house: House) -> dict[str, list[str]]:
    """The ideas told in every digest, by its key."""
    return {told.key: told.text.split("\n")[1:-1] for told in house.outbox() if told.kind == "digest"}


@pytest.mark.slow
def test_every_week_is_told_once_or_silent_and_none_is_left(decade: tuple[Decade, House]) -> None:
    ran, house = decade
    there, digests = channels(ran, house), sent(house)
    assert len(there) == 20
    assert "2026-W53" in weeks()
    assert "2032-W53" in weeks()
    for channel in there:
        for digest in settled(house, channel):
            told = f"digest:{channel.key}:{digest.period}" in digests
            assert digest.outcome is (Outcome.DONE if told else Outcome.SILENT), (channel.key, digest)


@pytest.mark.slow
def test_every_need_is_told_in_exactly_one_digest_of_each_channel(decade: tuple[Decade, House]) -> None:
    ran, house = decade
    digests = sent(house)
    for channel in channels(ran, house):
        lines = [line for key, found in digests.items() if key.startswith(f"digest:{channel.key}:") for line in found]
        assert all(line.startswith("Nytt: ") for line in lines)
        numbers = [line.split()[1] for line in lines]
        assert len(numbers) == len(set(numbers))
        early = [at for at in ran.told_at[channel.body] if at < FIRST + timedelta(weeks=WEEKS - 3)]
        assert len(early) <= len(numbers) <= len(ran.told_at[channel.body])


@pytest.mark.slow
def test_a_digest_is_sent_only_when_something_happened_since_the_last(decade: tuple[Decade, House]) -> None:
    ran, house = decade
    for channel in channels(ran, house):
        since = FIRST - HOUR
        for digest in settled(house, channel):
            until = datetime.fromisoformat(digest.facts["until"])
            news = any(since < at <= until for at in ran.told_at[channel.body])
            assert news is (digest.outcome is Outcome.DONE), (channel.key, digest)
            since = until


@pytest.mark.slow
def test_a_digest_is_due_at_its_local_time_or_the_next_working_day(decade: tuple[Decade, House]) -> None:
    ran, house = decade
    calendar = Calendar("SE", "Europe/Stockholm")
    for channel in channels(ran, house):
        for digest in settled(house, channel):
            year, week = digest.period.split("-W")
            day = date.fromisocalendar(int(year), int(week), channel.weekday)
            local = digest.due_at.astimezone(STOCKHOLM)
            if calendar.is_holiday(day):
                assert local.date() == next(d for n in range(1, 9) if calendar.is_working_day(d := day + timedelta(n)))
            else:
                assert local.date() == day
            skipped = channel.at == "02:30" and local.time() == time(3, 30)
            assert f"{local:%H:%M}" == channel.at or skipped
            assert not skipped or (day.month, day.isoweekday()) == (3, 7)


@pytest.mark.slow
def test_both_clock_changes_of_every_year_were_lived_through(decade: tuple[Decade, House]) -> None:
    ran, house = decade
    nights = [c for c in channels(ran, house) if c.at == "02:30"]
    due = [digest.due_at.astimezone(STOCKHOLM) for c in nights[:1] for digest in settled(house, c)]
    assert sum(f"{at:%H:%M}" == "03:30" for at in due) == 10 - len(EASTER_DAYS)
    offsets = {at.year: set[str]() for at in due}
    for at in due:
        offsets[at.year].add(f"{at:%z}")
    assert all(found == {"+0100", "+0200"} for year, found in offsets.items() if year in YEARS[:-2])
