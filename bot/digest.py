"""The weekly digest: which channels get it and when, and what a week has to tell."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.world import World
from dialogs.messages import Notice, Outgoing, Value
from ideas.idea import Idea, Ring
from ideas.lifecycle import Status
from ideas.occurrence import Occurrence
from ideas.people import Place
from ideas.promises import iso_week
from storage.unit_of_work import UnitOfWork

WEEK = timedelta(days=7)
PLANNED = "planned"
"""The setting that says for which day the coming weeks have been planned."""

FEWEST = 5
"""No figure is shown for fewer ideas than this."""

_ONWARD = (Status.EXPLORING, Status.SHAPING, Status.DECIDING, Status.HANDED_OVER, Status.IMPLEMENTING)
_KINDS: dict[Status, str] = {
    Status.SUBMITTED: "new",
    Status.CLAIMED: "new",
    **dict.fromkeys(_ONWARD, "onward"),
    Status.CLOSED: "stopped",
    Status.TESTING: "testing",
    Status.IMPLEMENTED: "used",
    Status.BENEFIT_CONFIRMED: "used",
}
_ORDER = ("new", "onward", "stopped", "testing", "used")


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel that gets a body's digest. `weekday` is 1 for Monday; `at` is HH:MM on the body's clock."""

    body: str
    place: Place
    weekday: int
    at: str

    @property
    def key(self) -> str:
        """What names the channel in occurrences."""
        return f"{self.place.platform}/{self.place.workspace}/{self.place.channel}"


def channels(uow: UnitOfWork, world: World, body: str) -> list[Channel]:
    """The channels that get a body's digest: the preset's, and those a process leader has added, changed or shut off."""
    found = {
        _key(p): Channel(body, p, world.preset.digest_weekday, world.preset.digest_at)
        for p in world.digest_places(body)
    }
    for key, wish in _wishes(uow, body).items():
        if wish is None:
            found.pop(key, None)
        else:
            place, weekday, at = wish
            found[key] = Channel(body, Place(*place), weekday, at)
    return list(found.values())


def choose(uow: UnitOfWork, body: str, place: Place, when: tuple[int, str] | None) -> None:
    """Give a channel the digest at a weekday and time, or shut it off with None."""
    wishes = _wishes(uow, body)
    wishes[_key(place)] = None if when is None else ((place.platform, place.workspace, place.channel), *when)
    uow.put_setting(f"digest:{body}", json.dumps(wishes, ensure_ascii=False))
    uow.unplan(_key(place))
    uow.put_setting(PLANNED, "")


def _wishes(uow: UnitOfWork, body: str) -> dict[str, tuple[tuple[str, str, str], int, str] | None]:
    stored = uow.setting(f"digest:{body}")
    wishes: dict[str, tuple[tuple[str, str, str], int, str] | None] = json.loads(stored) if stored else {}
    return wishes


def _key(place: Place) -> str:
    return f"{place.platform}/{place.workspace}/{place.channel}"


def week_facts(uow: UnitOfWork, world: World, channel: Channel, week: str, now: datetime) -> dict[str, Value] | None:
    """What the last seven days have to tell this channel; None in a silent week."""
    since = now - WEEK
    ideas = uow.ideas_in(channel.body)
    told = [line for idea in ideas if idea.changed_at >= since and (line := _line(uow, idea, since))]
    if not told:
        return None
    told.sort(key=lambda line: (_ORDER.index(str(line["kind"])), str(line["number"])))
    all_, kept = _on_time(world, ideas, since, now)
    return {
        "body": world.body(channel.body).short,
        "week": int(week.split("-W")[1]),
        "lines": list(told),
        "all": all_,
        "kept": kept,
    }


def _line(uow: UnitOfWork, idea: Idea, since: datetime) -> dict[str, Value] | None:
    """One idea's line, when it may be told and its state is news."""
    kind = _KINDS.get(idea.status)
    if kind is None or not may_be_told(idea) or not _is_news(uow, idea, since):
        return None
    coach = uow.person(idea.coach) if idea.coach else None
    return {
        "kind": kind,
        "number": idea.number,
        "title": idea.title,
        "coach": coach.name if coach else "",
        **{key: idea.published.get(key, "") for key in ("fact", "step", "until", "change", "gain")},
    }


def may_be_told(idea: Idea) -> bool:
    """Whether a channel of the body may read about it: the bearer said yes, or lets everyone there see it."""
    return idea.consent is True or (idea.consent is None and idea.ring in {Ring.BODY, Ring.EVERYONE})


def _is_news(uow: UnitOfWork, idea: Idea, since: datetime) -> bool:
    if idea.status in {Status.SUBMITTED, Status.CLAIMED}:
        return idea.submitted_at is not None and idea.submitted_at >= since
    return any(f.at >= since and f.start != f.end for f in uow.facts(idea.id))


def _on_time(world: World, ideas: Sequence[Idea], since: datetime, now: datetime) -> tuple[int, int]:
    """How many first answers were due or given in the week, and how many of them in time; zeros when too few."""
    all_, kept = 0, 0
    for idea in ideas:
        if idea.first_promise is None:
            continue
        calendar = world.calendar(idea.body)
        first, last = calendar.local(since).date(), calendar.local(now).date()
        answered = calendar.local(idea.answered_at).date() if idea.answered_at else None
        if answered and first < answered <= last:
            all_, kept = all_ + 1, kept + (answered <= idea.first_promise)
        elif answered is None and first < idea.first_promise < last:
            all_ += 1
    return (all_, kept) if all_ >= FEWEST else (0, 0)


def week_of(world: World, body: str, now: datetime) -> str:
    """The ISO week on a body's wall."""
    return iso_week(world.today(body, now))


def digest_occurrence(channel: Channel, world: World, week: str) -> Occurrence:
    """When a channel's digest of a week is due."""
    calendar = world.calendar(channel.body)
    day = calendar.weekly_day(week, channel.weekday)
    return Occurrence("digest", channel.key, week, calendar.at(day, channel.at), facts={"body": channel.body})


def send_digest(uow: UnitOfWork, world: World, channel: Channel, week: str, now: datetime, edited: str = "") -> bool:
    """Send a channel's digest of a week; False in a silent week. Its key makes it happen once."""
    facts = week_facts(uow, world, channel, week, now)
    if facts is None and not edited:
        return False
    language = world.language_of(channel.body)
    notice = Notice("digest", {**(facts or {}), "edited": edited})
    uow.send(Outgoing(f"digest:{channel.key}:{week}", channel.place, notice, language), now)
    return True
